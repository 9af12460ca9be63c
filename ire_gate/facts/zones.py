"""Whose clock: ``zone utc``, ``zone berlin`` for *Europe/Berlin* and *Berlin time*, ``zone local``."""

from __future__ import annotations

from ire_gate.facts.scene import Scene

FAMILY = "time"

_ZONES = frozenset(
    "utc gmt cet cest est edt cst cdt mst mdt pst pdt bst ist jst kst aest aedt acst awst nzst nzdt eet eest wet msk "
    "sgt hkt brt".split()
)
REGIONS = frozenset("europe america asia africa australia pacific atlantic indian antarctica etc us".split())
"""First parts of the names of time zones (*Europe/Berlin*)."""

_LOCAL = frozenset({"time", "clock", "calendar", "timezone"})
_NO_ZONES = frozenset("unix posix epoch real run first last next this that".split())
WORDS = _ZONES | REGIONS | {"local", "time", "clock", "timezone"}


def read(scene: Scene, index: int) -> None:
    """Note the time zone that a token belongs to, if it does."""
    low = scene.lows[index]
    if low in _ZONES:
        if scene.tokens[index].text.isupper():
            scene.add(FAMILY, "zone utc" if low == "gmt" else f"zone {low}", index, index + 1)
    elif low in REGIONS:
        if scene.low(index + 1, index) == "/" and scene.low(index + 2, index):
            scene.add(FAMILY, f"zone {scene.lows[index + 2].rstrip('.')}", index, index + 3)
    elif low == "local":
        if scene.low(index + 1, index) in _LOCAL:
            scene.add(FAMILY, "zone local", index, index + 2)
    elif low == "time":
        _read_time(scene, index)
    else:
        scene.add(FAMILY, "zone local", index, index + 1)


def _read_time(scene: Scene, index: int) -> None:
    """Note *the warehouse's time zone* as local, and *Lisbon time* as Lisbon's."""
    if not scene.low(index - 1, index):
        return
    before = scene.tokens[index - 1]
    if scene.low(index + 1, index) == "zone" and not scene.used[index - 1]:
        scene.add(FAMILY, "zone local", index, index + 2)
        return
    is_place = before.kind == "word" and before.text.istitle() and before.lower not in _NO_ZONES
    if is_place and index - 1 > scene.bounds[index][0]:
        scene.add(FAMILY, f"zone {before.lower}", index - 1, index + 1)
