"""Two texts' facts → those that do not agree: what stands in the same place first, equal values next, then what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ire_gate.domain import Fact
from ire_gate.facts.alignment import Alignment, Place, align
from ire_gate.facts.scene import Facts
from ire_gate.facts.values import contradict, is_said, kind_of, way_of, wordings, words_of

_CANDIDATES = 12
_ALIKE = 0.5
_PAIRED = frozenset({"number", "time", "name", "polarity"})
_NEGATIVE_STARTS = ("un", "non", "dis", "in", "im", "ir", "il")
_NEGATIVES = frozenset(
    "not no never none nothing nobody neither nor without cannot except unless only but lack absent absenc miss rare "
    "fail refus forbid forbidden prohibit avoid prevent exclud ignor skip omit deni reject stop ceas instead".split()
)
_LEAST_PREFIXED = 6


class Mismatch(NamedTuple):
    """Two facts that do not agree, or one without a partner, and what is known of how.

    `way`: ``changed`` (another value), ``replaced`` (another value, and on either side the only one of its kind that
    has no partner), ``exchanged`` (another value, and each stands on the other side too), ``unit`` (same number),
    ``bound`` (same amount, bounded otherwise), ``turned`` (bounded the other way, or in the opposite order), ``form``
    (may well be the same), ``lost``, ``added``. `place`: ``here`` (in the same place of two texts whose words around
    it are the same), ``alike`` (about partly the same), ``apart``.
    """

    ours: Fact | None
    theirs: Fact | None
    way: str
    place: str


class _Sides:
    """The facts of both texts, those that have no partner yet, and the mismatches found."""

    def __init__(self, ours: Sequence[Fact], theirs: Sequence[Fact]) -> None:
        self.ours, self.theirs = ours, theirs
        self.our_rest = dict.fromkeys(range(len(ours)))
        self.their_rest = dict.fromkeys(range(len(theirs)))
        self.agreeing: list[tuple[Fact, Fact]] = []
        self.found: list[Mismatch] = []

    def settle(self, ours: int, theirs: int, way: str = "", place: str = "") -> None:
        """Make two facts partners, with a way and a place if they do not agree."""
        del self.our_rest[ours], self.their_rest[theirs]
        pair = self.ours[ours], self.theirs[theirs]
        if way:
            self.found.append(Mismatch(*pair, way, place))
        else:
            self.agreeing.append(pair)

    def closest(self, ours: int, theirs: Iterable[int]) -> int | None:
        """Return the fact of theirs without a partner that is about most of the same; None if there is none."""
        fact = self.ours[ours]
        free = (index for index in theirs if index in self.their_rest)
        candidates = [index for index, _ in zip(free, range(_CANDIDATES))]
        return max(candidates, key=lambda index: overlap(fact.about, self.theirs[index].about), default=None)


def overlap(ours: str, theirs: str) -> float:
    """Return the share of words in common of two facts' surroundings, counted on the shorter one."""
    mine, yours = set(ours.split()), set(theirs.split())
    return len(mine & yours) / (min(len(mine), len(yours)) or 1)


def mismatches(ours: Sequence[Fact], theirs: Sequence[Fact]) -> list[Mismatch]:
    """Return the facts that do not agree, in the order in which they were noticed."""
    sides = _Sides(ours, theirs)
    alignment = align(ours, theirs)
    if alignment:
        _settle_in_place(sides, alignment)
    _settle_equal(sides)
    _settle_reworded(sides)
    _drop_said_elsewhere(sides)
    _settle_changed(sides)
    _settle_lone(sides, alignment)
    _find_turned(sides)
    return sides.found


def _settle_in_place(sides: _Sides, alignment: Alignment) -> None:
    """Pair what stands in the same place of both texts: equal values first, then those that contradict."""
    theirs: dict[tuple[str, Place], list[int]] = defaultdict(list)
    for index, fact in enumerate(sides.theirs):
        theirs[fact.family, alignment.of_theirs(fact)].append(index)
    places = [alignment.of_ours(fact) for fact in sides.ours]
    for index, place in enumerate(places):
        fact = sides.ours[index]
        for other in theirs.get((fact.family, place), ()):
            if other in sides.their_rest and sides.theirs[other].value == fact.value:
                sides.settle(index, other)
                break
    changed: list[tuple[Fact, Fact]] = []
    our_rest, their_rest = _values(sides.ours, sides.our_rest), _values(sides.theirs, sides.their_rest)
    for index in list(sides.our_rest):
        fact, place = sides.ours[index], places[index]
        if not alignment.is_in_place(place):
            continue
        for other in theirs.get((fact.family, place), ()):
            if other in sides.their_rest and contradict(fact, sides.theirs[other]):
                changed.append((fact, sides.theirs[other]))
                del sides.our_rest[index], sides.their_rest[other]
                break
    for mine, yours in changed:
        is_exchanged = (mine.family, mine.value) in their_rest or (yours.family, yours.value) in our_rest
        sides.found.append(Mismatch(mine, yours, "exchanged" if is_exchanged else way_of(mine, yours), "here"))


def _values(facts: Sequence[Fact], rest: Iterable[int]) -> set[tuple[str, str]]:
    return {(facts[index].family, facts[index].value) for index in rest}


def _settle_equal(sides: _Sides) -> None:
    """Pair equal values wherever they stand."""
    theirs: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in sides.their_rest:
        theirs[sides.theirs[index].family, sides.theirs[index].value].append(index)
    for index in list(sides.our_rest):
        other = sides.closest(index, theirs.get((sides.ours[index].family, sides.ours[index].value), ()))
        if other is not None:
            sides.settle(index, other)


def _settle_reworded(sides: _Sides) -> None:
    """Pair numbers and times of which one goes by a form of the other: 25 minutes and 25, 18:00 and six."""
    exact: dict[str, list[int]] = defaultdict(list)
    loose: dict[str, list[int]] = defaultdict(list)
    for index in sides.their_rest:
        for rank, wording in enumerate(wordings(sides.theirs[index])):
            (loose if rank else exact)[wording].append(index)
    for index in list(sides.our_rest):
        said = tuple(wordings(sides.ours[index]))
        ways = [exact.get(wording, ()) for wording in said] + [loose.get(wording, ()) for wording in said[:1]]
        other = next((found for way in ways if (found := sides.closest(index, way)) is not None), None)
        if other is not None:
            mine, yours = sides.ours[index], sides.theirs[other]
            sides.settle(index, other, way_of(mine, yours) if mine.family == yours.family else "form", _place(mine, yours))


def _place(ours: Fact, theirs: Fact) -> str:
    return "alike" if overlap(ours.about, theirs.about) >= _ALIKE else "apart"


def _drop_said_elsewhere(sides: _Sides) -> None:
    """Forget numbers, times and names that the other text says as well, in another fact or in no fact at all."""
    for rest, mine, yours in (
        (sides.our_rest, sides.ours, sides.theirs),
        (sides.their_rest, sides.theirs, sides.ours),
    ):
        values = _values(yours, range(len(yours)))
        forms = [tuple(wordings(fact)) for fact in yours]
        exact = {form[0] for form in forms if form}
        loose = {wording for form in forms for wording in form[1:]}
        words = words_of(yours.text) if isinstance(yours, Facts) and rest else frozenset()
        for index in list(rest):
            fact = mine[index]
            said = tuple(wordings(fact))
            is_form = not exact.isdisjoint(said) or not loose.isdisjoint(said[:1])
            if is_form or is_said(fact, words) or (fact.family == "name" and ("name", fact.value) in values):
                del rest[index]


def _settle_changed(sides: _Sides) -> None:
    """Pair what is left of a kind; of closed families only what is about the same."""
    theirs: dict[tuple[str, str], list[int]] = defaultdict(list)
    ours: dict[tuple[str, str], list[int]] = defaultdict(list)
    for rest, facts, found in ((sides.our_rest, sides.ours, ours), (sides.their_rest, sides.theirs, theirs)):
        for index in rest:
            found[facts[index].family, kind_of(facts[index])].append(index)
    for key, mine in ours.items():
        yours = theirs.get(key, [])
        if key == ("number", "one"):
            continue
        is_only = len(mine) == len(yours) == 1
        for index in mine:
            others = [other for other in yours[:_CANDIDATES * 8] if contradict(sides.ours[index], sides.theirs[other])]
            other = sides.closest(index, others)
            if other is None:
                continue
            f, g = sides.ours[index], sides.theirs[other]
            place = _place(f, g)
            if f.family in _PAIRED or place == "alike":
                way = way_of(f, g)
                sides.settle(index, other, "replaced" if is_only and way == "changed" else way, place)


def _settle_lone(sides: _Sides, alignment: Alignment | None) -> None:
    """Call what has no partner lost or added."""
    for index in sides.our_rest:
        fact = sides.ours[index]
        place, way = _lone(fact, alignment, alignment.of_ours(fact) if alignment else None, 1)
        sides.found.append(Mismatch(fact, None, way or "lost", place))
    for index in sides.their_rest:
        fact = sides.theirs[index]
        place, way = _lone(fact, alignment, alignment.of_theirs(fact) if alignment else None, 0)
        sides.found.append(Mismatch(None, fact, way or "added", place))


def _lone(fact: Fact, alignment: Alignment | None, place: Place | None, other: int) -> tuple[str, str]:
    if alignment is None or place is None or place.edit < 0 or not alignment.is_in_place(place):
        return "apart", ""
    if fact.family == "negation" and any(_is_negative(word) for word in alignment.words(place)[other]):
        return "here", "form"
    return "here", ""


def _is_negative(word: str) -> bool:
    """Tell whether a word denies by itself, so that *not common* may stand against *uncommon* or *lacks*."""
    if word in _NEGATIVES or word.endswith("n't"):
        return True
    return len(word) >= _LEAST_PREFIXED and (word.startswith(_NEGATIVE_STARTS) or word.endswith("less"))


def _find_turned(sides: _Sides) -> None:
    """Find the orders that agree in their words and not in what comes first."""
    for mine, yours in sides.agreeing:
        if mine.family == "order" and mine.value == "sequence":
            (a, _, b), (c, _, d) = mine.about.partition("<"), yours.about.partition("<")
            crossed, straight = _common(a, d) + _common(b, c), _common(a, c) + _common(b, d)
            if crossed > straight + 1:
                sides.found.append(Mismatch(mine, yours, "turned", _place(mine, yours)))


def _common(ours: str, theirs: str) -> int:
    return len(set(ours.split()) & set(theirs.split()))
