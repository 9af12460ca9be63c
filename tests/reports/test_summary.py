from __future__ import annotations

import json
from typing import Any

import pytest

from ire_gate.domain import AtRisk, Range, Spent, VerdictName
from ire_gate.reports import pages
from ire_gate.reports.summary import Summary, summarise
from ire_gate.reports.works import GROUPS, Actual, Work

RISK = AtRisk(
    tokens=Range(100, 200, 300),
    clock_s=Range(30.0, 60.0, 90.0),
    coin_usd=Range(0.5, 1.0, 1.5),
    carbon_g=Range(1.0, 2.0, 3.0),
)
SPENT = Spent(calls=2, tokens_in=90, tokens_out=10, clock_s=3.0, coin_usd=0.1, carbon_g=Range(0.1, 0.2, 0.3))


def work(text: str = "a", verdict: str = "passed", **changes: Any) -> Work:
    fields: dict[str, Any] = {
        "digest": text,
        "verdict": VerdictName(verdict),
        "ambiguity": 0.2,
        "fidelity": 1.0,
        "tags": {},
        "model": "openai:m",
        "codes": (),
        "spent": SPENT,
        "at_risk": RISK,
    }
    return Work(**{**fields, **changes})


def test_verdicts_are_counted_and_undecided_is_left_out_of_the_block_rate() -> None:
    total = summarise([work("a"), work("b", "blocked"), work("c", "blocked"), work("d", "undecided")]).total

    assert (total.passed, total.blocked, total.undecided) == (1, 2, 1)
    assert total.block_rate == pytest.approx(2 / 3)


def test_saved_is_what_the_blocked_put_at_risk_less_what_the_gate_spent_on_everything() -> None:
    total = summarise([work("a"), work("b", "blocked")]).total

    assert total.at_risk.coin_usd.mid == pytest.approx(1.0)
    assert total.spent.coin_usd == pytest.approx(0.2)
    assert total.saved.coin_usd == pytest.approx(0.8)
    assert total.saved.tokens == pytest.approx(0)
    assert total.saved.clock_s == pytest.approx(54)


def test_saved_may_be_negative_and_is_shown_so() -> None:
    summary = summarise([work("a"), work("b")])

    assert summary.total.saved.coin_usd == pytest.approx(-0.2)
    assert "-$0.20" in pages.text(summary)


def test_a_text_that_is_blocked_again_and_again_is_at_risk_once() -> None:
    total = summarise([work("a", "blocked")] * 50).total

    assert total.at_risk.coin_usd.mid == pytest.approx(1.0)
    assert total.spent.coin_usd == pytest.approx(5.0)
    assert (total.decisions, total.intents) == (50, 1)


def test_what_is_not_known_is_none_and_a_saving_needs_all_of_what_was_spent() -> None:
    unpriced = Spent(calls=1, tokens_in=1, tokens_out=1, clock_s=1.0, coin_usd=None, carbon_g=Range())
    total = summarise([work("a", "blocked", spent=unpriced), work("b")]).total

    assert total.saved.coin_usd is None
    assert total.saved.carbon_g is None
    assert total.saved.tokens is not None


def test_a_replay_spends_nothing_but_time_and_is_told_apart() -> None:
    summary = summarise([work("a", "blocked", is_replay=True), work("b")])
    total = summary.total

    assert (total.calls, total.replayed_calls) == (2, 2)
    assert total.spent.coin_usd == pytest.approx(0.1)
    assert total.spent.clock_s == pytest.approx(6)
    assert total.saved.coin_usd == pytest.approx(0.9)
    assert total.replayed.tokens == pytest.approx(100)
    assert total.replayed.clock_s is None
    assert "2 calls, 100 tokens, time unknown, $0.10, 0.2 g; spent when it was recorded" in pages.text(summary)
    assert "replayed" not in pages.text(summarise([work()]))


def test_the_pages_name_how_carbon_and_prices_are_known() -> None:
    summary = summarise([work()], carbon_method="the method 1.0", price_table="the table of today")

    for page in (pages.text, pages.markdown, pages.json):
        assert "the method 1.0" in page(summary)
        assert "the table of today" in page(summary)


def test_a_ledger_without_decisions_has_a_report() -> None:
    summary = summarise([])

    assert summary.total.block_rate is None
    assert summary.total.fidelity is None
    assert "0 on 0 different intents" in pages.text(summary)
    assert "unknown" in pages.markdown(summary)


def test_means_leave_out_what_was_not_measured() -> None:
    total = summarise(
        [work(ambiguity=0.2, fidelity=None), work(ambiguity=0.4, fidelity=0.5), work(ambiguity=None)]
    ).total

    assert total.ambiguity == pytest.approx(0.3)
    assert total.fidelity == pytest.approx(0.75)


def test_a_known_result_takes_the_place_of_the_forecast() -> None:
    wrong = work(outcome=Actual(correct=False, seconds=7.0, usd=0.9))
    right = work(outcome=Actual(correct=True, seconds=7.0, usd=0.9))
    total = summarise([wrong, right, work()]).total

    assert total.ire.value == pytest.approx((0 + 1 + 0.8) / 3)
    assert total.ire.per_second == pytest.approx(1.8 / (10 + 10 + 3))
    assert total.ire.per_usd == pytest.approx(1.8 / (1 + 1 + 0.1))
    assert total.forecast.outcomes == 2
    assert total.forecast.wrong_foretold == pytest.approx(0.2)
    assert total.forecast.wrong_actual == pytest.approx(0.5)


def test_an_outcome_that_nobody_judged_leaves_the_forecast_standing() -> None:
    total = summarise([work(outcome=Actual(correct=None, seconds=1.0))]).total

    assert total.ire.value == pytest.approx(0.8)
    assert total.forecast.outcomes == 0
    assert total.forecast.wrong_actual is None
    assert total.ire.per_usd is None


def test_the_most_frequent_codes_come_first_and_count_decisions() -> None:
    total = summarise([work(codes=("IRE101", "IRE101", "IRE105")), work(codes=("IRE105",))]).total

    assert [(found.code, found.kind, found.count) for found in total.codes] == [
        ("IRE105", "scope", 2),
        ("IRE101", "vague_term", 1),
    ]


def groups(summary: Summary) -> dict[str, int]:
    return {group.name: group.figures.decisions for group in summary.groups}


def test_groups_by_tag_by_model_and_by_kind() -> None:
    works = [
        work(tags={"team": "a"}, codes=("IRE101", "IRE105")),
        work(tags={"team": "b"}, codes=("IRE101",)),
        work(model="rules"),
    ]

    assert groups(summarise(works, by="team")) == {"a": 1, "b": 1, "(none)": 1}
    assert groups(summarise(works, by="model")) == {"openai:m": 2, "rules": 1}
    assert groups(summarise(works, by="kind")) == {"vague_term": 2, "scope": 1, "(none)": 1}


def test_no_group_is_a_person() -> None:
    assert set(GROUPS) == {"team", "product", "service", "model", "kind"}


def test_the_json_page_has_every_figure() -> None:
    page = json.loads(pages.json(summarise([work("a", "blocked")], since="2026-11-01", by="team")))

    assert page["version"] == "ire_gate.report/1"
    assert page["since"] == "2026-11-01"
    assert page["total"]["saved"] == {"tokens": 100, "clock_s": 57.0, "coin_usd": 0.9, "carbon_g": 1.8}
    assert page["groups"][0]["figures"]["blocked"] == 1


def test_markdown_cannot_be_broken_by_a_tag() -> None:
    page = pages.markdown(summarise([work(tags={"team": "a|b<script>\x1b[31m"})], by="team"))

    assert "<script>" not in page
    assert "\x1b" not in page
    assert len({line.count("|") for line in page.splitlines() if line.startswith("| ") and "openai" not in line}) == 3


def test_columns_of_the_text_page_stand_below_their_heads() -> None:
    page = pages.text(summarise([work(tags={"team": "long-name"}), work(tags={"team": "b"})], by="team"))
    head, *rows = page.split("by team\n\n")[1].split("\n\n")[0].splitlines()

    assert all(row[head.index("decisions")] == "1" for row in rows)


def test_small_groups_are_one_and_never_too_small_even_together() -> None:
    works = [work(tags={"team": name}) for name, size in (("a", 9), ("b", 6), ("c", 3), ("d", 1)) for _ in range(size)]

    assert groups(summarise(works, by="team", smallest=5)) == {"a": 9, "other (3 groups)": 10}
    assert groups(summarise(works, by="team", smallest=4)) == {"a": 9, "b": 6, "other (2 groups)": 4}
    assert groups(summarise(works, by="team", smallest=50)) == {"other (4 groups)": 19}


def test_groups_told_together_have_the_figures_of_all_their_decisions() -> None:
    works = [
        work("x", "blocked", tags={"team": "a"}, codes=("IRE101",), at_risk=AtRisk()),
        work("x", "blocked", tags={"team": "b"}, codes=("IRE101",)),
        work("y", tags={"team": "c"}, outcome=Actual(correct=True, seconds=1.0, usd=0.1, tokens=5, grams=0.1)),
        work("z", "undecided", tags={"team": "d"}, is_replay=True, ambiguity=None),
    ]
    summary = summarise(works, by="team", smallest=5)

    assert summary.groups[0].figures == summary.total


def test_the_bounds_of_a_saving_are_those_of_the_risk_less_all_that_was_spent() -> None:
    total = summarise([work("a"), work("b", "blocked")]).total

    assert (total.saved_low.tokens, total.saved_high.tokens) == (100 - 200, 300 - 200)
    assert (total.saved_low.coin_usd, total.saved_high.coin_usd) == pytest.approx((0.5 - 0.2, 1.5 - 0.2))
    assert (total.saved_low.carbon_g, total.saved_high.carbon_g) == pytest.approx((1 - 0.6, 3 - 0.2))
    assert (total.saved_low.clock_s, total.saved_high.clock_s) == pytest.approx((30 - 6, 90 - 6))
    assert "0 (-100 to 100) tokens" in pages.text(summarise([work("a"), work("b", "blocked")]))


def test_a_sum_with_an_unknown_part_says_so_and_so_do_its_bounds() -> None:
    bare = AtRisk(clock_s=Range(None, 100.0, None))
    unpriced = Spent(calls=1, tokens_in=None, tokens_out=None, clock_s=1.0, coin_usd=None, carbon_g=Range())
    summary = summarise([work("a", "blocked"), work("b", "blocked", at_risk=bare), work("c", spent=unpriced)])
    page = pages.text(summary)

    assert summary.total.at_risk.clock_s == Range(None, 160.0, None)
    assert (summary.total.saved_low.clock_s, summary.total.saved_high.clock_s) == (None, None)
    assert (summary.total.spent.tokens, summary.total.spent_unknown.tokens) == (200, 1)
    assert (summary.total.at_risk.tokens.mid, summary.total.at_risk_unknown.tokens) == (200, 1)
    assert "at least 200 tokens (1 unknown), 7.0 s, at least $0.20 (1 unknown)" in page
    assert "at least 200 (100 to 300) tokens (1 unknown), 2.7 min" in page


def test_what_is_let_pass_after_all_was_not_saved() -> None:
    assert summarise([work("a", "blocked"), work("a")]).total.at_risk == summarise([work("a")]).total.at_risk
    assert summarise([work("a"), work("a", "blocked")]).total.at_risk.tokens == RISK.tokens


def test_small_kinds_are_left_out_as_they_share_decisions() -> None:
    many = [work(str(number), "blocked", codes=("IRE101",)) for number in range(5)]
    summary = summarise([*many, work("x", "blocked", codes=("IRE102", "IRE103", "IRE104"))], by="kind", smallest=5)

    assert groups(summary) == {"vague_term": 5}


def test_merged_groups_are_told_apart_from_one_of_their_name() -> None:
    works = [work(tags={"team": "other (2 groups)"})] * 5 + [work(tags={"team": name}) for name in "abcde"]

    assert [(group.name, group.is_merged) for group in summarise(works, by="team", smallest=5).groups] == [
        ("other (2 groups)", False),
        ("other (5 groups)", True),
    ]
