"""Two answers to one request, normalised, and the aspects in which they differ."""

import json
from decimal import Decimal, InvalidOperation

from wire import Answer

from .steps import Step

SETS = {"SS", "NS", "BS"}
ATTRIBUTE_TYPES = {"S", "N", "B", "BOOL", "NULL", "L", "M"} | SETS


def outcome(answer: Answer) -> str:
    return answer.error_code or "success"


def differing_aspects(step: Step, ours: Answer, theirs: Answer) -> dict[str, tuple]:
    """By aspect, what each answered. Request ids, the order of sets and of scans, and messages play no part.

    A bad request that we do not refuse as AWS documents is the aspect `documented`, whatever they answer.
    """
    if step.documented and outcome(ours) != step.documented:
        return {"documented": (outcome(ours), step.documented)}
    if outcome(ours) != outcome(theirs):
        return {"outcome": (outcome(ours), outcome(theirs))}
    if outcome(ours) not in {"success", "ConditionalCheckFailedException", "TransactionCanceledException"}:
        return {}
    seen = [aspects(step, answer.body) for answer in (ours, theirs)]
    names = sorted(seen[0].keys() | seen[1].keys())
    both = {name: (seen[0].get(name), seen[1].get(name)) for name in names}
    return {name: pair for name, pair in both.items() if pair[0] != pair[1]}


def aspects(step: Step, body: dict) -> dict:
    """An answer's parts that must be the same, each in a form in which the same is equal."""
    found = {}
    if body.get("Attributes"):
        # An answer without attributes may have the member or not.
        found["Attributes"] = normal(body["Attributes"])
    if "Item" in body:
        found["Item"] = normal(body["Item"])
    if isinstance(responses := body.get("Responses"), list):
        found["Responses"] = [normal(response.get("Item")) for response in responses]
    elif responses is not None:
        found["Responses"] = {table: sorted(map(normal, items), key=_text) for table, items in responses.items()}
    if step.operation in {"BatchGetItem", "BatchWriteItem"}:
        found["Unprocessed"] = [body.get("UnprocessedKeys"), body.get("UnprocessedItems")]
    if "CancellationReasons" in body:
        found["CancellationReasons"] = [
            (reason.get("Code"), normal(reason.get("Item"))) for reason in body["CancellationReasons"]
        ]
    if "Count" in body:
        found |= _page(step, body)
    if consumed := body.get("ConsumedCapacity"):
        tables = consumed if isinstance(consumed, list) else [consumed]
        found["ConsumedCapacity"] = sorted(table.get("CapacityUnits") for table in tables)
        found["ConsumedCapacity.Table"] = sorted(table.get("Table", {}).get("CapacityUnits", 0) for table in tables)
    return found


def _page(step: Step, body: dict) -> dict:
    limited_scan = step.operation == "Scan" and "Limit" in step.request
    found = {"ScannedCount": body["ScannedCount"], "LastEvaluatedKey": "LastEvaluatedKey" in body}
    if limited_scan:
        # Which items a limited scan reaches is for each endpoint to choose.
        return found
    found["Count"] = body["Count"]
    if "Items" in body:
        items = [normal(item) for item in body["Items"]]
        found["Items"] = sorted(items, key=_text) if step.operation == "Scan" else items
        if step.operation == "Query" and "IndexName" in step.request:
            # Items with one index key may be in any order: only the order of the keys is compared.
            found["Items"] = sorted(items, key=_text)
            found["Order"] = [item.get("rank") for item in items] if step.request["IndexName"] != "keys" else None
    if step.operation == "Query" and "LastEvaluatedKey" in body:
        found["LastEvaluatedKey"] = normal(body["LastEvaluatedKey"])
    return found


def normal(value: object) -> object:
    """Attribute values with their sets sorted and their numbers in one form."""
    if isinstance(value, list):
        return [normal(element) for element in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and ATTRIBUTE_TYPES.issuperset(value):
        [(kind, content)] = value.items()
        if kind == "N":
            return {"N": number(content)}
        if kind in SETS and isinstance(content, list):
            return {kind: sorted((number(member) if kind == "NS" else member for member in content), key=str)}
    return {name: normal(content) for name, content in value.items()}


def number(text: object) -> str:
    """The same text for the same number, unless the text is not a number at all."""
    try:
        value = Decimal(str(text))
    except InvalidOperation:
        return f"not a number: {text!r}"
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or not any(digits):
        return str(value) if not isinstance(exponent, int) else "0"
    coefficient = "".join(map(str, digits)).lstrip("0")
    stripped = coefficient.rstrip("0")
    return f"{'-' if sign else ''}{stripped}E{exponent + len(coefficient) - len(stripped)}"


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True)
