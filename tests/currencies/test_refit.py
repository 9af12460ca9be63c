"""The refit of ambiguity on outcomes: finds what is true, is slow to leave the default, knows how unsure it is."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest

from ire_gate import Gate, Profile
from ire_gate.currencies.refit import Refit, refit
from ire_gate.currencies.waste import at_risk, wasted_attempts

PROFILE = Profile(
    provider="openai", model="gpt-5-mini", tokens_in=8_000, tokens_out=2_000, seconds=60.0, max_attempts=3
)


def wrong(a: float, b: float, ambiguity: float) -> float:
    return 1 / (1 + math.exp(-(a + b * math.log(ambiguity / (1 - ambiguity)))))


def simulated(a: float, b: float, number: int, seed: int) -> list[tuple[float, bool]]:
    dice = random.Random(seed)
    drawn = [round(dice.uniform(0.02, 0.98), 2) for _ in range(number)]
    return [(ambiguity, dice.random() < wrong(a, b, ambiguity)) for ambiguity in drawn]


@pytest.mark.parametrize(("a", "b"), [(0.0, 1.0), (0.8, 0.6), (-1.0, 1.4), (0.5, 0.2)])
def test_known_parameters_are_recovered(a: float, b: float) -> None:
    found = refit(simulated(a, b, 5_000, seed=7))

    assert abs(found.a - a) < 3 * math.sqrt(found.var_a)
    assert abs(found.b - b) < 3 * math.sqrt(found.var_b)
    assert math.sqrt(found.var_a) < 0.06


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    hits = 0
    for seed in range(200):
        estimate = refit(simulated(0.6, 0.7, 150, seed)).wrong(0.4)
        hits += (estimate.low or 0) <= wrong(0.6, 0.7, 0.4) <= (estimate.high or 0)

    assert 0.90 <= hits / 200 <= 0.99


def test_without_outcomes_it_is_the_default_and_few_change_little() -> None:
    few = refit([(0.2, True), (0.2, True)])

    assert Refit().wrong(0.3).mid == pytest.approx(0.3)
    assert refit([]).wrong(0.3).mid == pytest.approx(0.3)
    assert 0.2 < (few.wrong(0.2).mid or 0) < 0.4


def test_more_outcomes_narrow_the_interval() -> None:
    widths = []
    for number in (5, 50, 500):
        estimate = refit(simulated(0.0, 1.0, number, seed=3)).wrong(0.5)
        widths.append((estimate.high or 0) - (estimate.low or 0))

    assert widths[0] > widths[1] > widths[2]


@pytest.mark.parametrize("outcomes", [[(0.5, True)] * 500, [(0.99, False)] * 500, [(0.0, True), (1.0, False)] * 50])
def test_one_sided_and_contrary_outcomes_have_an_estimate(outcomes: list[tuple[float, bool]]) -> None:
    estimate = refit(outcomes).wrong(0.5)

    assert 0 <= (estimate.low or 0) < (estimate.mid or 0) < (estimate.high or 0) <= 1


def test_the_estimate_takes_the_ambiguity_s_place_and_its_interval_widens_the_bounds() -> None:
    model = refit(simulated(1.0, 0.5, 2_000, seed=5))
    plain, learnt = at_risk(0.3, PROFILE, None, "WOR"), at_risk(0.3, PROFILE, None, "WOR", model)
    odds = model.wrong(0.3)

    assert plain.tokens.low == plain.tokens.high
    assert learnt.tokens.mid == pytest.approx(10_000 * wasted_attempts(odds.mid or 0, 3))
    assert learnt.tokens.low == pytest.approx(10_000 * wasted_attempts(odds.low or 0, 3))
    assert (learnt.tokens.mid or 0) > (plain.tokens.mid or 0)


def test_a_gate_learns_from_its_ledger(tmp_path: Path) -> None:
    with Gate("rules", ledger=str(tmp_path / "ledger.db"), cache=False, profile=PROFILE) as gate:
        first = gate.check("Set `retries` to 5 in `jobs.yaml`.")
        for number in range(20):
            trip = gate.check(f"Set `retries` to {number} in `jobs.yaml`.")
            gate.ledger.book_outcome(trip.decision_id, correct=False)
        after = gate.check("Set `retries` to 5 in `jobs.yaml`.")

    assert after.verdict.ambiguity == first.verdict.ambiguity
    assert (after.at_risk.tokens.mid or 0) > 2 * (first.at_risk.tokens.mid or 0)
