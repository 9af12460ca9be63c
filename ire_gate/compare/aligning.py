"""Clauses of one text ↔ clauses of the other."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence

from ire_gate.compare.words import Word, within
from ire_gate.domain import Clause, ClauseMatch
from ire_gate.embedders.base import Embedder

BAND = 24
"""A clause is compared only with clauses at most this many places away, so that long texts stay linear."""

EMBEDDED = 64
"""Clauses per side that are embedded at most; what lies beyond is aligned by its words."""

RATED = 2000
"""Characters of a clause that its fuzzy similarity is taken of at most; the cost grows with their square."""

FLOOR = 0.42
"""Least likeness of two clauses that count as partners."""


_Words = tuple[Sequence[Word], Sequence[Word]]


def align(
    ours: Sequence[Clause], theirs: Sequence[Clause], words: _Words, embedder: Embedder | None
) -> tuple[list[ClauseMatch], list[ClauseMatch]]:
    """Match the clauses of two texts, whose words are given, each with at least its best partner.

    Returns:
        The identical ones, and all others: ``changed`` pairs (a clause may be in several), ``lost``, ``added``.
    """
    same, mine, yours = _identical(ours, theirs)
    if not mine or not yours:
        return same, [*_alone(mine, "lost"), *_alone(yours, "added")]
    return same, _similar(mine, yours, words, embedder)


def _identical(
    ours: Sequence[Clause], theirs: Sequence[Clause]
) -> tuple[list[ClauseMatch], list[Clause], list[Clause]]:
    waiting: defaultdict[str, deque[Clause]] = defaultdict(deque)
    for clause in theirs:
        waiting[_key(clause)].append(clause)
    same, mine = [], []
    for clause in ours:
        partners = waiting[_key(clause)]
        if partners:
            other = partners.popleft()
            same.append(ClauseMatch(status="kept", ours=clause, theirs=other, semantic=None, lexical=1.0))
        else:
            mine.append(clause)
    yours = sorted((clause for rest in waiting.values() for clause in rest), key=lambda clause: clause.span)
    return same, mine, yours


def reordered(same: Sequence[ClauseMatch]) -> int:
    """Return how many identical clauses would have to move to stand in ours' order again."""
    tails: list[int] = []
    for match in same:
        start = match.theirs.span.start if match.theirs else 0
        place = bisect_left(tails, start)
        tails[place : place + 1] = [start]
    return len(same) - len(tails)


def _key(clause: Clause) -> str:
    return " ".join(clause.text.lower().split())


def _alone(clauses: Sequence[Clause], status: str) -> Iterator[ClauseMatch]:
    for clause in clauses:
        is_ours = status == "lost"
        yield ClauseMatch(
            status=status,
            ours=clause if is_ours else None,
            theirs=None if is_ours else clause,
            semantic=None,
            lexical=None,
        )


def _similar(
    mine: Sequence[Clause], yours: Sequence[Clause], words: _Words, embedder: Embedder | None
) -> list[ClauseMatch]:
    from rapidfuzz import fuzz  # 5 ms that texts with the same clauses do not wait for

    semantic = _cosines(mine, yours, embedder)
    bags_ours, bags_theirs = _bags(mine, words[0]), _bags(yours, words[1])
    scored: list[tuple[float, int, int]] = []
    step = len(yours) / len(mine)
    for i in range(len(mine)):
        middle = int(i * step)
        for j in range(max(0, middle - BAND), min(len(yours), middle + BAND + 1)):
            likeness = _overlap(bags_ours[i], bags_theirs[j])
            cosine = semantic.get((i, j))
            blend = likeness if cosine is None else max(0.9 * likeness, 0.5 * likeness + 0.5 * cosine)
            if blend >= FLOOR:
                scored.append((blend, i, j))
    scored.sort(key=lambda row: (-row[0], row[1], row[2]))
    free_ours, free_theirs = set(range(len(mine))), set(range(len(yours)))
    chosen: list[tuple[int, int]] = []
    for _, i, j in scored:
        if i in free_ours and j in free_theirs:
            chosen.append((i, j))
            free_ours.discard(i)
            free_theirs.discard(j)
    for _, i, j in scored:
        if i in free_ours or j in free_theirs:
            chosen.append((i, j))
            free_ours.discard(i)
            free_theirs.discard(j)
    matches = [
        ClauseMatch(
            status="changed",
            ours=mine[i],
            theirs=yours[j],
            semantic=semantic.get((i, j)),
            lexical=fuzz.ratio(mine[i].text[:RATED], yours[j].text[:RATED]) / 100,
        )
        for i, j in sorted(chosen)
    ]
    matches += _alone([mine[i] for i in sorted(free_ours)], "lost")
    matches += _alone([yours[j] for j in sorted(free_theirs)], "added")
    return matches


def _cosines(
    mine: Sequence[Clause], yours: Sequence[Clause], embedder: Embedder | None
) -> dict[tuple[int, int], float]:
    if embedder is None:
        return {}
    matrix = embedder.similarities(
        [clause.text for clause in mine[:EMBEDDED]], [clause.text for clause in yours[:EMBEDDED]]
    )
    return {(i, j): float(value) for i, row in enumerate(matrix) for j, value in enumerate(row)}


def _bags(clauses: Sequence[Clause], words: Sequence[Word]) -> list[frozenset[str]]:
    return [frozenset(word.norm for word in within(words, clause.span) if word.is_content) for clause in clauses]


def _overlap(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """Return how far the smaller bag lies in the larger one (a clause may come back as two)."""
    if not ours or not theirs:
        return 0.0
    common = len(ours & theirs)
    return 0.7 * common / min(len(ours), len(theirs)) + 0.3 * common / len(ours | theirs)
