"""Charts as SVG, drawn when the report is made: the page needs no script and no network."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import altair as alt
import vl_convert

from ire_gate.reports.fits import Bin
from ire_gate.reports.weeks import Week

_INK, _COLOURS = "#010203", {"passed": "#3b7dd8", "blocked": "#d9822b", "undecided": "#8a8a90"}
"""Ink stands for the colour of the page's text, which the library does not know; the others show on white and black."""


def verdicts(weeks: Sequence[Week]) -> str:
    """Return the verdicts of each week as stacked bars."""
    rows = [{"week": week.start, "verdict": name, "count": getattr(week, name)} for week in weeks for name in _COLOURS]
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar()
        .encode(
            x=alt.X("week:O", title="week of"),
            y=alt.Y("count:Q", title="decisions"),
            color=alt.Color("verdict:N", scale=alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values()))),
        )
    )
    return _svg(chart)


def line(weeks: Sequence[Week], figure: str, title: str) -> str:
    """Return one figure of each week as a line; weeks in which it is not known are left out."""
    rows = [{"week": week.start, "value": getattr(week, figure)} for week in weeks if getattr(week, figure) is not None]
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_line(point=True, color="#3b7dd8")
        .encode(x=alt.X("week:O", title="week of"), y=alt.Y("value:Q", title=title))
    )
    return _svg(chart)


def returns(weeks: Sequence[Week], a: float) -> str:
    """Return the correct results of each week against its tokens, with the fitted curve."""
    rows = [{"tokens": week.tokens, "correct": week.correct} for week in weeks if week.tokens]
    most = max(week.tokens or 0 for week in weeks)
    steps = [most * (step / 50) ** 4 for step in range(51)]  # close together where the curve bends
    curve = [{"tokens": tokens, "fit": a * math.log1p(tokens)} for tokens in steps]
    x = alt.X("tokens:Q", title="tokens a week")
    chart = alt.layer(
        alt.Chart(alt.InlineData(values=curve)).mark_line(color=_INK).encode(x=x, y="fit:Q"),
        alt.Chart(alt.InlineData(values=rows))
        .mark_point(filled=True, size=70, color="#3b7dd8")
        .encode(x=x, y=alt.Y("correct:Q", title="correct results a week")),
    )
    return _svg(chart)


def calibration(bins: Sequence[Bin]) -> str:
    """Return foretold against actual: on the diagonal the gate says what happens."""
    rows = [{"foretold": b.foretold, "wrong": b.wrong, "low": b.wrong_low, "high": b.wrong_high} for b in bins]
    share = alt.Scale(domain=[0, 1])
    ideal = alt.Chart(alt.InlineData(values=[{"x": 0, "y": 0}, {"x": 1, "y": 1}])).mark_line(
        strokeDash=[4, 4], color=_INK
    )
    points = alt.Chart(alt.InlineData(values=rows)).encode(x=alt.X("foretold:Q", title="ambiguity before", scale=share))
    chart = alt.layer(
        ideal.encode(x="x:Q", y="y:Q"),
        points.mark_rule(color=_INK).encode(y=alt.Y("low:Q", title="share wrong", scale=share), y2="high:Q"),
        points.mark_point(filled=True, size=70, color="#3b7dd8").encode(y="wrong:Q"),
    )
    return _svg(chart)


def _svg(chart: Any) -> str:
    made = (
        chart.properties(width=400, height=180, background="transparent")
        .configure_axis(
            labelColor=_INK,
            titleColor=_INK,
            gridColor="#80808040",
            domainColor=_INK,
            tickColor=_INK,
            labelFontSize=13,
            titleFontSize=13,
            labelAngle=0,
            labelOverlap=True,
        )
        .configure_legend(labelColor=_INK, titleColor=_INK, orient="top", labelFontSize=13, titleFontSize=13)
        .configure_view(stroke=None)
    )
    drawn: str = vl_convert.vegalite_to_svg(made.to_json())
    return drawn.replace(_INK, "currentColor")
