"""Batches through boto3: what is written and read, what is left, and what is refused."""

import uuid

import botocore.exceptions
import pytest

from tables import unique_name


def key_of(partition: str, sort: object) -> dict:
    return {"pk": {"S": partition}, "sk": {"S": str(sort)}}


def put(item: dict) -> dict:
    return {"PutRequest": {"Item": item}}


def delete(key: dict) -> dict:
    return {"DeleteRequest": {"Key": key}}


def refusal(call, requests: object) -> tuple[str, str]:
    with pytest.raises(botocore.exceptions.ClientError) as failure:
        call(RequestItems=requests)
    error = failure.value.response["Error"]
    return error["Code"], error["Message"]


def by_sort_key(items: list[dict]) -> list[dict]:
    return sorted(items, key=lambda item: item["sk"]["S"])


@pytest.fixture(scope="module")
def other(make_table) -> str:
    """A table without a sort key."""
    return make_table(sort_key_type=None)


def test_puts_and_deletes_of_several_tables_are_made(client, table, other, partition):
    client.put_item(TableName=table, Item=key_of(partition, "old"))
    answer = client.batch_write_item(
        RequestItems={
            table: [delete(key_of(partition, "old")), put(key_of(partition, "new") | {"n": {"N": "1"}})],
            other: [put({"pk": {"S": partition}}), delete({"pk": {"S": str(uuid.uuid4())}})],
        }
    )
    assert answer["UnprocessedItems"] == {}
    assert "ConsumedCapacity" not in answer
    read = client.batch_get_item(
        RequestItems={
            table: {"Keys": [key_of(partition, "old"), key_of(partition, "new")], "ConsistentRead": True},
            other: {"Keys": [{"pk": {"S": partition}}]},
        }
    )
    assert read["Responses"] == {
        table: [key_of(partition, "new") | {"n": {"N": "1"}}],
        other: [{"pk": {"S": partition}}],
    }
    assert read["UnprocessedKeys"] == {}


def test_a_table_of_which_nothing_is_found_has_an_empty_list(client, table, partition):
    read = client.batch_get_item(RequestItems={table: {"Keys": [key_of(partition, 1)]}})
    assert read["Responses"] == {table: []}


def test_each_table_has_a_projection_of_its_own(client, table, other, partition):
    item = {"name": {"S": "a"}, "more": {"M": {"b": {"N": "1"}}}}
    client.batch_write_item(
        RequestItems={table: [put(key_of(partition, 1) | item)], other: [put({"pk": {"S": partition}} | item)]}
    )
    read = client.batch_get_item(
        RequestItems={
            table: {
                "Keys": [key_of(partition, 1)],
                "ProjectionExpression": "#n",
                "ExpressionAttributeNames": {"#n": "name"},
            },
            other: {"Keys": [{"pk": {"S": partition}}], "ProjectionExpression": "more.b, absent"},
        }
    )
    assert read["Responses"] == {table: [{"name": {"S": "a"}}], other: [{"more": {"M": {"b": {"N": "1"}}}}]}


def test_capacity_is_said_for_each_table(client, table, other, partition):
    requests = {
        table: [put(key_of(partition, 1) | {"x": {"S": "x" * 2000}}), put(key_of(partition, 2))],
        other: [delete({"pk": {"S": partition}})],
    }
    written = client.batch_write_item(RequestItems=requests, ReturnConsumedCapacity="TOTAL")
    units = {part["TableName"]: part["CapacityUnits"] for part in written["ConsumedCapacity"]}
    assert units == {table: 3, other: 1}
    keys = [key_of(partition, sort) for sort in (1, 2, 3)]
    read = client.batch_get_item(
        RequestItems={table: {"Keys": keys, "ConsistentRead": True}, other: {"Keys": [{"pk": {"S": partition}}]}},
        ReturnConsumedCapacity="INDEXES",
    )
    parts = {part["TableName"]: part for part in read["ConsumedCapacity"]}
    assert parts[table]["CapacityUnits"] == parts[table]["Table"]["CapacityUnits"] == 3
    assert parts[other]["CapacityUnits"] == 0.5


def test_a_hundred_keys_and_twenty_five_writes_are_the_most(client, table, partition):
    for start in range(0, 100, 25):
        writes = [put(key_of(partition, sort)) for sort in range(start, start + 25)]
        client.batch_write_item(RequestItems={table: writes})
    keys = [key_of(partition, sort) for sort in range(100)]
    read = client.batch_get_item(RequestItems={table: {"Keys": keys}})
    assert by_sort_key(read["Responses"][table]) == by_sort_key(keys)


def test_an_answer_of_more_than_16_megabytes_is_left_for_the_next_request(client, table, partition):
    body = {"body": {"S": "x" * (390 * 1024)}}
    for start in range(0, 60, 20):
        writes = [put(key_of(partition, sort) | body) for sort in range(start, start + 20)]
        client.batch_write_item(RequestItems={table: writes})
    wanted = [key_of(partition, sort) for sort in range(60)]
    requests = {
        table: {"Keys": wanted, "ConsistentRead": True, "ProjectionExpression": "sk"},
    }
    answers = []
    while requests:
        answers.append(client.batch_get_item(RequestItems=requests))
        requests = answers[-1]["UnprocessedKeys"]
        if requests:
            assert requests[table]["ConsistentRead"]
            assert requests[table]["ProjectionExpression"]
    assert len(answers) == 2
    found = [item["sk"]["S"] for answer in answers for item in answer["Responses"][table]]
    assert sorted(found) == sorted(key["sk"]["S"] for key in wanted)


def test_the_batch_writer_writes_and_deletes_any_number(resource, client, table, partition):
    with resource.Table(table).batch_writer() as batch:
        for number in range(130):
            batch.put_item(Item={"pk": partition, "sk": f"{number:03}", "n": number})
    with resource.Table(table).batch_writer(overwrite_by_pkeys=["pk", "sk"]) as batch:
        for number in range(100):
            batch.put_item(Item={"pk": partition, "sk": f"{number:03}", "n": -1})
            batch.delete_item(Key={"pk": partition, "sk": f"{number:03}"})
    values = {":pk": {"S": partition}}
    left = client.query(TableName=table, KeyConditionExpression="pk = :pk", ExpressionAttributeValues=values)
    assert [item["n"]["N"] for item in left["Items"]] == [str(number) for number in range(100, 130)]


DUPLICATES = "Provided list of item keys contains duplicates"
MISFIT = "The provided key element does not match the schema"


def test_a_key_that_is_there_twice_is_refused(client, table, partition):
    key = key_of(partition, 1)
    item = key | {"n": {"N": "1"}}
    for writes in ([put(key), put(item)], [put(item), delete(key)], [delete(key), delete(key)]):
        assert refusal(client.batch_write_item, {table: writes}) == ("ValidationException", DUPLICATES)
    keys = {table: {"Keys": [key, key_of(partition, 2), key]}}
    assert refusal(client.batch_get_item, keys) == ("ValidationException", DUPLICATES)


def test_keys_that_do_not_fit_the_table_are_refused(client, table, partition):
    misfits = [{"pk": {"S": partition}}, {"pk": {"S": partition}, "sk": {"N": "1"}}]
    for misfit in misfits:
        fitting = put(key_of(partition, "fitting"))
        for write in (put(misfit), delete(misfit)):
            assert refusal(client.batch_write_item, {table: [fitting, write]}) == ("ValidationException", MISFIT)
        assert refusal(client.batch_get_item, {table: {"Keys": [misfit]}}) == ("ValidationException", MISFIT)
    extra = key_of(partition, 1) | {"n": {"N": "1"}}
    assert refusal(client.batch_write_item, {table: [delete(extra)]}) == ("ValidationException", MISFIT)
    found = client.batch_get_item(RequestItems={table: {"Keys": [key_of(partition, "fitting")]}})
    assert found["Responses"] == {table: []}, "a refused batch writes nothing"


def test_a_missing_table_is_not_found_and_nothing_is_written(client, table, partition):
    missing = unique_name()
    writes = {table: [put(key_of(partition, 1))], missing: [put(key_of(partition, 1))]}
    assert refusal(client.batch_write_item, writes) == ("ResourceNotFoundException", "Requested resource not found")
    keys = {table: {"Keys": [key_of(partition, 1)]}, missing: {"Keys": [key_of(partition, 1)]}}
    assert refusal(client.batch_get_item, keys) == ("ResourceNotFoundException", "Requested resource not found")
    assert "Item" not in client.get_item(TableName=table, Key=key_of(partition, 1))


def test_too_many_are_refused(client, table, other, partition):
    writes = [delete(key_of(partition, sort)) for sort in range(26)]
    code, message = refusal(client.batch_write_item, {table: writes})
    assert code == "ValidationException"
    assert "at 'requestItems' failed to satisfy constraint" in message
    assert "Member must have length less than or equal to 25" in message
    both = {table: writes[:25], other: [delete({"pk": {"S": partition}})]}
    assert refusal(client.batch_write_item, both) == (
        "ValidationException",
        "Too many items requested for the BatchWriteItem call",
    )
    keys = [key_of(partition, sort) for sort in range(101)]
    code, message = refusal(client.batch_get_item, {table: {"Keys": keys}})
    assert code == "ValidationException"
    assert f"at 'requestItems.{table}.member.keys' failed to satisfy constraint" in message
    assert "Member must have length less than or equal to 100" in message
    both = {table: {"Keys": keys[:100]}, other: {"Keys": [{"pk": {"S": partition}}]}}
    assert refusal(client.batch_get_item, both) == (
        "ValidationException",
        "Too many items requested for the BatchGetItem call",
    )


def test_a_write_that_is_none_or_two_is_refused(client, table, partition):
    key = key_of(partition, 1)
    for write in ({}, put(key) | delete(key)):
        code, message = refusal(client.batch_write_item, {table: [write]})
        assert code == "ValidationException"
        assert "must contain exactly one of the supported datatypes" in message


def test_an_item_too_large_is_refused(client, table, partition):
    item = key_of(partition, 1) | {"x": {"S": "x" * (400 * 1024)}}
    assert refusal(client.batch_write_item, {table: [put(item)]}) == (
        "ValidationException",
        "Item size has exceeded the maximum allowed size",
    )
