"""Tables and their time to live, through boto3."""

import botocore.config
import botocore.exceptions
import pytest

from tables import table_shape, unique_name


def test_a_table_lives_from_create_to_delete_and_waiters_see_both(client):
    name = unique_name()
    created = client.create_table(TableName=name, **table_shape())["TableDescription"]
    assert created["TableName"] == name
    assert created["TableStatus"] in {"CREATING", "ACTIVE"}

    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    described = client.describe_table(TableName=name)["Table"]
    assert described["TableStatus"] == "ACTIVE"

    deleted = client.delete_table(TableName=name)["TableDescription"]
    assert deleted["TableStatus"] in {"DELETING", "ACTIVE"}
    client.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.describe_table(TableName=name)


def test_a_description_holds_what_the_table_was_created_with(client, make_table):
    name = make_table(sort_key_type="N", partition_key_type="B")
    described = client.describe_table(TableName=name)["Table"]
    shape = table_shape("N", "B")
    assert described["KeySchema"] == shape["KeySchema"]
    types = {attribute["AttributeName"]: attribute["AttributeType"] for attribute in described["AttributeDefinitions"]}
    assert types == {"pk": "B", "sk": "N"}
    assert described["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert described["TableArn"].endswith(f":table/{name}")
    assert described["TableId"]
    assert described["CreationDateTime"].timestamp() > 0


def test_provisioned_throughput_is_kept(client):
    name = unique_name()
    shape = table_shape() | {
        "BillingMode": "PROVISIONED",
        "ProvisionedThroughput": {"ReadCapacityUnits": 3, "WriteCapacityUnits": 2},
    }
    client.create_table(TableName=name, **shape)
    try:
        client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
        throughput = client.describe_table(TableName=name)["Table"]["ProvisionedThroughput"]
        assert (throughput["ReadCapacityUnits"], throughput["WriteCapacityUnits"]) == (3, 2)
    finally:
        client.delete_table(TableName=name)


def test_the_list_of_tables_is_sorted_and_pages_through_all(client, make_table):
    mine = {make_table() for _ in range(3)}
    pages = client.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 2})
    names = [name for page in pages for name in page["TableNames"]]
    assert names == sorted(names)
    assert mine <= set(names)

    first = client.list_tables(Limit=1)
    assert len(first["TableNames"]) == 1
    second = client.list_tables(Limit=1, ExclusiveStartTableName=first["LastEvaluatedTableName"])
    assert second["TableNames"] > first["TableNames"]


def test_a_table_can_be_created_only_once(client, table):
    with pytest.raises(client.exceptions.ResourceInUseException) as failure:
        client.create_table(TableName=table, **table_shape())
    assert table in failure.value.response["Error"]["Message"]


def test_time_to_live_is_enabled_and_described(client, make_table):
    name = make_table()
    before = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert before == {"TimeToLiveStatus": "DISABLED"}

    wanted = {"Enabled": True, "AttributeName": "ttl"}
    updated = client.update_time_to_live(TableName=name, TimeToLiveSpecification=wanted)
    assert updated["TimeToLiveSpecification"] == wanted
    after = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert after["AttributeName"] == "ttl"
    assert after["TimeToLiveStatus"] in {"ENABLING", "ENABLED"}


def test_time_to_live_of_a_missing_table_is_not_found(client):
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.describe_time_to_live(TableName=unique_name())


def test_the_resource_sees_the_same_table(resource, table):
    seen = resource.Table(table)
    assert seen.table_status == "ACTIVE"
    assert seen.key_schema == table_shape()["KeySchema"]


def bad_shape(**changes) -> dict:
    """A sound shape with members changed; a member that is None is left out."""
    shape = table_shape() | changes
    return {name: value for name, value in shape.items() if value is not None}


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("ab", bad_shape()),
        ("a name with spaces", bad_shape()),
        ("x" * 256, bad_shape()),
        (None, bad_shape(AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}])),
        (None, bad_shape(KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])),
        (None, bad_shape(KeySchema=[{"AttributeName": "pk", "KeyType": "RANGE"}])),
        (None, bad_shape(KeySchema=[{"AttributeName": key, "KeyType": "HASH"} for key in ("pk", "sk")])),
        (None, bad_shape(BillingMode=None)),
        (None, bad_shape(ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1})),
        (
            None,
            bad_shape(AttributeDefinitions=[{"AttributeName": key, "AttributeType": "M"} for key in ("pk", "sk")]),
        ),
    ],
    ids=[
        "name too short",
        "name with spaces",
        "name too long",
        "key without definition",
        "definition without key",
        "no partition key",
        "two partition keys",
        "no throughput",
        "throughput on demand",
        "key of a type that is no key",
    ],
)
def test_a_table_that_cannot_be_is_refused(session, endpoint, name, shape):
    unchecked = botocore.config.Config(parameter_validation=False)
    client = session.client("dynamodb", endpoint_url=endpoint, config=unchecked)
    with pytest.raises(botocore.exceptions.ClientError) as failure:
        client.create_table(TableName=name or unique_name(), **shape)
    assert failure.value.response["Error"]["Code"] == "ValidationException"
