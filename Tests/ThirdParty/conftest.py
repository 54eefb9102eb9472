"""The endpoint under test and clients for it.

`AWS_ENDPOINT_URL_DYNAMODB` names an endpoint that runs already, whoever's it is. Otherwise
`TABLETHEORY_BIN` is the path of our command, which is started over memory and over a SQLite file.
"""

import contextlib
import os
import urllib.parse
import uuid

import boto3
import botocore.config
import pytest

import servers
from tables import table_shape, unique_name

REGION = os.environ.get("AWS_REGION", "us-east-1")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "endpoint" not in metafunc.fixturenames:
        return
    if os.environ.get("AWS_ENDPOINT_URL_DYNAMODB"):
        storages = ["named"]
    elif "TABLETHEORY_BIN" in os.environ:
        storages = ["memory", "sqlite"]
    else:
        pytest.exit("Set TABLETHEORY_BIN to the built command, or AWS_ENDPOINT_URL_DYNAMODB to an endpoint.", 2)
    metafunc.parametrize("endpoint", storages, indirect=True, scope="session")


@pytest.fixture(scope="session")
def endpoint(request: pytest.FixtureRequest):
    if request.param == "named":
        yield os.environ["AWS_ENDPOINT_URL_DYNAMODB"]
    else:
        with servers.tabletheory(os.environ["TABLETHEORY_BIN"], on_disk=request.param == "sqlite") as server:
            yield server.url


@pytest.fixture(scope="session")
def session(endpoint: str) -> boto3.Session:
    """Credentials of the environment, or any at all where the endpoint is on this machine."""
    if urllib.parse.urlsplit(endpoint).hostname in {"127.0.0.1", "localhost", "::1"}:
        return boto3.Session("test", "test", region_name=REGION)
    return boto3.Session(region_name=REGION)


@pytest.fixture(scope="session")
def client(session: boto3.Session, endpoint: str):
    config = botocore.config.Config(retries={"total_max_attempts": 1})
    return session.client("dynamodb", endpoint_url=endpoint, config=config)


@pytest.fixture(scope="session")
def resource(session: boto3.Session, endpoint: str):
    return session.resource("dynamodb", endpoint_url=endpoint)


@pytest.fixture(scope="session")
def make_table(client):
    """Creates tables with names of their own, and deletes them when the tests are over."""
    names = []

    def make(sort_key_type: str | None = "S", partition_key_type: str = "S") -> str:
        name = unique_name()
        names.append(name)
        client.create_table(TableName=name, **table_shape(sort_key_type, partition_key_type))
        client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
        return name

    yield make
    for name in names:
        with contextlib.suppress(client.exceptions.ResourceNotFoundException):
            client.delete_table(TableName=name)


@pytest.fixture(scope="session")
def table(make_table) -> str:
    """One table for all tests that keep to a partition of their own."""
    return make_table()


@pytest.fixture
def partition() -> str:
    return str(uuid.uuid4())
