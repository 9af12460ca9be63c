"""Tokens → sentences → clauses, each with its span in the text."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from ire_gate.domain import Clause, Span
from ire_gate.language.lexicon import AUXILIARIES, CONJUNCTIONS, DETERMINERS, IMPERATIVES, SUBJECT_PRONOUNS
from ire_gate.language.tokens import NAMES, TEXTS, Token, tokens_of

_BULLETS = frozenset("-*+•–")
_JOINS = CONJUNCTIONS - {"nor", "yet", "plus"} | {"while", "whereas"}
_TRIMMED = frozenset({"and", "or", "but", "then", "so"})
_ABBREVIATED = frozenset("e.g i.e a.k.a etc vs no fig approx incl excl max min cf".split())
_BREAKS = frozenset({"line", "blank"})
_LEAST_WORDS = 3
_MOST_HASHES = 6


def sentences(text: str) -> tuple[tuple[Token, ...], ...]:
    r"""Return the tokens of a text sentence by sentence; list items and headings are sentences, bullets are left out.

    >>> [" ".join(t.text for t in s) for s in sentences("Stop `a`. Then:\n1. start b;\n2. wait.")]
    ['Stop `a` .', 'Then :', 'start b ;', 'wait .']
    """
    return _sentences(text)


@functools.lru_cache(maxsize=TEXTS)
def _sentences(text: str) -> tuple[tuple[Token, ...], ...]:
    found: list[tuple[Token, ...]] = []
    current: list[Token] = []
    tokens = tokens_of(text)
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.kind in {"line", "blank"}:
            if current and (token.kind == "blank" or _starts_item(tokens, index + 1) or current[-1].text in ":;"):
                found.append(tuple(current))
                current = []
            continue
        if not current and _is_bullet(tokens, index):
            continue
        current.append(token)
        if token.text in ".?!" and _ends_sentence(tokens, index, following):
            found.append(tuple(current))
            current = []
    if current:
        found.append(tuple(current))
    return tuple(found)


def _starts_item(tokens: tuple[Token, ...], index: int) -> bool:
    return index < len(tokens) and (_is_bullet(tokens, index) or tokens[index].text == "#")


def _is_bullet(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether a token is the mark of a list item: ``-``, ``*``, ``#`` or the number and stop of ``1.``, ``2)``."""
    token, before = tokens[index], tokens[index - 1] if index else None
    if before is not None and before.kind not in _BREAKS:
        return _is_bullet_tail(tokens, index)
    if token.text in _BULLETS or token.text == "#":
        return True
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    is_number = token.kind == "number" and token.text.isdigit()
    return is_number and following is not None and following.text in ".)" and following.start == token.end


def _is_bullet_tail(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether a token continues a mark: the stop of ``1.``, or a further ``#`` of a heading."""
    token, first = tokens[index], index
    if token.text == "#":
        while first > 0 and index - first < _MOST_HASHES and tokens[first - 1].text == "#":
            first -= 1
    elif token.text in ".)" and tokens[index - 1].text.isdigit() and tokens[index - 1].end == token.start:
        first -= 1
    return first < index and (first == 0 or tokens[first - 1].kind in _BREAKS)


def _ends_sentence(tokens: tuple[Token, ...], index: int, following: Token | None) -> bool:
    if tokens[index].text != "." or following is None or following.kind in {"line", "blank"}:
        return True
    before = tokens[index - 1] if index else None
    if before is not None and before.lower in _ABBREVIATED:
        return following.text[0].isupper() and before.lower in {"etc", "no", "min"}
    return following.start > tokens[index].end


def clauses(text: str) -> tuple[Clause, ...]:
    """Return the stretches of a text that each say one thing, in order; a condition stays with what it governs.

    Sentences are cut at semicolons, and at *and*, *but*, *then*, *or* where a new verb phrase starts. Code blocks are
    clauses of their own.

    >>> [clause.text for clause in clauses("Set `a` to 1, and then restart `b`; if it fails, stop.")]
    ['Set `a` to 1', 'restart `b`', 'if it fails, stop']
    """
    return _clauses(text)


@functools.lru_cache(maxsize=TEXTS)
def _clauses(text: str) -> tuple[Clause, ...]:
    found = []
    for sentence in sentences(text):
        for part in _parts(sentence):
            words = _trimmed(part)
            if words:
                span = Span(words[0].start, words[-1].end)
                found.append(Clause(text=span.of(text), span=span))
    return tuple(found)


def _parts(sentence: tuple[Token, ...]) -> Iterator[list[Token]]:
    part: list[Token] = []
    for index, token in enumerate(sentence):
        cuts = token.text == ";" or (len(part) >= _LEAST_WORDS and _joins_clauses(sentence, index))
        if cuts:
            yield part
            part = []
        if token.text != ";":
            part.append(token)
    yield part


def _joins_clauses(sentence: tuple[Token, ...], index: int) -> bool:
    """Tell whether a conjunction starts a new clause: a subject with a finite verb, or an imperative, follows it."""
    token = sentence[index]
    if token.lower not in _JOINS:
        return False
    rest = [other for other in sentence[index + 1 : index + 8] if other.lower not in _JOINS and other.text != ","]
    if len(rest) < _LEAST_WORDS - 1:
        return False
    first, second = rest[0], rest[1]
    if first.lower in SUBJECT_PRONOUNS or first.lower in AUXILIARIES:
        return True
    after_comma = index > 0 and sentence[index - 1].text == ","
    if first.lower in DETERMINERS:
        return after_comma and any(other.lower in AUXILIARIES for other in rest[:5])
    takes_object = second.lower in DETERMINERS or second.kind in NAMES or second.kind == "quoted"
    return first.lower in IMPERATIVES and (takes_object or after_comma)


def _trimmed(part: list[Token]) -> list[Token]:
    """Drop joining words and punctuation at both ends."""
    start, end = 0, len(part)
    while start < end and (part[start].lower in _TRIMMED or part[start].text in ",.:)"):
        start += 1
    while end > start and (part[end - 1].text in ",.:;!?" or part[end - 1].lower in _TRIMMED):
        end -= 1
    return part[start:end]
