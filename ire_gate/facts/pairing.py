"""Facts of two texts → those that do not agree: partners by place first, by value next, by subject last."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Sequence

from ire_gate.domain import Fact, Span
from ire_gate.facts.alignment import Alignment, Place, align
from ire_gate.facts.denials import denied_words, may_deny
from ire_gate.facts.scene import Facts
from ire_gate.facts.sides import CANDIDATES, Mismatch, Sides, place_of
from ire_gate.facts.values import contradict, digits_of, is_said, kind_of, way_of, wordings
from ire_gate.language.lexicon import FUNCTION_WORDS

_JOINTS = frozenset({",", "and", "or", "&", "/", "(", "the"})
_LONGEST_JOINT = len(" , and the ")
_OPEN_FAMILIES = frozenset({"number", "time", "name", "polarity"})
_ORDERED = frozenset({"name", "number", "time"})
_ALTERED = frozenset({"bound", "turned", "form"})
_NO_INDEXES: deque[int] = deque()


def mismatches(ours: Sequence[Fact], theirs: Sequence[Fact]) -> list[Mismatch]:
    """Return the facts that do not agree, in the order in which they were noticed."""
    sides = Sides(ours, theirs)
    alignment = align(ours, theirs)
    if alignment:
        _settle_reversed(sides, alignment)
        _settle_same_place(sides, alignment)
        _settle_edited(sides, alignment)
    _settle_equal(sides)
    _settle_reworded(sides)
    _settle_other_units(sides)
    _drop_said_elsewhere(sides)
    _settle_changed(sides)
    _settle_lone(sides, alignment)
    _find_turned(sides)
    if alignment and isinstance(ours, Facts) and isinstance(theirs, Facts):
        told = {found.ours.span for found in sides.found if found.ours and found.theirs}
        pairs = denied_words(ours, theirs, alignment)
        sides.found += [
            Mismatch(mine, yours, "turned", alignment.here) for mine, yours in pairs if mine.span not in told
        ]
    return sides.found


def _settle_reversed(sides: Sides, alignment: Alignment) -> None:
    """Pair what changed places within one small edit, as in *404 by 410* and *410 by 404*."""
    theirs: dict[tuple[str, Place], list[int]] = defaultdict(list)
    ours: dict[tuple[str, Place], list[int]] = defaultdict(list)
    for facts, places, found in ((sides.ours, alignment.ours, ours), (sides.theirs, alignment.theirs, theirs)):
        for index, place in enumerate(places):
            if place.edit >= 0 and facts[index].family in _ORDERED:
                found[facts[index].family, place].append(index)
    for (family, place), mine in ours.items():
        yours = theirs.get((family, place), ())
        if len(mine) != len(yours) or not alignment.is_in_place(place):
            continue
        said = [sides.ours[index].value for index in mine], [sides.theirs[index].value for index in yours]
        if said[0] == said[1] or sorted(said[0]) != sorted(said[1]):
            continue
        for index, other in zip(mine, yours, strict=True):
            if sides.ours[index].value != sides.theirs[other].value:
                way = _way_here(sides, index, sides.theirs[other], is_moved=True)
                sides.settle(index, other, way, alignment.here)


def _settle_same_place(sides: Sides, alignment: Alignment) -> None:
    """Pair equal values that stand in the same place of both texts."""
    theirs: dict[tuple[str, str, Place], deque[int]] = defaultdict(deque)
    for index in sides.their_rest:
        fact = sides.theirs[index]
        theirs[fact.family, fact.value, alignment.theirs[index]].append(index)
    for index in list(sides.our_rest):
        fact = sides.ours[index]
        others = theirs.get((fact.family, fact.value, alignment.ours[index]))
        if others:
            is_here = alignment.is_in_place(alignment.ours[index])
            sides.settle(index, others.popleft(), place=alignment.here if is_here else "")


def _settle_edited(sides: Sides, alignment: Alignment) -> None:
    """Pair what stands in the same place of both texts and contradicts."""
    theirs: dict[tuple[str, Place | None], list[int]] = defaultdict(list)
    beside: dict[tuple[str, Place | None], list[int]] = defaultdict(list)
    for index in sides.their_rest:
        theirs[sides.theirs[index].family, alignment.theirs[index]].append(index)
        beside[sides.theirs[index].family, alignment.beside_theirs[index]].append(index)
    our_rest, their_rest = _values(sides.ours, sides.our_rest), _values(sides.theirs, sides.their_rest)
    for index in list(sides.our_rest):
        fact, place, edge = sides.ours[index], alignment.ours[index], alignment.beside_ours[index]
        if alignment.is_in_place(place):
            other = _rival(sides, fact, theirs.get((fact.family, place), ()))
            if other is None:
                other = _altered(sides, fact, beside.get((fact.family, place), ()))
            if other is None and edge and alignment.is_in_place(edge):
                other = _altered(sides, fact, theirs.get((fact.family, edge), ()))
            if other is not None:
                rival = sides.theirs[other]
                if alignment.is_light:
                    is_moved = _key(fact) in their_rest or _key(rival) in our_rest
                    sides.settle(index, other, _way_here(sides, index, rival, is_moved=is_moved), "here")
                elif not (sides.theirs_says(fact) or sides.ours_says(rival)):
                    sides.settle(index, other, _way_here(sides, index, rival, is_moved=False), "amid")


def _rival(sides: Sides, fact: Fact, others: Iterable[int]) -> int | None:
    return next(
        (other for other in others if other in sides.their_rest and contradict(fact, sides.theirs[other])), None
    )


def _altered(sides: Sides, fact: Fact, others: Iterable[int]) -> int | None:
    """Find the fact that words put in or left out made of another: *at least* before a number, *not* before a verb."""
    free = (other for other in others if other in sides.their_rest and contradict(fact, sides.theirs[other]))
    return next((other for other in free if way_of(fact, sides.theirs[other]) in _ALTERED), None)


def _way_here(sides: Sides, index: int, theirs: Fact, *, is_moved: bool) -> str:
    ours = sides.ours[index]
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
    for at in range(index + step, index + step * CANDIDATES, step):
        if not 0 <= at < len(facts):
            return False
        fact = facts[at]
        if fact.family not in {"name", "quantifier"} or not _are_joined(facts, *sorted((last.span, fact.span))):
            return False
        if fact.value == value:
            return True
        last = fact
    return False


def _are_joined(facts: Sequence[Fact], left: Span, right: Span) -> bool:
    """Tell whether nothing but the joints of a list stands between two facts."""
    if not isinstance(facts, Facts):
        return False
    between = facts.text[left.end : right.start]
    return len(between) <= _LONGEST_JOINT and _JOINTS.issuperset(between.replace(",", " , ").split())


def _have_both(sides: Sides, ours: Fact, theirs: Fact) -> bool:
    """Tell whether each text has the words of both names: then they are only taken apart differently."""
    return ours.family == "name" and is_said(ours, sides.their_words()) and is_said(theirs, sides.our_words())


def _key(fact: Fact) -> tuple[str, str]:
    return fact.family, fact.value


def _values(facts: Sequence[Fact], indexes: Iterable[int]) -> set[tuple[str, str]]:
    return {_key(facts[index]) for index in indexes}


def _settle_equal(sides: Sides) -> None:
    """Pair equal values wherever they stand."""
    theirs: dict[tuple[str, str], deque[int]] = defaultdict(deque)
    for index in sides.their_rest:
        theirs[_key(sides.theirs[index])].append(index)
    for index in list(sides.our_rest):
        other = sides.closest(index, theirs.get(_key(sides.ours[index]), _NO_INDEXES))
        if other is not None:
            sides.settle(index, other)


def _settle_reworded(sides: Sides) -> None:
    """Pair numbers and times of which one goes by a form of the other: 25 minutes and 25, 18:00 and six."""
    exact: dict[str, deque[int]] = defaultdict(deque)
    loose: dict[str, deque[int]] = defaultdict(deque)
    for index in sides.their_rest:
        for rank, wording in enumerate(wordings(sides.theirs[index])):
            (loose if rank else exact)[wording].append(index)
    for index in list(sides.our_rest):
        said = wordings(sides.ours[index])
        ways = [exact[wording] for wording in said if wording in exact] + [loose[said[0]] for _ in said[:1]]
        other = next((found for way in ways if (found := sides.closest(index, way)) is not None), None)
        if other is not None:
            mine, yours = sides.ours[index], sides.theirs[other]
            way = way_of(mine, yours) if mine.family == yours.family else "form"
            sides.settle(index, other, way, place_of(mine, yours))


def _drop_said_elsewhere(sides: Sides) -> None:
    """Forget numbers, times and names that the other text says as well, in another fact or in no fact at all."""
    for rest, facts, says in (
        (sides.our_rest, sides.ours, sides.theirs_says),
        (sides.their_rest, sides.theirs, sides.ours_says),
    ):
        for index in [index for index in rest if facts[index].family in _ORDERED and says(facts[index])]:
            del rest[index]


def _settle_other_units(sides: Sides) -> None:
    """Pair the same digits with another unit of the same dimension: 120 kg and 120 lb."""
    theirs: dict[tuple[str, tuple[str, ...]], deque[int]] = defaultdict(deque)
    for index in sides.their_rest:
        fact = sides.theirs[index]
        if fact.family == "number":
            theirs[kind_of(fact), digits_of(fact)].append(index)
    for index in list(sides.our_rest):
        fact = sides.ours[index]
        if fact.family != "number" or not digits_of(fact):
            continue
        other = sides.closest(index, theirs.get((kind_of(fact), digits_of(fact)), _NO_INDEXES))
        if other is not None:
            rival = sides.theirs[other]
            sides.settle(index, other, way_of(fact, rival), place_of(fact, rival))


def _settle_changed(sides: Sides) -> None:
    """Pair what is left of a kind; in closed families only what is about the same, in no family a single *one*."""
    ours: dict[tuple[str, str], deque[int]] = defaultdict(deque)
    theirs: dict[tuple[str, str], deque[int]] = defaultdict(deque)
    for rest, facts, found in ((sides.our_rest, sides.ours, ours), (sides.their_rest, sides.theirs, theirs)):
        for index in rest:
            found[facts[index].family, kind_of(facts[index])].append(index)
    for kind, mine in ours.items():
        yours = theirs.get(kind, _NO_INDEXES)
        is_only = len(mine) == len(yours) == 1
        for index in mine if kind != ("number", "one") else ():
            other = sides.closest(index, yours, contradict)
            if other is None:
                continue
            fact, rival = sides.ours[index], sides.theirs[other]
            place = place_of(fact, rival)
            if fact.family in _OPEN_FAMILIES or place == "alike":
                way = way_of(fact, rival)
                sides.settle(index, other, "replaced" if is_only and way == "changed" else way, place)


def _settle_lone(sides: Sides, alignment: Alignment | None) -> None:
    """Call what has no partner lost or added."""
    is_light = alignment is not None and alignment.is_light
    for index in sides.our_rest:
        mine, yours = alignment.words(alignment.ours[index]) if alignment else (None, None)
        others = alignment.their_words if alignment else ()
        way, place = _lone("lost", sides.ours[index], mine, yours, others)
        place = place if is_light else "apart"
        sides.found.append(Mismatch(sides.ours[index], None, way, place))
    for index in sides.their_rest:
        yours, mine = alignment.words(alignment.theirs[index]) if alignment else (None, None)
        others = alignment.our_words if alignment else ()
        way, place = _lone("added", sides.theirs[index], mine, yours, others)
        place = place if is_light else "apart"
        sides.found.append(Mismatch(None, sides.theirs[index], way, place))


def _lone(
    way: str, fact: Fact, mine: Collection[str] | None, yours: Collection[str] | None, others: Collection[str]
) -> tuple[str, str]:
    """Return the way and the place of a fact without a partner, from the words of both sides of its edit.

    A denial is only put in another form where the other side may deny as well. Content words that are new, or that
    have moved to another place, tell that more was changed than the fact.
    """
    if mine is None or yours is None:
        return way, "apart"
    if fact.family == "negation" and any(may_deny(word) for word in yours):
        return "form", "near"
    is_new = any(_is_content(word) and word not in mine for word in yours)
    is_moved = any(_is_content(word) and word not in yours and word in others for word in mine)
    return way, "near" if is_new or is_moved else "here"


def _is_content(word: str) -> bool:
    return word not in FUNCTION_WORDS and word.isalnum()


def _find_turned(sides: Sides) -> None:
    """Find the orders that agree in their words and not in what comes first."""
    for mine, yours, place in sides.agreeing:
        if mine.family == "order" and mine.value == "sequence":
            (a, _, b), (c, _, d) = mine.about.partition("<"), yours.about.partition("<")
            crossed, straight = _common(a, d) + _common(b, c), _common(a, c) + _common(b, d)
            if crossed > straight + 1:
                sides.found.append(Mismatch(mine, yours, "turned", place or place_of(mine, yours)))


def _common(ours: str, theirs: str) -> int:
    return len(set(ours.split()) & set(theirs.split()))
