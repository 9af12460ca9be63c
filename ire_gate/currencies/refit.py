"""From ambiguity to waste, refitted on outcomes: how often intents of this ambiguity really came out wrong.

The model is a logistic recalibration (Platt 1999): P(wrong) = σ(a + b·logit A). Its prior is the shipped model, in
which P(wrong) is A itself (a = 0, b = 1), so that few outcomes change little. The estimate is the posterior's maximum,
by Newton's method; the interval is Laplace's approximation of the posterior.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from ire_gate.domain import Range

PRIOR_A, PRIOR_B = (0.0, 0.5), (1.0, 0.3)
"""Mean and standard deviation before any outcome is known: some ten outcomes weigh as much."""

_Z = 1.959964
"""Standard deviations either side of the mean that hold 95 % of a normal distribution."""

_EDGE = 0.01
"""Ambiguity is held this far from 0 and 1, where its log-odds end."""
_STEPS, _CLOSE = 50, 1e-9


class Refit(Struct, frozen=True, kw_only=True):
    """The model as far as it is known."""

    a: float = PRIOR_A[0]
    b: float = PRIOR_B[0]
    var_a: float = PRIOR_A[1] ** 2
    var_b: float = PRIOR_B[1] ** 2
    cov: float = 0.0
    outcomes: int = 0

    def wrong(self, ambiguity: float) -> Range:
        """Return the probability that an intent of this ambiguity comes out wrong, with its 95 % interval."""
        x = _logit(ambiguity)
        mid = self.a + self.b * x
        spread = _Z * math.sqrt(max(0.0, self.var_a + 2 * x * self.cov + x * x * self.var_b))
        return Range(_sigmoid(mid - spread), _sigmoid(mid), _sigmoid(mid + spread))


def refit(outcomes: Sequence[tuple[float, bool]]) -> Refit:
    """Return the model after these outcomes.

    Args:
        outcomes: The ambiguity before, and whether the result was wrong.
    """
    a, b = PRIOR_A[0], PRIOR_B[0]
    # Two decimals are finer than A is known, and keep the cost from growing with the books.
    counted = Counter((round(ambiguity, 2), is_wrong) for ambiguity, is_wrong in outcomes)
    points = [(_logit(ambiguity), float(is_wrong), count) for (ambiguity, is_wrong), count in counted.items()]
    for _ in range(_STEPS):
        slope_a, slope_b, aa, ab, bb = _curvature(points, a, b)
        determinant = aa * bb - ab * ab
        step_a = (bb * slope_a - ab * slope_b) / determinant
        step_b = (aa * slope_b - ab * slope_a) / determinant
        length = max(abs(step_a), abs(step_b))
        scale = min(1.0, 1.0 / length) if length else 1.0  # a full step from a bad start may leave the hill
        a, b = a + scale * step_a, b + scale * step_b
        if length < _CLOSE:
            break
    _, _, aa, ab, bb = _curvature(points, a, b)
    determinant = aa * bb - ab * ab
    return Refit(
        a=a, b=b, var_a=bb / determinant, var_b=aa / determinant, cov=-ab / determinant, outcomes=len(outcomes)
    )


def _curvature(
    points: Sequence[tuple[float, float, int]], a: float, b: float
) -> tuple[float, float, float, float, float]:
    """Return the gradient of the log posterior and the negative of its second derivatives.

    Args:
        points: Log-odds, whether it was wrong, and how many such outcomes there are.
        a: Where.
        b: Where.
    """
    tight_a, tight_b = PRIOR_A[1] ** -2, PRIOR_B[1] ** -2
    slope_a, slope_b = (PRIOR_A[0] - a) * tight_a, (PRIOR_B[0] - b) * tight_b
    aa, ab, bb = tight_a, 0.0, tight_b
    for x, wrong, count in points:
        p = _sigmoid(a + b * x)
        weight = count * p * (1.0 - p)
        slope_a += count * (wrong - p)
        slope_b += count * (wrong - p) * x
        aa += weight
        ab += weight * x
        bb += weight * x * x
    return slope_a, slope_b, aa, ab, bb


def _logit(probability: float) -> float:
    held = min(max(probability, _EDGE), 1.0 - _EDGE)
    return math.log(held / (1.0 - held))


def _sigmoid(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-value)) if value >= 0 else math.exp(value) / (1.0 + math.exp(value))
