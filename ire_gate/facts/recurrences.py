"""How often: ``every 900 s`` for *every 15 minutes* and *four times an hour*, ``every 1 month`` for *monthly*."""

from __future__ import annotations

from ire_gate.facts.clock import DAY_PARTS
from ire_gate.facts.measures import measure_at
from ire_gate.facts.numerals import numeral_at
from ire_gate.facts.scene import Scene
from ire_gate.facts.units import UNITS, decimal

FAMILY = "time"

_OFTEN = {
    "hourly": "3600 s",
    "daily": "86400 s",
    "nightly": "night",
    "weekly": "604800 s",
    "fortnightly": "1209600 s",
    "biweekly": "1209600 s",
    "monthly": "1 month",
    "quarterly": "3 month",
    "yearly": "12 month",
    "annually": "12 month",
}
_UNITS = frozenset("second minute hour day week fortnight month quarter year".split())
_OPENERS = frozenset({"every", "each", "per", "intervals"})
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_COUNTED = frozenset({"s", "month"})
WORDS = frozenset(_OFTEN) | _UNITS | _OPENERS


def read(scene: Scene, index: int) -> None:
    """Note the recurrence that a token belongs to, if it does."""
    low = scene.lows[index]
    if low in _OFTEN:
        scene.add(FAMILY, f"every {_OFTEN[low]}", index, index + 1)
    elif low in _OPENERS:
        _read_every(scene, index, low)
    elif scene.low(index - 1, index) in {"a", "an"} and _is_rate(scene, index - 1):
        _add_rate(scene, index - 1, index + 1, *UNITS[low])


def _read_every(scene: Scene, index: int, low: str) -> None:
    at = index + 1 + (low == "intervals" and scene.low(index + 1, index) == "of")
    following = scene.low(at, index)
    found = UNITS.get(following)
    if following in {"other", "second"} and low == "every" and scene.low(at + 1, index) in _UNITS:
        unit, size = UNITS[scene.lows[at + 1]]
        scene.add(FAMILY, f"every {decimal(2 * size)} {unit}", index, at + 2)
    elif following in DAY_PARTS and low in {"every", "each"}:
        scene.add(FAMILY, f"every {following}", index, at + 1)
    elif found and found[0] in _COUNTED and scene.low(at + 1, index) != "of":
        _add_rate(scene, index, at + 1, *found)
    elif following and low != "per":
        measure = measure_at(scene, at)
        if measure and measure.unit in _COUNTED:
            scene.add(FAMILY, f"every {decimal(measure.value)} {measure.unit}", index, measure.stop)


def _add_rate(scene: Scene, start: int, stop: int, unit: str, size: float) -> None:
    """Note *every hour*, and *four times an hour* with its number: that is every quarter of an hour."""
    before = scene.low(start - 1, start)
    times = _TIMES.get(before, 0.0)
    if before == "times" and scene.low(start - 2, start):
        numeral = numeral_at(scene, start - 2)
        times = numeral.value if numeral else 0.0
    if times > 0:
        start -= 2 if before == "times" else 1
        size /= times
    scene.add(FAMILY, f"every {decimal(size)} {unit}", start, stop)


def _is_rate(scene: Scene, index: int) -> bool:
    """Tell *four pods a minute* and *twice a day* from any other minute: a number stands close before."""
    before = scene.low(index - 1, index)
    if before in _TIMES or before == "times":
        return True
    if not before or scene.tokens[index - 1].kind == "number":
        return bool(before)
    return bool(scene.stems[index - 1] and scene.low(index - 2, index)) and numeral_at(scene, index - 2) is not None
