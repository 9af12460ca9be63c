"""A row of the ledger as a line of JSON: what `exchange` writes and reads.

Each line names the version of its form, its table, and the columns with their values.
"""

from __future__ import annotations

import functools
import re
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from ire_gate.config import refuse_person_tags
from ire_gate.config.profiles import MOST
from ire_gate.domain import VerdictName
from ire_gate.ledger.database import KEYS, ROWS
from ire_gate.ledger.rows import AuditEntry, BookedWaiver, Decision, moment

FORM = "ire_gate.ledger/1"

_LARGEST = 2**63 - 1
_MAY_BE_NEGATIVE = frozenset({"value", "exit_code"})
_SHARES = frozenset({"ambiguity", "fidelity", "threshold", "ire_value"})
_DIGEST = re.compile(r"[0-9a-f]{64}")
_CODES = msgspec.json.Decoder(list[str])


class Line(Struct, frozen=True, forbid_unknown_fields=True):
    """One line."""

    form: str
    table: str
    row: dict[str, Any]


_LINE = msgspec.json.Decoder(Line)


def line_of(table: str, row: dict[str, Any]) -> bytes:
    """Return a row as a line."""
    return msgspec.json.encode(Line(FORM, table, row)) + b"\n"


def row_of(line: bytes) -> tuple[str, Struct]:
    """Return the table and the row of a line.

    Raises:
        ValueError: It is no row of this version's ledger; the message says why.
    """
    read = _LINE.decode(line)
    if read.form != FORM:
        raise ValueError(f"its form is {read.form!r}, and this version reads {FORM}")
    if read.table not in ROWS:
        raise ValueError(f"there is no table {read.table!r}")
    kind = ROWS[read.table]
    if unknown := sorted(set(read.row) - set(kind.__struct_fields__)):
        raise ValueError(f"the table {read.table} has no column {unknown[0]!r}")
    row = msgspec.convert(read.row, kind)
    for name in kind.__struct_fields__:
        _refuse_impossible(name, getattr(row, name), is_key=name in KEYS[read.table])
    _refuse_unusable(row)
    return read.table, row


def _refuse_impossible(name: str, value: Any, *, is_key: bool) -> None:
    if isinstance(value, str) and ("\0" in value or (is_key and not value)):
        raise ValueError(f"{name} is {'empty' if not value else 'a text with a NUL character'}")
    if isinstance(value, int) and not -_LARGEST <= value <= _LARGEST:
        raise ValueError(f"{name} is larger than a column takes")
    if isinstance(value, int | float):
        _refuse_amount(name, value)
    if name == "at" and not _is_moment(value):
        raise ValueError("at is no time as the ledger writes it, such as 2026-01-01T00:00:00.000000+00:00")


def _refuse_amount(name: str, value: float) -> None:
    if value < 0 and name not in _MAY_BE_NEGATIVE:
        raise ValueError(f"{name} is negative")
    if name in _SHARES and value > 1:
        raise ValueError(f"{name} is above 1")
    if isinstance(value, float) and abs(value) > MOST:
        raise ValueError(f"{name} is beyond all measure")


def _is_moment(text: str) -> bool:
    try:
        return moment(datetime.fromisoformat(text)) == text
    except (ValueError, OverflowError):
        return False


@functools.singledispatch
def _refuse_unusable(_row: Struct) -> None:
    """Refuse a row with a text that its readers could not read.

    Raises:
        ValueError: It is one.
    """


@_refuse_unusable.register
def _(row: Decision) -> None:
    VerdictName(row.verdict)
    if not _DIGEST.fullmatch(row.digest):
        raise ValueError("digest is no SHA-256")
    for found in row.decoded_findings():
        if found.span is not None and not 0 <= found.span.start <= found.span.end:
            raise ValueError(f"a span of {found.code} is none")
    row.decoded_spec()
    row.decoded_profile()
    refuse_person_tags(row.decoded_tags())


@_refuse_unusable.register
def _(row: BookedWaiver) -> None:
    _CODES.decode(row.codes)


@_refuse_unusable.register
def _(row: AuditEntry) -> None:
    row.decoded_detail()
