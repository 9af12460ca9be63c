"""How far *only*, *not*, *except* and *descending* reach beside things joined by *and* or *or*."""

from __future__ import annotations

from collections.abc import Iterator

from ire_gate.language.lexicon import IMPERATIVES, PREPOSITIONS
from ire_gate.reading.scene import LITERALS, Scene
from ire_gate.reading.smell import Smell
from ire_gate.reading.words import is_participle

_STOPS = frozenset({",", ";", ".", ":", "(", ")", "?", "!"})
_DENYING = frozenset("not never no without don't doesn't mustn't".split())
_EXCEPTING = frozenset({"except", "excluding", "besides"})
_DIRECTIONS = frozenset({"ascending", "descending", "asc", "desc"})
_CLAUSE = 14


def find(scene: Scene) -> Iterator[Smell]:
    """Yield a smell for each word whose reach is open."""
    for index, word in enumerate(scene.low):
        if word == "only":
            yield from _only(scene, index)
        elif word in _DENYING:
            yield from _denied_pair(scene, index)
            yield from _denied_likeness(scene, index)
        elif word in _DIRECTIONS:
            yield from _directed(scene, index)
        elif word in _EXCEPTING:
            yield from _excepted(scene, index)


def _clause(scene: Scene, index: int) -> range:
    """Return the places behind a word up to the next stop."""
    last = min(scene.sentence(index)[1], index + _CLAUSE)
    end = index + 1
    while end < last and scene.low[end] not in _STOPS:
        end += 1
    return range(index + 1, end)


def _only(scene: Scene, index: int) -> Iterator[Smell]:
    """*Only send reminders to customers on weekdays*; *only for admins and editors in*."""
    after = scene.word(index + 1)
    if not (after in IMPERATIVES or is_participle(after)) or scene.kind(index + 1) != "word":
        return
    behind = _clause(scene, index + 1)
    phrases = [place for place in behind if scene.low[place] in PREPOSITIONS]
    if not phrases:
        return
    one, two = (
        scene.quote(index + 2, phrases[0]) or scene.quote(index + 1, phrases[0]),
        scene.quote(phrases[0], behind[-1] + 1),
    )
    yield Smell(
        "scope.only",
        "scope",
        index,
        behind[-1] + 1,
        "What does “only” limit?",
        (f"nothing but “{one}”", f"no other case than “{two}”"),
    )


def _denied_pair(scene: Scene, index: int) -> Iterator[Smell]:
    """*Do not log names and addresses*, *without tests and docs*: neither, or not both?"""
    for place in _clause(scene, index):
        if scene.low[place] in PREPOSITIONS:
            return
        if scene.low[place] != "and":
            continue
        if scene.low[index] in {"without", "no"} and LITERALS & {scene.kinds[place - 1], scene.kinds[place + 1]}:
            return
        if scene.is_noun(place - 1) and scene.is_noun(place + 1) and scene.word(place + 1) not in IMPERATIVES:
            end = scene.noun_phrase_from(place + 1)
            a, b = scene.quote(index + 1, place), scene.quote(place + 1, end)
            yield Smell(
                "scope.not_both",
                "scope",
                index,
                end,
                f"Does “{scene.low[index]}” rule out each, or only both at once?",
                (f"neither “{a}” nor “{b}”", "not both at once"),
            )
        return


def _denied_likeness(scene: Scene, index: int) -> Iterator[Smell]:
    """*Don't show it on A the way we do on B*: shown on B, or not?"""
    behind = _clause(scene, index)
    for place in behind:
        if (
            scene.low[place] == "like"
            or (scene.low[place] == "the" and scene.word(place + 1) == "way")
            or (scene.low[place] == "as" and scene.word(place + 1) in {"in", "on", "for", "with", "we", "they", "it"})
        ):
            tail = scene.quote(place, behind[-1] + 1)
            yield Smell(
                "scope.not_like",
                "scope",
                index,
                behind[-1] + 1,
                f"Does “{scene.low[index]}” hold for “{tail}” too?",
                ("it does there, and is not to here", "it does not there, nor is it to here"),
            )
            return


def _excepted(scene: Scene, index: int) -> Iterator[Smell]:
    """*A and B, except those in C*: does the exception belong to both?"""
    first = scene.sentence(index)[0]
    start = max(first, index - 8)
    before = scene.low[start:index]
    if "and" not in before or (scene.word(index + 1) == "for" and not scene.is_noun(index + 2)):
        return
    join = start + before.index("and")
    if not (scene.is_plural(join - 1) and any(scene.is_plural(place) for place in range(join + 1, index))):
        return
    yield Smell(
        "attachment.except",
        "coordination_attachment",
        max(first, join - 3),
        min(scene.sentence(index)[1], index + 4),
        "Does the exception hold for both, or for the last only?",
        (f"for {scene.quote(join + 1, index)} only", f"for {scene.quote(max(first, join - 1), index)}"),
    )


def _directed(scene: Scene, index: int) -> Iterator[Smell]:
    """*Sorted by amount and date descending*: both, or the last one?"""
    first = max(scene.sentence(index)[0], index - 10)
    before = scene.low[first:index]
    if "by" not in before or not _DIRECTIONS.isdisjoint((*before, *scene.low[index + 1 : index + 5])):
        return
    by = first + max(place for place, word in enumerate(before) if word == "by")
    join = next((place for place in range(by + 1, index) if scene.low[place] in {"and", "then"}), None)
    if join is None or scene.low[join + 1] == "then" or index - join > 4:  # noqa: PLR2004 - a key
        return
    word, one, two = scene.low[index], scene.quote(by + 1, join), scene.quote(join + 1, index)
    yield Smell(
        "attachment.direction",
        "coordination_attachment",
        by + 1,
        index + 1,
        f"Does “{word}” hold for {one} too?",
        (f"{one} {word}, {two} {word}", f"{one} the other way, {two} {word}"),
    )
