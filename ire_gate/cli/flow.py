"""Intents through the gate and on to a report, with everything counted that the exit code depends on."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from typing import TYPE_CHECKING

from ire_gate.cli.console import complain, say
from ire_gate.cli.interrupts import INTERRUPTED, Interrupts
from ire_gate.config import Settings
from ire_gate.domain import Intent, RoundTrip, VerdictName
from ire_gate.errors import InputError, IreGateError
from ire_gate.gate import Gate
from ire_gate.sources import SourceProblem

if TYPE_CHECKING:
    from ire_gate.baseline import Baseline

_MOST_NAMED = 100
"""Problems that a report names one by one; all are told on standard error."""


COULD_NOT_LOOK = 3


def nothing_to_check(path: str | None) -> InputError:
    """Return the error for a source without an intent; only ``ire-gate: false`` leaves none and no problem."""
    return InputError(f"{path}: nothing to check: ire-gate: false takes it out", hint="give a file with an intent")


class Flow:
    """One run of many intents through one gate.

    What cannot be read is told on standard error and the others go on. An interrupt, or an error of the gate itself,
    ends the stream of round trips but not the report on those that are finished.
    """

    def __init__(self, settings: Settings, baseline: Baseline | None = None) -> None:
        self.settings = settings
        self._baseline = baseline
        self._interrupts = Interrupts()
        self.counts = dict.fromkeys(VerdictName, 0)
        self.total: int | None = None
        """How many intents there are, for what an interrupt says; None if nobody counted."""
        self.problems: list[str] = []
        self._unnamed = 0
        self.failure: IreGateError | None = None

    def trips(self, items: Iterable[Intent | SourceProblem]) -> Generator[RoundTrip, None, None]:
        """Yield the round trips in the order of the intents, each recorded before it is yielded."""
        try:
            with self._interrupts, Gate(settings=self.settings, baseline=self._baseline) as gate:
                for trip in self._interrupts.each(gate.check_many(self._intents(items))):
                    self.counts[trip.verdict.verdict] += 1
                    yield trip
            if self._interrupts.requested:
                of = "" if self.total is None else f" of {self.total:,}"
                say(f"interrupted: {sum(self.counts.values()):,}{of} are finished; run again to go on")
        except IreGateError as problem:
            self.failure = problem

    def failures(self) -> list[str]:
        """Return why the report is not complete: what could not be read, an interrupt, an error of the gate itself."""
        told = [*self.problems]
        if self._unnamed:
            told.append(f"{self._unnamed:,} more could not be read")
        if self._interrupts.requested:
            told.append("interrupted; what was not finished is not reported")
        return [*told, self.failure.message] if self.failure else told

    def exit_code(self) -> int:
        """Return how the run ended; blocked outranks what could not be read, and that outranks undecided.

        Raises:
            IreGateError: The gate itself failed on the way.
        """
        if self.failure is not None:
            raise self.failure
        if self._interrupts.requested:
            return INTERRUPTED
        if self.counts[VerdictName.BLOCKED]:
            return 1
        if self.problems:
            return 2
        return COULD_NOT_LOOK if self.counts[VerdictName.UNDECIDED] else 0

    def _note(self, problem: str) -> None:
        if len(self.problems) < _MOST_NAMED:
            self.problems.append(problem)
        else:
            self._unnamed += 1

    def _intents(self, items: Iterable[Intent | SourceProblem]) -> Iterator[Intent]:
        for item in items:
            if isinstance(item, Intent):
                yield item
            else:
                self._note(item.error.message)
                complain(item.error.message, item.error.hint)
            if self._interrupts.requested:
                return
