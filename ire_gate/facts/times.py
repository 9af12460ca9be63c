"""Dates, clock times, zones and recurrences, normalised: ``<= 2025-07-14``, ``15:00``, ``zone utc``, ``every 900 s``."""

from __future__ import annotations

import datetime

from ire_gate.facts.calendar import MONTHS, WEEKDAYS, date_at, slashed_date, year_at
from ire_gate.facts.measures import measure_at
from ire_gate.facts.numerals import numeral_at
from ire_gate.facts.scene import Scene
from ire_gate.facts.units import UNITS, decimal

FAMILY = "time"
KINDS = frozenset({"date", "time", "number", "path"})

_ZONES = frozenset(
    "utc gmt cet cest est edt cst cdt mst mdt pst pdt bst ist jst kst aest aedt acst awst nzst nzdt eet eest wet msk "
    "sgt hkt brt".split()
)
_REGIONS = frozenset("europe america asia africa australia pacific atlantic indian antarctica etc us".split())
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
_DAY_PARTS = frozenset({"morning", "afternoon", "evening", "night"})
_RELATIVE = frozenset({"today", "tomorrow", "yesterday", "tonight"})
_SHIFTS = {"next": "next", "coming": "next", "following": "next", "last": "last", "past": "last", "previous": "last"}
_SHIFTED = {"week", "month", "quarter", "year", "night"}
_CLOCK_WORDS = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_PERIODS = {"am": 0, "a.m": 0, "pm": 12, "p.m": 12}
_NUMBER_WORDS = frozenset("one two three four five six seven eight nine ten eleven twelve".split())
WORDS = (
    _ZONES
    | _REGIONS
    | frozenset(_OFTEN)
    | _RELATIVE
    | frozenset(_SHIFTS)
    | frozenset(_CLOCK_WORDS)
    | _NUMBER_WORDS
    | frozenset(MONTHS)
    | frozenset(WEEKDAYS)
    | frozenset("every each per a an local time timezone clock half quarter intervals weekday weekdays weekend weekends".split())
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
_DAYS_AROUND = ("yesterday", "today", "tomorrow")
_RANGE_JOINS = frozenset({"to", "-", "–", "until", "till", "through"})
_NO_ZONES = frozenset("unix posix epoch real run first last next this that".split())
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_HALF_DAY, _HOURS = 12, 24


def read(scene: Scene, index: int) -> None:
    """Note the date, time, zone or recurrence that starts at a token, if one does."""
    kind, low = scene.tokens[index].kind, scene.lows[index]
    if kind != "word":
        _read_written(scene, index, kind)
    elif low in {"every", "each", "per", "a", "an", "intervals"}:
        _read_recurrence(scene, index, low)
    elif low in MONTHS and low not in WEEKDAYS:
        found = date_at(scene, index)
        if found:
            _add(scene, *found)
    elif low in WEEKDAYS:
        _read_weekday(scene, index, low)
    else:
        _read_word(scene, index, low)


def _add(scene: Scene, value: str, start: int, stop: int) -> None:
    """Note a point of time with the bound that the words before or after give it."""
    first = scene.bounds[start][0]
    sign, begin = "", start
    for words in range(min(4, start - first), 0, -1):
        sign = _BOUNDS.get(tuple(scene.lows[start - words : start]), "")
        if sign:
            begin = start - words
            break
    if scene.phrase(stop, 3) == ("at", "the", "latest"):
        sign, stop = "<=", stop + 3
    is_range = scene.low(stop, start) in _RANGE_JOINS or (sign == "until" and _ends_range(scene, begin))
    if is_range:
        sign, begin = "", start
    scene.add(FAMILY, _closed(sign, value), begin, stop)


def _ends_range(scene: Scene, begin: int) -> bool:
    return bool(scene.facts) and scene.facts[-1].family == FAMILY and bool(scene.low(begin - 1, begin)) and bool(
        scene.used[begin - 1]
    )


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
        day = datetime.date.fromisoformat(value) + datetime.timedelta(days=step)
    except (ValueError, OverflowError):
        return f"{sign} {value}"
    return f"{closed} {day.isoformat()}"


def _read_written(scene: Scene, index: int, kind: str) -> None:
    token = scene.tokens[index]
    if kind == "date":
        date, _, clock = token.text.partition("T")
        _add(scene, date, index, index + 1)
        if clock:
            _add_stamp(scene, clock, index)
    elif kind == "time":
        _read_clock(scene, index, token.text)
    elif kind == "path":
        date = slashed_date(token.text)
        if date:
            _add(scene, date, index, index + 1)
        elif token.lower.partition("/")[0] in _REGIONS and "_" in token.text:
            scene.add(FAMILY, f"zone {token.lower.rpartition('/')[2]}", index, index + 1)
    elif not _read_hour(scene, index):
        year = year_at(scene, index)
        if year:
            _add(scene, year, index, index + 1)


def _add_stamp(scene: Scene, clock: str, index: int) -> None:
    for mark in "Z+-":
        head, found, tail = clock.partition(mark)
        if found:
            scene.add(FAMILY, f"zone {'utc' if mark == 'Z' else found + tail}", index, index + 1)
            clock = head
    scene.add(FAMILY, clock.removesuffix(":00") if clock.count(":") > 1 else clock, index, index + 1)


def _read_clock(scene: Scene, index: int, text: str) -> None:
    hours, *rest = text.split(":")
    hour, stop = _with_period(scene, int(hours), index, index + 1)
    if rest[1:] == ["00"]:
        rest.pop()
    if hour < _HOURS + 1:
        _add(scene, ":".join([f"{hour % _HOURS:02}", *rest]), index, stop)


def _with_period(scene: Scene, hour: int, index: int, stop: int) -> tuple[int, int]:
    """Apply *pm*, *p.m.*, *in the evening*, *at night* after a clock time; the hour stays as it is without."""
    low = scene.low(stop, index)
    if low in _PERIODS:
        after = stop + 1 + (low.count(".") > 0 and scene.low(stop + 1, index) == ".")
        return hour % _HALF_DAY + _PERIODS[low], after
    words = scene.phrase(stop, 3)
    if words[:2] == ("in", "the") and words[-1] in _DAY_PARTS:
        is_late = words[-1] != "morning"
    elif words[:2] == ("at", "night"):
        is_late, words = hour > 5, words[:2]
    else:
        return hour, stop
    return (hour % _HALF_DAY + _HALF_DAY * is_late if hour <= _HALF_DAY else hour), stop + len(words)


def _read_hour(scene: Scene, index: int) -> bool:
    """Read *3 pm*, *3.30 p.m.*, *six in the evening*, *ten o'clock*; a bare number is no time."""
    numeral = numeral_at(scene, index)
    number = _hour_word(scene, index) if numeral is None else numeral.value
    stop = index + 1 if numeral is None else numeral.stop
    hour = int(number)
    minute = round((number - hour) * 100)
    if not 0 < number <= _HOURS or minute >= 60:
        return False
    if scene.low(stop, index) == "o'clock":
        hour, stop = _with_period(scene, hour, index, stop + 1)
    else:
        hour, after = _with_period(scene, hour, index, stop)
        if after == stop:
            return False
        stop = after
    _add(scene, f"{hour % _HOURS:02}:{minute:02}", index, stop)
    return True


def _hour_word(scene: Scene, index: int) -> float:
    """*One in the morning*: the word that numerals leave to the pronoun."""
    return 1.0 if scene.lows[index] == "one" else 0.0


def _read_recurrence(scene: Scene, index: int, low: str) -> None:
    at = index + 1
    if low == "intervals":
        at += scene.low(at, index) == "of"
    elif scene.low(at, index) in {"other", "second"} and low == "every":
        found = UNITS.get(scene.low(at + 1, index))
        if found:
            scene.add(FAMILY, f"every {decimal(2 * found[1])} {found[0]}", index, at + 2)
        return
    following = scene.low(at, index)
    found = UNITS.get(following)
    if low in {"a", "an"} and not _is_rate(scene, index):
        return
    if following == "quarter" and scene.low(at + 1, index) == "of":
        found = None
    if following in _DAY_PARTS and low in {"every", "each"}:
        scene.add(FAMILY, f"every {following}", index, at + 1)
    elif found and found[0] in {"s", "month"}:
        _add_rate(scene, index, at + 1, found[0], found[1])
    elif low in {"every", "each", "intervals"} and following:
        measure = measure_at(scene, at)
        if measure and measure.unit in {"s", "month"}:
            scene.add(FAMILY, f"every {decimal(measure.value)} {measure.unit}", index, measure.stop)


def _add_rate(scene: Scene, start: int, stop: int, unit: str, size: float) -> None:
    """Note *every hour*, and *four times an hour* with its number: that is every quarter of an hour."""
    times = _TIMES.get(scene.low(start - 1, start), 0.0)
    if scene.low(start - 1, start) == "times":
        numeral = numeral_at(scene, start - 2) if scene.low(start - 2, start) else None
        times = numeral.value if numeral else 0.0
    if times > 0:
        start -= 1 if scene.lows[start - 1] != "times" else 2
        scene.add(FAMILY, f"every {decimal(size / times)} {unit}", start, stop)
    else:
        scene.add(FAMILY, f"every {decimal(size)} {unit}", start, stop)


def _is_rate(scene: Scene, index: int) -> bool:
    """*Four pods a minute*, *twice a day*: a number stands close before, with what it counts."""
    before = scene.low(index - 1, index)
    if before in {"once", "twice", "thrice", "times"}:
        return True
    is_noun = bool(before) and bool(scene.stems[index - 1]) and scene.tokens[index - 1].kind == "word"
    return is_noun and bool(scene.low(index - 2, index)) and numeral_at(scene, index - 2) is not None


def _read_weekday(scene: Scene, index: int, low: str) -> None:
    token = scene.tokens[index]
    if not token.text[0].isupper():
        return
    if len(low) <= len("tues") and low in {"sat", "sun", "mon", "wed"} and scene.low(index + 1, index) not in {".", "-", ",", "–", ")", "to"}:
        return
    before = scene.low(index - 1, index)
    if before in _SHIFTS:
        scene.add(FAMILY, f"{_SHIFTS[before]} {WEEKDAYS[low]}", index - 1, index + 1)
    else:
        _add(scene, WEEKDAYS[low], index, index + 1)


def _read_word(scene: Scene, index: int, low: str) -> None:
    if low in _OFTEN:
        scene.add(FAMILY, f"every {_OFTEN[low]}", index, index + 1)
    elif low in _RELATIVE:
        _add(scene, low, index, index + 1)
    elif low in _CLOCK_WORDS:
        _add(scene, _CLOCK_WORDS[low], index, index + 1)
    elif low in _SHIFTS:
        if scene.low(index + 1, index) in _SHIFTED:
            _add(scene, f"{_SHIFTS[low]} {scene.lows[index + 1]}", index, index + 2)
    elif low in {"weekday", "weekdays", "weekend", "weekends"}:
        _add(scene, low.rstrip("s"), index, index + 1)
    elif low in _NUMBER_WORDS:
        _read_hour(scene, index)
    elif low in {"half", "quarter"}:
        _read_past(scene, index, low)
    else:
        _read_zone(scene, index, low)


def _read_past(scene: Scene, index: int, low: str) -> None:
    """Read *half past two* and *a quarter to three*."""
    join = scene.low(index + 1, index)
    hour = numeral_at(scene, index + 2) if join in {"past", "to"} else None
    if hour is None or not 0 < hour.value <= _HALF_DAY or (low == "half" and join == "to"):
        return
    minutes = 30 if low == "half" else 15
    total = hour.value * 60 + (minutes if join == "past" else -minutes)
    whole, stop = _with_period(scene, int(total // 60), index, hour.stop)
    _add(scene, f"{whole % _HOURS:02}:{int(total % 60):02}", index, stop)


def _read_zone(scene: Scene, index: int, low: str) -> None:
    token = scene.tokens[index]
    if low in _ZONES and token.text.isupper():
        scene.add(FAMILY, "zone utc" if low == "gmt" else f"zone {low}", index, index + 1)
    elif low in _REGIONS and scene.low(index + 1, index) == "/" and scene.low(index + 2, index):
        scene.add(FAMILY, f"zone {scene.lows[index + 2].rstrip('.')}", index, index + 3)
    elif low == "local":
        if scene.low(index + 1, index) in {"time", "clock", "calendar", "timezone"}:
            scene.add(FAMILY, "zone local", index, index + 2)
    elif low == "time" and scene.low(index - 1, index):
        before = scene.tokens[index - 1]
        if scene.low(index + 1, index) == "zone" and not scene.used[index - 1]:
            scene.add(FAMILY, "zone local", index, index + 2)
        elif before.kind == "word" and before.text.istitle() and before.lower not in _NO_ZONES and index - 1 > scene.bounds[index][0]:
            scene.add(FAMILY, f"zone {before.lower}", index - 1, index + 1)
    elif low in {"clock", "timezone"}:
        scene.add(FAMILY, "zone local", index, index + 1)
