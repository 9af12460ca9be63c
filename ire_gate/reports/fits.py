"""What tokens bring, and whether what was foretold came true."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from msgspec import Struct

from ire_gate.currencies.ranges import total
from ire_gate.domain import AtRisk, Range
from ire_gate.reports.figures import Amounts
from ire_gate.reports.weeks import Week, per
from ire_gate.reports.works import Work

WEEKS_NEEDED = 3
"""Weeks below which a curve says nothing."""

_Z = 1.959964
_BINS = 5


class Waste(Struct, frozen=True, kw_only=True):
    """What executions were foretold to waste, and what those with a wrong result used: all of that is wasted.

    Each currency over the results of which both are known.
    """

    results: int
    foretold: AtRisk
    actual: Amounts


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
    waste: Waste


class Returns(Struct, frozen=True, kw_only=True):
    """Least-squares fit of Y = a·ln(1 + U): correct results a week from tokens a week."""

    name: str | None
    """Of the group; None for all decisions."""
    a: float
    weeks: int
    explained: float | None
    """1 - Σ(Y - fit)² / Σ(Y - mean)²; at 0 or below, tokens tell nothing of results. None if Y never changed."""
    per_doubling: float
    """Correct results a week that twice the tokens add: a·ln 2."""
    enough: float | None
    """Tokens a week past which the next token costs more than it brings: a·V/p - 1, with V the mean value of a
    correct result and p the mean price of a token. None if either is not booked, or tokens tell nothing."""


def bins_of(known: Sequence[Work]) -> tuple[Bin, ...]:
    """Return decisions with a known result by their ambiguity."""
    found = []
    for number in range(_BINS):
        low, high = number / _BINS, (number + 1) / _BINS
        inside = [
            (work.ambiguity, work)
            for work in known
            if work.ambiguity is not None and (low <= work.ambiguity < high or work.ambiguity == high == 1)
        ]
        if inside:
            works = [work for _, work in inside]
            wrong = sum(not work.is_correct for work in works) / len(works)
            bounds = _wilson(wrong, len(works))
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
                    waste=waste_of(works),
                )
            )
    return tuple(found)


def waste_of(known: Iterable[Work]) -> Waste:
    """Return foretold and actual waste of decisions with a known result."""
    works = [(work.at_risk, work.outcome, work.is_correct) for work in known if work.outcome is not None]
    sums = {
        "tokens": _wasted((risk.tokens, used.tokens, correct) for risk, used, correct in works),
        "clock_s": _wasted((risk.clock_s, used.seconds, correct) for risk, used, correct in works),
        "coin_usd": _wasted((risk.coin_usd, used.usd, correct) for risk, used, correct in works),
        "carbon_g": _wasted((risk.carbon_g, used.grams, correct) for risk, used, correct in works),
    }
    return Waste(
        results=len(works),
        foretold=AtRisk(**{currency: foretold for currency, (foretold, _) in sums.items()}),
        actual=Amounts(**{currency: actual for currency, (_, actual) in sums.items()}),
    )


def _wasted(results: Iterable[tuple[Range, float | None, bool]]) -> tuple[Range, float | None]:
    """Return foretold and actual waste in one currency; unknown if no result has both."""
    both = [(risk, used, correct) for risk, used, correct in results if risk.mid is not None and used is not None]
    if not both:
        return Range(), None
    return total(risk for risk, _, _ in both), sum(0.0 if correct else used for _, used, correct in both)


def _wilson(share: float, number: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share (Wilson 1927)."""
    spread = _Z * math.sqrt(share * (1 - share) / number + _Z**2 / (4 * number**2))
    middle, scale = share + _Z**2 / (2 * number), 1 + _Z**2 / number
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def returns_of(weeks: Sequence[Week], rows: Sequence[Work], name: str | None = None) -> Returns | None:
    """Return what tokens brought; None if fewer than three weeks are known, or nobody judged a result."""
    points = [(math.log1p(week.tokens), week.correct) for week in weeks if week.tokens and week.correct + week.wrong]
    if len(points) < WEEKS_NEEDED:
        return None
    a = sum(x * y for x, y in points) / sum(x * x for x, _ in points)
    mean = sum(y for _, y in points) / len(points)
    unexplained = per(sum((y - a * x) ** 2 for x, y in points), sum((y - mean) ** 2 for _, y in points))
    explained = None if unexplained is None else 1 - unexplained
    values = [
        work.outcome.value for work in rows if work.is_correct and work.outcome and work.outcome.value is not None
    ]
    priced = [(work.usd, work.tokens) for work in rows if work.usd is not None and work.tokens]
    price = per(sum(usd for usd, _ in priced), sum(tokens for _, tokens in priced))
    tells = explained is not None and explained > 0
    # Where a result brings nothing, the first token is one too many.
    enough = max(0.0, a * sum(values) / len(values) / price - 1) if tells and values and price else None
    return Returns(name=name, a=a, weeks=len(points), explained=explained, per_doubling=a * math.log(2), enough=enough)
