"""How many of a kind: ``all``, ``some``, ``only``, ``both``, ``one of``; ``each`` apart or all ``together``."""

from __future__ import annotations

from ire_gate.facts.phrases import Phrases
from ire_gate.facts.scene import Scene

FAMILY = "quantifier"

_TABLE = Phrases(
    {
        "all": "all | every | each | whole | entire | entirety | everything | everyone | everybody",
        "any": "any | whichever | anything | anyone | anybody",
        "some": "some | several | few | part of | parts of | sample of | selection of | subset of | partly | partially"
        " | certain",
        "most": "most | majority of | mostly",
        "only": "only | solely | exclusively | purely | nothing but | merely | no *other | nothing else"
        " | nobody but | none but",
        "both": "both",
        "one of": "one of | at least *one of | any *one of | one or more | either of",
        "either": "either",
        "each": "apiece | individually | separately | respectively",
        "together": "total | altogether | overall | combined | together | in *sum | jointly",
        "or": "or",
        "exactly": "exactly | precisely",
        "always": "always | at all *times | invariably",
        "sometimes": "sometimes | occasionally | usually | normally | generally | often",
    }
)
WORDS = _TABLE.words

_AFTER_EACH_APART = frozenset({"", ".", ",", ";", ")", "and", "or", "with", "to"})


def read(scene: Scene, index: int) -> None:
    """Note the quantifier around a token."""
    low = scene.lows[index]
    value, start, stop = _TABLE.at(scene, index)
    following = scene.low(stop, index)
    if low == "each":
        if following == "other":
            return
        if following in _AFTER_EACH_APART:
            value = "each"
    elif (low == "most" and scene.low(index - 1, index) in {"at", "the"}) or (low == "every" and following == "other"):
        return
    if value:
        scene.add(FAMILY, value, start, stop, scene.about(start, stop, before=1, after=2))
