"""How much each rule weighs, and how smells become a probability."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ire_gate.reading.scene import Scene
from ire_gate.reading.smell import Smell


def split_probability(rule: str) -> float:
    return 0.3


def ambiguity(scene: Scene, smells: Sequence[Smell]) -> float:
    return round(1 / (1 + math.exp(1 - 0.2 * len(smells))), 4)
