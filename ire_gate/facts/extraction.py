"""Text → facts: one pass over the tokens finds what may start a fact, each family then reads from there."""

from __future__ import annotations

import functools
from collections.abc import Callable

from ire_gate.facts import (
    conditions,
    directions,
    exclusions,
    modality,
    names,
    negation,
    numbers,
    orders,
    polarity,
    quantifiers,
    recurrences,
    times,
    zones,
)
from ire_gate.facts.scene import Facts, Scene
from ire_gate.language.tokens import TEXTS

_Reader = Callable[[Scene, int], None]
_Start = tuple[int, int, _Reader]

FAMILIES: tuple[str, ...] = (
    "number",
    "time",
    "negation",
    "modality",
    "quantifier",
    "name",
    "condition",
    "direction",
    "order",
    "exclusion",
    "polarity",
)
"""The families of facts; ``polarity`` is of opposites (*enable*, *disable*)."""

# Readers and the words that they start at, in the order of reading: what an earlier one has taken (the "no" of "no
# later than") is no fact for a later one.
_READERS: tuple[tuple[_Reader, frozenset[str]], ...] = (
    (times.read, times.WORDS),
    (recurrences.read, recurrences.WORDS),
    (zones.read, zones.WORDS),
    (numbers.read, numbers.WORDS),
    (numbers.read_hyphenated, frozenset()),
    (names.read, frozenset()),
    (names.read_capitalised, frozenset()),
    (modality.read, modality.WORDS),
    (conditions.read, conditions.WORDS),
    (exclusions.read, exclusions.WORDS),
    (quantifiers.read, quantifiers.WORDS),
    (polarity.read, frozenset()),
    (negation.read, negation.WORDS),
    (orders.read, orders.WORDS),
    (directions.read, directions.WORDS),
)
_RANKS = {reader: rank for rank, (reader, _) in enumerate(_READERS)}


def _by_word() -> dict[str, list[tuple[int, _Reader]]]:
    found: dict[str, list[tuple[int, _Reader]]] = {}
    for rank, (reader, words) in enumerate(_READERS):
        for word in words:
            found.setdefault(word, []).append((rank, reader))
    return found


def _by_kind() -> dict[str, list[tuple[int, _Reader]]]:
    kinds: dict[str, tuple[_Reader, ...]] = {
        "number": (times.read, numbers.read),
        "date": (times.read,),
        "time": (times.read,),
        "path": (times.read, numbers.read, names.read),
        "ident": (numbers.read, names.read),
    }
    kinds |= dict.fromkeys(("code", "url", "mail", "flag", "quoted", "fence"), (names.read,))
    return {kind: [(_RANKS[reader], reader) for reader in readers] for kind, readers in kinds.items()}


_BY_WORD = _by_word()
_BY_KIND = _by_kind()
_HYPHENATED, _CAPITALISED = _RANKS[numbers.read_hyphenated], _RANKS[names.read_capitalised]
_POLAR = _RANKS[polarity.read]


@functools.lru_cache(maxsize=TEXTS)
def extract(text: str) -> Facts:
    """Return the facts of a text in text order, each normalised and located.

    Takes any text and never raises; the time is linear in its length.

    >>> [(fact.value, fact.quote) for fact in extract("Retry no more than 3 times, each after a minute.")][:2]
    [('<= 3 times', 'no more than 3 times'), ('all', 'each')]
    """
    scene = Scene(text)
    starts = _starts(scene)
    starts.sort(key=_reading_order)
    for _, index, read in starts:
        if not scene.used[index]:
            read(scene, index)
    return scene.finished()


def _reading_order(start: _Start) -> tuple[int, int]:
    return start[0], start[1]


def _starts(scene: Scene) -> list[_Start]:
    """Return where facts may start: the rank of the reader, the token, and the reader."""
    starts: list[_Start] = []
    for index, token in enumerate(scene.tokens):
        if token.kind != "word":
            starts += [(rank, index, read) for rank, read in _BY_KIND.get(token.kind, ())]
            continue
        low = scene.lows[index]
        if low in _BY_WORD:
            starts += [(rank, index, read) for rank, read in _BY_WORD[low]]
        if "-" in low:
            starts.append((_HYPHENATED, index, numbers.read_hyphenated))
        if not token.text.islower():
            starts.append((_CAPITALISED, index, names.read_capitalised))
        if polarity.has_opposite(scene.stems[index]):
            starts.append((_POLAR, index, polarity.read))
    return starts
