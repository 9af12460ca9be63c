"""One line of an intent with the words that matter underlined, trimmed to the width of the page."""

from __future__ import annotations

from collections.abc import Callable

from ire_gate.domain import Span
from ire_gate.reports.visible import columns, visible

Parts = tuple[str, str, str]

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
    parts = line[:first], line[first:last], line[last:]
    measure: Callable[[str], int] = len
    if not (line.isascii() and line.isprintable()):
        measure = columns
        before, marked, after = parts
        parts = (
            visible(before, is_ascii=is_ascii),
            visible(marked, is_ascii=is_ascii),
            visible(after, is_ascii=is_ascii),
        )
    before, marked, after = _fitted(parts, measure, width, more)
    indent = " " * columns(before)
    return (
        before + marked + after,
        f"{indent}{'^' * max(1, columns(marked))}{more if span.end - start > len(line) else ''}",
    )


def _fitted(parts: Parts, measure: Callable[[str], int], width: int, more: str) -> Parts:
    """Cut what stands furthest from the marked words until the line fits; `measure` tells the columns of a part."""
    before, marked, after = parts
    ahead, size, behind = map(measure, parts)
    if ahead + size + behind <= width:
        return parts
    if size > width - 2 * _LEAST_CONTEXT:
        marked = _head(marked, max(1, width - 2 * _LEAST_CONTEXT), more)
        size = columns(marked)
    room = max(0, width - size)
    before = _tail(before, min(ahead, max(room // 2, room - behind)), more)
    return before, marked, _head(after, room - columns(before), more)


def _head(shown: str, width: int, more: str) -> str:
    if shown.isascii():
        return shown if len(shown) <= width else shown[: max(0, width - len(more))] + more
    if columns(shown) <= width:
        return shown
    kept, used = [], len(more)
    for char in shown:
        used += columns(char)
        if used > width:
            break
        kept.append(char)
    return "".join(kept) + more


def _tail(shown: str, width: int, more: str) -> str:
    if shown.isascii():
        return shown if len(shown) <= width else more + shown[len(shown) - max(0, width - len(more)) :]
    return shown if columns(shown) <= width else more + _head(shown[::-1], width, more)[: -len(more)][::-1]
