"""The report as one self-contained HTML file: no script, no request, light and dark, for the screen and for paper."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ire_gate.reports import charts, pages
from ire_gate.reports.figures import money, tokens
from ire_gate.reports.summary import Summary
from ire_gate.reports.trends import Trends


def page(summary: Summary) -> str:
    """Return a summary, with its trends, as an HTML document."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
    )
    trends = summary.trends
    return environment.get_template("report.html.j2").render(
        title=pages.title(summary),
        figures=[*pages.total_rows(summary)],
        trends=trends,
        trend_rows=[*pages.trend_rows(trends)] if trends else [],
        week_head=pages.WEEK_HEAD,
        week_rows=[*pages.week_rows(trends)] if trends else [],
        group_head=(summary.by or "", *pages.GROUP_HEAD),
        group_rows=[*pages.group_rows(summary)],
        by=summary.by,
        charts=[*_charts(trends)] if trends else [],
        money=money,
        tokens=tokens,
    )


def _charts(trends: Trends) -> list[tuple[str, str, Markup]]:
    """Return title, description and drawing of each chart that has something to show."""
    found = []
    weeks = trends.weeks
    if weeks:
        found.append(("Verdicts by week", "Stacked bars: passed, blocked, undecided.", charts.verdicts(weeks)))
    for figure, title in (
        ("ire", "IRE"),
        ("ire_per_second", "IRE per second"),
        ("ire_per_usd", "IRE per dollar"),
        ("ire_per_gram", "IRE per gram"),
        ("rework", "Rework rate"),
    ):
        if any(getattr(week, figure) is not None for week in weeks):
            found.append((f"{title} by week", f"A line: {title}.", charts.line(weeks, figure, title)))
    if trends.bins:
        told = "Points with their 95 % intervals; on the diagonal the gate says what happens."
        found.append(("Foretold against actual", told, charts.calibration(trends.bins)))
    # The drawings are made of numbers and dates only; the library escapes its own labels.
    return [(title, told, Markup(drawn)) for title, told, drawn in found]  # noqa: S704
