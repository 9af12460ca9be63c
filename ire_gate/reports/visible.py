"""Makes text from outside safe to show: control characters, escapes and bidirectional overrides become visible."""

from __future__ import annotations

_KEPT = frozenset("\u200c\u200d")
"""Joiners inside emoji and in Persian or Indic words; they order nothing and hide nothing."""

_BREAKS = frozenset("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
"""White space that ends a line somewhere, or is a control character; all other is shown as a space."""

_ESCAPES = ((0xFF, "\\x{:02x}"), (0xFFFF, "\\u{:04x}"), (0x10FFFF, "\\U{:08x}"))

_PICTURES = 0x2400
"""Where Unicode keeps one visible picture for each control character below 0x20."""


def visible(text: str, *, is_ascii: bool = False) -> str:
    r"""Return a text in which nothing can move the cursor, change colours, reverse the reading order or hide.

    Args:
        text: One line or many; line feeds are shown too, so split first what shall stay lines.
        is_ascii: Whether the output can hold ASCII only.

    >>> visible("a\x1b[31mb\u202ec")
    'a␛[31mb\\u202ec'
    >>> visible("über\x07", is_ascii=True)
    '\\xfcber\\x07'
    """
    if text.isprintable() and (not is_ascii or text.isascii()):
        return text
    return "".join(show(char, is_ascii=is_ascii) for char in text)


def show(char: str, *, is_ascii: bool) -> str:
    """Return one character as it may be printed; a tab becomes four spaces."""
    if char == "\t":
        return "    "
    if (char.isprintable() or char in _KEPT) and (not is_ascii or char.isascii()):
        return char
    code = ord(char)
    if code < ord(" ") and not is_ascii:
        return chr(_PICTURES + code)
    if char.isspace() and char not in _BREAKS:
        return " "
    return next(form.format(code) for last, form in _ESCAPES if code <= last)


def cell(text: str) -> str:
    """Return one line as a cell of a Markdown table: nothing in it ends the cell, is markup or mentions somebody."""
    return "".join(f"&#{ord(char)};" if char in "\\|<>&`*_[]@#~" else char for char in visible(text))


def columns(shown: str) -> int:
    """Return how many terminal columns a printable text takes: wide characters two, combining marks none."""
    if shown.isascii() or shown.strip("…").isascii():
        return len(shown)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(char) in {"Mn", "Me", "Cf"} else 2 if east_asian_width(char) in "WF" else 1 for char in shown
    )
