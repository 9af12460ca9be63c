"""What many intents came to: counts, what the gate spent, and what was at risk."""

from __future__ import annotations

from msgspec import Struct

from ire_gate.domain import RoundTrip, VerdictName
from ire_gate.reports.figures import Bill, count


class Totals(Struct):
    """Running totals; memory does not grow with the number of intents."""

    passed: int
    blocked: int
    undecided: int
    cached: int
    spent: Bill
    at_risk: Bill
    """Of the blocked only: what was kept from being wasted."""

    @classmethod
    def new(cls) -> Totals:
        """Return totals of nothing."""
        return cls(0, 0, 0, 0, Bill.new(), Bill.new())

    def add(self, trip: RoundTrip) -> None:
        """Count one round trip."""
        name = trip.verdict.verdict
        if name is VerdictName.PASSED:
            self.passed += 1
        elif name is VerdictName.BLOCKED:
            self.blocked += 1
            self.at_risk.add_risk(trip.at_risk)
        else:
            self.undecided += 1
        self.cached += trip.cached
        self.spent.add_spent(trip.spent)

    @property
    def intents(self) -> int:
        """How many were counted."""
        return self.passed + self.blocked + self.undecided

    def say(self) -> str:
        """Return the totals in one line."""
        named = [(self.passed, "passed"), (self.blocked, "blocked"), (self.undecided, "undecided")]
        parts = [f"{number:,} {name}" for number, name in named if number] or ["nothing to look at"]
        text = f"{count(self.intents, 'intent')}: {', '.join(parts)}"
        if self.cached:
            text += f" ({self.cached:,} from the cache)"
        text += f"; spent {count(self.spent.calls, 'call')}, {self.spent.say()}"
        return f"{text}; at risk of the blocked {self.at_risk.say()}" if self.blocked else text
