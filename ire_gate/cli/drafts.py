"""JSONL out in one piece: the file changes when all rows are written, and not before."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Self, TextIO

from ire_gate.cli.console import write
from ire_gate.cli.rows import foreign, refuse_input, unwritable


class Draft:
    """Rows that take a file's place when the block ends without an error; ``-`` is standard output.

    Args:
        path: The file; its folder must exist.
        source: The file that the rows are made from, which is never written over.
        is_ours: Whether the first line of what is there shows that it may be written over.

    Raises:
        InputError: The file cannot be written, or holds something else.
    """

    def __init__(self, path: str, *, source: str, is_ours: Callable[[bytes], bool]) -> None:
        self._path = path
        self._draft: Path | None = None
        self._file: TextIO | None = None
        if path == "-":
            return
        refuse_input(path, source)
        try:
            self._open(is_ours)
        except (OSError, ValueError) as problem:
            raise unwritable(path, problem) from problem

    def add(self, row: str) -> None:
        """Write a row that ends with a line feed.

        Raises:
            InputError: The disk is full, or the like.
        """
        if self._file is None:
            write([row], is_data=True)
            return
        try:
            self._file.write(row)
        except OSError as problem:
            raise unwritable(self._path, problem) from problem

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._file is None:
            return
        try:
            self._finish(is_whole=kind is None)
        except OSError as problem:
            raise unwritable(self._path, problem) from problem
        finally:
            if self._draft is not None:
                self._draft.unlink(missing_ok=True)

    def _open(self, is_ours: Callable[[bytes], bool]) -> None:
        place = Path(self._path).resolve()
        if place.exists() and not place.is_file():  # a pipe or /dev/stdout has nothing to keep
            self._file = place.open("w", encoding="utf-8")
            return
        if place.exists():
            with place.open("rb") as there:
                first = there.readline(1 << 20)
            if first and not is_ours(first):
                raise foreign(self._path, 1)
        self._draft = place.with_name(f".{place.name}.{os.getpid()}")
        self._file = self._draft.open("w", encoding="utf-8")

    def _finish(self, *, is_whole: bool) -> None:
        if self._file is None:
            return
        with self._file as file:
            if self._draft is None or not is_whole:
                return
            file.flush()
            os.fsync(file.fileno())
        self._draft.replace(Path(self._path).resolve())
