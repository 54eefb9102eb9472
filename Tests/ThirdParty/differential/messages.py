"""Error messages that are worded differently for the same error. They are listed, and fail nothing."""

import collections
import re

from .comparison import outcome
from .lockstep import Exchange

# Regions of AWS differ in whether they put this before a message.
ENVELOPE = re.compile(r"^\d+ validation errors? detected: ")
VARYING = re.compile(r"differential-[0-9a-f-]+|'[^']*'|\"[^\"]*\"|\[.*\]|\{.*\}|:[a-z]\w*|#[a-z]\w*|\d+")


class Messages:
    def __init__(self):
        self._pairs: collections.Counter[tuple[str, str]] = collections.Counter()
        self._examples: dict[tuple[str, str], tuple[str, str, str]] = {}

    def note(self, exchange: Exchange) -> None:
        if outcome(exchange.ours) == "success" or outcome(exchange.ours) != outcome(exchange.theirs):
            return
        full = (exchange.ours.message, exchange.theirs.message)
        pair = tuple(VARYING.sub("…", ENVELOPE.sub("", message)).casefold() for message in full)
        if pair[0] != pair[1]:
            self._pairs[pair] += 1
            self._examples.setdefault(pair, (*full, exchange.step.mischief or exchange.step.operation))

    def report(self) -> None:
        print(f"\n{len(self._pairs)} differently worded messages:")
        for pair, count in self._pairs.most_common():
            mine, other, occasion = self._examples[pair]
            print(f"  {count}x {occasion}\n    ours   {mine[:300]}\n    theirs {other[:300]}")
