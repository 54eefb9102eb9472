"""Generated attribute values: all ten types, odd strings, the edges of numbers, nesting."""

import base64
from random import Random

AttributeValue = dict
Item = dict[str, AttributeValue]

STRINGS = [
    "", " ", "a", "A", "ab", "abc", "b", "0", "10", "9", "é", "e\u0301", "日本語", "😀", "\uffff", "\u0000", "\u0001",
    'quote"back\\slash', "line\nbreak\ttab", "#a", ":v", "</script>", "a.b[0]", "SET", "x" * 40,
]  # fmt: skip
NUMBERS = [
    "0", "1", "2", "3", "10", "-1", "-10", "0.5", "-0.25", "1.5", "100", "99999999999", "3.14159",
    "12345678901234567890123456789012345678", "-0.12345678901234567890123456789012345678",
    "0.00000000000000000001", "100000000000000000000",
]  # fmt: skip
EXTREME_NUMBERS = [
    "9.9999999999999999999999999999999999999E+125", "-9.9999999999999999999999999999999999999E+125",
    "1E-130", "-1E-130", "1E+125", "99999999999999999999999999999999999999",
]  # fmt: skip
NUMBERS_NOT_IN_NORMAL_FORM = ["-0", "1.0", "007", "1e2", "1E+2", "1.50", "0.10", "0e10", "00"]
BINARIES = [b"", b"\x00", b"\xff", b"\x00\x01", b"abc", b"abcd", b"\x7f\x80", bytes(range(20))]
TYPES = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"]
MAP_KEYS = ["x", "y", "deep", "name", "a.ключ"]


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def string(random: Random) -> AttributeValue:
    return {"S": random.choice(STRINGS)}


def number(random: Random) -> AttributeValue:
    shape = random.random()
    if shape < 0.7:
        return {"N": random.choice(NUMBERS[:13])}
    if shape < 0.85:
        return {"N": random.choice(NUMBERS)}
    if shape < 0.93:
        return {"N": random.choice(NUMBERS_NOT_IN_NORMAL_FORM)}
    return {"N": random.choice(EXTREME_NUMBERS)}


def binary(random: Random) -> AttributeValue:
    return {"B": encoded(random.choice(BINARIES))}


def set_of(kind: str, random: Random) -> AttributeValue:
    members = {
        "SS": STRINGS[1:10],
        "NS": NUMBERS[:10],
        "BS": [encoded(data) for data in BINARIES[1:]],
    }[kind]
    return {kind: random.sample(members, random.randint(1, 3))}


def value_of(kind: str, random: Random, depth: int = 0) -> AttributeValue:
    match kind:
        case "S":
            return string(random)
        case "N":
            return number(random)
        case "B":
            return binary(random)
        case "BOOL":
            return {"BOOL": random.random() < 0.5}
        case "NULL":
            return {"NULL": True}
        case "L":
            return {"L": [any_value(random, depth + 1) for _ in range(random.randint(0, 3))]}
        case "M":
            keys = random.sample(MAP_KEYS, random.randint(0, 4))
            return {"M": {key: any_value(random, depth + 1) for key in keys}}
        case _:
            return set_of(kind, random)


def any_value(random: Random, depth: int = 0) -> AttributeValue:
    kinds = TYPES if depth < 3 else TYPES[:8]
    return value_of(random.choice(kinds), random, depth)


# The attributes of generated items, each with the type it usually has, so that conditions often hold.
ATTRIBUTES = {
    "amount": "N", "tally": "N", "title": "S", "note": "S", "payload": "B", "flag": "BOOL", "nothing": "NULL",
    "labels": "SS", "scores": "NS", "chunks": "BS", "entries": "L", "doc": "M",
    "name": "S", "a.b": "N", "with space": "S", "日付": "N", "_under": "M", "1st": "S",
}  # fmt: skip
UNUSUAL_TYPE = 0.12


def attribute_value(name: str, random: Random) -> AttributeValue:
    if random.random() < UNUSUAL_TYPE:
        return any_value(random)
    return value_of(ATTRIBUTES[name], random)


def attributes(random: Random) -> Item:
    names = random.sample(list(ATTRIBUTES), random.randint(0, 12))
    item = {name: attribute_value(name, random) for name in names}
    if random.random() < 0.05:
        item["bulk"] = {"S": "x" * random.choice([500, 1100, 3900, 5000, 9000])}
    return item
