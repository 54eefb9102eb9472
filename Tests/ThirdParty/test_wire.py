"""DynamoDB's HTTP protocol: what no SDK would send, and the headers that SDKs check."""

import json
import urllib.error
import urllib.request
import zlib

import botocore.auth
import botocore.awsrequest
import pytest

from tables import unique_name
from wire import API_VERSION, Answer

KEY = {"pk": {"S": "wire"}, "sk": {"S": "1"}}


@pytest.fixture
def send(session, endpoint):
    """Sends one signed request, whatever it holds."""

    def signed(
        payload: bytes | dict,
        operation: str | None = None,
        method: str = "POST",
        content_type: str = "application/x-amz-json-1.0",
    ) -> Answer:
        data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        headers = {"Content-Type": content_type}
        if operation is not None:
            headers["X-Amz-Target"] = operation if "." in operation else f"{API_VERSION}.{operation}"
        aws_request = botocore.awsrequest.AWSRequest(method, endpoint + "/", headers, data)
        botocore.auth.SigV4Auth(session.get_credentials(), "dynamodb", session.region_name).add_auth(aws_request)
        request = urllib.request.Request(endpoint + "/", data or None, dict(aws_request.headers), method=method)
        try:
            response = urllib.request.urlopen(request, timeout=30)
        except urllib.error.HTTPError as refusal:
            response = refusal
        with response:
            return Answer(
                response.status, {name.lower(): value for name, value in response.headers.items()}, response.read()
            )

    return signed


def assert_protocol_headers(answer: Answer) -> None:
    assert answer.headers["content-type"] == "application/x-amz-json-1.0"
    assert answer.headers["x-amzn-requestid"]
    assert int(answer.headers["x-amz-crc32"]) == zlib.crc32(answer.payload)
    assert int(answer.headers["content-length"]) == len(answer.payload)


def test_an_answer_carries_its_checksum_and_request_id(send, table):
    item = KEY | {"text": {"S": "grüße, 日本語, 😀, \u0000"}}
    put = send({"TableName": table, "Item": item}, "PutItem")
    assert (put.status, put.body) == (200, {})
    got = send({"TableName": table, "Key": KEY}, "GetItem")
    assert got.body == {"Item": item}
    for answer in (put, got):
        assert_protocol_headers(answer)
    assert put.headers["x-amzn-requestid"] != got.headers["x-amzn-requestid"]


def test_a_refusal_carries_its_type_and_checksum(send, table):
    missing = send({"TableName": unique_name(), "Key": KEY}, "GetItem")
    assert missing.status == 400
    assert missing.body["__type"] == "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"
    assert missing.body["message"]
    assert_protocol_headers(missing)

    invalid = send({"TableName": table, "Key": {}}, "GetItem")
    assert invalid.body["__type"] == "com.amazon.coral.validate#ValidationException"
    assert_protocol_headers(invalid)


@pytest.mark.parametrize(
    "payload",
    [
        b'{"TableName": 1}',
        b'{"TableName": "abc", "Key": []}',
        b'{"TableName": "abc", "Key": {"pk": "text"}}',
        b'{"TableName": "abc", "Key": {"pk": {"S": 1}}}',
        b'{"TableName": "abc", "Key": {"pk": {"S": "a"}}, "ConsistentRead": "yes"}',
        b'{"TableName": "abc", "Key": {"pk": {"B": "not base64!"}}}',
    ],
)
def test_a_member_of_the_wrong_type_is_a_serialization_error(send, payload):
    answer = send(payload, "GetItem")
    assert (answer.status, answer.error_code) == (400, "SerializationException")


@pytest.mark.parametrize("payload", [b"{", b"[]", b"nonsense", b'{"TableName": "abc"} more', b"\xff\xfe"])
def test_a_body_that_is_not_a_json_object_is_a_serialization_error(send, payload):
    answer = send(payload, "GetItem")
    assert (answer.status, answer.error_code) == (400, "SerializationException")


def test_a_body_nested_too_deeply_is_refused(send):
    answer = send(b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "GetItem")
    assert answer.status == 400


@pytest.mark.parametrize(
    "target", ["NoSuchOperation", "DynamoDB_20111205.GetItem", "DynamoDBStreams_20120810.GetItem", ".", None]
)
def test_an_operation_that_is_not_dynamodbs_is_unknown(send, target):
    answer = send({}, target)
    assert (answer.status, answer.error_code) == (400, "UnknownOperationException")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_only_post_carries_operations(send, table, method):
    answer = send({"TableName": table, "Key": KEY}, "DeleteItem", method=method)
    assert 400 <= answer.status < 500


def test_members_nobody_knows_are_ignored(send, table):
    answer = send({"TableName": table, "Key": {"pk": {"S": "x"}, "sk": {"S": "y"}}, "Unheard": [1]}, "GetItem")
    assert (answer.status, answer.body) == (200, {})


def test_a_required_member_that_is_missing_is_a_validation_error(send):
    answer = send({"Key": KEY}, "GetItem")
    assert (answer.status, answer.error_code) == (400, "ValidationException")


def test_escapes_and_plain_text_are_the_same_string(send, table):
    escaped = b'{"TableName":"%s","Item":{"pk":{"S":"wire"},"sk":{"S":"escape"},"t":{"S":"\\u00e9\\ud83d\\ude00\\/"}}}'
    assert send(escaped % table.encode(), "PutItem").status == 200
    key = {"pk": {"S": "wire"}, "sk": {"S": "escape"}}
    assert send({"TableName": table, "Key": key}, "GetItem").body["Item"]["t"] == {"S": "é😀/"}


@pytest.mark.parametrize(("operation", "empty"), [("BatchWriteItem", []), ("BatchGetItem", {"Keys": []})])
def test_empty_batches_are_refused(send, table, operation, empty):
    for requests in ({}, {table: empty}):
        answer = send({"RequestItems": requests}, operation)
        assert answer.error_code == "ValidationException"
        assert "Member must have length greater than or equal to 1" in answer.message
