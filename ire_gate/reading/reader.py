"""Intent → reading: the spec that the local rules make of a text, the gaps they see in it, and how ambiguous it is."""

from __future__ import annotations

import functools

from ire_gate.domain import Gap, Reading, Span
from ire_gate.reading.calibration import ambiguity, reach_of, split_probability
from ire_gate.reading.detect import smells
from ire_gate.reading.scene import Scene
from ire_gate.reading.smell import Smell
from ire_gate.reading.spec import specify

READER = "rules"

LEAST = 0.05
"""Split probability below which a place is not worth a note."""


def read(text: str) -> Reading:
    """Read an intent: never raises, whatever the text, and takes time in proportion to its length.

    Returns:
        A reading whose gaps all have a span, in the order of the text; ``ambiguity`` is calibrated
        (see `ire_gate.reading.calibration`).
    """
    return _read(text)


@functools.lru_cache(maxsize=4)
def _read(text: str) -> Reading:
    scene = Scene(text)
    found = smells(scene)
    reach = reach_of(scene)
    gaps = (_gap(scene, smell, split_probability(smell.rule, reach)) for smell in found)
    return Reading(
        spec=specify(text, scene.prose),
        gaps=tuple(gap for gap in gaps if gap.probability >= LEAST),
        ambiguity=ambiguity(scene, found),
        reader=READER,
    )


def _gap(scene: Scene, smell: Smell, probability: float) -> Gap:
    span = Span(scene.tokens[smell.start].start, scene.tokens[smell.end - 1].end)
    return Gap(
        kind=smell.kind,
        quote=span.of(scene.text),
        span=span,
        question=smell.question,
        readings=smell.readings,
        chosen=0,
        probability=probability,
    )
