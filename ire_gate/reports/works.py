"""The decisions that a summary is made of, and the groups that they fall into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from ire_gate.codes import CODES
from ire_gate.domain import AtRisk, Spent, VerdictName

GROUPS = ("team", "product", "service", "model", "kind")
"""What figures can be grouped by. A person is never among them."""

NO_NAME = "(none)"


class Actual(Struct, frozen=True, kw_only=True):
    """What an execution really used, and whether its result was correct."""

    correct: bool | None
    seconds: float | None = None
    usd: float | None = None


class Work(Struct, frozen=True, kw_only=True):
    """One decision of the ledger, and what came of it if that is known."""

    digest: str
    """Of the intent's text."""
    verdict: VerdictName
    ambiguity: float | None
    fidelity: float | None
    tags: Mapping[str, str]
    model: str
    codes: tuple[str, ...]
    spent: Spent
    """In a replay, all but the time was spent when it was recorded; see `spent_now`."""
    at_risk: AtRisk
    outcome: Actual | None = None
    is_replay: bool = False

    @property
    def spent_now(self) -> Spent:
        """What was spent on this very decision."""
        return Spent(clock_s=self.spent.clock_s) if self.is_replay else self.spent


def groups_of(work: Work, by: str | None) -> Iterator[str]:
    """Yield the names of the groups that a decision counts in."""
    if by is None:
        return
    if by == "model":
        yield work.model
    elif by == "kind":
        yield from sorted({CODES[code].name if code in CODES else code for code in work.codes}) or [NO_NAME]
    else:
        yield work.tags.get(by, NO_NAME)
