"""Finds a model's quotation in the text that it claims to quote."""

from __future__ import annotations

import re

from ire_gate.domain import Span

_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})


def locate(quote: str, text: str) -> Span | None:
    """Return where a quotation stands in a text, or None if it does not.

    White space, letter case and the shape of quotation marks and dashes may differ; words may not.

    >>> locate("the Best  customers", "List the best customers.")
    Span(start=5, end=23)
    """
    quote = quote.strip()
    if not quote:
        return None
    start = text.find(quote)
    if start >= 0:
        return Span(start, start + len(quote))
    words = quote.translate(_TYPOGRAPHY).split()
    found = re.search(r"\s+".join(map(re.escape, words)), text.translate(_TYPOGRAPHY), re.IGNORECASE)
    return Span(*found.span()) if found else None
