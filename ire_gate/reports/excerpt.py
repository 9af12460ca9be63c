"""One line of an intent with the words that matter underlined, trimmed to the width of the page."""

from __future__ import annotations

from ire_gate.domain import Span
from ire_gate.reports.visible import columns, visible

_LEAST_CONTEXT = 12
"""Columns kept on either side of the underlined words where there is room."""


def excerpt(text: str, span: Span, *, width: int, is_ascii: bool = False) -> tuple[str, str]:
    r"""Return the line of `text` in which a span starts, made safe to show, and the line to print below it.

    Args:
        text: The whole intent.
        span: The words to underline; what lies beyond the end of its first line is told by an ellipsis.
        width: Columns that the line may take.
        is_ascii: Whether the output can hold ASCII only.

    >>> excerpt("Sort the best\ncustomers.", Span(9, 13), width=40)
    ('Sort the best', '         ^^^^')
    """
    start = text.rfind("\n", 0, span.start) + 1
    stop = text.find("\n", span.start)
    line = text[start : len(text) if stop < 0 else stop].rstrip("\r")
    first = min(span.start - start, len(line))
    last = max(first, min(span.end - start, len(line)))
    more = "..." if is_ascii else "…"
    before, marked, after = (visible(part, is_ascii=is_ascii) for part in (line[:first], line[first:last], line[last:]))
    before, marked, after = _fitted((before, marked, after), width, more)
    carets = "^" * max(1, columns(marked))
    return before + marked + after, " " * columns(before) + carets + (more if span.end - start > len(line) else "")


def _fitted(parts: tuple[str, str, str], width: int, more: str) -> tuple[str, str, str]:
    """Cut what stands furthest from the marked words until the line fits."""
    before, marked, after = parts
    if columns(before + marked + after) <= width:
        return parts
    if columns(marked) > width - 2 * _LEAST_CONTEXT:
        marked = _head(marked, max(1, width - 2 * _LEAST_CONTEXT), more)
    room = max(0, width - columns(marked))
    left = min(columns(before), max(room // 2, room - columns(after)))
    before = _tail(before, left, more)
    return before, marked, _head(after, room - columns(before), more)


def _head(shown: str, width: int, more: str) -> str:
    if columns(shown) <= width:
        return shown
    kept, used = [], columns(more)
    for char in shown:
        used += columns(char)
        if used > width:
            break
        kept.append(char)
    return "".join(kept) + more


def _tail(shown: str, width: int, more: str) -> str:
    return shown if columns(shown) <= width else more + _head(shown[::-1], width, more)[: -len(more)][::-1]
