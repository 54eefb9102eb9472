"""Cuts long texts for a report, so that one large value does not hide the rest."""

LONGEST_TEXT = 60


def shortened(value: object) -> object:
    """The same value with every long text in it, names included, cut to its beginning and its length."""
    match value:
        case str() if len(value) > LONGEST_TEXT:
            return f"{value[:20]}… ({len(value)} characters)"
        case dict():
            return {shortened(name): shortened(content) for name, content in value.items()}
        case list() | tuple():
            return type(value)(shortened(element) for element in value)
    return value
