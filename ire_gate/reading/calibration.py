"""How much each rule weighs, and how smells become a probability: a logistic model with one weight a rule.

The numbers stand in ``weights.json`` with where they come from; ``benchmarks/ambiguity_fit.py`` makes them.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from ire_gate.reading.scene import LITERALS, Scene
from ire_gate.reading.smell import Smell

_MOST_COUNTED = 3
"""Further smells of one rule say nothing new."""

_UNEXPLAINED = 0.45
"""Greatest ambiguity of a text in which no place can be shown."""

_MOST_FROM_SHAPE = 0.0
"""Shortness and missing names alone make no text ambiguous; length and names take from the doubt."""

_SHOWABLE = 0.2
"""Least split probability of a gap that explains a verdict."""

_CODE_SHARE = 0.05
_FIGURES = frozenset({"number", "time", "date"})


class Weights(Struct, frozen=True, kw_only=True):
    """The fitted model."""

    provenance: dict[str, str]
    bias: float
    slope: float
    """Sharpens the fitted log-odds: the shrinkage of the fit makes them too careful."""
    long_text: int
    """Words from which on smells count less: a long text has more of them and is no vaguer for it."""
    code_damping: float
    """What smells count in a text with code: a report with code shows what it means."""
    unknown: float
    """Weight of a rule that the fit has not seen."""
    text: dict[str, float]
    rules: dict[str, tuple[float, float]]
    """For each rule its weight, and the probability that a place it finds splits two executors."""


_DECODER = msgspec.json.Decoder(Weights)  # made at import: msgspec crashes if threads make one for a type at once


@functools.cache
def weights() -> Weights:
    """Return the weights that the package ships."""
    return _DECODER.decode((Path(__file__).parent / "weights.json").read_bytes())


def split_probability(rule: str, reach: float) -> float:
    """Return the probability that two executors split at a place that a rule finds; `reach` as `reach_of` gives it."""
    _, split = weights().rules.get(rule, (0.0, _SHOWABLE))
    return round(split * (0.5 + 0.5 * reach), 3)


def reach_of(scene: Scene) -> float:
    """Return 0…1: how much a smell counts in a text of this length, with or without code."""
    model = weights()
    words = max(1, scene.words)
    damping = model.code_damping if scene.code_share > _CODE_SHARE else 1.0
    return damping * min(1.0, model.long_text / words)


def ambiguity(scene: Scene, smells: Sequence[Smell]) -> float:
    """Return the probability that two competent executors would build materially different things.

    A text in which no place can be shown never gets more than 0.45: a verdict needs a reason.
    """
    model, reach = weights(), reach_of(scene)
    shape = sum(model.text.get(name, 0.0) * value for name, value in text_features(scene).items())
    score = model.bias + min(shape, _MOST_FROM_SHAPE)
    for rule, value in rule_features(smells, reach).items():
        score += value * (model.rules[rule][0] if rule in model.rules else model.unknown)
    score = max(-30.0, min(30.0, score * model.slope))
    found = 1.0 / (1.0 + math.exp(-score))
    if not any(split_probability(smell.rule, reach) >= _SHOWABLE for smell in smells):
        found = min(found, _UNEXPLAINED)
    return round(found, 4)


def rule_features(smells: Sequence[Smell], reach: float) -> dict[str, float]:
    """Return for each rule how often it fired, on a scale that flattens."""
    counts = Counter(smell.rule for smell in smells)
    return {rule: reach * math.log2(1 + min(count, _MOST_COUNTED)) for rule, count in counts.items()}


def text_features(scene: Scene) -> dict[str, float]:
    """Return how long and how specific a text is, each about 0…1."""
    words = scene.words
    literals = sum(kind in LITERALS for kind in scene.kinds)
    figures = sum(kind in _FIGURES for kind in scene.kinds)
    code = scene.code_share
    return {
        "log_words": math.log(1 + words) / 3 - 1.2,
        "literals": min(1.0, 3 * literals / (1 + words)),
        "figures": min(1.0, 5 * figures / (1 + words)),
        "no_literal": float(literals == 0),
        "code": 0.5 + code if code > _CODE_SHARE else 0.0,
    }
