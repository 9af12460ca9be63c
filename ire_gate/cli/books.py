"""Which ledger a command looks into, and since when."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ire_gate.errors import InputError
from ire_gate.paths import ledger_place

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}

SINCE = "2026-11-01, a time in ISO 8601, or 24h, 7d, 4w back from now."
"""What `moment` takes, as a flag's help tells it."""


def existing(where: str | None, *, is_named: bool) -> str:
    """Return the ledger's path or URL if there is something to look into; one that nobody named is begun if need be.

    Raises:
        InputError: No ledger is kept, or there is none where somebody said.
    """
    place = ledger_place(where)
    if place is None:
        raise InputError("no ledger is kept (it is set to none)", hint="name one with --ledger")
    if is_named and "://" not in place and not Path(place).exists():
        raise InputError(f"{place}: there is no ledger", hint="check the path; ire-gate check begins a ledger")
    return place


@contextmanager
def readable(place: str) -> Iterator[str]:
    """Yield the place of a ledger that can be read: SQLite writes beside a file to read it, or else needs a copy."""
    path = Path(place)
    if "://" in place or not path.exists() or os.access(path.parent, os.W_OK):
        yield place
        return
    with tempfile.TemporaryDirectory(prefix="ire-gate-report-") as folder:
        for ending in ("", "-wal"):
            with suppress(FileNotFoundError):
                shutil.copyfile(f"{place}{ending}", Path(folder) / f"ledger.db{ending}")
        yield str(Path(folder) / "ledger.db")


def moment(text: str, flag: str) -> datetime:
    """Return the moment that a flag names.

    Raises:
        InputError: It names none.
    """
    back = re.fullmatch(r"(\d{1,6})([hdw])", text.strip())
    try:
        if back:
            return datetime.now(UTC) - timedelta(**{_UNITS[back[2]]: int(back[1])})
        return datetime.fromisoformat(text.strip()).astimezone()
    except (ValueError, OverflowError):
        raise InputError(
            f"{flag}: {text!r} is no time", hint="write 2026-11-01, 2026-11-01T08:00, 24h, 7d or 4w"
        ) from None
