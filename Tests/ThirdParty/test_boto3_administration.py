"""Changes of tables, tags and descriptions through boto3; and what is not there says so."""

import botocore.config
import botocore.exceptions
import pytest

from tables import unique_name

SERVED = {
    "BatchGetItem", "BatchWriteItem", "CreateTable", "DeleteItem", "DeleteTable", "DescribeContinuousBackups",
    "DescribeEndpoints", "DescribeLimits", "DescribeTable", "DescribeTimeToLive", "GetItem", "ListTables",
    "ListTagsOfResource", "PutItem", "Query", "Scan", "TagResource", "TransactGetItems", "TransactWriteItems",
    "UntagResource", "UpdateContinuousBackups", "UpdateItem", "UpdateTable", "UpdateTimeToLive",
}  # fmt: skip


@pytest.fixture
def arn(client, table) -> str:
    return client.describe_table(TableName=table)["Table"]["TableArn"]


def refusal(call, **request) -> dict:
    with pytest.raises(botocore.exceptions.ClientError) as failure:
        call(**request)
    return failure.value.response["Error"]


def test_billing_and_protection_change(client, make_table):
    name = make_table()
    throughput = {"ReadCapacityUnits": 2, "WriteCapacityUnits": 3}
    client.update_table(TableName=name, BillingMode="PROVISIONED", ProvisionedThroughput=throughput)
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    described = client.describe_table(TableName=name)["Table"]["ProvisionedThroughput"]
    assert throughput.items() <= described.items()

    client.update_table(TableName=name, DeletionProtectionEnabled=True)
    assert client.describe_table(TableName=name)["Table"]["DeletionProtectionEnabled"]
    assert refusal(client.delete_table, TableName=name)["Code"] == "ValidationException"
    client.update_table(TableName=name, DeletionProtectionEnabled=False)


def test_the_resource_updates_a_table(resource, make_table):
    table = resource.Table(make_table())
    table.update(BillingMode="PROVISIONED", ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1})
    table.wait_until_exists()
    table.reload()
    assert table.provisioned_throughput["ReadCapacityUnits"] == 1


def test_an_update_of_nothing_is_refused(client, table):
    assert refusal(client.update_table, TableName=table)["Code"] == "ValidationException"
    missing = refusal(client.update_table, TableName=unique_name(), DeletionProtectionEnabled=True)
    assert missing["Code"] == "ResourceNotFoundException"


def test_tags_come_and_go(client, arn):
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "web"}, {"Key": "stage", "Value": "é"}])
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "core"}])
    pages = client.get_paginator("list_tags_of_resource").paginate(ResourceArn=arn)
    tags = {tag["Key"]: tag["Value"] for page in pages for tag in page["Tags"]}
    assert tags == {"team": "core", "stage": "é"}
    client.untag_resource(ResourceArn=arn, TagKeys=["team", "stage"])
    assert client.list_tags_of_resource(ResourceArn=arn)["Tags"] == []
    assert refusal(client.list_tags_of_resource, ResourceArn=arn + "s")["Code"] == "ResourceNotFoundException"


def test_a_table_is_found_by_its_arn(client, table, arn, partition):
    key = {"pk": {"S": partition}, "sk": {"S": "1"}}
    client.put_item(TableName=arn, Item=key)
    assert client.get_item(TableName=table, Key=key)["Item"] == key
    assert client.describe_table(TableName=arn)["Table"]["TableName"] == table


def test_limits_and_endpoints_are_described(client):
    limits = client.describe_limits()
    assert limits["TableMaxReadCapacityUnits"] <= limits["AccountMaxReadCapacityUnits"]
    [endpoint] = client.describe_endpoints()["Endpoints"]
    assert endpoint["Address"]
    assert endpoint["CachePeriodInMinutes"] > 0


def test_the_endpoint_described_is_the_one_that_was_asked(client, endpoint):
    if "amazonaws" in endpoint:
        pytest.skip("AWS names its own endpoint")
    [described] = client.describe_endpoints()["Endpoints"]
    assert endpoint.endswith(described["Address"])


def test_continuous_backups_are_described(client, make_table):
    name = make_table()
    before = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    assert before["ContinuousBackupsStatus"] == "ENABLED"
    assert before["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "DISABLED"
    updated = client.update_continuous_backups(
        TableName=name,
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 7},
    )["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert updated["PointInTimeRecoveryStatus"] == "ENABLED"
    assert updated["RecoveryPeriodInDays"] == 7
    assert updated["EarliestRestorableDateTime"] <= updated["LatestRestorableDateTime"]
    error = refusal(client.describe_continuous_backups, TableName=unique_name())
    assert error["Code"] == "TableNotFoundException"


def test_every_other_operation_of_the_api_is_unknown(session, endpoint):
    """What the engine does not have, it says that it does not have: nothing is answered by half."""
    if "amazonaws" in endpoint:
        pytest.skip("AWS has them all")
    unchecked = session.client(
        "dynamodb",
        endpoint_url=endpoint,
        config=botocore.config.Config(parameter_validation=False, retries={"total_max_attempts": 1}),
    )
    names = unchecked.meta.method_to_api_mapping
    assert SERVED <= set(names.values())
    for method, operation in names.items():
        if operation in SERVED:
            continue
        error = refusal(getattr(unchecked, method))
        assert error["Code"] == "UnknownOperationException", operation
