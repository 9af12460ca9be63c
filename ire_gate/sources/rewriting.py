"""A changed text of an intent, back into the file that it came from; nothing else of the file changes."""

from __future__ import annotations

import codecs
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from ire_gate.domain import Intent
from ire_gate.errors import InputError


def rewritten(data: bytes, intent: Intent, text: str) -> bytes:
    """Return what a file holds with the intent's text changed.

    The byte order mark, the line ends and what stands around the intent stay as they are.

    Args:
        data: The file.
        intent: What was read from it.
        text: What it is to say.

    Raises:
        InputError: The intent does not stand there word for word, so that nobody knows what to change.
    """
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    raw = data.removeprefix(mark).decode()
    newline = "\r\n" if "\r\n" in raw else "\r" if "\r" in raw and "\n" not in raw else "\n"
    whole = raw.replace("\r\n", "\n").replace("\r", "\n")
    lines = whole.split("\n")
    start = len("\n".join(lines[: (intent.source.line or 1) - 1])) + ((intent.source.line or 1) > 1)
    if not whole.startswith(intent.text, start):
        raise InputError(
            f"{intent.source.path}: the intent does not stand in it word for word",
            hint="it is indented, quoted or a value in a row: write the answers into it by hand",
        )
    changed = f"{whole[:start]}{text}{whole[start + len(intent.text) :]}"
    return mark + changed.replace("\n", newline).encode()


def replace_file(path: Path, before: bytes, after: bytes) -> None:
    """Write a file anew, whole or not at all, with its permissions; through a link, the file that it leads to.

    Raises:
        InputError: It cannot be written, or has changed since it was read.
    """
    target = path.resolve()
    try:
        if target.read_bytes() != before:
            raise InputError(f"{path}: changed while questions were asked", hint="nothing was written; run it again")
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(after)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(target.stat().st_mode)
            Path(name).replace(target)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as problem:
        raise InputError(
            f"{path}: cannot be written: {problem.strerror}", hint="check the permissions; nothing was changed"
        ) from problem
