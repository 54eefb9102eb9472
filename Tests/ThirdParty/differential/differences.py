"""The written list of accepted differences, and which of them a run has met."""

import collections
import fnmatch
import tomllib
from dataclasses import dataclass
from pathlib import Path

from .comparison import outcome
from .lockstep import Exchange
from .predicates import PREDICATES

LIST = Path(__file__).parent / "differences.toml"


@dataclass(frozen=True)
class Difference:
    """One accepted difference. Every field that narrows it must fit."""

    id: str
    when: str
    aspects: list[str]
    we_answer: str
    they_answer: str
    page: str
    rule: str
    mischief: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()

    def covers(self, exchange: Exchange, aspect: str) -> bool:
        return (
            aspect in self.aspects
            and _is_among(exchange.step.operation, self.operations)
            and _is_among(outcome(exchange.ours), self.ours)
            and _is_among(outcome(exchange.theirs), self.theirs)
            and _is_among(exchange.step.mischief or "", self.mischief)
            and (bool(self.mischief) or exchange.step.mischief is None)
            and PREDICATES[self.when](exchange)
        )


class Accepted:
    """Judges exchanges by the list, and counts what each entry of it excused."""

    def __init__(self, path: Path = LIST):
        self._differences = [Difference(**entry) for entry in tomllib.loads(path.read_text())["difference"]]
        self.met: collections.Counter[str] = collections.Counter()

    @property
    def unused(self) -> list[str]:
        return [difference.id for difference in self._differences if not self.met[difference.id]]

    def unaccepted(self, exchange: Exchange) -> dict[str, tuple]:
        """The aspects in which the endpoints differ without an entry that covers it."""
        left = {}
        for aspect, pair in exchange.aspects.items():
            covering = [difference.id for difference in self._differences if difference.covers(exchange, aspect)]
            self.met.update(covering[:1])
            if not covering:
                left[aspect] = pair
        return left


def _is_among(text: str, patterns: tuple[str, ...]) -> bool:
    return not patterns or any(fnmatch.fnmatchcase(text, pattern) for pattern in patterns)
