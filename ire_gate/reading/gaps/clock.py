"""Times without a zone, dates that can be read two ways, and periods without a start."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ire_gate.reading.scene import Scene
from ire_gate.reading.smell import Smell
from ire_gate.reading.words import TIME_UNITS, WEEKDAYS

_SLASHED = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)(?![\d/])")
_ZONE_TEXT = re.compile(
    r"\b(?:UTC|GMT|Z|CES?T|E[SD]T|P[SD]T|C[SD]T|M[SD]T|BST|WES?T|EES?T|JST|IST|AES?T|SGT|HKT|MSK|NZS?T)\b|"
    r"time ?zone|local time|[A-Z][a-z]+ time\b|"
    r"\b(?:Europe|America|Asia|Africa|Australia|Pacific|Atlantic)/\w|[+-]\d\d:\d\d\b"
)
_FROM = frozenset(
    "after before of from since until till following starting by prior to beginning counting ago earlier later onwards "
    "measured past preceding previous last next rolling consecutive".split()
)
_MACHINES = frozenset(
    "run runs job jobs cron schedule scheduled deploy deploys deployment backup backups nightly daily hourly start "
    "starts trigger triggers execute executed runs pipeline dag task sync refresh refreshed every each report rotate "
    "reboot restart maintenance window export import lasts".split()
)
_DAY_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FULL_NAME = 6
_LONG_UNITS = frozenset("hour hours day days week weeks month months quarter quarters year years".split())
_SAYS_WHEN = frozenset({"when", "once", "after", "if", "as", "from", "since", "whenever"})


def find(scene: Scene) -> Iterator[Smell]:
    """Yield the smells of points in time."""
    has_zone = bool(_ZONE_TEXT.search(scene.text))
    for index, kind in enumerate(scene.kinds):
        if scene.low[index] in WEEKDAYS:
            yield from _dateless(scene, index)
        if kind == "time":
            yield from _zoneless(scene, index, has_zone=has_zone)
        elif kind == "number":
            yield from _period(scene, index)
            if scene.word(index + 1) in {"am", "pm", "a.m", "p.m", "o'clock", "o’clock"}:
                yield from _zoneless(scene, index, has_zone=has_zone)
    yield from _two_ways(scene)


def _zoneless(scene: Scene, index: int, *, has_zone: bool) -> Iterator[Smell]:
    if has_zone and _ZONE_TEXT.search(scene.quote(*scene.sentence(index))):
        return
    if any(scene.kind(index - back) == "time" for back in (1, 2, 3)) or _MACHINES.isdisjoint(
        scene.low[slice(*scene.sentence(index))]
    ):
        return
    time = scene.tokens[index].text
    yield Smell(
        "temporal.zone_elsewhere" if has_zone else "temporal.zone",
        "temporal",
        index,
        index + 1,
        f"In which time zone is {time}?",
        (f"{time} UTC", f"{time} local time of the place concerned"),
    )


def _dateless(scene: Scene, index: int) -> Iterator[Smell]:
    """*By Friday* with no date behind it."""
    if scene.word(index - 1) not in {"by", "until", "before"} or len(scene.low[index]) < _FULL_NAME:
        return
    if any(scene.kinds[place] in {"number", "date"} for place in range(index + 1, min(scene.place, index + 4))):
        return
    quote = scene.quote(index - 1, index + 1)
    yield Smell(
        "temporal.weekday",
        "temporal",
        index - 1,
        index + 1,
        f"Which date is “{quote}”?",
        (f"the next {scene.tokens[index].text} to come", f"the {scene.tokens[index].text} of the week after"),
    )


def _period(scene: Scene, index: int) -> Iterator[Smell]:
    """*Within 5 weeks*, *up to 30 days*, *for 2 hours* with no event that they count from."""
    unit = index + 1
    while scene.word(unit) in {"working", "business", "calendar", "full", "whole", "consecutive"}:
        unit += 1
    if scene.word(unit) not in TIME_UNITS:
        return
    before, two_before = scene.word(index - 1), scene.word(index - 2)
    lead = (
        before
        if before in {"within", "for", "after", "every", "in"}
        else "up to"
        if (two_before, before) == ("up", "to")
        else ""
    )
    if lead not in {"within", "up to", "for"} or scene.word(unit) not in _LONG_UNITS:
        return
    first, last = scene.sentence(index)
    around = scene.low[first : index - 1] + scene.low[unit + 1 : min(last, unit + 8)]
    ahead = scene.low[unit + 1 : min(last, unit + 4)]
    if any(word in _FROM for word in ahead) or scene.word(first) in _SAYS_WHEN:
        return
    said = any(word in _SAYS_WHEN for word in around)
    span = scene.quote(index - (2 if lead == "up to" else 1), unit + 1)
    name = lead.replace(" ", "_")
    yield Smell(
        f"temporal.period_{name}{'_said' if said else ''}",
        "temporal",
        index - (2 if lead == "up to" else 1),
        unit + 1,
        f"From which event does “{span}” count?",
        ("from the moment the request is made", "from the event named in the sentence"),
    )


def _two_ways(scene: Scene) -> Iterator[Smell]:
    """*03/04/2025*: day or month first?"""
    for found in _SLASHED.finditer(scene.prose):
        one, two = int(found.group(1)), int(found.group(3))
        if not (1 <= one <= 12 and 1 <= two <= 12) or one == two or found.group(2) != "/":  # noqa: PLR2004 - months
            continue
        first, last = scene.at(found.start()), scene.at(found.end() - 1) + 1
        if first < last:
            year = found.group(4)
            yield Smell(
                "temporal.day_or_month",
                "temporal",
                first,
                last,
                f"Is {found.group()} day/month or month/day?",
                (f"{one} {_DAY_NAMES[two - 1]} {year}", f"{two} {_DAY_NAMES[one - 1]} {year}"),
            )
