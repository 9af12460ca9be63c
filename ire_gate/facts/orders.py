"""What comes before what: sort directions (``ascending``), extremes (``most``), and steps (``first``, ``sequence``)."""

from __future__ import annotations

from ire_gate.facts.phrases import Phrases
from ire_gate.facts.scene import Scene

FAMILY = "order"

_LEAST = "lowest smallest shortest least fewest cheapest oldest earliest lightest lower smaller shorter older earlier"
_MOST = "highest largest greatest biggest longest newest latest heaviest higher larger greater longer newer later"
_EXTREMES = dict.fromkeys(_LEAST.split(), "ascending") | dict.fromkeys(_MOST.split(), "descending")
_TABLE = Phrases(
    {
        "ascending": "ascending | asc | increasing | alphabetical | alphabetically | a to *z | a - *z | upwards",
        "descending": "descending | desc | decreasing | z to a | z - a | downwards | reverse alphabetical",
        "parallel": "simultaneously | concurrently | in *parallel | at the *same time",
        "in order": "in this *order | in that *order | in the *order | in the following *order"
        " | in the given *order | in the same *order | in *sequence | one after the *other | one by *one"
        " | one after *another",
        "in any order": "in any *order | in no particular *order | in random *order",
        "reversed": "in reverse *order | in *reverse | the other way *round | reversed | backwards",
        "before": "before | prior to | ahead of | preceding",
        "after": "after | following | subsequent to",
        "first": "first | firstly | to *begin with | initially | beforehand",
        "then": "then | next | afterwards | thereafter | subsequently | after that | after which | second"
        " | followed by",
        "last": "last | lastly | finally | at the *end | in the *end | eventually",
    }
)
WORDS = _TABLE.words | frozenset(_EXTREMES)

_ENDS = frozenset({"first", "top", "last", "bottom"})
_REACH = 4
_AMBIGUOUS = frozenset({"second", "next", "following"})


def read(scene: Scene, index: int) -> None:
    """Note the order around a token."""
    low = scene.lows[index]
    if low in _EXTREMES:
        _read_extreme(scene, index, _EXTREMES[low])
        return
    value, start, stop = _TABLE.at(scene, index)
    if not value or (low in _AMBIGUOUS and not _joins_steps(scene, index)):
        return
    if value in {"before", "after"}:
        _read_sequence(scene, index, stop, value)
    else:
        scene.add(FAMILY, value, start, stop)


def _read_extreme(scene: Scene, index: int, value: str) -> None:
    """Note *highest count first* as a direction; without its *first*, an extreme is a choice: the most or the least."""
    for at in range(index + 1, index + _REACH):
        end = scene.low(at, index)
        if end in _ENDS:
            if end in {"last", "bottom"}:
                value = "ascending" if value == "descending" else "descending"
            scene.add(FAMILY, value, index, at + 1)
            return
    if scene.lows[index].endswith("st"):
        scene.add(FAMILY, "most" if value == "descending" else "least", index, index + 1)


def _joins_steps(scene: Scene, index: int) -> bool:
    first = scene.bounds[index][0]
    return index == first or scene.lows[index - 1] in {",", ";", "and", "(", "then"}


def _read_sequence(scene: Scene, index: int, stop: int, value: str) -> None:
    """Note *X before Y* and *Y after X* alike: what comes earlier stands first in what the fact is about."""
    left = scene.about(index, stop, after=0)
    right = scene.about(index, stop, before=0)
    if not left:
        left, right = _fronted(scene, stop)
    if value == "after":
        left, right = right, left
    scene.add(FAMILY, "sequence", index, stop, f"{left} < {right}")


def _fronted(scene: Scene, stop: int) -> tuple[str, str]:
    """Take *Before the merge, run the tests* apart at its comma."""
    last = scene.bounds[stop - 1][1]
    comma = next((at for at in range(stop, min(last, stop + 2 * _REACH)) if scene.lows[at] == ","), last)
    right = [found for found in scene.stems[stop:comma] if found][:_REACH]
    left = [found for found in scene.stems[comma : comma + 2 * _REACH] if found][:_REACH] if comma < last else []
    return " ".join(left), " ".join(right)
