"""Requests with one thing wrong outside their expressions and values."""

from random import Random

from .steps import TABLE, Step
from .tables import Table, any_key, key_value

VALIDATION = "ValidationException"
SERIALIZATION = "SerializationException"
NOT_FOUND = "ResourceNotFoundException"
CANCELLED = "TransactionCanceledException"
EMPTY = {"S": {"S": ""}, "B": {"B": ""}}
OTHER_TYPE = {"S": {"N": "1"}, "N": {"S": "1"}, "B": {"S": "a"}}


def sound(operation: str, table: Table, random: Random) -> dict:
    """A small request that has nothing wrong."""
    key = any_key(table, random)
    match operation:
        case "PutItem":
            return {"TableName": TABLE, "Item": key | {"title": {"S": "a"}}}
        case "GetItem" | "UpdateItem" | "DeleteItem":
            return {"TableName": TABLE, "Key": key}
        case "Query":
            values = {":pk": key["pk"]}
            return {"TableName": TABLE, "KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": values}
        case "Scan":
            return {"TableName": TABLE}
        case "TransactWriteItems":
            return {"TransactItems": [{"Put": sound("PutItem", table, random)}]}
        case "TransactGetItems":
            return {"TransactItems": [{"Get": sound("GetItem", table, random)}]}
    raise ValueError(operation)


EXISTS = {"ConditionExpression": "attribute_exists(pk)"}
WRITES = ["PutItem", "UpdateItem", "DeleteItem"]
KEYED = ["GetItem", "UpdateItem", "DeleteItem"]
READS = ["Query", "Scan"]
# Actions of transactions.
TRANSACTED = {"Put": "TransactWriteItems", "Delete": "TransactWriteItems", "Get": "TransactGetItems"}

# Name: operations, members set (None takes the member away), the error.
MEMBERS: dict[str, tuple[list[str], dict, str]] = {
    "no table name": ([*WRITES, "GetItem", *READS], {"TableName": None}, VALIDATION),
    "table name with a space": ([*WRITES, *READS], {"TableName": "a table"}, VALIDATION),
    "table name too long": ([*WRITES, *READS], {"TableName": "x" * 256}, VALIDATION),
    "no such table": ([*WRITES, "GetItem", *READS], {"TableName": "no-such-table"}, NOT_FOUND),
    "table name a number": ([*WRITES, "GetItem", *READS], {"TableName": 1}, SERIALIZATION),
    "no key": (KEYED, {"Key": None}, VALIDATION),
    "key a list": (KEYED, {"Key": []}, SERIALIZATION),
    "no item": (["PutItem"], {"Item": None}, VALIDATION),
    "no key condition": (["Query"], {"KeyConditionExpression": None}, VALIDATION),
    "new values of a put": (["PutItem", "DeleteItem"], {"ReturnValues": "ALL_NEW"}, VALIDATION),
    "unknown return values": (WRITES, {"ReturnValues": "SOME"}, VALIDATION),
    "unknown capacity": ([*WRITES, "GetItem", *READS], {"ReturnConsumedCapacity": "SOME"}, VALIDATION),
    "unknown failure values": (WRITES, {"ReturnValuesOnConditionCheckFailure": "ALL_NEW"}, VALIDATION),
    "unknown select": (READS, {"Select": "SOME"}, VALIDATION),
    "count with projection": (READS, {"Select": "COUNT", "ProjectionExpression": "amount"}, VALIDATION),
    "specific without projection": (READS, {"Select": "SPECIFIC_ATTRIBUTES"}, VALIDATION),
    "projected without index": (READS, {"Select": "ALL_PROJECTED_ATTRIBUTES"}, VALIDATION),
    "no such index": (READS, {"IndexName": "no-such-index"}, VALIDATION),
    "limit zero": (READS, {"Limit": 0}, VALIDATION),
    "limit negative": (READS, {"Limit": -1}, VALIDATION),
    "limit a string": (READS, {"Limit": "many"}, SERIALIZATION),
    "consistency a string": (["GetItem", *READS], {"ConsistentRead": "yes"}, SERIALIZATION),
    "segment without total": (["Scan"], {"Segment": 0}, VALIDATION),
    "total without segment": (["Scan"], {"TotalSegments": 2}, VALIDATION),
    "segment past the total": (["Scan"], {"Segment": 2, "TotalSegments": 2}, VALIDATION),
    "no segments": (["Scan"], {"Segment": 0, "TotalSegments": 0}, VALIDATION),
    "empty names": (["PutItem"], {**EXISTS, "ExpressionAttributeNames": {}}, VALIDATION),
    "empty values": (["PutItem"], {**EXISTS, "ExpressionAttributeValues": {}}, VALIDATION),
    "names without expression": (
        [*WRITES, "GetItem", "Scan"], {"ExpressionAttributeNames": {"#n": "amount"}}, VALIDATION,
    ),
    "values without expression": (
        [*WRITES, "Scan"], {"ExpressionAttributeValues": {":v": {"N": "1"}}}, VALIDATION,
    ),
    "expression and legacy condition": (
        WRITES, {**EXISTS, "Expected": {"amount": {"Exists": False}}}, VALIDATION,
    ),
    "empty starting key": (READS, {"ExclusiveStartKey": {}}, VALIDATION),
    "starting key of another shape": (READS, {"ExclusiveStartKey": {"other": {"S": "a"}}}, VALIDATION),
    "no actions": (["TransactWriteItems", "TransactGetItems"], {"TransactItems": []}, VALIDATION),
    "actions missing": (["TransactWriteItems", "TransactGetItems"], {"TransactItems": None}, VALIDATION),
    "an action of nothing": (["TransactWriteItems", "TransactGetItems"], {"TransactItems": [{}]}, VALIDATION),
    "token too long": (["TransactWriteItems"], {"ClientRequestToken": "x" * 37}, VALIDATION),
    "token empty": (["TransactWriteItems"], {"ClientRequestToken": ""}, VALIDATION),
}  # fmt: skip


def with_members(name: str, table: Table, random: Random) -> Step:
    operations, members, documented = MEMBERS[name]
    operation = random.choice(operations)
    request = sound(operation, table, random) | members
    present = {member: value for member, value in request.items() if value is not None}
    return Step(operation, present, name, documented)


def with_key(name: str, table: Table, random: Random) -> Step:
    """A key that does not fit the table, in every place that has a key.

    A transaction is cancelled for one; but one that writes is refused as a whole for an empty key.
    """
    operation = random.choice([*KEYED, "PutItem", *TRANSACTED])
    spoiled = random.choice(list(table.key_types))
    kind = table.key_types[spoiled]
    key = any_key(table, random)
    documented = VALIDATION
    match name:
        case "key attribute missing":
            # Not in a transaction's Put: MiniStack stores the item, and nothing can delete it.
            operation = random.choice([*KEYED, "PutItem", "Delete", "Get"])
            del key[spoiled]
            documented = CANCELLED if operation in TRANSACTED else VALIDATION
        case "key with another attribute":
            operation = random.choice([*KEYED, "Delete", "Get"])
            key["extra"] = {"S": "a"}
            documented = CANCELLED if operation in TRANSACTED else VALIDATION
        case "key of another type":
            key[spoiled] = OTHER_TYPE[kind]
            documented = CANCELLED if operation in TRANSACTED else VALIDATION
        case "key that is a set":
            key[spoiled] = {"SS": ["a"]}
            documented = CANCELLED if operation in TRANSACTED else VALIDATION
        case "empty key":
            key[spoiled] = EMPTY.get(kind, {"N": ""})
            documented = CANCELLED if operation == "Get" and kind in EMPTY else VALIDATION
        case "key too long":
            operation = random.choice([*KEYED, "PutItem"])
            key[spoiled] = {"S": {"S": "x" * 2049}, "N": {"N": "1" * 39}, "B": {"B": "eHh4" * 700}}[kind]
    request = {"TableName": TABLE, "Item" if operation in {"PutItem", "Put"} else "Key": key}
    if operation in TRANSACTED:
        return Step(TRANSACTED[operation], {"TransactItems": [{operation: request}]}, name, documented)
    return Step(operation, request, name, documented)


KEYS = [
    "key attribute missing", "key with another attribute", "key of another type", "key that is a set", "empty key",
    "key too long",
]  # fmt: skip


def with_transaction(name: str, table: Table, random: Random) -> Step:
    key = any_key(table, random)
    item = {"TableName": TABLE, "Item": key}
    keyed = {"TableName": TABLE, "Key": key}
    operation, actions, documented = "TransactWriteItems", [], VALIDATION
    match name:
        case "one item twice":
            actions = [{"Put": item}, {"Delete": keyed}]
        case "one item read twice":
            operation, actions = "TransactGetItems", [{"Get": keyed}, {"Get": keyed}]
        case "two actions in one":
            actions = [{"Put": item, "Delete": keyed}]
        case "check without condition":
            actions = [{"ConditionCheck": keyed}]
        case "update without expression":
            actions = [{"Update": keyed}]
        case "action without table":
            actions = [{"Delete": {"Key": key}}]
        case "101 actions":
            actions = [{"Delete": {"TableName": TABLE, "Key": _numbered_key(table, index)}} for index in range(101)]
        case "101 reads":
            operation = "TransactGetItems"
            actions = [{"Get": {"TableName": TABLE, "Key": _numbered_key(table, index)}} for index in range(101)]
        case "an action on no such table":
            actions, documented = [{"Put": item}, {"Delete": keyed | {"TableName": "no-such-table"}}], NOT_FOUND
        case "a read of no such table":
            operation, documented = "TransactGetItems", NOT_FOUND
            actions = [{"Get": keyed | {"TableName": "no-such-table"}}]
    return Step(operation, {"TransactItems": actions}, name, documented)


def _numbered_key(table: Table, index: int) -> dict:
    text = {"S": {"S": f"k{index}"}, "N": {"N": str(index)}, "B": {"B": f"{index:04}"}}
    sort = {"sk": key_value(table.sort_type, Random(0))} if table.sort_type else {}
    return {"pk": text[table.partition_type]} | sort


TRANSACTIONS = [
    "one item twice", "one item read twice", "two actions in one", "check without condition",
    "update without expression", "action without table", "101 actions", "101 reads", "an action on no such table",
    "a read of no such table",
]  # fmt: skip


def with_batch(name: str, table: Table, random: Random) -> Step:
    key = any_key(table, random)
    put, delete = {"PutRequest": {"Item": key}}, {"DeleteRequest": {"Key": key}}
    misfit = {next(iter(key)): OTHER_TYPE[table.partition_type]} | dict(list(key.items())[1:])
    operation, requests, documented = "BatchWriteItem", {}, VALIDATION
    match name:
        case "no write":
            requests = {TABLE: []}
        case "no key":
            operation, requests = "BatchGetItem", {TABLE: {"Keys": []}}
        case "no table in a batch":
            operation = random.choice(["BatchWriteItem", "BatchGetItem"])
        case "one item written twice":
            requests = {TABLE: random.choice([[put, put], [put, delete], [delete, delete]])}
        case "one key read twice":
            operation, requests = "BatchGetItem", {TABLE: {"Keys": [key, key]}}
        case "26 writes":
            requests = {TABLE: [{"DeleteRequest": {"Key": _numbered_key(table, index)}} for index in range(26)]}
        case "101 keys":
            operation = "BatchGetItem"
            requests = {TABLE: {"Keys": [_numbered_key(table, index) for index in range(101)]}}
        case "a write of nothing":
            requests = {TABLE: [{}]}
        case "two writes in one":
            requests = {TABLE: [put | delete]}
        case "a write of no such table":
            requests, documented = {TABLE: [put], "no-such-table": [put]}, NOT_FOUND
        case "a key of no such table":
            operation, documented = "BatchGetItem", NOT_FOUND
            requests = {TABLE: {"Keys": [key]}, "no-such-table": {"Keys": [key]}}
        case "a write whose key does not fit":
            requests = {TABLE: [{"DeleteRequest": {"Key": misfit}}]}
        case "a key that does not fit":
            operation, requests = "BatchGetItem", {TABLE: {"Keys": [misfit]}}
    return Step(operation, {"RequestItems": requests}, name, documented)


BATCHES = [
    "no write", "no key", "no table in a batch", "one item written twice", "one key read twice", "26 writes",
    "101 keys", "a write of nothing", "two writes in one", "a write of no such table", "a key of no such table",
    "a write whose key does not fit", "a key that does not fit",
]  # fmt: skip


BODIES: dict[str, tuple[str, object, str]] = {
    "unknown operation": ("FetchItem", {}, "UnknownOperationException"),
    "not JSON": ("GetItem", "nonsense", SERIALIZATION),
    "JSON array": ("GetItem", [], SERIALIZATION),
    "half of a JSON object": ("PutItem", '{"TableName": ', SERIALIZATION),
}


def with_body(name: str, table: Table, random: Random) -> Step:
    operation, body, documented = BODIES[name]
    return Step(operation, body, name, documented)
