"""From the rows of a ledger to the figures of a report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from ire_gate.currencies import carbon, coin
from ire_gate.domain import AtRisk, Range, Spent, VerdictName
from ire_gate.ledger.rows import Decision, Outcome
from ire_gate.ledger.store import Ledger
from ire_gate.reports.intents import Pointed, Told, parts_of, without_secrets
from ire_gate.reports.summary import Summary, summarise
from ire_gate.reports.trends import trends
from ire_gate.reports.works import Actual, Work

INTENTS = 100
"""The newest intents that a page shows one by one."""

SMALLEST_GROUP = 5
"""A group of fewer decisions may be one person's."""


def summary_of(
    books: Ledger,
    *,
    zone: str,
    since: datetime | None = None,
    by: str | None = None,
    smallest: int = SMALLEST_GROUP,
    is_short: bool = False,
) -> Summary:
    """Return the figures of a ledger.

    Args:
        books: The ledger.
        zone: Electricity zone, to be told.
        since: The earliest decision that counts.
        by: What to group by; see `ire_gate.reports.works.GROUPS`.
        smallest: Decisions of a group at least.
        is_short: Whether the sums are enough; memory then does not grow with the decisions.
    """
    works: Iterator[Work] = _works(books, since)
    kept: list[Work] = []
    if not is_short:
        kept = list(works)
        works = iter(kept)
    summary = summarise(
        works,
        since=since.isoformat(timespec="seconds") if since else None,
        by=by,
        carbon_method=carbon.method(zone),
        price_table=coin.price_table(),
        smallest=smallest,
    )
    if is_short:
        return summary
    names = [group.name for group in summary.groups]
    return msgspec.structs.replace(summary, trends=trends(kept, by=by, names=names))


def intents_of(books: Ledger, *, since: datetime | None = None) -> tuple[Told, ...]:
    """Return the newest intents that were decided on, the newest first, each as it was decided on last."""
    newest: dict[str, Decision] = {}
    for row in books.decisions(since):
        newest.pop(row.digest, None)
        newest[row.digest] = row
        if len(newest) > INTENTS:
            del newest[next(iter(newest))]
    return tuple(map(_told, reversed(newest.values())))


def _told(row: Decision) -> Told:
    findings = tuple(
        without_secrets(
            Pointed(
                code=found.code,
                probability=found.probability,
                span=found.span,
                message=found.message,
                question=found.question,
                readings=found.readings,
            )
        )
        for found in row.decoded_findings()
    )
    return Told(
        decision_id=row.decision_id,
        digest=row.digest,
        at=row.at,
        verdict=row.verdict,
        ambiguity=row.ambiguity,
        fidelity=row.fidelity,
        parts=parts_of(row.text, findings),
        findings=findings,
    )


def _works(books: Ledger, since: datetime | None) -> Iterator[Work]:
    outcomes = books.outcomes()
    for row in books.decisions(since):
        outcome = outcomes.get(row.decision_id)
        yield Work(
            digest=row.digest,
            verdict=VerdictName(row.verdict),
            ambiguity=row.ambiguity,
            fidelity=row.fidelity,
            tags=row.decoded_tags(),
            model=f"{row.engine}:{row.model}" if row.model else row.engine,
            codes=tuple(found.code for found in row.decoded_findings()),
            spent=_spent(row),
            at_risk=_at_risk(row),
            outcome=_actual(outcome) if outcome else None,
            is_replay=row.engine == "replay",
            at=row.at,
            decision_id=row.decision_id,
            path=row.path,
            waived=row.waived,
        )


def _spent(row: Decision) -> Spent:
    return Spent(
        calls=row.calls,
        tokens_in=row.tokens_in,
        tokens_out=row.tokens_out,
        clock_s=row.clock_s,
        coin_usd=row.coin_usd,
        carbon_g=Range(row.carbon_low, row.carbon_mid, row.carbon_high),
    )


def _at_risk(row: Decision) -> AtRisk:
    return AtRisk(
        tokens=Range(row.risk_tokens_low, row.risk_tokens_mid, row.risk_tokens_high),
        clock_s=row.risk_clock_s,
        coin_usd=row.risk_coin_usd,
        carbon_g=Range(row.risk_carbon_low, row.risk_carbon_mid, row.risk_carbon_high),
    )


def _actual(outcome: Outcome) -> Actual:
    is_counted = outcome.tokens_in is not None and outcome.tokens_out is not None
    return Actual(
        correct=outcome.correct,
        seconds=outcome.seconds,
        usd=outcome.usd,
        tokens=(outcome.tokens_in or 0) + (outcome.tokens_out or 0) if is_counted else None,
        grams=outcome.grams,
        value=outcome.value,
    )
