"""Execution profiles as people write them, in settings and in front matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ire_gate.config.rules import Rule, is_line, misfit, unknown
from ire_gate.domain import Profile

MOST_ATTEMPTS = 1000
MOST = 10**18
"""Of any amount: beyond it sums lose their meaning."""

_TOKENS = Rule(int | None, "a whole number of tokens, 0 or more", lambda value: value is None or 0 <= value <= MOST)
_NAME = Rule(str | None, "a name on one line", is_line)
FIELDS = {
    "provider": _NAME,
    "model": _NAME,
    "tokens_in": _TOKENS,
    "tokens_out": _TOKENS,
    "seconds": Rule(float | None, "a number of seconds, 0 or more", lambda v: v is None or 0 <= v <= MOST),
    "max_attempts": Rule(int, f"a whole number from 1 to {MOST_ATTEMPTS}", lambda value: 1 <= value <= MOST_ATTEMPTS),
}


def profile_from(value: Any, where: str) -> Profile | None:
    """Return the profile that a table spells; keys with ``-`` or ``_``.

    Raises:
        ConfigError: Not a table, an unknown key (the hint names the nearest known one), or a value that does not fit.
    """
    if value is None or isinstance(value, Profile):
        table = {} if value is None else msgspec.structs.asdict(value)
    elif isinstance(value, Mapping):
        table = {str(key).replace("-", "_"): item for key, item in value.items()}
    else:
        raise misfit(value, where, "a table with keys such as model, tokens_in and seconds")
    for key in table:
        if key not in FIELDS:
            raise unknown(where, key, FIELDS, kind="key")
    fields = {key: FIELDS[key](item, f"{where}.{key}") for key, item in table.items()}
    return None if value is None else Profile(**fields)
