"""One text laid out for the readers of facts: its tokens by sentence, their stems, and what has been read already."""

from __future__ import annotations

from ire_gate.domain import Fact, Span
from ire_gate.language.clauses import sentences
from ire_gate.language.lexicon import FUNCTION_WORDS
from ire_gate.language.tokens import NAMES, Token, stem

_NEAR = 3
_REACH = 9
_NAMED = NAMES | {"quoted"}


class Facts(tuple[Fact, ...]):  # noqa: SLOT001 - a tuple has no room for slots of its own
    """The facts of a text in text order, which remember its words, so that two texts can be laid over each other.

    Attributes:
        text: The text.
        tokens: Its tokens without bullets and line breaks.
        keys: The tokens as they are compared: stems of content words, names without their quoting, else lower-case.
        places: For each fact, its first token and one past its last.
    """

    text: str
    tokens: tuple[Token, ...]
    keys: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


class Scene:
    """The tokens of a text, flat and by sentence, with what every family of facts needs to know about them.

    Attributes:
        text: The text itself; spans of facts count in it.
        tokens: All tokens of all sentences in order; bullets and line breaks are left out.
        lows: Their lower-case texts, with a straight apostrophe.
        bounds: For each token, the first and one past the last token of its sentence.
        stems: The stem of each content word and the bare text of each name; empty for all else.
        used: Tokens that belong to a fact of an earlier reader; a later reader leaves them alone.
        facts: What has been found so far, each with its first token and one past its last.
    """

    __slots__ = ("bounds", "facts", "lows", "stems", "text", "tokens", "used")

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.bounds: list[tuple[int, int]] = []
        for sentence in sentences(text):
            start = len(self.tokens)
            self.tokens += sentence
            self.bounds += [(start, len(self.tokens))] * len(sentence)
        self.lows = [token.lower.replace("’", "'") for token in self.tokens]
        self.stems = [_stem_of(token, low) for token, low in zip(self.tokens, self.lows, strict=True)]
        self.used = bytearray(len(self.tokens))
        self.facts: list[tuple[int, int, Fact]] = []

    def low(self, index: int, at: int) -> str:
        """Return the lower-case token at `index` if it stands in the sentence of the token `at`, else ``""``."""
        first, stop = self.bounds[at]
        return self.lows[index] if first <= index < stop else ""

    def phrase(self, start: int, words: int) -> tuple[str, ...]:
        """Return the lower-case tokens from `start`, at most `words` of them and none of the next sentence."""
        if not 0 <= start < len(self.lows):
            return ()
        return tuple(self.lows[start : min(start + words, self.bounds[start][1])])

    def touches(self, index: int) -> bool:
        """Tell whether a token follows the one before it with no space between."""
        return 0 < index < len(self.tokens) and self.tokens[index - 1].end == self.tokens[index].start

    def is_content(self, index: int, at: int) -> bool:
        """Tell whether a content word or a name stands at `index` in the sentence of the token `at`."""
        first, stop = self.bounds[at]
        return first <= index < stop and bool(self.stems[index])

    def about(self, start: int, stop: int, *, before: int = _NEAR, after: int = _NEAR) -> str:
        """Return the nearest content stems of the sentence around the tokens from `start` to `stop`, in text order."""
        first, last = self.bounds[start]
        stems = self.stems
        left = [found for found in stems[max(first, start - _REACH) : start] if found][-before:] if before else []
        right = [found for found in stems[stop : min(last, stop + _REACH)] if found][:after] if after else []
        return " ".join(left + right)

    def add(self, family: str, value: str, start: int, stop: int, about: str | None = None) -> None:
        """Note a fact that the tokens from `start` to `stop` state, and mark them as read."""
        span = Span(self.tokens[start].start, self.tokens[stop - 1].end)
        near = self.about(start, stop) if about is None else about
        quote = self.text[span.start : span.end]
        self.facts.append((start, stop, Fact(family=family, value=value, span=span, quote=quote, about=near)))
        self.used[start:stop] = b"\1" * (stop - start)

    def finished(self) -> Facts:
        """Return the facts in text order, with the words that they stand among."""
        found = sorted(self.facts, key=_in_text_order)
        facts = Facts([fact for _, _, fact in found])
        facts.text = self.text
        facts.tokens = tuple(self.tokens)
        facts.keys = tuple([content or low for content, low in zip(self.stems, self.lows, strict=True)])
        facts.places = tuple([(start, stop) for start, stop, _ in found])
        return facts


def _in_text_order(found: tuple[int, int, Fact]) -> tuple[int, int]:
    return found[0], found[1]


def bare(token: Token) -> str:
    """Return a name without its quoting: the text inside back quotes or quotation marks, a call without ``()``."""
    text = token.text
    if token.kind == "code":
        text = text.strip("`").strip()
    elif token.kind == "quoted":
        marks = 2 if text.startswith("``") else 1
        text = text[marks:-marks].strip()
    return text.removesuffix("()")


def _stem_of(token: Token, low: str) -> str:
    if token.kind == "word":
        return "" if low in FUNCTION_WORDS else stem(low.removesuffix("'s"))
    return bare(token).lower() if token.kind in _NAMED else ""
