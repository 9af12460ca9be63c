"""``ire-gate report``: what the ledger knows."""

from __future__ import annotations

import click

from ire_gate.accounts import SMALLEST_GROUP, intents_of, standing_out, summary_of
from ire_gate.cli.books import SINCE, existing, moment, readable
from ire_gate.cli.console import write
from ire_gate.cli.options import needing, settings_from
from ire_gate.ledger.store import Ledger
from ire_gate.reports import pages
from ire_gate.reports.intents import Told
from ire_gate.reports.summary import Summary
from ire_gate.reports.works import GROUPS, refuse_unknown_group

FORMATS = ("text", "md", "json", "csv", "html")


@click.command("report", short_help="Show what the ledger knows.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Of the report.")
@click.option("--since", metavar="DATE", help=SINCE)
@click.option("--by", metavar="|".join(GROUPS), help="Group by a tag, by the model, or by the kind of finding.")
@click.option(
    "--smallest-group",
    "smallest",
    type=click.IntRange(2),
    default=SMALLEST_GROUP,
    show_default=True,
    help="Decisions of a group at least; smaller ones are told together.",
)
@click.option("--ledger", metavar="URL", help="A path or an SQLAlchemy URL.")
def command(form: str, since: str | None, by: str | None, smallest: int, ledger: str | None) -> int:
    """Show verdicts, the three currencies, what was kept from being wasted, and what came true.

    At risk counts each blocked text once, however often it was looked at. Saved, net, is that less everything that the
    gate spent; it may be negative. What replays stand for was spent when it was recorded, and is told apart.
    """
    start = None if since is None else moment(since, "--since")
    refuse_unknown_group(by)
    settings = settings_from({"ledger": ledger})
    place = existing(settings.ledger, is_named=ledger is not None)
    with readable(place) as there, Ledger.open(there) as books:
        summary = summary_of(books, settings=settings, since=start, by=by, smallest=smallest, is_short=form == "text")
        told = intents_of(books, since=start, also=standing_out(summary)) if form == "html" else ()
    write([_page(form, summary, told)], is_data=form != "text")
    return 0


def _page(form: str, summary: Summary, told: tuple[Told, ...]) -> str:
    if form != "html":
        return {"text": pages.text, "md": pages.markdown, "json": pages.json, "csv": pages.csv}[form](summary)
    with needing("report"):
        from ire_gate.reports.html import page
    return page(summary, told)
