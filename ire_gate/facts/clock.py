"""Times of day as written → ``15:00``: *3 pm*, *six in the evening*, *half past two*, *noon*, *ten o'clock*."""

from __future__ import annotations

from ire_gate.facts.numerals import numeral_at
from ire_gate.facts.scene import Scene
from ire_gate.language.numbers import ONES

_HALF_DAY, _HOURS, _MINUTES = 12, 24, 60

DAY_PARTS = frozenset({"morning", "afternoon", "evening", "night"})
"""Parts of a day that a clock time may stand in."""

NAMED_HOURS = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
"""Hours with a name."""

HOUR_WORDS = frozenset(word for word, number in ONES.items() if 1 <= number <= _HALF_DAY)
"""Words that a spoken hour may start with."""

_PERIODS = {"am": 0, "a.m": 0, "pm": 12, "p.m": 12}
_LAST_SMALL_HOUR = 5

_Found = tuple[str, int, int]


def written_clock(scene: Scene, index: int) -> _Found | None:
    """Return the time of day of a token such as ``18:00``, and where it starts and stops."""
    hours, minutes, *seconds = scene.tokens[index].text.split(":")
    if int(hours) > _HOURS or int(minutes) >= _MINUTES:
        return None
    hour, stop = _with_period(scene, int(hours), index, index + 1)
    rest = [minutes, *(second for second in seconds if second != "00")]
    return ":".join([f"{hour % _HOURS:02}", *rest]), index, stop


def spoken_hour(scene: Scene, index: int) -> _Found | None:
    """Return the time of day in *3 pm*, *3.30 p.m.*, *six in the evening*, *ten o'clock*; a bare number is none."""
    numeral = numeral_at(scene, index)
    if numeral is None:
        # The numerals leave "one" to the pronoun where it counts nothing.
        number, stop = float(scene.lows[index] == "one"), index + 1
    else:
        number, stop = numeral.value, numeral.stop
    if not 0 < number <= _HOURS:
        return None
    hour, minute = int(number), round(number % 1 * 100)
    after = stop + (scene.low(stop, index) == "o'clock")
    hour, end = _with_period(scene, hour, index, after)
    if end == stop or minute >= _MINUTES:
        return None
    return f"{hour % _HOURS:02}:{minute:02}", index, end


def past_hour(scene: Scene, index: int) -> _Found | None:
    """Return the time of day in *half past two* and *quarter to three*."""
    is_half, join = scene.lows[index] == "half", scene.low(index + 1, index)
    hour = numeral_at(scene, index + 2) if join in {"past", "to"} else None
    if hour is None or not 0 < hour.value <= _HALF_DAY or (is_half and join == "to"):
        return None
    minutes = int(hour.value) * _MINUTES + (30 if is_half else 15 if join == "past" else -15)
    whole, stop = _with_period(scene, minutes // _MINUTES, index, hour.stop)
    return f"{whole % _HOURS:02}:{minutes % _MINUTES:02}", index, stop


def _with_period(scene: Scene, hour: int, index: int, stop: int) -> tuple[int, int]:
    """Apply *pm*, *p.m.*, *in the evening*, *at night* after an hour; without them it stays as it is."""
    low = scene.low(stop, index)
    if low in _PERIODS:
        has_dot = "." in low and scene.low(stop + 1, index) == "."
        return hour % _HALF_DAY + _PERIODS[low], stop + 1 + has_dot
    words = scene.phrase(stop, 3)
    if words[:2] == ("in", "the") and words[-1] in DAY_PARTS:
        is_late, end = words[-1] != "morning", stop + 3
    elif words[:2] == ("at", "night"):
        is_late, end = hour > _LAST_SMALL_HOUR, stop + 2
    else:
        return hour, stop
    return (hour % _HALF_DAY + _HALF_DAY * is_late if hour <= _HALF_DAY else hour), end
