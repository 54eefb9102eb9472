"""Attribute values that may not be stored, and the error for each."""

VALIDATION = "ValidationException"
SERIALIZATION = "SerializationException"


def nested(levels: int) -> dict:
    value: dict = {"S": "deep"}
    for _ in range(levels):
        value = {"L": [value]}
    return value


BAD_VALUES: dict[str, tuple[object, str]] = {
    "no type": ({}, VALIDATION),
    "two types": ({"S": "a", "N": "1"}, VALIDATION),
    "unknown type": ({"X": "a"}, VALIDATION),
    "null for a string": ({"S": None}, VALIDATION),
    "a word for a number": ({"N": "one"}, VALIDATION),
    "an empty number": ({"N": ""}, VALIDATION),
    "a number with a space": ({"N": " 1"}, VALIDATION),
    "not a number": ({"N": "NaN"}, VALIDATION),
    "infinity": ({"N": "Infinity"}, VALIDATION),
    "underscores in a number": ({"N": "1_000"}, VALIDATION),
    "hexadecimal": ({"N": "0x10"}, VALIDATION),
    "two signs": ({"N": "--1"}, VALIDATION),
    "too large": ({"N": "1E+126"}, VALIDATION),
    "too small": ({"N": "1E-131"}, VALIDATION),
    "39 digits": ({"N": "1" * 39}, VALIDATION),
    "empty string set": ({"SS": []}, VALIDATION),
    "empty number set": ({"NS": []}, VALIDATION),
    "empty binary set": ({"BS": []}, VALIDATION),
    "a string twice": ({"SS": ["a", "b", "a"]}, VALIDATION),
    "a number twice, written differently": ({"NS": ["1", "1.0"]}, VALIDATION),
    "a binary twice": ({"BS": ["YQ==", "YQ=="]}, VALIDATION),
    "null that is false": ({"NULL": False}, VALIDATION),
    "33 levels": (nested(33), VALIDATION),
    "larger than an item": ({"S": "x" * 410_000}, VALIDATION),
    "a number for a string": ({"S": 1}, SERIALIZATION),
    "a JSON number": ({"N": 1}, SERIALIZATION),
    "a string for a boolean": ({"BOOL": "true"}, SERIALIZATION),
    "an object for a list": ({"L": {}}, SERIALIZATION),
    "an array for a map": ({"M": []}, SERIALIZATION),
    "a string for a set": ({"SS": "a"}, SERIALIZATION),
    "numbers in a string set": ({"SS": [1]}, SERIALIZATION),
    "bad base64": ({"B": "***"}, SERIALIZATION),
    "no object": ("text", SERIALIZATION),
}

# Judged only in what one request stores: for a condition or a transaction AWS documents no one answer.
JUDGED_IN_ITEMS = {"larger than an item", "33 levels"}
