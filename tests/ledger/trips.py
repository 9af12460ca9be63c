"""Round trips to be recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from ire_gate.domain import (
    AtRisk,
    Call,
    EngineInfo,
    Finding,
    Intent,
    Ire,
    Range,
    RoundTrip,
    Severity,
    Source,
    Span,
    Spent,
    Verdict,
    VerdictName,
)
from ire_gate.ledger.rows import new_id

ROOT = Path(__file__).parents[2]
"""Where a new process finds these modules."""

TEXT = "List the best customers of the quarter."

FULL = RoundTrip(
    intent=Intent(
        text=TEXT, id="crm-7", source=Source("docs/crm.md", 12), tags={"team": "sales", "product": "Wörk 100%"}
    ),
    verdict=Verdict(
        verdict=VerdictName.BLOCKED,
        ambiguity=0.75,
        fidelity=0.5,
        threshold=0.4,
        findings=(
            Finding(
                code="IRE101",
                kind="vague_term",
                severity=Severity.ERROR,
                span=Span(9, 13),
                quote="best",
                message="`best` is not measured",
                question="Which customers are the best?",
                readings=("by revenue", "by margin"),
                probability=0.75,
            ),
            Finding(
                code="IRE105", kind="scope", severity=Severity.NOTE, span=None, quote=None, message="of which quarter"
            ),
        ),
    ),
    engine=EngineInfo(name="openai", model="gpt-5-mini", readings=2, embedder="static"),
    calls=(
        Call(
            role="specify",
            provider="openai",
            model="gpt-5-mini",
            tokens_in=None,
            tokens_cached=None,
            tokens_out=None,
            seconds=1.5,
            error="HTTP 429",
        ),
        Call(
            role="specify",
            provider="openai",
            model="gpt-5-mini",
            tokens_in=900,
            tokens_cached=100,
            tokens_out=300,
            seconds=2.25,
        ),
    ),
    spent=Spent(
        calls=2, tokens_in=900, tokens_out=300, clock_s=3.75, coin_usd=0.0008, carbon_g=Range(0.01, 0.02, 0.03)
    ),
    at_risk=AtRisk(
        tokens=Range(1.0, 2.0, 3.0),
        clock_s=Range(8.0, 9.0, 10.0),
        coin_usd=Range(0.4, 0.5, 0.6),
        carbon_g=Range(4.0, 5.0, 6.0),
    ),
    ire=Ire(value=0.125),
)


def a_trip(number: int = 0, **intent: Any) -> RoundTrip:
    """A round trip of its own intent, with an id of its own."""
    changed = msgspec.structs.replace(FULL.intent, **{"id": f"crm-{number}", **intent})
    return msgspec.structs.replace(FULL, intent=changed, decision_id=new_id())


def free(trip: RoundTrip) -> RoundTrip:
    """The same of an engine that makes no calls and found nothing out about the risk."""
    return msgspec.structs.replace(
        trip,
        calls=(),
        spent=Spent(clock_s=0.001),
        at_risk=AtRisk(),
        ire=Ire(),
        engine=EngineInfo(name="rules", model=None, readings=1),
        cached=True,
    )
