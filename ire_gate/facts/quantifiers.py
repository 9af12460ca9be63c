"""How many of a kind: ``all``, ``some``, ``most``, ``only``, ``both``, ``one of``; ``each`` apart or all ``together``."""

from __future__ import annotations

from ire_gate.facts.phrases import Phrases
from ire_gate.facts.scene import Scene

FAMILY = "quantifier"

_TABLE = Phrases(
    {
        "all": "all | every | each | whole | entire | entirety | everything | everyone | everybody | all of | each of"
        " | every one of",
        "any": "any | any of | whichever | anything | anyone | anybody",
        "some": "some | some of | several | several of | a few | a few of | part of | parts of | a sample of"
        " | a selection of | a subset of | partly | partially | certain",
        "most": "most | most of | the majority of | mostly",
        "only": "only | solely | exclusively | purely | nothing but | merely | no other | nothing else | and nothing else",
        "both": "both | both of",
        "one of": "one of | at least one of | any one of | one or more | one or more of | either of",
        "either": "either",
        "each": "apiece | individually | separately | respectively",
        "together": "in total | total | altogether | overall | combined | together | in sum | jointly",
        "or": "or",
        "exactly": "exactly | precisely",
        "always": "always | at all times | invariably",
        "sometimes": "sometimes | occasionally | usually | normally | generally | often",
    }
)
WORDS = _TABLE.words

_AFTER_EACH_APART = frozenset({"", ".", ",", ";", ")", "and", "or", "with", "to"})


def read(scene: Scene, index: int) -> None:
    """Note the quantifier that starts at a token."""
    low = scene.lows[index]
    value, stop = _TABLE.at(scene, index)
    following = scene.low(stop, index)
    if low == "each":
        if following == "other":
            return
        if following in _AFTER_EACH_APART and stop == index + 1:
            value = "each"
    elif (low == "most" and scene.low(index - 1, index) in {"at", "the"}) or (low == "every" and following == "other"):
        return
    if value:
        scene.add(FAMILY, value, index, stop, scene.about(index, stop, before=1, after=2))
