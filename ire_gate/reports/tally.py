"""Adds up decisions: verdicts, the three currencies, what was kept from being wasted, and what came true."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import msgspec
from msgspec import Struct

from ire_gate.codes import CODES
from ire_gate.domain import AtRisk, Ire, VerdictName
from ire_gate.reports.figures import Amounts, Bill, Sum, Unknowns
from ire_gate.reports.risks import Risks
from ire_gate.reports.works import Work

_TOP = 10
_SUMS = (
    "_fidelity", "_ambiguity", "_ire", "_correct", "_foretold", "_came", "_spent", "_replayed",
    "_per_second", "_per_usd", "_per_gram", "_judged_usd", "_judged_tokens", "_worth", "_cost",
)  # fmt: skip


class Counted(Struct, frozen=True, kw_only=True):
    """A code and the number of decisions in which it was found."""

    code: str
    kind: str
    count: int


class Forecast(Struct, frozen=True, kw_only=True):
    """What the gate foretold of executions, against what they came to."""

    outcomes: int
    """Decisions whose result is known to be correct or wrong."""
    correct: int
    compared: int
    """Those of them for which IRE was known before."""
    wrong_foretold: float | None
    """Mean of 1 - IRE of the compared, as it stood before the execution."""
    wrong_actual: float | None
    """Share of the compared that were wrong."""


class Results(Struct, frozen=True, kw_only=True):
    """What results took and brought, gate included; None where a part of it is not booked."""

    judged: float | None
    """Share of the passed whose result somebody judged: the others may be wrong without being rework."""
    usd_per_correct: float | None
    """All that was spent on decisions with a known result, by the correct ones."""
    tokens_per_correct: float | None
    rework: float | None
    """Wrong of all results that are known."""
    gross_margin: float | None
    """(value - cost) / value, over the decisions whose value is booked and those with a wrong result: without a value
    of its own it is worth nothing."""


class Figures(Struct, frozen=True, kw_only=True):
    """What a set of decisions comes to."""

    decisions: int
    intents: int
    """Different texts."""
    passed: int
    blocked: int
    undecided: int
    block_rate: float | None
    """Blocked of all that were decided."""
    waived: int
    """Decisions in which a waiver kept something from blocking."""
    fidelity: float | None
    """Mean over the decisions where it was measured."""
    ambiguity: float | None
    calls: int
    spent: Amounts
    """By the gate, on everything."""
    spent_unknown: Unknowns
    """Decisions."""
    replayed_calls: int
    replayed: Amounts
    """What replays of recorded calls stand for; it was spent when they were recorded, so it is no part of `spent`."""
    at_risk: AtRisk
    """Of the blocked that no later decision let pass, each text once."""
    at_risk_unknown: Unknowns
    """Texts."""
    saved: Amounts
    """At risk of the blocked less what the gate spent on everything; may be negative."""
    saved_low: Amounts
    """The least that the bounds allow: low at risk less what was spent (the high estimate of its grams)."""
    saved_high: Amounts
    ire: Ire
    """Mean, and the sum per unit of everything spent on the same intents; a known result takes the forecast's place."""
    forecast: Forecast
    results: Results
    codes: tuple[Counted, ...]
    """The most frequent."""


class _Ratio:
    """Sum of IRE over the sum of a currency, over the decisions where both are known."""

    def __init__(self) -> None:
        self._value = self._used = 0.0

    def add(self, value: float, used: float | None) -> None:
        if used is not None:
            self._value += value
            self._used += used

    def take(self, other: _Ratio) -> None:
        self._value += other._value
        self._used += other._used

    def value(self) -> float | None:
        return self._value / self._used if self._used > 0 else None


class Tally:
    """The decisions of one group, added up; memory holds a hash of each text, and what the blocked put at risk."""

    def __init__(self) -> None:
        self.decisions = 0
        self._verdicts = dict.fromkeys(VerdictName, 0)
        self._waived = self._passed_judged = 0
        self._texts: set[int] = set()
        self._risks = Risks()
        self._fidelity, self._ambiguity, self._ire = Sum(), Sum(), Sum()
        self._spent, self._replayed = Bill.new(), Bill.new()
        self._per_second, self._per_usd, self._per_gram = _Ratio(), _Ratio(), _Ratio()
        self._correct, self._foretold, self._came = Sum(), Sum(), Sum()
        self._judged_usd, self._judged_tokens, self._worth, self._cost = Sum(), Sum(), Sum(), Sum()
        self._codes: Counter[str] = Counter()

    def add(self, work: Work) -> None:
        """Add a decision."""
        self.decisions += 1
        self._verdicts[work.verdict] += 1
        self._waived += work.waived > 0
        self._passed_judged += work.is_known and work.verdict is VerdictName.PASSED
        text = hash(work.digest)
        self._texts.add(text)
        if work.verdict is VerdictName.BLOCKED:
            self._risks.add(text, work.at_risk)
        elif work.verdict is VerdictName.PASSED:
            self._risks.drop(text)
        self._spent.add_spent(work.spent_now)
        if work.is_replay:
            self._replayed.add_spent(work.spent)
        self._fidelity.add(work.fidelity)
        self._ambiguity.add(work.ambiguity)
        self._codes.update(set(work.codes))
        self._add_ire(work)

    def take(self, other: Tally) -> None:
        """Add what another tally has."""
        self.decisions += other.decisions
        self._waived += other._waived
        self._passed_judged += other._passed_judged
        for verdict, number in other._verdicts.items():
            self._verdicts[verdict] += number
        self._texts |= other._texts
        self._risks.take(other._risks)
        for name in _SUMS:
            getattr(self, name).take(getattr(other, name))
        self._codes += other._codes

    def _add_ire(self, work: Work) -> None:
        foretold = None
        if work.fidelity is not None and work.ambiguity is not None:
            foretold = work.fidelity * (1 - work.ambiguity)
        value = work.ire
        self._ire.add(value)
        if work.is_known:
            self._correct.add(value)
            self._foretold.add(None if foretold is None else 1 - foretold)
            self._came.add(None if foretold is None or value is None else 1 - value)
            self._judged_usd.add(work.usd)
            self._judged_tokens.add(work.tokens)
        if work.outcome is not None and (work.outcome.value is not None or work.outcome.correct is False):
            self._worth.add(work.outcome.value or 0.0)
            self._cost.add(work.usd)
        if value is not None:
            self._per_second.add(value, work.seconds)
            self._per_usd.add(value, work.usd)
            self._per_gram.add(value, work.grams)

    def figures(self) -> Figures:
        """Return what the decisions come to."""
        passed, blocked, undecided = (self._verdicts[name] for name in VerdictName)
        decided = passed + blocked
        at_risk = self._risks.bill()
        return Figures(
            decisions=self.decisions,
            intents=len(self._texts),
            passed=passed,
            blocked=blocked,
            undecided=undecided,
            block_rate=blocked / decided if decided else None,
            waived=self._waived,
            fidelity=_mean(self._fidelity),
            ambiguity=_mean(self._ambiguity),
            calls=self._spent.calls,
            spent=_amounts(self._spent),
            spent_unknown=_unknowns(self._spent),
            replayed_calls=self._replayed.calls,
            # How long the calls took when they were recorded, nobody knows.
            replayed=msgspec.structs.replace(_amounts(self._replayed), clock_s=None),
            at_risk=_at_risk(at_risk),
            at_risk_unknown=_unknowns(at_risk),
            saved=self._saved("mid"),
            saved_low=self._saved("low"),
            saved_high=self._saved("high"),
            ire=Ire(
                value=_mean(self._ire),
                per_second=self._per_second.value(),
                per_usd=self._per_usd.value(),
                per_gram=self._per_gram.value(),
            ),
            forecast=self._forecast(),
            results=self._results(),
            codes=tuple(
                Counted(code=code, kind=CODES[code].name if code in CODES else code, count=count)
                for code, count in sorted(self._codes.items(), key=lambda item: (-item[1], item[0]))[:_TOP]
            ),
        )

    def _results(self) -> Results:
        correct, judged = self._correct.total, self._correct.known
        worth, cost = self._worth.total, _all(self._cost)
        return Results(
            judged=_per(self._passed_judged, self._verdicts[VerdictName.PASSED]),
            usd_per_correct=_per(_all(self._judged_usd), correct),
            tokens_per_correct=_per(_all(self._judged_tokens), correct),
            rework=_per(judged - correct, judged),
            gross_margin=None if cost is None or worth <= 0 else (worth - cost) / worth,
        )

    def _saved(self, bound: Literal["low", "mid", "high"]) -> Amounts:
        risk, spent = self._risks.bill(), self._spent
        grams = {"low": spent.carbon.high, "mid": spent.carbon.mid, "high": spent.carbon.low}[bound]
        return Amounts(
            tokens=_less(getattr(risk.tokens.value, bound), spent.tokens.mid),
            clock_s=_less(getattr(risk.clock.value, bound), spent.clock.mid),
            coin_usd=_less(getattr(risk.coin.value, bound), spent.coin.mid),
            carbon_g=_less(getattr(risk.carbon.value, bound), grams),
        )

    def _forecast(self) -> Forecast:
        return Forecast(
            outcomes=self._correct.known,
            correct=round(self._correct.total),
            compared=self._came.known,
            wrong_foretold=_mean(self._foretold),
            wrong_actual=_mean(self._came),
        )


def _all(values: Sum) -> float | None:
    return None if values.unknown else values.total


def _per(part: float | None, whole: float) -> float | None:
    return part / whole if part is not None and whole else None


def _mean(values: Sum) -> float | None:
    return values.total / values.known if values.known else None


def _amounts(bill: Bill) -> Amounts:
    return Amounts(
        tokens=bill.tokens.mid.value,
        clock_s=bill.clock.mid.value,
        coin_usd=bill.coin.mid.value,
        carbon_g=bill.carbon.mid.value,
    )


def _unknowns(bill: Bill) -> Unknowns:
    return Unknowns(
        tokens=bill.tokens.mid.unknown,
        clock_s=bill.clock.mid.unknown,
        coin_usd=bill.coin.mid.unknown,
        carbon_g=bill.carbon.mid.unknown,
    )


def _at_risk(bill: Bill) -> AtRisk:
    return AtRisk(
        tokens=bill.tokens.value, clock_s=bill.clock.value, coin_usd=bill.coin.value, carbon_g=bill.carbon.value
    )


def _less(at_risk: float | None, used: Sum) -> float | None:
    """A saving needs all of what was spent, and is a lower bound where some of the risk is unknown."""
    return None if at_risk is None or used.unknown else at_risk - used.total
