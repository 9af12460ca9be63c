"""The weeks of a period: verdicts, IRE per currency, and how many results had to be made again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from msgspec import Struct

from ire_gate.domain import VerdictName
from ire_gate.reports.works import Work

N = TypeVar("N", int, float)

_SLOPE = 2
"""Weeks below which there is no change to tell."""


class Week(Struct, frozen=True, kw_only=True):
    """Seven days from a Monday (UTC)."""

    start: str
    decisions: int
    passed: int
    blocked: int
    undecided: int
    ire: float | None
    """Mean; a known result takes the forecast's place."""
    ire_per_second: float | None
    ire_per_usd: float | None
    ire_per_gram: float | None
    correct: int
    wrong: int
    rework: float | None
    """Wrong of all results that are known."""
    tokens: int | None
    """Of gate and executions."""


def weeks_of(rows: Iterable[Work]) -> tuple[Week, ...]:
    """Return the weeks in which something was decided, in the order of time."""
    by_week: dict[str, list[Work]] = defaultdict(list)
    for work in rows:
        day = date.fromisoformat(work.at[:10])
        by_week[(day - timedelta(days=day.weekday())).isoformat()].append(work)
    return tuple(_week(start, by_week[start]) for start in sorted(by_week))


def _week(start: str, rows: Sequence[Work]) -> Week:
    verdicts = Counter(work.verdict for work in rows)
    known = [work for work in rows if work.is_known]
    correct = sum(work.is_correct for work in known)
    values = [work.ire for work in rows if work.ire is not None]
    return Week(
        start=start,
        decisions=len(rows),
        passed=verdicts[VerdictName.PASSED],
        blocked=verdicts[VerdictName.BLOCKED],
        undecided=verdicts[VerdictName.UNDECIDED],
        ire=per(sum(values), len(values)),
        ire_per_second=_ratio(rows, "seconds"),
        ire_per_usd=_ratio(rows, "usd"),
        ire_per_gram=_ratio(rows, "grams"),
        correct=correct,
        wrong=len(known) - correct,
        rework=per(len(known) - correct, len(known)),
        tokens=total(work.tokens for work in rows),
    )


def _ratio(rows: Sequence[Work], currency: str) -> float | None:
    """Return the sum of IRE over the sum of a currency, of the decisions where both are known."""
    pairs = [(work.ire, getattr(work, currency)) for work in rows]
    both = [(value, used) for value, used in pairs if value is not None and used is not None]
    return per(sum(value for value, _ in both), sum(used for _, used in both))


def rework_per_week(weeks: Sequence[Week]) -> float | None:
    """Return by how much the rework rate changes a week: the least-squares slope; below 0 it gets better."""
    known = [(date.fromisoformat(week.start).toordinal() / 7, week.rework) for week in weeks if week.rework is not None]
    if len(known) < _SLOPE:
        return None
    middle = sum(x for x, _ in known) / len(known)
    return sum((x - middle) * y for x, y in known) / sum((x - middle) ** 2 for x, _ in known)


def per(part: float | None, whole: float) -> float | None:
    """Return a ratio; None if a side is not known or there is nothing to divide by."""
    return part / whole if part is not None and whole else None


def total(values: Iterable[N | None]) -> N | None:
    """Return a sum; None if a part is not known."""
    found = []
    for value in values:
        if value is None:
            return None
        found.append(value)
    return sum(found)
