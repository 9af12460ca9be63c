"""Intents one by one on the report's page: with their words where these are stored, else without."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ire_gate import Gate
from ire_gate.domain import Span
from ire_gate.reports.intents import Part, Pointed, parts_of
from tests.cli.conftest import VAGUE, Cli, cli

__all__ = ["cli"]
SECRET = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def page_of(cli: Cli, text: str, *, store_text: bool) -> str:
    with Gate("rules", ledger="l.db", store_text=store_text) as gate:
        gate.check(text)
    return cli("report", "--ledger", "l.db", "--format", "html").out


def test_a_stored_text_is_shown_with_the_words_that_were_found(cli: Cli) -> None:
    page = page_of(cli, "Send the report to the relevant people.", store_text=True)
    quote = re.search(r"<blockquote>(.*?)</blockquote>", page)

    assert quote
    assert '<mark title="IRE103">the relevant people</mark>' in quote[1]
    assert re.sub(r"<[^>]+>", "", quote[1]) == "Send the report to the relevant people."
    assert "<ol><li>" in page


def test_spec_and_back_translation_stand_beside_each_other(cli: Cli) -> None:
    page = page_of(cli, f"Set `timeout` to 30 s in `app.toml` unless {SECRET} is set.", store_text=True)
    spec, back = re.findall(r"<h3>(?:Spec|Back-translation)</h3>(.*?)</div>", page, re.DOTALL)

    assert "<dt>R1</dt><dd>must set" in spec
    assert "30 s" in spec
    assert "unless" in spec
    assert "app.toml" in back
    assert SECRET not in spec + back


def test_the_intent_behind_a_spend_that_stands_out_is_told_and_linked(cli: Cli) -> None:
    with Gate("rules", ledger="l.db") as gate:
        first, *others = [
            gate.check(f"Rename `get_{n}` to `get_user` in `session.py`.").decision_id for n in range(120)
        ]
        gate.ledger.book_outcome(first, correct=True, tokens_in=10**6, tokens_out=1)
        for number, other in enumerate(others):
            gate.ledger.book_outcome(other, correct=True, tokens_in=1000 + number, tokens_out=1)
    page = cli("report", "--ledger", "l.db", "--format", "html").out

    assert page.count('class="intent"') == 101
    assert f'<a href="#{first}">' in page
    assert f'id="{first}"' in page


def test_without_stored_texts_no_word_of_an_intent_is_on_the_page(cli: Cli) -> None:
    page = page_of(cli, VAGUE, store_text=False)

    assert "<mark" not in page
    assert "Back-translation" not in page
    assert "intent " in page
    assert [word for word in ("customers", "performance", "properly") if word in page] == []
    assert b"customers" not in Path("l.db").read_bytes()


def test_a_stored_text_is_no_markup_and_holds_no_secret(cli: Cli) -> None:
    page = page_of(cli, f"Send <img src=x onerror=alert(1)> with {SECRET} to the relevant people.", store_text=True)

    assert "<img" not in page
    assert "&lt;img" in page
    assert SECRET not in page
    assert SECRET.encode() not in Path("l.db").read_bytes()


def test_a_text_that_was_looked_at_again_is_shown_once(cli: Cli) -> None:
    page_of(cli, VAGUE, store_text=False)

    assert page_of(cli, VAGUE, store_text=False).count('class="intent"') == 1


@pytest.mark.parametrize(
    ("spans", "parts"),
    [
        ([], ["abcdef"]),
        ([(1, 3)], ["a", "bc:IRE101", "def"]),
        ([(0, 4), (2, 6)], ["ab:IRE101", "cd:IRE101 IRE102", "ef:IRE102"]),
        ([(4, 99)], ["abcd", "ef:IRE101"]),
        ([(2, 2)], ["ab", "cdef"]),
    ],
)
def test_a_text_is_cut_where_findings_begin_and_end(spans: list[tuple[int, int]], parts: list[str]) -> None:
    findings = [Pointed(code=f"IRE10{number}", span=Span(*span)) for number, span in enumerate(spans, start=1)]

    assert parts_of("abcdef", findings) == tuple(Part(*f"{part}:".split(":")[:2]) for part in parts)
    assert parts_of(None, findings) == ()
