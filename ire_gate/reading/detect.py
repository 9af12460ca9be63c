"""Runs every detector over a scene."""

from __future__ import annotations

import functools

from ire_gate.reading.gaps import (
    actors,
    amounts,
    attachment,
    bands,
    clash,
    clock,
    conflict,
    counting,
    definite,
    edges,
    figures,
    grading,
    measure,
    people,
    reach,
    reference,
    terms,
    vague,
    voice,
    when,
)
from ire_gate.reading.scene import LITERALS, Scene
from ire_gate.reading.smell import PhraseFinder, Smell

_FINDERS = (
    reference.find,
    attachment.find,
    figures.find,
    terms.find,
    clock.find,
    conflict.find,
    voice.find,
    grading.find,
    definite.find,
    clash.find,
    reach.find,
    counting.find,
    actors.find,
    bands.find,
    measure.find,
)


_SPEAKERS = frozenset("i i'm i've i'd we we've".split())
_TELLING = frozenset(
    "think believe guess noticed found tried try wonder wondering understand agree suspect realise realize realized "
    "remember assume looked see seen saw got ran figured know sure discovered encountered stumbled expected expecting "
    "had was were did guessing afraid ended came spent used".split()
)
"""Beside *I* or *we*: what somebody has seen or thinks is background, and nobody executes it."""


def _is_telling(scene: Scene, first: int, last: int) -> bool:
    words = scene.low[first:last]
    return not _SPEAKERS.isdisjoint(words) and not _TELLING.isdisjoint(words)


_TWICE = ("grade.", "undefined.", "success.")
"""Rules by form, which say nothing new where a phrase has been found."""

_SETTLED_BY_FIGURES = frozenset(
    "vague.comparative grade.comparative scope.vague_work value.change vague.degree grade.adverb vague.manner".split()
)
_TARGETS = frozenset("to under below by within most least".split())
_FIGURES = frozenset({"number", "time", "date"})


def _is_settled(scene: Scene, smell: Smell) -> bool:
    """*Make it faster, to under 60 s*; *harden the setup:* with a list: the words behind say what is meant."""
    last = scene.sentence(smell.start)[1]
    if smell.rule == "undefined.custom":
        return any(kind in LITERALS for kind in scene.kinds[smell.start : min(last, smell.end + 1)])
    if smell.rule not in _SETTLED_BY_FIGURES:
        return False
    if smell.rule == "vague.comparative" and grading.is_beyond_a_figure(scene, smell.start):
        return True
    if scene.low[last - 1] == ":" and smell.rule == "scope.vague_work":
        return True
    behind = range(smell.end, min(last, smell.end + 16))
    return any(
        scene.kinds[place] in _FIGURES and not _TARGETS.isdisjoint(scene.low[max(smell.end, place - 3) : place])
        for place in behind
    )


@functools.cache
def _phrases() -> PhraseFinder:
    tables = (edges.RULES, amounts.RULES, people.RULES, when.RULES, vague.RULES)
    return PhraseFinder((rule for table in tables for rule in table), vague.COMPOUNDS)


def smells(scene: Scene) -> list[Smell]:
    """Return everything that any rule finds open, in the order of the text."""
    found = list(_phrases().find(scene))
    taken = {index for smell in found for index in range(smell.start, smell.end)}
    for find in _FINDERS:
        found += (smell for smell in find(scene) if not (smell.rule.startswith(_TWICE) and smell.start in taken))
    telling = {number for number, bounds in enumerate(scene.bounds) if _is_telling(scene, *bounds)}
    if telling:
        found = [smell for smell in found if scene.sentence_of[smell.start] not in telling]
    found = [smell for smell in found if not (_is_settled(scene, smell) or scene.is_explained(smell.start, smell.end))]
    found.sort(key=lambda smell: (smell.start, smell.end, smell.rule))
    return found
