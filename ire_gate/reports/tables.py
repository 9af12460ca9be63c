"""The figures of a period as tables of words: what every page for people shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from ire_gate.currencies.ranges import exactly
from ire_gate.domain import Range
from ire_gate.reports.figures import (
    UNKNOWN,
    Amounts,
    Unknowns,
    between,
    count,
    grams,
    in_words,
    known,
    money,
    seconds,
    tokens,
)
from ire_gate.reports.fits import Waste
from ire_gate.reports.summary import Summary
from ire_gate.reports.tally import Figures, Forecast
from ire_gate.reports.trends import Trends

Row = tuple[str, ...]


class Table(Struct, frozen=True):
    """Rows under a head; the first cell of each is its name."""

    title: str
    head: Row
    rows: Sequence[Row]


FIGURE: Row = ("figure", "value")
GROUP_HEAD: Row = (
    "decisions", "blocked", "block rate", "fidelity", "ambiguity", "IRE", "per second", "per dollar", "per gram",
    "correct", "wrong", "rework",
)  # fmt: skip
COST_HEAD: Row = (
    "spent by the gate", "at risk of the blocked", "saved, net", "cost per correct result", "tokens per correct result",
    "gross margin",
)  # fmt: skip
WEEK_HEAD: Row = (
    "week of", "passed", "blocked", "undecided", "IRE", "per second", "per dollar", "per gram", "correct", "wrong",
    "rework", "tokens",
)  # fmt: skip
WASTE_HEAD: Row = (
    "ambiguity", "results", "tokens foretold", "wasted", "time foretold", "wasted", "money foretold", "wasted",
    "carbon foretold", "wasted",
)  # fmt: skip
RETURNS_HEAD: Row = (
    "of", "a of Y = a·ln(1 + U)", "weeks", "explained", "twice the tokens add", "more tokens bought nothing past",
)  # fmt: skip
_CURRENCIES: dict[str, Callable[[float], str]] = {
    "tokens": tokens, "clock_s": seconds, "coin_usd": money, "carbon_g": grams,
}  # fmt: skip
"""How each is said."""
NONE = Unknowns(tokens=0, clock_s=0, coin_usd=0, carbon_g=0)
NOTHING_KNOWN = Amounts(tokens=None, clock_s=None, coin_usd=None, carbon_g=None)
_WAYS = {"gate": "gate's model", "execution": "executing model", "profile": "profile"}


def tables(summary: Summary) -> Iterator[Table]:
    """Yield the tables of a summary that have something to show."""
    yield Table("Sums", FIGURE, [*_rows(summary.total), *_methods(summary)])
    codes = [(found.code, found.kind, f"{found.count:,}") for found in summary.total.codes]
    if codes:
        yield Table("What was found", ("code", "kind", "decisions"), codes)
    if summary.by:
        yield Table(f"By {summary.by}", (summary.by, *GROUP_HEAD), [*_group_rows(summary)])
        yield Table(f"Cost by {summary.by}", (summary.by, *COST_HEAD), [*_cost_rows(summary)])
    if summary.trends:
        yield from (table for table in _trend_tables(summary.trends) if table.rows)


def _trend_tables(trends: Trends) -> Iterator[Table]:
    change = known(trends.rework_per_week, lambda change: f"{100 * change:+.1f} points")
    yield Table("Weeks", WEEK_HEAD, [*_week_rows(trends)])
    yield Table("Trend", FIGURE, [("rework rate, change a week", change)] if trends.weeks else [])
    yield Table("Returns", RETURNS_HEAD, [*_returns_rows(trends)])
    yield Table(
        "Foretold against actual",
        ("ambiguity", "results", "foretold", "wrong", "95 % interval"),
        [
            (
                f"{found.low:.1f} to {found.high:.1f}", f"{found.outcomes:,}", f"{found.foretold:.2f}",
                f"{found.wrong:.2f}", f"{found.wrong_low:.2f} to {found.wrong_high:.2f}",
            )
            for found in trends.bins
        ],
    )  # fmt: skip
    yield Table("Waste, foretold against actual", WASTE_HEAD, [*_waste_rows(trends)])
    yield Table(
        "Where the blocked come from",
        ("name", "which is a", "blocked", "of decisions"),
        [(origin.name, origin.kind, f"{origin.blocked:,}", f"{origin.decisions:,}") for origin in trends.origins],
    )
    yield Table(
        "Spend that stands out",
        ("decision", "intent", "took", "robust z"),
        [
            (
                out.decision_id,
                out.digest[:12],
                tokens(out.amount) if out.currency == "tokens" else money(out.amount),
                f"{out.z:.1f}",
            )
            for out in trends.outliers
        ],
    )
    yield Table(
        "Cheaper routes",
        ("of the", "route", "instead of", "results", "correct", "a decision"),
        [
            (
                _WAYS[route.of], route.name, route.instead_of,
                f"{route.results:,} instead of {route.results_instead:,}",
                f"{_percent(route.correct)} instead of {_percent(route.correct_instead)}",
                f"{money(route.usd)} instead of {money(route.usd_instead)}",
            )
            for route in trends.routes
        ],
    )  # fmt: skip


def _rows(figures: Figures) -> Iterator[Row]:
    yield "decisions", f"{figures.decisions:,} on {count(figures.intents, 'different intent')}"
    verdicts = f"{figures.passed:,} passed, {figures.blocked:,} blocked, {figures.undecided:,} undecided"
    yield "verdicts", f"{verdicts}; block rate {_percent(figures.block_rate)}"
    yield "waived", count(figures.waived, "decision")
    yield "fidelity, mean", _number(figures.fidelity)
    yield "ambiguity, mean", _number(figures.ambiguity)
    yield "spent by the gate", f"{count(figures.calls, 'call')}, {_amounts(figures.spent, figures.spent_unknown)}"
    if figures.replayed_calls:
        replayed = f"{count(figures.replayed_calls, 'call')}, {_amounts(figures.replayed, NONE)}"
        yield "replayed", f"{replayed}; spent when it was recorded"
    yield "at risk of the blocked", _at_risk(figures)
    yield "saved, net", _saved(figures)
    ire = figures.ire
    per = {"second": ire.per_second, "dollar": ire.per_usd, "gram": ire.per_gram}
    yield "IRE", "; ".join([_number(ire.value), *(f"per {unit} {_number(value)}" for unit, value in per.items())])
    yield "wrong results", _forecast(figures.forecast)
    results = figures.results
    yield "results judged, of the passed", _percent(results.judged)
    yield "cash cost per correct result", known(results.usd_per_correct, money)
    yield "tokens per correct result", known(results.tokens_per_correct, tokens)
    yield "rework rate", _percent(results.rework)
    yield "AI-adjusted gross margin", _percent(results.gross_margin)


def _methods(summary: Summary) -> Iterator[Row]:
    named = {"carbon by": summary.carbon_method, "prices by": summary.price_table}
    yield from ((name, method) for name, method in named.items() if method)


def _forecast(forecast: Forecast) -> str:
    if not forecast.outcomes:
        return "no outcome is booked yet (ire-gate outcome ID --correct or --wrong)"
    foretold, actual = _percent(forecast.wrong_foretold), _percent(forecast.wrong_actual)
    return f"foretold {foretold}, actual {actual} of {count(forecast.compared, 'outcome')}"


def _week_rows(trends: Trends) -> Iterator[Row]:
    """Yield a row for each week."""
    for week in trends.weeks:
        counts = (week.passed, week.blocked, week.undecided)
        values = (week.ire, week.ire_per_second, week.ire_per_usd, week.ire_per_gram)
        results = (f"{week.correct:,}", f"{week.wrong:,}", _percent(week.rework), known(week.tokens, "{:,}".format))
        yield (week.start, *(f"{number:,}" for number in counts), *map(_number, values), *results)


def _waste_rows(trends: Trends) -> Iterator[Row]:
    """Yield foretold and actual waste by ambiguity, and of all; nothing if nothing is known of it."""
    if trends.waste.actual == NOTHING_KNOWN:
        return
    for found in trends.bins:
        yield f"{found.low:.1f} to {found.high:.1f}", f"{found.outcomes:,}", *_waste(found.waste)
    yield "all", f"{trends.waste.results:,}", *_waste(trends.waste)


def _waste(waste: Waste) -> Iterator[str]:
    for name, say in _CURRENCIES.items():
        yield from (between(getattr(waste.foretold, name), say), known(getattr(waste.actual, name), say))


def _returns_rows(trends: Trends) -> Iterator[Row]:
    """Yield the fit of correct results to tokens, of all and of each group."""
    for returns in (*([trends.returns] if trends.returns else []), *trends.group_returns):
        yield (
            "all" if returns.name is None else returns.name,
            f"{returns.a:.4g}",
            f"{returns.weeks:,}",
            _percent(returns.explained),
            f"{returns.per_doubling:.3g} a week",
            UNKNOWN if returns.enough is None else f"{tokens(returns.enough)} a week",
        )


def _group_rows(summary: Summary) -> Iterator[Row]:
    """Yield what each group's decisions and results were."""
    for group in summary.groups:
        figures, ire, forecast = group.figures, group.figures.ire, group.figures.forecast
        yield (
            group.name,
            f"{figures.decisions:,}",
            f"{figures.blocked:,}",
            _percent(figures.block_rate),
            *map(_number, (figures.fidelity, figures.ambiguity)),
            *map(_number, (ire.value, ire.per_second, ire.per_usd, ire.per_gram)),
            f"{forecast.correct:,}",
            f"{forecast.outcomes - forecast.correct:,}",
            _percent(figures.results.rework),
        )


def _cost_rows(summary: Summary) -> Iterator[Row]:
    """Yield what each group's decisions and results cost, and saved."""
    for group in summary.groups:
        figures, results = group.figures, group.figures.results
        yield (
            group.name,
            _amounts(figures.spent, figures.spent_unknown),
            _at_risk(figures),
            _saved(figures),
            known(results.usd_per_correct, money),
            known(results.tokens_per_correct, tokens),
            _percent(results.gross_margin),
        )


def _amounts(amounts: Amounts, unknown: Unknowns) -> str:
    return _in_currencies(lambda name: exactly(getattr(amounts, name)), unknown)


def _at_risk(figures: Figures) -> str:
    return _in_currencies(lambda name: getattr(figures.at_risk, name), figures.at_risk_unknown)


def _saved(figures: Figures) -> str:
    bounds = (figures.saved_low, figures.saved, figures.saved_high)
    return _in_currencies(lambda name: Range(*(getattr(amounts, name) for amounts in bounds)), figures.at_risk_unknown)


def _in_currencies(amount: Callable[[str], Range], unknown: Unknowns) -> str:
    return in_words(*(_least(between(amount(name), say), getattr(unknown, name)) for name, say in _CURRENCIES.items()))


def _least(text: str, unknown: int) -> str:
    return f"at least {text} ({unknown:,} unknown)" if unknown and text != UNKNOWN else text


def _number(value: float | None) -> str:
    return known(value, "{:.3g}".format)


def _percent(value: float | None) -> str:
    return known(value, "{:.0%}".format)
