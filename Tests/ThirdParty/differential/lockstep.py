"""Runs cases on two endpoints at once and keeps their tables the same."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from wire import Answer, Connection

from .case import Case
from .comparison import differing_aspects, normal
from .steps import TABLE, Step
from .tables import Table

Items = list[dict]


@dataclass(frozen=True)
class Exchange:
    """One request, both answers, the items that our table held before it, and where the endpoints differ."""

    table: Table
    step: Step
    before: Items
    ours: Answer
    theirs: Answer
    aspects: dict[str, tuple]


class Lockstep:
    def __init__(self, ours: str, theirs: str):
        self._ours = Connection(ours)
        self._theirs = Connection(theirs)

    def run(self, case: Case) -> Iterator[Exchange]:
        """Every request's exchange. What the tables hold is compared after each write, and made the same again."""
        name = f"differential-{uuid.uuid4()}"
        for answer in self._both("CreateTable", case.table.create_request(name)):
            if answer.status != 200:
                raise RuntimeError(f"A table could not be created: {answer}")
        try:
            before: Items = []
            for step in case.steps:
                exchange, before = self._exchange(case.table, name, step, before)
                yield exchange
        finally:
            self._both("DeleteTable", {"TableName": name})

    def _exchange(self, table: Table, name: str, step: Step, before: Items) -> tuple[Exchange, Items]:
        request = step.request if isinstance(step.request, str) else json.dumps(step.request)
        ours, theirs = self._both(step.operation, request.replace(TABLE, name).encode())
        aspects = differing_aspects(step, ours, theirs)
        after = before
        if step.writes:
            mine, other = self._items(self._ours, name), self._items(self._theirs, name)
            after = [normal(item) for item in mine.values()]
            if mine.keys() != other.keys() and not aspects.keys() & {"outcome", "documented"}:
                aspects["stored"] = (_only_in(mine, other), _only_in(other, mine))
            self._repair(table, name, mine, other)
        return Exchange(table, step, before, ours, theirs, aspects), after

    def _both(self, operation: str, request: dict | bytes) -> tuple[Answer, Answer]:
        self._ours.send(operation, request)
        self._theirs.send(operation, request)
        return self._ours.receive(), self._theirs.receive()

    def _items(self, connection: Connection, name: str) -> dict[str, dict]:
        """All items as they were answered, each by a text that is the same for the same item."""
        answer = connection.call("Scan", {"TableName": name, "ConsistentRead": True})
        items = answer.body["Items"] if answer.status == 200 else []
        by_text = {json.dumps(normal(item), sort_keys=True): item for item in items}
        return dict(sorted(by_text.items()))

    def _repair(self, table: Table, name: str, wanted: dict[str, dict], found: dict[str, dict]) -> None:
        for text in found.keys() - wanted.keys():
            self._theirs.call("DeleteItem", {"TableName": name, "Key": table.key_of(found[text])})
        for text in wanted.keys() - found.keys():
            self._theirs.call("PutItem", {"TableName": name, "Item": wanted[text]})


def _only_in(these: dict[str, dict], those: dict[str, dict]) -> Items:
    return [normal(item) for text, item in these.items() if text not in those]
