"""Numbers without a unit or a base, changes without an amount, limits without a scope."""

from __future__ import annotations

from collections.abc import Iterator

from ire_gate.language.lexicon import DETERMINERS, FUNCTION_WORDS
from ire_gate.reading.scene import LITERALS, Scene, is_unit
from ire_gate.reading.smell import Smell
from ire_gate.reading.words import CURRENCIES, DIMENSIONS, NUMERALS, SPANS_OF_TIME, SUMS_OF_MONEY, TIME_UNITS

_STOPS = frozenset({",", ";", ".", ":", ")", "?", "!", ""})
_LINKS = frozenset("to of is at = : from by be below above under over exceeds exceed exceeding about around".split())
_CHANGES = frozenset(
    "increase increases reduce reduces decrease decreases raise raises lower lowers extend extends shorten shortens "
    "expand shrink bump boost relax tighten".split()
)
_COUNTED_SIZES = frozenset(
    "batch page pool sample chunk step population team class group beam window vocabulary".split()
)
_FOLLOWING = frozenset("need needs require requires trigger triggers count counts go goes get gets".split())
_AMOUNTS = frozenset("to by from until at double half twice".split())
_TOGETHER = frozenset(
    "each per every any both total together altogether combined overall apiece individually separately jointly whole "
    "all single sum either same another one separate separately different own".split()
)
_OVER = frozenset({"on", "from", "for", "over", "across", "of", "to", "into", "between"})
_MONEY = frozenset("eur usd gbp chf sek euro euros dollars dollar pounds € $ £".split())
_CAPS = frozenset({"most", "maximum", "max", "limit", "limited", "up", "exceed", "within", "under", "least"})
_HIGHER = frozenset("lower higher better worse less more above below".split())
_BASES = frozenset("relative relatively absolute absolutely points point".split())
_GIVEN = frozenset({"number", "time", "date"})
_ENDS = frozenset({",", ";", ".", ":"})

_YEAR_DIGITS = 4
_COUNT_DIGITS = 2
"""Digits of a number that can be a bare count; longer ones are codes and years."""

_LEAST_SUM = 100.0
"""Sums below it are counts more often than money."""

_NUMBERED = frozenset("order invoice purchase contract payment refund loan donation".split())
"""Nouns that a number behind them names."""

_REACH = 14
"""Tokens in which *each* or *in total* settles a limit."""


def find(scene: Scene) -> Iterator[Smell]:
    """Yield the smells of figures."""
    for index, (kind, word) in enumerate(zip(scene.kinds, scene.low, strict=True)):
        if kind == "number":
            yield from _unitless(scene, index)
            yield from _relative(scene, index)
            yield from _spending(scene, index)
        if kind == "number" or word in NUMERALS:
            yield from _shared_limit(scene, index)
        elif word in _CHANGES:
            yield from _amountless(scene, index)


def _unitless(scene: Scene, index: int) -> Iterator[Smell]:
    """*Timeout to 30*, *maximum size 5;*, *for 5;*, *orders above 6,000*."""
    if not _stands_bare(scene, index):
        return
    figure = scene.tokens[index].text
    noun = _measured_noun(scene, index)
    if noun is None:
        if (
            scene.word(index - 1) in {"for", "after"}
            and len(figure) <= _COUNT_DIGITS
            and (scene.word(index + 1) in _ENDS or scene.word(index + 1) == "and")
        ):
            counts = (f"{figure} times in a row", f"{figure} units of time")
            yield _unit_smell(scene, index - 1, index, "counter", counts)
        return
    word, size = scene.low[noun], float(figure.replace(",", ""))
    is_ratio = "." in figure and size <= 1
    is_count = "default" in scene.low[max(0, noun - 5) : noun] or (
        word == "size" and scene.word(noun - 1) in _COUNTED_SIZES
    )
    is_name = noun == index - 1 and word in _NUMBERED  # *order 88213* is one order
    if is_ratio or is_count or is_name or not size or _has_unit(scene, noun, index):
        return
    if word in SPANS_OF_TIME:
        yield _unit_smell(scene, noun, index, "time", (f"{figure} seconds", f"{figure} milliseconds"))
    elif word in SUMS_OF_MONEY and size >= _LEAST_SUM:
        yield _unit_smell(scene, noun, index, "money", (f"{figure} in the currency of each record", f"EUR {figure}"))
    elif word in DIMENSIONS and word not in _CAPS and word not in {"minimum", "min"}:
        units = (f"{figure} of the unit that the system uses now", f"{figure} of another unit")
        yield _unit_smell(scene, noun, index, "size", units)


def _stands_bare(scene: Scene, index: int) -> bool:
    """Whether neither a unit nor anything counted follows a number, and no currency or name stands before it."""
    last = scene.sentence(index)[1]
    after = scene.word(index + 1) if index + 1 < last else ""
    ends = after in _STOPS or after in _FOLLOWING or (after in FUNCTION_WORDS and after not in {"x", "of"})
    is_year = len(scene.tokens[index].text) == _YEAR_DIGITS and scene.tokens[index].text[:2] in {"19", "20"}
    is_range = after in {"to", "and", "or", "until"} and scene.is_figure(index + 2)
    return (
        ends
        and not (is_year or is_range)
        and scene.word(index - 1) not in CURRENCIES
        and scene.kind(index - 1) not in LITERALS
    )


def _unit_smell(scene: Scene, start: int, index: int, name: str, readings: tuple[str, str]) -> Smell:
    about = f" of the {scene.low[start]}" if name != "counter" else ""
    question = f"In which unit is {scene.tokens[index].text}{about}?"
    return Smell(f"unit.{name}", "missing_value", start, index + 1, question, readings)


def _measured_noun(scene: Scene, index: int) -> int | None:
    """Return the dimension that a number belongs to: the noun right before it, links and comparators skipped."""
    first = scene.sentence(index)[0]
    for back in range(index - 1, max(first - 1, index - 7), -1):
        word = scene.low[back]
        if word in DIMENSIONS or word in SUMS_OF_MONEY:
            return back
        if word in _STOPS or (word not in FUNCTION_WORDS and word not in _LINKS and scene.kinds[back] != "number"):
            return None
    return None


def _has_unit(scene: Scene, noun: int, index: int) -> bool:
    """*In seconds*, *(ms)* before the noun, between it and the number, or after the number."""
    first, last = scene.sentence(index)
    for place in (*range(max(first, noun - 3), noun), noun + 1, noun + 2, *range(index + 1, min(last, index + 5))):
        opens = scene.word(place) in {"in", "(", "as"}
        if opens and (is_unit(scene.word(place + 1)) or is_unit(scene.word(place + 2))):
            return True
    return False


def _shared_limit(scene: Scene, index: int) -> Iterator[Smell]:
    """*60 requests on `/a` and `/b`*, *two approvals from the docs team and the lawyers*: each, or together?"""
    last = scene.sentence(index)[1]
    noun = scene.noun_phrase_from(index + 1)
    if scene.word(index + 1) in TIME_UNITS or noun == index + 1 or noun >= last or not scene.is_plural(noun - 1):
        return
    is_settled = not _TOGETHER.isdisjoint(scene.low[noun : min(last, noun + _REACH)])
    if is_settled or scene.word(index - 1) in {"the", "these", "all"}:
        return
    lead = noun
    while lead < min(last - 1, noun + 10) and scene.low[lead] not in _OVER and scene.low[lead] not in _ENDS:
        lead += 1
    if scene.low[lead] not in _OVER or ")" in scene.low[noun:lead]:
        return
    for join in range(lead + 2, min(last - 1, lead + 6)):
        if scene.low[join] in _ENDS - {","} or (scene.low[join] == "and" and scene.is_figure(join + 1)):
            return
        if scene.low[join] == "and":
            what = scene.quote(index, noun)
            yield Smell(
                "quantifier.shared_limit",
                "quantifier",
                index,
                join + 2,
                f"Does {what} hold for each of them or for all together?",
                (f"{what} for each", f"{what} for all together"),
            )
            return


def _spending(scene: Scene, index: int) -> Iterator[Smell]:
    """*At most EUR 140*: for each unit, each time, or in total?"""
    first, last = scene.sentence(index)
    is_before = scene.word(index - 1) in _MONEY
    lead = scene.low[max(first, index - 4) : index]
    if not (is_before or scene.word(index + 1) in _MONEY) or _CAPS.isdisjoint(lead) or "than" in lead:
        return
    if not (_TOGETHER | {"a", "an"}).isdisjoint(scene.low[index + 1 : min(last, index + 9)]):
        return
    figure = scene.quote(index - 1 if is_before else index, index + 1)
    yield Smell(
        "scope.spending",
        "scope",
        max(first, index - 2),
        index + 1,
        f"Is {figure} the limit for each single one, or in total?",
        (f"{figure} for each", f"{figure} in total"),
    )


def _relative(scene: Scene, index: int) -> Iterator[Smell]:
    """*10% lower than*: of the value, or percentage points?"""
    first, last = scene.sentence(index)
    if scene.word(index + 1) not in {"%", "percent"} or scene.word(index + 2) not in _HIGHER:
        return
    if not _BASES.isdisjoint(scene.low[first:last]):
        return
    figure = scene.tokens[index].text
    yield Smell(
        "value.relative",
        "vague_term",
        index,
        min(last, index + 4),
        "Relative, or in percentage points?",
        (f"{figure} % of the value compared with", f"{figure} percentage points"),
    )


def _amountless(scene: Scene, index: int) -> Iterator[Smell]:
    """*Increase the limit* with no figure and no target."""
    last = scene.sentence(index)[1]
    stop = index + 1
    while stop < last and scene.low[stop] not in _ENDS:
        stop += 1
    clause = range(index + 1, stop)
    if scene.word(index + 1) not in DETERMINERS or scene.word(index - 1) in DETERMINERS or scene.word(index + 2) == "`":
        return
    if any(scene.kinds[place] in _GIVEN or scene.low[place] in _AMOUNTS for place in clause):
        return
    end = min(stop, index + 5)
    word, what = scene.low[index], scene.quote(index + 1, end)
    yield Smell(
        "value.change",
        "missing_value",
        index,
        end,
        f"By how much, or to what, {word} {what}?",
        (f"{word} {what} by a fixed amount", f"{word} {what} until a target is met"),
    )
