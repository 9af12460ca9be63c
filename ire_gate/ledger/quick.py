"""The ledger in an SQLite file, through the standard library alone: SQLAlchemy takes longer to import than a check."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from ire_gate.errors import LedgerError
from ire_gate.ledger import typical
from ire_gate.ledger.faults import BUSY, ELSEWHERE, ledger_error, primary_code
from ire_gate.ledger.migrations import CREATE_MIGRATIONS, pending
from ire_gate.ledger.rows import BookedCall, Decision, now

PATIENCE_S = 60.0
"""How long to wait for other processes: losing a decision is worse than waiting."""

_LEFT_TO_PARENT: list[sqlite3.Connection] = []


class QuickFile:
    """An SQLite file that decisions are written to; any thread may use it.

    Args:
        path: The file; it and its folder are made when first used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.where = str(path)
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()
        self._pid = os.getpid()

    def prepare(self) -> None:
        """Make sure that the file is there, can be written and has the schema of this version."""
        with self._open():
            pass

    def write(self, decisions: Sequence[Decision], calls: Sequence[BookedCall]) -> None:
        """Write a batch in one transaction; it is on the disk when this returns, or not at all."""
        with self._open() as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(_insert("decisions", Decision), map(msgspec.structs.astuple, decisions))
            if calls:
                connection.executemany(_insert("calls", BookedCall), map(msgspec.structs.astuple, calls))

    def used(self, sql: str, values: dict[str, str]) -> list[typical.Used]:
        """Return what `typical.query` finds."""
        with self._open() as connection:
            return connection.execute(sql, values).fetchall()

    def has_outcomes(self) -> bool:
        """Return whether any outcome was booked."""
        with self._open() as connection:
            return connection.execute("SELECT 1 FROM outcomes LIMIT 1").fetchone() is not None

    def close(self) -> None:
        """Give back the file; the next use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Lend the one connection to one thread.

        Raises:
            LedgerError: Whatever goes wrong with the file.
        """
        if self._pid != os.getpid():
            self._leave_to_parent()
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = _connected(self.path)
                yield self._connection
            except (sqlite3.Error, OSError) as problem:
                raise ledger_error(self.where, problem) from problem

    def _leave_to_parent(self) -> None:
        """Begin anew in a forked child: closing the parent's connection here would cut its log off."""
        if self._connection is not None:
            _LEFT_TO_PARENT.append(self._connection)
        self._connection, self._lock, self._pid = None, threading.Lock(), os.getpid()


def _connected(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=PATIENCE_S, isolation_level=None, check_same_thread=False)
    try:
        # With the default of some builds, a power cut could lose decisions that were announced.
        connection.execute("PRAGMA synchronous = FULL")
        if _lacks_steps(connection, str(path)):
            _become_wal(connection)
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                _migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _lacks_steps(connection: sqlite3.Connection, where: str) -> bool:
    with connection:
        connection.execute("BEGIN")  # both answers are then of one moment, whoever makes the ledger meanwhile
        applied = _applied(connection)
        if not applied and connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            raise LedgerError(f"{where}: is a database, but not a ledger", hint=ELSEWHERE)
    return bool(pending(applied, where))


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Take the steps that no other process has taken meanwhile."""
    connection.execute(CREATE_MIGRATIONS)
    for step in pending(_applied(connection), str(path)):
        for statement in step.statements:
            connection.execute(statement)
        connection.execute("INSERT INTO migrations (name, at) VALUES (?, ?)", (step.name, now()))


def _applied(connection: sqlite3.Connection) -> list[str]:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").fetchone():
        return []
    return [name for (name,) in connection.execute("SELECT name FROM migrations")]


def _become_wal(connection: sqlite3.Connection) -> None:
    """Let readers work beside the writer; SQLite does not wait for this by itself when many processes begin at once."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as problem:
            if primary_code(problem) not in BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.005)
        else:
            return


def _insert(table: str, row: type[Struct]) -> str:
    columns = row.__struct_fields__
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names of our own fields
