"""Round trips as annotations of GitHub Actions, and the table for the page of the run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ire_gate.domain import Finding, RoundTrip, Severity, VerdictName
from ire_gate.reports.figures import count, known, share
from ire_gate.reports.places import label_of, path_of, place_of
from ire_gate.reports.secrets import shown_findings
from ire_gate.reports.text import in_lines, worth_showing
from ire_gate.reports.totals import Totals
from ire_gate.reports.visible import cell, visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}

MOST_ANNOTATIONS = 10
"""Of each kind, from one step: what GitHub shows."""

SUMMARY_LIMIT = 1_000_000
"""Bytes; GitHub takes 1 MiB from a step."""


def report(trips: Iterable[RoundTrip], *, explain: bool = False) -> Iterator[str]:
    """Yield one annotation a line for each finding, and the totals at the end.

    What GitHub would not show any more, as a step may have so many of a kind, is a plain line of the log.
    """
    totals = Totals.new()
    left = dict.fromkeys(Severity, MOST_ANNOTATIONS)
    beyond = 0
    for trip in trips:
        totals.add(trip)
        for finding in worth_showing(shown_findings(trip), explain=explain):
            left[finding.severity] -= 1
            is_shown = left[finding.severity] >= 0
            beyond += not is_shown
            yield _annotation(trip, finding) if is_shown else _log_line(trip, finding)
    yield f"ire-gate: {totals.say()}\n"
    if beyond:
        yield f"ire-gate: {count(beyond, 'finding')} in the log only; GitHub shows {MOST_ANNOTATIONS} of a kind\n"


class Summary:
    """Gathers the Markdown for the page of the run while the round trips go by.

    Blocked and undecided intents get a line each until the page is full; the totals count all.
    """

    def __init__(self) -> None:
        self._totals = Totals.new()
        self._lines: list[str] = []
        self._size = 0
        self._left_out = 0

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
        rest = f"\n{count(self._left_out, 'intent')} more than a page can hold.\n" if self._left_out else ""
        table = f"| intent | verdict | ambiguity | fidelity | why |\n|---|---|---|---|---|\n{''.join(self._lines)}"
        return f"{head}\n{table}{rest}"

    def counts(self) -> str:
        """Return the numbers of passed, blocked and undecided intents as outputs of a step."""
        totals = self._totals
        return f"passed={totals.passed}\nblocked={totals.blocked}\nundecided={totals.undecided}\n"

    def _note(self, line: str) -> None:
        size = len(line.encode(errors="replace"))
        if self._size + size < SUMMARY_LIMIT:
            self._size += size
            self._lines.append(line)
        else:
            self._left_out += 1


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


def _log_line(trip: RoundTrip, finding: Finding) -> str:
    place = place_of(trip.intent, finding.span)
    path = path_of(trip.intent)
    where = f"{path}:{place.line}" if path else label_of(trip.intent)
    line = f"{finding.severity}: {where}: {finding.code} {finding.kind}: {' / '.join(in_lines(finding))}"
    return visible(" ".join(line.split())).replace("##[", "## [") + "\n"  # which would be a command anywhere in a line


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
