"""Makes a case that differs as short as it can be."""

from collections.abc import Callable

from .case import Case


def shortest(case: Case, differs: Callable[[Case], bool]) -> Case:
    """The case without every step that the difference does not need, tried from the last to the first."""
    for index in reversed(range(len(case.steps) - 1)):
        without = Case(case.table, case.steps[:index] + case.steps[index + 1 :])
        if differs(without):
            case = without
    return case
