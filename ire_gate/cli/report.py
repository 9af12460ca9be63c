"""``ire-gate report``: what the ledger knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import click

from ire_gate.cli.books import SINCE, existing, moment, readable
from ire_gate.cli.console import write
from ire_gate.cli.options import settings_from
from ire_gate.config import refuse_person_tags
from ire_gate.config.rules import nearest
from ire_gate.currencies import carbon, coin
from ire_gate.domain import AtRisk, Range, Spent, VerdictName
from ire_gate.errors import ConfigError
from ire_gate.ledger.rows import Decision, Outcome
from ire_gate.ledger.store import Ledger
from ire_gate.reports import pages
from ire_gate.reports.summary import summarise
from ire_gate.reports.works import GROUPS, Actual, Work

PAGES = {"text": pages.text, "md": pages.markdown, "json": pages.json}


@click.command("report", short_help="Show what the ledger knows.")
@click.option(
    "--format", "form", type=click.Choice(list(PAGES)), default="text", show_default=True, help="Of the report."
)
@click.option("--since", metavar="DATE", help=SINCE)
@click.option("--by", metavar="|".join(GROUPS), help="Group by a tag, by the model, or by the kind of finding.")
@click.option("--ledger", metavar="URL", help="A path or an SQLAlchemy URL.")
def command(form: str, since: str | None, by: str | None, ledger: str | None) -> int:
    """Show verdicts, the three currencies, what was kept from being wasted, and what came true.

    At risk counts each blocked text once, however often it was looked at. Saved, net, is that less everything that the
    gate spent; it may be negative. What replays stand for was spent when it was recorded, and is told apart.
    """
    start = None if since is None else moment(since, "--since")
    _refuse_unknown_group(by)
    settings = settings_from({"ledger": ledger})
    place = existing(settings.ledger, is_named=ledger is not None)
    with readable(place) as there, Ledger.open(there) as books:
        summary = summarise(
            _works(books, start),
            since=start.isoformat(timespec="seconds") if start else None,
            by=by,
            carbon_method=carbon.method(settings.zone),
            price_table=coin.price_table(),
        )
    write([PAGES[form](summary)], is_data=form != "text")
    return 0


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
    return Actual(correct=outcome.correct, seconds=outcome.seconds, usd=outcome.usd)


def _refuse_unknown_group(by: str | None) -> None:
    """A person is refused with the reason, before a misspelling is."""
    if by is None or by in GROUPS:
        return
    refuse_person_tags({by: "x"})
    close = nearest(by, GROUPS)
    hint = f"did you mean {close}?" if close else f"known: {', '.join(GROUPS)}"
    raise ConfigError(f"--by: figures are not grouped by {by!r}", hint=hint)
