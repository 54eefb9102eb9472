"""Generated condition, filter and key condition expressions."""

from random import Random

from .ordering import ordered
from .placeholders import Placeholders
from .tables import Table, key_value
from .values import (
    ATTRIBUTES,
    NUMBERS_NOT_IN_NORMAL_FORM,
    TYPES,
    UNUSUAL_TYPE,
    AttributeValue,
    attribute_value,
    value_of,
)

COMPARATORS = ["=", "<>", "<", "<=", ">", ">="]
ORDERED_TYPES = {"S", "N", "B"}
SIZED_TYPES = {"S", "B", "SS", "NS", "BS", "L", "M"}
ELEMENT_TYPE = {"S": "S", "SS": "S", "NS": "N", "BS": "B", "L": "S"}
DEEPEST = 3


def condition(placeholders: Placeholders, depth: int = 0) -> str:
    text, _ = _condition(placeholders, depth)
    return text


def _condition(placeholders: Placeholders, depth: int) -> tuple[str, bool]:
    """The text, and whether it is a compound that parentheses may go around: DynamoDB refuses them twice."""
    random = placeholders.random
    shape = random.random()
    if depth >= DEEPEST or shape < 0.6:
        return _comparison(placeholders), False
    if shape < 0.7:
        inner, _ = _condition(placeholders, depth + 1)
        return f"NOT ({inner})", True
    sides = []
    for _ in range(2):
        side, compound = _condition(placeholders, depth + 1)
        sides.append(f"({side})" if compound and random.random() < 0.6 else side)
    return f" {random.choice(['AND', 'OR', 'and', 'Or'])} ".join(sides), True


def _comparison(placeholders: Placeholders) -> str:
    random = placeholders.random
    attribute = random.choice(list(ATTRIBUTES))
    kind = ATTRIBUTES[attribute]
    path = placeholders.path(attribute)
    forms = [_exists, _exists, _type, _is_in, _equals, _equals, _compares]
    if random.random() < 0.3:
        forms.append(_equals_path)
    if kind in {"S", "B"}:
        forms.append(_begins_with)
    if kind in ELEMENT_TYPE:
        forms.append(_contains)
    if kind in SIZED_TYPES:
        forms.append(_size)
    if kind in ORDERED_TYPES:
        forms += [_between, _compares, _compares]
    return random.choice(forms)(placeholders, attribute, kind, path)


def _exists(placeholders: Placeholders, attribute: str, kind: str, path: str) -> str:
    return f"{placeholders.random.choice(['attribute_exists', 'attribute_not_exists'])}({path})"


def _type(placeholders: Placeholders, attribute: str, kind: str, path: str) -> str:
    asked = placeholders.random.choice([*TYPES, *[kind] * len(TYPES)])
    return f"attribute_type({path}, {placeholders.value({'S': asked})})"


def _is_in(placeholders: Placeholders, attribute: str, kind: str, path: str) -> str:
    random = placeholders.random
    members = [placeholders.value(attribute_value(attribute, random)) for _ in range(random.randint(1, 4))]
    return f"{path} {random.choice(['IN', 'in'])} ({', '.join(members)})"


def _equals(placeholders: Placeholders, attribute: str, kind: str, path: str) -> str:
    value = placeholders.value(attribute_value(attribute, placeholders.random))
    return f"{path} {placeholders.random.choice(['=', '<>'])} {value}"


def _equals_path(placeholders: Placeholders, attribute: str, kind: str, path: str) -> str:
    other = placeholders.random.choice([name for name in ATTRIBUTES if name != attribute])
    return f"{path} {placeholders.random.choice(['=', '<>'])} {placeholders.path(other)}"


def _compares(placeholders: Placeholders, attribute: str, kind: str, path: str) -> str:
    random = placeholders.random
    if kind not in ORDERED_TYPES:
        return _equals(placeholders, attribute, kind, path)
    compared = random.choice(sorted(ORDERED_TYPES)) if random.random() < UNUSUAL_TYPE else kind
    sides = [path, placeholders.value(value_of(compared, random))]
    if random.random() < 0.2:
        sides.reverse()
    return f" {random.choice(COMPARATORS)} ".join(sides)


def _begins_with(placeholders: Placeholders, attribute: str, kind: str, path: str) -> str:
    return f"begins_with({path}, {placeholders.value(value_of(kind, placeholders.random))})"


def _contains(placeholders: Placeholders, attribute: str, kind: str, path: str) -> str:
    random = placeholders.random
    element = value_of(ELEMENT_TYPE[kind], random)
    if kind == "NS" and random.random() < 0.5:
        element = {"N": random.choice(NUMBERS_NOT_IN_NORMAL_FORM)}
    return f"contains({path}, {placeholders.value(element)})"


def _size(placeholders: Placeholders, attribute: str, kind: str, path: str) -> str:
    random = placeholders.random
    return f"size({path}) {random.choice(COMPARATORS)} {placeholders.value({'N': str(random.randint(0, 5))})}"


def _between(placeholders: Placeholders, attribute: str, kind: str, path: str) -> str:
    low, high = ordered(value_of(kind, placeholders.random), value_of(kind, placeholders.random))
    return f"{path} BETWEEN {placeholders.value(low)} AND {placeholders.value(high)}"


def key_condition(placeholders: Placeholders, table: Table, partition: AttributeValue) -> str:
    text = f"{placeholders.name('pk')} = {placeholders.value(partition)}"
    if table.sort_type and placeholders.random.random() < 0.7:
        text += f" AND {_sort_condition(placeholders, table.sort_type, placeholders.random)}"
    return text


def _sort_condition(placeholders: Placeholders, kind: str, random: Random) -> str:
    name = placeholders.name("sk")
    shape = random.random()
    if shape < 0.25:
        low, high = ordered(key_value(kind, random), key_value(kind, random))
        return f"{name} BETWEEN {placeholders.value(low)} AND {placeholders.value(high)}"
    value = placeholders.value(key_value(kind, random))
    if shape < 0.45 and kind != "N":
        return f"begins_with({name}, {value})"
    return f"{name} {random.choice(['=', '<', '<=', '>', '>='])} {value}"
