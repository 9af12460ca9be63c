"""What a period shows beyond its sums, each figure against a value worked out by hand."""

from __future__ import annotations

from math import log

import pytest
from msgspec.structs import replace

from ire_gate.domain import Range, Spent
from ire_gate.reports.fits import waste_of
from ire_gate.reports.pages import markdown
from ire_gate.reports.summary import summarise
from ire_gate.reports.trends import Trends, trends
from ire_gate.reports.works import Actual, Work
from tests.reports.test_summary import work

FREE = Spent(calls=0, tokens_in=0, tokens_out=0, clock_s=0.0, coin_usd=0.0, carbon_g=Range(0.0, 0.0, 0.0))
MONDAYS = ("2026-11-02", "2026-11-09", "2026-11-16")


def done(  # noqa: PLR0913 - each is a column
    *,
    correct: bool | None = True,
    tokens: int | None = 1000,
    usd: float | None = 0.1,
    value: float | None = None,
    at: str = MONDAYS[0],
    model: str = "m",
    ambiguity: float | None = 0.2,
    decision_id: str = "d",
    team: str = "a",
) -> Work:
    outcome = Actual(correct=correct, tokens=tokens, usd=usd, value=value, seconds=1.0)
    return work(
        decision_id, spent=FREE, outcome=outcome, at=at, model=model, ambiguity=ambiguity, decision_id=decision_id,
        tags={"team": team},
    )  # fmt: skip


def test_nothing_has_no_trends() -> None:
    assert trends([]) == Trends(
        weeks=(), rework_per_week=None, bins=(), returns=None, group_returns=(), outliers=(), routes=(), origins=(),
        waste=waste_of([]),
    )  # fmt: skip


def test_a_week_begins_on_monday_and_one_with_something_unknown_has_no_sum_of_tokens() -> None:
    found = trends([done(at="2026-11-08T23:59:59"), done(at="2026-11-09T00:00:00", tokens=None)]).weeks

    assert [(week.start, week.tokens) for week in found] == [("2026-11-02", 1000), ("2026-11-09", None)]


def test_rework_that_falls_by_a_third_a_week_is_told_so() -> None:
    wrong = [2, 1, 0]
    rows = [done(at=at, correct=n >= wrong[week]) for week, at in enumerate(MONDAYS) for n in range(3)]

    assert trends(rows).rework_per_week == pytest.approx(-1 / 3)
    assert trends(rows[:3]).rework_per_week is None


def curve(scale: float, tokens: tuple[int, ...] = (9, 99, 999), value: float | None = 1.0) -> list[Work]:
    """Return weeks with so many correct results as a curve through the powers of ten has."""
    return [
        done(at=at, tokens=used if number == 0 else 0, usd=0.01 * used if number == 0 else 0.0, value=value)
        for week, (at, used) in enumerate(zip(MONDAYS, tokens, strict=True))
        for number in range(round(scale * (week + 1)))
    ]


def test_a_curve_that_fits_is_found_with_the_point_past_which_tokens_cost_more_than_they_bring() -> None:
    found = trends(curve(2)).returns

    assert found is not None
    assert found.a == pytest.approx(2 / log(10))
    assert found.explained == pytest.approx(1)
    assert found.per_doubling == pytest.approx(2 / log(10) * log(2))
    assert found.enough == pytest.approx(2 / log(10) / 0.01 - 1)


def test_without_a_booked_value_there_is_no_point_past_which_tokens_are_too_many() -> None:
    found = trends(curve(2, value=None)).returns

    assert found is not None
    assert found.enough is None


def test_where_fewer_tokens_brought_more_the_curve_explains_nothing_and_advises_nothing() -> None:
    found = trends(curve(2, tokens=(999, 99, 9))).returns

    assert found is not None
    assert found.explained is not None
    assert found.explained < 0
    assert found.enough is None


def test_two_weeks_are_no_curve() -> None:
    assert trends(row for row in curve(2) if row.at != MONDAYS[2]).returns is None


def test_each_group_that_may_be_named_has_its_own_curve() -> None:
    rows = curve(2)
    found = trends(rows, by="team", names=["a", "other (2 groups)"]).group_returns

    assert [(fit.name, fit.a) for fit in found] == [("a", pytest.approx(2 / log(10)))]
    assert trends(rows, by="team", names=[]).group_returns == ()


def test_a_spend_far_above_the_others_stands_out_with_its_intent() -> None:
    usual = [
        done(decision_id=f"d{number}", tokens=tokens) for number, tokens in enumerate((900, 1000, 1000, 1100, 1200))
    ]
    found = trends([*usual, done(decision_id="far", tokens=9000)]).outliers

    # Median 1,050; deviations 150, 50, 50, 50, 150, 7,950, their median 100.
    assert [(out.decision_id, out.digest, out.currency, out.amount) for out in found] == [
        ("far", "far", "tokens", 9000)
    ]
    assert found[0].z == pytest.approx(0.6745 * 7950 / 100)


def test_dollars_stand_out_too_and_too_few_or_equal_spends_never_do() -> None:
    usual = [done(decision_id=f"d{number}", usd=0.1 + number / 100) for number in range(5)]

    assert [out.currency for out in trends([*usual, done(usd=5.0)]).outliers] == ["usd"]
    assert trends([done(), done(), done(tokens=10**9)]).outliers == ()
    assert trends([done()] * 9).outliers == ()
    assert [out.amount for out in trends([done()] * 9 + [done(tokens=9000)]).outliers] == [9000]


def test_a_cheaper_model_that_is_as_correct_is_a_route_from_five_results_on() -> None:
    dear, cheap = [done(model="dear", usd=1.0)] * 5, [done(model="cheap", usd=0.2)] * 5
    found = trends([*dear, *cheap]).routes

    assert [(route.of, route.name, route.instead_of, route.usd, route.usd_instead) for route in found] == [
        ("gate", "cheap", "dear", pytest.approx(0.2), pytest.approx(1.0))
    ]
    assert trends([*dear, *cheap[1:]]).routes == ()
    assert trends([*dear, *cheap[1:], done(model="cheap", correct=False, usd=0.2)]).routes == ()
    assert trends([*dear, *cheap, *[done(model="cheap", correct=False, usd=None)] * 20]).routes == ()


def test_a_model_that_executes_for_less_and_a_cheaper_profile_are_routes_too() -> None:
    dear = [replace(done(usd=1.0), executor="large", profile="large, 3 attempts")] * 5
    cheap = [replace(done(usd=0.2), executor="small", profile="small, 1 attempts")] * 5

    assert [(route.of, route.name, route.instead_of, route.results) for route in trends([*dear, *cheap]).routes] == [
        ("execution", "small", "large", 5),
        ("profile", "small, 1 attempts", "large, 3 attempts", 5),
    ]


def test_waste_is_all_that_wrong_results_used_and_is_held_against_what_was_foretold() -> None:
    right, wrong = done(ambiguity=0.1, tokens=900), done(ambiguity=0.9, tokens=500, usd=2.0, correct=False)
    found = trends([right, wrong, done(ambiguity=0.9, tokens=None, correct=False), done(correct=None)])

    # Each was foretold 200 (100 to 300) tokens, 60 s and $1; the tokens of the third are not known.
    assert found.waste.foretold.tokens == Range(200, 400, 600)
    assert (found.waste.actual.tokens, found.waste.actual.clock_s) == (500, 2.0)
    assert found.waste.actual.coin_usd == pytest.approx(2.1)
    assert (found.waste.foretold.carbon_g, found.waste.actual.carbon_g) == (Range(), None)
    assert [(one.low, one.waste.actual.tokens) for one in found.bins] == [(0.0, 0.0), (0.8, 500)]


def test_the_row_of_all_waste_counts_what_is_in_it() -> None:
    rows = [done(ambiguity=0.9, correct=False), *[done(ambiguity=None, correct=False)] * 3]
    page = markdown(replace(summarise(rows), trends=trends(rows)))

    assert "| all | 4 | 800 (400 to 1,200) tokens | 4,000 tokens |" in page


def test_forecast_and_result_are_compared_over_the_same_decisions() -> None:
    forecast = summarise([done(), *[done(ambiguity=None, correct=False)] * 4]).total.forecast

    assert (forecast.outcomes, forecast.correct, forecast.compared) == (5, 1, 1)
    assert (forecast.wrong_foretold, forecast.wrong_actual) == (pytest.approx(0.2), 0.0)


def test_results_that_bring_nothing_count_in_what_more_tokens_bring() -> None:
    worth, free = (
        trends(curve(1)).returns,
        trends([replace(row, outcome=replace(row.outcome, value=0.0)) for row in curve(1)]).returns,
    )

    assert worth is not None
    assert worth.enough is not None
    assert worth.enough > 0
    assert free is not None
    assert free.enough == 0


def test_a_margin_needs_a_worth() -> None:
    assert summarise([done(value=-10.0)]).total.results.gross_margin is None


def test_foretold_and_actual_are_compared_by_like_ambiguity() -> None:
    rows = [done(ambiguity=0.1), done(ambiguity=0.3), done(ambiguity=0.3, correct=False), done(ambiguity=1.0)]
    found = trends([*rows, done(ambiguity=None), done(correct=None)]).bins

    assert [(bin_.low, bin_.outcomes, bin_.foretold, bin_.wrong) for bin_ in found] == [
        (0.0, 1, 0.1, 0.0),
        (0.2, 2, 0.3, 0.5),
        (0.8, 1, 1.0, 0.0),
    ]
    # Wilson's interval of 1 in 2.
    assert (found[1].wrong_low, found[1].wrong_high) == pytest.approx((0.094531, 0.905469), abs=1e-6)


def test_a_wrong_result_without_a_value_counts_as_worth_nothing() -> None:
    results = summarise([done(value=1.0), done(correct=False)]).total.results

    assert results.gross_margin == pytest.approx((1 - 0.2) / 1)
    assert results.usd_per_correct == pytest.approx(0.2)
    assert results.rework == pytest.approx(0.5)


def test_a_cost_that_nobody_booked_leaves_the_figures_that_need_it_unknown() -> None:
    results = summarise([done(value=1.0, usd=None), done(tokens=None)]).total.results

    assert (results.usd_per_correct, results.tokens_per_correct, results.gross_margin) == (None, None, None)
    assert results.rework == 0


def test_teams_that_could_be_a_person_are_not_named_where_the_blocked_come_from() -> None:
    def places(teams: str, smallest: int) -> list[tuple[str, int, int]]:
        rows = [work(verdict="blocked", tags={"team": team}, at=MONDAYS[0]) for team in teams]
        return [(place.name, place.blocked, place.decisions) for place in trends(rows, smallest=smallest).origins]

    assert places("aaaabbbcc", 2) == [("a", 4, 4), ("b", 3, 3), ("c", 2, 2)]
    assert places("aaaabbbcc", 1) == places("aaaabbbcc", 2)
    # c alone would be told by the total less the others.
    assert places("aaaabbbcc", 3) == [("a", 4, 4)]


def test_work_without_a_team_counts_as_one() -> None:
    tagged = [work(verdict="blocked", tags={"team": "a"}, at=MONDAYS[0])] * 9
    bare = work(verdict="blocked", at=MONDAYS[0], tags={})

    def names(*rows: Work) -> list[str]:
        return [origin.name for origin in trends(rows, smallest=5).origins]

    assert names(*tagged) == ["a"]
    assert names(*tagged, bare) == []
    assert names(*tagged, *[bare] * 5) == ["a", "(none)"]
    assert names(*[bare] * 9) == []


def test_files_with_blocked_intents_are_named_the_most_frequent_first() -> None:
    rows = [work(verdict="blocked", path=path, at=MONDAYS[0]) for path in ("b.md", "a.md", "b.md", None)]
    found = trends([*rows, work(path="c.md", at=MONDAYS[0])]).origins

    assert [(place.kind, place.name, place.blocked) for place in found] == [("file", "b.md", 2), ("file", "a.md", 1)]


def test_the_page_says_each_of_them() -> None:
    rows = [done(at=at, model=model, usd=usd) for at in MONDAYS for model, usd in (("dear", 1.0), ("cheap", 0.2)) * 2]
    far = done(decision_id="far", tokens=90_000, usd=30.0)
    rows += [*[done(decision_id=f"d{number}", tokens=1000 + number, usd=1 + number / 9) for number in range(9)], far]
    rows.append(work(verdict="blocked", path="a|b.md", at=MONDAYS[0]))
    page = markdown(replace(summarise(rows), trends=trends(rows)))

    for title in ("Weeks", "Returns", "Foretold against actual", "Where the blocked come from"):
        assert f"## {title}" in page
    assert "| far | far | 90,000 tokens |" in page
    routes = "| gate's model | cheap | dear | 6 instead of 6 | 100% instead of 100% | $0.20 instead of $1.00 |"
    assert routes in page
    assert "## Waste, foretold against actual" in page
    assert "a&#124;b.md" in page
