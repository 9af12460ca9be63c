"""Modifiers that may belong to one or to all of the things joined by *and* or *or*."""

from __future__ import annotations

from collections.abc import Iterator

from ire_gate.language.lexicon import AUXILIARIES, DETERMINERS, IMPERATIVES, PREPOSITIONS, SUBJECT_PRONOUNS
from ire_gate.reading.scene import LITERALS, Scene
from ire_gate.reading.smell import Smell
from ire_gate.reading.words import CONDITIONALS, FINITE, NEGATIONS, is_participle, verb_of

_RELATIVES = frozenset({"that", "which", "who", "whose", "where"})
_JOINS = frozenset({"and", "or"})
_LIMITING = frozenset("with without under above below over in on from of for at by older newer larger smaller".split())
_STOPS = frozenset({",", ";", ":", ".", "(", ")", "?", "!"})
_CORRELATIVES = frozenset({"both", "either", "neither", "between", "whether"})
_COMPARING = frozenset(
    "more less fewer later earlier above below greater higher lower over better longer sooner equal".split()
)
_REACH = 16


def find(scene: Scene) -> Iterator[Smell]:
    """Yield a smell for each coordination whose modifier, order or negation can be read in two ways."""
    for index, word in enumerate(scene.low):
        if word in _JOINS:
            yield from _joined(scene, index)
        elif word == "only":
            yield from _only(scene, index)
    for first, last in scene.bounds:
        yield from _mixed(scene, first, last)


def _joined(scene: Scene, join: int) -> Iterator[Smell]:
    first, last = scene.sentence(join)
    if join == first or join + 1 >= last or not scene.is_noun(join - 1):
        return
    left = _phrase_start(scene, join, first)
    right = join + 1
    while right < last and scene.low[right] in DETERMINERS:
        right += 1
    end = right
    while end < last and scene.is_noun(end) and not (end > right and _is_modifier(scene, end)):
        end += 1
    if (
        scene.low[right] in _COMPARING
        or scene.low[right] in {"null", "none", "nothing"}
        or is_participle(scene.low[join - 1])
    ):
        return
    if end == right or (scene.low[right] in IMPERATIVES and right == join + 1 and scene.low[join - 1] == ","):
        return
    if _is_verb_phrase(scene, join, right, last) or (left > first and scene.low[left - 1] == ","):
        return
    if _both_names(scene, join, end) or scene.low[first] in _CORRELATIVES:
        return
    if any(word in _CORRELATIVES for word in scene.low[max(first, left - 2) : left]):
        return
    yield from _after(scene, left, join, end, last)
    yield from _before(scene, left, join, right, end)


def _after(scene: Scene, left: int, join: int, end: int, last: int) -> Iterator[Smell]:
    """*The orders and the invoices created after 1 May*."""
    modifier = scene.word(end)
    if end >= last or modifier in _STOPS:
        return
    name = None
    if modifier in _RELATIVES:
        name = "relative"
    elif is_participle(modifier) and scene.kinds[end] == "word" and scene.word(end + 1) not in DETERMINERS | {"by"}:
        name = "participle"
    elif modifier in _LIMITING:
        name = f"preposition_{'with' if modifier in {'with', 'without'} else 'of' if modifier == 'of' else 'other'}"
    if name is None:
        return
    stop = _modifier_end(scene, end, last)
    a, b, tail = scene.quote(left, join), scene.quote(join + 1, end), scene.quote(end, stop)
    determined = scene.low[join + 1] in DETERMINERS
    if determined and scene.low[left] not in DETERMINERS and name.startswith("preposition"):
        return
    plural = scene.is_plural(join - 1) + scene.is_plural(end - 1)
    if name.startswith("preposition") and not determined and not plural and modifier not in {"with", "without"}:
        return
    yield Smell(
        f"attachment.{name}{'_determined' if determined else '_plurals' if plural > 1 else '_plural' if plural else ''}",
        "coordination_attachment",
        left,
        stop,
        f"Does “{tail}” belong to “{b}” only, or also to “{a}”?",
        (f"{a}, whatever they are, {scene.low[join]} {b} {tail}", f"{a} {tail} {scene.low[join]} {b} {tail}"),
    )


def _before(scene: Scene, left: int, join: int, right: int, end: int) -> Iterator[Smell]:
    """*Old shops and warehouses*: an adjective or possessor before the first only."""
    if right != join + 1 or join - left < 2 or end - right != 1:  # noqa: PLR2004 - a modifier and a noun
        return
    if (verb_of(scene.low[right]) in IMPERATIVES and scene.word(end) in DETERMINERS) or scene.is_figure(left):
        return
    if not (scene.is_plural(join - 1) and scene.is_plural(end - 1)) or scene.kinds[left] in LITERALS:
        return
    if scene.low[left] in DETERMINERS:
        left += 1
        if join - left < 2:  # noqa: PLR2004 - a modifier and a noun
            return
    a, b = scene.quote(left, join), scene.quote(right, end)
    first = scene.quote(left, left + 1)
    yield Smell(
        "attachment.adjective",
        "coordination_attachment",
        left,
        end,
        f"Does “{first}” belong to “{b}” as well?",
        (f"{a} {scene.low[join]} {first} {b}", f"{a} {scene.low[join]} any {b}"),
    )


def _is_verb_phrase(scene: Scene, join: int, right: int, last: int) -> bool:
    """*Cancel the request and order from X*: what follows the join is a verb, not a noun."""
    word = scene.low[right]
    if right != join + 1 or scene.kinds[right] != "word":
        return False
    after = scene.word(right + 1) if right + 1 < last else ""
    is_verb = word in IMPERATIVES or word in FINITE or (verb_of(word) in IMPERATIVES and not scene.is_plural(join - 1))
    takes = (
        after in DETERMINERS
        or after in PREPOSITIONS
        or after in SUBJECT_PRONOUNS
        or scene.kind(right + 1) in LITERALS
        or after in {"them", "it"}
    )
    return is_verb and takes


def _phrase_start(scene: Scene, join: int, first: int) -> int:
    left = join
    while left > first and scene.is_noun(left - 1) and join - left < 4:  # noqa: PLR2004 - longer runs are not one phrase
        left -= 1
    if scene.low[left] in IMPERATIVES and left + 1 < join and (left == first or scene.word(left - 1) in {"and", ","}):
        left += 1
    if left > first and scene.low[left - 1] in DETERMINERS:
        left -= 1
    return left


def _both_names(scene: Scene, join: int, end: int) -> bool:
    return scene.kinds[join - 1] in LITERALS and scene.kinds[end - 1] in LITERALS


def _is_modifier(scene: Scene, index: int) -> bool:
    word = scene.low[index]
    return (
        scene.kinds[index] == "word"
        and is_participle(word)
        and (index + 1 >= scene.place or not scene.is_noun(index + 1) or scene.kinds[index + 1] != "word")
    )


def _modifier_end(scene: Scene, start: int, last: int) -> int:
    end = start + 1
    while end < last and end - start < _REACH and scene.low[end] not in _STOPS:
        end += 1
    return end


def _mixed(scene: Scene, first: int, last: int) -> Iterator[Smell]:
    """*A or B and C* with nothing that groups them."""
    joins = [index for index in range(first + 1, last - 1) if scene.low[index] in _JOINS]
    for one, two in zip(joins, joins[1:], strict=False):
        if scene.low[one] == scene.low[two] or two - one > _REACH or two - one < 2:  # noqa: PLR2004 - and/or
            continue
        between = scene.low[one + 1 : two]
        if scene.low[one - 1] == "," or scene.low[two - 1] == ",":
            continue
        if scene.low[one + 1] in _COMPARING or scene.low[two + 1] in _COMPARING:
            continue
        if (_is_verb_phrase(scene, two, two + 1, last) and scene.low[two] == "and") or scene.low[one + 1] in PREPOSITIONS:
            continue
        if any(word in _STOPS for word in between) or any(
            word in _CORRELATIVES for word in scene.low[max(first, one - 6) : two]
        ):
            continue
        start = max(first, one - 4)
        while start < one and (scene.low[start] in _STOPS or scene.low[start] in CONDITIONALS):
            start += 1
        end = min(last, two + 5)
        while end > two + 2 and scene.low[end - 1] in _STOPS:
            end -= 1
        a, b = scene.quote(start, one), scene.quote(one + 1, two)
        c = scene.quote(two + 1, end)
        verbs = any(word in AUXILIARIES for word in scene.low[one:end])
        yield Smell(
            f"attachment.mixed_{'clauses' if verbs else 'phrases'}_{scene.low[one]}",
            "coordination_attachment",
            start,
            end,
            "How do “and” and “or” combine here?",
            (
                f"({a} {scene.low[one]} {b}) {scene.low[two]} {c}",
                f"{a} {scene.low[one]} ({b} {scene.low[two]} {c})",
            ),
        )
    yield from _negated(scene, first, last)


def _negated(scene: Scene, first: int, last: int) -> Iterator[Smell]:
    """*Has not placed an order or opened a ticket*."""
    for index in range(first, last):
        if scene.low[index] not in NEGATIONS:
            continue
        for join in range(index + 2, min(last - 1, index + 10)):
            if scene.low[join] in _STOPS:
                break
            if scene.low[join] == "or":
                verb = scene.word(join + 1)
                if not is_participle(verb) and verb not in IMPERATIVES:
                    break
                a, b = scene.quote(index + 1, join), scene.quote(join + 1, min(last, join + 5))
                yield Smell(
                    "attachment.negated_verb",
                    "coordination_attachment",
                    index,
                    min(last, join + 5),
                    f"Does “{scene.low[index]}” cover both parts, or only “{a}”?",
                    (f"neither {a} nor {b}", f"no {a}; or else {b}"),
                )
                break


def _only(scene: Scene, index: int) -> Iterator[Smell]:
    """*Run only unit tests without network access*."""
    _, last = scene.sentence(index)
    end = index + 1
    while end < last and (scene.is_noun(end) or scene.low[end] in DETERMINERS):
        end += 1
    if end - index < 3 or scene.word(end) not in {"with", "without", "that", "on", "who", "in"}:  # noqa: PLR2004 - only, two words
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
