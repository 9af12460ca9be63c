"""What the tests of facts compare: the values of one family, the differences of two texts."""

from ire_gate.domain import FactDifference
from ire_gate.facts import differences, extract


def values(text: str, family: str) -> list[str]:
    """Return the values of a family's facts in a text, in text order."""
    return [fact.value for fact in extract(text) if fact.family == family]


def between(ours: str, theirs: str) -> tuple[FactDifference, ...]:
    """Return the differences of the facts of two texts."""
    return differences(extract(ours), extract(theirs))
