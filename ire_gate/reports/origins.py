"""Where blocked intents come from: files, teams, products, services."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from msgspec import Struct

from ire_gate.domain import VerdictName
from ire_gate.reports.works import NO_NAME, Work, large_groups

_TOP = 10
Tag = Literal["team", "product", "service"]
Kind = Literal["file", "team", "product", "service"]


class Origin(Struct, frozen=True, kw_only=True):
    """A file or a group, how many of its decisions blocked, and of how many."""

    kind: Kind
    name: str
    blocked: int
    decisions: int


def origins_of(works: Iterable[Work], smallest: int) -> tuple[Origin, ...]:
    """Return the origins of the most blocked intents, ten of each kind.

    A group that may be one person's is left out; a file is a work item.

    Args:
        works: The decisions.
        smallest: Decisions of a group at least.
    """
    decisions, blocked = Counter[tuple[Kind, str]](), Counter[tuple[Kind, str]]()
    for work in works:
        for origin in _origins(work):
            decisions[origin] += 1
            blocked[origin] += work.verdict is VerdictName.BLOCKED
    found: list[Origin] = []
    for kind in get_args(Kind):
        named = {name: count for (of, name), count in decisions.items() if of == kind}
        if set(named) == {NO_NAME}:
            continue
        told = named if kind == "file" else large_groups(named, smallest)
        ordered = sorted((name for name in told if blocked[kind, name]), key=lambda name: (-blocked[kind, name], name))
        found += [
            Origin(kind=kind, name=name, blocked=blocked[kind, name], decisions=named[name]) for name in ordered[:_TOP]
        ]
    return tuple(found)


def _origins(work: Work) -> Iterator[tuple[Kind, str]]:
    if work.path:
        yield "file", work.path
    tag: Tag
    for tag in get_args(Tag):
        yield tag, work.tags.get(tag, NO_NAME)
