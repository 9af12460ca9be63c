"""A call's price is the table's, cached tokens and long prompts included; what is not known has no price."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from genai_prices import Usage, calc_price
from genai_prices.data_snapshot import get_snapshot

from ire_gate.currencies.coin import price_table, provider_of, usd


def mtok(model: str, unit: str) -> float:
    """The table's own price of a million tokens today, in US dollars."""
    usage = {"input_mtok": {"input_tokens": 1_000_000}, "output_mtok": {"output_tokens": 1_000_000}}[unit]
    return float(calc_price(Usage(**usage), model, provider_id="openai").total_price)


def test_a_known_models_price_is_tokens_times_the_tables_prices() -> None:
    expected = (3_000 * mtok("gpt-5-mini", "input_mtok") + 700 * mtok("gpt-5-mini", "output_mtok")) / 1e6

    assert usd("openai", "gpt-5-mini", 3_000, 0, 700) == pytest.approx(expected)
    assert expected > 0


def test_cached_tokens_are_part_of_the_tokens_sent_and_cost_less() -> None:
    model = next(m for p in get_snapshot().providers if p.id == "openai" for m in p.models if m.id == "gpt-5-mini")
    prices = model.prices
    assert not isinstance(prices, list)
    plain, read, out = (prices.input_mtok, prices.cache_read_mtok, prices.output_mtok)
    assert isinstance(plain, Decimal)
    assert isinstance(read, Decimal)
    assert isinstance(out, Decimal)
    expected = (1_000 * plain + 2_000 * read + 700 * out) / 1_000_000

    assert usd("openai", "gpt-5-mini", 3_000, 2_000, 700) == pytest.approx(float(expected))
    assert usd("openai", "gpt-5-mini", 3_000, None, 700) == usd("openai", "gpt-5-mini", 3_000, 0, 700)


def test_a_long_prompt_costs_more_than_its_halves() -> None:
    half = usd("anthropic", "claude-haiku-5-5", 60_000, 0, 100)
    whole = usd("anthropic", "claude-haiku-5-5", 120_000, 0, 200)

    assert half is not None
    assert whole is not None
    assert whole > 4 * half


def test_an_old_call_costs_what_it_cost_then() -> None:
    at = datetime(2026, 1, 15, tzinfo=UTC)
    expected = calc_price(
        Usage(input_tokens=1_000, output_tokens=10), "gpt-5-mini", provider_id="openai", genai_request_timestamp=at
    )

    assert usd("openai", "gpt-5-mini", 1_000, 0, 10, at=at) == float(expected.total_price)


@pytest.mark.parametrize(
    ("provider", "model", "tokens"),
    [
        pytest.param("openai", "no-such-model", (10, 0, 10), id="unknown model"),
        pytest.param("my-server", "gpt-5-mini", (10, 0, 10), id="unknown provider"),
        pytest.param("openai", "", (10, 0, 10), id="no model"),
        pytest.param("openai", "gpt-5-mini", (None, 0, 10), id="unknown tokens in"),
        pytest.param("openai", "gpt-5-mini", (10, 0, None), id="unknown tokens out"),
        pytest.param("openai", "gpt-5-mini", (10, 20, 10), id="more cached than sent"),
        pytest.param("openai", "gpt-5-mini", (-1, 0, 10), id="less than nothing"),
    ],
)
def test_what_is_not_known_has_no_price(
    provider: str, model: str, tokens: tuple[int | None, int | None, int | None]
) -> None:
    assert usd(provider, model, *tokens) is None


def test_nothing_used_costs_nothing() -> None:
    assert usd("openai", "gpt-5-mini", 0, 0, 0) == 0


def test_the_price_table_has_a_version_and_a_date_that_is_not_in_the_future() -> None:
    name, version, _, _, day = price_table().replace(",", "").split()

    assert name == "genai-prices"
    assert version[0].isdigit()
    assert datetime(2024, 1, 1, tzinfo=UTC) < datetime.fromisoformat(f"{day}T00:00:00+00:00") <= datetime.now(UTC)


def test_the_price_table_is_loaded_only_when_there_is_something_to_price() -> None:
    work = (
        "import sys; from ire_gate.currencies.spent import spent; from ire_gate.currencies.waste import at_risk\n"
        "from ire_gate.domain import Profile\n"
        "spent((), 0.1, 'WOR'); at_risk(0.5, None, None, 'WOR'); at_risk(0.5, Profile(tokens_in=5), None, 'WOR')\n"
        "print([name for name in ('genai_prices', 'ecologits', 'pydantic', 'logging') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", work], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("model", "provider"),
    [("gpt-5-mini", "openai"), ("Claude-Sonnet-4-5", "anthropic"), ("gemini-2.5-pro", "google"), ("our-own", None)],
)
def test_the_provider_is_told_by_a_name_that_only_its_models_have(model: str, provider: str | None) -> None:
    assert provider_of(model) == provider
