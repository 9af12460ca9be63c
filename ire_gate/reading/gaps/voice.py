"""Definite plurals that nobody has named, and sentences that stop in the middle."""

from __future__ import annotations

from collections.abc import Iterator

from ire_gate.language.lexicon import CONJUNCTIONS, DETERMINERS, PREPOSITIONS
from ire_gate.language.tokens import stem
from ire_gate.reading.scene import LITERALS, Scene
from ire_gate.reading.smell import Smell

_CUT = PREPOSITIONS | DETERMINERS | CONJUNCTIONS | frozenset("is are has if when that which while than where".split())
_WHOLE = frozenset(
    "same first last following above below next previous two three four five six seven eight nine ten only rest other "
    "others remaining entire whole".split()
)


def find(scene: Scene) -> Iterator[Smell]:
    """Yield the smells of unnamed sets and broken sentences."""
    seen: set[str] = set()
    for index, word in enumerate(scene.low):
        if word == "the":
            yield from _plural(scene, index, seen)
        if scene.kinds[index] == "word":
            seen.add(stem(word))
    yield from _broken(scene)


def _plural(scene: Scene, index: int, seen: set[str]) -> Iterator[Smell]:
    """*The regions*, *the flaky tests*: a set that nothing has named before."""
    end = scene.noun_phrase_from(index + 1)
    _, last = scene.sentence(index)
    end = min(end, last)
    if end == index + 1 or end - index > 4 or scene.kinds[end - 1] != "word":  # noqa: PLR2004 - up to three words
        return
    if end - index > 2 and scene.is_finite(end - 1):  # noqa: PLR2004 - the, noun, verb
        return
    first = scene.sentence(index)[0]
    is_named = scene.tokens[end - 1].text[0].isupper() or any(
        "'s" in word or "’s" in word for word in scene.low[index + 1 : end]
    )
    if index == first or is_named:
        return
    head = scene.low[end - 1]
    if not scene.is_plural(end - 1) or stem(head) in seen or scene.low[index + 1] in _WHOLE:
        return
    after = scene.word(end)
    is_told = after in {"of", ":"} or scene.is_figure(end)
    if is_told or any(scene.kinds[place] in LITERALS for place in range(index + 1, min(last, end + 4))):
        return
    if after in {"that", "which", "who", "in", "with", "from", "for", "on", "at", "to"}:
        return
    quote = scene.quote(index, end)
    yield Smell(
        "quantifier.the_bare",
        "quantifier",
        index,
        end,
        f"Which ones exactly are “{quote}”?",
        (
            f"all {scene.quote(index + 1, end)} that exist",
            f"only those {scene.quote(index + 1, end)} that the writer has in mind",
        ),
    )


def _broken(scene: Scene) -> Iterator[Smell]:
    """A sentence that ends on a word that needs another one after it."""
    for first, last in scene.bounds:
        end = last - 1
        if last == scene.place and end - first > 2 and scene.kinds[end] == "word" and scene.low[end] in _CUT:  # noqa: PLR2004 - headings are short
            yield _cut(scene, first, end)


def _cut(scene: Scene, first: int, end: int) -> Smell:
    start = max(first, end - 4)
    return Smell(
        "value.cut_off",
        "missing_value",
        start,
        end + 1,
        f"What comes after “{scene.quote(start, end + 1)}”?",
        ("the sentence goes on and a value was lost", "nothing more was meant"),
    )
