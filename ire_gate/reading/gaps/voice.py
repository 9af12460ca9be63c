"""Passives without an actor, definite plurals nobody has named, and sentences that stop in the middle."""

from __future__ import annotations

from collections.abc import Iterator

from ire_gate.language.lexicon import AUXILIARIES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS
from ire_gate.language.tokens import stem
from ire_gate.reading.scene import LITERALS, Scene
from ire_gate.reading.smell import Smell

_BE = frozenset("is are was were be been being gets get got".split())
_PERSONAL = frozenset(
    "notified informed told phoned contacted emailed alerted asked consulted discussed confirmed approved reviewed agreed "
    "decided escalated invited reminded warned instructed interviewed negotiated signed released published announced "
    "communicated checked chosen selected assigned handed".split()
)
_CUT = PREPOSITIONS | DETERMINERS | CONJUNCTIONS | frozenset("is are has if when that which while than where".split())
_WHOLE = frozenset(
    "same first last following above below next previous two three four five six seven eight nine ten only rest other others "
    "remaining entire whole".split()
)


def find(scene: Scene) -> Iterator[Smell]:
    """Yield the smells of missing actors, unnamed sets and broken sentences."""
    seen: set[str] = set()
    for index, word in enumerate(scene.low):
        if word in _PERSONAL and scene.word(index - 1) in _BE | {"not"}:
            yield from _passive(scene, index)
        elif word == "the":
            yield from _plural(scene, index, seen)
        if scene.kinds[index] == "word":
            seen.add(stem(word))
    yield from _broken(scene)


def _passive(scene: Scene, index: int) -> Iterator[Smell]:
    first, last = scene.sentence(index)
    if "by" in scene.low[index : min(last, index + 8)]:
        return
    start = index
    while start > first and index - start < 5 and scene.low[start - 1] not in {",", ";", "."}:  # noqa: PLR2004 - the subject's reach
        start -= 1
    verb = scene.low[index]
    yield Smell(
        "actor.passive",
        "missing_actor_or_target",
        start,
        index + 1,
        f"By whom is it {verb}?",
        (f"it is {verb} by whoever executes this", f"it is {verb} by somebody else who has to be asked"),
    )


def _plural(scene: Scene, index: int, seen: set[str]) -> Iterator[Smell]:
    """*The regions*, *the flaky tests*: a set that nothing has named before."""
    end = scene.noun_phrase_from(index + 1)
    _, last = scene.sentence(index)
    end = min(end, last)
    if end == index + 1 or end - index > 4 or scene.kinds[end - 1] != "word":  # noqa: PLR2004 - up to three words
        return
    head = scene.low[end - 1]
    if not scene.is_plural(end - 1) or stem(head) in seen or scene.low[index + 1] in _WHOLE:
        return
    if any(scene.kinds[place] in LITERALS for place in range(index + 1, min(last, end + 4))):
        return
    after = scene.word(end)
    name = "of" if after == "of" else "limited" if after in {"that", "which", "who", "in", "with", "from", "for", "on", "at", "to"} else "bare"
    lead = scene.word(index - 1)
    quote = scene.quote(index, end)
    yield Smell(
        f"quantifier.the_{name}{'_of' if lead == 'of' else ''}{'_adjective' if end - index > 2 else ''}",  # noqa: PLR2004 - the, adjective, noun
        "quantifier",
        index,
        end,
        f"Which ones exactly are “{quote}”?",
        (f"all {scene.quote(index + 1, end)} that exist", f"only those {scene.quote(index + 1, end)} that the writer has in mind"),
    )


def _broken(scene: Scene) -> Iterator[Smell]:
    """A sentence that ends on a word that needs another one after it."""
    for first, last in scene.bounds:
        end = last - 1
        stopped = scene.low[end] in {".", "?", "!"}
        end -= stopped
        if end - first < 3 or scene.kinds[end] != "word":  # noqa: PLR2004 - headings are short
            continue
        word = scene.low[end]
        if word in _CUT and word not in {"in", "on", "off", "out", "up", "over", "to", "for", "by", "with", "about", "from", "at", "after", "before", "that", "this", "so", "then", "all", "both", "each", "any", "some", "these", "those", "through", "along", "across", "around", "inside", "outside"}:
            yield _cut(scene, first, end)
        elif word in _CUT and not stopped and last == scene.place and word not in AUXILIARIES:
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
