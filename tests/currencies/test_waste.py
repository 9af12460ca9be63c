"""At risk is the wasted attempts times what one attempt uses, from the profile first, then from what was seen."""

from __future__ import annotations

import pytest

from ire_gate.currencies.carbon import grams
from ire_gate.currencies.coin import usd
from ire_gate.currencies.waste import Typical, at_risk, wasted_attempts
from ire_gate.domain import AtRisk, Profile, Range

PROFILE = Profile(
    provider="openai", model="gpt-5-mini", tokens_in=10_000, tokens_out=2_000, seconds=40.0, max_attempts=3
)
TYPICAL = Typical(
    tokens_in=Range(100.0, 200.0, 400.0),
    tokens_out=Range(10.0, 20.0, 40.0),
    seconds=Range(1.0, 2.0, 8.0),
    outcomes=12,
)


def times(amount: float | None, factor: float) -> object:
    assert amount is not None
    return pytest.approx(amount * factor)


@pytest.mark.parametrize(
    ("ambiguity", "attempts", "expected"),
    [(0.0, 3, 0.0), (0.5, 1, 0.5), (0.5, 3, 0.875), (0.8, 3, 1.952), (1.0, 5, 5.0), (0.9, 0, 0.0)],
)
def test_wasted_attempts_are_the_sum_of_powers(ambiguity: float, attempts: int, expected: float) -> None:
    assert wasted_attempts(ambiguity, attempts) == pytest.approx(expected)


def test_a_full_profile_gives_every_currency() -> None:
    risk = at_risk(0.8, PROFILE, None, "WOR")
    weight = grams("openai", "gpt-5-mini", 2_000, 40.0, "WOR")

    # 0.8 + 0.64 + 0.512 = 1.952 attempts of 12,000 tokens and 40 s
    assert risk.tokens == Range(23_424.0, 23_424.0, 23_424.0)
    assert risk.clock_s == Range(78.08, 78.08, 78.08)
    assert risk.coin_usd.mid == times(usd("openai", "gpt-5-mini", 10_000, 0, 2_000), 1.952)
    assert risk.coin_usd.low == risk.coin_usd.mid == risk.coin_usd.high
    assert risk.carbon_g.low == times(weight.low, 1.952)
    assert risk.carbon_g.mid == times(weight.mid, 1.952)
    assert risk.carbon_g.high == times(weight.high, 1.952)


def test_without_a_profile_the_seen_percentiles_are_the_bounds() -> None:
    risk = at_risk(0.5, None, TYPICAL, "WOR")

    assert risk.tokens == Range(96.25, 192.5, 385.0)
    assert risk.clock_s == Range(0.875, 1.75, 7.0)
    assert risk.coin_usd == Range()
    assert risk.carbon_g == Range()


def test_the_profile_comes_first_field_by_field() -> None:
    profile = Profile(provider="openai", model="gpt-5-mini", tokens_in=1_000, max_attempts=1)
    risk = at_risk(0.5, profile, TYPICAL, "WOR")

    assert risk.tokens == Range(505.0, 510.0, 520.0)
    assert risk.clock_s == Range(0.5, 1.0, 4.0)
    assert risk.coin_usd.low == times(usd("openai", "gpt-5-mini", 1_000, 0, 10), 0.5)
    assert risk.coin_usd.mid == times(usd("openai", "gpt-5-mini", 1_000, 0, 20), 0.5)
    assert risk.coin_usd.high == times(usd("openai", "gpt-5-mini", 1_000, 0, 40), 0.5)
    assert risk.carbon_g.low == times(grams("openai", "gpt-5-mini", 10, 1.0, "WOR").low, 0.5)
    assert risk.carbon_g.high == times(grams("openai", "gpt-5-mini", 40, 8.0, "WOR").high, 0.5)


@pytest.mark.parametrize(
    ("profile", "typical"),
    [
        pytest.param(None, None, id="nothing known"),
        pytest.param(Profile(), None, id="an empty profile"),
        pytest.param(Profile(provider="openai", model="gpt-5-mini"), None, id="a model alone"),
    ],
)
def test_what_is_not_known_per_attempt_is_not_known_at_risk(profile: Profile | None, typical: Typical | None) -> None:
    assert at_risk(0.7, profile, typical, "WOR") == AtRisk()


def test_half_of_the_tokens_is_not_the_tokens() -> None:
    risk = at_risk(0.5, Profile(provider="openai", model="gpt-5-mini", tokens_in=1_000), None, "WOR")

    assert risk == AtRisk()


def test_a_model_without_a_price_leaves_the_rest_known() -> None:
    risk = at_risk(0.5, Profile(provider="mine", model="m", tokens_in=8, tokens_out=8, seconds=8.0), None, "WOR")

    assert (risk.tokens.mid, risk.clock_s.mid, risk.coin_usd, risk.carbon_g) == (14.0, 7.0, Range(), Range())


def test_an_unmeasured_ambiguity_risks_nothing_that_is_known() -> None:
    assert at_risk(None, PROFILE, TYPICAL, "WOR") == AtRisk()


def test_a_clear_intent_risks_a_known_nothing() -> None:
    risk = at_risk(0.0, PROFILE, None, "WOR")

    nothing = Range(0.0, 0.0, 0.0)
    assert risk == AtRisk(tokens=nothing, clock_s=nothing, coin_usd=nothing, carbon_g=nothing)
