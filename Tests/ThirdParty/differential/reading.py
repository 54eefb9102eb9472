"""Reads generated requests back: their actions, the items these concern, and the operands of their expressions."""

import re
from dataclasses import dataclass

from .comparison import normal
from .lockstep import Exchange
from .values import AttributeValue, Item

PATH = r"[#A-Za-z][\w#]*(?:\.[#\w]+|\[\d+\])*"
OPERAND = rf"(?:size\({PATH}\)|:\w+|{PATH})"
COMPARISON = re.compile(rf"({OPERAND}) (=|<>|<=|>=|<|>) ({OPERAND})")
MEMBERSHIP = re.compile(rf"({PATH}) (?:IN|in) \(([^)]*)\)")
CALL = re.compile(rf"(\w+)\(({PATH})(?:, ({OPERAND}))?\)")


@dataclass(frozen=True)
class Action:
    """One condition or update with its placeholders, and the items that it may meet."""

    members: dict
    items: list[Item]

    @property
    def condition(self) -> str:
        return self.members.get("ConditionExpression") or self.members.get("FilterExpression") or ""

    @property
    def update(self) -> str:
        return self.members.get("UpdateExpression", "")

    def value(self, operand: str, item: Item) -> AttributeValue | None:
        """What a path or a value's placeholder stands for; nothing where there is no such attribute."""
        if operand.startswith(":"):
            return normal(self.members["ExpressionAttributeValues"][operand])
        found = {"M": item}
        for name, index in re.findall(r"([#\w]+)|\[(\d+)\]", operand):
            found = self._step(found, name, index)
            if found is None:
                return None
        return found

    def _step(self, value: AttributeValue, name: str, index: str) -> AttributeValue | None:
        if index:
            elements = value.get("L", [])
            return elements[int(index)] if int(index) < len(elements) else None
        key = self.members["ExpressionAttributeNames"][name] if name.startswith("#") else name
        return value.get("M", {}).get(key)


def actions(exchange: Exchange) -> list[Action]:
    request = exchange.step.request
    if not isinstance(request, dict):
        return []
    if "TransactItems" in request:
        parts = [members for action in request["TransactItems"] for members in action.values()]
    elif exchange.step.operation == "BatchWriteItem":
        writes = [write for writes in request["RequestItems"].values() for write in writes]
        parts = [members for write in writes for members in write.values()]
    elif exchange.step.operation == "BatchGetItem":
        parts = [{"Key": key} for keys in request["RequestItems"].values() for key in keys["Keys"]]
    else:
        parts = [request]
    return [Action(members, _concerned(exchange, members)) for members in parts]


def _concerned(exchange: Exchange, members: dict) -> list[Item]:
    """All items for a read of many; else the one item, or an empty one where there is none."""
    target = members.get("Key") or members.get("Item")
    if target is None:
        return exchange.before
    key = normal({name: target[name] for name in exchange.table.key_types if name in target})
    return [item for item in exchange.before if key.items() <= item.items()] or [{}]
