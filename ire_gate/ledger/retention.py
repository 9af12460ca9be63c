"""How long the ledger keeps decisions."""

from __future__ import annotations

from datetime import datetime

import msgspec
import sqlalchemy as sa

from ire_gate.ledger.booking import audit_entry
from ire_gate.ledger.database import AUDIT, DECISIONS, TABLES, Database
from ire_gate.ledger.rows import moment, now

_OF_DECISIONS = ("calls", "outcomes", "waivers", "decisions")
"""What goes with a decision, and the decision after it; budgets and the audit log stay."""


def pruned(database: Database, before: datetime, *, is_rehearsal: bool = False) -> dict[str, int]:
    """Delete the decisions before a moment with all that belongs to them; no trace of them is left in the file.

    The audit log says how many.

    Args:
        database: The ledger.
        before: A time without a zone is local.
        is_rehearsal: Whether only to count.

    Returns:
        How many rows went, by table.
    """
    is_old = DECISIONS.c.at < moment(before)
    old = sa.select(DECISIONS.c.decision_id).where(is_old)
    conditions = {name: TABLES[name].c.decision_id.in_(old) for name in _OF_DECISIONS[:-1]} | {"decisions": is_old}
    if is_rehearsal:
        with database.reading() as connection:
            return {name: _count(connection, name, condition) for name, condition in conditions.items()}
    with database.writing() as connection:
        counts = {
            name: connection.execute(sa.delete(TABLES[name]).where(condition)).rowcount
            for name, condition in conditions.items()
        }
        if any(counts.values()):
            entry = audit_entry("pruned", at=now(), detail={"before": moment(before), **counts})
            connection.execute(sa.insert(AUDIT), msgspec.structs.asdict(entry))
    if any(counts.values()):
        database.shrink()
    return counts


def _count(connection: sa.Connection, name: str, condition: sa.ColumnElement[bool]) -> int:
    found = connection.scalar(sa.select(sa.func.count()).select_from(TABLES[name]).where(condition))
    return found or 0
