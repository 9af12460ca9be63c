"""Facts that differ: over the whole texts, and between clauses that correspond."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import structs

from ire_gate.compare.edits import Edits
from ire_gate.domain import ClauseMatch, Fact, FactDifference, Span
from ire_gate.facts import differences, extract, is_light_edit

VETO = 0.9
"""Certainty from which a fact difference decides alone."""

_ALIKE = 0.6
"""Least fuzzy similarity of two clauses whose facts are held against one another."""

_MOST_PAIRS = 32


def find_differences(
    ours: Sequence[Fact], theirs: Sequence[Fact], matches: Sequence[ClauseMatch], edits: Edits
) -> tuple[FactDifference, ...]:
    """Return the differences between the facts of two texts, each once, with spans in the whole texts.

    A value that both texts hold says nothing to the whole; it is a change all the same if it now stands in another
    clause. So where a name or number moved, the corresponding clauses are compared as well.
    """
    whole = differences(ours, theirs)
    pairs = [match for match in matches if match.lexical is not None and _ALIKE <= match.lexical < 1]
    has_moved = any(word.sort == "literal" for word, _ in edits.moved)
    if not has_moved or not 1 < len(pairs) <= _MOST_PAIRS or not is_light_edit(ours, theirs):
        return whole
    taken = [fact.span for found in whole for fact in (found.ours, found.theirs) if fact]
    return whole + tuple(found for found in _between(pairs) if not _is_told(found, taken))


def _between(pairs: Sequence[ClauseMatch]) -> Iterator[FactDifference]:
    for match in pairs:
        if match.ours is None or match.theirs is None:
            continue
        for found in differences(extract(match.ours.text), extract(match.theirs.text)):
            if found.ours is not None and found.theirs is not None and found.certainty >= VETO:
                yield structs.replace(
                    found,
                    ours=_shifted(found.ours, match.ours.span.start),
                    theirs=_shifted(found.theirs, match.theirs.span.start),
                )


def _shifted(fact: Fact, by: int) -> Fact:
    return structs.replace(fact, span=Span(fact.span.start + by, fact.span.end + by))


def _is_told(found: FactDifference, taken: Sequence[Span]) -> bool:
    spans = [fact.span for fact in (found.ours, found.theirs) if fact]
    return any(span.overlaps(other) for span in spans for other in taken)
