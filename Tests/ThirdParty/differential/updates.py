"""Generated update expressions with every clause and function, and projection expressions."""

from .placeholders import Placeholders
from .values import ATTRIBUTES, MAP_KEYS, any_value, attribute_value, value_of

CLAUSES = ["SET", "REMOVE", "ADD", "DELETE"]
DOCUMENTS = [name for name, kind in ATTRIBUTES.items() if kind in {"L", "M"}]
SETS = [name for name, kind in ATTRIBUTES.items() if kind in {"SS", "NS", "BS"}]
NUMBERS = [name for name, kind in ATTRIBUTES.items() if kind == "N"]


def update(placeholders: Placeholders) -> str:
    """One to three clauses. Each attribute is written once, so that no two paths overlap."""
    random = placeholders.random
    free = random.sample(list(ATTRIBUTES), len(ATTRIBUTES))
    if random.random() < 0.5:
        nested = random.choice(DOCUMENTS)
        free.remove(nested)
        free.append(nested)
    clauses = random.sample(CLAUSES, random.choice([1, 1, 1, 1, 2, 3]))
    written = []
    for clause in clauses:
        actions = [_ACTIONS[clause](placeholders, free) for _ in range(random.choice([1, 1, 1, 2, 3]))]
        keyword = clause if random.random() < 0.9 else clause.lower()
        written.append(f"{keyword} {', '.join(actions)}")
    return " ".join(written)


def projection(placeholders: Placeholders) -> str:
    """Paths of different attributes, or several into the same map or list."""
    random = placeholders.random
    if random.random() < 0.2:
        keys = random.sample(MAP_KEYS, 2)
        return ", ".join(f"{placeholders.name('doc')}.{placeholders.name(key)}" for key in keys)
    if random.random() < 0.1:
        return "entries[1], entries[0]"
    names = random.sample([*ATTRIBUTES, "pk"], random.randint(1, 4))
    return ", ".join(placeholders.path(name) for name in names)


def _take(free: list[str], wanted: list[str] | None = None) -> str:
    for name in wanted or free:
        if name in free:
            free.remove(name)
            return name
    return free.pop()


def _set(placeholders: Placeholders, free: list[str]) -> str:
    random = placeholders.random
    form = random.choice(["value", "value", "path", "default", "append", "plus", "plus"])
    if form == "append":
        target = _take(free, ["entries"])
        added = placeholders.value(value_of("L", random))
        operands = [placeholders.name("entries"), added]
        random.shuffle(operands)
        if random.random() < 0.5:
            operands[operands.index(added)] = f"if_not_exists({placeholders.path('entries')}, {added})"
        return f"{placeholders.name(target)} = list_append({', '.join(operands)})"
    if form == "plus":
        target = _take(free, random.sample(NUMBERS, len(NUMBERS)))
        source = placeholders.name(random.choice([target, target, *NUMBERS, random.choice(list(ATTRIBUTES))]))
        if random.random() < 0.5:
            source = f"if_not_exists({source}, {placeholders.value({'N': '0'})})"
        operands = [source, placeholders.value(value_of("N", random))]
        if random.random() < 0.3:
            operands.reverse()
        return f"{placeholders.name(target)} = {random.choice([' + ', ' - ']).join(operands)}"
    target = _take(free)
    path = placeholders.path(target)
    new = attribute_value(target, random) if "[" not in path and "." not in path else any_value(random)
    if form == "path":
        return f"{path} = {placeholders.any_path()}"
    value = placeholders.value(new)
    if form == "default":
        return f"{path} = if_not_exists({placeholders.path(target)}, {value})"
    return f"{path} = {value}"


def _remove(placeholders: Placeholders, free: list[str]) -> str:
    if "entries" in free and placeholders.random.random() < 0.15:
        free.remove("entries")
        return f"{placeholders.name('entries')}[0], {placeholders.name('entries')}[1]"
    return placeholders.path(_take(free))


def _add(placeholders: Placeholders, free: list[str]) -> str:
    random = placeholders.random
    target = _take(free, random.sample(NUMBERS + SETS, len(NUMBERS + SETS)))
    kind = ATTRIBUTES[target] if ATTRIBUTES[target] in {"N", "SS", "NS", "BS"} else "N"
    return f"{placeholders.name(target)} {placeholders.value(value_of(kind, random))}"


def _delete(placeholders: Placeholders, free: list[str]) -> str:
    random = placeholders.random
    target = _take(free, random.sample(SETS, len(SETS)))
    kind = ATTRIBUTES[target] if ATTRIBUTES[target] in {"SS", "NS", "BS"} else "SS"
    return f"{placeholders.name(target)} {placeholders.value(value_of(kind, random))}"


_ACTIONS = {"SET": _set, "REMOVE": _remove, "ADD": _add, "DELETE": _delete}
