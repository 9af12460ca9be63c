"""Round trips to report on."""

from __future__ import annotations

from ire_gate.domain import (
    AtRisk,
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

TEXT = "Use the table `orders`.\nList the best customers first."


def finding(text: str = TEXT, quote: str | None = "best customers", **changes: object) -> Finding:
    start = text.index(quote) if quote else 0
    fields: dict[str, object] = {
        "code": "IRE101",
        "kind": "vague_term",
        "severity": Severity.ERROR,
        "span": Span(start, start + len(quote)) if quote else None,
        "quote": quote,
        "message": "two executors would differ here with probability 0.80",
        "question": "Best by what?",
        "readings": ("by revenue", "by number of orders"),
        "probability": 0.8,
    }
    return Finding(**{**fields, **changes})  # type: ignore[arg-type]


def trip(
    *findings: Finding,
    text: str = TEXT,
    verdict: VerdictName = VerdictName.BLOCKED,
    path: str | None = "prompts/list.md",
    line: int | None = 3,
    name: str = "",
    spent: Spent | None = None,
) -> RoundTrip:
    is_looked_at = verdict is not VerdictName.UNDECIDED
    return RoundTrip(
        intent=Intent(text=text, id=name, source=Source(path, line)),
        verdict=Verdict(
            verdict=verdict,
            ambiguity=0.8 if is_looked_at else None,
            fidelity=None,
            threshold=0.5,
            findings=findings,
        ),
        engine=EngineInfo(name="openai", model="m", readings=1),
        spent=spent
        or Spent(calls=1, tokens_in=100, tokens_out=20, clock_s=1.5, coin_usd=None, carbon_g=Range(0.01, 0.02, 0.03)),
        at_risk=AtRisk(
            tokens=Range(1000, 2000, 3000),
            clock_s=Range(60.0, 60.0, 60.0),
            coin_usd=Range(0.25, 0.25, 0.25),
            carbon_g=Range(1.0, 2.0, 3.0),
        ),
        ire=Ire(),
        decision_id="d1",
    )


PASSED = trip(verdict=VerdictName.PASSED, text="Set `retries` to 5.", path="prompts/clear.md", line=1)
BLOCKED = trip(finding())
UNDECIDED = trip(
    finding(quote=None, code="IRE301", kind="could_not_look", message="timed out", question=None, readings=()),
    verdict=VerdictName.UNDECIDED,
)
