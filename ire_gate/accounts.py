"""From the rows of a ledger to the figures of a report."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

import msgspec

from ire_gate.config import Settings
from ire_gate.currencies import carbon, coin
from ire_gate.domain import AtRisk, Profile, Range, Spent, VerdictName
from ire_gate.ledger.rows import Decision, Outcome, Quoted
from ire_gate.ledger.store import Ledger
from ire_gate.reports.intents import Pointed, Told, lines_of, parts_of, without_secrets
from ire_gate.reports.summary import Summary, summarise
from ire_gate.reports.trends import trends
from ire_gate.reports.works import Actual, Work
from ire_gate.scrubbing import scrubbed

INTENTS = 100
"""The newest intents that a page shows one by one."""

SHARED = 10_000
"""Sets of tags, codes and profile that are decoded once for all decisions that have them: few differ."""

SMALLEST_GROUP = 5
"""A group of fewer decisions may be one person's."""


def summary_of(
    books: Ledger,
    *,
    settings: Settings,
    since: datetime | None = None,
    by: str | None = None,
    smallest: int = SMALLEST_GROUP,
    is_short: bool = False,
) -> Summary:
    """Return the figures of a ledger.

    Args:
        books: The ledger.
        settings: Whose electricity zone, and what of this machine is measured, is told.
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
        carbon_method=carbon.method(settings.zone, settings.measure_energy),
        price_table=coin.price_table(),
        smallest=smallest,
    )
    if is_short:
        return summary
    names = [group.name for group in summary.groups if not group.is_merged]
    return msgspec.structs.replace(summary, trends=trends(kept, by=by, names=names, smallest=smallest))


def intents_of(books: Ledger, *, since: datetime | None = None, also: Collection[str] = ()) -> tuple[Told, ...]:
    """Return the newest intents that were decided on, the newest first, each as it was decided on last.

    Args:
        books: The ledger.
        since: The earliest decision that counts.
        also: Ids of decisions that are told in any case, after those.
    """
    newest: dict[str, Decision] = {}
    others: dict[str, Decision] = {}
    for row in books.decisions(since):
        if row.decision_id in also:
            others[row.decision_id] = row
        newest.pop(row.digest, None)
        newest[row.digest] = row
        if len(newest) > INTENTS:
            del newest[next(iter(newest))]
    rows = {row.decision_id: row for row in reversed(newest.values())} | others
    return tuple(map(_told, rows.values()))


def standing_out(summary: Summary) -> set[str]:
    """Return the ids of the decisions behind the spends that stand out."""
    return {outlier.decision_id for outlier in summary.trends.outliers} if summary.trends else set()


def _told(row: Decision) -> Told:
    findings = tuple(without_secrets(_pointed(found)) for found in row.decoded_findings())
    spec = row.decoded_spec()
    return Told(
        decision_id=row.decision_id,
        digest=row.digest,
        at=row.at,
        verdict=row.verdict,
        ambiguity=row.ambiguity,
        fidelity=row.fidelity,
        parts=parts_of(row.text, findings),
        findings=findings,
        spec=lines_of(spec) if spec else (),
        back_translation=scrubbed(row.back_translation) if row.back_translation else None,
    )


def _pointed(found: Quoted) -> Pointed:
    return Pointed(
        code=found.code,
        probability=found.probability,
        span=found.span,
        message=found.message,
        question=found.question,
        readings=found.readings,
    )


def _works(books: Ledger, since: datetime | None) -> Iterator[Work]:
    outcomes = books.outcomes()
    shared: dict[tuple[str, str, str | None], tuple[dict[str, str], tuple[str, ...], Profile | None]] = {}
    for row in books.decisions(since):
        outcome = outcomes.get(row.decision_id)
        key = row.tags, row.findings, row.profile
        if key not in shared and len(shared) < SHARED:
            shared[key] = _decoded(row)
        tags, codes, profile = shared.get(key) or _decoded(row)
        yield Work(
            digest=row.digest,
            verdict=VerdictName(row.verdict),
            ambiguity=row.ambiguity,
            fidelity=row.fidelity,
            tags=tags,
            model=f"{row.engine}:{row.model}" if row.model else row.engine,
            codes=codes,
            spent=_spent(row),
            at_risk=_at_risk(row),
            outcome=_actual(outcome) if outcome else None,
            is_replay=row.engine == "replay",
            at=row.at,
            decision_id=row.decision_id,
            path=row.path,
            waived=row.waived,
            executor=_executor(profile, outcome),
            profile=_said(profile) if profile else None,
        )


def _decoded(row: Decision) -> tuple[dict[str, str], tuple[str, ...], Profile | None]:
    return row.decoded_tags(), tuple(found.code for found in row.decoded_findings()), row.decoded_profile()


def _executor(profile: Profile | None, outcome: Outcome | None) -> str | None:
    if outcome is not None and outcome.model:
        return outcome.model
    return profile.model if profile else None


def _said(profile: Profile) -> str:
    amounts = (
        ("tokens in", profile.tokens_in), ("tokens out", profile.tokens_out), ("s", profile.seconds),
        ("attempts at most", profile.max_attempts),
    )  # fmt: skip
    told = (f"{amount:,} {unit}" for unit, amount in amounts if amount is not None)
    return ", ".join((profile.model or "no model named", *told))


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
        clock_s=Range(row.risk_clock_low, row.risk_clock_s, row.risk_clock_high),
        coin_usd=Range(row.risk_coin_low, row.risk_coin_usd, row.risk_coin_high),
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
