"""Markdown: front matter, and fences that mark intents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, structs

from ire_gate.config import Settings
from ire_gate.sources.problems import UnfitError
from ire_gate.sources.rows import Row, claim, clean_id
from ire_gate.sources.texts import sound_text
from ire_gate.sources.waivers import lifted

_MAYBE_FENCED = r"(?m)^[ \t>*+0-9.)-]*(?:`{3,}|~{3,})[ \t]*intent\b"
_ATTRIBUTE = r"""([^\s=]+)(?:=("[^"]*"|'[^']*'|\S*))?"""


def markdown_rows(text: str, settings: Settings) -> Iterator[Row | UnfitError]:
    """Read the intents of a Markdown file.

    Each fence with the info string ``intent`` is one, with ``id=…`` and tags as ``key=value`` behind the word; without
    such a fence the whole body is one. Front matter gives ``id``, ``tags`` and ``profile`` for those that do not say;
    of several fences, the one at place 2 then is ``ID.2``. ``ire-gate: false`` or ``intent: false`` in front matter
    takes the file out. A waiver before a fence or in it holds for that fence, one in front matter for all of them.

    Raises:
        UnfitError: Front matter that is not closed or not YAML.
    """
    text, waivers = lifted(text)
    values, lines, body, line = _split(text)
    if any(values.get(key) is False for key in ("ire-gate", "ire_gate", "intent")):
        return
    id_ = clean_id(values.get("id"), 1)
    fences = _fences(body, line) if re.search(_MAYBE_FENCED, body) else []
    if not fences:
        whole, first = sound_text(body, line=line, max_bytes=settings.max_bytes)
        yield Row(line=first, id=id_, texts=(whole,), values=values, lines=lines, waivers=waivers)
        return
    seen: dict[int, int | None] = {}
    for place, fence in enumerate(fences, start=1):
        try:
            row = _fenced(fence, values, settings.max_bytes, id_ if len(fences) == 1 or not id_ else f"{id_}.{place}")
            since = fences[place - 2].end if place > 1 else line
            held = tuple(waiver for waiver in waivers if waiver.line < line or since <= waiver.line < fence.end)
            row = structs.replace(row, lines={**lines, **row.lines}, waivers=held)
            claim(seen, row.id, row.line)
            yield row
        except UnfitError as unfit:
            yield unfit
    for waiver in waivers:
        if waiver.line >= fences[-1].end:
            hint = "put it before the fence that it is for, or into it"
            yield UnfitError("a waiver behind the last fence holds for nothing", hint=hint, line=waiver.line)


def _split(text: str) -> tuple[dict[str, Any], dict[str, int], str, int]:
    """Return front matter with its lines, body, and the 1-based line that the body begins with."""
    first, end, rest = text.partition("\n")
    if first.rstrip() != "---" or not end:
        return {}, {}, text, 1
    closing = re.search(r"(?m)^(?:---|\.\.\.)[ \t]*$\n?", rest)
    if closing is None:
        hint = "close it with a line ---; for a ruled line at the top write ***"
        raise UnfitError("the front matter is not closed", hint=hint, line=1)
    from ire_gate.sources.yaml_rows import front_matter

    line = 2 + rest.count("\n", 0, closing.end())
    values, lines = front_matter(rest[: closing.start()], 2)
    if not isinstance(values.get("tags"), dict):
        values.pop("tags", None)  # a list of keywords, as notes and blogs have it
    return values, lines, rest[closing.end() :], line


class Fence(Struct, frozen=True, kw_only=True):
    """A fence that marks an intent."""

    attributes: str
    content: str
    line: int
    """1-based, that the content begins with."""
    end: int
    """1-based, the first one behind the fence."""
    column: int | None
    is_closed: bool


def _fences(body: str, line: int) -> list[Fence]:
    """Return the fences that mark intents, as CommonMark sees them: in lists and quotes too, not in comments."""
    from markdown_it import MarkdownIt

    lines = body.split("\n")
    found = []
    for token in MarkdownIt("commonmark").disable("inline").parse(body):
        word, *attributes = token.info.split(maxsplit=1)[:2] or [""]
        if token.type == "fence" and word.lower() == "intent" and token.map:
            start, end = token.map
            last = lines[end - 1].strip(" \t>")
            is_closed = end - 1 > start and last.startswith(token.markup) and not last.strip(token.markup[0])
            found.append(
                Fence(
                    attributes="".join(attributes),
                    content=token.content,
                    line=line + start + 1,
                    end=line + end,
                    column=_column(token.content.splitlines(), lines[start + 1 : end]),
                    is_closed=is_closed,
                )
            )
    return found


def _column(content: list[str], lines: list[str]) -> int | None:
    """Return the column that the content's lines begin with in the file: in a list or a quote not the first."""
    pairs = [(ours, theirs) for ours, theirs in zip(content, lines, strict=False) if ours.strip()]
    columns = {len(theirs) - len(ours) + 1 if theirs.endswith(ours) else None for ours, theirs in pairs}
    return columns.pop() if len(columns) == 1 else None


def _fenced(fence: Fence, values: dict[str, Any], max_bytes: int, id_: str) -> Row:
    line = fence.line
    if not fence.is_closed:
        hint = "close it with as many marks as it is opened with"
        raise UnfitError("the fence is not closed", hint=hint, line=line - 1)
    text, first = sound_text(fence.content, line=line, max_bytes=max_bytes)
    tags = {}
    for key, value in re.findall(_ATTRIBUTE, fence.attributes):
        if not value:
            raise UnfitError(f"{key!r} is not KEY=VALUE", hint="write ```intent id=… team=…", line=line - 1)
        tags[key] = value.strip("\"'")
    id_ = clean_id(tags.pop("id", id_), line - 1)
    return Row(
        line=first,
        column=fence.column,
        id=id_,
        texts=(text,),
        values={**values, "tags": {**values.get("tags", {}), **tags}},
        lines={f"tags.{key}": line - 1 for key in tags},
    )
