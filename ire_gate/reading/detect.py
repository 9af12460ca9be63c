"""Runs every detector over a scene."""

from __future__ import annotations

import functools

from ire_gate.reading.gaps import (
    amounts,
    attachment,
    clock,
    conflict,
    edges,
    figures,
    people,
    reference,
    vague,
    voice,
    when,
)
from ire_gate.reading.scene import Scene
from ire_gate.reading.smell import PhraseFinder, Smell

_FINDERS = (reference.find, attachment.find, figures.find, clock.find, conflict.find, voice.find)


@functools.cache
def _phrases() -> PhraseFinder:
    tables = (vague.RULES, amounts.RULES, people.RULES, when.RULES, edges.RULES)
    return PhraseFinder((rule for table in tables for rule in table), vague.COMPOUNDS)


def smells(scene: Scene) -> list[Smell]:
    """Return everything that any rule finds open, in the order of the text."""
    found = list(_phrases().find(scene))
    for find in _FINDERS:
        found += find(scene)
    found.sort(key=lambda smell: (smell.start, smell.end, smell.rule))
    return found
