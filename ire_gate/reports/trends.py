"""What a period shows beyond its sums: weeks, returns, outliers, cheaper routes, and where ambiguity comes from.

Every figure is of work items. A figure that rests on something nobody booked is None.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from ire_gate.domain import VerdictName
from ire_gate.reports.fits import Bin, Returns, bins_of, returns_of
from ire_gate.reports.spends import Outlier, Route, outliers_of, routes_of
from ire_gate.reports.weeks import Week, rework_per_week, weeks_of
from ire_gate.reports.works import Work, groups_of

_TOP = 10


class Place(Struct, frozen=True, kw_only=True):
    """A file whose intents were blocked, and how often."""

    path: str
    blocked: int


class Trends(Struct, frozen=True, kw_only=True):
    """What a period shows beyond its sums."""

    weeks: tuple[Week, ...]
    rework_per_week: float | None
    """By how much the rework rate changes a week; below 0 it gets better."""
    bins: tuple[Bin, ...]
    returns: Returns | None
    group_returns: tuple[Returns, ...]
    """Of the groups that are told by their names and have enough weeks."""
    outliers: tuple[Outlier, ...]
    routes: tuple[Route, ...]
    places: tuple[Place, ...]


def trends(works: Iterable[Work], *, by: str | None = None, names: Iterable[str] = ()) -> Trends:
    """Return the trends of decisions; memory grows with their number.

    Args:
        works: The decisions.
        by: What they are grouped by.
        names: The groups that may be told by their names.
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
        returns=returns_of(weeks, rows),
        group_returns=tuple(fit for fit in fits if fit is not None),
        outliers=outliers_of(rows),
        routes=routes_of(known),
        places=_places(rows),
    )


def _places(rows: Sequence[Work]) -> tuple[Place, ...]:
    blocked = Counter(work.path for work in rows if work.path and work.verdict is VerdictName.BLOCKED)
    ordered = sorted(blocked.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Place(path=path, blocked=count) for path, count in ordered[:_TOP])
