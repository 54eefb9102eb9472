"""The rows of a page as Python dataclasses, with boto3 alone: `models.py URL read|write|acquire KEY ...`.

Attributes that only Swift writes are left out. A `put_item` of these classes erases them, which is allowed
(docs/wire-contract.md): what a program wants to keep it updates instead.
"""

import json
import sys
import time
from dataclasses import asdict, dataclass

import boto3
from boto3.dynamodb.conditions import Attr


@dataclass
class Metadata:
    """META: which body is current. Fresh while now < generated_at + revalidate_seconds, never by ttl."""

    pk: str
    s3_key: str
    generated_at: int  # epoch seconds
    revalidate_seconds: int
    ttl: int  # epoch seconds, later than generated_at + revalidate_seconds
    etag: str | None = None
    sk: str = "META"

    def is_fresh(self, now: float) -> bool:
        return now < self.generated_at + self.revalidate_seconds


@dataclass
class Lock:
    """LOCK: who may make the page. Held while lease_expires_at > now."""

    pk: str
    lease_token: str  # 128 random bits or more
    lease_expires_at: int  # epoch seconds, rounded up
    ttl: int  # epoch seconds: lease_expires_at and an hour
    sk: str = "LOCK"


def item(row) -> dict:
    return {name: value for name, value in asdict(row).items() if value is not None}


def write(table, key: str, body: str) -> None:
    now = int(time.time())
    row = Metadata(f"CACHE#{key}", body, now, 60, now + 7 * 86400, etag="9f86d081")
    table.put_item(Item=item(row))


def read(table, key: str) -> Metadata | None:
    row = table.get_item(Key={"pk": f"CACHE#{key}", "sk": "META"}, ConsistentRead=True).get("Item")
    if row is None:
        return None
    return Metadata(
        row["pk"], row["s3_key"], int(row["generated_at"]), int(row["revalidate_seconds"]), int(row["ttl"]), row.get("etag"))


def acquire(table, key: str, token: str, seconds: int) -> bool:
    now = int(time.time())
    row = Lock(f"CACHE#{key}", token, now + seconds + 1, now + seconds + 3601)
    free = Attr("pk").not_exists() | Attr("lease_expires_at").not_exists() | Attr("lease_expires_at").lte(now)
    try:
        table.put_item(Item=item(row), ConditionExpression=free | Attr("lease_token").eq(token))
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True


def main() -> None:
    url, command, key, *rest = sys.argv[1:]
    table = boto3.resource(
        "dynamodb", endpoint_url=url, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test",
    ).Table("pages")
    if command == "write":
        write(table, key, rest[0])
    elif command == "read":
        row = read(table, key)
        print(json.dumps(row and asdict(row) | {"is_fresh": row.is_fresh(time.time())}))
    else:
        print("acquired" if acquire(table, key, rest[0], int(rest[1])) else "held")


if __name__ == "__main__":
    main()
