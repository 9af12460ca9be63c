"""The figures of a period as a page: text, Markdown, JSON or CSV."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from ire_gate.reports.json import encode, rounded
from ire_gate.reports.summary import Summary
from ire_gate.reports.tables import Row, tables
from ire_gate.reports.visible import cell, visible


def json(summary: Summary) -> str:
    """Return a summary as one JSON object."""
    return encode(rounded(summary)) + "\n"


def text(summary: Summary) -> str:
    """Return a summary for people at a terminal."""
    lines = [title(summary)]
    for number, table in enumerate(tables(summary)):
        head = [] if table.head[-1] == "value" else [table.head]
        lines += ["", *([table.title[0].lower() + table.title[1:], ""] if number else [])]
        lines += _columns([*head, *table.rows])
    return "\n".join(lines) + "\n"


def markdown(summary: Summary) -> str:
    """Return a summary as Markdown, in words and then exactly."""
    lines = [f"# {title(summary)}"]
    for number, table in enumerate(tables(summary)):
        lines += ["", *([f"## {table.title}", ""] if number else []), *_table([table.head, *table.rows])]
    exact = [(name, str(value)) for name, value in leaves(summary)]
    lines += ["", "## Every figure", "", *_table([("figure", "value"), *exact])]
    return "\n".join(lines) + "\n"


def csv(summary: Summary) -> str:
    """Return every figure on a line of its own: where it stands in the JSON report, and its value; unknown is empty."""
    import csv as writer
    import io

    page = io.StringIO()
    lines = writer.writer(page, lineterminator="\n")
    lines.writerow(("figure", "value"))
    lines.writerows(leaves(summary))
    return page.getvalue()


def leaves(summary: Summary) -> Iterator[tuple[str, Any]]:
    """Yield every figure with its place in the JSON report, as exactly as that has it; unknown is empty."""
    yield from _leaves("", msgspec.to_builtins(rounded(summary)))


def _leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list | tuple) else ()
    if isinstance(value, dict | list | tuple):
        for key, part in parts:
            yield from _leaves(f"{name}.{key}" if name else str(key), part)
    else:
        yield name, "" if value is None else _harmless(value)


def _harmless(value: Any) -> Any:
    """A spreadsheet takes a text that begins so for a formula."""
    begins = unicodedata.normalize("NFKC", value[:1]) if isinstance(value, str) else ""
    return f"'{value}" if begins in {"=", "+", "-", "@", "\t", "\r", "\n"} else value


def title(summary: Summary) -> str:
    """Return what the report is called."""
    return f"ire-gate report{f' since {summary.since}' if summary.since else ''}"


def _columns(rows: Sequence[Row]) -> list[str]:
    widths = [max(len(visible(cell)) for cell in column) for column in zip(*rows, strict=True)]
    return ["  " + "  ".join(map(str.ljust, map(visible, row), widths)).rstrip() for row in rows]


def _table(rows: Sequence[Row]) -> list[str]:
    head, *body = (f"| {' | '.join(map(cell, row))} |" for row in rows)
    return [head, f"|{'---|' * len(rows[0])}", *body]
