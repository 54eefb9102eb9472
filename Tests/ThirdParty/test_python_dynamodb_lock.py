"""python-dynamodb-lock, a port of AWS's lock client for Java: its whole protocol against this endpoint."""

import datetime
import time

import pytest
from python_dynamodb_lock.python_dynamodb_lock import DynamoDBLockClient, DynamoDBLockError

from tables import unique_name

LEASE = datetime.timedelta(seconds=2)


@pytest.fixture(scope="module")
def lock_table(client) -> str:
    name = unique_name()
    DynamoDBLockClient.create_dynamodb_table(client, table_name=name)
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    yield name
    client.delete_table(TableName=name)


@pytest.fixture
def locks(resource, lock_table):
    """Makes lock clients, and closes them in the end."""
    made = []

    def make(owner: str, lease: datetime.timedelta = datetime.timedelta(seconds=30)) -> DynamoDBLockClient:
        made.append(
            DynamoDBLockClient(
                resource,
                table_name=lock_table,
                owner_name=owner,
                lease_duration=lease,
                heartbeat_period=lease / 6,
                safe_period=lease * 2 / 3,
                expiry_period=datetime.timedelta(hours=1),
            )
        )
        return made[-1]

    yield make
    for each in made:
        each.close(release_locks=True)


def no_patience() -> dict:
    return {"retry_period": datetime.timedelta(milliseconds=20), "retry_timeout": datetime.timedelta(milliseconds=100)}


def test_one_owner_at_a_time(locks, partition):
    ann, bob = locks("ann"), locks("bob")
    held = ann.acquire_lock(partition)
    with pytest.raises(DynamoDBLockError) as refusal:
        bob.acquire_lock(partition, **no_patience())
    assert refusal.value.code == DynamoDBLockError.ACQUIRE_TIMEOUT
    held.release()
    with bob.acquire_lock(partition, **no_patience()) as taken:
        assert taken.owner_name == "bob"


def test_sort_keys_are_locks_of_their_own(locks, partition):
    ann, bob = locks("ann"), locks("bob")
    with ann.acquire_lock(partition, sort_key="1"), bob.acquire_lock(partition, sort_key="2", **no_patience()):
        pass


def test_a_heartbeat_keeps_a_lock_beyond_its_lease(locks, partition):
    ann, bob = locks("ann", LEASE), locks("bob", LEASE)
    held = ann.acquire_lock(partition)
    until = time.monotonic() + 1.5 * LEASE.total_seconds()
    while time.monotonic() < until:
        with pytest.raises(DynamoDBLockError):
            bob.acquire_lock(partition, **no_patience())
    held.release()


def test_additional_attributes_come_back(client, lock_table, locks, partition):
    held = locks("ann").acquire_lock(partition, additional_attributes={"purpose": "test"})
    key = {"lock_key": {"S": partition}, "sort_key": {"S": "-"}}
    assert client.get_item(TableName=lock_table, Key=key, ConsistentRead=True)["Item"]["purpose"] == {"S": "test"}
    held.release()
    assert "Item" not in client.get_item(TableName=lock_table, Key=key, ConsistentRead=True)
