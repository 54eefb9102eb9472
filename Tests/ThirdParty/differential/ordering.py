"""The order of key values: numbers by value, strings by their UTF-8 bytes, binaries as unsigned bytes."""

import base64
from decimal import Decimal

from .values import AttributeValue


def order_of(value: AttributeValue) -> Decimal | bytes:
    [(kind, content)] = value.items()
    match kind:
        case "N":
            return Decimal(content)
        case "S":
            return content.encode()
        case "B":
            return base64.b64decode(content)
    raise ValueError(f"Values of type {kind} have no order.")


def ordered(first: AttributeValue, second: AttributeValue) -> tuple[AttributeValue, AttributeValue]:
    return (first, second) if order_of(first) <= order_of(second) else (second, first)
