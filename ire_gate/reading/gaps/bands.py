"""Bands of figures that overlap or leave a hole, and changes by a share of a share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ire_gate.reading.scene import Scene
from ire_gate.reading.smell import Smell

_BELOW = frozenset({"below", "under", "<"})
_ABOVE = frozenset({"above", "over", "exceeds", "exceed", "exceeding", ">", "beyond"})
_LESS = frozenset({"less", "fewer", "lower", "smaller", "shorter", "younger", "earlier"})
_MORE = frozenset({"more", "greater", "higher", "larger", "longer", "older", "later"})
_CURRENCIES = frozenset({"eur", "usd", "gbp", "chf", "$", "€", "£"})
_UPWARDS = frozenset({"or more", "or above", "or higher", "or over", "and above", "and more", "or older", "or longer"})
_DOWNWARDS = frozenset(
    {"or less", "or fewer", "or below", "or lower", "or under", "and below", "or younger", "or shorter"}
)
_RANGE = frozenset({"to", "-", "–"})
_BASES = frozenset("relative relatively absolute absolutely point points pp".split())
_SHARES = frozenset({"%", "percent"})


class Band(NamedTuple):
    """One end of a band: its figure, on which side it lies, and whether it takes the figure in."""

    place: int
    value: str
    is_upper: bool
    """Whether the band ends here (below, up to) or starts (above, from)."""
    is_open: bool


def find(scene: Scene) -> Iterator[Smell]:
    """Yield a smell for each figure that belongs to two bands, or to none."""
    ends: dict[str, list[Band]] = {}
    for index, kind in enumerate(scene.kinds):
        if kind != "number":
            continue
        band = _band(scene, index)
        if band is not None:
            ends.setdefault(band.value, []).append(band)
        yield from _share_of_a_share(scene, index)
    for value, bands in ends.items():
        yield from _meeting(scene, value, bands)


def _band(scene: Scene, index: int) -> Band | None:
    value = scene.tokens[index].text
    for after in (index + 1, index + 2):
        pair = f"{scene.word(after)} {scene.word(after + 1)}"
        if pair in _UPWARDS or pair in _DOWNWARDS:
            return Band(index, value, is_upper=pair in _DOWNWARDS, is_open=False)
    start = index - 1 if scene.word(index - 1) in _CURRENCIES else index
    one, two = scene.word(start - 1), scene.word(start - 2)
    if one in _BELOW or one in _ABOVE or (one == "than" and two in _LESS | _MORE):
        return Band(index, value, is_upper=one in _BELOW or two in _LESS, is_open=True)
    ends = (two, one) in {("up", "to"), ("at", "most")} or (one in _RANGE and scene.is_figure(start - 2))
    if ends or one == "from" or (two, one) == ("at", "least") or scene.word(index + 1) in _RANGE:
        return Band(index, value, is_upper=ends, is_open=False)
    return None


def _meeting(scene: Scene, value: str, bands: list[Band]) -> Iterator[Smell]:
    """Two bands that meet at a figure: below 70, above 70; 0 to 768, 768 to 1200."""
    upper = [band for band in bands if band.is_upper]
    lower = [band for band in bands if not band.is_upper]
    if len(bands) != 2 or len(upper) != 1:  # noqa: PLR2004 - one that ends there, and one that starts
        return
    one, two = upper[0], lower[0]
    if one.is_open != two.is_open or not _is_alike(scene, one.place, two.place):
        return
    later = max(one.place, two.place)
    start, end = max(scene.sentence(later)[0], later - 4), min(scene.sentence(later)[1], later + 3)
    if one.is_open and not _names(scene, value, one.place, two.place):
        yield Smell(
            "edge.hole",
            "missing_condition_or_edge",
            start,
            end,
            f"What holds at exactly {value}?",
            (f"what holds below {value}", f"what holds above {value}"),
        )
    elif not one.is_open:
        yield Smell(
            "conflict.overlap",
            "conflict",
            start,
            end,
            f"Which of the two holds at exactly {value}?",
            (f"what holds up to {value}", f"what holds from {value} on"),
        )


def _is_alike(scene: Scene, one: int, two: int) -> bool:
    """Whether the same kind of thing follows both figures, or stands before both."""
    same_unit = scene.word(one + 1) == scene.word(two + 1) and scene.word(one + 1) not in {"", "."}
    first, second = scene.sentence(one), scene.sentence(two)
    words = {word for word in scene.low[slice(*first)] if len(word) > 3}  # noqa: PLR2004 - no short words
    shared = sum(word in words for word in scene.low[slice(*second)])
    return same_unit or shared > 1 or first == second


def _names(scene: Scene, value: str, *places: int) -> bool:
    """Whether the figure itself is spoken of once more."""
    return any(token.text == value and index not in places for index, token in enumerate(scene.tokens))


def _share_of_a_share(scene: Scene, index: int) -> Iterator[Smell]:
    """*At 60%; raise it by 10%*: to 70 % or to 66 %?"""
    if scene.word(index + 1) not in _SHARES or scene.word(index - 1) != "by":
        return
    first, last = scene.sentence(index)
    before = scene.low[max(0, first - 40) : index]
    if _SHARES.isdisjoint(before) or not _BASES.isdisjoint(scene.low[first:last]):
        return
    figure = scene.tokens[index].text
    yield Smell(
        "value.points",
        "missing_value",
        max(first, index - 3),
        index + 2,
        "Percent of the value, or percentage points?",
        (f"{figure} percentage points", f"{figure} % of the value"),
    )
