"""``ire-gate spec``: the spec alone, for whoever executes specs."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import click
import msgspec

from ire_gate.cli.console import complain, write
from ire_gate.cli.flow import Flow, nothing_to_check
from ire_gate.cli.options import engine_options, settings_from
from ire_gate.domain import RoundTrip, Spec, VerdictName
from ire_gate.errors import InputError
from ire_gate.reports.json import encode
from ire_gate.reports.places import label_of
from ire_gate.sources import read_sources


@click.command("spec", short_help="Print the spec of one intent.")
@click.argument("path", metavar="PATH|-", required=False)
@click.option("--text", metavar="TEXT", help="Translate this text.")
@engine_options
def command(path: str | None, text: str | None, **flags: Any) -> int:
    """Print the spec of an intent as JSON (ire_gate.spec/1); several intents in one file give an array.

    Where the gate could not look, null stands in the array.

    The intent goes through the gate and is booked like any other. The spec of a blocked intent is printed too, with
    exit code 1: it is what the gate understood, not what should be executed.
    """
    if (path is None) == (text is None):
        raise InputError("give exactly one of PATH and --text", hint="- stands for standard input")
    flow = Flow(settings_from(flags))
    with closing(flow.trips(read_sources([path] if path else [], flow.settings, text=text))) as trips:
        specs = [_spec(trip) for trip in trips]
    if any(specs):
        shown = encode(specs[0] if len(specs) == 1 else specs)
        write([msgspec.json.format(shown, indent=2) + "\n"], is_data=True)
    code = flow.exit_code()
    if not specs and not code:
        raise nothing_to_check(path)
    return code


def _spec(trip: RoundTrip) -> Spec | None:
    if trip.reading is None:
        reasons = [finding.message for finding in trip.verdict.findings]
        complain(f"{label_of(trip.intent)}: there is no spec: {'; '.join(reasons)}")
        return None
    if trip.verdict.verdict is not VerdictName.PASSED:
        complain(f"{label_of(trip.intent)} is {trip.verdict.verdict}", "ire-gate check says why")
    return trip.reading.spec
