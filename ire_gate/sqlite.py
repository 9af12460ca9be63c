"""An SQLite file that many threads and processes use at once, and what SQLite says when it refuses."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)
"""What goes away by itself when another process has finished."""

_LEFT_TO_PARENT: list[sqlite3.Connection] = []


class SharedFile:
    """The one connection of a process to a file, lent to one thread at a time.

    Args:
        path: The file; it and its folder are made when first used, for the user's eyes only (SQLite gives its ``-wal``
            and ``-shm`` the mode of the file).
        patience_s: How long to wait for other processes.
        begin: What to do with each new connection, which is closed if that fails.
    """

    def __init__(self, path: Path, *, patience_s: float, begin: Callable[[sqlite3.Connection], None]) -> None:
        self.path = path
        self._patience_s = patience_s
        self._begin = begin
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()
        self._pid = os.getpid()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep other threads out; `connection` and `drop` may be called within."""
        if self._pid != os.getpid():
            self._leave_to_parent()
        with self._lock:
            yield

    def connection(self) -> sqlite3.Connection:
        """Return the connection, opened if need be.

        Raises:
            OSError: The folder cannot be made.
            sqlite3.Error: The file cannot be opened.
        """
        if self._connection is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _make_private(self.path)
            connection = sqlite3.connect(
                self.path, timeout=self._patience_s, isolation_level=None, check_same_thread=False
            )
            try:
                self._begin(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def drop(self) -> None:
        """Close the connection; the next use opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def close(self) -> None:
        """Do what `drop` does, when no thread uses the connection."""
        with self.held():
            self.drop()

    def _leave_to_parent(self) -> None:
        """Begin anew in a forked child: closing the parent's connection here would cut its log off."""
        if self._connection is not None:
            _LEFT_TO_PARENT.append(self._connection)
        self._connection, self._lock, self._pid = None, threading.Lock(), os.getpid()


def become_wal(connection: sqlite3.Connection, patience_s: float) -> None:
    """Let readers work beside the writer; SQLite does not wait for this by itself when many processes begin at once."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as problem:
            if primary_code(problem) not in BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.005)
        else:
            return


def primary_code(problem: BaseException) -> int | None:
    """Return SQLite's result code without its extension, or None if the problem is not SQLite's."""
    code: int | None = getattr(problem, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _make_private(path: Path) -> None:
    # What keeps the file from being made, SQLite tells better.
    with contextlib.suppress(OSError):
        os.close(os.open(os.path.realpath(path), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
