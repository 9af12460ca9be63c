"""Numbers and limits over several things: for each of them, or for all together?"""

from __future__ import annotations

from collections.abc import Iterator

from ire_gate.language.lexicon import AUXILIARIES, DETERMINERS, IMPERATIVES
from ire_gate.reading.scene import LITERALS, Scene
from ire_gate.reading.smell import Smell
from ire_gate.reading.words import NUMERALS, PEOPLE, TIME_UNITS

_STOPS = frozenset({",", ";", ".", ":", "(", ")", "?", "!"})
_TOGETHER = frozenset(
    "each per every any both total together altogether combined overall apiece individually separately jointly sum "
    "respectively either".split()
)
_UNIVERSAL = frozenset("all every each both".split())
_JOINS = frozenset({"and", "or"})
_SINGLE = frozenset({"one", "single"})
_DOING = frozenset(
    "judge rate label annotate review check score assess test sign approve read answer interview".split()
)
_GAUGES = frozenset(
    "coverage latency mean average median rate total sum share size accuracy precision recall score error wape mape "
    "rmse throughput duration length cost price weight age volume load usage utilisation utilization turnover "
    "revenue".split()
)
_LIMITED = frozenset(
    "below above under over least most exceeds exceed than less more within between is are must".split()
)
_BEFORE_SHARED = frozenset("is are of the to eur usd gbp chf export send up exceed".split())
_CLAUSE = 14


def find(scene: Scene) -> Iterator[Smell]:
    """Yield a smell for each number or limit of which it is open whether it holds for each or for all together."""
    for index, word in enumerate(scene.low):
        if word in _UNIVERSAL:
            yield from _universal(scene, index)
        elif word in _GAUGES:
            yield from _gauge(scene, index)
        elif scene.is_figure(index):
            yield from _group(scene, index)
            yield from _raters(scene, index)
            yield from _counted_pair(scene, index)


def _clause(scene: Scene, index: int) -> range:
    """Return the places behind a word up to the next stop."""
    last = min(scene.sentence(index)[1], index + _CLAUSE)
    end = index + 1
    while end < last and scene.low[end] not in _STOPS:
        end += 1
    return range(index + 1, end)


def _universal(scene: Scene, index: int) -> Iterator[Smell]:
    """*Every function is covered by one test*; *all users may not export*."""
    behind = _clause(scene, index)
    words = scene.low[behind.start : behind.stop]
    auxiliary = next((place for place in behind if scene.low[place] in AUXILIARIES), None)
    is_denied = auxiliary is not None and (
        scene.word(auxiliary + 1) == "not" or scene.low[auxiliary].endswith(("n't", "cannot"))
    )
    is_relative = not {"who", "that", "which", "whose"}.isdisjoint(words)
    if auxiliary is not None and is_denied and not is_relative and scene.low[index] in {"all", "every"}:
        yield Smell(
            "quantifier.all_not",
            "quantifier",
            index,
            auxiliary + 2,
            "None of them, or not all of them?",
            ("none of them", "some of them, but not all"),
        )
    elif "by" in words:
        by = behind.start + words.index("by")
        if scene.word(by + 1) in _SINGLE or (scene.word(by + 1) == "a" and scene.word(by + 2) in _SINGLE):
            yield Smell(
                "quantifier.each_one",
                "quantifier",
                index,
                scene.noun_phrase_from(by + 2),
                "One for each, or one for all?",
                ("one for each of them", "one for all of them together"),
            )


def _raters(scene: Scene, index: int) -> Iterator[Smell]:
    """*Mia and Tom rate 90 tickets*, *two annotators judge 200 pairs*: each all of them, or shared out?"""
    first, last = scene.sentence(index)
    end = index + 1
    while end < last and scene.is_noun(end) and scene.low[end] not in IMPERATIVES and scene.low[end] not in _DOING:
        end += 1
    if end >= last or scene.low[end] not in _DOING or scene.low[end - 1] not in PEOPLE:
        return
    figure = next((place for place in range(end + 1, min(last, end + 7)) if scene.is_figure(place)), None)
    if figure is None or not _TOGETHER.isdisjoint(scene.low[first:last]):
        return
    yield Smell(
        "quantifier.raters",
        "quantifier",
        index,
        min(last, figure + 2),
        "Does each do all of it, or is it shared out?",
        ("each of them does all of it", "they share it out among them"),
    )


def _group(scene: Scene, index: int) -> Iterator[Smell]:
    """*The fee agreed with the two companies is EUR 12,400*: of each, or together?"""
    first, last = scene.sentence(index)
    end = scene.noun_phrase_from(index + 1)
    if (
        scene.word(index) not in NUMERALS
        or scene.word(index - 1) not in {"the", "these", "those"}
        or end == index + 1
        or not scene.is_plural(end - 1)
    ):
        return
    if scene.word(index + 1) in TIME_UNITS or not _TOGETHER.isdisjoint(scene.low[first:last]):
        return
    other = next((place for place in range(first, last) if scene.kinds[place] == "number" and place != index), None)
    if other is None or scene.kind(other - 1) in LITERALS or scene.word(other - 1) not in _BEFORE_SHARED:
        return
    what = scene.quote(index, end)
    yield Smell(
        "quantifier.group",
        "quantifier",
        min(index - 1, other),
        max(end, other + 1),
        f"For each of the {what}, or for all together?",
        (f"for each of the {what}", f"for the {what} together"),
    )


def _gauge(scene: Scene, index: int) -> Iterator[Smell]:
    """*The coverage of the packages is below 80%*: of each, or of all together?"""
    first, last = scene.sentence(index)
    if scene.word(index + 1) not in {"of", "for", "on", "across"} or scene.word(index + 2) not in {"the", "all", "our"}:
        return
    start = index + 4 if scene.word(index + 3) == "the" else index + 3
    end = scene.noun_phrase_from(start)
    if end == start or not scene.is_plural(end - 1) or not _TOGETHER.isdisjoint(scene.low[first:last]):
        return
    if _LIMITED.isdisjoint(scene.low[end : min(last, end + 9)]):
        return
    what = scene.quote(start, end)
    yield Smell(
        "quantifier.gauge",
        "quantifier",
        index,
        end,
        f"Of each of the {what}, or of all together?",
        (f"of each of the {what}", f"of all {what} together"),
    )


def _counted_pair(scene: Scene, index: int) -> Iterator[Smell]:
    """*The five newest messages and notifications*: five of each, or together?"""
    end = index + 1
    last = scene.sentence(index)[1]
    while end < last and scene.is_noun(end):
        end += 1
    if not end - index - 1 or end >= last or scene.low[end] not in _JOINS or not scene.is_plural(end - 1):
        return
    stop = scene.noun_phrase_from(end + 1)
    is_pair = (
        stop > end + 1
        and scene.is_plural(stop - 1)
        and not scene.is_figure(end + 1)
        and scene.low[end + 1] not in IMPERATIVES
    )
    if (
        not is_pair
        or scene.low[end + 1] in DETERMINERS
        or not _TOGETHER.isdisjoint(scene.low[max(0, index - 3) : min(last, stop + 8)])
    ):
        return
    if scene.kinds[end - 1] != "word" or scene.kinds[stop - 1] != "word":
        return
    what, quote = scene.quote(index, index + 1), scene.quote(index, stop)
    yield Smell(
        "quantifier.counted_pair",
        "quantifier",
        index,
        stop,
        f"{what} of each, or {what} together?",
        (f"{what} of each: {quote}", f"{what} in all: {quote}"),
    )
