"""What a host is told about an intent that may not be executed: for people as text, for programs as JSON.

Only the standard library is imported here: the adapters also work where ire-gate's own dependencies cannot be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from ire_gate.result import Question, Result

FIELDS = (
    "version",
    "status",
    "may_execute",
    "because",
    "decision_id",
    "ambiguity",
    "fidelity",
    "threshold",
    "reason",
)
ASKED = ("id", "code", "quote", "start", "question", "readings", "probability")


class AnyGuard(Protocol):
    """What an adapter needs: `ire_gate.Guard`, or `ire_gate.integrations.remote.RemoteGuard`."""

    def ask(self, intent: str, /) -> Result:
        """Return whether the intent may be executed."""

    async def aask(self, intent: str, /) -> Result:
        """Do what `ask` does on an event loop."""

    def book(
        self, decision_id: str, /, *, tokens_in: int | None, tokens_out: int | None, seconds: float | None
    ) -> None:
        """Book what the execution has used."""


def as_json(result: Result) -> dict[str, Any]:
    """Return the result as plain dicts and lists."""
    told = {name: getattr(result, name) for name in FIELDS}
    return {**told, "questions": [_asked(question) for question in result.questions]}


def as_text(result: Result) -> str:
    """Return the reason, the questions with their readings, and the decision to book an outcome against."""
    lines = [result.reason]
    for question in result.questions:
        lines.append(f"{question.id} {question.question}")
        lines += [f"   {letter}) {reading}" for letter, reading in zip("abcdefgh", question.readings, strict=False)]
    if result.decision_id:
        lines.append(f"decision {result.decision_id}")
    return "\n".join(lines)


def _asked(question: Question) -> dict[str, Any]:
    told = {name: getattr(question, name) for name in ASKED}
    return {**told, "readings": list(question.readings)}
