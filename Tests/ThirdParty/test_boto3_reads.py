"""Queries and scans through boto3, with their pages."""

import botocore.exceptions
import pytest
from boto3.dynamodb.conditions import Attr, Key

SORT_KEYS = [" ", "A", "a", "a#1", "a#2", "b", "é", "日本", "😀"]


@pytest.fixture(scope="module")
def numbered(client, make_table):
    """A table whose sort keys are the numbers from -5 to 14, with a colour on every third item."""
    name = make_table(sort_key_type="N")
    for number in range(-5, 15):
        item = {"pk": {"S": "numbers"}, "sk": {"N": str(number)}, "parity": {"S": "odd" if number % 2 else "even"}}
        if number % 3 == 0:
            item["colour"] = {"S": "red"}
        client.put_item(TableName=name, Item=item)
    client.put_item(TableName=name, Item={"pk": {"S": "others"}, "sk": {"N": "0"}})
    return name


def numbers(items: list[dict]) -> list[int]:
    return [int(item["sk"]["N"]) for item in items]


def query(client, table: str, condition: str = "pk = :pk", values: dict | None = None, **more) -> dict:
    bound = {":pk": {"S": "numbers"}} | (values or {})
    return client.query(TableName=table, KeyConditionExpression=condition, ExpressionAttributeValues=bound, **more)


@pytest.mark.parametrize(
    ("range_condition", "low", "high", "expected"),
    [
        ("sk = :low", 3, None, [3]),
        ("sk < :low", -3, None, [-5, -4]),
        ("sk <= :low", -4, None, [-5, -4]),
        ("sk > :low", 12, None, [13, 14]),
        ("sk >= :low", 13, None, [13, 14]),
        ("sk BETWEEN :low AND :high", -1, 2, [-1, 0, 1, 2]),
    ],
)
def test_number_sort_keys_are_ordered_as_numbers(client, numbered, range_condition, low, high, expected):
    values = {":low": {"N": str(low)}} | ({":high": {"N": str(high)}} if high is not None else {})
    answer = query(client, numbered, f"pk = :pk AND {range_condition}", values)
    assert numbers(answer["Items"]) == expected
    assert (answer["Count"], answer["ScannedCount"]) == (len(expected), len(expected))


def test_string_sort_keys_are_ordered_by_their_utf8_bytes(client, table, partition):
    for sort in reversed(SORT_KEYS):
        client.put_item(TableName=table, Item={"pk": {"S": partition}, "sk": {"S": sort}})
    answer = query(client, table, values={":pk": {"S": partition}})
    assert [item["sk"]["S"] for item in answer["Items"]] == sorted(SORT_KEYS, key=str.encode)
    prefixed = query(client, table, "pk = :pk AND begins_with(sk, :a)", {":pk": {"S": partition}, ":a": {"S": "a#"}})
    assert [item["sk"]["S"] for item in prefixed["Items"]] == ["a#1", "a#2"]


def test_binary_sort_keys_are_ordered_as_unsigned_bytes(client, make_table):
    name = make_table(sort_key_type="B")
    sorts = [b"\xff", b"\x00", b"\x7f", b"\x80", b"\x00\x00"]
    for sort in sorts:
        client.put_item(TableName=name, Item={"pk": {"S": "numbers"}, "sk": {"B": sort}})
    assert [item["sk"]["B"] for item in query(client, name)["Items"]] == sorted(sorts)


def test_a_query_runs_backwards(client, numbered):
    answer = query(client, numbered, ScanIndexForward=False, Limit=3)
    assert numbers(answer["Items"]) == [14, 13, 12]
    assert answer["LastEvaluatedKey"] == {"pk": {"S": "numbers"}, "sk": {"N": "12"}}
    following = query(client, numbered, ScanIndexForward=False, Limit=2, ExclusiveStartKey=answer["LastEvaluatedKey"])
    assert numbers(following["Items"]) == [11, 10]


def test_a_limit_counts_items_before_the_filter(client, numbered):
    red = {"FilterExpression": "colour = :red", "values": {":red": {"S": "red"}}}
    answer = query(client, numbered, Limit=4, **red)
    assert (answer["Count"], answer["ScannedCount"]) == (1, 4)
    assert numbers(answer["Items"]) == [-3]
    assert answer["LastEvaluatedKey"]["sk"] == {"N": "-2"}


def test_a_count_has_no_items(client, numbered):
    answer = query(client, numbered, Select="COUNT")
    assert (answer["Count"], answer["ScannedCount"]) == (20, 20)
    assert "Items" not in answer


def test_the_query_paginator_visits_each_item_once(client, numbered):
    pages = client.get_paginator("query").paginate(
        TableName=numbered,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": "numbers"}},
        PaginationConfig={"PageSize": 3},
    )
    assert numbers([item for page in pages for item in page["Items"]]) == list(range(-5, 15))


def test_the_scan_paginator_visits_each_item_once(client, numbered):
    pages = client.get_paginator("scan").paginate(TableName=numbered, PaginationConfig={"PageSize": 4})
    keys = [(item["pk"]["S"], item["sk"]["N"]) for page in pages for item in page["Items"]]
    assert sorted(keys) == sorted([("numbers", str(number)) for number in range(-5, 15)] + [("others", "0")])


def test_the_segments_of_a_parallel_scan_share_the_table_out(client, numbered):
    segments = [client.scan(TableName=numbered, Segment=index, TotalSegments=3)["Items"] for index in range(3)]
    keys = [(item["pk"]["S"], item["sk"]["N"]) for items in segments for item in items]
    assert len(keys) == len(set(keys)) == 21


@pytest.mark.parametrize("segments", [1, 2, 5, 40])
def test_the_pages_of_all_segments_bring_each_item_once(client, numbered, segments):
    keys = []
    for index in range(segments):
        pages = client.get_paginator("scan").paginate(
            TableName=numbered, Segment=index, TotalSegments=segments, PaginationConfig={"PageSize": 2}
        )
        keys += [(item["pk"]["S"], item["sk"]["N"]) for page in pages for item in page["Items"]]
    assert len(keys) == len(set(keys)) == 21


def test_a_segment_goes_on_only_behind_an_item_of_its_own(client, numbered):
    segments = [client.scan(TableName=numbered, Segment=index, TotalSegments=2)["Items"] for index in range(2)]
    [own] = [index for index, items in enumerate(segments) if {"pk": {"S": "others"}, "sk": {"N": "0"}} in items]
    with pytest.raises(botocore.exceptions.ClientError, match="Please use ExclusiveStartKey with correct Segment"):
        client.scan(
            TableName=numbered,
            Segment=1 - own,
            TotalSegments=2,
            ExclusiveStartKey={"pk": {"S": "others"}, "sk": {"N": "0"}},
        )


def test_a_scan_filters_and_projects(client, numbered):
    answer = client.scan(
        TableName=numbered,
        FilterExpression="attribute_exists(colour) AND sk > :ten",
        ProjectionExpression="sk, colour",
        ExpressionAttributeValues={":ten": {"N": "10"}},
    )
    assert answer["Items"] == [{"sk": {"N": "12"}, "colour": {"S": "red"}}]
    assert (answer["Count"], answer["ScannedCount"]) == (1, 21)


def test_a_scan_counts(client, numbered):
    answer = client.scan(TableName=numbered, Select="COUNT")
    assert (answer["Count"], answer["ScannedCount"]) == (21, 21)
    assert "Items" not in answer


def test_key_and_filter_objects_of_the_resource_are_understood(resource, numbered):
    answer = resource.Table(numbered).query(
        KeyConditionExpression=Key("pk").eq("numbers") & Key("sk").between(0, 9),
        FilterExpression=Attr("parity").eq("even") & Attr("colour").exists(),
    )
    assert [int(item["sk"]) for item in answer["Items"]] == [0, 6]


def test_a_query_counts_the_capacity_of_what_it_read_not_of_what_it_returned(client, table, partition):
    for index in range(3):
        item = {"pk": {"S": partition}, "sk": {"S": str(index)}, "body": {"S": "x" * 3000}}
        client.put_item(TableName=table, Item=item)
    read = {
        "TableName": table,
        "KeyConditionExpression": "pk = :pk",
        "FilterExpression": "attribute_not_exists(body)",
        "ExpressionAttributeValues": {":pk": {"S": partition}},
        "ReturnConsumedCapacity": "TOTAL",
    }
    weak = client.query(**read)
    strong = client.query(**read, ConsistentRead=True)
    assert weak["Items"] == []
    assert weak["ConsumedCapacity"]["CapacityUnits"] == 1.5
    assert strong["ConsumedCapacity"]["CapacityUnits"] == 3.0
