"""A case: one table and the requests sent to it, in order. It is drawn from a seed, and kept as JSON lines."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random

from .indexes import any_indexed_request
from .mischief import any_mischief
from .steps import Step, any_request, first_put
from .tables import Table, any_table

FIRST_PUTS = 3
SHORTEST, LONGEST = 4, 12
MISCHIEF = 0.25
INDEXED = 0.25


@dataclass(frozen=True)
class Case:
    table: Table
    steps: list[Step]


def drawn_case(seed: int, number: int) -> Case:
    """The same case for the same numbers, on any machine."""
    random = Random(f"{seed}/{number}")
    table = any_table(random)
    if Random(f"{seed}/{number}/indexed").random() < INDEXED:
        table = replace(table, indexed=True)
        steps = [any_indexed_request(table, random) for _ in range(FIRST_PUTS + random.randint(SHORTEST, 2 * LONGEST))]
        return Case(table, steps)
    steps = [Step("PutItem", first_put(table, random)) for _ in range(FIRST_PUTS)]
    for _ in range(random.randint(SHORTEST, LONGEST)):
        make = any_mischief if random.random() < MISCHIEF else any_request
        steps.append(make(table, random))
    return Case(table, steps)


def write_cases(cases: list[Case], path: Path) -> None:
    """One line for a table, then one for each of its requests."""
    with path.open("w") as lines:
        for case in cases:
            for record in ({"table": asdict(case.table)}, *({"step": asdict(step)} for step in case.steps)):
                lines.write(json.dumps(record, ensure_ascii=False) + "\n")


def read_cases(path: Path) -> list[Case]:
    cases: list[Case] = []
    for line in path.read_text().splitlines():
        record = json.loads(line)
        if "table" in record:
            cases.append(Case(Table(**record["table"]), []))
        else:
            cases[-1].steps.append(Step(**record["step"]))
    return cases
