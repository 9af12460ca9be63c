"""Pronouns and short names that could point at two or more things."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from ire_gate.language.lexicon import AUXILIARIES, DETERMINERS, FUNCTION_WORDS, IMPERATIVES, PREPOSITIONS
from ire_gate.reading.mentions import Mention, mentions
from ire_gate.reading.scene import LITERALS, Scene
from ire_gate.reading.smell import Smell
from ire_gate.reading.words import PEOPLE

_SINGULAR = frozenset({"it", "its", "itself"})
_PLURAL = frozenset({"they", "them", "their", "themselves"})
_POSSESSIVE = frozenset({"its", "their"})
_PERSON = frozenset({"he", "she", "him", "her"})
_BARE = frozenset({"this", "that", "these"})
_PLEONASTIC = frozenset(
    "possible impossible important necessary recommended acceptable required useful best better good easy hard "
    "difficult clear likely unlikely worth time ok okay fine allowed permitted essential advisable sufficient enough "
    "seems appears takes turns happens rains follows matters says means".split()
)
_SHORT_NAMES = frozenset("one ones former latter same".split())
_LEADS = frozenset(
    "previous next first second third last other latter former same old new empty right best wrong".split()
)
_POINTING = _SINGULAR | _PLURAL | _BARE | _SHORT_NAMES | _PERSON
_TWO, _MANY, _NEAR = 2, 3, 12


def find(scene: Scene) -> Iterator[Smell]:
    """Yield a smell for each pronoun or bare noun with two or more candidates that agree with it."""
    has_namesakes = _has_namesakes(scene)
    if not has_namesakes and _POINTING.isdisjoint(scene.low):
        return
    known = mentions(scene)
    if has_namesakes:
        yield from _namesakes(scene, known)
    for index, word in enumerate(scene.low):
        if word in _SINGULAR or word in _PLURAL:
            yield from _pronoun(scene, index, word, known)
        elif word in _PERSON:
            yield from _person(scene, index, word)
        elif word in _BARE:
            yield from _demonstrative(scene, index, word, known)
        elif word in _SHORT_NAMES:
            yield from _short_name(scene, index, word, known)


def _has_namesakes(scene: Scene) -> bool:
    """Whether *the* stands before a word that the text uses three times: most texts need no closer look."""
    counts = Counter(scene.low)
    return any(
        word == "the" and counts[scene.word(index + 1)] > _TWO and scene.kind(index + 1) == "word"
        for index, word in enumerate(scene.low)
    )


def _namesakes(scene: Scene, known: list[Mention]) -> Iterator[Smell]:
    """*When an L1 agent hands over to an L2 agent, the agent*: which of the two?"""
    for place, mention in enumerate(known):
        if mention.end - mention.start != 1 or scene.word(mention.start - 1) != "the" or mention.is_plural:
            continue
        first = scene.sentence(mention.start)[0]
        others = {
            scene.quote(other.start, other.end).lower()
            for other in known[max(0, place - _NEAR) : place]
            if other.head == mention.head and other.start >= first and other.end - other.start > 1
        }
        if len(others) >= _TWO and not scene.is_noun(mention.end):
            yield Smell(
                "reference.namesake",
                "unclear_reference",
                mention.start - 1,
                mention.end,
                f"Which “{scene.low[mention.start]}” is meant?",
                tuple(sorted(others)[:3]),
            )


def _pronoun(scene: Scene, index: int, word: str, known: list[Mention]) -> Iterator[Smell]:
    if word not in _POSSESSIVE and _is_empty(scene, index):
        return
    candidates = _candidates(scene, index, known, plural=word in _PLURAL)
    if len(candidates) < _TWO:
        return
    role = _role(scene, index, word)
    rivals = _rivals(scene, index, candidates)
    if role == "possessive" and rivals not in {"near", "alike"}:
        return
    names = [scene.quote(found.start, found.end) for found in candidates]
    end = _predicate_end(scene, index)
    start = index - 1 if role == "object" else index
    yield Smell(
        f"reference.{_strength(role, rivals)}",
        "unclear_reference",
        start,
        end,
        f"What does “{word}” stand for here?",
        tuple(f"“{word}” is {name}" for name in names[:3]),
    )


def _person(scene: Scene, index: int, word: str) -> Iterator[Smell]:
    """*Ask him* where two people, or none, have been named in this sentence and the one before."""
    lowest = scene.bounds[max(0, scene.sentence_of[index] - 1)][0]
    names = {
        scene.quote(place, place + 1)
        for place in range(lowest, index)
        if scene.kinds[place] == "word" and (scene.low[place] in PEOPLE or _is_name(scene, place))
    }
    if len(names) < _TWO or (word == "her" and scene.is_noun(index + 1) and scene.kind(index + 1) == "word"):
        return
    readings = tuple(f"“{word}” is {name}" for name in sorted(names)[:3])
    yield Smell(
        "reference.person",
        "unclear_reference",
        max(scene.sentence(index)[0], index - 1),
        index + 1,
        f"Who is “{word}”?",
        readings,
    )


def _is_name(scene: Scene, place: int) -> bool:
    return (
        scene.tokens[place].text.istitle()
        and place > scene.sentence(place)[0]
        and scene.low[place] not in FUNCTION_WORDS
    )


def _strength(role: str, rivals: str) -> str:
    """A subject with two candidates of one head is hard to tell; with others, order and sense mostly tell."""
    if role == "subject" and rivals != "far":
        return "subject_alike" if rivals == "alike" else "subject"
    return "pronoun"


def _role(scene: Scene, index: int, word: str) -> str:
    if word in _POSSESSIVE:
        return "possessive"
    before, after = scene.word(index - 1), scene.word(index + 1)
    if before in IMPERATIVES or (
        before not in FUNCTION_WORDS and before not in {",", ";", ":", ""} and after not in AUXILIARIES
    ):
        return "object"
    return "after_preposition" if before in PREPOSITIONS and after not in AUXILIARIES else "subject"


def _rivals(scene: Scene, index: int, candidates: list[Mention]) -> str:
    """Tell rivals that share their head (*token service*, *session service*) from rivals near by and far away."""
    heads = [found.head for found in candidates]
    if len(set(heads)) < len(heads):
        return "alike"
    first = scene.sentence(index)[0]
    here = sum(found.start >= first for found in candidates)
    if here >= _TWO:
        return "near" if here < _MANY else "many"
    return "one_near" if here else "far"


def _candidates(scene: Scene, index: int, known: list[Mention], *, plural: bool) -> list[Mention]:
    """Return the mentions of this and the previous sentence that agree in number, the last one first."""
    sentence = scene.sentence_of[index]
    lowest = scene.bounds[max(0, sentence - 1)][0]
    found: list[Mention] = []
    seen: set[str] = set()
    last = bisect_right(known, index, key=lambda mention: mention.end)
    for place in range(last - 1, -1, -1):
        mention = known[place]
        if mention.start < lowest or len(found) > _MANY:
            break
        key = scene.quote(mention.start, mention.end).lower()
        is_bare = scene.word(mention.start - 1) not in DETERMINERS and not mention.is_name and not mention.is_plural
        if key in seen or (is_bare and not plural and scene.word(mention.start - 1) in PREPOSITIONS):
            continue
        if mention.is_plural == plural or (plural and mention.is_person):
            seen.add(key)
            found.append(mention)
    return found


def _is_empty(scene: Scene, index: int) -> bool:
    """*It is possible to*, *make it easy to*, *it takes*: nothing is meant."""
    ahead = scene.low[index + 1 : index + 5]
    if any(word in _PLEONASTIC for word in ahead[:4]) and any(
        word in {"to", "that", "if", "for"} for word in scene.low[index + 1 : index + 9]
    ):
        return True
    return bool(ahead) and ahead[0] in _PLEONASTIC


def _predicate_end(scene: Scene, index: int) -> int:
    end, bound = index + 1, scene.sentence(index)[1]
    while end < bound and end < index + 5 and scene.low[end] not in {",", ".", ";", ":", "and", "or", "but", "(", ")"}:
        end += 1
    return end


def _demonstrative(scene: Scene, index: int, word: str, known: list[Mention]) -> Iterator[Smell]:
    """A bare *this* or *that* in the place of a noun."""
    after, before = scene.word(index + 1), scene.word(index - 1)
    stands_alone = after in AUXILIARIES or after in {".", ",", ";", "should", "must", "in", "with", "for"}
    if word == "that" and (
        before not in {"", ".", ",", "after", "if", "when", "of", "with", "for", "by"}
        or (after in {".", ","} and before == "after")
    ):
        return
    if not stands_alone or (word in {"that", "those"} and scene.is_noun(index - 1)):
        return
    candidates = _candidates(scene, index, known, plural=word in {"these", "those"})
    names = [scene.quote(found.start, found.end) for found in candidates[:2]]
    if len(names) < _TWO:
        names = ["the step named last", "everything said before"]
    yield Smell(
        "reference.demonstrative",
        "unclear_reference",
        max(scene.sentence(index)[0], index - 1),
        _predicate_end(scene, index),
        f"What does “{word}” stand for here?",
        tuple(f"“{word}” is {name}" for name in names),
    )


def _short_name(scene: Scene, index: int, word: str, known: list[Mention]) -> Iterator[Smell]:
    """*The previous one*, *the empty ones*, *the latter*, *the same*."""
    before = scene.word(index - 1)
    if word in {"one", "ones"}:
        if (
            scene.is_noun(index + 1)
            or before in {"", "only", "at", "exactly", "least", "most", "with"}
            or before in PREPOSITIONS | AUXILIARIES | IMPERATIVES
        ):
            return
        if (
            word == "one"
            and before not in _LEADS
            and not (scene.is_noun(index - 1) and scene.word(index - 2) in DETERMINERS)
        ):
            return
        start = index - 2 if scene.word(index - 2) in DETERMINERS else index - 1
    else:
        if before != "the" or scene.is_noun(index + 1) or scene.kind(index + 1) in LITERALS:
            return
        start = index - 1
    candidates = _candidates(scene, start, known, plural=word == "ones")
    names = [scene.quote(found.start, found.end) for found in candidates[:2]]
    if len(names) < _TWO:
        names = [*names, "the one named last", "another one of the kind"][:2]
    yield Smell(
        f"reference.{'ones' if word == 'ones' else 'short_name'}",
        "unclear_reference",
        max(start, 0),
        index + 1,
        f"Which does “{scene.quote(max(start, 0), index + 1)}” mean?",
        tuple(f"it means {name}" for name in names),
    )
