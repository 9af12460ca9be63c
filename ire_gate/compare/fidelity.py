"""Measured evidence → the probability that both texts ask for the same."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from ire_gate.compare.measures import LIGHT

_FILE = Path(__file__).with_name("data") / "fidelity.json"

VETOED = 0.03
"""Greatest fidelity under a veto, near the share of vetoes that were found wrong when the weights were fitted."""


class Weights(Struct, frozen=True, kw_only=True):
    """A logistic model: log odds that the meaning is the same = intercept + Σ weight × measure."""

    intercept: float
    weights: dict[str, float]


class Models(Struct, frozen=True, kw_only=True):
    """All fitted models, and where they come from."""

    provenance: str
    models: dict[str, Weights]
    """By embedder name (``none`` without) and, after a slash, by ``light`` or ``free``."""


_DECODER = msgspec.json.Decoder(Models)  # made at import: msgspec crashes if threads make one for a type at once


@functools.cache
def models() -> Models:
    """Return the fitted models."""
    return _DECODER.decode(_FILE.read_bytes())


def regime_of(measured: Mapping[str, float]) -> str:
    """Return ``light`` for a text that was edited here and there, ``free`` for one that was put in other words."""
    return "light" if measured["rewritten"] <= LIGHT else "free"


def fidelity(measured: Mapping[str, float], embedder: str | None) -> float:
    """Return 0…1: how probable it is that nothing was lost, added or changed.

    An embedder for which nothing was fitted is judged without its scores.
    """
    regime = regime_of(measured)
    fitted = models().models
    model = fitted.get(f"{embedder}/{regime}") or fitted[f"none/{regime}"]
    odds = model.intercept + sum(weight * measured.get(name, 0.0) for name, weight in model.weights.items())
    return 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))
