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


def test_a_session_with_indexes_tags_and_batches(aws):
    name = unique_name()
    local = {
        "IndexName": "by-at",
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}],
        "Projection": {"ProjectionType": "KEYS_ONLY"},
    }
    created = printed(
        aws(
            "create-table",
            *("--table-name", name, "--billing-mode", "PAY_PER_REQUEST"),
            "--attribute-definitions",
            *(f"AttributeName={key},AttributeType={kind}" for key, kind in (("pk", "S"), ("sk", "S"), ("at", "N"))),
            *("--key-schema", "AttributeName=pk,KeyType=HASH", "AttributeName=sk,KeyType=RANGE"),
            *("--local-secondary-indexes", json.dumps([local]), "--tags", "Key=team,Value=web"),
        )
    )
    arn = created["TableDescription"]["TableArn"]
    assert aws("wait", "table-exists", "--table-name", name).returncode == 0

    items = [{"pk": {"S": "a"}, "sk": {"S": str(n)}, "at": {"N": str(9 - n)}, "tag": {"S": "t"}} for n in range(4)]
    requests = {name: [{"PutRequest": {"Item": item}} for item in items]}
    assert printed(aws("batch-write-item", "--request-items", json.dumps(requests)))["UnprocessedItems"] == {}
    keys = {name: {"Keys": [{key: items[0][key] for key in ("pk", "sk")}]}}
    assert printed(aws("batch-get-item", "--request-items", json.dumps(keys)))["Responses"] == {name: [items[0]]}

    create = {
        "Create": {
            "IndexName": "by-tag",
            "KeySchema": [{"AttributeName": "tag", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }
    }
    printed(
        aws(
            "update-table",
            *("--table-name", name, "--attribute-definitions", "AttributeName=tag,AttributeType=S"),
            *("--global-secondary-index-updates", json.dumps([create])),
        )
    )
    by_index = {}
    for index, condition, value in (("by-at", "pk = :v", "a"), ("by-tag", "tag = :v", "t")):
        read = printed(
            aws(
                "query",
                *("--table-name", name, "--index-name", index, "--key-condition-expression", condition),
                *("--expression-attribute-values", json.dumps({":v": {"S": value}}), "--page-size", "3"),
            )
        )
        by_index[index] = [item["sk"]["S"] for item in read["Items"]]
    assert by_index["by-at"] == ["3", "2", "1", "0"]
    assert sorted(by_index["by-tag"]) == ["0", "1", "2", "3"]

    printed(aws("tag-resource", "--resource-arn", arn, "--tags", "Key=stage,Value=test"))
    printed(aws("untag-resource", "--resource-arn", arn, "--tag-keys", "team"))
    assert printed(aws("list-tags-of-resource", "--resource-arn", arn))["Tags"] == [{"Key": "stage", "Value": "test"}]
    assert printed(aws("describe-limits"))["AccountMaxReadCapacityUnits"] > 0
    assert printed(aws("describe-endpoints"))["Endpoints"]
    backups = printed(aws("describe-continuous-backups", "--table-name", name))["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "DISABLED"
    refused = aws("execute-statement", "--statement", f'SELECT * FROM "{name}"')
    assert "UnknownOperationException" in refused.stderr
    printed(aws("delete-table", "--table-name", name))


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
