"""Reading a file that may be missing, huge, or no file at all."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import BinaryIO

from ire_gate.config.rules import nearest
from ire_gate.sources.problems import UnfitError
from ire_gate.sources.texts import too_large

KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISDIR, "a folder"),
)


def read_file(path: Path, limit: int) -> bytes:
    """Return what a file holds; nothing is read of a file beyond `limit` bytes.

    Raises:
        UnfitError: Missing, not a regular file, not readable, or too large.
    """
    size = regular_size(path)
    if size > limit:
        raise too_large(size, limit)
    with open_regular(path) as file:
        data = read_stream(file, size, is_limit=False)  # asked for the limit, Python sets so much memory aside first
        more = read_stream(file, limit) if len(data) > size else b""  # it has grown, or has no size as in /proc
    if len(data) + len(more) > limit:
        raise too_large(None, limit)
    return data + more


def read_stream(stream: BinaryIO, limit: int, *, is_limit: bool = True) -> bytes:
    """Return all that a stream holds.

    Args:
        stream: What is read.
        limit: Bytes; one more is read at most.
        is_limit: Whether more is an error.

    Raises:
        UnfitError: It cannot be read, or holds more than `limit` bytes (no more is read).
    """
    try:
        data = stream.read(limit + 1)
    except OSError as problem:
        raise unreadable(problem) from problem
    if is_limit and len(data) > limit:
        raise too_large(None, limit)
    return data


def standard_input() -> BinaryIO:
    """Return the process's standard input.

    Raises:
        UnfitError: It is closed.
    """
    if sys.stdin is None:
        raise UnfitError("standard input is closed", hint="send it something, or give a file")
    return sys.stdin.buffer


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file; call `regular_size` first, since opening a pipe waits for a writer.

    Raises:
        UnfitError: It cannot be opened.
    """
    try:
        return path.open("rb")
    except OSError as problem:
        raise unreadable(problem) from problem


def regular_size(path: Path) -> int:
    """Return the size of a regular file in bytes.

    Raises:
        UnfitError: Missing (the hint names the nearest name beside it), or not a regular file.
    """
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise UnfitError("there is no such file", hint=_nearest_to(path)) from None
    except OSError as problem:
        raise unreadable(problem) from problem
    if not stat.S_ISREG(status.st_mode):
        kind = next((kind for is_kind, kind in KINDS if is_kind(status.st_mode)), "something else")
        raise UnfitError(f"{kind}, not a regular file", hint="send what comes through it to standard input, and give -")
    return status.st_size


def _nearest_to(path: Path) -> str:
    try:
        names = [beside.name for beside in path.parent.iterdir()]
    except (OSError, ValueError):
        return f"the folder {path.parent} cannot be read or does not exist"
    close = nearest(path.name, names)
    return f"did you mean {str(path.parent / close)!r}?" if close else "check the path"


def unreadable(problem: OSError) -> UnfitError:
    """Return the error for what the operating system does not let us read."""
    return UnfitError(f"cannot be read: {problem.strerror}", hint="check the permissions of the file and its folders")
