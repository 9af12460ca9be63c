"""Prose → the stretches that become one requirement each, with their tokens and what joins them to the one before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from ire_gate.domain import Span
from ire_gate.language.clauses import clauses
from ire_gate.language.lexicon import AUXILIARIES, IMPERATIVES
from ire_gate.language.tokens import Token, tokens_of
from ire_gate.reading.words import FINITE, verb_of

_TAIL = re.compile(r" (?:so|then|too)\b(?=\s*(?:[.;,:!?]|$))", re.MULTILINE)
_OR = re.compile(r"\bor\b")
_PROHIBITING = frozenset({"do", "don't"})
_ENDS = frozenset(".!?\n")


class Part(NamedTuple):
    """A stretch of prose that says one thing."""

    text: str
    start: int
    joined: str
    """What stands between it and the part before, in lower case."""
    tokens: tuple[Token, ...]


def parts(prose: str) -> Iterator[Part]:
    """Yield the clauses of a text; one that says nothing without the clause before it is joined to that one."""
    tokens = tuple(token for token in tokens_of(prose) if token.kind not in {"line", "blank"})
    starts = [token.start for token in tokens]
    held: tuple[int, int, str] | None = None
    place = 0
    for clause in clauses(prose):
        start, end = clause.span.start, clause.span.end
        joined = prose[place:start].lower()
        tail = _TAIL.match(prose, end, end + 8)
        end = tail.end() if tail else end
        place = end
        if held is not None and _hangs_on(joined, tokens[bisect_left(starts, start) : bisect_left(starts, end)]):
            held = (held[0], end, held[2])
            continue
        if held is not None:
            yield _part(prose, held, tokens, starts)
        held = (start, end, joined)
    if held is not None:
        yield _part(prose, held, tokens, starts)


def _part(prose: str, held: tuple[int, int, str], tokens: tuple[Token, ...], starts: list[int]) -> Part:
    span = Span(held[0], held[1])
    return Part(span.of(prose), held[0], held[2], tokens[bisect_left(starts, held[0]) : bisect_left(starts, held[1])])


def _hangs_on(joined: str, tokens: tuple[Token, ...]) -> bool:
    """An alternative, a purpose, a predicate without a subject, or a fragment without a verb."""
    if not tokens or not _ENDS.isdisjoint(joined):
        return False
    first = tokens[0].lower
    if _OR.search(joined) or first == "that" or (first in AUXILIARIES and first not in _PROHIBITING):
        return True
    return not has_verb(tokens)


def has_verb(tokens: tuple[Token, ...]) -> bool:
    """Whether a clause has a word that is a verb by its form or place."""
    for index, token in enumerate(tokens):
        if token.kind != "word":
            continue
        word = token.lower
        if word in AUXILIARIES or word in FINITE or (word in IMPERATIVES and not index):
            return True
        if index and word.endswith("s") and verb_of(word) in IMPERATIVES:
            return True
    return any(token.lower in IMPERATIVES for token in tokens[1:4] if token.kind == "word")
