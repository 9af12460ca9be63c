"""Two texts' facts → those that do not agree: what stands in the same place first, equal values next, then what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from ire_gate.domain import Fact
from ire_gate.facts.alignment import Alignment, Place, align
from ire_gate.facts.scene import Facts
from ire_gate.facts.values import contradict, is_said, kind_of, way_of, wordings, words_of
from ire_gate.language.lexicon import FUNCTION_WORDS

_CANDIDATES = 12
_LIST_JOIN = len(", and the ")
_ALIKE = 0.5
_PAIRED = frozenset({"number", "time", "name", "polarity"})
_NEGATIVE_STARTS = ("un", "non", "dis", "in", "im", "ir", "il")
_NEGATIVES = frozenset(
    "not no never none nothing nobody neither nor without cannot except unless only but lack absent absenc miss rare "
    "fail refus forbid forbidden prohibit avoid prevent exclud ignor skip omit deni reject stop ceas instead ban empti outsid".split()
)
_LEAST_PREFIXED = 6


class Mismatch(NamedTuple):
    """Two facts that do not agree, or one without a partner, and what is known of how.

    `way`: ``changed`` (another value), ``replaced`` (another value, and on either side the only one of its kind that
    has no partner), ``exchanged`` (another value, and each stands on the other side too), ``unit`` (same number),
    ``bound`` (same amount, bounded otherwise), ``turned`` (bounded the other way, or in the opposite order), ``form``
    (may well be the same), ``lost``, ``added``. `place`: ``here`` (in the same place of two texts whose words around
    it are the same; without a partner: and no other words stand there), ``near`` (other words stand there), ``alike``
    (about partly the same), ``apart``.
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
        self._our_words: frozenset[str] | None = None
        self._their_words: frozenset[str] | None = None

    def settle(self, ours: int, theirs: int, way: str = "", place: str = "") -> None:
        """Make two facts partners, with a way and a place if they do not agree."""
        del self.our_rest[ours], self.their_rest[theirs]
        pair = self.ours[ours], self.theirs[theirs]
        if way:
            self.found.append(Mismatch(*pair, way, place))
        else:
            self.agreeing.append(pair)

    def our_words(self) -> frozenset[str]:
        """Return the words that ours has; without its text, those of its facts."""
        if self._our_words is None:
            self._our_words = _words(self.ours)
        return self._our_words

    def their_words(self) -> frozenset[str]:
        """Return the words that theirs has; without its text, those of its facts."""
        if self._their_words is None:
            self._their_words = _words(self.theirs)
        return self._their_words

    def closest(self, ours: int, theirs: Iterable[int]) -> int | None:
        """Return the fact of theirs without a partner that is about most of the same; None if there is none."""
        fact = self.ours[ours]
        free = (index for index in theirs if index in self.their_rest)
        candidates = [index for index, _ in zip(free, range(_CANDIDATES))]
        return max(candidates, key=lambda index: overlap(fact.about, self.theirs[index].about), default=None)


def _words(facts: Sequence[Fact]) -> frozenset[str]:
    text = facts.text if isinstance(facts, Facts) else " ".join(fact.quote for fact in facts)
    return words_of(text)


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
    our_rest, their_rest = _values(sides.ours, sides.our_rest), _values(sides.theirs, sides.their_rest)
    for index in list(sides.our_rest):
        fact, place = sides.ours[index], places[index]
        if not alignment.is_in_place(place):
            continue
        for other in theirs.get((fact.family, place), ()):
            if other in sides.their_rest and contradict(fact, sides.theirs[other]):
                is_moved = _key(fact) in their_rest or _key(sides.theirs[other]) in our_rest
                sides.settle(index, other, _way_in_place(sides, index, other, is_moved=is_moved), "here")
                break


def _way_in_place(sides: _Sides, index: int, other: int, *, is_moved: bool) -> str:
    ours, theirs = sides.ours[index], sides.theirs[other]
    if is_moved:
        return "form" if _are_listed(sides.ours, index, theirs) else "exchanged"
    return "form" if _have_both(sides, ours, theirs) else way_of(ours, theirs)


def _are_listed(facts: Sequence[Fact], index: int, theirs: Fact) -> bool:
    """Tell whether two names that changed places only stand in a list (*A and B*) whose order nobody asked for."""
    if theirs.family != "name" or any(fact.value == "in order" for fact in facts):
        return False
    return any(_is_in_list(facts, index, theirs.value, step) for step in (-1, 1))


def _is_in_list(facts: Sequence[Fact], index: int, value: str, step: int) -> bool:
    """Look for a name among those that follow one another with no more than a joining word between."""
    last = facts[index]
    for at in range(index + step, index + step * _CANDIDATES, step):
        if not 0 <= at < len(facts):
            return False
        fact = facts[at]
        gap = max(fact.span.start, last.span.start) - min(fact.span.end, last.span.end)
        if gap > _LIST_JOIN or fact.family not in {"name", "quantifier"}:
            return False
        if fact.value == value:
            return True
        last = fact
    return False


def _key(fact: Fact) -> tuple[str, str]:
    return fact.family, fact.value


def _have_both(sides: _Sides, ours: Fact, theirs: Fact) -> bool:
    """Tell whether each text has the words of both names: then they are only taken apart differently."""
    return ours.family == "name" and is_said(ours, sides.their_words()) and is_said(theirs, sides.our_words())


def _values(facts: Sequence[Fact], rest: Iterable[int]) -> set[tuple[str, str]]:
    return {_key(facts[index]) for index in rest}


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
        forms = [tuple(wordings(fact)) for fact in yours]
        exact = {form[0] for form in forms if form}
        loose = {wording for form in forms for wording in form[1:]}
        words = sides.their_words() if mine is sides.ours else sides.our_words()
        for index in list(rest):
            fact = mine[index]
            said = tuple(wordings(fact))
            is_form = not exact.isdisjoint(said) or not loose.isdisjoint(said[:1])
            if is_form or is_said(fact, words):
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
        mine, yours = alignment.words(alignment.of_ours(fact)) if alignment else (None, None)
        place, is_denied = _lone(fact, mine, yours, alignment.their_words if alignment else ())
        sides.found.append(Mismatch(fact, None, "form" if is_denied else "lost", place))
    for index in sides.their_rest:
        fact = sides.theirs[index]
        yours, mine = alignment.words(alignment.of_theirs(fact)) if alignment else (None, None)
        place, is_denied = _lone(fact, mine, yours, alignment.our_words if alignment else ())
        sides.found.append(Mismatch(None, fact, "form" if is_denied else "added", place))


def _lone(
    fact: Fact, mine: Collection[str] | None, yours: Collection[str] | None, others: Collection[str]
) -> tuple[str, bool]:
    """Return the place of a fact without a partner, and whether the other text denies the same in another way."""
    if mine is None or yours is None:
        return "apart", False
    if fact.family == "negation" and any(_is_negative(word) for word in yours):
        return "near", True
    is_new = any(_is_content(word) and word not in mine for word in yours)
    is_moved = any(_is_content(word) and word not in yours and word in others for word in mine)
    return ("near" if is_new or is_moved else "here"), False


def _is_content(word: str) -> bool:
    return word not in FUNCTION_WORDS and word.isalnum()


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
