"""What boto3 makes of a refusal: codes and messages."""

import botocore.exceptions
import pytest

from tables import unique_name

KEY = {"pk": {"S": "errors"}, "sk": {"S": "1"}}


def refusal(call, **request) -> dict:
    with pytest.raises(botocore.exceptions.ClientError) as failure:
        call(**request)
    response = failure.value.response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert response["ResponseMetadata"]["RequestId"]
    return response["Error"]


@pytest.mark.parametrize("operation", ["get_item", "put_item", "update_item", "delete_item", "query", "scan"])
def test_a_missing_table_is_not_found(client, operation):
    request = {
        "get_item": {"Key": KEY},
        "put_item": {"Item": KEY},
        "update_item": {"Key": KEY},
        "delete_item": {"Key": KEY},
        "query": {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "a"}}},
        "scan": {},
    }[operation]
    error = refusal(getattr(client, operation), TableName=unique_name(), **request)
    assert error["Code"] == "ResourceNotFoundException"
    assert error["Message"].endswith("Requested resource not found")


def test_deleting_a_missing_table_names_it(client):
    name = unique_name()
    error = refusal(client.delete_table, TableName=name)
    assert error["Code"] == "ResourceNotFoundException"
    assert name in error["Message"]


SYNTAX_ERRORS = [
    ("pk ==", "Syntax error"),
    ("attribute_exists(pk", "Syntax error"),
    ("NOT", "Syntax error"),
    ("", "The expression can not be empty"),
    ("name = :v", "Attribute name is a reserved keyword; reserved keyword: name"),
    ("missing(pk)", "Invalid function name"),
    ("attribute_exists(pk, sk)", "Incorrect number of operands"),
    ("begins_with(pk, :n)", "Incorrect operand type"),
    ("((pk = :v))", "redundant parentheses"),
    ("pk = :undefined", "attribute value used in expression is not defined"),
    ("#undefined = :v", "attribute name used in the document path is not defined"),
]


@pytest.mark.parametrize(("condition", "said"), SYNTAX_ERRORS, ids=[condition for condition, _ in SYNTAX_ERRORS])
def test_a_bad_condition_is_refused_with_its_reason(client, table, condition, said):
    values = {name: {"N" if name == ":n" else "S": "1"} for name in (":v", ":n") if name in condition}
    request = {"ExpressionAttributeValues": values} if values else {}
    error = refusal(client.put_item, TableName=table, Item=KEY, ConditionExpression=condition, **request)
    assert error["Code"] == "ValidationException"
    assert "Invalid ConditionExpression: " in error["Message"]
    assert said in error["Message"]


def test_placeholders_must_be_used(client, table):
    request = {"TableName": table, "Item": KEY, "ConditionExpression": "attribute_not_exists(pk)"}
    names = refusal(client.put_item, **request, ExpressionAttributeNames={"#u": "u"})
    assert names["Code"] == "ValidationException"
    assert "ExpressionAttributeNames unused in expressions: keys: {#u}" in names["Message"]
    values = refusal(client.put_item, **request, ExpressionAttributeValues={":u": {"S": "u"}})
    assert "ExpressionAttributeValues unused in expressions: keys: {:u}" in values["Message"]


@pytest.mark.parametrize(
    ("update", "value", "said"),
    [
        ("SET pk = :v", {"S": "x"}, "Cannot update attribute pk. This attribute is part of the key"),
        ("SET a = :v, a = :v", {"S": "x"}, "Two document paths overlap with each other"),
        ("SET a = :v SET b = :v", {"S": "x"}, '"SET" section can only be used once'),
        ("ADD a :v", {"S": "x"}, "Incorrect operand type for operator or function; operator: ADD"),
        ("DELETE a :v", {"N": "1"}, "Incorrect operand type for operator or function; operator: DELETE"),
        ("SET a = absent + :v", {"N": "1"}, "refers to an attribute that does not exist in the item"),
        ("SET a.b = :v", {"N": "1"}, "document path provided in the update expression is invalid for update"),
        ("CHANGE a = :v", {"N": "1"}, "Syntax error"),
    ],
)
def test_a_bad_update_is_refused_with_its_reason(client, table, partition, update, value, said):
    key = {"pk": {"S": partition}, "sk": {"S": "1"}}
    error = refusal(
        client.update_item,
        TableName=table,
        Key=key,
        UpdateExpression=update,
        ExpressionAttributeValues={":v": value},
    )
    assert error["Code"] == "ValidationException"
    assert said in error["Message"]
    assert "Item" not in client.get_item(TableName=table, Key=key, ConsistentRead=True)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ({"pk": {"S": "a"}}, "The provided key element does not match the schema"),
        ({"pk": {"S": "a"}, "sk": {"N": "1"}}, "The provided key element does not match the schema"),
        (KEY | {"more": {"S": "a"}}, "The provided key element does not match the schema"),
        ({"pk": {"S": ""}, "sk": {"S": "1"}}, "cannot contain an empty string value. Key: pk"),
    ],
)
def test_a_key_that_does_not_fit_the_table_is_refused(client, table, key, said):
    for call in (client.get_item, client.delete_item, client.update_item):
        error = refusal(call, TableName=table, Key=key)
        assert error["Code"] == "ValidationException"
        assert said in error["Message"]


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ({"pk": {"S": "a"}}, "Missing the key sk in the item"),
        ({"pk": {"N": "1"}, "sk": {"S": "1"}}, "Type mismatch for key pk expected: S actual: N"),
        (KEY | {"n": {"N": "one"}}, "cannot be converted to a numeric value"),
        (KEY | {"n": {"N": "1E+126"}}, "Number overflow"),
        (KEY | {"n": {"N": "1" * 39}}, "more than 38 significant digits"),
        (KEY | {"ss": {"SS": []}}, "An string set  may not be empty"),
        (KEY | {"ss": {"SS": ["a", "a"]}}, "contains duplicates"),
        (KEY | {"big": {"S": "x" * 410_000}}, "Item size has exceeded the maximum allowed size"),
    ],
    ids=["missing key", "key type", "not a number", "too large", "too precise", "empty set", "repeated", "too big"],
)
def test_an_item_that_may_not_be_stored_is_refused(client, table, item, said):
    error = refusal(client.put_item, TableName=table, Item=item)
    assert error["Code"] == "ValidationException"
    assert said in error["Message"]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("sk = :v", "Query condition missed key schema element: pk"),
        ("pk <> :v", "Invalid operator used in KeyConditionExpression: <>"),
        ("pk > :v", "Query key condition not supported"),
        ("pk = :v OR sk = :v", "Invalid operator used in KeyConditionExpression: OR"),
        ("pk = :v AND extra = :v", "Query condition missed key schema element: sk"),
    ],
)
def test_a_bad_key_condition_is_refused_with_its_reason(client, table, condition, said):
    error = refusal(
        client.query,
        TableName=table,
        KeyConditionExpression=condition,
        ExpressionAttributeValues={":v": {"S": "a"}},
    )
    assert error["Code"] == "ValidationException"
    assert said in error["Message"]


def test_a_filter_may_not_name_the_key(client, table):
    error = refusal(
        client.query,
        TableName=table,
        KeyConditionExpression="pk = :v",
        FilterExpression="sk = :v",
        ExpressionAttributeValues={":v": {"S": "a"}},
    )
    assert "Filter Expression can only contain non-primary key attributes" in error["Message"]


def test_an_expression_and_a_legacy_parameter_do_not_mix(client, table):
    error = refusal(
        client.update_item,
        TableName=table,
        Key=KEY,
        UpdateExpression="REMOVE a",
        AttributeUpdates={"a": {"Action": "DELETE"}},
    )
    assert error["Code"] == "ValidationException"
