"""Grams are a range with its bounds in order; what the method does not know has none, and nothing is printed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from ecologits.tracers.utils import llm_impacts
from ecologits.utils.range_value import RangeValue

from ire_gate.currencies.carbon import grams, method
from ire_gate.domain import Range
from ire_gate.errors import ConfigError


def known(estimate: Range) -> tuple[float, float, float]:
    assert estimate.low is not None
    assert estimate.mid is not None
    assert estimate.high is not None
    return estimate.low, estimate.mid, estimate.high


@pytest.mark.parametrize("model", ["gpt-5-mini", "gpt-4o"])
@pytest.mark.parametrize("zone", ["WOR", "FRA"])
def test_the_bounds_are_in_order_and_of_the_methods_size(model: str, zone: str) -> None:
    low, mid, high = known(grams("openai", model, 300, 2.5, zone))
    impacts = llm_impacts("openai", model, 300, 2.5, electricity_mix_zone=zone)

    assert 0 < low < mid < high
    assert impacts.gwp is not None
    assert isinstance(impacts.gwp.value, RangeValue)
    assert low == pytest.approx(impacts.gwp.value.min * 1000)
    assert high == pytest.approx(impacts.gwp.value.max * 1000)
    assert mid == pytest.approx((low + high) / 2)


def test_more_output_and_dirtier_power_weigh_more() -> None:
    small, large = (known(grams("anthropic", "claude-opus-4-5", tokens, 30.0, "FRA")) for tokens in (100, 1_000))
    dirty = known(grams("anthropic", "claude-opus-4-5", 100, 30.0, "POL"))

    assert all(less < more for less, more in zip(small, large, strict=True))
    assert all(less < more for less, more in zip(small, dirty, strict=True))


@pytest.mark.parametrize("seconds", [None, 0.0])
def test_a_time_that_was_not_measured_is_estimated_not_taken_as_none_at_all(seconds: float | None) -> None:
    unmeasured = known(grams("openai", "gpt-5-mini", 300, seconds, "WOR"))

    assert unmeasured == known(grams("openai", "gpt-5-mini", 300, 3_600.0, "WOR"))
    assert unmeasured[1] > known(grams("openai", "gpt-5-mini", 300, 0.1, "WOR"))[1]


@pytest.mark.parametrize(
    ("provider", "model", "tokens_out", "zone"),
    [
        pytest.param("openai", "no-such-model", 10, "WOR", id="unknown model"),
        pytest.param("my-server", "gpt-5-mini", 10, "WOR", id="unknown provider"),
        pytest.param("openai", "gpt-5-mini", None, "WOR", id="unknown output"),
        pytest.param("openai", "gpt-5-mini", -1, "WOR", id="less than nothing"),
    ],
)
def test_what_is_not_known_has_no_grams(provider: str, model: str, tokens_out: int | None, zone: str) -> None:
    assert grams(provider, model, tokens_out, 1.0, zone) == Range(None, None, None)


@pytest.mark.parametrize(("zone", "near"), [("FRX", "FRA"), ("wor", "WOR (world)"), ("Atlantis", "ISO 3166")])
def test_an_unknown_zone_is_refused_and_near_ones_are_named(zone: str, near: str) -> None:
    with pytest.raises(ConfigError, match=f"no electricity mix is known for '{zone}'") as refused:
        grams("openai", "gpt-5-mini", 10, 1.0, zone)

    assert near in (refused.value.hint or "")


def test_the_method_is_named_with_version_and_zone() -> None:
    assert method("FRA").startswith("EcoLogits ")
    assert "FRA" in method("FRA")


def test_nothing_is_printed_and_later_loggers_are_ordinary() -> None:
    work = (
        "import logging; from ire_gate.currencies.carbon import grams\n"
        "grams('openai', 'gpt-5-mini', 10, 1.0, 'WOR'); grams('openai', 'unheard-of', 10, 1.0, 'WOR')\n"
        "print(type(logging.getLogger('later')).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", work], capture_output=True, text=True, check=True)

    assert (done.stdout, done.stderr) == ("Logger\n", "")
