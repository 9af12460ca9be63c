"""What can be wrong with a ledger, as errors that say where and what to do."""

from __future__ import annotations

import sqlite3

from ire_gate.errors import LedgerError
from ire_gate.sqlite import primary_code

ELSEWHERE = 'name another place with IRE_GATE_LEDGER or the setting "ledger" ("none" records nothing)'

_UNREADABLE = f"move the file away to begin a new ledger, or {ELSEWHERE}"
_NO_ACCESS = f"make the folder and the file writable, or {ELSEWHERE}"
_NO_SERVER = f"see that the database answers and that its user may create and write tables, or {ELSEWHERE}"
_CONSTRAINT = "23"
"""How PostgreSQL's codes for a row that may not be there begin."""
_HINTS = {
    sqlite3.SQLITE_NOTADB: _UNREADABLE,
    sqlite3.SQLITE_CORRUPT: f"the file is damaged: restore a copy, or {_UNREADABLE}",
    sqlite3.SQLITE_FULL: f"free some space, or {ELSEWHERE}",
    sqlite3.SQLITE_IOERR: f"the disk refused: free some space, or {ELSEWHERE}",
    sqlite3.SQLITE_BUSY: "another process holds the ledger; try again when it has finished",
    sqlite3.SQLITE_CONSTRAINT: "each decision is recorded once",
}


def ledger_error(where: str, problem: BaseException) -> LedgerError:
    """Return what to tell of a database's or the file system's refusal.

    Args:
        where: The path, or the URL without its password.
        problem: What was raised.
    """
    told = str(problem).strip().split("\n", 1)[0]
    code = primary_code(problem)
    if str(getattr(problem, "sqlstate", "")).startswith(_CONSTRAINT):
        code = sqlite3.SQLITE_CONSTRAINT
    if code is None and not isinstance(problem, OSError):
        return LedgerError(f"{where}: {told}", hint=_NO_SERVER)
    return LedgerError(f"{where}: {told}", hint=_HINTS.get(code or 0, _NO_ACCESS))
