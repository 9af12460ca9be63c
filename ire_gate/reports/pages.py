"""The figures of a period as a page: text, Markdown or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from ire_gate.domain import Range
from ire_gate.reports.figures import between, count, grams, in_words, known, money, say_risk, seconds, tokens
from ire_gate.reports.json import encode, rounded
from ire_gate.reports.summary import Summary
from ire_gate.reports.tally import Amounts, Figures, Forecast
from ire_gate.reports.trends import Trends
from ire_gate.reports.visible import cell

Row = tuple[str, ...]

GROUP_HEAD: Row = (
    "decisions", "blocked", "block rate", "fidelity", "ambiguity", "spent", "at risk of the blocked", "saved, net",
)  # fmt: skip


def json(summary: Summary) -> str:
    """Return a summary as one JSON object."""
    return encode(rounded(summary)) + "\n"


def text(summary: Summary) -> str:
    """Return a summary for people at a terminal."""
    lines = [title(summary), ""]
    rows = [*total_rows(summary)]
    width = max(len(name) for name, _ in rows)
    lines += [f"  {name.ljust(width)}  {value}" for name, value in rows]
    if summary.by:
        lines += ["", f"by {summary.by}", "", *_columns([(summary.by, *GROUP_HEAD), *group_rows(summary)])]
    return "\n".join(lines) + "\n"


def markdown(summary: Summary) -> str:
    """Return a summary as Markdown."""
    lines = [f"# {title(summary)}", "", *_table([("figure", "value"), *total_rows(summary)])]
    if summary.trends:
        lines += ["", "## Results and returns", "", *_table([("figure", "value"), *trend_rows(summary.trends)])]
        lines += ["", "## Weeks", "", *_table([WEEK_HEAD, *week_rows(summary.trends)])]
    if summary.by:
        lines += ["", f"## By {summary.by}", "", *_table([(summary.by, *GROUP_HEAD), *group_rows(summary)])]
    return "\n".join(lines) + "\n"


def csv(summary: Summary) -> str:
    """Return every figure on a line of its own: where it stands in the JSON report, and its value; unknown is empty."""
    import csv as writer
    import io

    page = io.StringIO()
    lines = writer.writer(page, lineterminator="\n")
    lines.writerow(("figure", "value"))
    lines.writerows(_leaves("", msgspec.to_builtins(rounded(summary))))
    return page.getvalue()


def _leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list | tuple) else ()
    if isinstance(value, dict | list | tuple):
        for key, part in parts:
            yield from _leaves(f"{name}.{key}" if name else str(key), part)
    else:
        yield name, "" if value is None else _harmless(value)


def _harmless(value: Any) -> Any:
    """A spreadsheet takes a text that begins so for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


WEEK_HEAD: Row = (
    "week of", "passed", "blocked", "undecided", "IRE", "per second", "per dollar", "per gram", "correct", "wrong",
    "rework",
)  # fmt: skip


def week_rows(trends: Trends) -> Iterator[Row]:
    """Yield a row for each week."""
    for week in trends.weeks:
        counts = (week.passed, week.blocked, week.undecided)
        values = (week.ire, week.ire_per_second, week.ire_per_usd, week.ire_per_gram)
        results = (f"{week.correct:,}", f"{week.wrong:,}", _percent(week.rework))
        yield (week.start, *(f"{number:,}" for number in counts), *map(_number, values), *results)


def trend_rows(trends: Trends) -> Iterator[Row]:
    """Yield the figures beyond the sums with their names."""
    yield "cash cost per correct result", known(trends.usd_per_correct, money)
    yield "tokens per correct result", known(trends.tokens_per_correct, tokens)
    yield "rework rate", _percent(trends.rework)
    yield "AI-adjusted gross margin", _percent(trends.gross_margin)
    if trends.returns:
        returns = trends.returns
        weeks = count(returns.weeks, "week")
        yield "returns, Y = a·ln(1 + U)", f"a = {returns.a:.4g} correct results, over {weeks}"
        yield "more tokens bought nothing past", f"{known(returns.enough, tokens)} a week"


def title(summary: Summary) -> str:
    """Return what the report is called."""
    return f"ire-gate report{f' since {summary.since}' if summary.since else ''}"


def total_rows(summary: Summary) -> Iterator[Row]:
    """Yield the sums with their names, and how they were counted."""
    yield from _rows(summary.total)
    yield from _methods(summary)


def _rows(figures: Figures) -> Iterator[Row]:
    yield "decisions", f"{figures.decisions:,} on {count(figures.intents, 'different intent')}"
    verdicts = f"{figures.passed:,} passed, {figures.blocked:,} blocked, {figures.undecided:,} undecided"
    yield "verdicts", f"{verdicts}; block rate {_percent(figures.block_rate)}"
    yield "fidelity, mean", _number(figures.fidelity)
    yield "ambiguity, mean", _number(figures.ambiguity)
    yield "spent by the gate", f"{count(figures.calls, 'call')}, {_amounts(figures.spent)}"
    if figures.replayed_calls:
        replayed = f"{count(figures.replayed_calls, 'call')}, {_amounts(figures.replayed)}"
        yield "replayed", f"{replayed}; spent when it was recorded"
    yield "at risk of the blocked", say_risk(figures.at_risk)
    yield "saved, net", _saved(figures)
    ire = figures.ire
    per = {"second": ire.per_second, "dollar": ire.per_usd, "gram": ire.per_gram}
    yield "IRE", "; ".join([_number(ire.value), *(f"per {unit} {_number(value)}" for unit, value in per.items())])
    yield "wrong results", _forecast(figures.forecast)
    for found in figures.codes:
        yield f"{found.code} {found.kind}", count(found.count, "decision")


def _methods(summary: Summary) -> Iterator[Row]:
    named = {"carbon by": summary.carbon_method, "prices by": summary.price_table}
    yield from ((name, method) for name, method in named.items() if method)


def _forecast(forecast: Forecast) -> str:
    if not forecast.outcomes:
        return "no outcome is booked yet (ire-gate outcome ID --correct or --wrong)"
    foretold, actual = _percent(forecast.wrong_foretold), _percent(forecast.wrong_actual)
    return f"foretold {foretold}, actual {actual} of {count(forecast.outcomes, 'outcome')}"


def group_rows(summary: Summary) -> Iterator[Row]:
    """Yield a row for each group."""
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
            say_risk(figures.at_risk),
            _saved(figures),
        )


def _columns(rows: Sequence[Row]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def _table(rows: Sequence[Row]) -> list[str]:
    head, *body = (f"| {' | '.join(map(cell, row))} |" for row in rows)
    return [head, f"|{'---|' * len(rows[0])}", *body]


def _amounts(amounts: Amounts) -> str:
    return in_words(
        known(amounts.tokens, tokens),
        known(amounts.clock_s, seconds),
        known(amounts.coin_usd, money),
        known(amounts.carbon_g, grams),
    )


def _saved(figures: Figures) -> str:
    low, mid, high = figures.saved_low, figures.saved, figures.saved_high
    return in_words(
        between(Range(low.tokens, mid.tokens, high.tokens), tokens),
        known(mid.clock_s, seconds),
        between(Range(low.coin_usd, mid.coin_usd, high.coin_usd), money),
        between(Range(low.carbon_g, mid.carbon_g, high.carbon_g), grams),
    )


def _number(value: float | None) -> str:
    return known(value, "{:.3g}".format)


def _percent(value: float | None) -> str:
    return known(value, "{:.0%}".format)
