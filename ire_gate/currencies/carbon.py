"""CARBON: grams of CO2 equivalent of a call, by EcoLogits (a bottom-up model of the machine, no network)."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

from ire_gate.currencies import energy
from ire_gate.currencies.ranges import exactly
from ire_gate.domain import Range
from ire_gate.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_CLOSE = 60
"""Percent of likeness from which a zone is named: two of three letters."""


def grams(provider: str, model: str, tokens_out: int | None, seconds: float | None, zone: str) -> Range:
    """Return the grams of CO2 equivalent of one call; all None if the model or the output is not known.

    It is an output-side estimate: the method does not model the tokens sent. The bounds come from the guessed size of a
    closed model; for an open one they are equal, which does not make them certain.

    Args:
        provider: As the method knows it (``openai``, ``anthropic``, ``mistralai``, ``google_genai``, …).
        model: Its name.
        tokens_out: Tokens generated, reasoning included.
        seconds: How long the call took: an upper limit of how long the machine was busy. None or 0 means not measured;
            the method's own estimate of the time then stands (a limit of 0 would drop the server and its making).
        zone: Electricity mix, ISO 3166-1 alpha-3, or ``WOR`` for the world's.

    Raises:
        ConfigError: There is no such zone.
    """
    if tokens_out is None or tokens_out < 0:
        return Range()
    refuse_unknown_zone(zone)
    impacts = _llm_impacts()(provider, model, tokens_out, seconds or math.inf, electricity_mix_zone=zone)
    if impacts.has_errors or impacts.gwp is None:
        return Range()
    gwp = impacts.gwp.value
    low, high = (gwp, gwp) if isinstance(gwp, int | float) else (gwp.min, gwp.max)
    return Range(low * 1000, (low + high) * 500, high * 1000)


def grams_of_energy(kwh: float | None, zone: str) -> Range:
    """Return the grams of CO2 equivalent of energy used on this machine, by the same mix, its making left out."""
    refuse_unknown_zone(zone)
    from ecologits.electricity_mix_repository import electricity_mixes

    mix = electricity_mixes.find_electricity_mix(zone)
    return exactly(None if kwh is None or mix is None else kwh * mix.gwp * 1000)


def is_known(provider: str, model: str, zone: str) -> bool:
    """Whether the method has an estimate for a model."""
    return grams(provider, model, 1, None, zone).mid is not None


@functools.cache
def refuse_unknown_zone(zone: str) -> None:
    """Refuse a zone whose electricity the method does not know.

    Raises:
        ConfigError: There is no such zone; the hint names those that are spelt like it.
    """
    _llm_impacts()
    from ecologits.electricity_mix_repository import electricity_mixes

    known = [mix.zone for mix in electricity_mixes.list_electricity_mixes()]
    if zone in known:
        return
    from rapidfuzz import fuzz, process

    near = [name for name, *_ in process.extract(zone, known, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=5)]
    hint = f"near it: {', '.join(near)}" if near else "take an ISO 3166 code of three letters, or WOR (world)"
    raise ConfigError(f"zone: no electricity mix is known for {zone!r}", hint=hint)


def method(zone: str, measure_energy: str = "models") -> str:
    """Return the name and version of the method, for reports.

    Args:
        zone: Electricity mix.
        measure_energy: What is measured of this machine, as in the settings.
    """
    from importlib.metadata import version

    local = "this machine not measured"
    if measure_energy != "none" and energy.is_installed():
        local = f"{'models on ' if measure_energy == 'models' else ''}this machine by {energy.method()}"
    return f"EcoLogits {version('ecologits')}, electricity mix {zone}, output side only; {local}"


def _llm_impacts() -> Callable[..., Any]:
    """Import EcoLogits without its marks on the process: it changes every later logger's class and warns on stderr."""
    import logging

    usual = logging.getLoggerClass()
    try:
        from ecologits.tracers.utils import llm_impacts
    finally:
        logging.setLoggerClass(usual)
    logger = logging.getLogger("ecologits")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    return llm_impacts
