"""What an agent said last, from the file in which its host keeps the conversation."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

TAIL = 1 << 20
"""Bytes at the end of a transcript that are read: hosts write long records of their own behind an answer."""


def last_words(transcript: str) -> str | None:
    """Return the last text of the agent; None if it said nothing yet, or nobody knows.

    Claude Code and Codex CLI write one JSON object a line; the message stands in it, in ``message`` or in ``payload``.
    A file in another form, or none, counts as one in which nothing was said.
    """
    for line in reversed(_tail(transcript).splitlines()):
        if b'"assistant"' not in line:
            continue
        try:
            record = msgspec.json.decode(line)
        except msgspec.MsgspecError:  # the first line of the tail is seldom whole
            continue
        said = _said(record)
        if said is not None:
            return said
    return None


def _tail(transcript: str) -> bytes:
    try:
        path = Path(transcript)
        state = path.stat()
        if not transcript or not stat.S_ISREG(state.st_mode):
            return b""
        with path.open("rb") as file:
            file.seek(max(0, state.st_size - TAIL))
            return file.read(TAIL)
    except (OSError, ValueError):  # a name with a null byte is a ValueError
        return b""


def _said(record: Any) -> str | None:
    if not isinstance(record, Mapping) or record.get("isSidechain") is True:
        return None
    for message in (record.get("message"), record.get("payload"), record):
        if isinstance(message, Mapping) and message.get("role") == "assistant":
            return _text(message.get("content"))
    return None


def _text(content: Any) -> str | None:
    """Return the text of a message; None if it has none, as one that only calls a tool."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    texts = [part["text"] for part in parts if isinstance(part, Mapping) and isinstance(part.get("text"), str)]
    return "\n".join(texts) if texts else None
