"""What is left out: *except*, *other than*, *apart from*, *excluding*, *ignoring* …; and what is expressly in."""

from __future__ import annotations

from ire_gate.facts.phrases import Phrases
from ire_gate.facts.scene import Scene

FAMILY = "exclusion"

_TABLE = Phrases(
    {
        "except": "except | except for | except in | excepting | excluding | exclude | excludes | excluded | other than"
        " | apart from | aside from | with the *exception of | save for | barring | but *not | all *but | leave *out"
        " | leaving *out | left *out | leaves *out | not *including | not *counting | skip | skips | skipping | skipped"
        " | omit | omits | omitting | omitted | ignore | ignores | ignoring | ignored | disregard | disregards"
        " | disregarding | disregarded | out of *scope",
        "include": "including | include | includes | included | inclusive | counting | in *scope",
    }
)
WORDS = _TABLE.words
_NOT = frozenset({"not", "never", "don't", "doesn't", "isn't", "aren't"})


def read(scene: Scene, index: int) -> None:
    """Note the exclusion around a token."""
    value, start, stop = _TABLE.at(scene, index)
    if value == "include" and scene.low(start - 1, index) in _NOT and not scene.used[start - 1]:
        value, start = "except", start - 1
    if value:
        scene.add(FAMILY, value, start, stop, scene.about(start, stop, before=1))
