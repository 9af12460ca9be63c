"""Round trips as the ledger keeps them: rows of figures, without a word of the intent unless that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from ire_gate import __version__
from ire_gate.config.profiles import MOST
from ire_gate.config.rules import is_line, shown
from ire_gate.domain import Call, Finding, Profile, Range, RoundTrip, Spec
from ire_gate.errors import InputError
from ire_gate.ledger.rows import (
    AuditEntry,
    BookedCall,
    BookedWaiver,
    Decision,
    Noted,
    Outcome,
    Quoted,
    new_id,
    storable,
    tags_text,
)

LONGEST_MODEL = 1_000
"""Characters of a model's name, or of the names of several."""


def decision_of(trip: RoundTrip, *, at: str, store_text: bool) -> Decision:
    """Return the row of a round trip."""
    intent, verdict, engine = trip.intent, trip.verdict, trip.engine
    stored = _storing(intent.text) if store_text else None
    return Decision(
        decision_id=trip.decision_id,
        at=at,
        intent_id=storable(intent.id),
        digest=intent.digest,
        text=stored(intent.text) if stored else None,
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
        findings=msgspec.json.encode([_noted(finding, stored) for finding in verdict.findings]).decode(),
        ire_value=trip.ire.value,
        cached=trip.cached,
        version=__version__,
        task=storable(intent.task),
        waived=sum(1 for finding in verdict.findings if _is_waived(finding, trip)) if trip.waived else 0,
        spec=_stored_spec(trip.reading.spec, stored) if stored and trip.reading else None,
        back_translation=stored(trip.back_translation.text) if stored and trip.back_translation else None,
        profile=_profile(intent.profile),
        **_currencies(trip),
    )


def calls_of(trip: RoundTrip) -> list[BookedCall]:
    """Return the rows of the calls that a round trip took."""
    return [_booked(trip.decision_id, position, call) for position, call in enumerate(trip.calls)]


def waivers_of(trip: RoundTrip, *, at: str) -> list[BookedWaiver]:
    """Return the rows of the waivers that were applied."""
    path = trip.intent.source.path
    return [
        BookedWaiver(
            waiver_id=new_id(),
            at=at,
            decision_id=trip.decision_id,
            codes=msgspec.json.encode([storable(code) for code in waiver.codes]).decode(),
            reason=storable(waiver.reason),
            until=storable(waiver.until),
            path=None if path is None else storable(path),
            line=waiver.line,
        )
        for waiver in trip.waived
    ]


def outcome_of(decision_id: str, said: Mapping[str, Any], *, before: Outcome | None, at: str) -> Outcome:
    """Return the row of an outcome; what is not said now is as it was `before`."""
    outcome = Outcome(**said, outcome_id=new_id(), decision_id=decision_id, at=at)
    return outcome if before is None else outcome.after(before)


def refuse_impossible(said: Mapping[str, Any]) -> None:
    """Refuse what no execution can have used, and what no result can be worth.

    Raises:
        InputError: An amount is below 0 or beyond all measure (only a value may be below 0), or a model has no name.
    """
    for name in ("tokens_in", "tokens_out", "seconds", "usd", "grams"):
        amount = said.get(name)
        if amount is not None and not 0 <= amount <= MOST:
            raise InputError(f"{name} is {amount}: an execution cannot have used that")
    value, model = said.get("value"), said.get("model")
    if value is not None and not abs(value) <= MOST:
        raise InputError(f"value is {value}: a result cannot be worth that")
    if model is not None and not (is_line(model) and model.isprintable() and len(model) <= LONGEST_MODEL):
        raise InputError(f"model: {shown(model)} is not the name of one", hint="write PROVIDER:MODEL, on one line")


def audit_entry(
    event: str,
    *,
    at: str,
    task: str = "",
    digest: str | None = None,
    decision_id: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Return a row of the audit log; `detail` holds what JSON can hold, and no word of an intent."""
    return AuditEntry(
        audit_id=new_id(),
        at=at,
        event=event,
        task=storable(task),
        digest=digest,
        decision_id=decision_id,
        detail=msgspec.json.encode(_clean(detail or {})).decode(),
    )


def waiving_of(trip: RoundTrip, *, at: str) -> AuditEntry:
    """Return the audit log's row of a decision with waivers."""
    codes = sorted({code for waiver in trip.waived for code in waiver.codes})
    task, digest = trip.intent.task, trip.intent.digest
    return audit_entry("waived", at=at, task=task, digest=digest, decision_id=trip.decision_id, detail={"codes": codes})


def _clean(value: Any, clean: Callable[[str], str] = storable) -> Any:
    """Return a value with every text in it, at any depth, made fit to be stored."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {storable(str(key)): _clean(inner, clean) for key, inner in value.items()}
    return [_clean(inner, clean) for inner in value] if isinstance(value, list | tuple) else value


def _is_waived(finding: Finding, trip: RoundTrip) -> bool:
    return finding.excuse is not None and any(finding.code in waiver.codes for waiver in trip.waived)


def _storing(text: str) -> Callable[[str], str]:
    """Return how to store an intent's text, and what was made of it: what is a secret in one is none of the others'."""
    from ire_gate.ledger.texts import secrets_in, without_secrets

    known = secrets_in(text)
    return lambda part: without_secrets(part, known)


def _stored_spec(spec: Spec, stored: Callable[[str], str]) -> str:
    # Text by text: an asterisk in the place of a quotation mark would leave no JSON.
    return msgspec.json.encode(_clean(msgspec.to_builtins(spec), stored)).decode()


def _profile(profile: Profile | None) -> str | None:
    return None if profile is None else msgspec.json.encode(_clean(msgspec.to_builtins(profile))).decode()


def _noted(finding: Finding, stored: Callable[[str], str] | None) -> Noted:
    noted = Noted(code=finding.code, severity=finding.severity.value, probability=finding.probability)
    if stored is None:
        return noted
    return Quoted(
        **msgspec.structs.asdict(noted),
        span=finding.span,
        message=stored(finding.message),
        question=finding.question and stored(finding.question),
        readings=tuple(map(stored, finding.readings)),
    )


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
        "risk_clock_low": risk.clock_s.low,
        "risk_clock_s": risk.clock_s.mid,
        "risk_clock_high": risk.clock_s.high,
        "risk_coin_low": risk.coin_usd.low,
        "risk_coin_usd": risk.coin_usd.mid,
        "risk_coin_high": risk.coin_usd.high,
        **_bounds("risk_carbon", risk.carbon_g),
    }


def _bounds(name: str, estimate: Range) -> dict[str, float | None]:
    return {f"{name}_low": estimate.low, f"{name}_mid": estimate.mid, f"{name}_high": estimate.high}
