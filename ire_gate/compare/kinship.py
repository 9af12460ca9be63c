"""What one word is to another: spelling, meaning, nearness."""

from __future__ import annotations

import functools

from ire_gate.compare.wordnet import look_up, relation
from ire_gate.compare.words import Word
from ire_gate.embedders.base import Embedder

NEAREST = ("spelling", "synonym", "antonym", "similar", "wider", "narrower", "sibling")
"""The kinds of kin that pair two words, closest first."""

_LEAST_SPELLED = 4
_LONGEST_WORD = 40
_MOST_SLIPS = 2


def kinship(ours: Word, theirs: Word) -> str:
    """Return what a content word is to another that stands in its place."""
    if "literal" in {ours.sort, theirs.sort}:
        return "literal"
    if is_misspelt(ours.lower, theirs.lower):
        return "spelling"
    return relation(ours.lower, theirs.lower) or "other"


@functools.lru_cache(maxsize=8192)
def is_misspelt(ours: str, theirs: str) -> bool:
    """Tell whether one is the other with a slip of a finger: one letter off, two in a long word, and no known word."""
    shorter, longer = sorted((len(ours), len(theirs)))
    if not _LEAST_SPELLED <= longer <= _LONGEST_WORD or longer - shorter > _MOST_SLIPS or not (ours + theirs).isalpha():
        return False
    from rapidfuzz.distance import OSA

    most = 1 if shorter < 2 * _LEAST_SPELLED else _MOST_SLIPS
    if OSA.distance(ours, theirs, score_cutoff=most) > most:
        return False
    return look_up(ours) is None or look_up(theirs) is None


def is_inflected(ours: str, theirs: str) -> bool:
    """Tell whether two words of one stem differ in number or tense; an -ing form differs from neither."""
    if ours == theirs or ours.endswith("ing") or theirs.endswith("ing"):
        return False
    return ours.isalpha() and theirs.isalpha()


def senses(word: Word) -> frozenset[str]:
    """Return the names of a content word's senses."""
    entry = look_up(word.lower) if word.sort == "content" else None
    return entry.senses if entry else frozenset()


def nearness(ours: Word, theirs: Word, embedder: Embedder | None) -> float | None:
    """Return the cosine of two words; None for names and numbers, or without an embedder."""
    if embedder is None or "literal" in {ours.sort, theirs.sort}:
        return None
    return embedder.similarities([ours.lower], [theirs.lower])[0][0]
