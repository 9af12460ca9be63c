"""What many decisions come to, in total and by group.

Figures are of work items and of groups of them. The same text, looked at again and again while nobody changes it, was
kept from running once: it is at risk once, however often it was blocked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from ire_gate.reports.figures import count
from ire_gate.reports.tally import Figures, Tally
from ire_gate.reports.trends import Trends
from ire_gate.reports.works import Work, groups_of, large_groups


class Named(Struct, frozen=True, kw_only=True):
    """A group and its figures."""

    name: str
    figures: Figures
    is_merged: bool = False
    """Whether these are several groups, told together."""


class Summary(Struct, frozen=True, kw_only=True):
    """The figures of a period."""

    version: Literal["ire_gate.report/1"] = "ire_gate.report/1"
    since: str | None
    by: str | None
    carbon_method: str | None
    """How grams are estimated."""
    price_table: str | None
    """Where prices are from."""
    smallest_group: int = 1
    """Decisions of a group at least; smaller ones are told together."""
    total: Figures
    groups: tuple[Named, ...]
    trends: Trends | None = None
    """None where only the sums were asked for."""


def summarise(
    works: Iterable[Work],
    *,
    since: str | None = None,
    by: str | None = None,
    carbon_method: str | None = None,
    price_table: str | None = None,
    smallest: int = 1,
) -> Summary:
    """Return the figures of decisions, in total and by group; memory does not hold the decisions.

    Args:
        works: The decisions of the period.
        since: The beginning of the period, to be told.
        by: One of `GROUPS`; by ``kind``, a decision counts in the group of each kind that it has.
        carbon_method: How grams are estimated, to be told.
        price_table: Where prices are from, to be told.
        smallest: Decisions of a group at least; smaller ones are told together, so that none of them is a person; by
            ``kind`` they are left out.
    """
    total, groups = Tally(), defaultdict[str, Tally](Tally)
    for work in works:
        total.add(work)
        for name in groups_of(work, by):
            groups[name].add(work)
    return Summary(
        since=since,
        by=by,
        carbon_method=carbon_method,
        price_table=price_table,
        smallest_group=smallest,
        total=total.figures(),
        groups=tuple(_told(groups, smallest, are_apart=by != "kind")),
    )


def _told(groups: Mapping[str, Tally], smallest: int, *, are_apart: bool) -> Iterator[Named]:
    """Yield the groups, the largest first, then those together that may not be told by their names.

    Groups that share decisions, as those of kinds do, are not told together: they would count them twice.
    """
    names = large_groups({name: tally.decisions for name, tally in groups.items()}, smallest, are_apart=are_apart)
    yield from (Named(name=name, figures=groups[name].figures()) for name in names)
    small = [tally for name, tally in groups.items() if name not in names]
    if small and are_apart:
        rest = Tally()
        for tally in small:
            rest.take(tally)
        yield Named(name=f"other ({count(len(small), 'group')})", figures=rest.figures(), is_merged=True)
