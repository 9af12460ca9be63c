"""Modifiers that may belong to one or to all of the things joined by *and* or *or*."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ire_gate.language.lexicon import AUXILIARIES, DETERMINERS, IMPERATIVES, PREPOSITIONS, SUBJECT_PRONOUNS
from ire_gate.reading.scene import LITERALS, Scene
from ire_gate.reading.smell import Smell
from ire_gate.reading.words import CONDITIONALS, FINITE, NEGATIONS, is_participle, verb_of

_OWNING = ("'s", "’s")
_RELATIVES = frozenset({"that", "which", "who", "whose", "where"})
_JOINS = frozenset({"and", "or"})
_LIMITING = frozenset("with without under above below over in on from of for at older newer larger smaller".split())
_STOPS = frozenset({",", ";", ":", ".", "(", ")", "?", "!"})
_CORRELATIVES = frozenset({"both", "either", "neither", "between", "whether"})
_COMPARING = frozenset(
    "more less fewer later earlier above below greater higher lower over better longer sooner equal".split()
)
_NOTHING = frozenset({"null", "none", "nothing"})
_ONLY_LIMITS = frozenset({"with", "without", "that", "who", "on"})
_OBJECTS = DETERMINERS | SUBJECT_PRONOUNS | {"by", "them"}
_SHAPES = ("", "_plurals", "_plurals")
"""Ends of a rule's name by how many of the two phrases are plural."""

_REACH = 16
"""Tokens that a modifier or a chain of joins may span."""

_NEGATION_REACH = 10
_LONGEST_PHRASE = 4
_MODIFIED = 2
"""Words of a noun phrase with a modifier."""


class Joined(NamedTuple):
    """Two phrases and what joins them, as indices: ``left`` … ``join``, ``right`` … ``end``, and their sentence."""

    left: int
    join: int
    right: int
    end: int
    first: int
    last: int


def find(scene: Scene) -> Iterator[Smell]:
    """Yield a smell for each coordination whose modifier, order or negation can be read in two ways."""
    for index, word in enumerate(scene.low):
        if word in _JOINS:
            found = _joined(scene, index)
            yield from _owned(scene, index)
            if found and not _is_plain(scene, found):
                yield from _after(scene, found)
                yield from _before(scene, found)
        elif word == "only":
            yield from _only(scene, index)
        elif word in NEGATIONS:
            yield from _negated(scene, index)
    for first, last in scene.bounds:
        yield from _mixed(scene, first, last)


def _owned(scene: Scene, join: int) -> Iterator[Smell]:
    """*Mr Okafor and Ms Lund's lawyer*: one receiver or two?"""
    first, last = scene.sentence(join)
    if scene.low[join] != "and" or not scene.is_noun(join - 1) or scene.low[join - 1].endswith(_OWNING):
        return
    for place in range(join + 1, min(last - 1, join + 3)):
        if scene.low[place].endswith(_OWNING) and scene.is_noun(place + 1) and scene.tokens[join - 1].text.istitle():
            end = scene.noun_phrase_from(place + 1)
            a, b = scene.quote(join - 1, join), scene.quote(place + 1, end)
            yield Smell(
                "attachment.owner",
                "coordination_attachment",
                max(first, join - 2),
                end,
                f"Is it “{a}”, or the {b} of “{a}” as well?",
                (f"{a}, and the {b} of the other", f"the {b} of both"),
            )
            return


def _joined(scene: Scene, join: int) -> Joined | None:
    first, last = scene.sentence(join)
    if join == first or join + 1 >= last or not scene.is_noun(join - 1):
        return None
    right = join + 1
    while right < last and scene.low[right] in DETERMINERS:
        right += 1
    end = right
    while end < last and scene.is_noun(end) and not (end > right and _is_modifier(scene, end)):
        end += 1
    if end == right:
        return None
    return Joined(_phrase_start(scene, join, first), join, right, end, first, last)


def _is_plain(scene: Scene, found: Joined) -> bool:
    """Whether nothing is open: a list, two names, *both … and*, a comparison, or a verb behind the join."""
    left, join, right, end, first, _ = found
    word, before = scene.low[right], scene.low[join - 1]
    return (
        word in _COMPARING
        or word in _NOTHING
        or is_participle(before)
        or _is_verb_phrase(scene, found)
        or (left > first and scene.low[left - 1] == ",")
        or (scene.kinds[join - 1] in LITERALS and scene.kinds[end - 1] in LITERALS)
        or not _CORRELATIVES.isdisjoint((scene.low[first], *scene.low[max(first, left - 2) : left]))
    )


def _after(scene: Scene, found: Joined) -> Iterator[Smell]:
    """*The orders and the invoices created after 1 May*."""
    left, join, _, end, _, last = found
    if end >= last:
        return
    modifier = scene.low[end]
    determined = scene.low[join + 1] in DETERMINERS
    plurals = scene.is_plural(join - 1) + scene.is_plural(end - 1)
    if modifier in _RELATIVES:
        name = "relative"
    elif is_participle(modifier) and scene.kinds[end] == "word" and scene.word(end + 1) not in _OBJECTS:
        name = "participle"
    elif modifier in _LIMITING and scene.word(left - 1) == modifier:
        return  # *size in bytes and duration in milliseconds*: each part has its own
    elif modifier in _LIMITING and _can_share(scene, found, plurals=plurals):
        name = "preposition"
    else:
        return
    stop = _modifier_end(scene, end, last)
    a, b, tail = scene.quote(left, join), scene.quote(join + 1, end), scene.quote(end, stop)
    yield Smell(
        f"attachment.{name}{'_determined' if determined else _SHAPES[plurals] if name == 'preposition' else ''}",
        "coordination_attachment",
        left,
        stop,
        f"Does “{tail}” belong to “{b}” only, or also to “{a}”?",
        (f"{a}, whatever they are, {scene.low[join]} {b} {tail}", f"{a} {tail} {scene.low[join]} {b} {tail}"),
    )


def _can_share(scene: Scene, found: Joined, *, plurals: int) -> bool:
    """Whether two phrases are alike enough to share a modifier: both with an article, or a plural among them."""
    if scene.low[found.join + 1] in DETERMINERS:
        return scene.low[found.left] in DETERMINERS
    return bool(plurals)


def _before(scene: Scene, found: Joined) -> Iterator[Smell]:
    """*Old shops and warehouses*: an adjective or possessor before the first only."""
    left, join, right, end, _, _ = found
    if scene.low[left] in DETERMINERS:
        left += 1
    alone = right == join + 1 and end == right + 1
    if not alone or join - left < _MODIFIED or scene.kinds[left] in LITERALS or scene.is_figure(left):
        return
    if not (scene.is_plural(join - 1) and scene.is_plural(right)):
        return
    if verb_of(scene.low[right]) in IMPERATIVES and scene.word(end) in DETERMINERS:
        return
    a, b, first = scene.quote(left, join), scene.quote(right, end), scene.quote(left, left + 1)
    yield Smell(
        "attachment.adjective",
        "coordination_attachment",
        left,
        end,
        f"Does “{first}” belong to “{b}” as well?",
        (f"{a} {scene.low[join]} {first} {b}", f"{a} {scene.low[join]} any {b}"),
    )


def _is_verb_phrase(scene: Scene, found: Joined) -> bool:
    """*Cancel the request and order from X*: what follows the join is a verb, not a noun."""
    return found.right == found.join + 1 and _opens_predicate(scene, found.join, found.right, found.last)


def _opens_predicate(scene: Scene, join: int, place: int, last: int) -> bool:
    word = scene.low[place]
    if scene.kinds[place] != "word":
        return False
    after = scene.word(place + 1) if place + 1 < last else ""
    is_verb = word in IMPERATIVES or word in FINITE or (verb_of(word) in IMPERATIVES and not scene.is_plural(join - 1))
    return is_verb and (after in _OBJECTS or after in PREPOSITIONS or scene.kind(place + 1) in LITERALS)


def _phrase_start(scene: Scene, join: int, first: int) -> int:
    left = join
    while left > first and scene.is_noun(left - 1) and join - left < _LONGEST_PHRASE:
        left -= 1
    opens = left == first or scene.word(left - 1) in {"and", ","}
    if scene.low[left] in IMPERATIVES and left + 1 < join and opens:
        left += 1
    return left - 1 if left > first and scene.low[left - 1] in DETERMINERS else left


def _is_modifier(scene: Scene, index: int) -> bool:
    """A participle that no noun follows: *created* in *the invoices created after*."""
    stands_free = index + 1 >= scene.place or not scene.is_noun(index + 1) or scene.kinds[index + 1] != "word"
    return scene.kinds[index] == "word" and is_participle(scene.low[index]) and stands_free


def _modifier_end(scene: Scene, start: int, last: int) -> int:
    end = start + 1
    while end < last and end - start < _REACH and scene.low[end] not in _STOPS:
        end += 1
    return end


def _mixed(scene: Scene, first: int, last: int) -> Iterator[Smell]:
    """*A or B and C* with nothing that groups them."""
    joins = [index for index in range(first + 1, last - 1) if scene.low[index] in _JOINS]
    for one, two in pairwise(joins):
        if scene.low[one] == scene.low[two] or not 1 < two - one <= _REACH or _is_grouped(scene, one, two, first, last):
            continue
        start = max(first, one - 4)
        while start < one and (scene.low[start] in _STOPS or scene.low[start] in CONDITIONALS):
            start += 1
        end = min(last, two + 5)
        while end > two + 2 and scene.low[end - 1] in _STOPS:
            end -= 1
        a, b, c = scene.quote(start, one), scene.quote(one + 1, two), scene.quote(two + 1, end)
        shape = "phrases" if AUXILIARIES.isdisjoint(scene.low[one:end]) else "clauses"
        yield Smell(
            f"attachment.mixed_{shape}_{scene.low[one]}",
            "coordination_attachment",
            start,
            end,
            "How do “and” and “or” combine here?",
            (
                f"({a} {scene.low[one]} {b}) {scene.low[two]} {c}",
                f"{a} {scene.low[one]} ({b} {scene.low[two]} {c})",
            ),
        )


def _is_grouped(scene: Scene, one: int, two: int, first: int, last: int) -> bool:
    """Whether a comma, *either*, a comparison or a second predicate says what belongs together."""
    low = scene.low
    return (
        low[one - 1] == ","
        or low[two - 1] == ","
        or low[one + 1] in _COMPARING
        or low[two + 1] in _COMPARING
        or low[one + 1] in PREPOSITIONS
        or not _STOPS.isdisjoint(low[one + 1 : two])
        or not _CORRELATIVES.isdisjoint(low[max(first, one - 6) : two])
        or (low[two] == "and" and _opens_predicate(scene, two, two + 1, last))
    )


def _negated(scene: Scene, index: int) -> Iterator[Smell]:
    """*Has not placed an order or opened a ticket*."""
    if scene.low[index] != "not":
        return
    last = scene.sentence(index)[1]
    for join in range(index + 2, min(last - 1, index + _NEGATION_REACH)):
        if scene.low[join] in _STOPS:
            return
        if scene.low[join] != "or":
            continue
        verb = scene.low[join + 1]
        if is_participle(verb) or verb in IMPERATIVES:
            end = min(last, join + 5)
            a, b = scene.quote(index + 1, join), scene.quote(join + 1, end)
            yield Smell(
                "attachment.negated_verb",
                "coordination_attachment",
                index,
                end,
                f"Does “{scene.low[index]}” cover both parts, or only “{a}”?",
                (f"neither {a} nor {b}", f"no {a}; or else {b}"),
            )
        return


def _only(scene: Scene, index: int) -> Iterator[Smell]:
    """*Run only unit tests without network access*."""
    last = scene.sentence(index)[1]
    end = index + 1
    while end < last and (scene.is_noun(end) or scene.low[end] in DETERMINERS):
        end += 1
    if end - index <= _MODIFIED or scene.word(end) not in _ONLY_LIMITS:
        return
    stop = _modifier_end(scene, end, last)
    what, tail = scene.quote(index + 1, end), scene.quote(end, stop)
    yield Smell(
        "attachment.only",
        "coordination_attachment",
        index,
        stop,
        f"Does “only” limit “{what}”, or “{tail}”?",
        (f"nothing but {what}, and that {tail}", f"of all {what} those {tail}"),
    )
