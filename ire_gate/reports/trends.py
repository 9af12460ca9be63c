"""What a period shows beyond its sums: weeks, returns, outliers, cheaper routes, and where ambiguity comes from.

Every figure is of work items. A figure that rests on something nobody booked is None.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from ire_gate.reports.fits import Bin, Returns, Waste, bins_of, returns_of, waste_of
from ire_gate.reports.origins import Origin, origins_of
from ire_gate.reports.spends import Outlier, Route, outliers_of, routes_of
from ire_gate.reports.weeks import Week, rework_per_week, weeks_of
from ire_gate.reports.works import Work, groups_of


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
    origins: tuple[Origin, ...]


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
        origins=origins_of(rows, smallest),
    )
