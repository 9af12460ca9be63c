"""What is not to be or not to be done, and what has to stay as it is: ``not`` and ``unchanged``, with their scope."""

from __future__ import annotations

from ire_gate.facts.phrases import Phrases
from ire_gate.facts.scene import Scene

FAMILY = "negation"

NOT_WORDS = frozenset(
    "not never no none nothing nobody nowhere neither nor without cannot can't don't doesn't didn't won't wouldn't "
    "isn't aren't wasn't weren't mustn't shouldn't couldn't hasn't haven't hadn't shan't needn't mightn't mayn't "
    "ain't dont doesnt didnt cant wont isnt arent shouldnt mustnt non hardly barely".split()
)
"""Words that deny what follows them."""

_BANS = frozenset(
    "avoid avoids avoiding avoided refrain refrains refraining prevent prevents preventing prevented prohibit "
    "prohibits prohibited forbid forbids forbidden forbidding disallow disallows disallowed ban bans banned "
    "lack lacks lacking off-limits taboo".split()
)
_STOPS = frozenset("stop stops stopped stopping cease ceases ceased ceasing quit".split())
_FAILS = frozenset({"fail", "fails", "failed", "failing"})
_CHANGE_VERBS = frozenset(
    "change changes changed changing alter alters altered altering modify modifies modified modifying touch touches "
    "touched touching edit edits edited editing affect affects affected affecting disturb disturbed".split()
)
_STAYING = frozenset(
    "leave leaves leaving left keep keeps keeping kept stay stays staying stayed remain remains remaining remained is "
    "are be".split()
)
_UNCHANGED = Phrases(
    {
        "unchanged": "unchanged | untouched | unaltered | unmodified | unaffected | intact",
        "kept": "alone | identical | as is | as it is | as they are | as it was | as they were | as before | the *same"
        " | the *way it is | the *way they are | in *place",
    }
)
_OTHER_USES = Phrases(
    {
        "more than that": "not only | not just | nothing but | not to mention | nothing less than",
        "indeed": "no matter | no doubt | no wonder",
    }
)
WORDS = NOT_WORDS | _BANS | _STOPS | _FAILS | _UNCHANGED.words

_REACH = 4


def read(scene: Scene, index: int) -> None:
    """Note the negation at a token, or that something stays unchanged."""
    low = scene.lows[index]
    following = scene.low(index + 1, index)
    if low in NOT_WORDS:
        _read_not(scene, index)
    elif low in _UNCHANGED.words:
        _read_unchanged(scene, index)
    elif low in _BANS or (low in _STOPS and following.endswith("ing")):
        _add(scene, index, index + 1)
    elif low in _FAILS and following == "to":
        _add(scene, index, index + 2)


def _add(scene: Scene, start: int, stop: int) -> None:
    scene.add(FAMILY, "not", start, stop, scene.about(start, stop, before=1))


def _read_not(scene: Scene, index: int) -> None:
    if scene.lows[index] in _OTHER_USES.words and _OTHER_USES.at(scene, index)[0]:
        return
    if scene.low(index - 1, index) == "or" and scene.low(index - 2, index) == "whether":
        return
    for at in range(index + 1, min(scene.bounds[index][1], index + _REACH)):
        if scene.lows[at] in _CHANGE_VERBS:
            scene.add(FAMILY, "unchanged", index, at + 1)
            return
        if scene.lows[at] in {",", ";", ":", "and", "but"}:
            break
    _add(scene, index, index + 1)


def _read_unchanged(scene: Scene, index: int) -> None:
    value, start, stop = _UNCHANGED.at(scene, index)
    first = scene.bounds[index][0]
    is_kept = value and not _STAYING.isdisjoint(scene.lows[max(first, start - 2 * _REACH) : start])
    if value == "unchanged" or is_kept:
        scene.add(FAMILY, "unchanged", start, stop, scene.about(start, stop, before=_REACH))
