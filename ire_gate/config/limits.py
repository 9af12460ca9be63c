"""Limits of a task as people write them in the settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ire_gate.config.rules import Rule, misfit, unknown
from ire_gate.domain import Limits

_COUNT = Rule(int | None, "a whole number, 0 or more", lambda value: value is None or value >= 0)
_AMOUNT = Rule(float | None, "a number, 0 or more", lambda value: value is None or 0 <= value < float("inf"))
FIELDS = {"attempts": _COUNT, "tokens": _COUNT, "usd": _AMOUNT, "grams": _AMOUNT, "seconds": _AMOUNT}


def limits_from(value: Any, where: str) -> Limits | None:
    """Return the limits that a table spells.

    Raises:
        ConfigError: Not a table, an unknown key (the hint names the nearest known one), or a value that does not fit.
    """
    if value is None:
        return None
    table = msgspec.structs.asdict(value) if isinstance(value, Limits) else value
    if not isinstance(table, Mapping):
        raise misfit(value, where, "a table with keys such as attempts, tokens and usd")
    for key in table:
        if key not in FIELDS:
            raise unknown(where, str(key), FIELDS, kind="key")
    return Limits(**{key: FIELDS[key](item, f"{where}.{key}") for key, item in table.items()})
