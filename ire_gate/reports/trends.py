"""What a period shows beyond its sums: weeks, the cost of a correct result, returns, outliers, cheaper routes.

Every figure is of work items. A figure that rests on something nobody booked is None.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import median
from typing import TypeVar

from msgspec import Struct

from ire_gate.domain import VerdictName
from ire_gate.reports.works import Work

N = TypeVar("N", int, float)

OUTLIER = 3.5
"""Robust z from which a spend is an anomaly (Iglewicz and Hoaglin 1993)."""

_MAD = 0.6745
"""Quartile of the normal distribution: makes the median absolute deviation comparable to a standard deviation."""
_ENOUGH = 5
"""Outcomes below which a route is not compared, and decisions below which nothing is an outlier."""
_Z = 1.959964
_TOP = 10
_BINS = 5


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


class Bin(Struct, frozen=True, kw_only=True):
    """Decisions of like ambiguity whose result is known."""

    low: float
    high: float
    outcomes: int
    foretold: float
    """Mean ambiguity."""
    wrong: float
    """Share of wrong results, and its 95 % Wilson interval."""
    wrong_low: float
    wrong_high: float


class Returns(Struct, frozen=True, kw_only=True):
    """Least-squares fit of Y = a·ln(1 + U): correct results a week from tokens a week."""

    a: float
    weeks: int
    enough: float | None
    """Tokens a week past which the next token costs more than it brings: a·V/p - 1, with V the mean value of a
    correct result and p the mean price of a token; None if either is not booked."""


class Outlier(Struct, frozen=True, kw_only=True):
    """A decision that took far more tokens than the others."""

    decision_id: str
    digest: str
    tokens: int
    z: float


class Route(Struct, frozen=True, kw_only=True):
    """A model that did the same for less."""

    model: str
    instead_of: str
    correct: float
    correct_instead: float
    usd: float
    usd_instead: float
    """Mean cost of a decision with its execution."""


class Place(Struct, frozen=True, kw_only=True):
    """A file whose intents were blocked, and how often."""

    path: str
    blocked: int


class Trends(Struct, frozen=True, kw_only=True):
    """What a period shows beyond its sums."""

    weeks: tuple[Week, ...]
    usd_per_correct: float | None
    """All that was spent on decisions with a known result, gate included, by their correct results."""
    tokens_per_correct: float | None
    rework: float | None
    gross_margin: float | None
    """(value - cost) / value over the decisions whose value is booked."""
    bins: tuple[Bin, ...]
    returns: Returns | None
    outliers: tuple[Outlier, ...]
    routes: tuple[Route, ...]
    places: tuple[Place, ...]


def trends(works: Iterable[Work]) -> Trends:
    """Return the trends of decisions; memory grows with their number."""
    rows = list(works)
    known = [work for work in rows if work.is_known]
    correct = sum(work.is_correct for work in known)
    weeks = _weeks(rows)
    return Trends(
        weeks=weeks,
        usd_per_correct=_per(_total(work.usd for work in known), correct),
        tokens_per_correct=_per(_total(work.tokens for work in known), correct),
        rework=_per(len(known) - correct, len(known)),
        gross_margin=_margin(rows),
        bins=_bins(known),
        returns=_returns(weeks, rows),
        outliers=_outliers(rows),
        routes=_routes(known),
        places=_places(rows),
    )


def _weeks(rows: Sequence[Work]) -> tuple[Week, ...]:
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
        ire=_per(sum(values), len(values)),
        ire_per_second=_ratio(rows, "seconds"),
        ire_per_usd=_ratio(rows, "usd"),
        ire_per_gram=_ratio(rows, "grams"),
        correct=correct,
        wrong=len(known) - correct,
        rework=_per(len(known) - correct, len(known)),
        tokens=_total(work.tokens for work in rows),
    )


def _ratio(rows: Sequence[Work], currency: str) -> float | None:
    """Return the sum of IRE over the sum of a currency, of the decisions where both are known."""
    pairs = [(work.ire, getattr(work, currency)) for work in rows]
    both = [(value, used) for value, used in pairs if value is not None and used is not None]
    return _per(sum(value for value, _ in both), sum(used for _, used in both))


def _margin(rows: Sequence[Work]) -> float | None:
    valued = [(work.outcome.value, work.usd) for work in rows if work.outcome and work.outcome.value is not None]
    worth = sum(value for value, _ in valued)
    cost = _total(usd for _, usd in valued)
    return None if cost is None else _per(worth - cost, worth)


def _bins(known: Sequence[Work]) -> tuple[Bin, ...]:
    found = []
    for number in range(_BINS):
        low, high = number / _BINS, (number + 1) / _BINS
        inside = [
            (work.ambiguity, work.is_correct)
            for work in known
            if work.ambiguity is not None and (low <= work.ambiguity < high or work.ambiguity == high == 1)
        ]
        if inside:
            wrong = sum(not is_correct for _, is_correct in inside) / len(inside)
            bounds = _wilson(wrong, len(inside))
            foretold = sum(ambiguity for ambiguity, _ in inside) / len(inside)
            found.append(
                Bin(
                    low=low,
                    high=high,
                    outcomes=len(inside),
                    foretold=foretold,
                    wrong=wrong,
                    wrong_low=bounds[0],
                    wrong_high=bounds[1],
                )
            )
    return tuple(found)


def _wilson(share: float, number: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share (Wilson 1927)."""
    spread = _Z * math.sqrt(share * (1 - share) / number + _Z**2 / (4 * number**2))
    middle, scale = share + _Z**2 / (2 * number), 1 + _Z**2 / number
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def _returns(weeks: Sequence[Week], rows: Sequence[Work]) -> Returns | None:
    points = [(math.log1p(week.tokens), week.correct) for week in weeks if week.tokens]
    weight = sum(x * x for x, _ in points)
    if not weight:
        return None
    a = sum(x * y for x, y in points) / weight
    values = [work.outcome.value for work in rows if work.is_correct and work.outcome and work.outcome.value]
    priced = [(work.usd, work.tokens) for work in rows if work.usd is not None and work.tokens]
    price = _per(sum(usd for usd, _ in priced), sum(tokens for _, tokens in priced))
    enough = a * sum(values) / len(values) / price - 1 if values and price else None
    return Returns(a=a, weeks=len(points), enough=enough)


def _outliers(rows: Sequence[Work]) -> tuple[Outlier, ...]:
    spent = [(work.tokens, work) for work in rows if work.tokens]
    if len(spent) < _ENOUGH:
        return ()
    middle = median(tokens for tokens, _ in spent)
    deviation = median(abs(tokens - middle) for tokens, _ in spent)
    if not deviation:
        return ()
    found = [
        Outlier(decision_id=work.decision_id, digest=work.digest, tokens=tokens, z=_MAD * (tokens - middle) / deviation)
        for tokens, work in spent
    ]
    return tuple(sorted((out for out in found if out.z > OUTLIER), key=lambda out: -out.tokens)[:_TOP])


def _routes(known: Sequence[Work]) -> tuple[Route, ...]:
    by_model: dict[str, list[Work]] = defaultdict(list)
    for work in known:
        if work.usd is not None:
            by_model[work.model].append(work)
    measured = {
        model: (
            sum(work.is_correct for work in rows) / len(rows),
            sum(work.usd for work in rows if work.usd is not None) / len(rows),
        )
        for model, rows in by_model.items()
        if len(rows) >= _ENOUGH
    }
    return tuple(
        Route(
            model=model,
            instead_of=other,
            correct=correct,
            correct_instead=other_correct,
            usd=usd,
            usd_instead=other_usd,
        )
        for model, (correct, usd) in sorted(measured.items())
        for other, (other_correct, other_usd) in sorted(measured.items())
        if correct >= other_correct and usd < other_usd
    )


def _places(rows: Sequence[Work]) -> tuple[Place, ...]:
    blocked = Counter(work.path for work in rows if work.path and work.verdict is VerdictName.BLOCKED)
    ordered = sorted(blocked.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Place(path=path, blocked=count) for path, count in ordered[:_TOP])


def _per(part: float | None, whole: float) -> float | None:
    return part / whole if part is not None and whole else None


def _total(values: Iterable[N | None]) -> N | None:
    found = []
    for value in values:
        if value is None:
            return None
        found.append(value)
    return sum(found)
