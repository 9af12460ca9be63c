"""Which open points are worth a question, and in which order: by split probability × consequence.

The consequence is what a wrong guess costs, told from the words of the sentence that the gap stands in: an act that
nobody can take back (delete, send, pay, publish) weighs twice as much as one that can, and what is only permitted half.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from ire_gate.domain import Gap, Span
from ire_gate.language.clauses import sentences
from ire_gate.language.tokens import stem

MOST_QUESTIONS = 5
"""Gaps that are asked about; further ones are notes. Whoever answers these will write another text anyway."""

FINAL, OPTIONAL = 2.0, 0.5
"""Weight of a gap in a sentence about what cannot be taken back, and in one about what is only permitted."""

_FINAL = frozenset(
    stem(word)
    for word in (
        "delete drop erase purge wipe truncate destroy overwrite terminate revoke uninstall send notify publish "
        "announce deploy pay refund charge transfer cancel migrate ban"
    ).split()
)
_OPTIONAL = frozenset("may might optionally optional ideally preferably".split())


def ranked(gaps: Sequence[Gap], text: str) -> list[Gap]:
    """Return the gaps in the order in which they are worth asking about: the weightiest first."""
    return sorted(gaps, key=lambda gap: -gap.probability * consequence(gap.span, text))


def consequence(span: Span | None, text: str) -> float:
    """Return what a wrong guess at this place weighs: 1 if nothing is known of it.

    >>> consequence(Span(0, 3), "Old rows are deleted."), consequence(Span(0, 3), "Old rows are listed.")
    (2.0, 1.0)
    """
    if span is None:
        return 1.0
    for start, end, weight in _weights(text):
        if start < span.end and span.start < end:
            return weight
    return 1.0


def recommended_first(gap: Gap) -> tuple[str, ...]:
    """Return the readings with the one that the reader adopted, and recommends, before the others."""
    if not 0 < gap.chosen < len(gap.readings):
        return gap.readings
    return (gap.readings[gap.chosen], *gap.readings[: gap.chosen], *gap.readings[gap.chosen + 1 :])


@functools.lru_cache(maxsize=16)
def _weights(text: str) -> tuple[tuple[int, int, float], ...]:
    """Return start, end and weight of each sentence."""
    found = []
    for sentence in sentences(text):
        words = {token.lower for token in sentence}
        is_final = not _FINAL.isdisjoint(stem(word) for word in words if word.isalpha())
        weight = FINAL if is_final else 1.0
        found.append((sentence[0].start, sentence[-1].end, weight * OPTIONAL if words & _OPTIONAL else weight))
    return tuple(found)
