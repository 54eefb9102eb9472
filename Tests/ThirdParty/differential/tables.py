"""Generated tables, and keys that fall on one another often."""

from dataclasses import dataclass
from random import Random

from .values import AttributeValue, encoded

KEY_POOL = {
    "S": [{"S": text} for text in ("a", "b", "a#1", "a#2", "é", "日本", "😀", " ", "Z")],
    "N": [{"N": text} for text in ("0", "1", "-1", "2", "10", "0.5", "-2.25", "100000000000000000000", "1E-130")],
    "B": [{"B": encoded(data)} for data in (b"\x00", b"\x00\x00", b"\x01", b"\x7f", b"\x80", b"\xff", b"abc")],
}


# Name: partition key, sort key, projection.
INDEXES = {
    "local": ("pk", "rank", {"ProjectionType": "ALL"}),
    "global": ("tag", "rank", {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["title"]}),
    "keys": ("tag", None, {"ProjectionType": "KEYS_ONLY"}),
}


@dataclass(frozen=True)
class Table:
    partition_type: str
    sort_type: str | None
    indexed: bool = False

    @property
    def key_types(self) -> dict[str, str]:
        sort = {"sk": self.sort_type} if self.sort_type else {}
        return {"pk": self.partition_type} | sort

    @property
    def indexes(self) -> list[str]:
        if not self.indexed:
            return []
        return [name for name in INDEXES if name != "local" or self.sort_type]

    def create_request(self, name: str) -> dict:
        roles = {"pk": "HASH", "sk": "RANGE"}
        return {
            "TableName": name,
            "KeySchema": [{"AttributeName": key, "KeyType": roles[key]} for key in self.key_types],
            "AttributeDefinitions": [
                {"AttributeName": key, "AttributeType": kind} for key, kind in self.key_types.items()
            ],
            "BillingMode": "PAY_PER_REQUEST",
        } | self._indexes()

    def _indexes(self) -> dict:
        if not self.indexed:
            return {}
        types = self.key_types | {"tag": "S", "rank": "N"}
        members = {"AttributeDefinitions": [{"AttributeName": key, "AttributeType": types[key]} for key in types]}
        for name in self.indexes:
            partition, sort, projection = INDEXES[name]
            keys = [{"AttributeName": partition, "KeyType": "HASH"}]
            if sort:
                keys.append({"AttributeName": sort, "KeyType": "RANGE"})
            scope = "LocalSecondaryIndexes" if name == "local" else "GlobalSecondaryIndexes"
            members.setdefault(scope, []).append({"IndexName": name, "KeySchema": keys, "Projection": projection})
        return members

    def key_of(self, item: dict) -> dict:
        return {name: item[name] for name in self.key_types}


def any_table(random: Random) -> Table:
    return Table(random.choice("SSNB"), random.choice([None, "S", "S", "N", "B"]))


def key_value(kind: str, random: Random, among: int = 9) -> AttributeValue:
    return random.choice(KEY_POOL[kind][:among])


def any_key(table: Table, random: Random) -> dict:
    """Few partitions and more sort keys; without a sort key, more partitions."""
    partitions = 2 if table.sort_type else 4
    key = {"pk": key_value(table.partition_type, random, partitions)}
    if table.sort_type:
        key["sk"] = key_value(table.sort_type, random, 3)
    return key
