"""What a caller who executes gets from the gate: one typed answer, whoever asks and wherever."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from ire_gate.domain import Finding, RoundTrip, Severity, VerdictName

RESULT_VERSION = "ire_gate.result/1"

Status = Literal["passed", "blocked", "undecided", "needs_answer"]
"""``needs_answer`` is a blocked intent that answers to the questions would unblock; ``blocked`` is one that has to be
written anew, as its meaning does not survive or it asks for nothing."""


class Question(Struct, frozen=True, kw_only=True):
    """One question whose answer takes away a reason for blocking."""

    id: str
    """``Q1``, ``Q2``, … in the order in which they are worth asking."""
    code: str
    quote: str
    """The words of the intent that it is about."""
    start: int
    """Where they stand in it, counted in characters from 0."""
    question: str
    readings: tuple[str, ...]
    """Concrete ways to take the words; the first is the recommended one."""
    probability: float | None
    """0…1: that two competent executors, working apart, would split on it."""


class Result(Struct, frozen=True, kw_only=True):
    """Whether an intent may be executed, and what to do if not."""

    version: str = RESULT_VERSION
    status: Status
    may_execute: bool
    because: str
    """Why it may or may not: the status, or ``undecided_allowed``, or what stopped it before the gate looked."""
    decision_id: str
    """The ledger's key: book the outcome against it. Empty if the gate was not asked."""
    ambiguity: float | None
    fidelity: float | None
    threshold: float
    reason: str
    """One line for people."""
    questions: tuple[Question, ...] = ()


def result_of(trip: RoundTrip, *, on_undecided: str) -> Result:
    """Return what a round trip means for whoever wants to execute its intent."""
    verdict = trip.verdict
    questions = questions_of(verdict.findings)
    is_allowed = verdict.verdict is VerdictName.UNDECIDED and on_undecided == "allow"
    status: Status = verdict.verdict.value
    if verdict.verdict is VerdictName.BLOCKED and questions and _is_answerable(verdict.findings):
        status = "needs_answer"
    return Result(
        status=status,
        may_execute=trip.passed or is_allowed,
        because="undecided_allowed" if is_allowed else status,
        decision_id=trip.decision_id,
        ambiguity=verdict.ambiguity,
        fidelity=verdict.fidelity,
        threshold=verdict.threshold,
        reason=_reason(trip),
        questions=questions,
    )


def questions_of(findings: tuple[Finding, ...]) -> tuple[Question, ...]:
    """Return the questions of the findings that block, in their order; where none blocks, of those that warn."""
    asked = [found for found in findings if found.question and found.severity is Severity.ERROR]
    asked = asked or [found for found in findings if found.question and found.severity is Severity.WARNING]
    return tuple(
        Question(
            id=f"Q{number}",
            code=found.code,
            quote=found.quote or "",
            start=found.span.start if found.span else 0,
            question=found.question or "",
            readings=found.readings,
            probability=found.probability,
        )
        for number, found in enumerate(asked, start=1)
    )


def _is_answerable(findings: tuple[Finding, ...]) -> bool:
    """Whether every reason for blocking comes with a question."""
    return all(found.question for found in findings if found.severity is Severity.ERROR)


def _reason(trip: RoundTrip) -> str:
    verdict = trip.verdict
    if trip.passed:
        return "ire-gate: passed"
    ambiguity = "unknown" if verdict.ambiguity is None else f"{verdict.ambiguity:.2f}"
    said = f"ire-gate: {verdict.verdict}, ambiguity {ambiguity} (limit {verdict.threshold:.2f})"
    first = next(iter(verdict.findings), None)
    return f"{said}: {first.question or first.message}" if first else said
