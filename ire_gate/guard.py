"""The gate before a function: nothing runs on an intent that did not pass."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from ire_gate.domain import Intent, RoundTrip, VerdictName
from ire_gate.errors import IntentBlocked
from ire_gate.gate import Gate
from ire_gate.result import Result, result_of

P = ParamSpec("P")
R = TypeVar("R")


class Guard:
    """A gate before one kind of execution: every host asks this, and executes only what it allows.

    Args:
        gate: Its ``on_undecided`` setting holds.
    """

    def __init__(self, gate: Gate) -> None:
        self.gate = gate

    def ask(self, intent: str | Intent) -> Result:
        """Return whether the intent may be executed; the decision is in the ledger already.

        Raises:
            IreGateError: The gate could not look or could not record, so nothing may be executed.
        """
        return result_of(self.gate.check(intent), on_undecided=self.gate.settings.on_undecided)

    async def aask(self, intent: str | Intent) -> Result:
        """Do what `ask` does without blocking the event loop."""
        return result_of(await self.gate.acheck(intent), on_undecided=self.gate.settings.on_undecided)

    def book(
        self,
        decision_id: str,
        *,
        correct: bool | None = None,
        tokens_in: int | None = None,
        tokens_out: int | None = None,
        seconds: float | None = None,
    ) -> None:
        """Book what an execution that was allowed has used; the newest of several counts.

        Raises:
            InputError: There is no such decision, or an amount is impossible.
            LedgerError: It could not be written.
        """
        if self.gate.ledger.where is not None:
            self.gate.ledger.book_outcome(
                decision_id, correct=correct, tokens_in=tokens_in, tokens_out=tokens_out, seconds=seconds
            )


def may_execute(trip: RoundTrip, *, on_undecided: str) -> bool:
    """Return whether an intent may be executed: it passed, or it is undecided and the caller chose to allow that."""
    name = trip.verdict.verdict
    return name is VerdictName.PASSED or (name is VerdictName.UNDECIDED and on_undecided == "allow")


def require(trip: RoundTrip, *, on_undecided: str = "block") -> RoundTrip:
    """Return the round trip if its intent may be executed.

    Raises:
        IntentBlocked: It may not; the exception carries the round trip.
    """
    if may_execute(trip, on_undecided=on_undecided):
        return trip
    raise IntentBlocked(trip)


def gated(gate: Gate, *, intent: str | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a function so that it runs only if its intent passes the gate.

    Args:
        gate: The gate to pass; its ``on_undecided`` setting holds.
        intent: Name of the parameter with the text; the first parameter if not given. Works on ``async`` functions too.

    Raises:
        TypeError: The function has no such parameter (when decorating).
        IntentBlocked: The intent did not pass (when calling).
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)
        name = intent or next(iter(signature.parameters), "intent")
        if name not in signature.parameters:
            raise TypeError(f"{function.__qualname__} has no parameter {name!r} to take the intent from")
        on_undecided = gate.settings.on_undecided

        def text(args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            return cast("str", bound.arguments[name])

        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def awaited(*args: P.args, **kwargs: P.kwargs) -> Any:
                require(await gate.acheck(text(args, kwargs)), on_undecided=on_undecided)
                return await function(*args, **kwargs)

            return cast("Callable[P, R]", awaited)

        @functools.wraps(function)
        def called(*args: P.args, **kwargs: P.kwargs) -> R:
            require(gate.check(text(args, kwargs)), on_undecided=on_undecided)
            return function(*args, **kwargs)

        return called

    return decorate
