"""Statements that cannot both be followed, and choices that nobody is told how to make."""

from __future__ import annotations

from collections.abc import Iterator

from ire_gate.language.lexicon import AUXILIARIES, DETERMINERS, IMPERATIVES
from ire_gate.language.tokens import stem
from ire_gate.reading.scene import LITERALS, Scene
from ire_gate.reading.smell import Smell
from ire_gate.reading.words import CONDITIONALS, CURRENCIES, NEGATIONS, UNITS, is_participle

_STOPS = frozenset({",", ";", ".", ":", "(", ")", "?", "!"})
_FREE = frozenset(
    "any every no not never without whether either each all one if when unless until whenever where nor only".split()
)
_COMPARING = frozenset(
    "more less fewer later earlier above below greater higher lower equal over under older newer larger smaller "
    "better so not both none nothing longer otherwise whatever whichever".split()
)
_UNCHANGED = frozenset(
    "unchanged untouched intact as-is alone same keep keeps keeping remain remains stay stays".split()
)
_CHANGING = frozenset(
    "simplify change update rename shorten improve refactor clean rewrite adjust modify edit remove delete".split()
)
_MOST = frozenset({"maximum", "max", "to", "under", "below"})
_OVERS = frozenset({"above", "over", "of", "exactly", "with", "from"})
_SPLITTING = frozenset("split splits divide divided shares share train training distribute distributed".split())
_WHOLE, _ROUNDING = 100.0, 0.5
_FEWEST_SHARES = 3
_LEAST_TOTAL, _MOST_TOTAL = 60.0, 160.0
"""Totals outside are no split gone wrong, but shares of different things."""

_CLAUSE, _ALTERNATIVE, _UNIT_LENGTH = 9, 6, 4
"""Tokens before and after *or* that are looked at; letters up to which a word is rather a unit than a noun."""


def find(scene: Scene) -> Iterator[Smell]:
    """Yield the smells of contradictions and open choices."""
    for first, last in scene.bounds:
        words = scene.low[first:last]
        if "or" in words:
            yield from _choice(scene, first, last)
        if "but" in words:
            yield from _but(scene, first, last)
        if words.count("%") > 1:
            yield from _parts(scene, first, last)
    yield from _caps(scene)


def _choice(scene: Scene, first: int, last: int) -> Iterator[Smell]:
    """*Replace or ignore it*, *the manager or the team*: who chooses?"""
    for join in range(first + 1, last - 1):
        if scene.low[join] != "or":
            continue
        start = join
        while start > first and join - start < _CLAUSE and scene.low[start - 1] not in _STOPS:
            start -= 1
        before = scene.low[start:join]
        after = scene.low[join + 1 : min(last, join + 5)]
        if any(word in _FREE or word in NEGATIONS or word in CONDITIONALS for word in before):
            continue
        if (
            after[0] in _COMPARING
            or after[0] in _FREE
            or scene.kinds[join + 1] in LITERALS
            or scene.kinds[join - 1] in LITERALS
        ):
            continue
        if _is_settled(scene, join, last):
            continue
        name = _choice_name(scene, join)
        if name not in {"figures", "determined"}:
            continue
        stop = join + 1
        while stop < last and stop - join < _ALTERNATIVE and scene.low[stop] not in _STOPS:
            stop += 1
        begin = max(start, join - 4)
        a, b = scene.quote(begin, join), scene.quote(join + 1, stop)
        yield Smell(
            f"conflict.choice_{name}",
            "conflict",
            begin,
            stop,
            f"Which of the two holds: “{a}” or “{b}”, and who decides?",
            (a, b),
        )


def _is_settled(scene: Scene, join: int, last: int) -> bool:
    rest = scene.low[join + 1 : last]
    return "whichever" in rest and any(
        word in {"first", "earlier", "later", "larger", "smaller", "higher", "lower", "greater", "sooner"}
        for word in rest
    )


def _choice_name(scene: Scene, join: int) -> str:
    after = scene.low[join + 1]
    if scene.kinds[join + 1] == "number" or scene.kinds[join - 1] == "number":
        return "figures"
    if after in IMPERATIVES or after in AUXILIARIES or is_participle(after):
        return "actions"
    return "determined" if after in DETERMINERS else "things"


def _but(scene: Scene, first: int, last: int) -> Iterator[Smell]:
    """*Unchanged, but simplify them*; *one for every charge, but nobody twice*."""
    join = scene.low.index("but", first, last)
    before, after = scene.low[first:join], scene.low[join + 1 : last]
    if any(word in _UNCHANGED for word in before) and any(word in _CHANGING for word in after[:6]):
        yield _clash(scene, first, join, last, "conflict.keep_but_change")
    elif any(word in {"every", "each", "all", "always"} for word in before) and any(
        word in {"nobody", "never", "no", "none"} for word in after[:5]
    ):
        yield _clash(scene, first, join, last, "conflict.all_but_none")


def _clash(scene: Scene, first: int, join: int, last: int, rule: str) -> Smell:
    start, stop = max(first, join - 8), min(last, join + 8)
    a, b = scene.quote(start, join), scene.quote(join + 1, stop)
    return Smell(rule, "conflict", start, stop, f"Which wins where both cannot hold: “{a}” or “{b}”?", (a, b))


def _parts(scene: Scene, first: int, last: int) -> Iterator[Smell]:
    """Shares of a split that do not add up to 100 %."""
    shares = [
        _value(scene, place)
        for place in range(first, last - 1)
        if scene.kinds[place] == "number" and scene.low[place + 1] in {"%", "percent"}
    ]
    total = sum(shares)
    is_split = len(shares) >= _FEWEST_SHARES and not _SPLITTING.isdisjoint(scene.low[first:last])
    if not is_split or abs(total - _WHOLE) < _ROUNDING or not _LEAST_TOTAL < total < _MOST_TOTAL:
        return
    missing = _WHOLE - total
    yield Smell(
        "conflict.shares",
        "conflict",
        first,
        last,
        f"The shares add up to {total:g} %; which one is wrong?",
        (f"the last share is {shares[-1] + missing:g} %", f"the first share is {shares[0] + missing:g} %"),
    )


def _caps(scene: Scene) -> Iterator[Smell]:
    """A limit and, in another sentence, more of it: *at most 50 transfers*, *a batch of 100 transfers*."""
    caps: dict[str, tuple[float, int]] = {}
    floors: dict[str, tuple[float, int]] = {}
    for index, kind in enumerate(scene.kinds):
        if kind != "number":
            continue
        lead = (scene.word(index - 2), scene.word(index - 1))
        noun, start = _counted(scene, index)
        if not noun:
            continue
        if scene.word(start - 1) in _MOST or (scene.word(start - 2), scene.word(start - 1)) in {
            ("at", "most"),
            ("up", "to"),
        }:
            caps.setdefault(noun, (_value(scene, index), index))
        elif lead == ("at", "least") or scene.word(start - 1) in _OVERS:
            floors.setdefault(noun, (_value(scene, index), index))
    for noun, (value, index) in floors.items():
        cap = caps.get(noun)
        if cap is None or scene.sentence_of[cap[1]] == scene.sentence_of[index]:
            continue
        is_band = scene.word(index - 1) not in {"of", "exactly", "with"} and scene.word(index - 2) not in {
            "of",
            "exactly",
            "with",
        }
        if (value < cap[0]) if is_band else (value > cap[0]):
            one, two = scene.tokens[cap[1]].text, scene.tokens[index].text
            yield Smell(
                "conflict.cap",
                "conflict",
                max(scene.sentence(index)[0], index - 3),
                min(scene.place, index + 2),
                f"{one} is a limit elsewhere; which of {one} and {two} holds?",
                (f"{one} holds", f"{two} holds"),
            )


def _value(scene: Scene, index: int) -> float:
    return float(scene.tokens[index].text.replace(",", ""))


def _counted(scene: Scene, index: int) -> tuple[str, int]:
    """Return what a number counts, and where its comparator ends: *50 transfers*, *requests above EUR 150*."""
    start = index - 1 if scene.word(index - 1) in CURRENCIES else index
    after = scene.word(index + 1)
    if (
        start == index
        and scene.kind(index + 1) == "word"
        and len(after) > _UNIT_LENGTH
        and scene.is_plural(index + 1)
        and after not in UNITS
    ):
        return stem(after), start
    back = start - 1
    while scene.word(back) in _MOST | _OVERS | {"up", "at", "most", "least"}:
        back -= 1
    if start - back in {2, 3} and scene.is_noun(back) and scene.is_plural(back):
        return stem(scene.low[back]), start
    return "", start
