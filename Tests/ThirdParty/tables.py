"""Names and shapes of the tables that tests make."""

import uuid


def unique_name() -> str:
    return f"ThirdParty-{uuid.uuid4()}"


def table_shape(sort_key_type: str | None = "S", partition_key_type: str = "S") -> dict:
    keys = [("pk", "HASH", partition_key_type)]
    if sort_key_type:
        keys.append(("sk", "RANGE", sort_key_type))
    return {
        "KeySchema": [{"AttributeName": name, "KeyType": role} for name, role, _ in keys],
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": kind} for name, _, kind in keys],
        "BillingMode": "PAY_PER_REQUEST",
    }
