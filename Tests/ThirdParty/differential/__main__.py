"""Sends generated requests to our endpoint and to MiniStack and fails where they differ without a written reason.

From Tests/ThirdParty: `TABLETHEORY_BIN=path/to/tabletheory python -m differential --cases 3000 --seed 1`
"""

import argparse
import contextlib
import os
import sys
import tempfile
import time
from pathlib import Path

import servers
from wire import Answer

from .case import Case, drawn_case, read_cases, write_cases
from .comparison import outcome
from .differences import Accepted
from .lockstep import Exchange, Lockstep
from .messages import Messages
from .shortening import shortened
from .shrinking import shortest

MOST_FAILURES_SHOWN = 10
LONGEST_LINE = 2000


def main() -> int:
    options = arguments()
    with contextlib.ExitStack() as running:
        ours = options.ours or running.enter_context(servers.tabletheory(os.environ["TABLETHEORY_BIN"])).url
        theirs = options.theirs or running.enter_context(servers.ministack()).url
        return Run(Lockstep(ours, theirs), options).judge()


class Run:
    def __init__(self, lockstep: Lockstep, options: argparse.Namespace):
        self._lockstep = lockstep
        self._options = options
        self._accepted = Accepted()
        self._messages = Messages()
        self._requests = 0
        self._failures: list[Case] = []

    def judge(self) -> int:
        started = time.monotonic()
        for case in self._cases():
            if (failure := self._first_failure(case, counting=True)) is not None:
                self._report(case, *failure)
            if len(self._failures) >= self._options.failures:
                break
        self._summarise(time.monotonic() - started)
        return 1 if self._failures else 0

    def _cases(self):
        if self._options.replay:
            return read_cases(self._options.replay)
        return (drawn_case(self._options.seed, number) for number in range(self._options.cases))

    def _first_failure(self, case: Case, counting: bool = False) -> tuple[int, Exchange, dict] | None:
        """The first step whose answers differ without an entry: its index, the exchange and the aspects."""
        for index, exchange in enumerate(self._lockstep.run(case)):
            if counting:
                self._requests += 1
                self._messages.note(exchange)
            if aspects := self._accepted.unaccepted(exchange):
                return index, exchange, aspects
        return None

    def _report(self, case: Case, index: int, exchange: Exchange, aspects: dict) -> None:
        def differs(shorter: Case) -> bool:
            found = self._first_failure(shorter)
            return found is not None and found[2].keys() == aspects.keys()

        minimal = shortest(Case(case.table, case.steps[: index + 1]), differs)
        self._failures.append(minimal)
        step = exchange.step
        print(f"\n{step.operation} differs{f' ({step.mischief})' if step.mischief else ''}:")
        for aspect, (mine, other) in aspects.items():
            print(f"  {aspect}:\n    ours   {shortened(mine)}\n    theirs {shortened(other)}")
        for whose, answer in (("our answer:  ", exchange.ours), ("their answer:", exchange.theirs)):
            print(f"  {whose} {outcome(answer)}: {_shown(answer)}"[:LONGEST_LINE])
        after = f"  after {len(minimal.steps) - 1} requests on {minimal.table}"
        print(f"{after}: {shortened(step.request)}"[:LONGEST_LINE])

    def _summarise(self, seconds: float) -> None:
        if self._options.messages:
            self._messages.report()
        met = self._accepted.met
        print(f"\n{self._requests} requests in {seconds:.0f} s. Accepted differences met: {met.total()}.")
        if self._options.verbose:
            for identifier, count in met.most_common():
                print(f"  {count:6} {identifier}")
        if self._failures:
            path = Path(tempfile.gettempdir()) / f"differential-{os.getpid()}.jsonl"
            write_cases(self._failures, path)
            print(f"{len(self._failures)} unaccepted differences. Replay: python -m differential --replay {path}")
        elif self._accepted.unused and not self._options.replay:
            print(f"Entries of differences.toml that nothing matched: {', '.join(self._accepted.unused)}")


def _shown(answer: Answer) -> object:
    try:
        return shortened(answer.body)
    except ValueError:
        return answer.payload


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m differential", description=__doc__)
    parser.add_argument("--cases", type=int, default=1500, help="how many cases to draw (default 1500)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--replay", type=Path, help="run the cases of this file instead")
    parser.add_argument("--ours", help="our endpoint's URL, instead of starting TABLETHEORY_BIN")
    parser.add_argument("--theirs", help="the other endpoint's URL, instead of starting MiniStack")
    parser.add_argument("--failures", type=int, default=MOST_FAILURES_SHOWN, help="stop after so many differences")
    parser.add_argument("--messages", action="store_true", help="list the error messages that are worded differently")
    parser.add_argument("--verbose", action="store_true", help="count each accepted difference")
    options = parser.parse_args()
    if not options.ours and "TABLETHEORY_BIN" not in os.environ:
        parser.error("set TABLETHEORY_BIN to the built command, or give --ours URL")
    return options


if __name__ == "__main__":
    sys.exit(main())
