"""Waivers as they are written: comments in a text, and the field ``waivers`` of a row or of front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ire_gate.domain import Waiver

MARK = "ire-gate:"
FORM = 'write: allow CODE reason="why" until=YYYY-MM-DD'
KEYS = frozenset({"codes", "code", "reason", "until"})

# A body that goes on for ever is no comment; the bound keeps many unclosed ones from being searched to the end.
_COMMENT = re.compile(
    r"<!--[ \t]*ire-gate:(?:(?P<closed>(?s:.{0,1000}?))-->|(?P<open>[^\n]*))"
    r"|(?:(?<=\s)|^)(?:\#|//)[ \t]*ire-gate:(?P<line>[^\n]*)",
    re.MULTILINE,
)
_MEANT = re.compile(r"\s*allow\b|\bIRE\d{3}\b|\b(?:reason|until)\s*=", re.IGNORECASE)
_PART = re.compile(
    r"""\s*(?:(?P<key>[A-Za-z_]+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|“(?P<curly>[^”]*)”"""
    r"""|(?P<bare>[^\s,"'“]+))|(?P<code>[A-Za-z]\w*(?:-\w+)*)(?!\s*=)|,)"""
)


def lifted(text: str, *, line: int = 1) -> tuple[str, tuple[Waiver, ...]]:
    r"""Take the waivers out of a text.

    Each comment becomes blanks of the same length, so that every other word stays where it is. A comment that begins
    with ``ire-gate:`` and says nothing of allowing, of a code, a reason or a last day is left alone.

    Args:
        text: With ``\n`` as line ends.
        line: 1-based line of the file that it begins with.

    >>> lifted('Ship it. # ire-gate: allow IRE102 reason="a demo" until=2027-01-31')[1][0].codes
    ('IRE102',)
    """
    if MARK not in text:
        return text, ()
    waivers, parts, place = [], [], 0
    for found in _COMMENT.finditer(text):
        body = found["closed"] or found["line"] or found["open"] or ""
        if not _MEANT.search(body):
            continue
        before = text[place : found.start()]
        line += before.count("\n")
        is_open = found["open"] is not None
        waivers.append(_broken("is in a comment that is not closed", line) if is_open else _read(body, line))
        parts += [before, re.sub(r"[^\n]", " ", found.group())]
        line += found.group().count("\n")
        place = found.end()
    return "".join((*parts, text[place:])), tuple(waivers)


def listed(field: Any, *, line: int | None, lines: Mapping[str, int]) -> tuple[Waiver, ...]:
    """Return the waivers of a field: one, or a list of them; each a mapping, or text as in a comment.

    What cannot be understood becomes a waiver that says so and waives nothing.

    Args:
        field: As JSON or YAML has it.
        line: Line of the row.
        lines: `Row.lines`, where ``waivers.0`` is the line of the first one.
    """
    if field is None:
        return ()
    items = field if isinstance(field, list) else [field]
    return tuple(_one(item, lines.get(f"waivers.{place}", line or 0)) for place, item in enumerate(items))


def _one(item: Any, line: int) -> Waiver:
    if isinstance(item, str):
        return _read(item, line)
    if not isinstance(item, dict):
        return _broken("is neither a mapping nor text", line)
    if odd := [key for key in item if key not in KEYS]:
        return _broken(f"has the key {str(odd[0])[:40]!r}; it may have codes, reason and until", line)
    codes = item.get("codes", item.get("code"))
    if isinstance(codes, str):
        codes = codes.replace(",", " ").split()
    said = {key: item.get(key) or "" for key in ("reason", "until")}
    if not isinstance(codes, list) or not all(isinstance(word, str) for word in [*codes, *said.values()]):
        return _broken("needs codes, reason and until as text", line)
    return Waiver(codes=tuple(codes), reason=said["reason"], until=said["until"].strip(), line=line)


def _read(body: str, line: int) -> Waiver:
    """Read ``allow CODE,… reason="…" until=DATE``; the word ``allow`` may be missing in a field only."""
    codes: list[str] = []
    said: dict[str, str] = {}
    place, body = 0, body.rstrip()
    while place < len(body):
        part = _PART.match(body, place)
        if part is None:
            return _broken(f"cannot be read from {body[place:].strip()[:40]!r} on; {FORM}", line)
        place = part.end()
        key = (part["key"] or "").lower()
        if not key:
            codes += filter(None, [part["code"]])
        elif key not in {"reason", "until"} or key in said:
            return _broken(f"says {key}= {'twice' if key in said else 'and means nothing by it'}; {FORM}", line)
        else:
            value = next(filter(None, part.group("double", "single", "curly", "bare")), "")
            said[key] = " ".join(value.split())
    if codes[:1] == ["allow"]:
        codes = codes[1:]
    elif codes and codes[0].lower().startswith("allow"):
        return _broken(f"begins with {codes[0][:40]!r}; {FORM}", line)
    return Waiver(codes=tuple(codes), reason=said.get("reason", ""), until=said.get("until", ""), line=line)


def _broken(problem: str, line: int) -> Waiver:
    return Waiver(codes=(), reason="", until="", line=line, problem=problem)
