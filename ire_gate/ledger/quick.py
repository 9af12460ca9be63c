"""The ledger in an SQLite file, through the standard library alone: SQLAlchemy takes longer to import than a check."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from ire_gate.errors import LedgerError
from ire_gate.ledger.faults import ELSEWHERE, ledger_error
from ire_gate.ledger.migrations import CREATE_MIGRATIONS, pending
from ire_gate.ledger.rows import now
from ire_gate.sqlite import SharedFile, become_wal

PATIENCE_S = 60.0
"""How long to wait for other processes: losing a decision is worse than waiting."""

WRITE_NOTHING = "INSERT INTO decisions SELECT * FROM decisions LIMIT 0"
"""Refused wherever a decision could not be written; ``BEGIN IMMEDIATE`` does not mind a file that is read-only."""


class QuickFile:
    """An SQLite file that decisions are written to; any thread may use it.

    Args:
        path: The file; it and its folder are made when first used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.where = str(path)
        self._file = SharedFile(path, patience_s=PATIENCE_S, begin=self._begin)

    def make(self) -> None:
        """Make sure that the file is there and has the schema of this version."""
        with self._open():
            pass

    def prepare(self) -> None:
        """Do what `make` does, and make sure that the file can be written."""
        with self._open() as connection:
            connection.execute(WRITE_NOTHING)

    def write(self, rows: Mapping[str, Sequence[Struct]]) -> None:
        """Write rows by their table in one transaction; they are on the disk when this returns, or not at all."""
        with self._open() as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            for table, batch in rows.items():
                if batch:
                    connection.executemany(_insert(table, type(batch[0])), map(msgspec.structs.astuple, batch))

    def select(self, sql: str, values: Mapping[str, str]) -> list[tuple[Any, ...]]:
        """Return the rows that a query finds; its parameters are ``:name``."""
        with self._open() as connection:
            return connection.execute(sql, values).fetchall()

    def has_outcomes(self) -> bool:
        """Return whether any outcome was booked."""
        with self._open() as connection:
            return connection.execute("SELECT 1 FROM outcomes LIMIT 1").fetchone() is not None

    def close(self) -> None:
        """Give back the file; the next use opens it again."""
        self._file.close()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Lend the one connection to one thread.

        Raises:
            LedgerError: Whatever goes wrong with the file.
        """
        with self._file.held():
            try:
                yield self._file.connection()
            except (sqlite3.Error, OSError) as problem:
                raise ledger_error(self.where, problem) from problem

    def _begin(self, connection: sqlite3.Connection) -> None:
        # With the default of some builds, a power cut could lose decisions that were announced.
        connection.execute("PRAGMA synchronous = FULL")
        if _lacks_steps(connection, self.where):
            become_wal(connection, PATIENCE_S)
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                _migrate(connection, self.where)


def _lacks_steps(connection: sqlite3.Connection, where: str) -> bool:
    with connection:
        connection.execute("BEGIN")  # both answers are then of one moment, whoever makes the ledger meanwhile
        applied = _applied(connection)
        if not applied and connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            raise LedgerError(f"{where}: is a database, but not a ledger", hint=ELSEWHERE)
    return bool(pending(applied, where))


def _migrate(connection: sqlite3.Connection, where: str) -> None:
    """Take the steps that no other process has taken meanwhile."""
    connection.execute(CREATE_MIGRATIONS)
    for step in pending(_applied(connection), where):
        for statement in step.statements:
            connection.execute(statement)
        connection.execute("INSERT INTO migrations (name, at) VALUES (?, ?)", (step.name, now()))


def _applied(connection: sqlite3.Connection) -> list[str]:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").fetchone():
        return []
    return [name for (name,) in connection.execute("SELECT name FROM migrations")]


def _insert(table: str, row: type[Struct]) -> str:
    columns = row.__struct_fields__
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names of our own fields
