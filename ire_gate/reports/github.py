"""Round trips as annotations of GitHub Actions, and the table for the page of the run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ire_gate.domain import Finding, RoundTrip, Severity, VerdictName
from ire_gate.reports.figures import known, share
from ire_gate.reports.places import label_of, path_of, place_of
from ire_gate.reports.secrets import shown_findings
from ire_gate.reports.text import in_lines, worth_showing
from ire_gate.reports.totals import Totals
from ire_gate.reports.visible import cell, visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}

SUMMARY_LIMIT = 1_000_000
"""Bytes; GitHub takes 1 MiB from a step."""


def report(trips: Iterable[RoundTrip], *, explain: bool = False) -> Iterator[str]:
    """Yield one annotation a line for each finding, and the totals at the end."""
    totals = Totals.new()
    for trip in trips:
        totals.add(trip)
        yield "".join(_annotation(trip, finding) for finding in worth_showing(shown_findings(trip), explain=explain))
    yield f"ire-gate: {totals.say()}\n"


class Summary:
    """Gathers the Markdown for the page of the run while the round trips go by.

    Blocked and undecided intents get a line each until the page is full; the totals count all.
    """

    def __init__(self) -> None:
        self._totals = Totals.new()
        self._lines: list[str] = []
        self._size = 0

    def watch(self, trips: Iterable[RoundTrip]) -> Iterator[RoundTrip]:
        """Pass round trips on and note what the page will say of them."""
        for trip in trips:
            self._totals.add(trip)
            if trip.verdict.verdict is not VerdictName.PASSED:
                self._note(_table_line(trip))
            yield trip

    def text(self) -> str:
        """Return the Markdown."""
        head = f"### ire-gate\n\n{self._totals.say()}\n"
        if not self._lines:
            return head
        return (
            f"{head}\n| intent | verdict | ambiguity | fidelity | why |\n|---|---|---|---|---|\n{''.join(self._lines)}"
        )

    def _note(self, line: str) -> None:
        self._size += len(line.encode(errors="replace"))
        if self._size < SUMMARY_LIMIT:
            self._lines.append(line)


def _annotation(trip: RoundTrip, finding: Finding) -> str:
    properties = {}
    if path := path_of(trip.intent):
        place = place_of(trip.intent, finding.span)
        properties["file"] = path
        properties["line"] = str(place.line)
        if place.column and place.end_line and place.end_column:
            properties["endLine"] = str(place.end_line)
            properties["col"] = str(place.column)
            if place.end_line == place.line:  # GitHub drops columns that span lines
                properties["endColumn"] = str(place.end_column)
    properties["title"] = f"{finding.code} {finding.kind}"
    said = "%0A".join(map(_data, in_lines(finding)))
    where = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {where}::{said}\n"


def _table_line(trip: RoundTrip) -> str:
    verdict = trip.verdict
    first = next(iter(shown_findings(trip)), None)
    why = (
        f"{first.code} {' / '.join(in_lines(first))}"
        if first
        else "the round trip is in doubt and nobody has settled it"
    )
    cells = [
        label_of(trip.intent),
        verdict.verdict,
        known(verdict.ambiguity, share),
        known(verdict.fidelity, share),
        why,
    ]
    return f"| {' | '.join(cell(' '.join(text.split())) for text in cells)} |\n"


def _data(text: str) -> str:
    return visible(" ".join(text.split())).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
