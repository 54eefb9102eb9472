"""Generated requests on a table with secondary indexes: writes that move items about in them, and reads of them.

Their key attributes are the items' own `tag` and `rank`, which no other generated request writes.
"""

from random import Random

from .steps import TABLE, Step, delete, different_keys
from .tables import INDEXES, Table, any_key
from .values import attributes

TAGS = [{"S": text} for text in ("a", "b", "é")]
RANKS = [{"N": text} for text in ("-1", "0", "0.5", "1", "10", "2")]
COMPARISONS = ["=", "<", "<=", ">", ">="]


def any_indexed_request(table: Table, random: Random) -> Step:
    [(operation, make)] = random.choices([maker for maker, _ in _MAKERS], [weight for _, weight in _MAKERS])
    request = make(table, random)
    # What a write costs the indexes, MiniStack does not count.
    request.pop("ReturnConsumedCapacity", None)
    return Step(operation, request)


def put(table: Table, random: Random) -> dict:
    return {"TableName": TABLE, "Item": any_key(table, random) | attributes(random) | _keys(random)}


def update(table: Table, random: Random) -> dict:
    """Sets the index's attributes, or takes them away."""
    keys = _keys(random)
    removed = sorted({"tag", "rank"} - keys.keys())
    sections = []
    if keys:
        sections.append("SET " + ", ".join(f"#{name} = :{name}" for name in sorted(keys)))
    if removed:
        sections.append("REMOVE " + ", ".join(f"#{name}" for name in removed))
    request = {
        "TableName": TABLE,
        "Key": any_key(table, random),
        "UpdateExpression": " ".join(sections),
        "ExpressionAttributeNames": {"#tag": "tag", "#rank": "rank"},
    }
    if keys:
        request["ExpressionAttributeValues"] = {f":{name}": value for name, value in keys.items()}
    return request


def batch_put(table: Table, random: Random) -> dict:
    items = [key | _keys(random) for key in different_keys(table, random)]
    return {"RequestItems": {TABLE: [{"PutRequest": {"Item": item}} for item in items]}}


def query(table: Table, random: Random) -> dict:
    name = random.choice(list(table.indexes))
    partition, sort, _ = INDEXES[name]
    value = any_key(table, random)["pk"] if partition == "pk" else random.choice(TAGS)
    condition, values = "#partition = :partition", {":partition": value}
    names = {"#partition": partition}
    if sort and random.random() < 0.6:
        names["#sort"] = sort
        values[":low"] = random.choice(RANKS)
        if random.random() < 0.3:
            values[":low"], values[":high"] = sorted(random.choices(RANKS, k=2), key=lambda rank: float(rank["N"]))
            condition += " AND #sort BETWEEN :low AND :high"
        else:
            condition += f" AND #sort {random.choice(COMPARISONS)} :low"
    request = {
        "TableName": TABLE,
        "IndexName": name,
        "KeyConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }
    if random.random() < 0.3:
        request["ScanIndexForward"] = False
    return request | _counted(random)


def scan(table: Table, random: Random) -> dict:
    return {"TableName": TABLE, "IndexName": random.choice(list(table.indexes))} | _counted(random)


def _counted(random: Random) -> dict:
    return {"Select": "COUNT"} if random.random() < 0.2 else {}


def _keys(random: Random) -> dict:
    keys = {}
    if random.random() < 0.7:
        keys["tag"] = random.choice(TAGS)
    if random.random() < 0.7:
        keys["rank"] = random.choice(RANKS)
    return keys


# Operation and maker, how often.
_MAKERS = [
    (("PutItem", put), 30),
    (("UpdateItem", update), 25),
    (("DeleteItem", delete), 8),
    (("BatchWriteItem", batch_put), 8),
    (("Query", query), 30),
    (("Scan", scan), 12),
]
