"""Numerals in digits and in words: ``6,000``, ``3k``, ``-40``, *twenty-eight*, *half a dozen*, *two and a half*.

text2num reads number words well, but hands back a rewritten text without spans, and leaves *dozen* and *half*.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ire_gate.facts.scene import Scene
from ire_gate.language.numbers import ONES, SCALES, TENS

_ONES = {word: float(number) for word, number in ONES.items()} | {"nought": 0.0, "nil": 0.0}
_SUFFIXES = {"k": 1e3, "K": 1e3, "M": 1e6, "mn": 1e6, "bn": 1e9, "B": 1e9}
_SMALL = _ONES | TENS
_MINUSES = frozenset("-−–")
_MOST_WORDS = 16
_TEN, _THOUSAND = 10.0, 1000.0
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_ARTICLES = frozenset({"a", "an", "the", "each", "every", "per"})
_PARTS = {"half": 0.5, "halves": 0.5, "quarter": 0.25, "quarters": 0.25, "third": 1 / 3, "thirds": 1 / 3}
_NOT_A_COUNT = frozenset(
    "the this that these those each every any another no which some such only whichever with by as".split()
)

NUMBER_WORDS = frozenset(_SMALL) | frozenset(SCALES) | {"half", "quarter", "quarters", "single", "couple", "pair"}
"""Words that a numeral may start with."""


class Numeral(NamedTuple):
    """A number and one past its last token. ``is_word`` tells *twelve* from ``12``."""

    value: float
    stop: int
    is_word: bool = True


def numeral_at(scene: Scene, index: int) -> Numeral | None:
    """Return the numeral that starts at a token, or None; units and signs of comparison are left to others."""
    if index >= len(scene.tokens):
        return None
    if scene.tokens[index].kind == "number":
        return _digits(scene, index)
    low = scene.lows[index]
    if low in _PARTS:
        return _part(scene, index)
    if low in {"single", "couple", "pair"}:
        return _counted_noun(scene, index)
    found = _words(scene, index)
    if found is None or (low == "one" and found.value == 1 and not _is_count(scene, index)):
        return None
    return _and_a_half(scene, found)


def _digits(scene: Scene, index: int) -> Numeral | None:
    text = scene.tokens[index].text.replace(",", "")
    value = float(text)
    if not math.isfinite(value):
        return None
    if _is_negative(scene, index):
        value = -value
    stop = index + 1
    at = stop + (scene.low(stop, index) == "-" and scene.low(stop + 1, index) in SCALES)
    if at < scene.bounds[index][1]:
        stop, following = at, scene.tokens[at]
        factor = SCALES.get(following.lower) or (scene.touches(stop) and _SUFFIXES.get(following.text))
        if factor:
            return Numeral(value * factor, stop + 1, is_word=False)
    return _and_a_half(scene, Numeral(value, stop, is_word=False))


def _is_negative(scene: Scene, index: int) -> bool:
    """Tell a minus sign, which touches its number and nothing before, from a dash; a list's bullet stands apart."""
    at = scene.tokens[index].start - 1
    if at < 0 or scene.text[at] not in _MINUSES:
        return False
    return at == 0 or scene.text[at - 1].isspace() or scene.text[at - 1] in "([,:=`"


def _words(scene: Scene, index: int) -> Numeral | None:
    """Read number words: tens take ones, hundreds and dozens multiply, thousands multiply and are summed up."""
    total, current, last, stop = 0.0, 0.0, "", index
    while stop < index + _MOST_WORDS:
        word = scene.low(stop, index)
        value, scale = small(word), SCALES.get(word, 0.0)
        if value is not None and _may_follow(last, value):
            current += value
        elif scale and (last or _may_open(scene, index)):
            current = (current or 1.0) * scale
            if scale >= _THOUSAND:
                total, current = total + current, 0.0
        elif word != "and" or last not in SCALES or small(scene.low(stop + 1, index)) is None:
            break
        last = last if word == "and" else word
        stop += 1
    return Numeral(total + current, stop) if stop > index else None


def _may_follow(last: str, value: float) -> bool:
    """Tell whether a small number goes on from a number word: after a scale, or as the ones of tens."""
    return not last or last in SCALES or (last in TENS and 0 < value < _TEN)


def _may_open(scene: Scene, index: int) -> bool:
    """A scale opens a numeral after an article (a hundred, the dozen tests), never in the plural of *hundreds*."""
    return scene.low(index - 1, index) in _ARTICLES | {"half"} or scene.lows[index] == "dozen"


def small(word: str) -> float | None:
    """Return the value of a number word below a hundred, hyphenated ones too; None for any other word.

    >>> small("twenty-eight"), small("seven"), small("well-known")
    (28.0, 7.0, None)
    """
    value = _SMALL.get(word)
    if value is not None or "-" not in word:
        return value
    tens, _, ones = word.partition("-")
    if tens in TENS and ones in _ONES:
        return TENS[tens] + _ONES[ones]
    return 6.0 if word == "half-dozen" else None


def _is_count(scene: Scene, index: int) -> bool:
    """Tell the number *one* from the pronoun: a count is followed by what it counts, and has no determiner before."""
    before = scene.low(index - 1, index)
    if before in {"than", "least", "most", "exactly", "maximum"}:
        return scene.low(index - 2, index) not in {"rather", "other"}
    if before in _NOT_A_COUNT:
        return False
    following = scene.low(index + 1, index)
    if scene.phrase(index + 1, 3) == ("and", "a", "half"):
        return True
    return bool(following) and bool(scene.stems[index + 1]) and following not in {"another", "by"}


def _and_a_half(scene: Scene, found: Numeral) -> Numeral:
    if scene.phrase(found.stop, 3) == ("and", "a", "half"):
        return Numeral(found.value + 0.5, found.stop + 3, found.is_word)
    fraction = _FRACTIONS.get(scene.low(found.stop, found.stop - 1))
    return Numeral(found.value + fraction, found.stop + 1, found.is_word) if fraction else found


def _part(scene: Scene, index: int) -> Numeral | None:
    """Read *half an hour*, *a quarter of an hour*, *three quarters of*, *half a dozen*; the unit is what follows."""
    value, stop = _PARTS[scene.lows[index]], index + 1
    words = scene.phrase(stop, 3)
    if words[:2] in {("a", "dozen"), ("the", "dozen")}:
        return Numeral(value * 12, stop + 2)
    if words[:1] and words[0] in {"a", "an"}:
        return Numeral(value, stop + 1)
    if words[:2] in {("of", "a"), ("of", "an")}:
        return Numeral(value, stop + 2)
    return None


def _counted_noun(scene: Scene, index: int) -> Numeral | None:
    """*A single* is one; *a couple of* and *a pair of* are two."""
    if scene.lows[index] == "single":
        return Numeral(1.0, index + 1)
    is_two = scene.low(index - 1, index) == "a" and scene.low(index + 1, index) == "of"
    return Numeral(2.0, index + 2) if is_two else None
