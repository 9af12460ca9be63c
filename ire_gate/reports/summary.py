"""What many decisions come to: verdicts, the three currencies, what was kept from being wasted, and what came true.

Figures are of work items and of groups of them. The same text, looked at again and again while nobody changes it, was
kept from running once: it is at risk once, however often it was blocked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec import Struct

from ire_gate.codes import CODES
from ire_gate.domain import AtRisk, Ire, VerdictName
from ire_gate.reports.figures import Bill, Sum
from ire_gate.reports.risks import Risks
from ire_gate.reports.trends import Trends
from ire_gate.reports.works import Work, groups_of

_TOP = 10


class Amounts(Struct, frozen=True, kw_only=True):
    """One amount in each currency; None where it is not known."""

    tokens: float | None
    clock_s: float | None
    coin_usd: float | None
    carbon_g: float | None


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
    wrong_foretold: float | None
    """Mean of 1 - IRE, as it stood before the execution."""
    wrong_actual: float | None
    """Share of the results that were wrong."""


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
    fidelity: float | None
    """Mean over the decisions where it was measured."""
    ambiguity: float | None
    calls: int
    spent: Amounts
    """By the gate, on everything."""
    replayed_calls: int
    replayed: Amounts
    """What replays of recorded calls stand for; it was spent when they were recorded, so it is no part of `spent`."""
    at_risk: AtRisk
    """Of the blocked, each text once."""
    saved: Amounts
    """At risk of the blocked less what the gate spent on everything; may be negative."""
    ire: Ire
    """Mean, and the sum per unit of everything spent on the same intents; a known result takes the forecast's place."""
    forecast: Forecast
    codes: tuple[Counted, ...]
    """The most frequent."""


class Named(Struct, frozen=True, kw_only=True):
    """A group and its figures."""

    name: str
    figures: Figures


class Summary(Struct, frozen=True, kw_only=True):
    """The figures of a period."""

    version: Literal["ire_gate.report/1"] = "ire_gate.report/1"
    since: str | None
    by: str | None
    carbon_method: str | None
    """How grams are estimated."""
    price_table: str | None
    """Where prices are from."""
    total: Figures
    groups: tuple[Named, ...]
    trends: Trends | None = None
    """None where only the sums were asked for."""


def summarise(
    works: Iterable[Work],
    *,
    since: str | None = None,
    by: str | None = None,
    carbon_method: str | None = None,
    price_table: str | None = None,
    smallest: int = 1,
) -> Summary:
    """Return the figures of decisions, in total and by group; memory holds a hash of each text, not the decisions.

    Args:
        works: The decisions of the period.
        since: The beginning of the period, to be told.
        by: One of `GROUPS`; by ``kind``, a decision counts in the group of each kind that it has.
        carbon_method: How grams are estimated, to be told.
        price_table: Where prices are from, to be told.
        smallest: Decisions of a group at least; smaller ones are told together, so that none of them is a person.
    """
    total, groups, waiting = _Account(), dict[str, _Account](), defaultdict[str, list[Work]](list)
    for work in works:
        total.add(work)
        for name in groups_of(work, by):
            if name not in groups and len(waiting[name]) + 1 < smallest:
                waiting[name].append(work)
            else:
                account = groups.setdefault(name, _Account())
                for member in (*waiting.pop(name, ()), work):
                    account.add(member)
    small = {name: members for name, members in waiting.items() if members}
    if small:
        rest = groups.setdefault(
            f"other ({len(small)} group{'s' * (len(small) > 1)} of fewer than {smallest})", _Account()
        )
        for members in small.values():
            for member in members:
                rest.add(member)
    ordered = sorted(groups.items(), key=lambda named: (-named[1].decisions, named[0]))
    return Summary(
        since=since,
        by=by,
        carbon_method=carbon_method,
        price_table=price_table,
        total=total.figures(),
        groups=tuple(Named(name=name, figures=account.figures()) for name, account in ordered),
    )


class _Ratio:
    """Sum of IRE over the sum of a currency, over the decisions where both are known."""

    def __init__(self) -> None:
        self._value = self._used = 0.0

    def add(self, value: float, used: float | None) -> None:
        if used is not None:
            self._value += value
            self._used += used

    def value(self) -> float | None:
        return self._value / self._used if self._used > 0 else None


class _Account:
    """Adds up the decisions of one group."""

    def __init__(self) -> None:
        self.decisions = 0
        self._verdicts = dict.fromkeys(VerdictName, 0)
        self._texts: set[int] = set()
        self._risks = Risks()
        self._fidelity, self._ambiguity, self._ire = Sum(), Sum(), Sum()
        self._spent, self._replayed = Bill.new(), Bill.new()
        self._per_second, self._per_usd, self._per_gram = _Ratio(), _Ratio(), _Ratio()
        self._correct, self._foretold = Sum(), Sum()
        self._codes: Counter[str] = Counter()

    def add(self, work: Work) -> None:
        self.decisions += 1
        self._verdicts[work.verdict] += 1
        text = hash(work.digest)
        self._texts.add(text)
        if work.verdict is VerdictName.BLOCKED:
            self._risks.add(text, work.at_risk)
        self._spent.add_spent(work.spent_now)
        if work.is_replay:
            self._replayed.add_spent(work.spent)
        self._fidelity.add(work.fidelity)
        self._ambiguity.add(work.ambiguity)
        self._codes.update(set(work.codes))
        self._add_ire(work)

    def _add_ire(self, work: Work) -> None:
        foretold = None
        if work.fidelity is not None and work.ambiguity is not None:
            foretold = work.fidelity * (1 - work.ambiguity)
        value = work.ire
        self._ire.add(value)
        if work.is_known:
            self._correct.add(value)
            self._foretold.add(None if foretold is None else 1 - foretold)
        if value is not None:
            self._per_second.add(value, work.seconds)
            self._per_usd.add(value, work.usd)
            self._per_gram.add(value, work.grams)

    def figures(self) -> Figures:
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
            fidelity=_mean(self._fidelity),
            ambiguity=_mean(self._ambiguity),
            calls=self._spent.calls,
            spent=_amounts(self._spent),
            replayed_calls=self._replayed.calls,
            # How long the calls took when they were recorded, nobody knows.
            replayed=msgspec.structs.replace(_amounts(self._replayed), clock_s=None),
            at_risk=_at_risk(at_risk),
            saved=_saved(at_risk, self._spent),
            ire=Ire(
                value=_mean(self._ire),
                per_second=self._per_second.value(),
                per_usd=self._per_usd.value(),
                per_gram=self._per_gram.value(),
            ),
            forecast=self._forecast(),
            codes=tuple(
                Counted(code=code, kind=CODES[code].name if code in CODES else code, count=count)
                for code, count in sorted(self._codes.items(), key=lambda item: (-item[1], item[0]))[:_TOP]
            ),
        )

    def _forecast(self) -> Forecast:
        share = _mean(self._correct)
        return Forecast(
            outcomes=self._correct.known,
            correct=round(self._correct.total),
            wrong_foretold=_mean(self._foretold),
            wrong_actual=None if share is None else 1 - share,
        )


def _mean(values: Sum) -> float | None:
    return values.total / values.known if values.known else None


def _amounts(bill: Bill) -> Amounts:
    return Amounts(
        tokens=bill.tokens.value.mid,
        clock_s=bill.clock.value,
        coin_usd=bill.coin.value,
        carbon_g=bill.carbon.value.mid,
    )


def _at_risk(bill: Bill) -> AtRisk:
    return AtRisk(
        tokens=bill.tokens.value, clock_s=bill.clock.value, coin_usd=bill.coin.value, carbon_g=bill.carbon.value
    )


def _saved(risk: Bill, spent: Bill) -> Amounts:
    def less(at_risk: Sum, used: Sum) -> float | None:
        """A saving needs all of what was spent, and is a lower bound where some of the risk is unknown."""
        return None if at_risk.value is None or used.unknown else at_risk.value - used.total

    return Amounts(
        tokens=less(risk.tokens.mid, spent.tokens.mid),
        clock_s=less(risk.clock, spent.clock),
        coin_usd=less(risk.coin, spent.coin),
        carbon_g=less(risk.carbon.mid, spent.carbon.mid),
    )
