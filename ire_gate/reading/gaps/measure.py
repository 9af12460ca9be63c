"""Figures that a sentence needs and does not give: how often, within what, since when, from which day."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ire_gate.language.tokens import stem
from ire_gate.reading.scene import LITERALS, Scene
from ire_gate.reading.smell import Smell
from ire_gate.reading.words import CONDITIONALS, TIME_UNITS

_FIGURES = frozenset({"number", "time", "date"})
_HEADS = frozenset(
    "limit limits threshold thresholds budget quota tolerance cap maximum minimum ceiling cutoff cut-off margin target "
    "allowance deadline timeout".split()
)
_BEYOND = frozenset("above below over under within exceeds exceed reaches reach beyond meets misses hits".split())
_ACTS = frozenset(
    "retry retries retried throttle debounce paginate paginated rate-limit rate-limited ratelimit poll polls expire "
    "expires throttled debounced backoff batch batched sampled chunk chunks subsample downsample".split()
)
"""What nobody can do without a figure."""

_LIMITS = frozenset("most maximum max to than exceed exceeds limit limited over under above below least only".split())
_RATED = frozenset(
    "requests request calls call attempts attempt messages message emails email logins login queries query events "
    "event uploads upload notifications notification alerts alert orders order posts post downloads download".split()
)
_WINDOWS = TIME_UNITS | frozenset(
    "rolling sliding window session run batch hourly daily weekly monthly total time".split()
)
_LONG = frozenset("day days week weeks month months quarter quarters year years".split())
_CALENDAR = frozenset("week weeks month months quarter quarters year years".split())
_PAST = frozenset({"last", "past", "previous", "next", "coming"})
_ANCHORS = frozenset(
    "after before since from by based calendar full complete completed until up ending starting counted of rolling "
    "according where when including excluding ago".split()
)
_MAKERS = frozenset({"the", "our", "its", "their", "your", "this", "that"})
_NEWEST = frozenset({"newest", "newer", "oldest", "latest"})
_VERSIONED = frozenset("version release stable lts date time timestamp at commit minor patch tag build".split())
_GIVING = frozenset("give gives grant grants get gets have has provide need needs want".split())
_RIGHTS = frozenset("read write read-only view viewer editor admin full role owner permission".split())
_AGED = frozenset({"old", "older"})
_AHEAD, _LONGEST = 9, 4


def find(scene: Scene) -> Iterator[Smell]:
    """Yield a smell for each sentence that lacks the figure, window or starting point that it needs."""
    seen: set[str] = set()
    for index, word in enumerate(scene.low):
        if word in _HEADS:
            yield from _limit(scene, index, seen)
            seen.add(stem(word))
        rule = _RULES.get(word)
        if rule is not None and scene.kinds[index] == "word":
            yield from rule(scene, index)


def _has_figure(scene: Scene, start: int, end: int) -> bool:
    return any(scene.kinds[place] in _FIGURES or scene.is_figure(place) for place in range(start, end))


def _has_name(scene: Scene, start: int, end: int) -> bool:
    return any(scene.kinds[place] in LITERALS for place in range(start, end))


def _limit(scene: Scene, index: int, seen: set[str]) -> Iterator[Smell]:
    """*Within the goodwill limit*, *above our threshold* with no figure given before or here."""
    first, last = scene.sentence(index)
    if stem(scene.low[index]) in seen or (
        index + 1 < last and scene.is_noun(index + 1) and scene.kinds[index + 1] == "word"
    ):
        return
    start = index
    while start > first and index - start < _LONGEST and scene.is_noun(start - 1):
        start -= 1
    if (
        scene.word(start - 1) not in _MAKERS
        or _has_figure(scene, first, last)
        or _has_name(scene, max(first, start - 2), min(last, index + 6))
    ):
        return
    word = scene.low[index]
    if word == "target" and scene.word(start - 2) not in _BEYOND:
        return
    yield Smell(
        "value.the_limit",
        "missing_value",
        start - 1,
        index + 1,
        f"How much is the {word}?",
        (f"a {word} that is written down somewhere", f"a {word} as common practice suggests"),
    )


def _act(scene: Scene, index: int) -> Iterator[Smell]:
    """*Retry on failure*, *paginate the list*: how often, how many?"""
    first, last = scene.sentence(index)
    word = scene.low[index]
    is_noun = scene.word(index - 1) in {
        "the",
        "a",
        "each",
        "every",
        "any",
        "no",
        "first",
        "last",
        "this",
        "per",
        "of",
        "by",
        "in",
    }
    if (
        is_noun
        or _has_figure(scene, first, min(last + 40, scene.place))
        or _has_name(scene, index, min(last, index + 3))
    ):
        return
    if not {"not", "never", "no", "don't", "without"}.isdisjoint(scene.low[max(first, index - 3) : index]):
        return
    end = min(last, index + 4)
    yield Smell(
        "value.act",
        "missing_value",
        index,
        end,
        f"How often or how many, with “{word}”?",
        ("a fixed figure that the writer knows", "the figure that common practice suggests"),
    )


def _rate(scene: Scene, index: int) -> Iterator[Smell]:
    """*At most 5 requests per client*: within which time?"""
    first, last = scene.sentence(index)
    before = scene.low[max(first, index - 4) : index]
    figure = next((place for place in range(max(first, index - 4), index) if scene.is_figure(place)), None)
    if figure is None or _RATED.isdisjoint(before) or scene.word(index + 1) in _WINDOWS:
        return
    if _LIMITS.isdisjoint(scene.low[max(first, figure - 4) : figure]) or not _WINDOWS.isdisjoint(
        scene.low[figure : min(last, index + 8)]
    ):
        return
    yield Smell(
        "value.rate_window",
        "missing_value",
        figure,
        min(last, index + 2),
        "Within which time?",
        ("in any rolling minute", "in each calendar day"),
    )


def _window(scene: Scene, index: int) -> Iterator[Smell]:
    """*The last 12 months*: whole calendar months, or counted back from today?"""
    unit = index + 2
    if not scene.is_figure(index + 1) or scene.word(unit) not in _CALENDAR:
        return
    last = scene.sentence(index)[1]
    around = scene.low[max(0, index - 4) : index] + scene.low[unit + 1 : min(last, unit + _AHEAD)]
    if not _ANCHORS.isdisjoint(around) or _has_figure(scene, unit + 1, min(last, unit + _AHEAD)) or "(" in around[:6]:
        return
    quote = scene.quote(index, unit + 1)
    yield Smell(
        "temporal.window",
        "temporal",
        index,
        unit + 1,
        f"Which days are “{quote}”?",
        ("whole calendar periods, the current one left out", "counted back from the moment it runs"),
    )


def _newest(scene: Scene, index: int) -> Iterator[Smell]:
    """*The newest row*, *keep the newer one*: newest by what?"""
    first, last = scene.sentence(index)
    end = scene.noun_phrase_from(index + 1)
    if scene.word(index + 1) == "first":
        return
    if end == index + 1 and scene.word(index + 1) not in {"one", "ones"}:
        return
    near = range(max(first, index - 6), min(last, end + 6))
    if (
        _has_name(scene, near.start, near.stop)
        or "by" in scene.low[index : near.stop]
        or _has_figure(scene, near.start, index)
    ):
        return
    if not _VERSIONED.isdisjoint(scene.low[index + 1 : end]):
        return
    quote = scene.quote(index, max(end, index + 2))
    yield Smell(
        "temporal.newest",
        "temporal",
        index,
        max(end, index + 2),
        f"By which date is it “{quote}”?",
        ("by when it was created", "by when it was last changed"),
    )


def _access(scene: Scene, index: int) -> Iterator[Smell]:
    """*Give Kim access to the cluster*: to do what?"""
    first, last = scene.sentence(index)
    if scene.word(index + 1) != "to" or _GIVING.isdisjoint(scene.low[max(first, index - 6) : index]):
        return
    if not _RIGHTS.isdisjoint(scene.low[first:last]) or _has_name(scene, max(first, index - 3), index):
        return
    yield Smell(
        "value.access",
        "missing_value",
        index,
        min(last, index + 4),
        "Access to do what?",
        ("to read only", "to read and change"),
    )


def _after(scene: Scene, index: int) -> Iterator[Smell]:
    """*Deleted after 90 days*: counted from which event?"""
    first, last = scene.sentence(index)
    unit = index + 2 if scene.word(index + 2) in _LONG else index + 3
    if not scene.is_figure(index + 1) or scene.word(unit) not in _LONG:
        return
    after = scene.word(unit + 1) if unit + 1 < last else ""
    if after not in {"", ".", ",", ";", ")", "and", "unless", "if"} or index == first:
        return
    if any(word in CONDITIONALS or word in {"without", "no"} for word in scene.low[first:index]):
        return
    quote = scene.quote(index, unit + 1)
    yield Smell(
        "temporal.after",
        "temporal",
        index,
        unit + 1,
        f"From which event does “{quote}” count?",
        ("from when it was created", "from the step named last"),
    )


def _age(scene: Scene, index: int) -> Iterator[Smell]:
    """*More than 30 days old*: since which event?"""
    first, last = scene.sentence(index)
    word = scene.low[index]
    if word == "older":
        figure = next((place for place in range(index + 1, min(last, index + 3)) if scene.is_figure(place)), None)
        unit = figure + 1 if figure is not None else -1
        start, end = index, unit + 1
    else:
        unit, figure = index - 1, index - 2
        start, end = index - 2, index + 1
    if figure is None or not scene.is_figure(figure) or scene.word(unit) not in _LONG:
        return
    behind = scene.low[end : min(last, end + 6)]
    if "(" in behind or not {"by", "based", "according", "measured", "since", "counted", "from"}.isdisjoint(behind):
        return
    if _has_name(scene, end, min(last, end + 5)) or _has_name(scene, max(first, start - 4), start):
        return
    yield Smell(
        "temporal.age",
        "temporal",
        start,
        end,
        f"Since which event is it “{scene.quote(start, end)}”?",
        ("since it was created", "since it was last changed"),
    )


_RULES: dict[str, Callable[[Scene, int], Iterator[Smell]]] = {
    **dict.fromkeys(_ACTS, _act),
    "per": _rate,
    **dict.fromkeys(_PAST, _window),
    **dict.fromkeys(_NEWEST, _newest),
    "access": _access,
    "after": _after,
    **dict.fromkeys(_AGED, _age),
}
