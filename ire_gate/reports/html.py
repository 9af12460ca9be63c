"""The report as one self-contained HTML file: no script, no request, light and dark, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ire_gate.reports import charts, pages
from ire_gate.reports.intents import Told
from ire_gate.reports.summary import Summary
from ire_gate.reports.tables import tables
from ire_gate.reports.trends import Trends
from ire_gate.reports.visible import visible

_LINES = (
    ("ire", "IRE"),
    ("ire_per_second", "IRE per second"),
    ("ire_per_usd", "IRE per dollar"),
    ("ire_per_gram", "IRE per gram"),
    ("rework", "Rework rate"),
)


def page(summary: Summary, intents: Sequence[Told] = ()) -> str:
    """Return a summary, with its trends and some intents one by one, as an HTML document."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["visible"] = visible
    environment.filters["shown"] = lambda text: "\n".join(map(visible, text.split("\n")))
    # The drawings are made of numbers and dates only; the library escapes its own labels.
    drawn = [(title, told, Markup(svg)) for title, told, svg in _charts(summary.trends)]  # noqa: S704
    return environment.get_template("report.html.j2").render(
        title=pages.title(summary),
        smallest=summary.smallest_group,
        tables=[*tables(summary)],
        charts=drawn,
        intents=intents,
        anchors={told.decision_id for told in intents},
        leaves=[(name, str(value)) for name, value in pages.leaves(summary)],
    )


def _charts(trends: Trends | None) -> Iterator[tuple[str, str, str]]:
    """Yield title, description and drawing of each chart that has something to show."""
    if trends is None or not trends.weeks:
        return
    weeks = trends.weeks
    yield "Verdicts by week", "Stacked bars: passed, blocked, undecided.", charts.verdicts(weeks)
    for figure, title in _LINES:
        if any(getattr(week, figure) is not None for week in weeks):
            yield f"{title} by week", f"A line: {title}.", charts.line(weeks, figure, title)
    if trends.returns:
        told = f"A point a week, and the curve Y = {trends.returns.a:.3g}·ln(1 + U)."
        yield "Correct results against tokens", told, charts.returns(weeks, trends.returns.a)
    if trends.bins:
        told = "Points with their 95 % intervals; on the diagonal the gate says what happens."
        yield "Foretold against actual", told, charts.calibration(trends.bins)
