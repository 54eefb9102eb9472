"""Bad requests, each with one thing wrong that has a name, and the error that AWS documents for it."""

from collections.abc import Callable
from random import Random

from . import bad_requests
from .bad_expressions import CONDITIONS, KEY_CONDITIONS, PROJECTIONS, UPDATES, UPDATES_JUDGED_BY_TYPE_OR_TABLE
from .bad_requests import sound
from .bad_values import BAD_VALUES, JUDGED_IN_ITEMS
from .steps import TABLE, Step
from .tables import Table, any_key, key_value

VALIDATION = "ValidationException"

Maker = Callable[[str, Table, Random], Step]


def any_mischief(table: Table, random: Random) -> Step:
    """One of a kind that is drawn first, by its weight."""
    [(make, names, _)] = random.choices(_KINDS, [weight for _, _, weight in _KINDS])
    return make(random.choice(names), table, random)


def _condition(name: str, table: Table, random: Random) -> Step:
    text, values, names = CONDITIONS[name]
    operation = random.choice(["PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "TransactWriteItems"])
    reads = operation in {"Query", "Scan"}
    expression = {"FilterExpression" if reads else "ConditionExpression": text} | _placeholders(values, names)
    request = sound(operation, table, random)
    if operation == "TransactWriteItems":
        [action] = request["TransactItems"]
        action["Put"] |= expression
    else:
        bound = request.get("ExpressionAttributeValues", {}) | values
        request |= expression | _placeholders(bound, names)
    return Step(operation, request, f"condition: {name}", VALIDATION)


def _update(name: str, table: Table, random: Random) -> Step:
    text, values, names = UPDATES[name]
    members = {"UpdateExpression": text} | _placeholders(values, names)
    update = sound("UpdateItem", table, random) | members
    if random.random() < 0.7 or name in UPDATES_JUDGED_BY_TYPE_OR_TABLE:
        return Step("UpdateItem", update, f"update: {name}", VALIDATION)
    return Step("TransactWriteItems", {"TransactItems": [{"Update": update}]}, f"update: {name}", VALIDATION)


def _projection(name: str, table: Table, random: Random) -> Step:
    text, names = PROJECTIONS[name]
    operation = random.choice(["GetItem", "Query", "Scan", "TransactGetItems"])
    request = sound(operation, table, random)
    target = request["TransactItems"][0]["Get"] if operation == "TransactGetItems" else request
    target |= {"ProjectionExpression": text} | _placeholders({}, names)
    return Step(operation, request, f"projection: {name}", VALIDATION)


def _key_condition(name: str, table: Table, random: Random) -> Step:
    text = KEY_CONDITIONS[name]
    fitting = {
        ":p": key_value(table.partition_type, random),
        ":s": key_value(table.sort_type or "S", random),
        ":w": bad_requests.OTHER_TYPE[table.partition_type],
    }
    values = {placeholder: value for placeholder, value in fitting.items() if placeholder in text}
    request = {"TableName": TABLE, "KeyConditionExpression": text} | _placeholders(values, {})
    return Step("Query", request, f"key condition: {name}", VALIDATION)


def _value(name: str, table: Table, random: Random) -> Step:
    value, documented = BAD_VALUES[name]
    places = ["item", "list", "map", "update", "condition", "transaction"]
    place = random.choice(places[:4] if name in JUDGED_IN_ITEMS else places)
    key = any_key(table, random)
    operation, request = "PutItem", {"TableName": TABLE, "Item": key | {"bad": value}}
    match place:
        case "list":
            request["Item"]["bad"] = {"L": [{"S": "good"}, value]}
        case "map":
            request["Item"]["bad"] = {"M": {"inside": value}}
        case "update":
            operation = "UpdateItem"
            values = {"UpdateExpression": "SET bad = :bad", "ExpressionAttributeValues": {":bad": value}}
            request = {"TableName": TABLE, "Key": key} | values
        case "condition":
            values = {"ConditionExpression": "bad = :bad", "ExpressionAttributeValues": {":bad": value}}
            request = {"TableName": TABLE, "Item": key} | values
        case "transaction":
            operation, request = "TransactWriteItems", {"TransactItems": [{"Put": request}]}
    return Step(operation, request, f"value: {name}", documented)


def _placeholders(values: dict, names: dict) -> dict:
    members = {"ExpressionAttributeValues": values, "ExpressionAttributeNames": names}
    return {name: dict(content) for name, content in members.items() if content}


# Maker, names, how often.
_KINDS: list[tuple[Maker, list[str], int]] = [
    (_condition, list(CONDITIONS), 25),
    (_update, list(UPDATES), 20),
    (_projection, list(PROJECTIONS), 8),
    (_key_condition, list(KEY_CONDITIONS), 10),
    (_value, list(BAD_VALUES), 15),
    (bad_requests.with_members, list(bad_requests.MEMBERS), 14),
    (bad_requests.with_key, bad_requests.KEYS, 8),
    (bad_requests.with_transaction, bad_requests.TRANSACTIONS, 8),
    (bad_requests.with_batch, bad_requests.BATCHES, 6),
    (bad_requests.with_body, list(bad_requests.BODIES), 1),
]
