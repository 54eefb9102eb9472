"""Secondary indexes through boto3: made, read, paged through, added, deleted."""

import time

import boto3.dynamodb.conditions
import botocore.exceptions
import pytest

from tables import unique_name

Key = boto3.dynamodb.conditions.Key


def keys(partition: str, sort: str | None = None) -> list[dict]:
    schema = [{"AttributeName": partition, "KeyType": "HASH"}]
    return schema + ([{"AttributeName": sort, "KeyType": "RANGE"}] if sort else [])


def index(name: str, schema: list[dict], projection: str = "ALL", included: list[str] | None = None) -> dict:
    attributes = {"NonKeyAttributes": included} if included else {}
    return {"IndexName": name, "KeySchema": schema, "Projection": {"ProjectionType": projection} | attributes}


def definitions(**types: str) -> list[dict]:
    return [{"AttributeName": name, "AttributeType": kind} for name, kind in types.items()]


SHAPE = {
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": keys("pk", "sk"),
    "AttributeDefinitions": definitions(pk="S", sk="S", tag="S", rank="N"),
    "LocalSecondaryIndexes": [index("by-rank", keys("pk", "rank"), "INCLUDE", ["title"])],
    "GlobalSecondaryIndexes": [
        index("by-tag", keys("tag", "rank")),
        index("tags", keys("tag"), "KEYS_ONLY"),
    ],
}


def wait_for_indexes(client, name: str) -> list[dict]:
    while True:
        table = client.describe_table(TableName=name)["Table"]
        indexes = table.get("GlobalSecondaryIndexes", [])
        if table["TableStatus"] == "ACTIVE" and all(each["IndexStatus"] == "ACTIVE" for each in indexes):
            return indexes
        time.sleep(0.5)


@pytest.fixture(scope="module")
def indexed(client):
    name = unique_name()
    client.create_table(TableName=name, **SHAPE)
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    wait_for_indexes(client, name)
    for number in range(25):
        item = {"pk": {"S": f"p{number % 2}"}, "sk": {"S": f"s{number:02}"}, "rank": {"N": str(-number)}}
        item |= {"title": {"S": "title"}, "text": {"S": "text"}}
        if number % 5:
            item["tag"] = {"S": f"t{number % 3}"}
        client.put_item(TableName=name, Item=item)
    yield name
    client.delete_table(TableName=name)


def test_a_table_describes_its_indexes(client, indexed):
    table = client.describe_table(TableName=indexed)["Table"]
    [local] = table["LocalSecondaryIndexes"]
    assert local["KeySchema"] == keys("pk", "rank")
    assert local["Projection"] == {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["title"]}
    assert local["IndexArn"] == f"{table['TableArn']}/index/by-rank"
    described = {each["IndexName"]: each for each in table["GlobalSecondaryIndexes"]}
    assert described.keys() == {"by-tag", "tags"}
    assert described["by-tag"]["IndexStatus"] == "ACTIVE"
    assert described["tags"]["Projection"] == {"ProjectionType": "KEYS_ONLY"}
    types = {each["AttributeName"]: each["AttributeType"] for each in table["AttributeDefinitions"]}
    assert types == {"pk": "S", "sk": "S", "tag": "S", "rank": "N"}


def test_a_paginator_goes_through_an_index_in_its_order(client, indexed):
    pages = client.get_paginator("query").paginate(
        TableName=indexed,
        IndexName="by-tag",
        KeyConditionExpression="tag = :tag AND #rank < :rank",
        ExpressionAttributeNames={"#rank": "rank"},
        ExpressionAttributeValues={":tag": {"S": "t1"}, ":rank": {"N": "-1"}},
        PaginationConfig={"PageSize": 2},
    )
    numbers = [int(item["rank"]["N"]) for page in pages for item in page["Items"]]
    assert numbers == sorted(-number for number in range(2, 25) if number % 5 and number % 3 == 1)


def test_a_paginator_scans_an_index_and_sees_only_what_it_holds(client, indexed):
    pages = client.get_paginator("scan").paginate(
        TableName=indexed, IndexName="tags", PaginationConfig={"PageSize": 3}
    )
    items = [item for page in pages for item in page["Items"]]
    assert len(items) == sum(1 for number in range(25) if number % 5)
    assert all(item.keys() == {"pk", "sk", "tag"} for item in items)


def test_the_resource_queries_an_index(resource, indexed):
    table = resource.Table(indexed)
    answer = table.query(
        IndexName="by-rank",
        KeyConditionExpression=Key("pk").eq("p1") & Key("rank").between(-7, -3),
        ScanIndexForward=False,
        ConsistentRead=True,
    )
    assert [int(item["rank"]) for item in answer["Items"]] == [-3, -5, -7]
    assert all(item.keys() == {"pk", "sk", "rank", "title"} for item in answer["Items"])
    assert {each["IndexName"] for each in table.global_secondary_indexes} == {"by-tag", "tags"}


def test_an_index_page_ends_with_both_keys(client, indexed):
    answer = client.scan(TableName=indexed, IndexName="by-tag", Limit=1)
    assert answer["LastEvaluatedKey"].keys() == {"pk", "sk", "tag", "rank"}


def test_capacity_is_told_index_by_index(client, indexed, partition):
    item = {"pk": {"S": partition}, "sk": {"S": "1"}, "tag": {"S": "capacity"}, "rank": {"N": "1"}}
    written = client.put_item(TableName=indexed, Item=item, ReturnConsumedCapacity="INDEXES")["ConsumedCapacity"]
    assert written["CapacityUnits"] == 4
    assert written["Table"] == {"CapacityUnits": 1}
    assert written["GlobalSecondaryIndexes"] == {"by-tag": {"CapacityUnits": 1}, "tags": {"CapacityUnits": 1}}
    assert written["LocalSecondaryIndexes"] == {"by-rank": {"CapacityUnits": 1}}
    read = client.query(
        TableName=indexed,
        IndexName="tags",
        KeyConditionExpression="tag = :tag",
        ExpressionAttributeValues={":tag": {"S": "capacity"}},
        ReturnConsumedCapacity="INDEXES",
    )["ConsumedCapacity"]
    assert read["GlobalSecondaryIndexes"] == {"tags": {"CapacityUnits": 0.5}}
    client.delete_item(TableName=indexed, Key={name: item[name] for name in ("pk", "sk")})


def test_the_size_of_a_collection_is_told(client, indexed, partition):
    key = {"pk": {"S": partition}, "sk": {"S": "1"}}
    answer = client.put_item(TableName=indexed, Item=key, ReturnItemCollectionMetrics="SIZE")
    assert answer["ItemCollectionMetrics"] == {"ItemCollectionKey": {"pk": {"S": partition}}, "SizeEstimateRangeGB": [0, 1]}
    client.delete_item(TableName=indexed, Key=key)


REFUSALS = [
    ({"IndexName": "none"}, "The table does not have the specified index: none"),
    ({"IndexName": "by-tag", "ConsistentRead": True}, "Consistent reads are not supported on global secondary indexes"),
    ({"IndexName": "tags", "ProjectionExpression": "title"}, "Global secondary index tags does not project [title]"),
    ({"IndexName": "tags", "Select": "ALL_ATTRIBUTES"}, "because its projection type is not ALL"),
]


@pytest.mark.parametrize(("members", "said"), REFUSALS, ids=[said for _, said in REFUSALS])
def test_reads_that_an_index_cannot_answer_are_refused(client, indexed, members, said):
    with pytest.raises(botocore.exceptions.ClientError) as failure:
        client.scan(TableName=indexed, **members)
    error = failure.value.response["Error"]
    assert error["Code"] == "ValidationException"
    assert said in error["Message"]


def test_a_wrong_type_in_an_index_key_is_refused(client, indexed):
    item = {"pk": {"S": "a"}, "sk": {"S": "wrong"}, "tag": {"N": "1"}}
    with pytest.raises(botocore.exceptions.ClientError) as failure:
        client.put_item(TableName=indexed, Item=item)
    error = failure.value.response["Error"]
    assert error["Code"] == "ValidationException"
    assert "Type mismatch for Index Key tag Expected: S Actual: N IndexName: " in error["Message"]


def test_an_index_is_added_with_what_is_there_and_deleted(client, make_table):
    name = make_table()
    for number in range(30):
        item = {"pk": {"S": "a"}, "sk": {"S": str(number)}, "color": {"S": ["red", "blue"][number % 2]}}
        client.put_item(TableName=name, Item=item)
    create = {"Create": index("by-color", keys("color"))}
    client.update_table(
        TableName=name, AttributeDefinitions=definitions(color="S"), GlobalSecondaryIndexUpdates=[create]
    )
    assert [each["IndexName"] for each in wait_for_indexes(client, name)] == ["by-color"]
    answer = client.query(
        TableName=name,
        IndexName="by-color",
        Select="COUNT",
        KeyConditionExpression="color = :color",
        ExpressionAttributeValues={":color": {"S": "red"}},
    )
    assert answer["Count"] == 15
    client.update_table(TableName=name, GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by-color"}}])
    while wait_for_indexes(client, name):
        time.sleep(0.5)
    assert "GlobalSecondaryIndexes" not in client.describe_table(TableName=name)["Table"]
