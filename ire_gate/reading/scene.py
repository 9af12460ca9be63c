"""A text laid out for the detectors: its tokens in a row, what they are, and what the text itself defines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ire_gate.language.clauses import sentences
from ire_gate.language.lexicon import DETERMINERS, FUNCTION_WORDS, IMPERATIVES, SUBJECT_PRONOUNS
from ire_gate.language.tokens import NAMES, Token, stem
from ire_gate.reading.prose import masked
from ire_gate.reading.words import ADVERBS, CONDITIONALS, FINITE, MONTHS, NEGATIONS, NUMERALS, UNITS, verb_of

LITERALS = NAMES | {"quoted"}
"""Kinds of tokens whose words are mentioned and not meant."""

LONGEST_SENTENCE = 200
"""Tokens after which a sentence is cut, so that no detector looks further than that for anything."""

_DEFINING = frozenset({"means", "mean", "meaning", "is", "are", "denotes", "denote", "consists", "counts", "stands"})
_STRONGLY = frozenset({"means", "mean", "meaning", "denotes", "denote", "consists", "counts"})
_THAT_IS = frozenset({"i.e", "meaning", "namely"})
_QUOTED = re.compile(r"[\"“”«»'‘’]")
_MEASURING = frozenset(
    "at of than below above under over up with within by between and or exactly > < ≥ ≤ = is are".split()
) - {"and", "or", "is", "are"}
_AFTER_VERBS = frozenset({"to", "that", "if", "not", "only", "as"})
_REACH = 5
_ADVERB, _PLURAL = 6, 4
"""Letters from which on *-ly* makes an adverb (not *fly*, *reply*) and *-s* a plural (not *bus*, *gas*)."""


class Scene:
    """The tokens of a text's prose with what the detectors ask about them; built once, read by all of them."""

    __slots__ = (
        "bounds",
        "code_share",
        "defined",
        "explained",
        "kinds",
        "low",
        "place",
        "prose",
        "sentence_of",
        "text",
        "tokens",
        "words",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.prose = masked(text)
        self.tokens: list[Token] = []
        self.bounds: list[tuple[int, int]] = []
        """For each sentence, the range of its tokens."""
        self.sentence_of: list[int] = []
        for sentence in sentences(self.prose):
            kept = [token for token in sentence if token.kind != "fence"]
            for start in range(0, len(kept), LONGEST_SENTENCE):
                part = kept[start : start + LONGEST_SENTENCE]
                first = len(self.tokens)
                self.tokens += part
                self.sentence_of += [len(self.bounds)] * len(part)
                self.bounds.append((first, len(self.tokens)))
        self.place = len(self.tokens)
        """How many tokens there are."""
        self.kinds = [token.kind for token in self.tokens]
        self.words = sum(kind in {"word", "number"} for kind in self.kinds)
        self.code_share = 0.0 if self.prose is text else 1 - len(self.prose.split()) / max(1, len(text.split()))
        """Share of the text's words that are code."""
        self.low = [token.lower if token.kind not in LITERALS else "`" for token in self.tokens]
        """Lower-case words; a back-quote for whatever is a name or literal."""
        self.defined = frozenset(self._definitions())
        """Stems of the words that the text defines."""
        self.explained = tuple(
            " ".join(_QUOTED.sub("", token.text).lower().split())
            for index, token in enumerate(self.tokens)
            if token.kind == "quoted" and self.word(index + 1) == "means"
        )
        """Words in quotation marks that the text says the meaning of."""

    def word(self, index: int) -> str:
        """Return the lower-case word at an index, ``""`` outside the text."""
        return self.low[index] if 0 <= index < self.place else ""

    def kind(self, index: int) -> str:
        """Return the kind of the token at an index, ``""`` outside the text."""
        return self.kinds[index] if 0 <= index < self.place else ""

    def at(self, place: int) -> int:
        """Return the index of the last token that starts at or before a place in the text."""
        return bisect_right(self.tokens, place, key=lambda token: token.start) - 1

    def quote(self, start: int, end: int) -> str:
        """Return the text of the tokens from `start` up to, not including, `end`."""
        if start >= end:
            return ""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def rest(self, index: int) -> tuple[int, int]:
        """Return the range of the sentence's tokens from `index` to its end."""
        return index, self.bounds[self.sentence_of[index]][1]

    def sentence(self, index: int) -> tuple[int, int]:
        """Return the range of the sentence that holds the token at `index`."""
        return self.bounds[self.sentence_of[index]]

    def is_figure(self, index: int) -> bool:
        """Whether the token is a number, in digits or as a word."""
        return self.kind(index) == "number" or self.word(index) in NUMERALS

    def is_conditional(self, index: int) -> bool:
        """Whether a condition or a negation opens before the token in the same clause."""
        first = self.sentence(index)[0]
        for back in range(index - 1, max(first - 1, index - 9), -1):
            if self.low[back] in CONDITIONALS or self.low[back] in NEGATIONS:
                return True
            if self.low[back] in {",", ";", ":"}:
                return False
        return False

    def is_noun(self, index: int) -> bool:
        """Whether the token can stand in a noun phrase: a name, or a word of no closed class and no adverb."""
        kind = self.kind(index)
        if kind != "word":
            return kind in LITERALS
        word = self.low[index]
        return word not in FUNCTION_WORDS and word not in ADVERBS and not (word.endswith("ly") and len(word) >= _ADVERB)

    def is_finite(self, index: int) -> bool:
        """Whether the word is a verb in the third person: *the consumer publishes its pact*."""
        word, after = self.word(index), self.word(index + 1)
        if word in FINITE:
            return True
        takes_object = after in DETERMINERS or after in SUBJECT_PRONOUNS or after in _AFTER_VERBS
        is_verb = word.endswith("s") and verb_of(word) in IMPERATIVES
        return is_verb and (takes_object or self.kind(index + 1) in LITERALS or self.kind(index + 1) == "number")

    def is_plural(self, index: int) -> bool:
        """Whether the word looks like a plural noun."""
        word = self.word(index)
        is_long = self.kind(index) == "word" and len(word) >= _PLURAL
        return is_long and word.endswith("s") and not word.endswith(("ss", "us", "is"))

    def is_measured(self, start: int, end: int) -> bool:
        """Whether a figure right before, or a comparison or explanation right after, says how it is measured."""
        first, last = self.sentence(start)
        if start > first and (
            self.is_figure(start - 1)
            or (start - 1 > first and self.low[start - 1] in UNITS and self.is_figure(start - 2))
        ):
            return True
        stop = self.noun_phrase_from(end)
        ahead = self.low[stop : min(last, stop + _REACH)]
        if not ahead:
            return False
        if ahead[0] in {"(", ":", "i.e", "meaning", "namely", "="}:
            return True
        return ahead[0] in _MEASURING and any(self.is_figure(index) for index in range(stop, min(last, stop + _REACH)))

    def is_defined(self, start: int, end: int) -> bool:
        """Whether the text defines one of the words."""
        return bool(self.defined) and any(stem(self.low[index]) in self.defined for index in range(start, end))

    def is_explained(self, start: int, end: int) -> bool:
        """Whether these very words are explained: *(that is: …)* behind them, or in quotation marks before *means*."""
        if self.word(end) == "(" and (self.word(end + 1) in _THAT_IS or self.low[end + 1 : end + 3] == ["that", "is"]):
            return True
        if not self.explained:
            return False
        words = " ".join(self.quote(start, end).lower().split())
        return any(words in term or term in words for term in self.explained)

    def noun_phrase_from(self, index: int) -> int:
        """Return the end of the noun phrase that starts at `index` (`index` itself if none does)."""
        last = self.sentence(index)[1] if index < self.place else index
        while index < last and self.is_noun(index) and self.kinds[index] != "flag":
            index += 1
        return index

    def _definitions(self) -> Iterator[str]:
        """Find words in quotation marks, or alone at the start, that *means*, *is one* or a colon explains."""
        for index, token in enumerate(self.tokens):
            if token.kind == "quoted":
                following = self.word(index + 1)
                ahead = self.low[index + 1 : index + 4]
                if (
                    following in _DEFINING
                    or (following == ":" and index + 2 < self.place)
                    or _STRONGLY & set(ahead)
                    or self._explained(index)
                ):
                    yield from _stems(token.text)
            elif token.lower in {"means", "meaning"} and token.kind == "word":
                yield from self._defined_before(index)

    def _explained(self, index: int) -> bool:
        """A *"small" parcel weighs up to 2 kg*, *a "late" parcel has not been delivered 48 hours after*."""
        first, last = self.sentence(index)
        leads = self.low[max(first, index - 1) : index]
        rest = self.low[index + 1 : min(last, index + 12)]
        return (
            bool(leads)
            and leads[-1] in {"a", "an", "the", ",", "and"}
            and any(word in {"is", "are", "has", "weighs", "if", "means"} for word in rest[:5])
        )

    def _defined_before(self, index: int) -> Iterator[str]:
        for before in range(max(self.sentence(index)[0], index - 4), index):
            if self.kinds[before] == "word" and self.low[before] not in FUNCTION_WORDS:
                yield stem(self.low[before])


def _stems(quoted: str) -> Iterator[str]:
    for word in _QUOTED.sub(" ", quoted.lower()).split():
        if word not in FUNCTION_WORDS or word in {"few", "many", "most", "some", "several", "while", "same", "other"}:
            yield stem(word)


def is_unit(word: str) -> bool:
    """Whether a word is a unit of measure or of money."""
    return word in UNITS or word in MONTHS
