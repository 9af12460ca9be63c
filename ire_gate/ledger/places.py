"""Where a ledger is kept: a file, a database, or nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ire_gate import paths
from ire_gate.errors import ConfigError
from ire_gate.ledger.quick import QuickFile

if TYPE_CHECKING:
    from ire_gate.ledger.database import Database


def place_of(where: str | None) -> QuickFile | Database | None:
    """Return what keeps the ledger at a path or a URL; None if none is to be kept.

    Raises:
        ConfigError: It is a URL of something that no ledger can be kept in.
    """
    if where is None:
        return None
    if "://" not in where:
        return QuickFile(Path(where))
    if where.startswith("sqlite:"):
        return QuickFile(_sqlite_path(where))
    from ire_gate.ledger.database import Database

    return Database(where)


def _sqlite_path(url: str) -> Path:
    scheme, _, path = url.partition(":///")
    if scheme != "sqlite" or not path or path == ":memory:" or "?" in path:
        raise ConfigError(f"{url}: not the URL of an SQLite file", hint="use sqlite:///PATH, or the path alone")
    return paths.located(path)
