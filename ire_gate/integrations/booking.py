"""What an execution has used, booked against the decision that allowed it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from ire_gate.errors import IreGateError

if TYPE_CHECKING:
    from ire_gate.integrations.telling import AnyGuard


def book_used(
    guard: AnyGuard, decision_id: str, *, tokens_in: int | None, tokens_out: int | None, seconds: float | None = None
) -> None:
    """Book the tokens and the time of a run; whether its result is correct is not known yet.

    A ledger that fails now does not undo what was executed, so that is a warning. No tokens at all means that the host
    was told of none, which is unknown, not zero.
    """
    if not tokens_in and not tokens_out:
        tokens_in = tokens_out = None
    try:
        guard.book(decision_id, tokens_in=tokens_in, tokens_out=tokens_out, seconds=seconds)
    except IreGateError as problem:
        warnings.warn(f"ire-gate: the outcome is not booked: {problem.message}", RuntimeWarning, stacklevel=2)
