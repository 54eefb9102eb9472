"""The AWS CLI, run as a person runs it."""

import json
import os
import subprocess
import sys
import uuid

import pytest

from tables import unique_name

EXIT_CLIENT_ERROR = 254


@pytest.fixture(scope="module")
def aws(session, endpoint):
    """Runs `aws dynamodb ...` and gives what it printed."""
    credentials = session.get_credentials().get_frozen_credentials()
    environment = os.environ | {
        "AWS_ACCESS_KEY_ID": credentials.access_key,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
        "AWS_DEFAULT_REGION": session.region_name,
        "AWS_ENDPOINT_URL_DYNAMODB": endpoint,
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_PAGER": "",
    }
    if credentials.token:
        environment["AWS_SESSION_TOKEN"] = credentials.token

    def run(*arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "awscli", "dynamodb", *arguments, "--output", "json"]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)

    return run


def printed(done: subprocess.CompletedProcess) -> dict:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if done.stdout.strip() else {}


def test_a_session_from_create_to_delete(aws):
    name = unique_name()
    created = printed(
        aws(
            "create-table",
            *("--table-name", name),
            *("--attribute-definitions", "AttributeName=pk,AttributeType=S", "AttributeName=sk,AttributeType=N"),
            *("--key-schema", "AttributeName=pk,KeyType=HASH", "AttributeName=sk,KeyType=RANGE"),
            *("--billing-mode", "PAY_PER_REQUEST"),
        )
    )
    assert created["TableDescription"]["TableName"] == name
    assert aws("wait", "table-exists", "--table-name", name).returncode == 0
    assert name in printed(aws("list-tables"))["TableNames"]
    assert printed(aws("describe-table", "--table-name", name))["Table"]["TableStatus"] == "ACTIVE"

    specification = "Enabled=true,AttributeName=ttl"
    printed(aws("update-time-to-live", "--table-name", name, "--time-to-live-specification", specification))
    described = printed(aws("describe-time-to-live", "--table-name", name))["TimeToLiveDescription"]
    assert described["AttributeName"] == "ttl"

    # The CLI takes the bytes of a binary as they are, and prints them in base64.
    items = [{"pk": {"S": "a"}, "sk": {"N": str(number)}, "payload": {"B": "bytes"}} for number in range(5)]
    stored = items[0] | {"payload": {"B": "Ynl0ZXM="}}
    for item in items[:2]:
        printed(aws("put-item", "--table-name", name, "--item", json.dumps(item)))
    puts = [{"Put": {"TableName": name, "Item": item}} for item in items[2:]]
    token = ("--client-request-token", str(uuid.uuid4()))
    printed(aws("transact-write-items", "--transact-items", json.dumps(puts), *token))
    printed(aws("transact-write-items", "--transact-items", json.dumps(puts), *token))

    key = json.dumps({"pk": {"S": "a"}, "sk": {"N": "0"}})
    assert printed(aws("get-item", "--table-name", name, "--key", key, "--consistent-read"))["Item"] == stored
    gets = json.dumps([{"Get": {"TableName": name, "Key": json.loads(key)}}])
    assert printed(aws("transact-get-items", "--transact-items", gets))["Responses"] == [{"Item": stored}]

    updated = printed(
        aws(
            "update-item",
            *("--table-name", name, "--key", key),
            *("--update-expression", "SET #v = :v REMOVE payload"),
            *("--expression-attribute-names", '{"#v": "value"}'),
            *("--expression-attribute-values", '{":v": {"S": "new"}}'),
            *("--return-values", "ALL_NEW"),
        )
    )
    assert updated["Attributes"] == {"pk": {"S": "a"}, "sk": {"N": "0"}, "value": {"S": "new"}}

    backwards = printed(
        aws(
            "query",
            *("--table-name", name, "--key-condition-expression", "pk = :pk AND sk > :zero"),
            *("--expression-attribute-values", '{":pk": {"S": "a"}, ":zero": {"N": "0"}}'),
            *("--no-scan-index-forward", "--page-size", "2"),
        )
    )
    assert [item["sk"]["N"] for item in backwards["Items"]] == ["4", "3", "2", "1"]

    first = printed(aws("scan", "--table-name", name, "--max-items", "2"))
    rest = printed(aws("scan", "--table-name", name, "--starting-token", first["NextToken"]))
    assert len(first["Items"]) + len(rest["Items"]) == 5

    deleted = printed(aws("delete-item", "--table-name", name, "--key", key, "--return-values", "ALL_OLD"))
    assert deleted["Attributes"]["value"] == {"S": "new"}
    printed(aws("delete-table", "--table-name", name))
    assert aws("wait", "table-not-exists", "--table-name", name).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("describe-table",), "ResourceNotFoundException"),
        (("get-item", "--key", '{"pk": {"S": "a"}}'), "ResourceNotFoundException"),
    ],
)
def test_a_refusal_names_its_code_and_the_operation(aws, arguments, code):
    done = aws(*arguments, "--table-name", unique_name())
    assert done.returncode in {EXIT_CLIENT_ERROR, 255}
    assert f"An error occurred ({code}) when calling the" in done.stderr


def test_a_failed_condition_is_an_error(aws, table):
    item = ("put-item", "--table-name", table, "--item", '{"pk": {"S": "cli"}, "sk": {"S": "1"}}')
    printed(aws(*item))
    refused = aws(*item, "--condition-expression", "attribute_not_exists(pk)")
    assert refused.returncode in {EXIT_CLIENT_ERROR, 255}
    assert "ConditionalCheckFailedException" in refused.stderr
    assert "The conditional request failed" in refused.stderr
