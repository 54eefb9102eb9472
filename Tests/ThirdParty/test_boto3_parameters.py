"""What is wrong with a request's parameters by themselves is said all at once, in DynamoDB's words.

Source: the "Valid Values", "Length Constraints" and "Required" of the Amazon DynamoDB API Reference; the wording and
the count as other emulators' tests have recorded them from AWS.
"""

import botocore.config
import botocore.exceptions
import pytest

RETURN_VALUES = "[ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]"
CASES = [
    ("get_item", {}, [
        "Value null at 'tableName' failed to satisfy constraint: Member must not be null",
        "Value null at 'key' failed to satisfy constraint: Member must not be null",
    ]),
    ("put_item", {"TableName": "t", "ReturnValues": "SOME", "ReturnConsumedCapacity": "MUCH"}, [
        "Value 'MUCH' at 'returnConsumedCapacity' failed to satisfy constraint: "
        "Member must satisfy enum value set: [INDEXES, TOTAL, NONE]",
        "Value null at 'item' failed to satisfy constraint: Member must not be null",
        f"Value 'SOME' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: {RETURN_VALUES}",
    ]),
    ("query", {"TableName": "t", "Limit": 0, "IndexName": "a!", "Select": "ALL"}, [
        "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
        "Value 'ALL' at 'select' failed to satisfy constraint: Member must satisfy enum value set: "
        "[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]",
        "Value 'a!' at 'indexName' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
        "Value 'a!' at 'indexName' failed to satisfy constraint: Member must have length greater than or equal to 3",
    ]),
    ("create_table", {
        "BillingMode": "FREE", "KeySchema": [],
        "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "M"}, {"AttributeType": "S"}],
    }, [
        "Value 'M' at 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint: "
        "Member must satisfy enum value set: [B, N, S]",
        "Value null at 'attributeDefinitions.2.member.attributeName' failed to satisfy constraint: "
        "Member must not be null",
        "Value null at 'tableName' failed to satisfy constraint: Member must not be null",
        "Value 'FREE' at 'billingMode' failed to satisfy constraint: "
        "Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]",
        "Value '[]' at 'keySchema' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ]),
    ("transact_write_items", {"ClientRequestToken": "", "TransactItems": [{"Put": {}}]}, [
        "Value '' at 'clientRequestToken' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1",
        "Value null at 'transactItems.1.member.put.item' failed to satisfy constraint: Member must not be null",
        "Value null at 'transactItems.1.member.put.tableName' failed to satisfy constraint: Member must not be null",
    ]),
]  # fmt: skip


@pytest.fixture
def unchecked(session, endpoint):
    config = botocore.config.Config(parameter_validation=False, retries={"total_max_attempts": 1})
    return session.client("dynamodb", endpoint_url=endpoint, config=config)


@pytest.mark.parametrize(("method", "request_", "violations"), CASES, ids=[method for method, *_ in CASES])
def test_all_violations_are_said_at_once(unchecked, method, request_, violations):
    with pytest.raises(botocore.exceptions.ClientError) as failure:
        getattr(unchecked, method)(**request_)
    error = failure.value.response["Error"]
    assert error["Code"] == "ValidationException"
    number = f"{len(violations)} validation error{'s' if len(violations) > 1 else ''} detected: "
    assert error["Message"].startswith(number)
    assert set(error["Message"].removeprefix(number).split("; ")) == set(violations)


def test_at_most_ten_are_said(unchecked):
    request = {"TransactItems": [{"Put": {}} for _ in range(9)]}
    with pytest.raises(botocore.exceptions.ClientError) as failure:
        unchecked.transact_write_items(**request)
    message = failure.value.response["Error"]["Message"]
    assert message.startswith("10 validation errors detected: ")
    assert message.count("failed to satisfy constraint") == 10


def test_a_wrong_type_comes_before_all_of_them(unchecked):
    with pytest.raises(botocore.exceptions.ClientError) as failure:
        unchecked.put_item(ReturnValues="SOME", ReturnConsumedCapacity={"a": 1})
    assert failure.value.response["Error"]["Code"] == "SerializationException"


def test_what_is_wrong_with_the_values_comes_after_them(unchecked, table):
    with pytest.raises(botocore.exceptions.ClientError) as failure:
        unchecked.put_item(TableName=table, Item={"pk": {"N": "x"}}, ReturnValues="SOME")
    assert failure.value.response["Error"]["Message"].startswith("1 validation error detected: Value 'SOME'")
