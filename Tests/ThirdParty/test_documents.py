"""Our documents and what the doctor says, read by Python's YAML and JSON Schema."""

import decimal
import json

import jsonschema
import pytest
import yaml

from command import tabletheory
from tables import table_shape, unique_name


def test_yaml_and_json_are_the_same_document():
    document = yaml.safe_load(tabletheory("model", "export"))
    assert document == json.loads(tabletheory("model", "export", "--json"))
    assert document["dms_version"] == "0.1"
    assert [model["name"] for model in document["models"]] == [
        "Lock", "Meta", "Version", "Generation", "Request", "Page",
    ]  # fmt: skip


def test_the_json_schema_is_one_and_allows_what_the_command_writes(resource, make_table, endpoint):
    schema = json.loads(tabletheory("model", "export", "--format", "json-schema"))
    jsonschema.Draft202012Validator.check_schema(schema)
    name = make_table()
    tabletheory("lease", "acquire", "home", "--for", "10s", "--table", name, "--endpoint", endpoint)
    (item,) = resource.Table(name).scan(ConsistentRead=True)["Items"]
    item = {key: int(value) if isinstance(value, decimal.Decimal) else value for key, value in item.items()}
    lock = jsonschema.Draft202012Validator(schema | {"anyOf": [{"$ref": "#/$defs/Lock"}]})
    lock.validate(item)
    for broken in [{"sk": "META"}, {"pk": "home"}, {"lease_expires_at": "soon"}]:
        assert not lock.is_valid(item | broken)


def test_a_service_is_held_to_the_document(tmp_path):
    path = tmp_path / "service.json"
    document = json.loads(tabletheory("model", "export", "--json"))
    path.write_text(json.dumps(document))
    tabletheory("model", "check", str(path))
    document["models"][0]["attributes"][3]["attribute"] = "token"
    path.write_text(json.dumps(document, indent=2))
    found = json.loads(tabletheory("model", "check", str(path), "--json", status=1))
    assert [difference["place"] for difference in found["differences"]] == ["Lock.token", "Lock.lease_token"]
    path.write_text("models: [")
    tabletheory("model", "check", str(path), status=65)


@pytest.fixture
def doctor(endpoint):
    def run(name: str, *options: str, status: int) -> dict:
        printed = tabletheory("doctor", "--table", name, "--endpoint", endpoint, "--json", *options, status=status)
        (table,) = json.loads(printed)["tables"]
        return {check["check"]: check for check in table["checks"]}

    return run


def test_the_doctor_finds_nothing_wrong_with_a_table_from_the_template(client, make_table, doctor):
    name = make_table()
    client.update_time_to_live(
        TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"}
    )
    checks = doctor(name, "--ignore", "recovery", status=0)
    assert {check: checks[check]["verdict"] for check in ["table", "keys", "ttl", "billing", "clock"]} == {
        "table": "ok", "keys": "ok", "ttl": "ok", "billing": "ok", "clock": "ok",
    }  # fmt: skip


def test_the_doctor_names_what_differs_and_how_to_mend_it(client, make_table, doctor):
    name = make_table(sort_key_type="N")
    checks = doctor(name, status=1)
    assert checks["keys"]["verdict"] == "differs"
    assert checks["ttl"]["verdict"] == "differs"
    # The remedy is a command for the AWS CLI: with it the finding is gone.
    assert checks["ttl"]["remedy"].startswith(f"aws dynamodb update-time-to-live --table-name {name} --endpoint-url http")
    assert checks["ttl"]["remedy"].endswith("Enabled=true,AttributeName=ttl")
    client.update_time_to_live(
        TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"}
    )
    assert doctor(name, status=1)["ttl"]["verdict"] == "ok"


def test_the_doctor_on_provisioned_throughput_and_on_no_table(client, doctor):
    name = unique_name()
    assert doctor(name, status=1)["table"]["verdict"] == "differs"
    throughput = {"ReadCapacityUnits": 3, "WriteCapacityUnits": 2}
    client.create_table(
        TableName=name, **table_shape() | {"BillingMode": "PROVISIONED", "ProvisionedThroughput": throughput}
    )
    try:
        client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
        assert "3 read and 2 write units" in doctor(name, status=1)["billing"]["found"]
    finally:
        client.delete_table(TableName=name)


def test_the_doctor_cannot_ask_where_nobody_is():
    nobody = ("--endpoint", "http://127.0.0.1:9")
    assert tabletheory("doctor", *nobody, status=69) == ""
