"""Numbers in a clause → `Value`s with comparator and unit."""

from __future__ import annotations

from ire_gate.domain import Comparator, Value
from ire_gate.language.lexicon import FUNCTION_WORDS
from ire_gate.language.tokens import Token
from ire_gate.reading.words import CURRENCIES, MONTHS, UNITS

_PHRASES: tuple[tuple[Comparator, str], ...] = (
    (">=", "at least, no less than, minimum, min, > =, ≥"),
    ("<=", "at most, up to, no more than, not more than, within, maximum, max, < =, ≤"),
    (">", "more than, above, over, exceeds, longer than, larger than, older than, greater than, >"),
    ("<", "less than, fewer than, below, under, smaller than, shorter than, <"),
    ("~", "about, around, approximately, roughly"),
)
_COMPARATORS = {phrase: sign for sign, phrases in _PHRASES for phrase in phrases.split(", ")}
_PLACED = frozenset({"number", "date", "time"})


def values_of(tokens: tuple[Token, ...]) -> tuple[Value, ...]:
    """Return the figures, dates and times of a clause, each with the nearest noun before it as its name.

    >>> from ire_gate.language.tokens import tokenise
    >>> [(value.comparator, value.unit) for value in values_of(tokenise("wait at least 30 s"))]
    [('>=', 's')]
    """
    found = []
    for index, token in enumerate(tokens):
        if token.kind not in _PLACED:
            continue
        words = [before.lower for before in tokens[max(0, index - 4) : index]]
        currency = words[-1] if words and words[-1] in CURRENCIES else None
        after = tokens[index + 1].text if index + 1 < len(tokens) else ""
        unit = after if after.lower() in UNITS and after.lower() not in MONTHS and token.kind == "number" else None
        found.append(
            Value(
                name=_name(tokens, index),
                comparator=_comparator(words[: -1 if currency else None]),
                value=token.text,
                unit=currency.upper() if currency else unit,
            )
        )
    return tuple(found)


def _comparator(words: list[str]) -> Comparator:
    """Return what the words right before a figure say of it; the longest phrase counts."""
    for length in (3, 2, 1):
        found = _COMPARATORS.get(" ".join(words[-length:]))
        if found:
            return found
    return "="


def _name(tokens: tuple[Token, ...], index: int) -> str:
    for back in range(index - 1, max(-1, index - 8), -1):
        token = tokens[back]
        if token.kind in {"code", "ident", "path"} or (token.kind == "word" and token.lower not in FUNCTION_WORDS):
            return token.text
    return ""
