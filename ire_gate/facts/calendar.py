"""Dates, weekdays and months as written → one form: ``2025-07-14``, ``--07-14``, ``2025-07``, ``mon``.

dateutil takes 24 ms to import and guesses what is missing or ambiguous; here that stays open.
"""

from __future__ import annotations

from ire_gate.facts.scene import Scene
from ire_gate.language.numbers import ORDINALS

_MONTH_NAMES = (
    "january february march april may june july august september october november december".split(),
    "jan feb mar apr may jun jul aug sep oct nov dec".split(),
)
MONTHS = {name: number for names in _MONTH_NAMES for number, name in enumerate(names, 1)} | {"sept": 9}
"""Month names and their abbreviations, lower-case."""

_DAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday".split()
WEEKDAYS = {name: name[:3] for name in _DAY_NAMES} | {f"{name}s": name[:3] for name in _DAY_NAMES}
WEEKDAYS |= {"mon": "mon", "tue": "tue", "tues": "tue", "wed": "wed", "thu": "thu", "thur": "thu", "thurs": "thu"}
WEEKDAYS |= {"fri": "fri", "sat": "sat", "sun": "sun"}
"""Weekday names, plurals and abbreviations, lower-case, with the form that they are compared in."""

_BEFORE_MONTH = frozenset(
    "in of since by until till from early late mid next last this every during before after".split()
)
_BEFORE_YEAR = frozenset(
    "in of during year since until till through before after from by between and for early late mid to".split()
)
_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_LAST_DAY, _LAST_MONTH, _DATE_PARTS = 31, 12, 3


def date_at(scene: Scene, index: int) -> tuple[str, int, int] | None:
    """Return the date around the month name at a token: its normal form, and its first and one past its last token."""
    month = MONTHS[scene.lows[index]]
    if not scene.tokens[index].text[0].isupper():
        return None
    day, start = _day_before(scene, index)
    stop = index + 1
    if scene.low(stop, index) == "." and len(scene.lows[index]) < len("june"):
        stop += 1
    if not day:
        day, stop = _day_after(scene, stop)
    if not day and not _names_month(scene, index, stop):
        return None
    year, stop = _year_after(scene, stop)
    if day:
        return f"{year or '-'}-{month:02}-{day:02}", start, stop
    return (f"{year}-{month:02}" if year else f"month {month:02}"), start, stop


def _day_before(scene: Scene, index: int) -> tuple[int, int]:
    """Read the *14* of *14 July*, *14th July*, *14th of July*, *the fourth of July*."""
    at = index - 1
    if scene.low(at, index) == "of":
        at -= 1
    low = scene.low(at, index)
    if low in ORDINALS and at < index - 1:
        return ORDINALS[low], at
    if low in _ENDINGS:
        at -= 1
    day = _day_of(scene, at, index)
    return (day, at) if day else (0, index)


def _day_after(scene: Scene, stop: int) -> tuple[int, int]:
    day = _day_of(scene, stop, stop - 1)
    if not day:
        return 0, stop
    return day, stop + 1 + (scene.low(stop + 1, stop) in _ENDINGS)


def _day_of(scene: Scene, index: int, at: int) -> int:
    low = scene.low(index, at)
    return int(low) if low.isdecimal() and len(low) < len("100") and 0 < int(low) <= _LAST_DAY else 0


def _names_month(scene: Scene, index: int, stop: int) -> bool:
    """*March* and *May* are months only where a month can stand; so are abbreviations."""
    low = scene.lows[index]
    if low not in {"may", "march"} and len(low) >= len("june"):
        return True
    return scene.low(index - 1, index) in _BEFORE_MONTH or is_year(scene.low(stop, index))


def _year_after(scene: Scene, stop: int) -> tuple[str, int]:
    at = stop + (scene.low(stop, stop - 1) == ",")
    low = scene.low(at, stop - 1)
    return (low, at + 1) if is_year(low) else ("", stop)


def is_year(low: str) -> bool:
    """Tell whether a token reads as a year of the last or this century."""
    return len(low) == len("2025") and low.isdecimal() and low[:2] in {"19", "20"}


def year_at(scene: Scene, index: int) -> str:
    """Return the year at a number token where a year can stand (*in 2024*, *since 2019*), else ``""``."""
    low = scene.lows[index]
    if not is_year(low) or scene.low(index - 1, index) not in _BEFORE_YEAR:
        return ""
    following = index + 1
    is_counted = scene.low(following, index) and bool(scene.stems[following]) and scene.tokens[following].kind == "word"
    return "" if is_counted and scene.low(index - 1, index) != "year" else low


def slashed_date(text: str) -> str:
    """Return the date in ``14/07/2025``; where day and month could be exchanged it keeps a form of its own.

    >>> slashed_date("14/07/2025"), slashed_date("2025/07/14"), slashed_date("03/04/2025"), slashed_date("70/15/15")
    ('2025-07-14', '2025-07-14', '2025-03/04', '')
    """
    parts = text.split("/")
    if len(parts) != _DATE_PARTS or not all(part.isdecimal() and len(part) <= len("2025") for part in parts):
        return ""
    first, second, third = parts
    if is_year(first):
        return _ordered(third, second, first)
    if not is_year(third):
        return ""
    if first != second and max(int(first), int(second)) <= _LAST_MONTH:
        return f"{third}-{int(first):02}/{int(second):02}"
    return _ordered(first, second, third) or _ordered(second, first, third)


def _ordered(day: str, month: str, year: str) -> str:
    is_date = 0 < int(day) <= _LAST_DAY and 0 < int(month) <= _LAST_MONTH
    return f"{year}-{int(month):02}-{int(day):02}" if is_date else ""
