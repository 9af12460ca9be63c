"""Spends that stand out, and models that did the same for less."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
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
_CURRENCIES: tuple[Literal["tokens", "usd"], ...] = ("tokens", "usd")


class Outlier(Struct, frozen=True, kw_only=True):
    """A decision that, with its execution, took far more than the others."""

    decision_id: str
    digest: str
    currency: Literal["tokens", "usd"]
    amount: float
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
    """Return the models that were at least as correct as another and cost less, of those with enough outcomes."""
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
