"""Noun phrases of a text, as what pronouns and bare nouns can stand for."""

from __future__ import annotations

from typing import NamedTuple

from ire_gate.language.lexicon import AUXILIARIES, DETERMINERS, IMPERATIVES
from ire_gate.language.tokens import stem
from ire_gate.reading.scene import LITERALS, Scene
from ire_gate.reading.words import GROUPS, PEOPLE, is_participle


class Mention(NamedTuple):
    """A noun phrase: its tokens, the stem of its head, and what it agrees with."""

    start: int
    end: int
    head: str
    is_plural: bool
    is_person: bool
    is_name: bool


def mentions(scene: Scene) -> list[Mention]:
    """Return the noun phrases of a text that a pronoun could stand for, in order."""
    found: list[Mention] = []
    index = 0
    while index < scene.place:
        if not scene.is_noun(index) or _is_verb_here(scene, index):
            index += 1
            continue
        first, bound = scene.sentence(index)
        end = index
        while end < bound and scene.is_noun(end) and not (end > index and _starts_anew(scene, end)):
            end += 1
        found.append(_mention(scene, index, end, first))
        index = end
    return found


def _starts_anew(scene: Scene, index: int) -> bool:
    """A verb ends a noun phrase, and so does a name beside a name."""
    return scene.is_finite(index) or (scene.kinds[index] in LITERALS and scene.kinds[index - 1] in LITERALS)


def _mention(scene: Scene, start: int, end: int, first: int) -> Mention:
    head = scene.tokens[end - 1]
    word = head.lower
    joined = scene.word(start - 1) == "and" and start - 1 > first
    plural = scene.is_plural(end - 1) or joined
    name = head.kind in LITERALS
    return Mention(start, end, word if name else stem(word), plural, word in PEOPLE or word in GROUPS, name)


def _is_verb_here(scene: Scene, index: int) -> bool:
    """An imperative, a participle after an auxiliary, or a verb after *to* is no noun."""
    word, before = scene.low[index], scene.word(index - 1)
    if scene.kinds[index] != "word":
        return False
    if before == "to" or before in AUXILIARIES or before in {"not", "never", "also", "then"}:
        return word in IMPERATIVES or is_participle(word) or before in AUXILIARIES
    starts = index == scene.sentence(index)[0] or before in {",", ";", ":", "and", "or", "but", ")"}
    return (starts and word in IMPERATIVES) or (word.endswith("ing") and before not in DETERMINERS)
