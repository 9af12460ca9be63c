"""Numbers without a unit or a base, changes without an amount, limits without a scope, measures without a statistic."""

from __future__ import annotations

from collections.abc import Iterator

from ire_gate.language.lexicon import DETERMINERS, FUNCTION_WORDS
from ire_gate.reading.scene import LITERALS, Scene, is_unit
from ire_gate.reading.smell import Smell
from ire_gate.reading.words import CURRENCIES, DIMENSIONS, NUMERALS, SPANS_OF_TIME, SUMS_OF_MONEY

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
    "all single sum either".split()
)
_OVER = frozenset({"on", "from", "for", "over", "across", "of"})
_MONEY = frozenset("eur usd gbp chf sek euro euros dollars dollar pounds € $ £".split())
_CAPS = frozenset({"most", "maximum", "max", "limit", "limited", "up", "than", "exceed", "within", "under", "least"})

_ONLY_WITH: dict[str, frozenset[str]] = {
    "batch size": frozenset({"gpu", "gpus", "devices", "workers", "nodes"}),
    "learning rate": frozenset({"reduced", "lowered", "decreased", "decays", "drops", "decayed"}),
    "coverage": frozenset({"%", "raise", "increase", "improve", "to", "least"}),
    "average": frozenset({"score", "scores", "price", "rating", "value", "over", "across"}),
    "parameters": frozenset({"number", "count"}),
    "revenue": frozenset({"above", "below", "exceeds", "over", "under"}),
}
"""Terms that are open only beside one of these words."""

QUALIFIED: dict[str, tuple[frozenset[str], str, tuple[str, str]]] = {
    term: (frozenset(words.split()), question, readings)
    for term, words, question, readings in (
        ("latency", "p50 p90 p95 p99 percentile median mean average maximum max mean 95th 99th 90th 50th",
         "Which statistic of the latency counts?", ("the 95th percentile", "the mean")),
        ("response time", "p50 p90 p95 p99 percentile median mean average maximum max 95th 99th",
         "Which statistic of the response time counts?", ("the 95th percentile", "the mean")),
        ("f1", "macro micro weighted macro-averaged micro-averaged binary per-class macro-f1 micro-f1 averaged",
         "Which average of F1 over the classes?", ("macro-averaged F1", "micro-averaged F1")),
        ("coverage", "line branch statement function path condition mutation lines branches test-line",
         "Line coverage or branch coverage?", ("line coverage", "branch coverage")),
        ("average", "weighted unweighted arithmetic harmonic geometric per mean simple moving macro micro rolling of load cpu",
         "Is it weighted, and over what is it taken?", ("the unweighted mean of the parts", "the mean weighted by size")),
        ("rounded", "up down half even nearest floor ceiling commercially bankers integer decimals decimal places",
         "By which rule, and at which step, is it rounded?", ("half up, at the end only", "half to even, at each step")),
        ("revenue", "net gross vat tax recognised booked invoiced excluding including less",
         "Net or gross?", ("net of VAT", "including VAT")),
        ("parameters", "trainable learnable all total frozen hyper query url function request two three optional",
         "All parameters or only the trainable ones?", ("all parameters", "trainable parameters only")),
        ("error rate", "5xx 4xx 500 status failed http timeouts",
         "What counts as an error, and per what?", ("5xx responses per request", "any failed request per minute")),
        ("error status", "5xx 4xx 500 server client",
         "Which statuses are errors?", ("5xx only", "4xx and 5xx")),
        ("client errors", "4xx 400 status",
         "Which errors are meant?", ("responses with a 4xx status", "errors raised by our own client")),
        ("batch size", "per total global effective gpu overall device",
         "Per device or in total?", ("in total over all devices", "on each device")),
        ("learning rate", "factor multiplied subtracted times step cosine linear",
         "How does it change?", ("it is multiplied by the factor", "the amount is subtracted")),
        ("public interface", "exported __init__ underscore listed names",
         "What belongs to the public interface?", ("every name without a leading underscore", "only what is exported on purpose")),
    )
}  # fmt: skip
"""Terms of common practice that need one of these words near them to be definite."""


def find(scene: Scene) -> Iterator[Smell]:
    """Yield the smells of figures."""
    kinds, low = scene.kinds, scene.low
    for index in range(scene.place):
        kind = kinds[index]
        if kind == "number":
            yield from _unitless(scene, index)
            yield from _relative(scene, index)
            yield from _spending(scene, index)
        if kind == "number" or low[index] in NUMERALS:
            yield from _shared_limit(scene, index)
        elif kind in {"word", "ident"}:
            word = low[index] if kind == "word" else scene.tokens[index].lower
            if word in _CHANGES:
                yield from _amountless(scene, index)
            if word in QUALIFIED:
                yield from _unqualified(scene, index, word, 1)
            elif index + 1 < scene.place and f"{word} {low[index + 1]}" in QUALIFIED:
                yield from _unqualified(scene, index, f"{word} {low[index + 1]}", 2)


def _unitless(scene: Scene, index: int) -> Iterator[Smell]:
    """*Timeout to 30*, *maximum size 5;*, *for 5;*, *orders above 6,000*."""
    after, before = scene.word(index + 1), scene.word(index - 1)
    first, last = scene.sentence(index)
    ends = (
        index + 1 >= last
        or after in _STOPS
        or (after in FUNCTION_WORDS and after not in {"x", "of"})
        or after in _FOLLOWING
    )
    if not ends or is_unit(after) or before in CURRENCIES or scene.kind(index - 1) in LITERALS:
        return
    figure = scene.tokens[index].text
    noun = _measured_noun(scene, index, first)
    if noun is None:
        if (
            before in {"for", "after"}
            and (index + 1 >= last or after in {";", ".", ","})
            and figure.isdigit()
            and int(figure) < 100
        ):  # noqa: PLR2004 - no code, no year
            yield _unit_smell(
                scene, index - 1, index + 1, "counter", (f"{figure} times in a row", f"{figure} units of time"), ""
            )
        return
    word = scene.low[noun]
    ratio = "." in figure and float(figure.replace(",", "")) <= 1
    if word == "size" and scene.word(noun - 1) in _COUNTED_SIZES:
        return
    if ratio or figure == "0" or _has_unit(scene, noun, index):
        return
    if word in SPANS_OF_TIME:
        yield _unit_smell(scene, noun, index + 1, "time", (f"{figure} seconds", f"{figure} milliseconds"), word)
    elif word in SUMS_OF_MONEY and float(figure.replace(",", "")) >= 100:  # noqa: PLR2004 - smaller ones are counts
        yield _unit_smell(
            scene, noun, index + 1, "money", (f"{figure} in the currency of each record", f"EUR {figure}"), word
        )
    elif word in DIMENSIONS:
        yield _unit_smell(
            scene,
            noun,
            index + 1,
            "size",
            (f"{figure} of the unit that the system uses now", f"{figure} of another unit"),
            word,
        )


def _unit_smell(scene: Scene, start: int, end: int, name: str, readings: tuple[str, str], noun: str) -> Smell:
    about = f" of the {noun}" if noun else ""
    figure = scene.tokens[end - 1].text
    return Smell(f"unit.{name}", "missing_value", start, end, f"In which unit is {figure}{about}?", readings)


def _measured_noun(scene: Scene, index: int, first: int) -> int | None:
    """Return the dimension that a number belongs to: the noun right before it, links and comparators skipped."""
    for back in range(index - 1, max(first - 1, index - 7), -1):
        word = scene.low[back]
        if word in DIMENSIONS or word in SUMS_OF_MONEY:
            return back
        if word in _STOPS or (word not in FUNCTION_WORDS and word not in _LINKS and scene.kinds[back] != "number"):
            return None
    return None


def _has_unit(scene: Scene, noun: int, index: int) -> bool:
    """*in seconds*, *(ms)*, or a unit behind the same noun elsewhere in the sentence."""
    first, last = scene.sentence(index)
    for place in (*range(max(first, noun - 3), noun), *range(index + 1, min(last, index + 5)), noun + 1, noun + 2):
        if scene.word(place) in {"in", "(", "as"} and (
            is_unit(scene.word(place + 1)) or is_unit(scene.word(place + 2))
        ):
            return True
    return False


def _shared_limit(scene: Scene, index: int) -> Iterator[Smell]:
    """*60 requests on `/a` and `/b`*, *the five newest messages and notifications*: each, or together?"""
    first, last = scene.sentence(index)
    noun = scene.noun_phrase_from(index + 1)
    if noun == index + 1 or noun >= last or not scene.is_plural(noun - 1):
        return
    reach = min(last - 1, noun + 10)
    if any(word in _TOGETHER for word in scene.low[noun : min(last, noun + 14)]) or scene.word(index - 1) in {
        "the",
        "these",
        "all",
    }:
        return
    lead = next(
        (
            place
            for place in range(noun, reach)
            if scene.low[place] in _OVER or scene.low[place] in {",", ".", ";", "and"}
        ),
        reach,
    )
    if lead >= reach or scene.low[lead] not in _OVER:
        return
    for join in range(lead + 2, min(last - 1, lead + 6)):
        if scene.low[join] in {",", ".", ";"}:
            return
        if scene.low[join] == "and":
            yield Smell(
                "quantifier.shared_limit",
                "quantifier",
                index,
                min(last, join + 2),
                f"Does {scene.quote(index, noun)} hold for each of them or for all together?",
                (f"{scene.quote(index, noun)} for each", f"{scene.quote(index, noun)} for all together"),
            )
            return


def _spending(scene: Scene, index: int) -> Iterator[Smell]:
    """*At most EUR 140*: for each unit, each time, or in total?"""
    before = scene.word(index - 1)
    is_money = before in _MONEY or scene.word(index + 1) in _MONEY
    first, last = scene.sentence(index)
    if not is_money or not any(word in _CAPS for word in scene.low[max(first, index - 4) : index]):
        return
    if (
        any(word in _TOGETHER or word in {"a", "an"} for word in scene.low[index + 1 : min(last, index + 9)])
        or "than" in scene.low[max(first, index - 4) : index]
    ):
        return
    figure = scene.quote(index - 1 if before in _MONEY else index, index + 1)
    yield Smell("scope.spending", "scope", max(first, index - 2), index + 1, f"Is {figure} the limit for each single one, or in total?",
                (f"{figure} for each", f"{figure} in total"))  # fmt: skip


def _relative(scene: Scene, index: int) -> Iterator[Smell]:
    """*10% lower than*: of the value, or percentage points?"""
    if scene.word(index + 1) not in {"%", "percent"} or scene.word(index + 2) not in {
        "lower",
        "higher",
        "better",
        "worse",
        "less",
        "more",
        "above",
        "below",
    }:
        return
    first, last = scene.sentence(index)
    if any(
        word in {"relative", "relatively", "absolute", "points", "point", "relatively"}
        for word in scene.low[first:last]
    ):
        return
    figure = scene.tokens[index].text
    yield Smell("value.relative", "vague_term", index, min(last, index + 4), "Relative, or in percentage points?",
                (f"{figure} % of the value compared with", f"{figure} percentage points"))  # fmt: skip


def _amountless(scene: Scene, index: int) -> Iterator[Smell]:
    """*Increase the limit* with no figure and no target."""
    first, last = scene.sentence(index)
    stop = index + 1
    while stop < last and scene.low[stop] not in {",", ";", ".", ":"}:
        stop += 1
    clause = range(index + 1, stop)
    if scene.word(index + 1) not in DETERMINERS and not scene.is_noun(index + 1):
        return
    if any(
        scene.kinds[place] in {"number", "code", "time", "date"} or scene.low[place] in _AMOUNTS for place in clause
    ):
        return
    word = scene.low[index]
    what = scene.quote(index + 1, min(stop, index + 5))
    yield Smell("value.change", "missing_value", index, min(stop, index + 5), f"By how much, or to what, {word} {what}?",
                (f"{word} {what} by a fixed amount", f"{word} {what} until a target is met"))  # fmt: skip


def _unqualified(scene: Scene, index: int, term: str, length: int) -> Iterator[Smell]:
    words, question, readings = QUALIFIED[term]
    first, last = scene.sentence(index)
    if scene.is_defined(index, index + length) or (
        term in _ONLY_WITH and not _ONLY_WITH[term].intersection(scene.low[first:last])
    ):
        return
    around = range(max(first, index - 6), min(last, index + length + 8))
    for place in around:
        token = scene.tokens[place].lower
        if token in words or (scene.kinds[place] in LITERALS and any(word in token for word in words)):
            return
    yield Smell(f"metric.{term.replace(' ', '_')}", "undefined_term", index, index + length, question, readings)
