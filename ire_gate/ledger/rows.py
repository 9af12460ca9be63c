"""The rows of the ledger. Their fields are the columns, for SQLite and for every other database."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from ire_gate import __version__
from ire_gate.domain import Call, Finding, Range, RoundTrip


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

    def decoded_tags(self) -> dict[str, str]:
        """Return the tags that the intent was booked under."""
        return msgspec.json.decode(self.tags, type=dict[str, str])

    def decoded_findings(self) -> tuple[Noted, ...]:
        """Return what was found, without the words."""
        return _NOTED.decode(self.findings)


class Noted(Struct, frozen=True, kw_only=True, gc=False):
    """What the ledger keeps of a finding."""

    code: str
    severity: str
    probability: float | None = None


_NOTED = msgspec.json.Decoder(tuple[Noted, ...])  # made at import: msgspec crashes if threads make one at once


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


def decision_of(trip: RoundTrip, *, at: str, store_text: bool) -> Decision:
    """Return the row of a round trip."""
    intent, verdict, engine = trip.intent, trip.verdict, trip.engine
    return Decision(
        decision_id=trip.decision_id,
        at=at,
        intent_id=storable(intent.id),
        digest=intent.digest,
        text=storable(intent.text) if store_text else None,
        path=None if intent.source.path is None else storable(intent.source.path),
        line=intent.source.line,
        tags=tags_text(intent.tags),
        engine=storable(engine.name),
        model=None if engine.model is None else storable(engine.model),
        embedder=None if engine.embedder is None else storable(engine.embedder),
        readings=engine.readings,
        verdict=verdict.verdict.value,
        ambiguity=verdict.ambiguity,
        fidelity=verdict.fidelity,
        threshold=verdict.threshold,
        findings=msgspec.json.encode([_noted(finding) for finding in verdict.findings]).decode(),
        ire_value=trip.ire.value,
        cached=trip.cached,
        version=__version__,
        **_currencies(trip),
    )


def calls_of(trip: RoundTrip) -> list[BookedCall]:
    """Return the rows of the calls that a round trip took."""
    return [_booked(trip.decision_id, position, call) for position, call in enumerate(trip.calls)]


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


def _noted(finding: Finding) -> Noted:
    return Noted(code=finding.code, severity=finding.severity.value, probability=finding.probability)


def _booked(decision_id: str, position: int, call: Call) -> BookedCall:
    return BookedCall(
        decision_id=decision_id,
        position=position,
        role=call.role,
        provider=storable(call.provider),
        model=storable(call.model),
        tokens_in=call.tokens_in,
        tokens_cached=call.tokens_cached,
        tokens_out=call.tokens_out,
        seconds=call.seconds,
        error=None if call.error is None else storable(call.error),
    )


def _currencies(trip: RoundTrip) -> dict[str, Any]:
    spent, risk = trip.spent, trip.at_risk
    return {
        "calls": spent.calls,
        "tokens_in": spent.tokens_in,
        "tokens_out": spent.tokens_out,
        "clock_s": spent.clock_s,
        "coin_usd": spent.coin_usd,
        **_bounds("carbon", spent.carbon_g),
        **_bounds("risk_tokens", risk.tokens),
        "risk_clock_s": risk.clock_s,
        "risk_coin_usd": risk.coin_usd,
        **_bounds("risk_carbon", risk.carbon_g),
    }


def _bounds(name: str, estimate: Range) -> dict[str, float | None]:
    return {f"{name}_low": estimate.low, f"{name}_mid": estimate.mid, f"{name}_high": estimate.high}
