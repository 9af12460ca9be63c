"""What a period shows beyond its sums: weeks, returns, outliers, cheaper routes, and where ambiguity comes from.

Every figure is of work items. A figure that rests on something nobody booked is None.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, get_args

from msgspec import Struct

from ire_gate.domain import VerdictName
from ire_gate.reports.fits import Bin, Returns, Waste, bins_of, returns_of, waste_of
from ire_gate.reports.spends import Outlier, Route, outliers_of, routes_of
from ire_gate.reports.weeks import Week, rework_per_week, weeks_of
from ire_gate.reports.works import Work, groups_of

_TOP = 10
Tag = Literal["team", "product", "service"]
Kind = Literal["file", "team", "product", "service"]
_TAGS: tuple[Tag, ...] = ("team", "product", "service")


class Place(Struct, frozen=True, kw_only=True):
    """Where blocked intents come from."""

    kind: Kind
    name: str
    blocked: int
    decisions: int


class Trends(Struct, frozen=True, kw_only=True):
    """What a period shows beyond its sums."""

    weeks: tuple[Week, ...]
    rework_per_week: float | None
    """By how much the rework rate changes a week; below 0 it gets better."""
    bins: tuple[Bin, ...]
    waste: Waste
    """Of all results that are known."""
    returns: Returns | None
    group_returns: tuple[Returns, ...]
    """Of the groups that are told by their names and have enough weeks."""
    outliers: tuple[Outlier, ...]
    routes: tuple[Route, ...]
    places: tuple[Place, ...]


def trends(works: Iterable[Work], *, by: str | None = None, names: Iterable[str] = (), smallest: int = 1) -> Trends:
    """Return the trends of decisions; memory grows with their number.

    Args:
        works: The decisions.
        by: What they are grouped by.
        names: The groups that may be told by their names.
        smallest: Decisions of a team, product or service at least.
    """
    rows = list(works)
    known = [work for work in rows if work.is_known]
    weeks = weeks_of(rows)
    grouped = defaultdict[str, list[Work]](list)
    for work in rows:
        for name in groups_of(work, by):
            grouped[name].append(work)
    fits = [returns_of(weeks_of(grouped[name]), grouped[name], name) for name in names if name in grouped]
    return Trends(
        weeks=weeks,
        rework_per_week=rework_per_week(weeks),
        bins=bins_of(known),
        waste=waste_of(known),
        returns=returns_of(weeks, rows),
        group_returns=tuple(fit for fit in fits if fit is not None),
        outliers=outliers_of(rows),
        routes=routes_of(known),
        places=_places(rows, smallest),
    )


def _places(rows: Sequence[Work], smallest: int) -> tuple[Place, ...]:
    """Return the places with the most blocked intents, of each kind."""
    decisions, blocked = Counter[tuple[Kind, str]](), Counter[tuple[Kind, str]]()
    for work in rows:
        for place in _places_of(work):
            decisions[place] += 1
            blocked[place] += work.verdict is VerdictName.BLOCKED
    found: list[Place] = []
    for kind in get_args(Kind):
        named = {name: count for (of, name), count in decisions.items() if of == kind}
        told = named if kind == "file" else _large(named, smallest)
        ordered = sorted((name for name in told if blocked[kind, name]), key=lambda name: (-blocked[kind, name], name))
        found += [
            Place(kind=kind, name=name, blocked=blocked[kind, name], decisions=named[name]) for name in ordered[:_TOP]
        ]
    return tuple(found)


def _places_of(work: Work) -> Iterator[tuple[Kind, str]]:
    if work.path:
        yield "file", work.path
    for tag in _TAGS:
        if tag in work.tags:
            yield tag, work.tags[tag]


def _large(decisions: Mapping[str, int], smallest: int) -> set[str]:
    """Return the groups that are no person's; with too few others left, one more is kept back, or they were told."""
    ordered = sorted((count, name) for name, count in decisions.items())
    small = [pair for pair in ordered if pair[0] < smallest]
    if small and sum(count for count, _ in small) < smallest:
        small = ordered[: len(small) + 1]
    return set(decisions) - {name for _, name in small}
