"""The gate before a function: nothing runs on an intent that did not pass."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import msgspec

from ire_gate.domain import Intent, RoundTrip, VerdictName
from ire_gate.errors import IntentBlocked, TaskStopped
from ire_gate.gate import Gate
from ire_gate.result import Result, result_of
from ire_gate.stops import spent_budget, stop_of

P = ParamSpec("P")
R = TypeVar("R")


class Guard:
    """A gate before one kind of execution: every host asks this, and executes only what it allows.

    Args:
        gate: Its ``on_undecided`` setting and its budgets hold.
        task: The work that the attempts belong to, for intents that do not name their own. Only with a task are
            budgets kept and unchanged repeats of a blocked intent refused.
    """

    def __init__(self, gate: Gate, *, task: str = "") -> None:
        self.gate = gate
        self.task = task

    def ask(self, intent: str | Intent) -> Result:
        """Return whether the intent may be executed; the decision, or why there is none, is in the ledger already.

        Raises:
            IreGateError: The gate could not look or could not record, so nothing may be executed.
        """
        return self.look(intent)[0]

    async def aask(self, intent: str | Intent) -> Result:
        """Do what `ask` does without blocking the event loop for more than a few milliseconds."""
        return (await self.alook(intent))[0]

    def require(self, intent: str | Intent) -> Result:
        """Return what `ask` returns if the intent may be executed.

        Raises:
            TaskStopped: The task is not gone on with.
            IntentBlocked: The intent did not pass; the exception carries the round trip.
        """
        return _or_raise(*self.look(intent))

    async def arequire(self, intent: str | Intent) -> Result:
        """Do what `require` does without blocking the event loop for more than a few milliseconds."""
        return _or_raise(*await self.alook(intent))

    def look(self, intent: str | Intent) -> tuple[Result, RoundTrip | None]:
        """Return what `ask` returns, and the round trip; None if the task was stopped instead."""
        return self._look(self._of_task(intent))

    async def alook(self, intent: str | Intent) -> tuple[Result, RoundTrip | None]:
        """Do what `look` does without blocking the event loop for more than a few milliseconds."""
        intent = self._of_task(intent)
        if self.gate.is_quick(intent):
            return self._look(intent)
        import asyncio

        return await asyncio.to_thread(self._look, intent)

    def _of_task(self, intent: str | Intent) -> Intent:
        if isinstance(intent, str):
            return Intent(text=intent, task=self.task)
        return intent if intent.task or not self.task else msgspec.structs.replace(intent, task=self.task)

    def _look(self, intent: Intent) -> tuple[Result, RoundTrip | None]:
        stop = stop_of(self.gate, intent)
        if stop is None:
            trip = self.gate.check(intent)
            stop = spent_budget(self.gate, intent, is_asking=False) if intent.task else None
            if stop is None:
                return self._allowed(trip), trip
        decision = stop.result.decision_id or None
        self.gate.ledger.note(
            stop.event, task=intent.task, digest=stop.digest, decision_id=decision, detail=stop.detail
        )
        return stop.result, None

    def _allowed(self, trip: RoundTrip) -> Result:
        result = result_of(trip, on_undecided=self.gate.settings.on_undecided)
        if result.because == "undecided_allowed":
            self.gate.ledger.note(
                "allowed_undecided",
                task=trip.intent.task,
                digest=trip.intent.digest,
                decision_id=trip.decision_id,
                detail={"setting": "on_undecided"},
            )
        return result

    def book(self, decision_id: str, *, correct: bool | None = None, **used: Any) -> None:
        """Book what an execution that was allowed has come to; the newest of several counts.

        Args:
            decision_id: Of the `Result`.
            correct: Whether its result was right; None if nobody knows yet.
            **used: ``tokens_in``, ``tokens_out``, ``seconds``, ``usd``, ``grams``, ``value``, ``model``; see
                `ire_gate.ledger.store.Ledger.book_outcome`.

        Raises:
            InputError: There is no such decision, or an amount is impossible.
            LedgerError: It could not be written.
        """
        if self.gate.ledger.where is not None:
            self.gate.ledger.book_outcome(decision_id, correct=correct, **used)


def _or_raise(result: Result, trip: RoundTrip | None) -> Result:
    if trip is None:
        raise TaskStopped(result)
    if not result.may_execute:
        raise IntentBlocked(trip)
    return result


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


def gated(guard: Guard | Gate, *, intent: str | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a function so that it runs only if its intent passes the gate.

    Args:
        guard: The gate to pass, or a guard with the task that the calls are attempts at.
        intent: Name of the parameter with the text; the first parameter if not given. Works on ``async`` functions too.

    Raises:
        TypeError: The function has no such parameter (when decorating).
        IntentBlocked: The intent did not pass (when calling).
        TaskStopped: The guard's task is not gone on with (when calling).
    """
    before = guard if isinstance(guard, Guard) else Guard(guard)

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)
        name = intent or next(iter(signature.parameters), "intent")
        if name not in signature.parameters:
            raise TypeError(f"{function.__qualname__} has no parameter {name!r} to take the intent from")

        def text(args: tuple[Any, ...], kwargs: dict[str, Any]) -> str | Intent:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            return cast("str | Intent", bound.arguments[name])

        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def awaited(*args: P.args, **kwargs: P.kwargs) -> Any:
                await before.arequire(text(args, kwargs))
                return await function(*args, **kwargs)

            return cast("Callable[P, R]", awaited)

        @functools.wraps(function)
        def called(*args: P.args, **kwargs: P.kwargs) -> R:
            before.require(text(args, kwargs))
            return function(*args, **kwargs)

        return called

    return decorate
