"""Files of many rows: one JSON object a line, read as a stream."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from msgspec import Struct

from ire_gate.config import Settings
from ire_gate.domain import Waiver
from ire_gate.sources.files import open_regular, regular_size, standard_input, unreadable
from ire_gate.sources.problems import SourceProblem, UnfitError, problem_at
from ire_gate.sources.texts import decoded, refuse_binary, sound_text, too_large

ESCAPED = 6
"""Bytes of JSON that one byte of text may take: an escape such as ``\\u0041``."""
SLACK = 1_000_000
"""Bytes of one row that may be other than text."""


class Row(Struct, frozen=True, kw_only=True, gc=False):
    """One row of a file with many."""

    line: int | None
    """1-based line of the file that the row, or its text, begins with; None for text that is in no file."""
    id: str
    """Empty if the row has none."""
    column: int | None = 1
    """1-based column of the file that each line of the text begins with; None if that differs."""
    texts: tuple[str, ...]
    """The wanted texts, in the order asked for."""
    values: Mapping[str, Any]
    """What else the row says."""
    lines: Mapping[str, int] = {}
    """The lines of the file at which these stand: ``tags``, ``tags.team``, ``profile.seconds``, ``waivers.0``."""
    waivers: tuple[Waiver, ...] = ()
    """Those that comments in the text give; `values` may hold more."""


def iter_rows(
    path: str, settings: Settings, *, texts: Sequence[str] = ("text",), stdin: BinaryIO | None = None
) -> Iterator[Row | SourceProblem]:
    """Read the rows of a JSONL file; memory holds one row, and a hash of each id.

    Args:
        path: The file, or ``-`` for `stdin`.
        settings: ``max_bytes`` limits each text.
        texts: The keys that must hold text: ``("a", "b")`` for a comparison.
        stdin: What ``-`` stands for; the process's own if not given.

    Yields:
        Rows in the order of the file, and a problem in the place of each row that is not JSON, not an object, lacks a
        text or an unused id. Blank lines are passed by.
    """
    try:
        if path == "-":
            source: Any = nullcontext(stdin or standard_input())
        else:
            regular_size(Path(path))
            source = open_regular(Path(path))
        with source as stream:
            for row in _rows(stream, settings.max_bytes, texts):
                yield problem_at(path, row) if isinstance(row, UnfitError) else row
    except UnfitError as unfit:
        yield problem_at(path, unfit)
    except OSError as problem:
        yield problem_at(path, unreadable(problem))


def claim(seen: dict[int, int | None], id_: str, line: int | None) -> None:
    """Take an id for the row at `line`; `seen` holds 8-byte hashes in place of the ids, since files may be long.

    Raises:
        UnfitError: Another row of the source has it.
    """
    if not id_:
        return
    key = hash(id_)
    if key in seen:
        what = f"the id {id_!r} is taken by line {seen[key]}"
        raise UnfitError(what, hint="give each intent an id of its own", line=line)
    seen[key] = line


def clean_id(value: object, line: int | None) -> str:
    """Return an id as text, trimmed; whole numbers become text and None becomes empty.

    Raises:
        UnfitError: Another type, or a character that cannot be seen.
    """
    if value is None:
        return ""
    is_number = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 64
    text = str(value).strip() if is_number else value
    if not isinstance(text, str):
        raise UnfitError(f"the id is of type {type(value).__name__}, not text", hint="write it in quotes", line=line)
    text = text.strip()
    if not text.isprintable():
        raise UnfitError(f"the id {text!a} holds control characters", hint="take them out", line=line)
    return text


def _rows(stream: BinaryIO, max_bytes: int, texts: Sequence[str]) -> Iterator[Row | UnfitError]:
    seen: dict[int, int | None] = {}
    is_empty = True
    for number, offset, data in _lines(stream, ESCAPED * max_bytes * len(texts) + SLACK):
        if isinstance(data, bytes) and not data.strip():
            continue
        try:
            row = _row(_values(data, number, offset), number, max_bytes, texts)
            claim(seen, row.id, number)
            yield row
        except UnfitError as unfit:
            if is_empty and isinstance(data, bytes) and data.strip() in {b"[", b"{"}:
                hint = "write each object on a line of its own, with no list around them"
                raise UnfitError("one JSON value over many lines, not rows", hint=hint, line=number) from None
            yield unfit
        is_empty = False
    if is_empty:
        raise UnfitError("empty: it has no rows", hint=f"write one object a line: {_form(texts)}")


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, int, bytes | UnfitError]]:
    """Number the lines and say how many bytes stand before each; the rest of one beyond `limit` is not kept."""
    offset = number = 0
    while data := stream.readline(limit + 1):
        number += 1
        size = len(data)
        if number == 1:
            refuse_binary(data)
            data = data.removeprefix(codecs.BOM_UTF8)
        if size <= limit or data.endswith(b"\n"):
            yield number, offset + size - len(data), data
        else:
            while data and not data.endswith(b"\n"):
                data = stream.readline(1 << 16)
                size += len(data)
            yield number, offset, too_large(size, limit, line=number)
        offset += size


def _values(data: bytes | UnfitError, number: int, offset: int) -> Any:
    if isinstance(data, UnfitError):
        raise data
    try:
        return _DECODE(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        text = decoded(data, offset=offset, line=number, is_start=False)
        what = f"not JSON: {problem}"
        if re.search(r"\\u[dD][89a-fA-F]", text) and _is_json(text):
            what = "an escape for half of a surrogate pair, which is no character"
        raise UnfitError(what, hint="the other rows are read all the same", line=number) from None


def _is_json(text: str) -> bool:
    import json

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _row(values: Any, number: int, max_bytes: int, texts: Sequence[str]) -> Row:
    if not isinstance(values, dict):
        kind = "a list" if isinstance(values, list) else f"of type {type(values).__name__}"
        raise UnfitError(f"the row is {kind}, not an object", hint=f"write {_form(texts)}", line=number)
    found = []
    for name in texts:
        if name not in values:
            keys = ", ".join(map(repr, values)) or "none"
            raise UnfitError(f"the row has no {name!r}", hint=f"its keys: {keys[:200]}", line=number)
        found.append(sound_text(values[name], line=number, max_bytes=max_bytes, name=repr(name))[0])
    return Row(line=number, id=clean_id(values.get("id"), number), texts=tuple(found), values=values)


def _form(texts: Sequence[str]) -> str:
    return "{" + ", ".join(f'"{name}": "…"' for name in ("id", *texts)) + "}"


_DECODE = msgspec.json.Decoder().decode
