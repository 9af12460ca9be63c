"""A text's words as the comparison sees them: a normal form, a class, and a place."""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ire_gate.compare.closed import CLASS_OF, CONTRACTIONS, NUMBERS, PHRASES, SAME, TAILS
from ire_gate.domain import Span
from ire_gate.language.lexicon import FUNCTION_WORDS
from ire_gate.language.tokens import NAMES, TEXTS, Token, stem, tokenise, tokens_of

_PROSE = 2
"""Spaces from which a quotation is read as words."""

_QUOTES = "`'\"“”‘’«»"
_SIGNS = frozenset("%$€£+=<>")
_LITERALS = NAMES | {"quoted", "date", "time", "fence"}


class Word(NamedTuple):
    """A word of a text.

    ``norm`` is what is compared: a stem, a number's value, a literal without its quotes. ``sort`` is ``content``,
    ``literal`` (names, code, numbers, dates) or one of the `CLASSES`, or ``filler``.
    """

    norm: str
    sort: str
    lower: str
    start: int
    end: int

    @property
    def is_content(self) -> bool:
        """Whether the word says something of its own."""
        return self.sort in {"content", "literal"}


@functools.lru_cache(maxsize=16_384)
def _plain(lower: str) -> tuple[tuple[str, str], ...]:
    """Return norm and sort of a lower-case word; contractions give two."""
    straight = lower.replace("’", "'")
    if "'" in straight or straight in CONTRACTIONS:
        return tuple(_sorted(part) for part in _parts(straight))
    return (_sorted(straight),)


def _parts(word: str) -> tuple[str, ...]:
    """Take a contraction apart and a possessive's ending off."""
    if word in CONTRACTIONS:
        return CONTRACTIONS[word]
    if word.endswith("n't"):
        return (word[:-3], "not")
    for tail, whole in TAILS.items():
        if word.endswith(tail):
            return (word[: -len(tail)], whole)
    return (word.removesuffix("'s").removesuffix("'"),)


def _sorted(word: str) -> tuple[str, str]:
    if word in NUMBERS and word != "one":
        return NUMBERS[word], "literal"
    sort = CLASS_OF.get(word) or ("filler" if word in FUNCTION_WORDS else "content")
    return (stem(word) if sort == "content" else SAME.get(word, word)), sort


def words_of(tokens: Sequence[Token]) -> list[Word]:
    """Return the words among tokens; punctuation is left out, and a phrase that stands for a closed word is one."""
    words: list[Word] = []
    past = 0
    for position, token in enumerate(tokens):
        if position < past:
            continue
        if token.kind != "word":
            words += _special(token)
            continue
        length, norm = _phrase(tokens, position) if token.lower in PHRASES else (0, "")
        if length:
            past = position + length
            words.append(Word(norm, CLASS_OF.get(norm, "filler"), norm, token.start, tokens[past - 1].end))
        else:
            for norm, sort in _plain(token.lower):
                words.append(Word(norm, sort, token.lower, token.start, token.end))
    return words


def _special(token: Token) -> list[Word]:
    """Return the words of a token that is no plain word."""
    if token.kind == "number":
        return [Word(_number(token.text), "literal", token.lower, token.start, token.end)]
    if token.kind == "quoted" and is_prose(token.text):
        return _inner(token)
    if token.kind in _LITERALS:
        return [Word(token.lower.strip(_QUOTES).strip(), "literal", token.lower, token.start, token.end)]
    if token.text in _SIGNS:
        return [Word(token.text, "filler", token.text, token.start, token.end)]
    return []


def is_prose(quoted: str) -> bool:
    """Tell a quoted sentence from a name in quotes."""
    return quoted.strip(_QUOTES).strip().count(" ") >= (1 if quoted[0] == "`" else _PROSE)


def _inner(token: Token) -> list[Word]:
    inner = words_of(tokenise(token.text.strip(_QUOTES)))
    shift = token.start + len(token.text) - len(token.text.lstrip(_QUOTES))
    return [word._replace(start=word.start + shift, end=word.end + shift) for word in inner]


def _phrase(tokens: Sequence[Token], start: int) -> tuple[int, str]:
    """Return how many tokens from `start` stand for one closed word, and the word; 0 if none do."""
    for parts, norm in PHRASES[tokens[start].lower]:
        if tuple(token.lower for token in tokens[start : start + len(parts)]) == parts:
            return len(parts), SAME.get(norm, norm)
    return 0, ""


def _number(text: str) -> str:
    """Return the shortest way to write a number's value."""
    try:
        return f"{float(text.replace(',', '')):.12g}"
    except ValueError:
        return text


@functools.lru_cache(maxsize=TEXTS)
def words_in(text: str) -> tuple[Word, ...]:
    """Return a text's words, remembered."""
    return tuple(words_of(tokens_of(text)))


def within(words: Sequence[Word], span: Span) -> Sequence[Word]:
    """Return those of a text's words that start in a span."""
    first = bisect_left(words, span.start, key=_start)
    return words[first : bisect_left(words, span.end, first, key=_start)]


def outside(words: Sequence[Word], spans: Iterable[Span]) -> list[Word]:
    """Return those of a text's words that start in none of the spans."""
    kept: list[Word] = []
    position = 0
    for span in sorted(spans):
        first = bisect_left(words, span.start, position, key=_start)
        kept += words[position:first]
        position = bisect_left(words, span.end, first, key=_start)
    return kept + list(words[position:])


def _start(word: Word) -> int:
    return word.start
