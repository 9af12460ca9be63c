"""What a value may be, and how to say that it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from msgspec import Struct

from ire_gate.errors import ConfigError

CLOSE = 75
"""Percent of likeness (rapidfuzz ratio) from which one name is taken for a misspelling of another."""

LONGEST = 60
"""Characters of a wrong value that a message repeats."""


class Rule(Struct, frozen=True):
    """A type and a test; calling it returns the value in that type or raises `ConfigError`."""

    kind: Any
    allowed: str
    """What fits, as it reads after "is not": ``a number from 0 to 1``."""
    fits: Callable[[Any], bool]

    def __call__(self, value: Any, where: str) -> Any:
        """Return `value` if it fits; `where` is the file and key, the variable or the flag that it stands in."""
        try:
            converted = msgspec.convert(value, self.kind)
        except msgspec.ValidationError:
            raise misfit(value, where, self.allowed) from None
        if not self.fits(converted):
            raise misfit(value, where, self.allowed)
        return converted


def misfit(value: Any, where: str, allowed: str) -> ConfigError:
    """Return the error for a value that does not fit."""
    return ConfigError(f"{where}: {shown(value)} is not {allowed}")


def unknown(where: str, name: str, known: Iterable[str], *, kind: str = "setting", prefix: str = "") -> ConfigError:
    """Return the error for a name that does not exist; the hint names the nearest that does, or all of them.

    `prefix` is what stands before all the names: it makes none of them nearer.
    """
    names = sorted(known)
    close = nearest(name, names)
    hint = f"did you mean '{prefix}{close}'?" if close else f"known: {', '.join(prefix + other for other in names)}"
    return ConfigError(f"{where}: there is no {kind} {shown(prefix + name)}", hint=hint)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that `name` most probably is a misspelling of."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, list(known), scorer=fuzz.ratio, processor=_folded, score_cutoff=CLOSE)
    return found[0] if found else None


def shown(value: Any) -> str:
    """Return a value as a message shows it: on one line, short, and containers by their type only."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    if not isinstance(value, str | int | float | None):
        return f"a {type(value).__name__}"
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def is_line(value: str | None) -> bool:
    """Whether a text can name something: one line, not blank."""
    return value is None or (bool(value.strip()) and not any(mark in value for mark in "\0\n\r"))


def _folded(name: str) -> str:
    return name.casefold().replace("-", "_")
