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
    times,
)
from ire_gate.facts.scene import Facts, Scene

_Reader = Callable[[Scene, int], None]

# In the order of reading: what an earlier family has taken (the "no" of "no later than") is no fact of a later one.
_READERS = (times, numbers, modality, conditions, exclusions, quantifiers, polarity, negation, orders, directions)

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
"""The families of facts; `polarity` holds opposites (enable, disable) and has no code of its own."""


def _by_word() -> dict[str, tuple[tuple[int, _Reader], ...]]:
    found: dict[str, list[tuple[int, _Reader]]] = {}
    for rank, reader in enumerate(_READERS):
        for word in reader.WORDS:
            found.setdefault(word, []).append((rank, reader.read))
    return {word: tuple(readers) for word, readers in found.items()}


_BY_WORD = _by_word()
_BY_KIND: dict[str, tuple[tuple[int, _Reader], ...]] = {
    "number": ((0, times.read), (1, numbers.read)),
    "date": ((0, times.read),),
    "time": ((0, times.read),),
    "path": ((0, times.read), (1, numbers.read), (2, names.read)),
    "ident": ((1, numbers.read), (2, names.read)),
} | {kind: ((2, names.read),) for kind in names.KINDS - {"path", "ident"}}
_HYPHENATED = (1, numbers.read_hyphenated)
_CAPITALISED = (2, names.read_capitalised)


@functools.lru_cache(maxsize=64)
def extract(text: str) -> Facts:
    """Return the facts of a text in text order, each normalised and located.

    Takes any text and never raises; the time is linear in its length.

    >>> [(fact.value, fact.quote) for fact in extract("Retry no more than 3 times, once a minute.")]
    [('<= 3 times', 'no more than 3 times'), ('1 times', 'once'), ('every 60 s', 'a minute')]
    """
    scene = Scene(text)
    for _, index, read in sorted(_starts(scene), key=lambda start: start[:2]):
        if not scene.used[index]:
            read(scene, index)
    return scene.finished()


def _starts(scene: Scene) -> list[tuple[int, int, _Reader]]:
    """Return where facts may start: rank of the family, token, and who reads there."""
    starts: list[tuple[int, int, _Reader]] = []
    for index, (token, low) in enumerate(zip(scene.tokens, scene.lows, strict=True)):
        if token.kind == "word":
            readers = _BY_WORD.get(low, ())
            if "-" in low:
                readers = (*readers, _HYPHENATED)
            if token.text[0].isupper():
                readers = (*readers, _CAPITALISED)
        else:
            readers = _BY_KIND.get(token.kind, ())
        for rank, read in readers:
            starts.append((rank, index, read))
    return starts
