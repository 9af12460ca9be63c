"""The ledger as JSON lines, out of any database and into any: `ire_gate.ledger.lines` has the form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql, sqlite

from ire_gate.errors import ConfigError, InputError
from ire_gate.ledger.booking import audit_entry
from ire_gate.ledger.database import AUDIT, BATCH, DECISIONS, KEYS, TABLES, Database
from ire_gate.ledger.lines import line_of, row_of
from ire_gate.ledger.rows import moment, now


def exported(database: Database, since: datetime | None = None) -> Iterator[bytes]:
    """Yield every row as a line, as they all were at one moment; memory does not grow with their number.

    Equal ledgers give equal lines: by table, and in each table by key, whatever the database.

    Args:
        database: The ledger.
        since: The earliest decisions and entries of the audit log; budgets are exported whatever their age.
    """
    with database.reading() as connection:
        for name, table in TABLES.items():
            query = sa.select(table).order_by(*(_by_bytes(connection, table.c[key]) for key in KEYS[name]))
            if since is not None and name != "budgets":
                query = query.where(_is_since(table, moment(since)))
            with connection.execution_options(yield_per=BATCH).execute(query) as rows:
                for row in rows.mappings():
                    yield line_of(name, dict(row))


def imported(database: Database, lines: Iterable[bytes], where: str) -> Counter[str]:
    """Write the rows that the ledger does not have yet, all or nothing; memory does not grow with their number.

    A row with the key of one that is there changes nothing. That something was imported is in the audit log.

    Args:
        database: The ledger.
        lines: As `exported` yields them.
        where: What to call them in an error.

    Returns:
        How many rows were new, by table.

    Raises:
        InputError: A line is not a row; the message names the line and the reason.
    """
    new: Counter[str] = Counter()
    with database.writing() as connection:
        for table, rows in _batches(lines, where):
            new[table] += _insert_new(connection, table, rows)
        if new.total() > new["audit"]:
            entry = audit_entry("imported", at=now(), detail={name: count for name, count in new.items() if count})
            connection.execute(sa.insert(AUDIT), msgspec.structs.asdict(entry))
    return new


def _by_bytes(connection: sa.Connection, column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """Return how to sort by a key as SQLite does; PostgreSQL would sort texts as the server's language does."""
    is_text = isinstance(column.type, sa.Text) and connection.dialect.name == "postgresql"
    return sa.collate(column, "C") if is_text else column


def _is_since(table: sa.Table, since: str) -> sa.ColumnElement[bool]:
    if table.name in ("decisions", "audit"):
        return table.c.at >= since
    return table.c.decision_id.in_(sa.select(DECISIONS.c.decision_id).where(DECISIONS.c.at >= since))


def _batches(lines: Iterable[bytes], where: str) -> Iterator[tuple[str, list[Struct]]]:
    """Yield neighbours of one table together."""
    table, rows = "", list[Struct]()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            name, row = row_of(line)
        except (ValueError, ConfigError) as problem:
            raise InputError(
                f"{where}, line {number}: {problem}",
                hint="nothing was imported; ire-gate ledger export writes the lines that can be",
            ) from problem
        if rows and (name != table or len(rows) == BATCH):
            yield table, rows
            rows = []
        table = name
        rows.append(row)
    if rows:
        yield table, rows


def _insert_new(connection: sa.Connection, name: str, rows: list[Struct]) -> int:
    table = TABLES[name]
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    # Drivers do not agree on how many rows such a statement wrote; each row that it returns was.
    statement = insert(table).on_conflict_do_nothing().returning(table.c[KEYS[name][0]])
    return len(connection.execute(statement, [msgspec.structs.asdict(row) for row in rows]).all())
