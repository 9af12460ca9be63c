"""When something holds: ``if``, ``unless``, ``only if``, ``until``, ``while``, ``otherwise``, ``once``."""

from __future__ import annotations

from ire_gate.facts.phrases import Phrases
from ire_gate.facts.scene import Scene

FAMILY = "condition"

_TABLE = Phrases(
    {
        "if": "if | when | whenever | where | wherever | in *case | in *cases where | in the *case"
        " | in the *event | assuming | given that | supposing | should | whether",
        "only if": "only if | only when | only where | only once | only after | only while | only in case"
        " | if and only if | provided | providing | on *condition that | on the *condition that | only as long as"
        " | iff",
        "even if": "even if | even when | even though | regardless | irrespective | no *matter | whether or not"
        " | independent of | independently of | whatever",
        "unless": "unless | except when | except if | except where | if not",
        "until": "until | till | not until",
        "while": "while | whilst | as *long as | so *long as",
        "once": "once | as *soon as | immediately after | right after",
        "otherwise": "otherwise | or *else | else | in all other *cases | failing that | in any other *case",
    }
)
WORDS = _TABLE.words

_DENIALS = frozenset({"not", "never", "don't", "doesn't", "mustn't", "cannot", "can't"})
_REACH = 12


def read(scene: Scene, index: int) -> None:
    """Note the condition around a token; *should* is one only where it opens a clause (*should it fail*)."""
    value, start, stop = _TABLE.at(scene, index)
    first, last = scene.bounds[index]
    if scene.lows[index] == "should":
        opens = index == first or scene.lows[index - 1] in {",", ";", "("}
        if not opens or scene.lows[last - 1] == "?":
            return
    if value == "unless" and _is_denied(scene, start):
        value = "only if"
    if value:
        scene.add(FAMILY, value, start, stop, scene.about(start, stop, before=0, after=4))


def _is_denied(scene: Scene, start: int) -> bool:
    """Take the negation of *do not X unless Y* for part of the condition, which is *X only if Y*."""
    first = scene.bounds[start][0]
    for at in range(start - 1, max(first, start - _REACH) - 1, -1):
        low = scene.lows[at]
        if low in _DENIALS:
            if not scene.used[at]:
                scene.used[at] = 1
                return True
            break
        if low in {";", ":", "and", "but", "or", "then"}:
            break
    return False
