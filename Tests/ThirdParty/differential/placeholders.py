"""Names and values of one request's expressions."""

import re
from random import Random

from .values import ATTRIBUTES, MAP_KEYS, AttributeValue

PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
RESERVED = {"name"}


class Placeholders:
    """Writes names and values as an expression has them, and remembers what each placeholder stands for."""

    def __init__(self, random: Random):
        self.random = random
        self.names: dict[str, str] = {}
        self.values: dict[str, AttributeValue] = {}

    def members(self) -> dict:
        """The request's members; one that would be empty is left out, as DynamoDB demands."""
        members = {"ExpressionAttributeNames": self.names, "ExpressionAttributeValues": self.values}
        return {name: content for name, content in members.items() if content}

    def name(self, name: str) -> str:
        if PLAIN_NAME.fullmatch(name) and name not in RESERVED and self.random.random() < 0.7:
            return name
        for placeholder, bound in self.names.items():
            if bound == name:
                return placeholder
        placeholder = f"#n{len(self.names)}"
        self.names[placeholder] = name
        return placeholder

    def value(self, value: AttributeValue) -> str:
        placeholder = f":v{len(self.values)}"
        self.values[placeholder] = value
        return placeholder

    def path(self, attribute: str) -> str:
        """A path to the attribute, or into it where it usually is a map or a list."""
        text = self.name(attribute)
        kind = ATTRIBUTES.get(attribute)
        if kind == "M" and self.random.random() < 0.6:
            text += "." + self.name(self.random.choice(MAP_KEYS))
        if kind == "L" and self.random.random() < 0.6:
            text += f"[{self.random.choice([0, 0, 1, 2, 7])}]"
        return text

    def any_path(self) -> str:
        return self.path(self.random.choice(list(ATTRIBUTES)))
