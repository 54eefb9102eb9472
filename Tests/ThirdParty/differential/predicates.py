"""What may excuse a difference: each predicate is a narrow fact about a request and what our table held.

A difference in `differences.toml` names one of them as its `when`.
"""

import json
import re
from collections.abc import Callable, Iterator

from .lockstep import Exchange
from .reading import CALL, COMPARISON, MEMBERSHIP, PATH, Action, actions
from .tables import INDEXES
from .values import AttributeValue

Predicate = Callable[[Exchange], bool]
PREDICATES: dict[str, Predicate] = {}
DOCUMENTS = {"L", "M"}
SMALLEST_LARGE_ITEM = 1000
TERM = rf"(?:if_not_exists\({PATH}, :\w+\)|{PATH}|:\w+)"
SIZED = {"S", "B", "SS", "NS", "BS", "L", "M"}


def predicate(check: Predicate) -> Predicate:
    PREDICATES[check.__name__] = check
    return check


@predicate
def a_bad_request(exchange: Exchange) -> bool:
    """The request was made to have one thing wrong, and our refusal is the documented one."""
    return exchange.step.mischief is not None


@predicate
def lists_or_maps_are_compared(exchange: Exchange) -> bool:
    return any(_kinds(left) & DOCUMENTS and _kinds(right) & DOCUMENTS for left, right in _compared(exchange))


@predicate
def two_missing_attributes_are_compared(exchange: Exchange) -> bool:
    return any(left is None and right is None for left, right in _compared(exchange))


@predicate
def the_size_of_a_scalar_is_compared(exchange: Exchange) -> bool:
    return any(value is not None and not _kinds(value) & SIZED for value in _sized(exchange))


@predicate
def begins_with_meets_another_type(exchange: Exchange) -> bool:
    return any(
        value is not None and _kinds(value) != _kinds(prefix)
        for name, value, prefix in _called(exchange)
        if name == "begins_with"
    )


@predicate
def contains_compares_numbers_as_text(exchange: Exchange) -> bool:
    """A number that is not in normal form is looked for in a set of numbers."""
    return any("NS" in _kinds(value) for name, value, _ in _called(exchange) if name == "contains")


@predicate
def an_operand_is_not_a_number(exchange: Exchange) -> bool:
    return any(_kinds(value) - {"N"} for operands in _sums(exchange) for value in operands)


@predicate
def a_sum_needs_more_than_28_digits(exchange: Exchange) -> bool:
    return any(_digits(operands) > 28 for operands in [*_sums(exchange), *_added(exchange)])


@predicate
def a_list_is_appended_to_another_type(exchange: Exchange) -> bool:
    return any(_kinds(value) - {"L"} for operands in _appended(exchange) for value in operands)


@predicate
def several_list_elements_are_removed(exchange: Exchange) -> bool:
    return any(len(re.findall(r"\[\d+\]", _clause(action, "REMOVE"))) > 1 for action, _ in _updates(exchange))


@predicate
def an_element_is_set_past_the_end(exchange: Exchange) -> bool:
    return any(
        int(index) > len((action.value(path, item) or {}).get("L", []))
        for action, item in _updates(exchange)
        for path, index in re.findall(r"([#\w]+)\[(\d+)\] = ", action.update)
    )


@predicate
def an_update_only_takes_away(exchange: Exchange) -> bool:
    """Where there is no item, an update has no SET and no ADD, and they hold nothing more than bare keys."""
    mine, theirs = exchange.aspects.get("stored", ([], []))
    bare = not mine and all(item.keys() == exchange.table.key_types.keys() for item in theirs)
    return bare and any(
        not item and not _clause(action, "SET") and not _clause(action, "ADD") for action, item in _updates(exchange)
    )


@predicate
def a_path_leads_through_nothing(exchange: Exchange) -> bool:
    """A clause writes inside an attribute that is missing, or is not the map or list that the path needs."""
    return any(
        not _kinds(action.value(parent, item)) & {"L" if step.startswith("[") else "M"}
        for action, item in _updates(exchange)
        for parent, step in re.findall(r"([#\w]+)(\.[#\w]+|\[\d+\])", action.update)
    )


@predicate
def a_nested_path_is_updated(exchange: Exchange) -> bool:
    return any(re.search(r"[\w]+(\.[#\w]+|\[\d+\])", action.update) for action, _ in _updates(exchange))


@predicate
def an_item_is_larger_than_a_unit(exchange: Exchange) -> bool:
    """What is read or written together, or an item written, has more than 1 KB."""
    written = [action.members["Item"] for action in actions(exchange) if "Item" in action.members]
    concerned = [item for action in actions(exchange) for item in action.items]
    return len(json.dumps([written, concerned])) > SMALLEST_LARGE_ITEM


@predicate
def capacity_is_asked_for(exchange: Exchange) -> bool:
    return exchange.step.request.get("ReturnConsumedCapacity") in {"TOTAL", "INDEXES"}


@predicate
def indexes_are_asked_for(exchange: Exchange) -> bool:
    return exchange.step.request["ReturnConsumedCapacity"] == "INDEXES"


@predicate
def an_update_and_a_condition_fail(exchange: Exchange) -> bool:
    """A transaction holds an update that cannot be made and a condition, of the same or of another action."""
    return any(action.update for action in actions(exchange)) and any(action.condition for action in actions(exchange))


@predicate
def an_item_lacks_an_index_sort_key(exchange: Exchange) -> bool:
    """It has the index's partition key."""
    index = exchange.step.request.get("IndexName") if isinstance(exchange.step.request, dict) else None
    if index not in INDEXES:
        return False
    partition, sort, _ = INDEXES[index]
    return sort is not None and any(partition in item and sort not in item for item in exchange.before)


def _kinds(value: AttributeValue | None) -> set[str]:
    return set(value or {})


def _conditions(exchange: Exchange) -> Iterator[tuple[Action, dict]]:
    for action in actions(exchange):
        for item in action.items if action.condition else []:
            yield action, item


def _updates(exchange: Exchange) -> Iterator[tuple[Action, dict]]:
    for action in actions(exchange):
        for item in action.items if action.update else []:
            yield action, item


def _compared(exchange: Exchange) -> Iterator[tuple[AttributeValue | None, AttributeValue | None]]:
    for action, item in _conditions(exchange):
        for left, _, right in COMPARISON.findall(action.condition):
            if not (left.startswith("size(") or right.startswith("size(")):
                yield action.value(left, item), action.value(right, item)
        for path, members in MEMBERSHIP.findall(action.condition):
            for member in members.split(", "):
                yield action.value(path, item), action.value(member, item)
        for name, path, operand in CALL.findall(action.condition):
            for element in (action.value(path, item) or {}).get("L", []) if name == "contains" else []:
                yield element, action.value(operand, item)


def _called(exchange: Exchange) -> Iterator[tuple[str, AttributeValue | None, AttributeValue | None]]:
    for action, item in _conditions(exchange):
        for name, path, operand in CALL.findall(action.condition):
            yield name, action.value(path, item), action.value(operand, item) if operand else None


def _sized(exchange: Exchange) -> Iterator[AttributeValue | None]:
    for name, value, _ in _called(exchange):
        if name == "size":
            yield value


def _sums(exchange: Exchange) -> Iterator[list[AttributeValue]]:
    return _operands(exchange, rf"({TERM}) [+-] ({TERM})")


def _appended(exchange: Exchange) -> Iterator[list[AttributeValue]]:
    return _operands(exchange, rf"list_append\(({TERM}), ({TERM})\)")


def _operands(exchange: Exchange, pattern: str) -> Iterator[list[AttributeValue]]:
    """The operands of every match; of if_not_exists, its attribute where there is one and else its value."""
    for action, item in _updates(exchange):
        for terms in re.findall(pattern, action.update):
            named = [re.findall(rf"{PATH}|:\w+", term.removeprefix("if_not_exists")) for term in terms]
            candidates = [[action.value(name, item) for name in names] for names in named]
            present = [[value for value in values if value is not None] for values in candidates]
            yield [values[0] for values in present if values]


def _added(exchange: Exchange) -> Iterator[list[AttributeValue]]:
    for action, item in _updates(exchange):
        for path, placeholder in re.findall(rf"({PATH}) (:\w+)", _clause(action, "ADD")):
            operands = [action.value(path, item), action.value(placeholder, item)]
            yield [value for value in operands if value is not None]


def _clause(action: Action, keyword: str) -> str:
    match = re.search(rf"(?i)\b{keyword} (.*?)(?= (?:SET|REMOVE|ADD|DELETE) |$)", action.update)
    return match.group(1) if match else ""


def _digits(operands: list[AttributeValue]) -> int:
    """How many digits the sum of the numbers needs, from its first to its last."""
    places = []
    for value in operands:
        coefficient, _, exponent = value.get("N", "0").lstrip("-").partition("E")
        lowest = int(exponent or "0")
        places += [lowest, lowest + len(coefficient)]
    return max(places) - min(places) + 1 if places else 0
