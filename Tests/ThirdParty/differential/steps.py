"""Generated requests, all of them well formed. `mischief` makes bad ones from them."""

from dataclasses import dataclass
from random import Random

from .conditions import condition, key_condition
from .placeholders import Placeholders
from .tables import Table, any_key, key_value
from .updates import projection, update
from .values import attributes

# Stands for the table's name, which each run chooses anew.
TABLE = "$TABLE"


@dataclass(frozen=True)
class Step:
    """One request of a case. A bad one says what is wrong with it, and the error that AWS documents for that."""

    operation: str
    request: dict | list | str
    mischief: str | None = None
    documented: str | None = None

    @property
    def writes(self) -> bool:
        return self.operation in {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"}


def any_request(table: Table, random: Random) -> Step:
    [(operation, make, _)] = random.choices(_MAKERS, [weight for _, _, weight in _MAKERS])
    return Step(operation, make(table, random))


def first_put(table: Table, random: Random) -> dict:
    """A put without a condition, so that what follows has items to meet."""
    return {"TableName": TABLE, "Item": any_key(table, random) | attributes(random)}


def put(table: Table, random: Random) -> dict:
    request = _put(table, random)
    if random.random() < 0.5:
        request["ReturnValues"] = random.choice(["ALL_OLD", "NONE"])
    return request | _capacity(random)


def update_item(table: Table, random: Random) -> dict:
    request = _update(table, random)
    if random.random() < 0.8:
        request["ReturnValues"] = random.choice(["ALL_NEW", "ALL_OLD", "UPDATED_NEW", "UPDATED_OLD", "NONE"])
    return request | _capacity(random)


def delete(table: Table, random: Random) -> dict:
    request = _delete(table, random)
    if random.random() < 0.5:
        request["ReturnValues"] = random.choice(["ALL_OLD", "NONE"])
    return request | _capacity(random)


def get(table: Table, random: Random) -> dict:
    return _get(table, random) | _capacity(random) | _consistency(random)


def query(table: Table, random: Random) -> dict:
    placeholders = Placeholders(random)
    partition = any_key(table, random)["pk"]
    request = {"TableName": TABLE, "KeyConditionExpression": key_condition(placeholders, table, partition)}
    if random.random() < 0.4:
        request["ScanIndexForward"] = random.random() < 0.4
    whole_partition = " AND " not in request["KeyConditionExpression"]
    if table.sort_type and whole_partition and random.random() < 0.3:
        request["ExclusiveStartKey"] = {"pk": partition, "sk": key_value(table.sort_type, random)}
    return request | _reading(placeholders) | placeholders.members() | _capacity(random) | _consistency(random)


def scan(table: Table, random: Random) -> dict:
    placeholders = Placeholders(random)
    request = {"TableName": TABLE} | _reading(placeholders) | placeholders.members()
    return request | _capacity(random) | _consistency(random)


def batch_write(table: Table, random: Random) -> dict:
    writes = [
        {"PutRequest": {"Item": key | attributes(random)}} if random.random() < 0.7 else {"DeleteRequest": {"Key": key}}
        for key in different_keys(table, random)
    ]
    return {"RequestItems": {TABLE: writes}} | _capacity(random)


def batch_get(table: Table, random: Random) -> dict:
    placeholders = Placeholders(random)
    request = {"Keys": different_keys(table, random)}
    if random.random() < 0.5:
        request["ProjectionExpression"] = projection(placeholders)
    request |= placeholders.members() | _consistency(random)
    return {"RequestItems": {TABLE: request}} | _capacity(random)


def transact_write(table: Table, random: Random) -> dict:
    keys = different_keys(table, random)
    return {"TransactItems": [_action(table, key, random) for key in keys]} | _capacity(random)


def transact_get(table: Table, random: Random) -> dict:
    keys = different_keys(table, random)
    return {"TransactItems": [{"Get": _get(table, random) | {"Key": key}} for key in keys]} | _capacity(random)


def different_keys(table: Table, random: Random) -> list[dict]:
    keys = [any_key(table, random) for _ in range(random.randint(1, 4))]
    return [key for index, key in enumerate(keys) if key not in keys[:index]]


def _put(table: Table, random: Random, key: dict | None = None) -> dict:
    item = (key or any_key(table, random)) | attributes(random)
    return {"TableName": TABLE, "Item": item} | _conditional(Placeholders(random), 0.4)


def _update(table: Table, random: Random, key: dict | None = None) -> dict:
    placeholders = Placeholders(random)
    request = {"TableName": TABLE, "Key": key or any_key(table, random), "UpdateExpression": update(placeholders)}
    return request | _conditional(placeholders, 0.3) | placeholders.members()


def _delete(table: Table, random: Random, key: dict | None = None) -> dict:
    return {"TableName": TABLE, "Key": key or any_key(table, random)} | _conditional(Placeholders(random), 0.5)


def _get(table: Table, random: Random) -> dict:
    placeholders = Placeholders(random)
    request = {"TableName": TABLE, "Key": any_key(table, random)}
    if random.random() < 0.5:
        request["ProjectionExpression"] = projection(placeholders)
    return request | placeholders.members()


def _action(table: Table, key: dict, random: Random) -> dict:
    match random.choice(["Put", "Update", "Delete", "ConditionCheck"]):
        case "Put":
            return {"Put": _put(table, random, key)}
        case "Update":
            return {"Update": _update(table, random, key)}
        case "Delete":
            return {"Delete": _delete(table, random, key)}
    return {"ConditionCheck": {"TableName": TABLE, "Key": key} | _conditional(Placeholders(random), 1)}


def _conditional(placeholders: Placeholders, chance: float) -> dict:
    random = placeholders.random
    if random.random() >= chance:
        return {}
    simple = ["attribute_exists(pk)", "attribute_not_exists(pk)"]
    text = random.choice(simple) if random.random() < 0.3 else condition(placeholders)
    members = {"ConditionExpression": text} | placeholders.members()
    if random.random() < 0.5:
        members["ReturnValuesOnConditionCheckFailure"] = random.choice(["ALL_OLD", "ALL_OLD", "NONE"])
    return members


def _reading(placeholders: Placeholders) -> dict:
    random = placeholders.random
    members = {}
    if random.random() < 0.5:
        members["FilterExpression"] = condition(placeholders)
    if random.random() < 0.3:
        members["ProjectionExpression"] = projection(placeholders)
        if random.random() < 0.3:
            members["Select"] = "SPECIFIC_ATTRIBUTES"
    elif random.random() < 0.3:
        members["Select"] = random.choice(["COUNT", "ALL_ATTRIBUTES"])
    if random.random() < 0.3:
        members["Limit"] = random.randint(1, 4)
    return members


def _capacity(random: Random) -> dict:
    if random.random() < 0.6:
        return {}
    return {"ReturnConsumedCapacity": random.choice(["TOTAL", "INDEXES", "NONE"])}


def _consistency(random: Random) -> dict:
    return {"ConsistentRead": random.random() < 0.7} if random.random() < 0.4 else {}


# Operation, maker, how often.
_MAKERS = [
    ("PutItem", put, 28),
    ("UpdateItem", update_item, 28),
    ("DeleteItem", delete, 8),
    ("GetItem", get, 8),
    ("Query", query, 10),
    ("Scan", scan, 8),
    ("BatchWriteItem", batch_write, 8),
    ("BatchGetItem", batch_get, 5),
    ("TransactWriteItems", transact_write, 10),
    ("TransactGetItems", transact_get, 3),
]
