"""The rows of the ledger. Their fields are the columns, for SQLite and for every other database."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from ire_gate.domain import Profile, Span, Spec


class Decision(Struct, frozen=True, kw_only=True, gc=False):
    """What the gate decided about one intent; without `text` it holds no word of it."""

    decision_id: str
    at: str
    """When it was recorded: ISO 8601, UTC, microseconds, of fixed width so that it sorts as text."""
    intent_id: str
    digest: str
    text: str | None
    """The intent, only where ``store_text`` is set."""
    path: str | None
    line: int | None
    tags: str
    """A JSON object, keys in order; see `decoded_tags`."""
    engine: str
    model: str | None
    embedder: str | None
    readings: int
    verdict: str
    ambiguity: float | None
    fidelity: float | None
    threshold: float
    findings: str
    """A JSON list of `Noted`; see `decoded_findings`."""
    calls: int
    tokens_in: int | None
    tokens_out: int | None
    clock_s: float
    coin_usd: float | None
    carbon_low: float | None
    carbon_mid: float | None
    carbon_high: float | None
    risk_tokens_low: float | None
    risk_tokens_mid: float | None
    risk_tokens_high: float | None
    risk_clock_s: float | None
    risk_coin_usd: float | None
    risk_carbon_low: float | None
    risk_carbon_mid: float | None
    risk_carbon_high: float | None
    ire_value: float | None
    cached: bool
    version: str
    """Of ire-gate."""
    task: str = ""
    """Work that several attempts belong to; empty if nobody named it."""
    waived: int = 0
    """Findings that a waiver kept from blocking."""
    spec: str | None = None
    """The spec in JSON, only where ``store_text`` is set; see `decoded_spec`."""
    back_translation: str | None = None
    """Only where ``store_text`` is set."""
    profile: str | None = None
    """What an execution was expected to use, in JSON; see `decoded_profile`."""
    risk_clock_low: float | None = None
    risk_clock_high: float | None = None
    risk_coin_low: float | None = None
    risk_coin_high: float | None = None

    def decoded_tags(self) -> dict[str, str]:
        """Return the tags that the intent was booked under."""
        return msgspec.json.decode(self.tags, type=dict[str, str])

    def decoded_findings(self) -> tuple[Quoted, ...]:
        """Return what was found; the words are empty unless they were stored."""
        return _QUOTED.decode(self.findings)

    def decoded_spec(self) -> Spec | None:
        """Return the spec, if it is stored."""
        return None if self.spec is None else _SPEC.decode(self.spec)

    def decoded_profile(self) -> Profile | None:
        """Return what an execution was expected to use."""
        return None if self.profile is None else _PROFILE.decode(self.profile)


class Noted(Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """What the ledger keeps of a finding."""

    code: str
    severity: str
    probability: float | None = None


class Quoted(Noted, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """What it keeps where ``store_text`` is set: its place and its words, too."""

    span: Span | None = None
    """In the stored text."""
    message: str = ""
    question: str | None = None
    readings: tuple[str, ...] = ()


# Made at import: msgspec crashes if threads make one at once.
_QUOTED = msgspec.json.Decoder(tuple[Quoted, ...])
_SPEC, _PROFILE = msgspec.json.Decoder(Spec), msgspec.json.Decoder(Profile)


class BookedCall(Struct, frozen=True, kw_only=True, gc=False):
    """One exchange with a model that a decision took; failed ones too."""

    decision_id: str
    position: int
    """Counts from 0 within the decision."""
    role: str
    provider: str
    model: str
    tokens_in: int | None
    tokens_cached: int | None
    tokens_out: int | None
    seconds: float
    error: str | None


class Outcome(Struct, frozen=True, kw_only=True, gc=False):
    """What an execution really used and whether its result was correct. The newest of a decision counts."""

    outcome_id: str
    """Sorts by time."""
    decision_id: str
    at: str
    correct: bool | None
    tokens_in: int | None = None
    tokens_out: int | None = None
    seconds: float | None = None
    usd: float | None = None
    value: float | None = None
    """What the result is worth, in US dollars."""
    exit_code: int | None = None
    grams: float | None = None
    """CO2e that the execution caused."""
    model: str | None = None
    """Of the execution; several are joined by `` + ``."""

    def after(self, before: Outcome) -> Outcome:
        """Return this outcome with what only an earlier one of the same decision says."""
        earlier = msgspec.structs.asdict(before)
        missing = {name: earlier[name] for name, value in msgspec.structs.asdict(self).items() if value is None}
        return msgspec.structs.replace(self, **missing)


class BookedWaiver(Struct, frozen=True, kw_only=True, gc=False):
    """A waiver that was applied to a decision."""

    waiver_id: str
    """Sorts by time."""
    at: str
    decision_id: str
    codes: str
    """A JSON list."""
    reason: str
    until: str
    """The last day on which it holds."""
    path: str | None
    line: int | None


class AuditEntry(Struct, frozen=True, kw_only=True, gc=False):
    """Something that people want to look up later: who was let through, what was stopped, what was changed."""

    audit_id: str
    """Sorts by time."""
    at: str
    event: str
    """``waived``, ``allowed_undecided``, ``allowed_failure`` (a hook's), ``refused_repeat``, ``stopped_attempts``
    (``_tokens``, ``_usd``, ``_grams``, ``_seconds``), ``budget_set``, ``imported`` or ``pruned``."""
    task: str
    digest: str | None
    """Of the intent that it is about."""
    decision_id: str | None
    detail: str
    """A JSON object."""

    def decoded_detail(self) -> dict[str, Any]:
        """Return what else is known of it."""
        return _DETAIL.decode(self.detail)


_DETAIL = msgspec.json.Decoder(dict[str, Any])


def now() -> str:
    """Return the moment as the ledger writes it."""
    return moment(datetime.now(UTC))


def moment(at: datetime) -> str:
    """Return a moment as the ledger writes it; one without a zone is local time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def new_id() -> str:
    """Return a key that no other row has and that sorts by time."""
    return f"{time.time_ns():016x}{os.urandom(4).hex()}"


def tags_text(tags: Mapping[str, str]) -> str:
    """Return tags as canonical JSON: the same tags are the same text."""
    clean = {storable(key): storable(value) for key, value in sorted(tags.items())}
    return msgspec.json.encode(clean).decode()


def storable(text: str) -> str:
    """Return `text` with what no database takes (NUL, lone surrogates of an odd file name) written as escapes."""
    if "\0" in text:
        text = text.replace("\0", "\\x00")
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()
