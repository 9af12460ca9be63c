"""What one reader declares, and what the local reading expects → the calibrated ambiguity of an intent.

A logistic model; its coefficients stand in ``calibration.json`` with where they come from: ``benchmarks/fit_model.py``
makes them of recorded answers. Raw probabilities are not used as they come: models give 0.3 to what splits readers
more often than not, and a long text has more places for a small doubt.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from ire_gate.domain import Gap

DECLARED_BOUNDS = 0.1, 0.95
"""Where a declared gap's probability is cut off. The lower bound also stands for a reader that declared none."""

UNEXPLAINED = 0.45
"""Greatest ambiguity where the reader shows no place: a verdict needs a reason."""

WORD_BOUNDS = 20, 300
"""Numbers of words between which length counts."""


class Weights(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fitted model: log-odds = bias + Σ weight × feature."""

    provenance: dict[str, str]
    bias: float
    largest: float
    """Of the log-odds of the largest split probability among the located gaps."""
    others: float
    """Of the probability that readers split on any other gap: 1 − Π(1 − pᵢ)."""
    words: float
    """Of the natural logarithm of the text's number of words."""
    local: float
    """Of the local reading's ambiguity, as it is."""


_DECODER = msgspec.json.Decoder(Weights)  # made at import: msgspec crashes if threads make one for a type at once


@functools.cache
def weights() -> Weights:
    """Return the weights that the package ships."""
    return _DECODER.decode(Path(__file__).with_name("calibration.json").read_bytes())


def features(gaps: Iterable[Gap], text: str, local: float) -> tuple[float, float, float, float]:
    """Return what the model looks at, in the order of its weights; a gap that quotes what is not there is none."""
    split = sorted((gap.probability for gap in gaps if gap.span is not None), reverse=True) or [0.0]
    others = 1.0 - math.prod(1.0 - probability for probability in split[1:])
    words = min(max(len(text.split()), WORD_BOUNDS[0]), WORD_BOUNDS[1])
    largest = min(max(split[0], DECLARED_BOUNDS[0]), DECLARED_BOUNDS[1])
    return math.log(largest / (1.0 - largest)), others, math.log(words), local


def ambiguity(gaps: Iterable[Gap], text: str, *, local: float) -> float:
    """Return the probability that two competent executors would build materially different things.

    It is never less than the reader says of a single gap, however much clear text stands around it.

    Args:
        gaps: What one reader declared about `text`.
        text: The intent.
        local: The local reading's ambiguity, 0…1.
    """
    model, located = weights(), [gap for gap in gaps if gap.span is not None]
    terms = zip((model.largest, model.others, model.words, model.local), features(located, text, local), strict=True)
    value = 1.0 / (1.0 + math.exp(-(model.bias + sum(weight * value for weight, value in terms))))
    if not located:
        return min(value, UNEXPLAINED)
    return max(value, *(gap.probability for gap in located), 0.0)
