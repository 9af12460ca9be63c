"""Numbers with their units and bounds, normalised: ``<= 20``, ``60 s``, ``>= 80 %``, ``5242880 B``, ``#3``."""

from __future__ import annotations

from ire_gate.facts.comparators import bound_after, bound_before, is_change
from ire_gate.facts.measures import Measure, measure_at, unit_ahead
from ire_gate.facts.numerals import NUMBER_WORDS, small
from ire_gate.facts.phrases import Phrases
from ire_gate.facts.scene import Scene
from ire_gate.facts.units import MEASURES, UNITS, decimal
from ire_gate.language.numbers import ORDINALS

FAMILY = "number"

_LEAST_NAMED = len("bits")
_NAMED_UNITS = frozenset(word for word in UNITS if len(word) >= _LEAST_NAMED and word.endswith("s")) | {
    "percent",
    "celsius",
}
_SINGLE_UNITS = frozenset("second minute hour day week fortnight month quarter year decade century night".split())
_ARTICLES = frozenset({"a", "an"})
_WRITTEN_IN = frozenset({"in", "as", "to", "into", "whole", "unix"})
WORDS = (
    NUMBER_WORDS
    | frozenset(ORDINALS) - {"first"}
    | frozenset("double once thrice triple twice".split())
    | _SINGLE_UNITS
    | _NAMED_UNITS
    | frozenset(MEASURES)
)

_TIMES = {"once": "1 times", "twice": "2 times", "thrice": "3 times", "double": "x2", "triple": "x3"}
_RANGE_JOINS = Phrases(
    {"range": "to | up to | up to and including | through | until | till | - | – | —", "both": "and"}
)
_STATUS_CLASSES = frozenset({"range", "class", "family", "series", "block"})
_BEFORE_DURATION = frozenset(
    "within after for in than of over about another under least most exceeds from last past next hour's".split()
)
_AFTER_DURATION = frozenset("before after early earlier later ahead ago prior late beforehand".split())
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_AFTER_ONCE = frozenset({"", ".", ",", ";", ")", "per", "every", "a", "an", "and", "only", "more", "in", "each"})
_FAR = 8


def read(scene: Scene, index: int) -> None:
    """Note the number that starts at a token, if one does."""
    low = scene.lows[index]
    kind = scene.tokens[index].kind
    if kind in {"path", "ident"}:
        _read_joined(scene, index, "/" if kind == "path" else "x")
    elif low in _TIMES:
        if low != "once" or scene.low(index + 1, index) in _AFTER_ONCE:
            scene.add(FAMILY, _TIMES[low], index, index + 1)
    elif low in _SINGLE_UNITS and scene.low(index - 1, index) in _ARTICLES and not _is_quarter_of(scene, index):
        _read_one_unit(scene, index - 1)
    elif low in ORDINALS:
        _read_ordinal(scene, index)
    elif low in _NAMED_UNITS or low in MEASURES:
        if scene.low(index - 1, index) in _WRITTEN_IN:
            scene.add(FAMILY, f"in {low.removesuffix('s')}", index, index + 1)
    else:
        _read_amount(scene, index)


def read_hyphenated(scene: Scene, index: int) -> None:
    """Note the number in *fifteen-minute*, *twenty-first* or *twenty-eight*."""
    parts = scene.lows[index].split("-")
    number, rest = small("-".join(parts[:2])), parts[2:]
    if number is None:
        number, rest = small(parts[0]), parts[1:]
    if number is None:
        return
    if not rest:
        _read_amount(scene, index)
    elif rest[0] in ORDINALS and (rest[0] != "second" or scene.low(index - 1, index) == "the"):
        scene.add(FAMILY, f"#{decimal(number + ORDINALS[rest[0]])}", index, index + 1)
    else:
        base, factor = UNITS.get(rest[0], ("", 1.0))
        scene.add(FAMILY, _value("", number * factor, base), index, index + 1)


def _is_quarter_of(scene: Scene, index: int) -> bool:
    return scene.lows[index] == "quarter" and scene.low(index + 1, index) == "of"


def _value(sign: str, number: float, unit: str) -> str:
    return " ".join(filter(None, (sign, decimal(number), unit)))


def _read_joined(scene: Scene, index: int, join: str) -> None:
    """Take ``70/15/15`` and ``512x512`` apart; any other path or identifier is a name."""
    parts = scene.lows[index].split(join)
    if len(parts) > 1 and all(part.isdecimal() and len(part) < _FAR for part in parts):
        for part in parts:
            scene.add(FAMILY, decimal(float(part)), index, index + 1)


def _read_ordinal(scene: Scene, index: int) -> None:
    rank = ORDINALS[scene.lows[index]]
    may_be_share = rank > ORDINALS["second"] and scene.low(index - 1, index) in _ARTICLES
    if not may_be_share or not _read_share(scene, index - 1, rank):
        scene.add(FAMILY, f"#{rank}", index, index + 1)


def _read_one_unit(scene: Scene, index: int) -> None:
    """Read *within an hour* and *for a week*; after a number, *a minute* is a rate and none of ours."""
    found = UNITS[scene.lows[index + 1]]
    number, stop = found[1], index + 2
    if scene.phrase(stop, 3) == ("and", "a", "half"):
        number, stop = number * 1.5, stop + 3
    elif scene.low(index - 1, index) not in _BEFORE_DURATION and scene.low(stop, index) not in _AFTER_DURATION:
        return
    sign, start = bound_before(scene, index)
    scene.add(FAMILY, _value(sign, number, found[0]), start, stop)


def _read_share(scene: Scene, index: int, whole: int) -> bool:
    """Read *a tenth of* what there is, and *a fifth of a second*; *a third attempt* is an ordinal."""
    if scene.phrase(index + 2, 2) in {("of", "a"), ("of", "an")}:
        found = UNITS.get(scene.low(index + 4, index))
        if found:
            scene.add(FAMILY, _value("", found[1] / whole, found[0]), index, index + 5)
            return True
    at = index + 2
    is_share = not scene.low(at, index) or not (scene.stems[at] or scene.tokens[at].kind == "number")
    if is_share:
        scene.add(FAMILY, _value("", 100 / whole, "%"), index, index + 2)
    return is_share


def _read_amount(scene: Scene, index: int) -> None:
    first = measure_at(scene, index)
    if first is None:
        _read_half(scene, index)
        return
    following = scene.low(first.stop, index)
    if following in _ORDINAL_ENDINGS and scene.touches(first.stop):
        scene.add(FAMILY, f"#{decimal(first.value)}", first.start, first.stop + 1)
    elif following == "x" and scene.touches(first.stop):
        scene.add(FAMILY, f"x{decimal(first.value)}", first.start, first.stop + 1)
    elif following in _STATUS_CLASSES and first.value in {100, 200, 300, 400, 500}:
        scene.add("name", f"{int(first.value // 100)}xx", first.start, first.stop + 1)
    elif not _read_range(scene, first):
        _add_bounded(scene, unit_ahead(scene, first) if not first.unit else first)


def _read_half(scene: Scene, index: int) -> None:
    if scene.lows[index] == "half" and scene.low(index + 1, index) in {"of", "the"}:
        scene.add(FAMILY, "50 %", index, index + 1)


def _add_bounded(scene: Scene, measure: Measure) -> None:
    sign, start = bound_before(scene, measure.start)
    stop = measure.stop
    if not sign:
        sign, stop = bound_after(scene, measure.stop, measure.start)
    scene.add(FAMILY, _value(sign, measure.value, measure.unit), start, stop)


def _read_range(scene: Scene, first: Measure) -> bool:
    """Note both ends of a range: bounds, unless it is a change from one value to another."""
    opener = scene.low(first.start - 1, first.start)
    join = scene.low(first.stop, first.start)
    if join not in _RANGE_JOINS.words or (join == "and" and opener != "between"):
        return False
    at = _RANGE_JOINS.at(scene, first.stop)[2]
    second = measure_at(scene, at) if scene.low(at, first.start) else None
    if second is None or at == first.stop:
        return False
    if second.unit and not first.unit:
        first = first._replace(value=first.value * second.factor, unit=second.unit)
    is_joined = join in "-–—" and scene.touches(at)
    if is_joined and first.value >= second.value:
        start, stop = scene.tokens[first.start].start, scene.tokens[second.stop - 1].end
        scene.add("name", scene.text[start:stop], first.start, second.stop)
        return True
    is_range = (
        first.value < second.value
        and first.unit == second.unit
        and not (opener == "from" and is_change(scene, first.start))
    )
    scene.add(FAMILY, _value(">=" if is_range else "", first.value, first.unit), first.start, first.stop)
    scene.add(FAMILY, _value("<=" if is_range else "", second.value, second.unit), at, second.stop)
    return True
