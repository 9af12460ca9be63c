"""The decisions that a summary is made of, and the groups that they fall into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from msgspec import Struct

from ire_gate.codes import CODES
from ire_gate.config import refuse_person_tags
from ire_gate.config.rules import nearest, shown
from ire_gate.domain import AtRisk, Spent, VerdictName
from ire_gate.errors import ConfigError
from ire_gate.reports.figures import tokens_of

N = TypeVar("N", int, float)

GROUPS = ("team", "product", "service", "model", "kind")
"""What figures can be grouped by. A person is never among them."""

NO_NAME = "(none)"


class Actual(Struct, frozen=True, kw_only=True, gc=False):
    """What an execution really used, and whether its result was correct."""

    correct: bool | None
    seconds: float | None = None
    usd: float | None = None
    tokens: int | None = None
    grams: float | None = None
    value: float | None = None


class Work(Struct, frozen=True, kw_only=True, gc=False):
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
    at: str = ""
    """When it was decided, ISO 8601 in UTC."""
    decision_id: str = ""
    path: str | None = None
    waived: int = 0
    """Findings that a waiver kept from blocking."""
    executor: str | None = None
    """The model that executed it, or was expected to."""
    profile: str | None = None
    """What its execution was expected to be like, in words."""

    @property
    def is_known(self) -> bool:
        """Whether somebody judged the result."""
        return self.outcome is not None and self.outcome.correct is not None

    @property
    def is_correct(self) -> bool:
        """Whether the result was judged correct."""
        return self.outcome is not None and self.outcome.correct is True

    @property
    def ire(self) -> float | None:
        """Fidelity × (1 - ambiguity); once the result is known, 1 or 0 in its place."""
        if self.is_known:
            return float(self.is_correct)
        return None if self.fidelity is None or self.ambiguity is None else self.fidelity * (1 - self.ambiguity)

    @property
    def tokens(self) -> int | None:
        """What gate and execution sent and got; None if a part is not known."""
        gate = tokens_of(self.spent_now)
        return gate if self.outcome is None else _sum(gate, self.outcome.tokens)

    @property
    def seconds(self) -> float | None:
        """How long gate and execution took; None if a part is not known."""
        return self.spent.clock_s if self.outcome is None else _sum(self.spent.clock_s, self.outcome.seconds)

    @property
    def usd(self) -> float | None:
        """What gate and execution cost; None if a part is not known."""
        return self.spent_now.coin_usd if self.outcome is None else _sum(self.spent_now.coin_usd, self.outcome.usd)

    @property
    def grams(self) -> float | None:
        """Grams of CO2e of gate and execution; None if a part is not known."""
        gate = self.spent_now.carbon_g.mid
        return gate if self.outcome is None else _sum(gate, self.outcome.grams)

    @property
    def spent_now(self) -> Spent:
        """What was spent on this very decision."""
        return Spent(clock_s=self.spent.clock_s) if self.is_replay else self.spent


def _sum(one: N | None, other: N | None) -> N | None:
    return None if one is None or other is None else one + other


def refuse_unknown_group(by: str | None) -> None:
    """Refuse what figures are not grouped by; a person with the reason, before a misspelling is looked for.

    Raises:
        ConfigError: It is none of `GROUPS`.
    """
    if by is None or by in GROUPS:
        return
    refuse_person_tags({by: "x"})
    close = nearest(by, GROUPS)
    hint = f"did you mean {close}?" if close else f"known: {', '.join(GROUPS)}"
    raise ConfigError(f"figures are not grouped by {shown(by)}", hint=hint)


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


def large_groups(decisions: Mapping[str, int], smallest: int, *, are_apart: bool = True) -> list[str]:
    """Return the groups that may be told by their names, the largest first: a small one could be one person's.

    If the small ones are too few even together, the next larger joins them: the total less the others told of them.

    Args:
        decisions: How many each group has.
        smallest: How many it needs.
        are_apart: Whether no decision is in two groups; if some are, nothing can be told by a difference.
    """
    ordered = sorted(decisions, key=lambda name: (-decisions[name], name))
    large = [name for name in ordered if decisions[name] >= smallest]
    hidden = sum(decisions[name] for name in ordered[len(large) :])
    while are_apart and large and 0 < hidden < smallest:
        hidden += decisions[large.pop()]
    return large
