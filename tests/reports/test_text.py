from __future__ import annotations

import re

import pytest

from ire_gate.codes import CODES
from ire_gate.domain import Severity, Span, Spent
from ire_gate.reports.excerpt import excerpt
from ire_gate.reports.text import Style, block, page, report
from ire_gate.reports.visible import columns, visible
from tests.reports.trips import BLOCKED, PASSED, UNDECIDED, finding, trip


def test_a_blocked_intent_shows_place_words_readings_question_and_cost() -> None:
    assert block(BLOCKED) == (
        "prompts/list.md:3  ✗ blocked\n"
        "  4 │ List the best customers first.\n"
        "    │          ^^^^^^^^^^^^^^\n"
        "  IRE101 vague_term: two executors would differ here with probability 0.80\n"
        "    a) by revenue (recommended)\n"
        "    b) by number of orders\n"
        "    ask: Best by what?\n"
        "  fidelity unknown; ambiguity 0.80 (limit 0.50); spent 1 call, 120 tokens, 1.5 s, money unknown, "
        "0.02 (0.01 to 0.03) g; "
        "at risk 2,000 (1,000 to 3,000) tokens, 60.0 s, $0.25, 2 (1 to 3) g\n"
        "\n"
    )


def test_a_passed_intent_takes_two_lines() -> None:
    shown = block(PASSED)

    assert shown.splitlines()[0] == "prompts/clear.md:1  ✓ passed"
    assert len(shown.strip().splitlines()) == 2


def test_an_undecided_intent_says_why() -> None:
    shown = block(UNDECIDED)

    assert "? undecided" in shown
    assert "IRE301 could_not_look: timed out" in shown
    assert "ambiguity unknown" in shown


def test_notes_are_shown_only_where_everything_is_explained() -> None:
    noted = trip(finding(severity=Severity.NOTE))

    assert "IRE101" not in block(noted)
    assert "IRE101" in block(noted, Style(explain=True))


def test_an_explanation_stands_below_its_finding() -> None:
    shown = block(BLOCKED, Style(explain=True))

    assert CODES["IRE101"].what in shown
    assert CODES["IRE101"].instead in shown


def test_several_intents_end_with_totals_and_one_does_not() -> None:
    several = "".join(report([PASSED, BLOCKED, UNDECIDED]))

    assert several.splitlines()[-1].startswith("3 intents: 1 passed, 1 blocked, 1 undecided; spent 3 calls, 360 tokens")
    assert "at risk of the blocked 2,000 (1,000 to 3,000) tokens" in several.splitlines()[-1]
    assert "intents:" not in "".join(report([BLOCKED]))


def test_a_total_with_an_unknown_part_says_that_it_is_a_lower_bound() -> None:
    priced = trip(finding(), spent=Spent(calls=1, tokens_in=1, tokens_out=1, clock_s=1.0, coin_usd=0.5))
    last = "".join(report([BLOCKED, priced])).splitlines()[-1]

    assert "at least $0.50 (1 unknown)" in last


def test_colours_come_only_when_asked_for() -> None:
    assert "\x1b[31m" in block(BLOCKED, Style(colour=True))
    assert "\x1b" not in block(BLOCKED)


def test_ascii_output_holds_nothing_else() -> None:
    text = "List the best customers of Zoë’s 店 first."
    shown = block(trip(finding(text), text=text, path="prompts/zoë.md"), Style(unicode=False))

    assert shown.isascii()
    assert r"Zo\xeb" in shown
    assert "x blocked" in shown


HOSTILE = "Delete \x1b[2J\x1b]0;owned\x07 the \u202eredro\u202c best customers\x9b31m\u2028 \U000e0041 now."


def test_nothing_in_an_intent_can_drive_the_terminal_or_turn_the_text_round() -> None:
    told = finding(HOSTILE, message=f"came back as {HOSTILE}", question=HOSTILE, readings=(HOSTILE, HOSTILE))
    shown = block(trip(told, text=HOSTILE, path="a\x1b[31m\nb.md", name=HOSTILE))

    assert not set(re.findall(r"[^\n]", shown)) & set("\x1b\x07\u202e\u202c\x9b\u2028\U000e0041")
    assert "␛[2J" in shown
    assert r"\u202e" in shown
    assert shown.splitlines()[0].startswith("a␛[31m b.md:3")


def underlined(text: str, quote: str, width: int = 80) -> tuple[str, str]:
    start = text.index(quote)
    return excerpt(text, Span(start, start + len(quote)), width=width)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        pytest.param("List the best customers.", "best", id="plain"),
        pytest.param("\tList\tthe best customers.", "best", id="tabs"),
        pytest.param("将顾客 the best 顾客", "best", id="wide before"),
        pytest.param("e\u0301te\u0301 the best one", "best", id="combining before"),
        pytest.param("\x1b[31m the best one", "best", id="escape before"),
        pytest.param("word " * 60 + "the best one " + "word " * 60, "best", id="long line"),
        pytest.param("顾" * 100 + "best" + "顾" * 100, "best", id="long wide line"),
        pytest.param("one\r\nthe best one\r\nthree", "best", id="crlf"),
    ],
)
def test_the_carets_stand_below_the_words(text: str, quote: str) -> None:
    line, carets = underlined(text, quote)
    before = columns(carets) - len(quote)

    assert carets.strip() == "^" * len(quote)
    assert columns(line[: line.index(quote)]) == before
    assert columns(line) <= 80


def test_wide_words_are_underlined_at_their_width() -> None:
    assert underlined("a 最好 b", "最好") == ("a 最好 b", "  ^^^^")


def test_words_over_several_lines_are_underlined_to_the_end_of_the_first() -> None:
    assert underlined("Sort the best\ncustomers first.", "best\ncustomers") == ("Sort the best", "         ^^^^…")


def test_words_longer_than_the_page_are_cut() -> None:
    line, carets = underlined("a " + "x" * 500 + " b", "x" * 500, width=60)

    assert columns(line) <= 60
    assert "…" in line
    assert columns(carets) <= 60


@pytest.mark.parametrize("span", [Span(0, 0), Span(24, 24), Span(99, 120)], ids=["start", "end", "beyond"])
def test_a_span_of_nothing_is_still_shown(span: Span) -> None:
    line, carets = excerpt("List the best customers.", span, width=80)

    assert line == "List the best customers."
    assert "^" in carets


def test_emoji_families_and_plain_words_stay_as_they_are() -> None:
    assert visible("naïve 👩\u200d👧 \u00a0x") == "naïve 👩\u200d👧  x"


def test_a_page_says_what_why_and_what_to_write_instead() -> None:
    told = page(CODES["IRE106"])

    assert told.startswith("IRE106 coordination_attachment\n")
    assert all(part in told for part in (CODES["IRE106"].what, CODES["IRE106"].why, CODES["IRE106"].instead))
