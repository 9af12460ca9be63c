"""The report in every format: the figures that were worked out by hand, in a page that stands alone."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import sys
from html.parser import HTMLParser
from math import log
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import VAGUE, Cli, cli

__all__ = ["cli"]
ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "fixtures" / "ledger" / "example.jsonl"
TOKENS = (log(3101), log(6101), log(12101))
RETURNS = (TOKENS[0] + 2 * TOKENS[1] + 3 * TOKENS[2]) / sum(x * x for x in TOKENS)
UNEXPLAINED = sum((y - RETURNS * x) ** 2 for y, x in zip((1, 2, 3), TOKENS, strict=True))
BY_HAND = {
    "total.ire.value": 6.6 / 12,
    "total.ire.per_second": 6.6 / 93,
    "total.ire.per_usd": 6.6 / 0.93,
    "total.ire.per_gram": 6.6 / 9.3,
    "total.saved.tokens": 4800,
    "total.saved.clock_s": 48,
    "total.saved.coin_usd": 1.38,
    "total.saved.carbon_g": 4.8,
    "total.saved_low.tokens": 1800,
    "total.saved_high.tokens": 7800,
    "total.saved_low.clock_s": 18,
    "total.saved_high.clock_s": 78,
    "total.saved_low.coin_usd": 0.63,
    "total.saved_high.coin_usd": 2.13,
    "total.saved_low.carbon_g": 1.8,
    "total.saved_high.carbon_g": 7.8,
    "total.results.usd_per_correct": 0.15,
    "total.results.tokens_per_correct": 3500,
    "total.results.rework": 3 / 9,
    "total.results.gross_margin": 0.85,
    "trends.rework_per_week": -1 / 3,
    "trends.waste.foretold.tokens.low": 9 * 200,
    "trends.waste.foretold.tokens.mid": 9 * 400,
    "trends.waste.foretold.tokens.high": 9 * 600,
    "trends.waste.actual.tokens": 2 * 900 + 1900,
    "trends.waste.foretold.clock_s.mid": 9 * 4,
    "trends.waste.actual.clock_s": 3 * 9,
    "trends.waste.foretold.coin_usd.mid": 9 * 0.1,
    "trends.waste.actual.coin_usd": 3 * 0.09,
    "trends.waste.foretold.carbon_g.high": 9 * 0.6,
    "trends.waste.actual.carbon_g": 3 * 0.9,
    "trends.returns.a": RETURNS,
    "trends.returns.per_doubling": RETURNS * log(2),
    "trends.returns.explained": 1 - UNEXPLAINED / 2,
    "trends.returns.enough": RETURNS / (0.93 / 21300) - 1,
    "trends.weeks.0.ire": 0.3,
    "trends.weeks.0.ire_per_usd": 1.2 / 0.31,
    "trends.weeks.1.ire": 0.55,
    "trends.weeks.2.ire": 0.8,
    "trends.weeks.2.rework": 0,
}


@pytest.fixture
def ledger(cli: Cli, tmp_path: Path) -> str:
    place = str(tmp_path / "example.db")
    assert cli("ledger", "import", EXAMPLE, "--ledger", place).code == 0
    return place


def report(cli: Cli, ledger: str, *flags: str) -> str:
    ended = cli("report", "--ledger", ledger, *flags)
    assert ended.code == 0, ended.err
    return ended.out


def at(report: Any, path: str) -> Any:
    for name in path.split("."):
        report = report[int(name)] if name.isdigit() else report[name]
    return report


def test_json_and_csv_have_the_figures_worked_out_by_hand(cli: Cli, ledger: str) -> None:
    told = json.loads(report(cli, ledger, "--format", "json"))
    lines = dict(csv.reader(io.StringIO(report(cli, ledger, "--format", "csv"))))

    assert {name: at(told, name) for name in BY_HAND} == pytest.approx(BY_HAND, abs=1e-5)
    assert {name: float(lines[name]) for name in BY_HAND} == {name: at(told, name) for name in BY_HAND}


def test_markdown_and_html_have_them_to_the_last_digit(cli: Cli, ledger: str) -> None:
    lines = dict(csv.reader(io.StringIO(report(cli, ledger, "--format", "csv"))))
    markdown, page = html.unescape(report(cli, ledger, "--format", "md")), report(cli, ledger, "--format", "html")
    del lines["figure"]
    told = (
        dict(re.findall(r"^\| ([^|]+) \| ([^|]*) \|$", markdown, re.MULTILINE)),
        dict(re.findall(r'<th scope="row">([^<]+)</th><td[^>]*>([^<]*)</td></tr>', page)),
    )

    assert set(BY_HAND) <= set(lines)
    for figures in told:
        assert {name: figures[name] for name in lines} == lines


def test_the_page_of_the_docs_has_them_to_the_last_digit(cli: Cli, ledger: str) -> None:
    lines = dict(csv.reader(io.StringIO(report(cli, ledger, "--format", "csv"))))
    docs = dict(
        re.findall(r"^\| `([a-z_.0-9]+)` \| ([^|]*?) ?\|", (ROOT / "docs" / "report.md").read_text(), re.MULTILINE)
    )

    assert len(docs) > 25
    assert docs == {name: lines[name] for name in docs}


def test_markdown_html_and_text_say_the_same_words(cli: Cli, ledger: str) -> None:
    page, table = report(cli, ledger, "--format", "html"), report(cli, ledger, "--format", "md")
    text = report(cli, ledger)
    rows = [
        row
        for row in re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", table, re.MULTILINE)
        if row[1] not in {"value", "blocked"}
    ]

    assert ("cash cost per correct result", "$0.15") in rows
    assert "| all | 0.2344 | 3 | 29% | 0.162 a week | 5,368 tokens a week |" in table
    for name, value in rows:
        assert f">{html.unescape(value)}</td>" in html.unescape(page), name
    for name, value in rows[: rows.index(next(row for row in rows if row[0] == "prices by")) + 1]:
        assert re.search(
            rf"^  {re.escape(html.unescape(name))} +{re.escape(html.unescape(value))}$", text, re.MULTILINE
        )


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"src", "href", "xlink:href"}]


def test_the_page_stands_alone_and_can_be_read_without_its_charts(cli: Cli, ledger: str) -> None:
    page = _Page()
    page.feed(text := report(cli, ledger, "--format", "html"))

    assert "script" not in page.tags
    assert [link for link in page.links if not link.startswith(("data:", "#"))] == []
    assert page.tags.count("svg") == 8
    assert page.tags.count("figure") == text.count("The tables have the numbers.") == 8
    assert "<html lang=" in text
    assert page.tags.count("h1") == 1


def test_what_stands_in_a_ledger_is_no_markup(cli: Cli, tmp_path: Path) -> None:
    for tag in ("<script>alert(1)</script>", "=1+1"):
        for _ in range(5):
            cli("check", "--text", VAGUE, "--tag", f"team={tag}", "--ledger", str(tmp_path / "l.db"))
    page = report(cli, str(tmp_path / "l.db"), "--format", "html", "--by", "team")
    lines = report(cli, str(tmp_path / "l.db"), "--format", "csv", "--by", "team")

    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "'=1+1" in lines


def test_small_groups_are_told_together(cli: Cli, ledger: str) -> None:
    apart = json.loads(report(cli, ledger, "--format", "json", "--by", "team"))
    together = json.loads(report(cli, ledger, "--format", "json", "--by", "team", "--smallest-group", "6"))

    assert [(group["name"], group["figures"]["decisions"]) for group in apart["groups"]] == [("a", 7), ("b", 5)]
    assert [(group["name"], group["figures"]["decisions"]) for group in together["groups"]] == [
        ("other (2 groups)", 12)
    ]
    assert cli("report", "--ledger", ledger, "--smallest-group", "1").code == 2


def test_the_command_of_the_docs_makes_the_page(cli: Cli, ledger: str) -> None:
    shown = re.findall(r"```console\n\$ ire-gate (.+) > report\.html\n```", (ROOT / "docs" / "report.md").read_text())
    pages = [cli(*command.split(), "--ledger", ledger) for command in shown]

    assert [(page.code, page.out[:15]) for page in pages] == [(0, "<!doctype html>")]


def test_without_the_library_for_charts_it_is_named(cli: Cli, ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ire_gate.reports.html", "ire_gate.reports.charts"):
        monkeypatch.delitem(sys.modules, name, raising=False)
        monkeypatch.delattr(f"{name}", raising=False)
    monkeypatch.setitem(sys.modules, "altair", None)
    ended = cli("report", "--ledger", ledger, "--format", "html")

    assert ended.code == 2
    assert "altair" in ended.err
    assert "pip install 'ire-gate[report]'" in ended.err
    assert cli("report", "--ledger", ledger, "--format", "md").code == 0
