"""PynamoDB: a model with indexes, its conditions, pages, batches and transactions."""

import pynamodb.attributes as attributes
import pytest
from pynamodb.connection import Connection
from pynamodb.exceptions import DoesNotExist, PutError, TransactWriteError, UpdateError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection, LocalSecondaryIndex
from pynamodb.models import Model
from pynamodb.transactions import TransactGet, TransactWrite

from tables import unique_name


class ByForum(GlobalSecondaryIndex):
    class Meta:
        index_name = "by-forum"
        projection = AllProjection()
        billing_mode = "PAY_PER_REQUEST"

    forum = attributes.UnicodeAttribute(hash_key=True)
    views = attributes.NumberAttribute(range_key=True)


class ByViews(LocalSecondaryIndex):
    class Meta:
        index_name = "by-views"
        projection = KeysOnlyProjection()

    author = attributes.UnicodeAttribute(hash_key=True)
    views = attributes.NumberAttribute(range_key=True)


@pytest.fixture(scope="module")
def thread(session, endpoint):
    credentials = session.get_credentials()

    class Thread(Model):
        class Meta:
            table_name = unique_name()
            host = endpoint
            region = session.region_name
            aws_access_key_id = credentials.access_key
            aws_secret_access_key = credentials.secret_key
            aws_session_token = credentials.token
            billing_mode = "PAY_PER_REQUEST"

        author = attributes.UnicodeAttribute(hash_key=True)
        subject = attributes.UnicodeAttribute(range_key=True)
        forum = attributes.UnicodeAttribute(null=True)
        views = attributes.NumberAttribute(default=0)
        tags = attributes.UnicodeSetAttribute(null=True)
        notes = attributes.MapAttribute(default=dict)
        version = attributes.VersionAttribute()
        by_forum = ByForum()
        by_views = ByViews()

    Thread.create_table(wait=True)
    assert Thread.exists()
    yield Thread
    Thread.delete_table()


def test_a_model_is_saved_read_updated_and_deleted(thread):
    one = thread("ann", "one", forum="swift", views=3, tags={"a", "b"}, notes={"x": 1})
    one.save()
    read = thread.get("ann", "one", consistent_read=True)
    assert (read.views, read.tags, read.version) == (3, {"a", "b"}, 1)
    read.update(actions=[thread.views.add(2), thread.tags.delete({"a"}), thread.notes["x"].set(2)])
    read.refresh(consistent_read=True)
    assert (read.views, read.tags, read.notes["x"], read.version) == (5, {"b"}, 2, 2)
    with pytest.raises(PutError):
        # Its version is the one before.
        one.save()
    read.delete()
    with pytest.raises(DoesNotExist):
        thread.get("ann", "one")


def test_conditions_are_kept(thread):
    item = thread("bob", "one", views=1)
    item.save(thread.author.does_not_exist())
    with pytest.raises(PutError):
        thread("bob", "one").save(thread.author.does_not_exist())
    with pytest.raises(UpdateError):
        item.update(actions=[thread.views.set(9)], condition=thread.views > 5)
    assert thread.get("bob", "one").views == 1


def test_indexes_are_queried_page_by_page(thread):
    with thread.batch_write() as batch:
        for number in range(60):
            batch.save(thread(f"author{number % 2}", f"s{number:02}", forum="many", views=number))
    found = list(thread.by_forum.query("many", thread.views.between(10, 49), page_size=7))
    assert [each.views for each in found] == list(range(10, 50))
    backwards = list(thread.by_views.query("author1", scan_index_forward=False, limit=3))
    assert [each.views for each in backwards] == [59, 57, 55]
    first = thread.by_forum.query("many", limit=5)
    assert [each.views for each in first] == [0, 1, 2, 3, 4]
    rest = thread.by_forum.query("many", last_evaluated_key=first.last_evaluated_key, limit=2)
    assert [each.views for each in rest] == [5, 6]
    assert thread.by_forum.count("many") == 60
    assert len(list(thread.scan(thread.forum == "many", segment=0, total_segments=1))) == 60
    keys = [(f"author{number % 2}", f"s{number:02}") for number in range(60)]
    assert len(list(thread.batch_get(keys, consistent_read=True))) == 60


def test_transactions_are_all_or_nothing(thread, session, endpoint):
    connection = Connection(region=session.region_name, host=endpoint)
    connection.session.set_credentials(*session.get_credentials().get_frozen_credentials())
    with TransactWrite(connection=connection) as transaction:
        transaction.save(thread("cat", "one", views=1))
        transaction.save(thread("cat", "two", views=2))
    with pytest.raises(TransactWriteError) as failure, TransactWrite(connection=connection) as transaction:
        transaction.save(thread("cat", "three"))
        transaction.condition_check(thread, "cat", "one", condition=thread.views == 7)
    # PynamoDB sends the checks first.
    assert [reason and reason.code for reason in failure.value.cancellation_reasons] == ["ConditionalCheckFailed", None]
    with TransactGet(connection=connection) as transaction:
        futures = [transaction.get(thread, "cat", subject) for subject in ("one", "two")]
    assert [future.get().views for future in futures] == [1, 2]
    with pytest.raises(DoesNotExist):
        thread.get("cat", "three")


def test_time_to_live_is_turned_on(session, endpoint, make_table):
    connection = Connection(region=session.region_name, host=endpoint)
    connection.session.set_credentials(*session.get_credentials().get_frozen_credentials())
    name = make_table()
    connection.update_time_to_live(name, "ttl")
