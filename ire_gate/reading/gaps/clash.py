"""Statements about one thing that cannot both hold: keep and delete, always and never, two figures, two rhythms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ire_gate.language.lexicon import AUXILIARIES, FUNCTION_WORDS
from ire_gate.language.tokens import stem
from ire_gate.reading.scene import LITERALS, Scene
from ire_gate.reading.smell import Smell
from ire_gate.reading.words import ADVERBS, CONDITIONALS, UNITS

_KEEPING = "keep keeps kept retain retains retained preserve preserves preserved archive archived"
_DELETING = (
    "delete deletes deleted remove removes removed drop drops dropped purge purges purged erase erased wipe wiped "
    "discard discarded clear cleared destroy destroyed truncate"
)
_CHANGING = (
    "change changes changed rename renames renamed modify modified edit edited alter altered simplify simplified "
    "rewrite rewritten shorten shortened reword refactor refactored adjust adjusted convert reformat reorder update "
    "updated overwrite overwritten rework translate translated"
)
_SHOWING = (
    "show shows shown display displays displayed include includes included list lists listed contain contains mention "
    "mentions expose exposed print prints log logs logged name names"
)
_FORBIDDING = (
    "forbid forbids forbidden prohibit prohibited reject rejects rejected block blocks blocked deny denied ban banned "
    "refuse refused disallow"
)
_SIDES: dict[str, tuple[str, int]] = {
    word: (axis, side)
    for axis, one, other in (
        ("life", _KEEPING, _DELETING),
        ("shape", "unchanged untouched intact as-is freeze frozen immutable read-only", _CHANGING),
        (
            "sight",
            _SHOWING,
            "hide hides hidden omit omits omitted exclude excludes excluded mask masked suppress redact",
        ),
        ("leave", "allow allows allowed permit permitted accept accepts accepted approve approved", _FORBIDDING),
        ("power", "enable enables enabled activate activated", "disable disables disabled deactivate deactivated"),
        ("need", "required mandatory compulsory require requires must-have", "optional voluntary"),
    )
    for side, words in enumerate((one, other))
    for word in words.split()
}
"""For each verb the axis it stands on and its side."""

_DENYING = frozenset(
    "not never no without don't doesn't mustn't cannot can't won't isn't aren't nothing nobody".split()
)
_YIELDING = (
    frozenset(
        "except unless other instead after then until afterwards before older otherwise else but only excluding "
        "besides apart already temporarily finally once while rather".split()
    )
    | CONDITIONALS
)
"""Words that part two statements in time, in case, or in what they are about."""

_BREAKS = frozenset({";", ".", "?", "!", ":"})
_LATEST_CLAUSES = 24
"""Clauses back that a clause is held against, so that a long text takes linear time."""

_PLAIN = frozenset(
    "thing things case cases way time times value values number numbers part parts item items kind type list line text "
    "one ones user users row rows file files name names field fields test tests data change changes".split()
)
"""Heads too common to show that two clauses are about one thing."""


_STRICT = frozenset({"never", "always", "must", "shall", "any", "no", "only", "least", "most"})
_BEFORE_NO = frozenset({"is", "are", "has", "have", ",", ";", "with"})
_UNIT_LENGTH, _NAME_LENGTH, _LEAST_SHARED = 3, 2, 3


class Claim(NamedTuple):
    """A clause: its tokens, what it does to what, and whether it denies it."""

    start: int
    end: int
    axis: str
    side: int
    about: frozenset[str]
    literals: frozenset[str]
    yields: bool


def find(scene: Scene) -> Iterator[Smell]:
    """Yield a smell for each clause that an earlier one contradicts."""
    claims: list[Claim] = []
    for start, end in _segments(scene):
        for claim in _claims(scene, start, end):
            yield from _opposed(scene, claims[-_LATEST_CLAUSES:], claim)
            claims.append(claim)
    yield from _absent(scene)
    yield from _outbid(scene)


def _segments(scene: Scene) -> Iterator[tuple[int, int]]:
    """Cut sentences at semicolons, and at commas before *and*, *but* or an order."""
    for first, last in scene.bounds:
        start = first
        for index in range(first, last):
            word = scene.low[index]
            opens = word in {"and", "but"} and (
                scene.word(index - 1) == ","
                or scene.word(index + 1) in _SIDES
                or scene.word(index + 1) in {"do", "never"}
            )
            if word in _BREAKS or opens:
                if index > start:
                    yield start, index
                start = index + 1
        if last > start:
            yield start, last


def _claims(scene: Scene, start: int, end: int) -> Iterator[Claim]:
    words = scene.low[start:end]
    for index in range(start, end):
        found = _SIDES.get(scene.low[index])
        if found is None or (scene.low[index - 1 : index] and scene.word(index - 1) in {"the", "a", "an", "of"}):
            continue
        axis, side = found
        denied = not _DENYING.isdisjoint(scene.low[max(start, index - 4) : index])
        yields = not _YIELDING.isdisjoint(words) or scene.word(start - 1) in {"if", "then"}
        about, literals = _about(scene, index, start, end)
        if about or literals:
            yield Claim(start, end, axis, side ^ denied, about, literals, yields)
        return


def _about(scene: Scene, verb: int, start: int, end: int) -> tuple[frozenset[str], frozenset[str]]:
    """Return the heads of what a verb is said of: its object, or its subject in a passive."""
    heads: set[str] = set()
    literals: set[str] = set()
    is_passive = scene.word(verb - 1) in AUXILIARIES or scene.word(verb - 1) in {
        "not",
        "stay",
        "remain",
        "stays",
        "remains",
    }
    places = range(start, verb) if is_passive else range(verb + 1, min(end, verb + 8))
    for index in places:
        if scene.kinds[index] in LITERALS:
            literals.add(scene.tokens[index].lower)
        elif (
            scene.is_noun(index)
            and scene.low[index] not in _SIDES
            and not (index + 1 < end and scene.is_noun(index + 1))
            and scene.low[index] not in _PLAIN
            and scene.kinds[index] == "word"
            and scene.low[index] not in UNITS
        ):
            heads.add(stem(scene.low[index]))
    return frozenset(heads), frozenset(literals)


def _opposed(scene: Scene, before: list[Claim], claim: Claim) -> Iterator[Smell]:
    for other in before:
        if other.axis != claim.axis or other.side == claim.side or other.yields or claim.yields:
            continue
        if not (other.about & claim.about or other.literals & claim.literals):
            continue
        if (other.literals and claim.literals) and not other.literals & claim.literals:
            continue
        one, two = scene.quote(other.start, other.end), scene.quote(claim.start, claim.end)
        for part in (other, claim):
            yield Smell(
                f"clash.{claim.axis}",
                "conflict",
                part.start,
                part.end,
                f"Which wins where both cannot hold: “{one}” or “{two}”?",
                (one, two),
            )
        return


def _absent(scene: Scene) -> Iterator[Smell]:
    """*There is no Save button* and, later, *disable the Save button*."""
    missing: dict[tuple[str, ...], int] = {}
    for index, word in enumerate(scene.low):
        end = scene.noun_phrase_from(index + 1) if word in {"no", "the"} else index
        if not _NAME_LENGTH < end - index <= _NAME_LENGTH + 2:
            continue
        phrase = tuple(scene.low[index + 1 : end])
        if "`" in phrase:
            continue
        if word == "no" and (index == scene.sentence(index)[0] or scene.word(index - 1) in _BEFORE_NO):
            missing.setdefault(phrase, index)
        elif word == "the" and phrase in missing and scene.sentence_of[missing[phrase]] != scene.sentence_of[index]:
            name = " ".join(phrase)
            yield Smell(
                "clash.absent",
                "conflict",
                max(scene.sentence(index)[0], index - 1),
                end,
                f"Is there a {name} or not?",
                (f"there is no {name}", f"there is a {name}"),
            )


class Figure(NamedTuple):
    """A number with its unit, and what its sentence is about."""

    place: int
    unit: str
    value: float
    about: frozenset[str]
    is_strict: bool


def _outbid(scene: Scene) -> Iterator[Smell]:
    """*Must never be renewed above 14 days* and, elsewhere, *renew at 30 days*: one act, one unit, two figures."""
    said: list[Figure] = []
    for first, last in scene.bounds:
        is_strict = not _STRICT.isdisjoint(scene.low[first:last])
        here: list[Figure] = []
        for place in range(first, last - 1):
            unit = scene.low[place + 1]
            if scene.kinds[place] != "number" or unit not in UNITS or len(unit) < _UNIT_LENGTH:
                continue
            value = float(scene.tokens[place].text.replace(",", ""))
            here.append(Figure(place, stem(unit), value, frozenset(_stems(scene, first, last, place)), is_strict))
        for figure in here:
            for other in said[-_LATEST_CLAUSES:]:
                if _is_outbid(other, figure):
                    yield _two_figures(scene, other.place, figure.place)
        said += here


def _stems(scene: Scene, first: int, last: int, place: int) -> Iterator[str]:
    for index in range(max(first, place - 12), min(last, place + 12)):
        word = scene.low[index]
        if scene.kinds[index] == "word" and not (word in FUNCTION_WORDS or word in UNITS or word in ADVERBS):
            yield stem(word)


def _is_outbid(one: Figure, two: Figure) -> bool:
    is_other = one.unit == two.unit and one.value != two.value and (one.is_strict or two.is_strict)
    return is_other and len(one.about & two.about) >= _LEAST_SHARED


def _two_figures(scene: Scene, one: int, two: int) -> Smell:
    first, second = scene.quote(one, one + 2), scene.quote(two, two + 2)
    start, end = scene.sentence(two)
    return Smell(
        "clash.figures",
        "conflict",
        max(start, two - 8),
        min(end, two + 8),
        f"Which holds, {first} or {second}?",
        (f"{first} holds", f"{second} holds"),
    )
