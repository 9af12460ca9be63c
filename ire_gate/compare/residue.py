"""What identical clauses leave over: the words that are compared one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ire_gate.compare.words import Word, outside, within
from ire_gate.domain import Clause, Span

MOST_WORDS = 3000
"""Words per side, outside identical clauses, whose edits are looked at; what lies beyond counts as rewritten."""

_JOINTS = frozenset({"and", "but"})
_GOVERNORS = frozenset("if unless when whenever while until till before after except where once otherwise only".split())
_FRONT = 2
_STOPS = frozenset(".;:!?\n")


def residue(text: str, clauses: Sequence[Clause], words: Sequence[Word], same: Sequence[Span]) -> list[Word]:
    """Return a text's words outside identical clauses, without list marks and joints that a stop may have replaced."""
    loose = frozenset(_loose(text, clauses, words))
    return [word for word in outside(words, same) if word.start not in loose]


def _loose(text: str, clauses: Sequence[Clause], words: Sequence[Word]) -> Iterator[int]:
    """Find what stands between clauses and says nothing: list marks, and each free *and* and *but*."""
    is_governed = False
    end = 0
    for clause in clauses:
        inner = within(words, clause.span)
        if not _STOPS.isdisjoint(text[end : clause.span.start]):
            is_governed = False
        # A condition may hold for what is joined to it, before or after.
        is_free = not is_governed and not any(word.norm in _GOVERNORS for word in inner)
        for word in within(words, Span(end, clause.span.start)):
            if word.sort == "literal" or (is_free and word.norm in _JOINTS):
                yield word.start
        is_governed = is_governed or any(word.norm in _GOVERNORS for word in inner[:_FRONT])
        end = clause.span.end


def without_ends(ours: list[Word], theirs: list[Word]) -> tuple[list[Word], list[Word]]:
    """Cut off what both begin with and what both end with, if there are more words than the limit."""
    if len(ours) <= MOST_WORDS >= len(theirs):
        return ours, theirs
    first = _common(ours, theirs)
    ours, theirs = ours[first:], theirs[first:]
    last = _common(ours[::-1], theirs[::-1])
    return ours[: len(ours) - last], theirs[: len(theirs) - last]


def _common(ours: list[Word], theirs: list[Word]) -> int:
    """Return how many words both begin with."""
    pairs = enumerate(zip(ours, theirs, strict=False))
    return next((place for place, (a, b) in pairs if a.norm != b.norm), min(len(ours), len(theirs)))
