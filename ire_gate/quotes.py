"""Finds a model's quotation in the text that it claims to quote."""

from __future__ import annotations

import re

from ire_gate.domain import Span

_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})


def locate(quote: str, text: str) -> Span | None:
    """Return where a quotation stands in a text, or None if it does not.

    White space, letter case and the shape of quotation marks and dashes may differ; words may not, and each is whole.

    >>> locate("the Best  customers", "List the best customers.")
    Span(start=5, end=23)
    >>> locate("it", "Wait for `a`, then stop it.")
    Span(start=24, end=26)
    """
    words = quote.translate(_TYPOGRAPHY).split()
    if not words:
        return None
    pattern = _edge(words[0][0], before=True) + r"\s+".join(map(re.escape, words)) + _edge(words[-1][-1], before=False)
    plain = text.translate(_TYPOGRAPHY)
    found = re.search(pattern, plain) or re.search(pattern, plain, re.IGNORECASE)
    return Span(*found.span()) if found else None


def _edge(character: str, *, before: bool) -> str:
    """A quotation does not begin or end within a word."""
    if not (character.isalnum() or character == "_"):
        return ""
    return r"(?<!\w)" if before else r"(?!\w)"
