"""The ledger: what was decided is written down before it is announced, and what came of it afterwards."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from ire_gate import paths
from ire_gate.currencies.refit import Refit
from ire_gate.currencies.waste import Typical
from ire_gate.domain import RoundTrip
from ire_gate.errors import InputError
from ire_gate.ledger import tasks
from ire_gate.ledger.booking import (
    audit_entry,
    calls_of,
    decision_of,
    outcome_of,
    refuse_impossible,
    waivers_of,
    waiving_of,
)
from ire_gate.ledger.places import place_of
from ire_gate.ledger.quick import QuickFile
from ire_gate.ledger.rows import AuditEntry, BookedCall, Decision, Outcome, now, storable
from ire_gate.ledger.typical import Experience

if TYPE_CHECKING:
    from ire_gate.ledger.database import Database


class Ledger:
    """The durable record of decisions; every thread and many processes may use it at once.

    Nothing is opened before it is needed. Whatever goes wrong with the file or the database is a `LedgerError`.
    """

    def __init__(self, place: QuickFile | Database | None, *, store_text: bool = False) -> None:
        self._place = place
        self._store_text = store_text
        self._experience = Experience(place)

    @classmethod
    def open(cls, where: str | None, *, store_text: bool = False) -> Self:
        """Return the ledger at a place.

        Args:
            where: As `paths.ledger_place` takes it; a URL is ``postgresql://…`` or ``sqlite:///PATH``.
            store_text: Whether to keep the intents' texts besides their digests, with their secrets masked.

        Raises:
            ConfigError: It is a URL of something that no ledger can be kept in, or texts cannot be stored here.
        """
        if store_text:
            from ire_gate.ledger.texts import require_scanner

            require_scanner()
        return cls(place_of(paths.ledger_place(where)), store_text=store_text)

    @property
    def where(self) -> str | None:
        """The path, or the URL without its password; None if nothing is recorded."""
        return self._place.where if self._place else None

    def prepare(self) -> None:
        """Find out whether the ledger can be written, before anything is spent on what could not be recorded.

        Raises:
            LedgerError: It cannot.
        """
        if self._place is not None:
            self._place.prepare()

    def record(self, trips: Sequence[RoundTrip]) -> None:
        """Write the decisions of round trips with the calls that they took and their waivers, all or nothing.

        Each decision with waivers is in the audit log, too. All is on the disk when this returns, so that a killed
        process loses no decision that it then announces.

        Raises:
            LedgerError: They could not be written.
        """
        if self._place is None or not trips:
            return
        at = now()
        decisions = [decision_of(trip, at=at, store_text=self._store_text) for trip in trips]
        waived = [trip for trip in trips if trip.waived]
        self._place.write(
            {
                "decisions": decisions,
                "calls": [call for trip in trips for call in calls_of(trip)],
                "waivers": [waiver for trip in waived for waiver in waivers_of(trip, at=at)],
                "audit": [waiving_of(trip, at=at) for trip in waived],
            }
        )

    def typical(self, tags: Mapping[str, str]) -> Typical | None:
        """Return what executions of intents with all of these tags used, or None if fewer than five are known.

        The answer is kept as long as the ledger is open, until this ledger books another outcome.
        """
        return self._experience.typical(tags)

    def refit(self) -> Refit | None:
        """Return how ambiguity turned out on this ledger, or None if fewer than five outcomes were judged.

        The newest thousand count, whatever their tags; kept until this ledger books another outcome.
        """
        return self._experience.refit()

    def book_outcome(  # noqa: PLR0913 - each is a column, and only the first has an order
        self,
        decision: str,
        *,
        correct: bool | None,
        tokens_in: int | None = None,
        tokens_out: int | None = None,
        seconds: float | None = None,
        usd: float | None = None,
        value: float | None = None,
        exit_code: int | None = None,
        grams: float | None = None,
        model: str | None = None,
    ) -> Outcome:
        """Write down what an execution came to; of several for one decision the newest counts.

        What is not said now stays as it was said before: tokens may be booked at once and correctness later.

        Args:
            decision: A decision's id, the beginning of one (6 characters or more), or an intent's id, which means its
                newest decision.
            correct: Whether the result was right; None if nobody knows yet.
            tokens_in: What the execution sent, cached tokens included.
            tokens_out: What it generated.
            seconds: How long it took.
            usd: What it cost.
            value: What the result is worth in US dollars; may be negative.
            exit_code: Of the command that executed it.
            grams: CO2e that it caused.
            model: Which model executed it.

        Returns:
            The outcome with the whole id of its decision.

        Raises:
            InputError: No decision is meant, or more than one, or an amount is impossible.
            LedgerError: It could not be written.
        """
        said = {
            "correct": correct,
            "tokens_in": tokens_in,
            "tokens_out": tokens_out,
            "seconds": seconds,
            "usd": usd,
            "value": value,
            "exit_code": exit_code,
            "grams": grams,
            "model": model and storable(model),
        }
        refuse_impossible(said)
        from ire_gate.ledger.lookup import decision_named

        named = decision_named(self.database, decision)
        outcome = self.database.book(named, lambda before: outcome_of(named, said, before=before, at=now()))
        self._experience = Experience(self._place)
        return outcome

    def decisions(self, since: datetime | None = None) -> Iterator[Decision]:
        """Yield the decisions in the order of their time; memory does not grow with their number.

        Args:
            since: The earliest to yield; a time without a zone is local.
        """
        return iter(()) if self._place is None else self.database.decisions(since)

    def calls(self, since: datetime | None = None) -> Iterator[BookedCall]:
        """Yield the calls that those decisions took, in the same order."""
        return iter(()) if self._place is None else self.database.calls(since)

    def outcomes(self) -> dict[str, Outcome]:
        """Return what is known of each decision's execution, by the decision's id; on each thing the newest counts."""
        found: dict[str, Outcome] = {}
        for outcome in self.database.outcomes() if self._place is not None else ():
            before = found.get(outcome.decision_id)
            found[outcome.decision_id] = outcome if before is None else outcome.after(before)
        return found

    def note(
        self,
        event: str,
        *,
        task: str = "",
        digest: str | None = None,
        decision_id: str | None = None,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        """Write an entry into the audit log, see `AuditEntry`; it is on the disk when this returns.

        Raises:
            LedgerError: It could not be written.
        """
        if self._place is not None:
            entry = audit_entry(event, at=now(), task=task, digest=digest, decision_id=decision_id, detail=detail)
            self._place.write({"audit": [entry]})

    def audit(self, since: datetime | None = None) -> Iterator[AuditEntry]:
        """Yield the audit log in the order of time."""
        return iter(()) if self._place is None else self.database.audit(since)

    def set_budget(self, task: str, **limits: float | None) -> tasks.Budget:
        """Set limits of a task; those that are not named stay as they are, and None takes one away.

        Args:
            task: Its name.
            **limits: ``attempts``, ``tokens``, ``usd``, ``grams``, ``seconds``.

        Returns:
            All limits of the task.

        Raises:
            InputError: The task has no name, a limit is none, or no ledger is kept.
            LedgerError: It could not be written.
        """
        name = _named(task)
        sql, at = tasks.set_limits(limits), now()
        entry = audit_entry("budget_set", at=at, task=name, detail=limits)
        self.database.change(sql, {**dict.fromkeys(tasks.LIMITS), **limits, "task": name, "at": at}, entry)
        budget = self.budget(name)
        assert budget is not None  # noqa: S101 - it has just been written, and budgets are never deleted
        return budget

    def budget(self, task: str) -> tasks.Budget | None:
        """Return the limits of a task, or None if it has none."""
        if self._place is None or not task:
            return None
        return tasks.budget_from(self._place.select(tasks.BUDGET, {"task": storable(task)}))

    def used(self, task: str) -> tasks.Used:
        """Return what a task has used so far.

        Raises:
            InputError: The task has no name.
        """
        name = _named(task)
        return tasks.Used() if self._place is None else tasks.used_from(self._place.select(tasks.USED, {"task": name}))

    def last_verdict(self, digest: str, task: str) -> Decision | None:
        """Return the newest decision on this text for this task; a task without a name is one of its own."""
        if self._place is None:
            return None
        values = {"digest": digest, "task": storable(task)}
        return tasks.decision_from(self._place.select(tasks.LAST_VERDICT, values))

    def close(self) -> None:
        """Give back files and connections; the next use opens them again."""
        if "database" in self.__dict__:
            self.database.close()
        if self._place is not None:
            self._place.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @functools.cached_property
    def database(self) -> Database:
        """The ledger through SQLAlchemy, made when it is first needed.

        Raises:
            InputError: No ledger is kept.
        """
        if self._place is None:
            raise InputError(
                "no ledger is kept (it is set to none), so there is nothing to look up",
                hint='set IRE_GATE_LEDGER or the setting "ledger" to a path',
            )
        if not isinstance(self._place, QuickFile):
            return self._place
        from ire_gate.ledger.database import Database

        self._place.make()
        return Database.in_file(self._place.path)


def _named(task: str) -> str:
    name = storable(task.strip())
    if not name:
        raise InputError("a task needs a name", hint="budgets and what was used are kept by it")
    return name
