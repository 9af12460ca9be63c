"""What the tests of facts compare: the values of one family."""

from ire_gate.facts import extract


def values(text: str, family: str) -> list[str]:
    """Return the values of a family's facts in a text, in text order."""
    return [fact.value for fact in extract(text) if fact.family == family]
