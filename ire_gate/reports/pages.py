"""The figures of a period as a page: text, Markdown or JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ire_gate.domain import AtRisk
from ire_gate.reports.figures import UNKNOWN, between, count, grams, in_words, money, seconds, tokens
from ire_gate.reports.json import encode, rounded
from ire_gate.reports.summary import Amounts, Figures, Forecast, Summary
from ire_gate.reports.visible import cell

Row = tuple[str, ...]

_GROUP_HEAD: Row = (
    "decisions", "blocked", "block rate", "fidelity", "ambiguity", "spent", "at risk of the blocked", "saved, net",
)  # fmt: skip


def json(summary: Summary) -> str:
    """Return a summary as one JSON object."""
    return encode(rounded(summary)) + "\n"


def text(summary: Summary) -> str:
    """Return a summary for people at a terminal."""
    lines = [_title(summary), ""]
    rows = [*_rows(summary.total)]
    width = max(len(name) for name, _ in rows)
    lines += [f"  {name.ljust(width)}  {value}" for name, value in rows]
    if summary.by:
        lines += ["", f"by {summary.by}", "", *_columns([(summary.by, *_GROUP_HEAD), *_group_rows(summary)])]
    return "\n".join(lines) + "\n"


def markdown(summary: Summary) -> str:
    """Return a summary as Markdown."""
    lines = [f"# {_title(summary)}", "", *_table([("figure", "value"), *_rows(summary.total)])]
    if summary.by:
        lines += ["", f"## By {summary.by}", "", *_table([(summary.by, *_GROUP_HEAD), *_group_rows(summary)])]
    return "\n".join(lines) + "\n"


def _title(summary: Summary) -> str:
    return f"ire-gate report{f' since {summary.since}' if summary.since else ''}"


def _rows(figures: Figures) -> Iterator[Row]:
    yield "decisions", f"{figures.decisions:,} on {count(figures.intents, 'different intent')}"
    verdicts = f"{figures.passed:,} passed, {figures.blocked:,} blocked, {figures.undecided:,} undecided"
    yield "verdicts", f"{verdicts}; block rate {_percent(figures.block_rate)}"
    yield "fidelity, mean", _number(figures.fidelity)
    yield "ambiguity, mean", _number(figures.ambiguity)
    yield "spent by the gate", f"{count(figures.calls, 'call')}, {_amounts(figures.spent)}"
    yield "at risk of the blocked", _risk(figures.at_risk)
    yield "saved, net", _amounts(figures.saved)
    ire = figures.ire
    per = {"second": ire.per_second, "dollar": ire.per_usd, "gram": ire.per_gram}
    yield "IRE", "; ".join([_number(ire.value), *(f"per {unit} {_number(value)}" for unit, value in per.items())])
    yield "wrong results", _forecast(figures.forecast)
    for found in figures.codes:
        yield f"{found.code} {found.kind}", count(found.count, "decision")


def _forecast(forecast: Forecast) -> str:
    if not forecast.outcomes:
        return "no outcome is booked yet (ire-gate outcome ID --correct or --wrong)"
    foretold, actual = _percent(forecast.wrong_foretold), _percent(forecast.wrong_actual)
    return f"foretold {foretold}, actual {actual} of {count(forecast.outcomes, 'outcome')}"


def _group_rows(summary: Summary) -> Iterator[Row]:
    for group in summary.groups:
        figures = group.figures
        yield (
            group.name,
            f"{figures.decisions:,}",
            f"{figures.blocked:,}",
            _percent(figures.block_rate),
            _number(figures.fidelity),
            _number(figures.ambiguity),
            _amounts(figures.spent),
            _risk(figures.at_risk),
            _amounts(figures.saved),
        )


def _columns(rows: Sequence[Row]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def _table(rows: Sequence[Row]) -> list[str]:
    head, *body = (f"| {' | '.join(map(cell, row))} |" for row in rows)
    return [head, f"|{'---|' * len(rows[0])}", *body]


def _amounts(amounts: Amounts) -> str:
    def say(value: float | None, words: Callable[[float], str]) -> str:
        return UNKNOWN if value is None else words(value)

    return in_words(
        say(amounts.tokens, tokens),
        say(amounts.clock_s, seconds),
        say(amounts.coin_usd, money),
        say(amounts.carbon_g, grams),
    )


def _risk(risk: AtRisk) -> str:
    return in_words(
        between(risk.tokens, tokens),
        UNKNOWN if risk.clock_s is None else seconds(risk.clock_s),
        UNKNOWN if risk.coin_usd is None else money(risk.coin_usd),
        between(risk.carbon_g, grams),
    )


def _number(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.3g}"


def _percent(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.0%}"
