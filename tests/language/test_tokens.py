"""Tokens and clauses cover the text, keep their places and survive any input."""

from __future__ import annotations

import json

import pytest

from ire_gate.language.clauses import clauses, sentences
from ire_gate.language.tokens import tokenise
from tests.conftest import FIXTURES

CORPUS = [
    text
    for line in (FIXTURES / "corpus" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    for key, text in json.loads(line).items()
    if key in {"clear", "ambiguous"}
]


def test_tokens_and_the_blanks_between_them_are_the_text() -> None:
    for text in CORPUS:
        place = 0
        for token in tokenise(text):
            assert text[token.start : token.end] == token.text
            assert not text[place : token.start].strip()
            place = token.end
        assert not text[place:].strip()


def test_clauses_stand_where_they_say_and_do_not_overlap() -> None:
    for text in CORPUS:
        place = 0
        for clause in clauses(text):
            assert clause.span.of(text) == clause.text
            assert clause.span.start >= place
            place = clause.span.end


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("`rm -rf /`", "code"),
        ("```\nx = 1\n```", "fence"),
        ("src/a.py", "path"),
        ("https://example.org/a?b=c", "url"),
        ("ops@example.org", "mail"),
        ("2025-01-31T10:00:00Z", "date"),
        ("02:30", "time"),
        ("1,200.50", "number"),
        ("3e-4", "number"),
        ("max_retries", "ident"),
        ("getUser", "ident"),
        ("#4471", "ident"),
        ("--dry-run", "flag"),
        ("don't", "word"),
        ('"Not now"', "quoted"),
        ("``Not now''", "quoted"),
        ("`` Not now ''", "quoted"),
        ("``echo ''``", "code"),
        ("``print('')``", "code"),
    ],
)
def test_one_token_of_each_kind(text: str, kind: str) -> None:
    assert [token.kind for token in tokenise(text)] == [kind]


def test_and_or_is_words_and_not_a_path() -> None:
    assert [token.text for token in tokenise("read and/or write")] == ["read", "and", "/", "or", "write"]


def test_a_full_stop_after_a_path_ends_the_sentence() -> None:
    assert len(sentences("Edit src/a.py. Then stop.")) == 2


def test_a_full_stop_after_words_with_a_slash_ends_the_sentence() -> None:
    assert [len(part) for part in sentences("At 22:00 Europe/Lisbon. List the IPs.")] == [6, 4]


def test_a_version_is_one_name() -> None:
    assert [token.text for token in tokenise("Pin v1.2.3.") if token.kind == "ident"] == ["v1.2.3"]


def test_minutes_may_end_a_sentence() -> None:
    assert len(sentences("Wait 5 min. Then stop.")) == 2
    assert len(sentences("Wait for min. 5 pods.")) == 1


def test_abbreviations_and_decimals_do_not_end_a_sentence() -> None:
    assert len(sentences("Use 2.5 s, e.g. for `a` vs. `b`.")) == 1


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "`", '"', "- ", "1.", "\x00\x1b[31m", "🙂" * 50, "a" * 10_000])
def test_odd_input_is_survived(text: str) -> None:
    for clause in clauses(text):
        assert clause.span.of(text) == clause.text
    assert "".join(token.text for token in tokenise(text)).split() == text.split()


def test_a_condition_stays_with_what_it_governs() -> None:
    assert [clause.text for clause in clauses("If `a` fails, stop `b`. Otherwise delete `c`, and restart `d`.")] == [
        "If `a` fails, stop `b`",
        "Otherwise delete `c`",
        "restart `d`",
    ]


def test_two_latex_quotes_in_one_line_are_two_quotations_and_not_the_code_between_them() -> None:
    tokens = tokenise("Rename ``Open orders'' to ``Orders'' and keep ``a b``.")

    assert [(token.kind, token.text) for token in tokens if token.kind not in {"word", "punct"}] == [
        ("quoted", "``Open orders''"),
        ("quoted", "``Orders''"),
        ("code", "``a b``"),
    ]


def test_a_run_of_letters_without_end_is_cut_into_words_that_can_be_remembered() -> None:
    tokens = tokenise("x" * 100_000)

    assert "".join(token.text for token in tokens) == "x" * 100_000
    assert max(len(token.text) for token in tokens) <= 200
