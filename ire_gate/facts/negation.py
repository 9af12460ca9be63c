"""What is not to be or not to be done, and what has to stay as it is: ``not`` and ``unchanged``, with their scope."""

from __future__ import annotations

from ire_gate.facts.scene import Scene

FAMILY = "negation"

NOT_WORDS = frozenset(
    "not never no none nothing nobody nowhere neither nor without cannot can't don't doesn't didn't won't wouldn't "
    "isn't aren't wasn't weren't mustn't shouldn't couldn't hasn't haven't hadn't shan't needn't mightn't mayn't "
    "ain't dont doesnt cant wont isnt arent shouldnt mustnt non hardly barely".split()
)
_BANS = frozenset(
    "avoid avoids avoiding avoided refrain refrains refraining prevent prevents preventing prevented prohibit prohibits "
    "prohibited forbid forbids forbidden forbidding disallow disallows disallowed ban bans banned fail fails failing "
    "lack lacks lacking off-limits taboo".split()
)
_STOPS = frozenset("stop stops stopped stopping cease ceases ceased ceasing quit".split())
_CHANGE_VERBS = frozenset(
    "change changes changed changing alter alters altered altering modify modifies modified modifying touch touches "
    "touched touching edit edits edited editing affect affects affected affecting disturb disturbed".split()
)
_STAYING = frozenset(
    "leave leaves leaving left keep keeps keeping kept stay stays staying stayed remain remains remaining remained is "
    "are be".split()
)
_UNCHANGED = frozenset("unchanged untouched unaltered unmodified unaffected intact alone".split())
_AS_IT_IS: tuple[tuple[str, ...], ...] = (
    ("as", "is"),
    ("as", "it", "is"),
    ("as", "they", "are"),
    ("as", "it", "was"),
    ("as", "before"),
    ("the", "same"),
    ("the", "way", "it", "is"),
    ("the", "way", "they", "are"),
    ("in", "place"),
)
_FREE = frozenset({"frozen", "fixed"})
WORDS = NOT_WORDS | _BANS | _STOPS | _UNCHANGED | frozenset({"as", "the", "identical"})

_NOT_A_NEGATION: frozenset[tuple[str, ...]] = frozenset(
    {("not", "only"), ("no", "matter"), ("not", "just"), ("not", "to", "mention"), ("nothing", "but"), ("no", "doubt")}
)
_REACH = 4


def read(scene: Scene, index: int) -> None:
    """Note the negation at a token, or that something stays unchanged."""
    low = scene.lows[index]
    if low in NOT_WORDS:
        _read_not(scene, index)
    elif low in _UNCHANGED or low in {"as", "the", "identical"}:
        _read_unchanged(scene, index, low)
    elif low in _STOPS:
        if scene.low(index + 1, index).endswith("ing"):
            _add(scene, index, index + 1)
    elif low.startswith("fail"):
        if scene.low(index + 1, index) == "to":
            _add(scene, index, index + 2)
    else:
        _add(scene, index, index + 1)


def _add(scene: Scene, start: int, stop: int) -> None:
    scene.add(FAMILY, "not", start, stop, scene.about(start, stop, before=1))


def _read_not(scene: Scene, index: int) -> None:
    if scene.phrase(index, 2) in _NOT_A_NEGATION or scene.phrase(index - 2 if index > 1 else 0, 2) == ("whether", "or"):
        return
    last = scene.bounds[index][1]
    for at in range(index + 1, min(last, index + _REACH)):
        if scene.lows[at] in _CHANGE_VERBS:
            scene.add(FAMILY, "unchanged", index, at + 1, scene.about(index, at + 1))
            return
        if scene.lows[at] in {",", ";", ":", "and", "but"}:
            break
    _add(scene, index, index + 1)


def _read_unchanged(scene: Scene, index: int, low: str) -> None:
    stop = index + 1
    if low in {"as", "the"}:
        for phrase in _AS_IT_IS:
            if scene.phrase(index, len(phrase)) == phrase:
                stop = index + len(phrase)
                break
        else:
            return
    first = scene.bounds[index][0]
    is_kept = not _STAYING.isdisjoint(scene.lows[max(first, index - 2 * _REACH) : index])
    if is_kept or (low in _UNCHANGED and low != "alone"):
        scene.add(FAMILY, "unchanged", index, stop, scene.about(index, stop, before=4))
