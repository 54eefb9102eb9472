"""Transactions through boto3: all or nothing, why not, and once only."""

import uuid

import pytest


def key_of(partition: str, sort: str) -> dict:
    return {"pk": {"S": partition}, "sk": {"S": sort}}


def put(table: str, partition: str, sort: str, **more) -> dict:
    return {"Put": {"TableName": table, "Item": key_of(partition, sort) | {"v": {"N": "1"}}} | more}


def stored(client, table: str, partition: str) -> list[dict]:
    return client.query(
        TableName=table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": partition}},
        ConsistentRead=True,
    )["Items"]


def test_every_action_takes_effect_together(client, table, partition):
    client.put_item(TableName=table, Item=key_of(partition, "update") | {"n": {"N": "1"}})
    client.put_item(TableName=table, Item=key_of(partition, "delete"))
    client.put_item(TableName=table, Item=key_of(partition, "check") | {"ok": {"BOOL": True}})
    client.transact_write_items(
        TransactItems=[
            put(table, partition, "put", ConditionExpression="attribute_not_exists(pk)"),
            {
                "Update": {
                    "TableName": table,
                    "Key": key_of(partition, "update"),
                    "UpdateExpression": "ADD n :two",
                    "ExpressionAttributeValues": {":two": {"N": "2"}},
                }
            },
            {"Delete": {"TableName": table, "Key": key_of(partition, "delete")}},
            {
                "ConditionCheck": {
                    "TableName": table,
                    "Key": key_of(partition, "check"),
                    "ConditionExpression": "ok = :yes",
                    "ExpressionAttributeValues": {":yes": {"BOOL": True}},
                }
            },
        ]
    )
    assert stored(client, table, partition) == [
        key_of(partition, "check") | {"ok": {"BOOL": True}},
        key_of(partition, "put") | {"v": {"N": "1"}},
        key_of(partition, "update") | {"n": {"N": "3"}},
    ]


def test_a_cancelled_transaction_names_each_reason_in_its_place_and_writes_nothing(client, table, partition):
    held = key_of(partition, "held") | {"owner": {"S": "them"}}
    client.put_item(TableName=table, Item=held)
    with pytest.raises(client.exceptions.TransactionCanceledException) as failure:
        client.transact_write_items(
            TransactItems=[
                put(table, partition, "new"),
                put(
                    table,
                    partition,
                    "held",
                    ConditionExpression="attribute_not_exists(pk)",
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                ),
                {
                    "ConditionCheck": {
                        "TableName": table,
                        "Key": key_of(partition, "absent"),
                        "ConditionExpression": "attribute_exists(pk)",
                    }
                },
            ]
        )
    response = failure.value.response
    message = "The conditional request failed"
    assert response["CancellationReasons"] == [
        {"Code": "None"},
        {"Code": "ConditionalCheckFailed", "Message": message, "Item": held},
        {"Code": "ConditionalCheckFailed", "Message": message},
    ]
    assert response["Error"]["Message"] == (
        "Transaction cancelled, please refer cancellation reasons for specific reasons "
        "[None, ConditionalCheckFailed, ConditionalCheckFailed]"
    )
    assert stored(client, table, partition) == [held]


def test_the_same_token_applies_once(client, table, partition):
    counter = {
        "Update": {
            "TableName": table,
            "Key": key_of(partition, "counter"),
            "UpdateExpression": "ADD n :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
    }
    request = {"TransactItems": [counter], "ClientRequestToken": str(uuid.uuid4())}
    for _ in range(3):
        assert client.transact_write_items(**request)["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert stored(client, table, partition) == [key_of(partition, "counter") | {"n": {"N": "1"}}]


def test_the_same_token_with_another_payload_is_refused(client, table, partition):
    token = str(uuid.uuid4())
    client.transact_write_items(TransactItems=[put(table, partition, "one")], ClientRequestToken=token)
    with pytest.raises(client.exceptions.IdempotentParameterMismatchException):
        client.transact_write_items(TransactItems=[put(table, partition, "two")], ClientRequestToken=token)
    assert len(stored(client, table, partition)) == 1


def test_a_cancelled_transaction_does_not_use_up_its_token(client, table, partition):
    request = {
        "TransactItems": [put(table, partition, "one", ConditionExpression="attribute_not_exists(pk)")],
        "ClientRequestToken": str(uuid.uuid4()),
    }
    client.put_item(TableName=table, Item=key_of(partition, "one"))
    with pytest.raises(client.exceptions.TransactionCanceledException):
        client.transact_write_items(**request)
    client.delete_item(TableName=table, Key=key_of(partition, "one"))
    client.transact_write_items(**request)
    assert len(stored(client, table, partition)) == 1


def test_one_item_may_be_named_once(client, table, partition):
    with pytest.raises(client.exceptions.ClientError) as failure:
        client.transact_write_items(
            TransactItems=[
                put(table, partition, "same"),
                {"Delete": {"TableName": table, "Key": key_of(partition, "same")}},
            ]
        )
    assert failure.value.response["Error"] == {
        "Code": "ValidationException",
        "Message": "Transaction request cannot include multiple operations on one item",
    }


def test_reads_come_back_in_the_order_asked(client, table, partition):
    for sort in ("a", "b"):
        client.put_item(TableName=table, Item=key_of(partition, sort) | {"v": {"S": sort}, "w": {"N": "1"}})
    answer = client.transact_get_items(
        TransactItems=[
            {"Get": {"TableName": table, "Key": key_of(partition, "b"), "ProjectionExpression": "v"}},
            {"Get": {"TableName": table, "Key": key_of(partition, "absent")}},
            {"Get": {"TableName": table, "Key": key_of(partition, "a")}},
        ]
    )
    assert answer["Responses"] == [
        {"Item": {"v": {"S": "b"}}},
        {},
        {"Item": key_of(partition, "a") | {"v": {"S": "a"}, "w": {"N": "1"}}},
    ]


def test_a_transaction_costs_twice_what_its_writes_cost(client, table, partition):
    big = put(table, partition, "big")
    big["Put"]["Item"]["body"] = {"S": "x" * 1500}
    answer = client.transact_write_items(
        TransactItems=[big, put(table, partition, "small")], ReturnConsumedCapacity="TOTAL"
    )
    [written] = answer["ConsumedCapacity"]
    assert (written["TableName"], written["CapacityUnits"]) == (table, 6.0)
    assert written["WriteCapacityUnits"] == 6.0


def test_transactional_reads_cost_twice_what_reads_cost(client, table, partition):
    client.put_item(TableName=table, Item=key_of(partition, "a"))
    answer = client.transact_get_items(
        TransactItems=[{"Get": {"TableName": table, "Key": key_of(partition, sort)}} for sort in ("a", "b")],
        ReturnConsumedCapacity="TOTAL",
    )
    [read] = answer["ConsumedCapacity"]
    assert read["CapacityUnits"] == read["ReadCapacityUnits"] == 4.0
