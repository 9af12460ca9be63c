"""``ire-gate batch``: verdicts on the rows of a JSONL file, streamed, resumable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from ire_gate.cli.console import complain, progress, say
from ire_gate.cli.flow import Flow
from ire_gate.cli.options import engine_options, settings_from
from ire_gate.cli.rows import Done, RowFile, hashed
from ire_gate.config import Settings
from ire_gate.domain import Intent, RoundTrip, VerdictName
from ire_gate.errors import InputError
from ire_gate.reports import json
from ire_gate.reports.figures import count
from ire_gate.reports.places import label_of
from ire_gate.reports.totals import Totals
from ire_gate.sources import SourceProblem, intent_at, iter_rows


@click.command("batch", short_help="Check many rows.")
@click.argument("rows", metavar="IN.jsonl")
@click.option("--output", required=True, metavar="OUT.jsonl", help="Where the verdicts go; - for standard output.")
@engine_options
def command(rows: str, output: str, **flags: Any) -> int:
    """Check the rows of a JSONL file: {"id": "…", "text": "…"}, and tags and profile if they have them.

    The verdicts come in the order of the rows. If OUT.jsonl has some already, the run goes on behind them; undecided
    rows are checked again, and so is a row whose line you delete.
    """
    settings = settings_from(flags)
    flow = Flow(settings)
    done: set[int] = set()
    told = _Told()

    def on_done(row: Done) -> None:
        _refuse_mixture(output, row, settings)
        done.add(hashed(row.id))
        flow.counts[row.verdict] += 1

    with RowFile(output, source=rows, on_done=on_done) as out:
        before = len(done)
        if before:
            say(f"{output}: {count(before, 'row')} finished; going on behind them")
        flow.total = _lines(rows)
        trips = flow.trips(_intents(rows, settings, done))
        with closing(trips):
            for trip in progress(trips, total=None if flow.total is None else max(0, flow.total - before)):
                out.add(json.line(trip))
                told.add(trip)
    told.say()
    return flow.exit_code()


class _Told:
    """What is said at the end: the totals of this run, and why the first undecided row is undecided."""

    def __init__(self) -> None:
        self._totals = Totals.new()
        self._first: RoundTrip | None = None

    def add(self, trip: RoundTrip) -> None:
        self._totals.add(trip)
        if self._first is None and trip.verdict.verdict is VerdictName.UNDECIDED:
            self._first = trip

    def say(self) -> None:
        say(self._totals.say())
        if self._first is not None:
            why = next((found.message for found in self._first.verdict.findings), "nobody has settled it")
            complain(
                f"{label_of(self._first.intent)} is undecided: {why}", "run it again to check the undecided rows again"
            )


def _refuse_mixture(output: str, row: Done, settings: Settings) -> None:
    """Refuse to go on where the verdicts would not be of one kind."""
    name, _, model = settings.engine.partition(":")
    is_same = row.engine.name == name and (name == "replay" or row.engine.model == (model or None))
    if is_same and row.threshold == settings.threshold:
        return
    engine = row.engine.name if name == "replay" or not row.engine.model else f"{row.engine.name}:{row.engine.model}"
    raise InputError(
        f"{output}: the finished rows were checked by {engine} with threshold {row.threshold:g}, not by "
        f"{settings.engine} with {settings.threshold:g}",
        hint="give the same --engine and --threshold, or another --output",
    )


def _intents(path: str, settings: Settings, done: set[int]) -> Iterator[Intent | SourceProblem]:
    for row in iter_rows(path, settings):
        if isinstance(row, SourceProblem):
            yield row
        elif not row.id:
            hint = "an id tells a later run what is finished"
            yield SourceProblem(path, row.line, InputError(f"{path}:{row.line}: the row has no id", hint=hint))
        elif hashed(row.id) not in done:
            yield intent_at(path, row, settings)


def _lines(path: str) -> int | None:
    """Return how many lines a file has; None if they cannot be counted beforehand."""
    if path == "-" or not Path(path).is_file():
        return None
    with Path(path).open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
