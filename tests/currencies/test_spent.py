"""What the gate used adds up call by call, and an unknown part makes the total unknown, not less."""

from __future__ import annotations

import msgspec
import pytest

from ire_gate.currencies.carbon import grams
from ire_gate.currencies.coin import usd
from ire_gate.currencies.spent import ire, spent
from ire_gate.domain import Call, Ire, Range, Spent

CALL = Call(
    role="specify",
    provider="openai",
    model="gpt-5-mini",
    tokens_in=1_000,
    tokens_cached=400,
    tokens_out=200,
    seconds=2.0,
)


def test_no_calls_cost_nothing_but_time() -> None:
    assert spent((), 0.123456789, "WOR") == Spent(clock_s=0.123457)
    assert spent((), 0.1, "WOR").coin_usd == 0


def test_calls_add_up_each_at_its_own_price() -> None:
    other = msgspec.structs.replace(CALL, model="gpt-5", tokens_in=50, tokens_cached=None, tokens_out=10)
    both = spent((CALL, other), 4.5, "FRA")
    prices = usd("openai", "gpt-5-mini", 1_000, 400, 200), usd("openai", "gpt-5", 50, None, 10)
    weights = grams("openai", "gpt-5-mini", 200, 2.0, "FRA"), grams("openai", "gpt-5", 10, 2.0, "FRA")

    assert (both.calls, both.tokens_in, both.tokens_out, both.clock_s) == (2, 1_050, 210, 4.5)
    assert both.coin_usd == pytest.approx(sum(price or 0 for price in prices))
    assert both.carbon_g.mid == pytest.approx(sum(weight.mid or 0 for weight in weights))
    assert both.carbon_g.high == pytest.approx(sum(weight.high or 0 for weight in weights))


def test_long_calls_are_not_priced_on_their_sum() -> None:
    call = msgspec.structs.replace(
        CALL, provider="anthropic", model="claude-haiku-5-5", tokens_in=60_000, tokens_cached=0
    )
    one, two = spent((call,), 1, "WOR").coin_usd, spent((call, call), 1, "WOR").coin_usd

    assert one is not None
    assert two == pytest.approx(2 * one)


def test_a_failed_call_whose_use_is_unknown_makes_the_totals_unknown() -> None:
    failed = msgspec.structs.replace(CALL, tokens_in=None, tokens_cached=None, tokens_out=None, error="429")
    used = spent((CALL, failed), 3.0, "WOR")

    assert used == Spent(
        calls=2, tokens_in=None, tokens_out=None, clock_s=3.0, coin_usd=None, carbon_g=Range(None, None, None)
    )


def test_an_unknown_model_has_tokens_and_no_price() -> None:
    used = spent((CALL, msgspec.structs.replace(CALL, model="my-own")), 3.0, "WOR")

    assert (used.tokens_in, used.coin_usd, used.carbon_g) == (2_000, None, Range())


def test_fidelity_is_divided_by_what_was_spent() -> None:
    value = ire(0.8, 0.25, Spent(clock_s=2.0, coin_usd=0.003, carbon_g=Range(0.01, 0.02, 0.03)))

    assert value.value == pytest.approx(0.6)
    assert value.per_second == pytest.approx(0.3)
    assert value.per_usd == pytest.approx(200)
    assert value.per_gram == pytest.approx(30)


def test_nothing_spent_and_nothing_known_give_no_ratio() -> None:
    free = ire(1.0, 0.0, Spent(clock_s=0.5))
    unknown = ire(1.0, 0.0, Spent(clock_s=0.5, coin_usd=None, carbon_g=Range()))

    assert free == unknown == Ire(value=1.0, per_second=2.0)


@pytest.mark.parametrize(("fidelity", "ambiguity"), [(None, 0.1), (0.9, None), (None, None)])
def test_without_both_numbers_there_is_no_value(fidelity: float | None, ambiguity: float | None) -> None:
    assert ire(fidelity, ambiguity, Spent(clock_s=1.0)) == Ire()


def test_no_fidelity_at_all_is_a_measured_zero() -> None:
    assert ire(0.0, 0.3, Spent(clock_s=1.0)).value == 0
    assert ire(0.0, 0.3, Spent(clock_s=1.0)).per_second == 0
