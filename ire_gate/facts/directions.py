"""What becomes what: ``404 > 410`` for *from 404 to 410*, *410 instead of 404* and *replace 404 by 410*."""

from __future__ import annotations

from ire_gate.facts.comparators import is_change
from ire_gate.facts.phrases import Phrases
from ire_gate.facts.scene import Scene, bare
from ire_gate.language.tokens import NAMES

FAMILY = "direction"

_INTO = frozenset({"to", "into", "by", "with", "as"})
_TURNS = frozenset(
    "replace replaces replaced replacing rename renames renamed renaming change changes changed changing convert "
    "converts converted converting turn turns turned turning switch switches switched switching migrate migrates "
    "migrated migrating upgrade upgrades upgraded upgrading downgrade downgrades translate translates rewrite "
    "rewrites".split()
)
_INSTEAD = Phrases({"instead": "instead of | rather than | in *place of | in *lieu of"})
_TO, _FROM = frozenset({"to", "into", "onto"}), frozenset({"from"})
WORDS = _TURNS | _TO | _FROM | _INSTEAD.words
_AMOUNTS = frozenset({"number", "time", "date"})
_THINGS = NAMES | _AMOUNTS | {"quoted"}
_REACH = 8


def read(scene: Scene, index: int) -> None:
    """Note the direction that starts at a token."""
    low = scene.lows[index]
    if low in _INSTEAD.words:
        _read_instead(scene, index)
    elif low in _TURNS:
        _read_turn(scene, index)
    else:
        _read_way(scene, index, low)


def _thing_after(scene: Scene, index: int) -> tuple[str, int]:
    """Return the name, number or noun that stands first after a token, and one past it."""
    last = min(scene.bounds[index][1], index + _REACH)
    found, stop = "", index + 1
    for at in range(index + 1, last):
        token = scene.tokens[at]
        if token.kind in _THINGS:
            return bare(token).lower(), at + 1
        if scene.stems[at]:
            found, stop = scene.stems[at], at + 1
        elif found or token.kind == "punct":
            break
    return found, stop


def _thing_before(scene: Scene, index: int) -> str:
    first = max(scene.bounds[index][0], index - _REACH)
    for at in range(index - 1, first - 1, -1):
        token = scene.tokens[at]
        if token.kind in _THINGS:
            return bare(token).lower()
        if scene.stems[at]:
            return scene.stems[at]
    return ""


def _add(scene: Scene, old: str, new: str, start: int, stop: int) -> None:
    if old and new and old != new:
        scene.add(FAMILY, f"{old} > {new}", start, stop)


def _read_instead(scene: Scene, index: int) -> None:
    value, start, stop = _INSTEAD.at(scene, index)
    if value:
        old, end = _thing_after(scene, stop - 1)
        _add(scene, old, _thing_before(scene, start), start, end)


def _read_turn(scene: Scene, index: int) -> None:
    old, at = _thing_after(scene, index)
    last = min(scene.bounds[index][1], at + _REACH)
    for join in range(at, last):
        if scene.lows[join] in _INTO:
            new, stop = _thing_after(scene, join)
            _add(scene, old, new, index, stop)
            return
        if scene.lows[join] in {",", ";", "and", "from"}:
            return


def _read_way(scene: Scene, index: int, low: str) -> None:
    thing, stop = _thing_after(scene, index)
    if not thing:
        return
    if low == "from" and scene.low(stop, index) in _TO:
        new, end = _thing_after(scene, stop)
        if not scene.used[stop - 1] or scene.tokens[stop - 1].kind in NAMES or is_change(scene, index):
            _add(scene, thing, new, index, end)
        return
    target = scene.tokens[index + 1]
    is_noun = target.kind != "word" or not scene.stems[index + 1] or target.text[0].isupper()
    if is_noun and target.kind not in _AMOUNTS:
        scene.add(FAMILY, "from" if low == "from" else "to", index, index + 1, scene.about(index, index + 1, before=1))
