"""The ledger through SQLAlchemy: all reading, all outcomes, and every database that is not an SQLite file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TypeVar, get_args, get_type_hints

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from ire_gate.errors import ConfigError, LedgerError
from ire_gate.ledger.faults import ledger_error
from ire_gate.ledger.migrations import CREATE_MIGRATIONS, pending
from ire_gate.ledger.quick import PATIENCE_S, WRITE_NOTHING
from ire_gate.ledger.rows import AuditEntry, BookedCall, BookedWaiver, Decision, Outcome, moment, now
from ire_gate.ledger.tasks import Budget

R = TypeVar("R", bound=Struct)

_TYPES: dict[type, type[sa.types.TypeEngine[Any]]] = {
    str: sa.Text,
    int: sa.BigInteger,
    float: sa.Double,
    bool: sa.Boolean,
}
BATCH = 500
"""Rows that are read or written together."""
_MIGRATING = 0x69726567
"""The advisory lock under which PostgreSQL's schema is made; any number that others do not use."""


def _table(name: str, row: type[Struct]) -> sa.Table:
    kinds = get_type_hints(row)
    columns = (
        sa.Column(field, _TYPES[(get_args(kinds[field]) or (kinds[field],))[0]], primary_key=field in KEYS[name])
        for field in row.__struct_fields__
    )
    return sa.Table(name, sa.MetaData(), *columns)


KEYS = {
    "decisions": ("decision_id",),
    "calls": ("decision_id", "position"),
    "outcomes": ("outcome_id",),
    "waivers": ("waiver_id",),
    "budgets": ("task",),
    "audit": ("audit_id",),
}
"""The columns that tell the rows of each table apart."""

ROWS: dict[str, type[Struct]] = {
    "decisions": Decision,
    "calls": BookedCall,
    "outcomes": Outcome,
    "waivers": BookedWaiver,
    "budgets": Budget,
    "audit": AuditEntry,
}
"""Every table with the type of its rows."""

TABLES = {name: _table(name, row) for name, row in ROWS.items()}
DECISIONS, CALLS, OUTCOMES, AUDIT = (TABLES[name] for name in ("decisions", "calls", "outcomes", "audit"))


class Database:
    """A ledger in any database that SQLAlchemy reaches and `migrations` speaks to: PostgreSQL, SQLite.

    Args:
        url: An SQLAlchemy URL.

    Raises:
        ConfigError: It is not a URL of such a database.
    """

    def __init__(self, url: str | sa.URL) -> None:
        self._url = _checked(url)
        self.where = self._url.set(query={}).render_as_string(hide_password=True)
        self._is_prepared = False
        self._pid = os.getpid()
        try:
            # Parameters hold texts and names: they must not reach a traceback.
            self._engine = sa.create_engine(self._url, hide_parameters=True, pool_pre_ping=True)
        except (ImportError, SQLAlchemyError) as problem:
            raise LedgerError(
                f"{self.where}: {problem}", hint='the driver is missing: pip install "psycopg[binary]"'
            ) from problem
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _set_up_sqlite)
            sa.event.listen(self._engine, "begin", _begin_sqlite)

    @classmethod
    def in_file(cls, path: Path) -> Self:
        """Return the ledger in an SQLite file that is there already."""
        return cls(sa.URL.create("sqlite", database=str(path)))

    def prepare(self) -> None:
        """Make sure that the database can be reached, can be written and has the schema of this version."""
        with self.writing() as connection:
            connection.execute(sa.text(WRITE_NOTHING))

    def write(self, rows: Mapping[str, Sequence[Struct]]) -> None:
        """Write rows by their table in one transaction."""
        with self.writing() as connection:
            _insert(connection, rows)

    def change(self, sql: str, values: Mapping[str, Any], entry: AuditEntry) -> None:
        """Execute a statement, and write down that it was, in one transaction."""
        with self.writing() as connection:
            connection.execute(sa.text(sql), values)
            _insert(connection, {"audit": [entry]})

    def select(self, sql: str, values: Mapping[str, str]) -> list[tuple[Any, ...]]:
        """Return the rows that a query finds; its parameters are ``:name``."""
        with self.reading() as connection:
            return [tuple(row) for row in connection.execute(sa.text(sql), values)]

    def has_outcomes(self) -> bool:
        """Return whether any outcome was booked."""
        with self.reading() as connection:
            return connection.execute(sa.select(OUTCOMES.c.outcome_id).limit(1)).first() is not None

    def decisions(self, since: datetime | None) -> Iterator[Decision]:
        """Yield the decisions in the order of their time; memory does not grow with their number."""
        query = sa.select(DECISIONS).order_by(DECISIONS.c.at, DECISIONS.c.decision_id)
        return self._rows(Decision, query if since is None else query.where(DECISIONS.c.at >= moment(since)))

    def calls(self, since: datetime | None) -> Iterator[BookedCall]:
        """Yield the calls of those decisions in the same order."""
        query = sa.select(CALLS).join(DECISIONS, DECISIONS.c.decision_id == CALLS.c.decision_id)
        query = query.order_by(DECISIONS.c.at, DECISIONS.c.decision_id, CALLS.c.position)
        return self._rows(BookedCall, query if since is None else query.where(DECISIONS.c.at >= moment(since)))

    def outcomes(self) -> Iterator[Outcome]:
        """Yield every outcome, the oldest first."""
        return self._rows(Outcome, sa.select(OUTCOMES).order_by(OUTCOMES.c.outcome_id))

    def book(self, decision_id: str, after: Callable[[Outcome | None], Outcome]) -> Outcome:
        """Write the outcome that comes `after` the newest one of a decision, and return it; nobody comes between."""
        decision = sa.select(DECISIONS.c.decision_id).where(DECISIONS.c.decision_id == decision_id)
        newest = sa.select(OUTCOMES).where(OUTCOMES.c.decision_id == decision_id)
        newest = newest.order_by(OUTCOMES.c.outcome_id.desc()).limit(1)
        with self.writing() as connection:
            connection.execute(decision.with_for_update())  # SQLite's whole file is locked already
            row = connection.execute(newest).mappings().first()
            outcome = after(Outcome(**row) if row else None)
            _insert(connection, {"outcomes": [outcome]})
        return outcome

    def audit(self, since: datetime | None) -> Iterator[AuditEntry]:
        """Yield the audit log in the order of time."""
        query = sa.select(AUDIT).order_by(AUDIT.c.at, AUDIT.c.audit_id)
        return self._rows(AuditEntry, query if since is None else query.where(AUDIT.c.at >= moment(since)))

    def ids(self, *conditions: sa.ColumnElement[bool], limit: int) -> list[tuple[str, str]]:
        """Return decision id and intent id of the newest decisions that meet all conditions, newest first."""
        query = sa.select(DECISIONS.c.decision_id, DECISIONS.c.intent_id).where(*conditions)
        query = query.order_by(DECISIONS.c.at.desc(), DECISIONS.c.decision_id.desc()).limit(limit)
        with self.reading() as connection:
            return [(row.decision_id, row.intent_id) for row in connection.execute(query)]

    def shrink(self) -> None:
        """Give deleted rows' room back to the disk, where PostgreSQL does so by itself; no trace of them is left."""
        if self._engine.dialect.name != "sqlite":
            return
        with self._telling(), self._engine.connect() as connection:
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                connection.connection.execute(statement)

    def close(self) -> None:
        """Give back the connections; the next use opens new ones."""
        self._engine.dispose()

    def _rows(self, kind: type[R], query: sa.Select[Any]) -> Iterator[R]:
        with self.reading() as connection, connection.execution_options(yield_per=BATCH).execute(query) as rows:
            for row in rows:
                yield kind(**row._mapping)  # noqa: SLF001 - SQLAlchemy's documented name for it

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Lend a connection that sees the ledger as it is at its first question, whoever writes meanwhile.

        Raises:
            LedgerError: Whatever goes wrong with the database.
        """
        with self._telling():
            self._get_ready()
            with self._engine.connect() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execution_options(isolation_level="REPEATABLE READ")
                yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Lend a connection with a transaction: all that is written within is written, or nothing is.

        Raises:
            LedgerError: Whatever goes wrong with the database.
        """
        with self._telling():
            self._get_ready()
            with self._engine.execution_options(is_writing=True).begin() as connection:
                yield connection

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Turn what a database says into a `LedgerError` without SQL, values or the password."""
        try:
            yield
        except DBAPIError as problem:
            raise ledger_error(self.where, problem.orig or problem) from problem
        except SQLAlchemyError as problem:
            raise ledger_error(self.where, problem) from problem

    def _get_ready(self) -> None:
        if self._pid != os.getpid():  # connections of the parent of a fork are the parent's to close
            self._engine.dispose(close=False)
            self._pid = os.getpid()
        if self._is_prepared:
            return
        with self._engine.connect() as connection:
            lacks = pending(_applied(connection), self.where)
        if lacks:
            with self._engine.execution_options(is_writing=True).begin() as connection:
                _migrate(connection, self.where)
        self._is_prepared = True


def _checked(url: str | sa.URL) -> sa.URL:
    hint = "a path, postgresql://USER@HOST/DATABASE, or none"
    try:
        parsed = sa.make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as problem:
        raise ConfigError("the ledger's URL cannot be read", hint=f"use {hint}") from problem
    if backend not in ("postgresql", "sqlite"):
        raise ConfigError(f"a ledger cannot be kept in {backend}", hint=f"use {hint}")
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername == "postgresql" else parsed


def _applied(connection: sa.Connection) -> list[str]:
    if not sa.inspect(connection).has_table("migrations"):
        return []
    return list(connection.scalars(sa.text("SELECT name FROM migrations")))


def _migrate(connection: sa.Connection, where: str) -> None:
    """Take the steps that no other process has taken meanwhile."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
    connection.execute(sa.text(CREATE_MIGRATIONS))
    for step in pending(_applied(connection), where):
        for statement in step.statements:
            connection.execute(sa.text(statement))
        connection.execute(
            sa.text("INSERT INTO migrations (name, at) VALUES (:name, :at)"), {"name": step.name, "at": now()}
        )


def _insert(connection: sa.Connection, rows: Mapping[str, Sequence[Struct]]) -> None:
    for table, batch in rows.items():
        if batch:
            connection.execute(sa.insert(TABLES[table]), [msgspec.structs.asdict(row) for row in batch])


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("synchronous = FULL", f"busy_timeout = {int(PATIENCE_S * 1000)}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    """Take the write lock at once when about to write: asking for it halfway is refused if another was quicker."""
    is_writing = connection.get_execution_options().get("is_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
