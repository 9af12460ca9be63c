"""What engines found out before, by key: an SQLite file that may be lost at any time and never stops a check.

It holds what a verdict shows besides the intent: spec and back-translation, and so nearly the intent's own words,
whatever ``store_text`` says. Nobody but the user may read it; who wants no such file turns the cache off.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Self

from ire_gate import paths
from ire_gate.sqlite import BUSY, SharedFile, become_wal, primary_code

LIMIT = 50_000
"""Entries kept; the oldest go first."""

_APPLICATION = 0x49524547
"""``IREG``: marks the file as ours, so that no other program's database is ever touched."""

_SCHEMA = 1
_PATIENCE_S = 2.0
_CHUNK = 500
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_HEADER = b"SQLite format 3\0"

_CREATE = "CREATE TABLE entries (key TEXT PRIMARY KEY, value BLOB NOT NULL, checksum INTEGER NOT NULL)"
_PUT = "INSERT OR REPLACE INTO entries (key, value, checksum) VALUES (?, ?, ?)"
# A replaced row gets a new rowid, so rowids count from the oldest entry to the newest and no clock is needed.
_EVICT = "DELETE FROM entries WHERE rowid <= (SELECT max(rowid) FROM entries) - ?"

Act = Callable[[sqlite3.Connection], dict[str, bytes]]


class UnusableCacheError(Exception):
    """The file is a database, but not a cache that this version may use."""


class Cache:
    """Bytes by key, shared by threads and processes.

    Whatever goes wrong (no permission, a full disk, another program's file) makes it behave like an empty cache;
    `problem` then says why. A damaged SQLite file is moved aside to ``NAME.broken`` and begun anew.

    Args:
        path: The file, or None for a cache that holds nothing.
        limit: Entries kept.
    """

    def __init__(self, path: Path | None, *, limit: int = LIMIT) -> None:
        self.path = path
        self._limit = limit
        self._problem: str | None = None
        self._opened: int | None = None
        self._file = None if path is None else SharedFile(path, patience_s=_PATIENCE_S, begin=self._begin)

    @classmethod
    def open(cls, where: bool | str) -> Self:
        """Return the cache in the file that `paths.cache_path` names, or one that holds nothing.

        The file is opened when it is first used.
        """
        return cls(paths.cache_path(where))

    @property
    def problem(self) -> str | None:
        """Why the cache is of no use, or None; asking opens the file."""
        self.get_many(("",))
        return self._problem

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """Return the values of those keys that are there and undamaged."""
        wanted = list(keys)
        return self._trying(lambda connection: _get(connection, wanted)) if wanted else {}

    def put_many(self, entries: Mapping[str, bytes]) -> None:
        """Keep values, in place of older ones of the same key."""
        rows = [(key, value, _checksum(key, value)) for key, value in entries.items()]
        if rows:
            self._trying(lambda connection: _put(connection, rows, self._limit))

    def close(self) -> None:
        """Give back the file; the next use opens it again."""
        if self._file is not None:
            self._file.close()

    def _trying(self, act: Act) -> dict[str, bytes]:
        """Do `act` on the open file, once more on a new file if this one is damaged."""
        if self._file is None:
            return {}
        with self._file.held():
            for _ in range(2):
                if self._problem:
                    break
                try:
                    return act(self._file.connection())
                except (sqlite3.Error, OSError, UnusableCacheError) as problem:
                    self._file.drop()
                    if not self._is_mended(self._file.path, problem):
                        break
        return {}

    def _begin(self, connection: sqlite3.Connection) -> None:
        self._opened = _identity(self.path) if self.path else None
        _prepare(connection)

    def _is_mended(self, path: Path, problem: Exception) -> bool:
        """Make the best of a problem; return whether another try is worth it."""
        code = primary_code(problem)
        if code in BUSY:
            return False
        is_database = code in _DAMAGED and _has_header(path)
        if is_database and _moved_aside(path, self._opened):
            return True
        self._problem = f"{path}: {problem if is_database or code not in _DAMAGED else 'is no cache of ours'}"
        return False


def _prepare(connection: sqlite3.Connection) -> None:
    """Make sure that the file is a cache of this schema.

    Raises:
        UnusableCacheError: It belongs to another program or to a newer version.
    """
    with connection:
        connection.execute("BEGIN")  # all that is asked is then of one moment, whoever makes the table meanwhile
        is_ready = _is_ready(connection)
    if not is_ready:
        become_wal(connection, _PATIENCE_S)
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            _create(connection)
    # A crash may lose the last entries and nothing else; they are found out again.
    connection.execute("PRAGMA synchronous = NORMAL")


def _create(connection: sqlite3.Connection) -> None:
    """Make the table, in place of an older version's, unless another process has done so meanwhile."""
    if _is_ready(connection):
        return
    connection.execute("DROP TABLE IF EXISTS entries")
    connection.execute(_CREATE)
    connection.execute(f"PRAGMA application_id = {_APPLICATION}")
    connection.execute(f"PRAGMA user_version = {_SCHEMA}")


def _is_ready(connection: sqlite3.Connection) -> bool:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    if application != _APPLICATION and connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        raise UnusableCacheError("is a database of another program")
    if schema > _SCHEMA:
        raise UnusableCacheError(f"was made by a newer version (schema {schema}, this one knows {_SCHEMA})")
    return bool(application == _APPLICATION and schema == _SCHEMA)


def _get(connection: sqlite3.Connection, keys: list[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        marks = ",".join("?" * len(chunk))
        rows = connection.execute(f"SELECT key, value, checksum FROM entries WHERE key IN ({marks})", chunk)  # noqa: S608 - only question marks
        found.update((key, value) for key, value, checksum in rows if checksum == _checksum(key, value) is not None)
    return found


def _put(connection: sqlite3.Connection, rows: list[tuple[str, bytes, int | None]], limit: int) -> dict[str, bytes]:
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(_PUT, rows)
        connection.execute(_EVICT, (limit,))
    return {}


def _checksum(key: str, value: object) -> int | None:
    """Tell a value that a bad disk changed; SQLite itself looks at the structure of its pages only."""
    return zlib.crc32(value, zlib.crc32(key.encode())) if isinstance(value, bytes) else None


def _has_header(path: Path) -> bool:
    """Whether a damaged file was an SQLite file once: what never was is somebody's own."""
    try:
        with path.open("rb") as file:
            return file.read(len(_HEADER)) == _HEADER
    except OSError:
        return False


def _identity(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except OSError:
        return None


def _moved_aside(path: Path, opened: int | None) -> bool:
    """Get a damaged file out of the way unless another process has done so already; return whether it is gone."""
    if _identity(path) != opened:
        return True
    try:
        path.replace(path.with_name(f"{path.name}.broken"))
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
    except OSError:
        return False
    return True
