"""Spends that stand out, and routes that did the same for less."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Literal

from msgspec import Struct

from ire_gate.reports.works import Work

OUTLIER = 3.5
"""Robust z from which a spend is an anomaly (Iglewicz and Hoaglin 1993)."""

_MAD = 0.6745
"""Quartile of the normal distribution: makes the median absolute deviation comparable to a standard deviation."""
_MEAN = 1.253314
"""√(π/2): does so for the mean absolute deviation."""
_ENOUGH = 5
"""Outcomes below which a route is not compared, and decisions below which nothing is an outlier."""
_TOP = 10
Way = Literal["gate", "execution", "profile"]
_WAYS: dict[Way, Callable[[Work], str | None]] = {
    "gate": lambda work: work.model,
    "execution": lambda work: work.executor,
    "profile": lambda work: work.profile,
}
_CURRENCIES: tuple[Literal["tokens", "usd"], ...] = ("tokens", "usd")


class Outlier(Struct, frozen=True, kw_only=True):
    """A decision that, with its execution, took far more than the others."""

    decision_id: str
    digest: str
    currency: Literal["tokens", "usd"]
    amount: float
    z: float


class Route(Struct, frozen=True, kw_only=True):
    """What did the same for less: of the gate's models, of the models that executed, or of the profiles."""

    of: Way
    name: str
    instead_of: str
    results: int
    results_instead: int
    correct: float
    correct_instead: float
    usd: float
    usd_instead: float
    """Mean cost of a decision with its execution, of those whose cost is known."""


def outliers_of(rows: Sequence[Work]) -> tuple[Outlier, ...]:
    """Return the spends that stand out by tokens or by dollars, the most striking first."""
    found = [outlier for currency in _CURRENCIES for outlier in _by(currency, rows)]
    return tuple(sorted(found, key=lambda out: (-out.z, out.decision_id))[:_TOP])


def _by(currency: Literal["tokens", "usd"], rows: Sequence[Work]) -> list[Outlier]:
    spent = [(getattr(work, currency), work) for work in rows if getattr(work, currency)]
    if len(spent) < _ENOUGH:
        return []
    middle = median(amount for amount, _ in spent)
    deviation = _deviation([abs(amount - middle) for amount, _ in spent])
    if not deviation:
        return []
    return [
        Outlier(decision_id=work.decision_id, digest=work.digest, currency=currency, amount=float(amount), z=z)
        for amount, work in spent
        if (z := (amount - middle) / deviation) > OUTLIER
    ]


def _deviation(distances: Sequence[float]) -> float:
    """Return a robust standard deviation; where most spends are the very same, that of the mean distance."""
    return median(distances) / _MAD or _MEAN * sum(distances) / len(distances)


def routes_of(known: Sequence[Work]) -> tuple[Route, ...]:
    """Return what was at least as correct as another and cost less, of those with enough outcomes."""
    return tuple(route for way in _WAYS for route in _routes(way, known))


def _routes(way: Way, known: Sequence[Work]) -> Iterator[Route]:
    by_name: dict[str, list[Work]] = defaultdict(list)
    for work in known:
        if name := _WAYS[way](work):
            by_name[name].append(work)
    measured = {}
    for name, works in sorted(by_name.items()):
        prices = [work.usd for work in works if work.usd is not None]
        if len(prices) >= _ENOUGH:
            correct = sum(work.is_correct for work in works) / len(works)
            measured[name] = len(works), correct, sum(prices) / len(prices)
    for name, (results, correct, usd) in measured.items():
        for other, (others, other_correct, other_usd) in measured.items():
            if correct >= other_correct and usd < other_usd:
                yield Route(
                    of=way,
                    name=name,
                    instead_of=other,
                    results=results,
                    results_instead=others,
                    correct=correct,
                    correct_instead=other_correct,
                    usd=usd,
                    usd_instead=other_usd,
                )
