"""Single items through boto3: get, put, update, delete, and what each returns."""

import decimal

import pytest
from boto3.dynamodb.conditions import Attr
from boto3.dynamodb.types import Binary

EVERY_TYPE = {
    "string": {"S": "grüße, 日本語, 😀"},
    "number": {"N": "-12345678901234567890.123456789012345678"},
    "binary": {"B": b"\x00\xff\x10"},
    "true": {"BOOL": True},
    "null": {"NULL": True},
    "strings": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1", "2.5"]},
    "binaries": {"BS": [b"\x01", b"\x02"]},
    "list": {"L": [{"S": "x"}, {"N": "1"}, {"L": []}]},
    "map": {"M": {"inside": {"M": {"deep": {"BOOL": False}}}, "a.b": {"S": ""}}},
}


def key_of(partition: str, sort: str = "1") -> dict:
    return {"pk": {"S": partition}, "sk": {"S": sort}}


def unordered(attributes: dict) -> dict:
    return {
        name: {kind: sorted(value) if kind in {"SS", "NS", "BS"} else value}
        for name, typed in attributes.items()
        for kind, value in typed.items()
    }


def test_every_type_comes_back_as_it_was_put(client, table, partition):
    item = key_of(partition) | EVERY_TYPE
    client.put_item(TableName=table, Item=item)
    found = client.get_item(TableName=table, Key=key_of(partition), ConsistentRead=True)["Item"]
    assert unordered(found) == unordered(item)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("-0", "0"),
        ("00042", "42"),
        ("3.1400", "3.14"),
        ("1.5E2", "150"),
        ("0.10", "0.1"),
        ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
        ("-0.12345678901234567890123456789012345678", "-0.12345678901234567890123456789012345678"),
    ],
)
def test_a_number_comes_back_in_its_normal_form(client, table, partition, written, read):
    client.put_item(TableName=table, Item=key_of(partition) | {"n": {"N": written}})
    assert client.get_item(TableName=table, Key=key_of(partition), ConsistentRead=True)["Item"]["n"] == {"N": read}


def test_the_resource_reads_and_writes_python_values(resource, table, partition):
    seen = resource.Table(table)
    item = {
        "pk": partition,
        "sk": "1",
        "price": decimal.Decimal("12.50"),
        "tags": {"a", "b"},
        "body": Binary(b"\x00\x01"),
        "nested": [{"on": True, "off": None}],
    }
    seen.put_item(Item=item)
    assert seen.get_item(Key={"pk": partition, "sk": "1"})["Item"] == item


def test_a_missing_item_is_an_answer_without_an_item(client, table, partition):
    assert "Item" not in client.get_item(TableName=table, Key=key_of(partition))


def test_a_projection_returns_only_the_paths_it_names(client, table, partition):
    client.put_item(TableName=table, Item=key_of(partition) | EVERY_TYPE)
    found = client.get_item(
        TableName=table,
        Key=key_of(partition),
        ProjectionExpression="#list[1], #map.inside.deep, number_that_is_not_there",
        ExpressionAttributeNames={"#list": "list", "#map": "map"},
    )["Item"]
    assert found == {"list": {"L": [{"N": "1"}]}, "map": {"M": {"inside": {"M": {"deep": {"BOOL": False}}}}}}


def test_put_returns_the_old_item_only_when_asked(client, table, partition):
    old = key_of(partition) | {"v": {"N": "1"}}
    new = key_of(partition) | {"v": {"N": "2"}}
    assert "Attributes" not in client.put_item(TableName=table, Item=old, ReturnValues="ALL_OLD")
    assert client.put_item(TableName=table, Item=new, ReturnValues="ALL_OLD")["Attributes"] == old
    assert "Attributes" not in client.put_item(TableName=table, Item=old, ReturnValues="NONE")


def test_delete_returns_the_old_item_and_is_idempotent(client, table, partition):
    item = key_of(partition) | {"v": {"N": "1"}}
    client.put_item(TableName=table, Item=item)
    assert client.delete_item(TableName=table, Key=key_of(partition), ReturnValues="ALL_OLD")["Attributes"] == item
    assert "Attributes" not in client.delete_item(TableName=table, Key=key_of(partition), ReturnValues="ALL_OLD")


@pytest.mark.parametrize(
    ("return_values", "expected"),
    [
        ("NONE", None),
        ("ALL_OLD", {"a": {"N": "1"}, "b": {"S": "old"}, "kept": {"S": "k"}}),
        ("UPDATED_OLD", {"a": {"N": "1"}, "b": {"S": "old"}}),
        ("ALL_NEW", {"a": {"N": "6"}, "b": {"S": "new"}, "kept": {"S": "k"}}),
        ("UPDATED_NEW", {"a": {"N": "6"}, "b": {"S": "new"}}),
    ],
)
def test_update_returns_what_was_asked(client, table, partition, return_values, expected):
    key = key_of(partition)
    client.put_item(TableName=table, Item=key | {"a": {"N": "1"}, "b": {"S": "old"}, "kept": {"S": "k"}})
    answer = client.update_item(
        TableName=table,
        Key=key,
        UpdateExpression="SET b = :b ADD a :five",
        ExpressionAttributeValues={":b": {"S": "new"}, ":five": {"N": "5"}},
        ReturnValues=return_values,
    )
    if expected and return_values.startswith("ALL"):
        expected = expected | key
    assert answer.get("Attributes") == expected


def test_updated_attributes_of_a_nested_path_are_only_that_path(client, table, partition):
    client.put_item(TableName=table, Item=key_of(partition) | {"m": {"M": {"x": {"N": "1"}, "y": {"N": "2"}}}})
    answer = client.update_item(
        TableName=table,
        Key=key_of(partition),
        UpdateExpression="SET m.x = :v",
        ExpressionAttributeValues={":v": {"N": "9"}},
        ReturnValues="UPDATED_NEW",
    )
    assert answer["Attributes"] == {"m": {"M": {"x": {"N": "9"}}}}


def test_an_update_makes_an_item_that_is_not_there(client, table, partition):
    answer = client.update_item(TableName=table, Key=key_of(partition), ReturnValues="ALL_NEW")
    assert answer["Attributes"] == key_of(partition)


def test_every_clause_and_function_in_one_update(client, table, partition):
    client.put_item(
        TableName=table,
        Item=key_of(partition)
        | {
            "list": {"L": [{"S": "a"}, {"S": "b"}, {"S": "c"}]},
            "count": {"N": "40"},
            "tags": {"SS": ["x", "y"]},
            "gone": {"S": "soon"},
            "labels": {"SS": ["q"]},
        },
    )
    answer = client.update_item(
        TableName=table,
        Key=key_of(partition),
        UpdateExpression=(
            "SET #list = list_append(:front, #list), first_seen = if_not_exists(first_seen, :now), "
            "#count = #count - :one, copied = #count REMOVE gone ADD tags :z DELETE labels :q"
        ),
        ExpressionAttributeNames={"#list": "list", "#count": "count"},
        ExpressionAttributeValues={
            ":front": {"L": [{"S": "0"}]},
            ":now": {"N": "1700000000"},
            ":one": {"N": "1"},
            ":z": {"SS": ["z"]},
            ":q": {"SS": ["q"]},
        },
        ReturnValues="ALL_NEW",
    )
    assert unordered(answer["Attributes"]) == unordered(
        key_of(partition)
        | {
            "list": {"L": [{"S": "0"}, {"S": "a"}, {"S": "b"}, {"S": "c"}]},
            "first_seen": {"N": "1700000000"},
            "count": {"N": "39"},
            "copied": {"N": "40"},
            "tags": {"SS": ["x", "y", "z"]},
        }
    )


def test_a_failed_condition_changes_nothing_and_hands_back_the_item_when_asked(client, table, partition):
    item = key_of(partition) | {"owner": {"S": "them"}}
    client.put_item(TableName=table, Item=item)
    condition = {
        "ConditionExpression": "#owner = :me",
        "ExpressionAttributeNames": {"#owner": "owner"},
        "ExpressionAttributeValues": {":me": {"S": "me"}},
    }
    writes = [
        lambda **more: client.put_item(TableName=table, Item=key_of(partition), **condition, **more),
        lambda **more: client.delete_item(TableName=table, Key=key_of(partition), **condition, **more),
        lambda **more: client.update_item(
            TableName=table, Key=key_of(partition), UpdateExpression="REMOVE #owner", **condition, **more
        ),
    ]
    for write in writes:
        with pytest.raises(client.exceptions.ConditionalCheckFailedException) as silent:
            write()
        assert "Item" not in silent.value.response
        with pytest.raises(client.exceptions.ConditionalCheckFailedException) as telling:
            write(ReturnValuesOnConditionCheckFailure="ALL_OLD")
        assert telling.value.response["Item"] == item
        assert telling.value.response["Error"]["Message"] == "The conditional request failed"
    assert client.get_item(TableName=table, Key=key_of(partition), ConsistentRead=True)["Item"] == item


def test_condition_objects_of_the_resource_are_understood(resource, table, partition):
    seen = resource.Table(table)
    key = {"pk": partition, "sk": "1"}
    seen.put_item(Item=key | {"size": 3, "tags": {"a"}, "note": "hello"})
    held = (
        Attr("size").between(1, 3)
        & Attr("tags").contains("a")
        & Attr("note").begins_with("he")
        & Attr("note").size().eq(5)
        & Attr("size").is_in([1, 2, 3])
        & Attr("note").attribute_type("S")
        & ~Attr("absent").exists()
        & (Attr("size").gt(100) | Attr("size").ne(4))
    )
    seen.put_item(Item=key, ConditionExpression=held)
    with pytest.raises(resource.meta.client.exceptions.ConditionalCheckFailedException):
        seen.put_item(Item=key, ConditionExpression=held)


@pytest.mark.parametrize("detail", ["TOTAL", "INDEXES"])
def test_capacity_is_counted_by_size(client, table, partition, detail):
    big = key_of(partition) | {"body": {"S": "x" * 5000}}
    written = client.put_item(TableName=table, Item=big, ReturnConsumedCapacity=detail)["ConsumedCapacity"]
    assert (written["TableName"], written["CapacityUnits"]) == (table, 5.0)
    read = {"TableName": table, "Key": key_of(partition), "ReturnConsumedCapacity": detail}
    weak = client.get_item(**read)["ConsumedCapacity"]
    strong = client.get_item(**read, ConsistentRead=True)["ConsumedCapacity"]
    assert (weak["CapacityUnits"], strong["CapacityUnits"]) == (1.0, 2.0)
    assert ("Table" in strong) == (detail == "INDEXES")
    if detail == "INDEXES":
        assert strong["Table"]["CapacityUnits"] == 2.0


def test_capacity_is_silent_unless_asked(client, table, partition):
    assert "ConsumedCapacity" not in client.put_item(TableName=table, Item=key_of(partition))
