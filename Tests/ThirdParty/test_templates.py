"""Templates that our command prints, read by those they are for: cfn-lint, Terraform's language, boto3 and the AWS CLI."""

import contextlib
import json
import subprocess
import sys
import textwrap

import hcl2
import pytest
import yaml

from command import tabletheory
from tables import unique_name

DOCUMENT = """
dms_version: "0.1"
namespace: "acme"
models:
  - name: "Article"
    table: { name: "articles" }
    naming: { convention: "snake_case" }
    keys: { partition: { attribute: "pk", type: "S" }, sort: { attribute: "sk", type: "S" } }
    attributes:
      - attribute: "pk"
        type: "S"
        required: true
        roles: ["pk"]
        tags: { key_templates: ["TENANT#{tenant}#ARTICLE#{slug}"] }
      - { attribute: "sk", type: "S", required: true, roles: ["sk"] }
      - { attribute: "author", type: "S", optional: true }
      - { attribute: "written_at", type: "N", optional: true }
      - { attribute: "expires", type: "N", format: "unix_seconds", roles: ["ttl"], optional: true }
    indexes:
      - { name: "by-author", type: "GSI", partition: { attribute: "author", type: "S" },
          sort: { attribute: "written_at", type: "N" }, projection: { type: "INCLUDE", fields: ["expires"] } }
      - { name: "by-time", type: "LSI", partition: { attribute: "pk", type: "S" },
          sort: { attribute: "written_at", type: "N" } }
  - name: "Counter"
    table: { name: "counters.v1" }
    keys: { partition: { attribute: "name", type: "B" } }
    attributes:
      - { attribute: "name", type: "B", required: true, roles: ["pk"] }
"""

VARIANTS = [
    (),
    ("--json",),
    ("--no-alarms",),
    ("--no-recovery", "--no-deletion-protection", "--encryption", "owned"),
    ("--encryption", "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"),
]


@pytest.fixture(scope="module")
def document(tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("documents") / "acme.dms.yaml"
    path.write_text(DOCUMENT)
    return str(path)


@pytest.fixture(params=["own rows", "a document"])
def models(request, document) -> tuple[str, ...]:
    return () if request.param == "own rows" else ("--models", document)


def lint(template: str, path) -> None:
    """No finding at all, remarks included."""
    path.write_text(template)
    run = "import sys; from cfnlint.runner import main; sys.exit(main())"
    command = [sys.executable, "-c", run, "--include-checks", "I", "--regions", "us-east-1", "--", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("options", VARIANTS)
def test_cfn_lint_finds_nothing_wrong_with_the_template(models, options, tmp_path):
    lint(tabletheory("template", "cloudformation", *models, *options), tmp_path / "template.yaml")


def test_cfn_lint_would_find_something(tmp_path):
    broken = tabletheory("template", "cloudformation").replace("PAY_PER_REQUEST", "PAY_PER_WISH")
    with pytest.raises(AssertionError, match="PAY_PER_WISH"):
        lint(broken, tmp_path / "template.yaml")


def test_yaml_and_json_are_the_same_template(models):
    template = ("template", "cloudformation", *models)
    assert yaml.safe_load(tabletheory(*template)) == json.loads(tabletheory(*template, "--json"))


def test_the_cdk_gets_what_cloudformation_gets(models):
    resources = json.loads(tabletheory("template", "cloudformation", "--json", *models))["Resources"].values()
    tables = [resource["Properties"] for resource in resources if resource["Type"] == "AWS::DynamoDB::Table"]
    properties = json.loads(tabletheory("template", "cdk-json", *models))
    assert [lower(table) for table in tables] == [entry["table"] for entry in properties.values()]
    alarms = [resource["Properties"]["AlarmName"] for resource in resources if resource["Type"].endswith("Alarm")]
    assert alarms == [alarm["alarmName"] for entry in properties.values() for alarm in entry["alarms"]]


def lower(value):
    """The CDK's names: `SSEEnabled` is `sseEnabled`."""
    acronyms = {"SSESpecification": "sseSpecification", "SSEEnabled": "sseEnabled", "SSEType": "sseType"}
    if isinstance(value, dict):
        return {acronyms.get(name, name[0].lower() + name[1:]): lower(member) for name, member in value.items()}
    return [lower(element) for element in value] if isinstance(value, list) else value


def test_terraform_reads_the_configuration(models):
    configuration = hcl2.loads(tabletheory("template", "terraform", *models))
    resources = [(kind, label) for resource in configuration["resource"] for kind, label in plain(resource).items()]
    tables = [body for kind, named in resources if kind == "aws_dynamodb_table" for body in named.values()]
    alarms = [body for kind, named in resources if kind == "aws_cloudwatch_metric_alarm" for body in named.values()]
    template = json.loads(tabletheory("template", "cloudformation", "--json", *models))["Resources"].values()
    expected = [entry["Properties"] for entry in template if entry["Type"] == "AWS::DynamoDB::Table"]
    assert [table["name"] for table in tables] == [table["TableName"] for table in expected]
    for table, other in zip(tables, expected):
        defined = {entry["AttributeName"]: entry["AttributeType"] for entry in other["AttributeDefinitions"]}
        assert {entry["name"]: entry["type"] for entry in table["attribute"]} == defined
        assert table["hash_key"] == other["KeySchema"][0]["AttributeName"]
        indexes = [entry["name"] for entry in table.get("global_secondary_index", [])]
        assert indexes == [entry["IndexName"] for entry in other.get("GlobalSecondaryIndexes", [])]
        assert table["deletion_protection_enabled"] is True
    names = [entry["Properties"]["AlarmName"] for entry in template if entry["Type"].endswith("Alarm")]
    assert [alarm["alarm_name"] for alarm in alarms] == names


def plain(value):
    """Without the quotes that the reader leaves around strings and labels."""
    if isinstance(value, dict):
        return {plain(name): plain(member) for name, member in value.items() if not str(name).startswith("__")}
    if isinstance(value, list):
        return [plain(element) for element in value]
    return value.strip('"') if isinstance(value, str) else value


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--access", "read", "--region", "eu-west-1", "--account", "123456789012"),
        ("--access", "inspect"),
        ("--tenant", "acme", "--tenant", "we?rd*$#"),
        ("--tenant-tag", "tenant"),
    ],
)
def test_cfn_lint_finds_nothing_wrong_with_a_policy(options, tmp_path):
    policy = json.loads(tabletheory("template", "iam-policy", *options))
    resource = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": policy}}
    template = {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"Policy": resource}}
    lint(json.dumps(template), tmp_path / "policy.json")


def test_a_tenant_reaches_its_own_rows_and_no_others():
    policy = json.loads(tabletheory("template", "iam-policy", "--tenant", "acme"))
    keys = policy["Statement"][0]["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    assert "TENANT#acme#CACHE#*" in keys
    assert all(key.startswith("TENANT#acme#") for key in keys)


def test_boto3_makes_the_tables_from_the_requests_and_the_doctor_finds_nothing_wrong(client, endpoint, tmp_path):
    names = [unique_name(), unique_name()]
    path = tmp_path / "acme.dms.yaml"
    path.write_text(DOCUMENT.replace('"articles"', f'"{names[0]}"').replace('"counters.v1"', f'"{names[1]}"'))
    requests = json.loads(tabletheory("template", "create-table", "--models", str(path), "--json"))
    operations = [request["operation"] for request in requests]
    # The second table's models have no TTL.
    assert sorted(operations) == ["CreateTable"] * 2 + ["UpdateContinuousBackups"] * 2 + ["UpdateTimeToLive"]
    calls = {
        "CreateTable": client.create_table,
        "UpdateTimeToLive": client.update_time_to_live,
        "UpdateContinuousBackups": client.update_continuous_backups,
    }
    try:
        for request in requests:
            calls[request["operation"]](**request["parameters"])
            client.get_waiter("table_exists").wait(TableName=request["parameters"]["TableName"], WaiterConfig={"Delay": 1})
        described = client.describe_table(TableName=names[0])["Table"]
        assert [index["IndexName"] for index in described["GlobalSecondaryIndexes"]] == ["by-author"]
        assert described["DeletionProtectionEnabled"] is True
        found = json.loads(tabletheory("doctor", "--models", str(path), "--endpoint", endpoint, "--json"))
        verdicts = {check["verdict"] for table in found["tables"] for check in table["checks"] if check["check"] not in {"encryption", "alarms"}}
        assert verdicts == {"ok"}
    finally:
        for name in names:
            with contextlib.suppress(client.exceptions.ResourceNotFoundException):
                client.update_table(TableName=name, DeletionProtectionEnabled=False)
                client.delete_table(TableName=name)


def test_the_script_makes_the_table_with_the_aws_cli(client, session, endpoint, tmp_path):
    name = unique_name()
    options = ("--table", name, "--no-deletion-protection")
    script = tmp_path / "create.sh"
    script.write_text(tabletheory("template", "create-table", *options))
    aws = tmp_path / "aws"
    aws.write_text(f'#!/bin/sh\nexec {sys.executable} -m awscli "$@"\n')
    aws.chmod(0o755)
    credentials = session.get_credentials().get_frozen_credentials()
    environment = {
        "PATH": f"{tmp_path}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "AWS_ACCESS_KEY_ID": credentials.access_key,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
        "AWS_DEFAULT_REGION": session.region_name,
        "AWS_ENDPOINT_URL_DYNAMODB": endpoint,
    } | ({"AWS_SESSION_TOKEN": credentials.token} if credentials.token else {})
    done = subprocess.run(["/bin/sh", script], env=environment, capture_output=True, text=True, timeout=120)
    try:
        assert done.returncode == 0, done.stderr
        assert client.describe_table(TableName=name)["Table"]["TableStatus"] == "ACTIVE"
        assert client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]["AttributeName"] == "ttl"
        backups = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
        assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    finally:
        client.delete_table(TableName=name)


def test_a_document_that_is_none_is_refused_with_its_line(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text(textwrap.dedent(DOCUMENT).replace('type: "GSI"', 'type: "INDEX"'))
    assert tabletheory("template", "cloudformation", "--models", str(path), status=65) == ""
