"""An amount in the text: a numeral with the unit after it or the currency before it, durations summed up."""

from __future__ import annotations

from typing import NamedTuple

from ire_gate.facts.numerals import Numeral, numeral_at
from ire_gate.facts.scene import Scene
from ire_gate.facts.units import MEASURES, PAIRED_UNITS, unit_of
from ire_gate.language.numbers import ORDINALS

_HYPHENS = frozenset({"-", "‑"})
_CURRENCY_SIGNS = frozenset("€$£¥")
_ONLY_TOUCHING = frozenset({"a", "d", "em", "g", "in", "l", "ma", "us", "v", "w", "b"})
_LIST_JOINS = frozenset({",", "and", "or", "to", "-", "–", "through"})
_FIRST_DECADE, _LAST_DECADE = 1100, 2100
_LONGEST_LIST = 8
_CODE_LETTERS = 3
_PARTS = {"quarter": 4, "quarters": 4} | ORDINALS | {f"{word}s": number for word, number in ORDINALS.items()}


class Measure(NamedTuple):
    """A number in base units, the unit (``""`` for none), what one of the written unit makes, and its tokens."""

    value: float
    unit: str
    factor: float
    start: int
    stop: int


def measure_at(scene: Scene, index: int) -> Measure | None:
    """Return the amount whose numeral starts at a token, or None; ``1 h 30 min`` is one amount."""
    measure = _simple(scene, index)
    while measure and measure.unit == "s":
        at = measure.stop + (scene.low(measure.stop, index) == "and")
        more = _simple(scene, at) if scene.low(at, index) else None
        if more is None or more.unit != "s" or not 0 < more.value < measure.factor:
            break
        measure = Measure(measure.value + more.value, "s", more.factor, measure.start, more.stop)
    return measure


def _simple(scene: Scene, index: int) -> Measure | None:
    numeral = numeral_at(scene, index)
    if numeral is None:
        return None
    start = index - (numeral.value < 0 and index > scene.bounds[index][0])
    currency = _currency_before(scene, start)
    if currency:
        return Measure(numeral.value, currency, 1.0, start - 1, numeral.stop)
    return _with_unit(scene, start, index, numeral)


def _currency_before(scene: Scene, index: int) -> str:
    low = scene.low(index - 1, index)
    text = scene.tokens[index - 1].text if low else ""
    if text not in _CURRENCY_SIGNS and not (len(text) == _CODE_LETTERS and text.isupper()):
        return ""
    found = unit_of(text, low)
    return found[0] if found and len(found[0]) == _CODE_LETTERS else ""


def _with_unit(scene: Scene, start: int, index: int, numeral: Numeral) -> Measure:
    value, stop = numeral.value, numeral.stop
    whole = _PARTS.get(scene.low(stop, index), 0)
    if whole > 1 and scene.phrase(stop + 1, 2) in {("of", "a"), ("of", "an")}:
        value, stop = value / whole, stop + 3
    at = stop + (scene.low(stop, index) in _HYPHENS and scene.touches(stop) and scene.touches(stop + 1))
    low = scene.low(at, index)
    paired = PAIRED_UNITS.get((low, scene.low(at + 1, index))) if low else None
    if paired:
        return Measure(value * paired[1], paired[0], paired[1], start, at + 2)
    found = unit_of(scene.tokens[at].text, low) if low else None
    if low == "s" and at == stop and _is_decade(value) and scene.touches(at):
        return Measure(value, "", 1.0, start, at + 1)
    if found and (low not in _ONLY_TOUCHING or scene.touches(at)):
        return Measure(value * found[1], found[0], found[1], start, at + 1)
    for ahead in (at, at + 1):
        measure = MEASURES.get(scene.low(ahead, index))
        if measure and (ahead == at or (scene.tokens[at].kind == "word" and scene.stems[at])):
            return Measure(value, measure, 1.0, start, ahead + 1)
    return Measure(value, "", 1.0, start, stop)


def _is_decade(value: float) -> bool:
    """*The 1990s* are no seconds."""
    return value % 10 == 0 and _FIRST_DECADE <= value < _LAST_DECADE


def unit_ahead(scene: Scene, measure: Measure) -> Measure:
    """Give a bare number the unit of the list or range that it stands in: the minutes of ``1, 4 and 16 minutes``."""
    at = measure.stop
    for _ in range(_LONGEST_LIST):
        start = at
        while scene.low(at, measure.start) in _LIST_JOINS and at < start + 2:
            at += 1
        following = _simple(scene, at) if start < at < scene.bounds[measure.start][1] else None
        if following is None or following.start < start:
            return measure
        if following.unit:
            return measure._replace(value=measure.value * following.factor, unit=following.unit)
        at = following.stop
    return measure
