"""What is only allowed (``may``), only possible (``can``), only advised (``should``) or only attempted (``try``).

An imperative and *must* say the same and leave no fact; what softens them does.
"""

from __future__ import annotations

from ire_gate.facts.phrases import Phrases
from ire_gate.facts.scene import Scene

FAMILY = "modality"

_TABLE = Phrases(
    {
        "may": "may | might | optional | optionally | feel *free | free to | allowed to | permitted to | is *allowed"
        " | are *allowed | is *permitted | are *permitted | if you *like | if you *want | if you *wish | if you *prefer"
        " | if you *think | if *desired | if *wanted | if *convenient | if *appropriate | at your *discretion"
        " | up to *you | be *considered | consider | not *required | not *necessary | not *mandatory | not *obligatory"
        " | not *need | need not | not *have to | needn't | don't *need | doesn't *need | don't *have to"
        " | doesn't *have to | no *need | not *compulsory | at *liberty",
        "can": "can | could",
        "should": "should | shouldn't | ought | recommended | recommend | advisable | advised | suggested | suggest"
        " | preferably | preferable | preferred | desirable | ideally | nice to have | would be *nice | would be *good"
        " | had *better",
        "try": "try to | try not | attempt to | aim to | if *possible | where *possible | when *possible"
        " | wherever *possible | whenever *possible | if *feasible | where *feasible | if *practical | where *practical"
        " | as far as *possible | if at all *possible | make an *effort | best *effort",
    }
)
WORDS = _TABLE.words

_ASKED = frozenset({"you", "we", "someone", "somebody", "anyone", "anybody"})


def read(scene: Scene, index: int) -> None:
    """Note the softening words around a token."""
    value, start, stop = _TABLE.at(scene, index)
    if value and not _means_otherwise(scene, index):
        scene.add(FAMILY, value, start, stop)


def _means_otherwise(scene: Scene, index: int) -> bool:
    """Tell whether it is a question, the ban *may not* or *not allowed to*, May, or the condition *should it fail*."""
    low = scene.lows[index]
    first, stop = scene.bounds[index]
    if low in {"allowed", "permitted"}:
        return scene.low(index - 1, index) in {"not", "never", "isn't", "aren't"}
    if low in {"can", "could"}:
        return scene.low(index + 1, index) in _ASKED
    if low == "should":
        return (index == first or scene.lows[index - 1] == ",") and scene.lows[stop - 1] != "?"
    if low not in {"may", "might"}:
        return False
    return scene.low(index + 1, index) == "not" or (scene.tokens[index].text == "May" and index > first)
