"""A text's words as the comparison sees them: a normal form, a class, and a place."""

from __future__ import annotations

import functools
from typing import NamedTuple

from ire_gate.domain import Clause
from ire_gate.language.lexicon import FUNCTION_WORDS
from ire_gate.language.tokens import NAMES, Token, stem, tokens_of

CLASSES: dict[str, frozenset[str]] = {
    "negator": frozenset("not no never none nobody nothing neither nor without nowhere cannot hardly barely".split()),
    "quantifier": frozenset(
        "all each every any some both either only most least more less many few several much half except almost "
        "entire whole just other".split()
    ),
    "modal": frozenset("must shall should may might can could will would ought".split()),
    "preposition": frozenset(
        "about above across after against along among around as at before behind below beside between beyond by during "
        "except for from in inside into near of off on onto outside over past per since through throughout to toward "
        "under until up upon via with within out down away back then first last".split()
    ),
    "conjunction": frozenset("and or but if unless when while where because although though whether than so".split()),
    "pronoun": frozenset("he she him her his hers they them their it its i you we me my your our us who whom".split()),
    "tense": frozenset("is are was were be been being has have had do does did am".split()),
}
"""Function words whose exchange can change the meaning, by what they say."""

_CLASS_OF = {word: name for name, words in CLASSES.items() for word in words}

_SAME_FUNCTION = {
    word: words[0]
    for words in (
        "that which who".split(),
        "every each all".split(),
        "till until".split(),
        "has have having".split(),
        "is are be being am".split(),
        "was were".split(),
        "do does".split(),
        "upon on onto".split(),
        "into in within inside".split(),
        "towards toward to".split(),
        "via through".split(),
        "can could".split(),
        "nobody none nothing no".split(),
        "also too".split(),
        "though although".split(),
        "as like".split(),
    )
    for word in words
}
"""Function words that say the same in most places, under the first of them."""

_CONTRACTIONS = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
}
_TAILS = {"'re": "is", "'ve": "has", "'ll": "will", "'m": "is", "'d": "would"}

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_NUMBER_WORDS = (
    {word: str(value) for value, word in enumerate(_UNITS)}
    | {
        word: str(10 * value)
        for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
    }
    | {"hundred": "100", "thousand": "1000", "million": "1000000", "dozen": "12", "once": "1", "twice": "2"}
    | {word: str(value) for value, word in enumerate("first second third fourth fifth sixth seventh".split(), 1)}
)


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
    if "'" in straight:
        return tuple(_sorted(part) for part in _parts(straight))
    return (_sorted(straight),)


def _parts(word: str) -> tuple[str, ...]:
    """Take a contraction apart and a possessive's ending off."""
    if word in _CONTRACTIONS:
        return _CONTRACTIONS[word]
    if word.endswith("n't"):
        return (word[:-3], "not")
    for tail, whole in _TAILS.items():
        if word.endswith(tail):
            return (word[: -len(tail)], whole)
    return (word.removesuffix("'s").removesuffix("'"),)


def _sorted(word: str) -> tuple[str, str]:
    if word in _NUMBER_WORDS:
        return _NUMBER_WORDS[word], "literal"
    sort = _CLASS_OF.get(word) or ("filler" if word in FUNCTION_WORDS else "content")
    return (stem(word) if sort == "content" else _SAME_FUNCTION.get(word, word)), sort


def words_of(tokens: tuple[Token, ...]) -> list[Word]:
    """Return the words among tokens; punctuation is left out."""
    words = []
    for token in tokens:
        if token.kind == "word":
            words += [Word(norm, sort, token.lower, token.start, token.end) for norm, sort in _plain(token.lower)]
        elif token.kind == "number":
            words.append(Word(_number(token.text), "literal", token.lower, token.start, token.end))
        elif token.kind in NAMES or token.kind in {"quoted", "date", "time", "fence"}:
            norm = token.text.strip("`'\"“”‘’«»").lower()
            words.append(Word(norm, "literal", token.lower, token.start, token.end))
        elif token.text in "%$€£?+=<>":
            words.append(Word(token.text, "filler", token.text, token.start, token.end))
    return words


def _number(text: str) -> str:
    """Return the shortest way to write a number's value."""
    try:
        return f"{float(text.replace(',', '')):.12g}"
    except ValueError:
        return text


def words_within(text: str, clauses: tuple[Clause, ...]) -> list[Word]:
    """Return the words of a text that lie in the clauses, in order."""
    tokens = tokens_of(text)
    kept: list[Token] = []
    position = 0
    for clause in sorted(clauses, key=lambda clause: clause.span):
        while position < len(tokens) and tokens[position].start < clause.span.start:
            position += 1
        while position < len(tokens) and tokens[position].end <= clause.span.end:
            kept.append(tokens[position])
            position += 1
    return words_of(tuple(kept))
