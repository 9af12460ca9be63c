"""Points of time with their bounds, normalised: ``<= 2025-07-14``, ``15:00``, ``>= mon``, ``next week``."""

from __future__ import annotations

import datetime as dt

from ire_gate.facts.calendar import MONTHS, WEEKDAYS, date_at, slashed_date, year_at
from ire_gate.facts.clock import HOUR_WORDS, NAMED_HOURS, past_hour, spoken_hour, written_clock
from ire_gate.facts.scene import Scene
from ire_gate.facts.zones import REGIONS

FAMILY = "time"

_RELATIVE = frozenset({"today", "tomorrow", "yesterday", "tonight", "weekday", "weekdays", "weekend", "weekends"})
_SHIFTS = {"next": "next", "coming": "next", "following": "next", "last": "last", "past": "last", "previous": "last"}
_SHIFTED = frozenset({"week", "month", "quarter", "year", "night"})
_ENDS_OF_HOURS = frozenset({"half", "quarter"})
_ABBREVIATED = frozenset({"mon", "wed", "sat", "sun"})
_AFTER_ABBREVIATED = frozenset({".", "-", ",", "–", ")", "to"})
WORDS = (
    _RELATIVE
    | frozenset(_SHIFTS)
    | frozenset(NAMED_HOURS)
    | HOUR_WORDS
    | frozenset(MONTHS)
    | frozenset(WEEKDAYS)
    | _ENDS_OF_HOURS
)

_BOUNDS: dict[tuple[str, ...], str] = {
    ("by",): "<=",
    ("no", "later", "than"): "<=",
    ("not", "later", "than"): "<=",
    ("at", "the", "latest", "on"): "<=",
    ("at", "the", "latest", "by"): "<=",
    ("before",): "<",
    ("earlier", "than"): "<",
    ("prior", "to"): "<",
    ("not", "before"): ">=",
    ("no", "earlier", "than"): ">=",
    ("not", "earlier", "than"): ">=",
    ("from",): ">=",
    ("since",): ">=",
    ("as", "of"): ">=",
    ("starting",): ">=",
    ("starting", "on"): ">=",
    ("starting", "from"): ">=",
    ("starting", "at"): ">=",
    ("beginning",): ">=",
    ("beginning", "on"): ">=",
    ("after",): ">",
    ("later", "than"): ">",
    ("until",): "until",
    ("till",): "until",
    ("up", "to"): "until",
}
_LONGEST_BOUND = 4
_DAYS_AROUND = ("yesterday", "today", "tomorrow")
_RANGE_JOINS = frozenset({"to", "-", "–", "until", "till", "through"})

_Found = tuple[str, int, int]


def read(scene: Scene, index: int) -> None:
    """Note the point of time that starts at a token, if one does."""
    token = scene.tokens[index]
    if token.kind == "date":
        _read_stamp(scene, index)
        return
    if token.kind == "path":
        found = _slashed(scene, index)
    elif token.kind == "time":
        found = written_clock(scene, index)
    elif token.kind == "number":
        found = spoken_hour(scene, index) or _year(scene, index)
    else:
        found = _named(scene, index)
    if found:
        _add(scene, *found)


def _add(scene: Scene, value: str, start: int, stop: int) -> None:
    """Note a point of time with the bound that the words before or after give it; the ends of a range have none."""
    first = scene.bounds[start][0]
    sign, begin = "", start
    for words in range(min(_LONGEST_BOUND, start - first), 0, -1):
        sign = _BOUNDS.get(tuple(scene.lows[start - words : start]), "")
        if sign:
            begin = start - words
            break
    if scene.phrase(stop, 3) == ("at", "the", "latest"):
        sign, stop = "<=", stop + 3
    ends_range = sign == "until" and bool(scene.facts) and scene.facts[-1][1] == begin
    if ends_range or scene.low(stop, start) in _RANGE_JOINS:
        sign, begin = "", start
    scene.add(FAMILY, _closed(sign, value), begin, stop)


def _closed(sign: str, value: str) -> str:
    """Write an open bound of a day as the closed one of its neighbour: after 30 June is from 1 July."""
    step = {">": 1, "<": -1}.get(sign)
    if step is None:
        return f"{sign} {value}".strip()
    closed = ">=" if step > 0 else "<="
    if value in _DAYS_AROUND:
        at = _DAYS_AROUND.index(value) + step
        return f"{closed} {_DAYS_AROUND[at]}" if 0 <= at < len(_DAYS_AROUND) else f"{sign} {value}"
    try:
        day = dt.date.fromisoformat(value) + dt.timedelta(days=step)
    except (ValueError, OverflowError):
        return f"{sign} {value}"
    return f"{closed} {day.isoformat()}"


def _read_stamp(scene: Scene, index: int) -> None:
    """Take ``2025-01-31T10:00:00Z`` apart into its date, time and zone."""
    date, _, clock = scene.tokens[index].text.partition("T")
    _add(scene, date, index, index + 1)
    for mark in "Z+-":
        head, found, tail = clock.partition(mark)
        if found:
            scene.add(FAMILY, "zone utc" if mark == "Z" else f"zone {mark}{tail}", index, index + 1)
            clock = head
    if clock:
        value = clock.removesuffix(":00") if clock.count(":") > 1 else clock
        scene.add(FAMILY, value, index, index + 1)


def _slashed(scene: Scene, index: int) -> _Found | None:
    low = scene.lows[index]
    date = slashed_date(low)
    if not date and low.partition("/")[0] in REGIONS and "_" in low:
        date = f"zone {low.rpartition('/')[2]}"
    return (date, index, index + 1) if date else None


def _year(scene: Scene, index: int) -> _Found | None:
    year = year_at(scene, index)
    return (year, index, index + 1) if year else None


def _named(scene: Scene, index: int) -> _Found | None:
    low = scene.lows[index]
    if low in WEEKDAYS:
        return _weekday(scene, index, low)
    if low in MONTHS:
        return date_at(scene, index)
    if low in HOUR_WORDS:
        return spoken_hour(scene, index)
    if low in _ENDS_OF_HOURS:
        return past_hour(scene, index)
    if low in _SHIFTS:
        following = scene.low(index + 1, index)
        return (f"{_SHIFTS[low]} {following}", index, index + 2) if following in _SHIFTED else None
    return NAMED_HOURS.get(low, low.removesuffix("s") if low.startswith("week") else low), index, index + 1


def _weekday(scene: Scene, index: int, low: str) -> _Found | None:
    """Read *Monday*, *Mondays*, *next Monday*, *Mon.*; *Sun* and *sat* are mostly no days."""
    is_word = low in _ABBREVIATED and scene.low(index + 1, index) not in _AFTER_ABBREVIATED
    if is_word or not scene.tokens[index].text[0].isupper():
        return None
    before = scene.low(index - 1, index)
    if before in _SHIFTS:
        return f"{_SHIFTS[before]} {WEEKDAYS[low]}", index - 1, index + 1
    return WEEKDAYS[low], index, index + 1
