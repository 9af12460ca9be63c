"""Spans of an intent as lines and columns of the file that it came from."""

from __future__ import annotations

from msgspec import Struct

from ire_gate.domain import Intent, Span

_NOT_VERBATIM = (".jsonl", ".ndjson", ".json", ".yaml", ".yml")
"""Files in which an intent is quoted, so that a column of the text is not a column of the file."""

_NO_FILE = (None, "", "-")


class Place(Struct, frozen=True):
    """Where a span stands, counted from 1; the end is behind the last character, columns are None if unknown."""

    line: int
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


def path_of(intent: Intent) -> str | None:
    """Return the path of the file that an intent came from; None if it came from no file."""
    return None if intent.source.path in _NO_FILE else intent.source.path


def label_of(intent: Intent) -> str:
    """Return what a person knows an intent by: its path and line, else its id, else the start of its digest."""
    path = intent.source.path
    if not path:
        return intent.id or f"intent {intent.digest[:12]}"
    return f"{path}:{intent.source.line or 1}"


def place_of(intent: Intent, span: Span | None) -> Place:
    """Return where a span stands in the file; the intent's first line if there is no span or no telling."""
    first = intent.source.line or 1
    path = path_of(intent)
    if span is None or (path is not None and path.lower().endswith(_NOT_VERBATIM)):
        return Place(first)
    start_line, start_column = _position(intent.text, span.start)
    end_line, end_column = _position(intent.text, span.end)
    if intent.source.column is None:
        return Place(first + start_line)
    left = intent.source.column - 1
    return Place(first + start_line, left + start_column, first + end_line, left + end_column)


def _position(text: str, offset: int) -> tuple[int, int]:
    """Return the line (from 0) and the column (from 1) of an offset."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset), offset - start + 1
