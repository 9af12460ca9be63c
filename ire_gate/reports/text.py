"""Round trips for people at a terminal: where, why, the readings, and the question that unblocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from ire_gate.codes import CODES, Code
from ire_gate.domain import Finding, Intent, RoundTrip, Severity, VerdictName
from ire_gate.reports.excerpt import excerpt
from ire_gate.reports.figures import known, say_risk, say_spent, share
from ire_gate.reports.places import label_of, place_of
from ire_gate.reports.secrets import shown_findings
from ire_gate.reports.totals import Totals
from ire_gate.reports.visible import visible
from ire_gate.scrubbing import masked

_SIGNS = {VerdictName.PASSED: "✓", VerdictName.BLOCKED: "✗", VerdictName.UNDECIDED: "?"}
_ASCII_SIGNS = {VerdictName.PASSED: "+", VerdictName.BLOCKED: "x", VerdictName.UNDECIDED: "?"}
_RED, _GREEN, _YELLOW, _BOLD, _DIM = "31", "32", "33", "1", "2"
_COLOURS = {VerdictName.PASSED: _GREEN, VerdictName.BLOCKED: _RED, VerdictName.UNDECIDED: _YELLOW}
_WEIGHTS = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW, Severity.NOTE: _DIM}


class Style(Struct, frozen=True, kw_only=True):
    """How the page looks."""

    colour: bool = False
    unicode: bool = True
    """Whether the output can hold more than ASCII."""
    width: int = 100
    """Columns of the page."""
    explain: bool = False
    """Whether notes are shown too, and each finding's code is explained."""

    def paint(self, text: str, colour: str) -> str:
        """Return a text in a colour, if colours are on."""
        return f"\x1b[{colour}m{text}\x1b[0m" if self.colour else text

    def safe(self, text: str) -> str:
        """Return a text from outside as one line that is safe to print."""
        if self.unicode and text.isprintable():
            return text
        return visible(" ".join(text.split()) if "\n" in text else text, is_ascii=not self.unicode)


PLAIN = Style()


def report(trips: Iterable[RoundTrip], style: Style = PLAIN) -> Iterator[str]:
    """Yield a block for each round trip, and the totals after the last if there were several."""
    totals = Totals.new()
    for trip in trips:
        totals.add(trip)
        yield block(trip, style)
    if totals.intents > 1:
        yield style.paint(totals.say(), _BOLD) + "\n"


def block(trip: RoundTrip, style: Style = PLAIN) -> str:
    """Return what there is to say of one intent: verdict, findings, and what it cost."""
    verdict = trip.verdict.verdict
    sign = (_SIGNS if style.unicode else _ASCII_SIGNS)[verdict]
    name = style.paint(style.safe(label_of(trip.intent)), _BOLD)
    lines = [f"{name}  {style.paint(f'{sign} {verdict}', _COLOURS[verdict])}"]
    findings = shown_findings(trip)
    text = trip.intent.text if findings is trip.verdict.findings else masked(trip.intent.text)
    for finding in worth_showing(findings, explain=style.explain):
        lines += _finding(trip.intent, text, finding, style)
    lines += [f"  {style.safe(excuse)}" for excuse in excuses(findings)]
    lines.append(style.paint(f"  {_summary(trip)}", _DIM))
    return "\n".join(lines) + "\n\n"


def worth_showing(findings: Iterable[Finding], *, explain: bool = False) -> list[Finding]:
    """Return the findings that a person should read; notes only where everything is to be explained."""
    return [found for found in findings if explain or found.severity is not Severity.NOTE]


def excuses(findings: Iterable[Finding]) -> list[str]:
    """Return a line for each excuse, with the codes that do not count for it."""
    codes: dict[str, dict[str, None]] = {}
    for finding in findings:
        if finding.excuse:
            codes.setdefault(finding.excuse, {})[f"{finding.code} {finding.kind}"] = None
    return [f"{', '.join(told)}: {excuse}" for excuse, told in codes.items()]


def in_lines(finding: Finding) -> list[str]:
    """Return a finding for where its line is not shown: the words and what is wrong, the readings, the question."""
    lines = [f'"{finding.quote}": {finding.message}' if finding.quote else finding.message]
    lines += [f"{letter}) {reading}" for letter, reading in _lettered(finding)]
    return [*lines, *filter(None, (finding.question, finding.excuse))]


def _lettered(finding: Finding) -> Iterator[tuple[str, str]]:
    """Yield the readings with their letters; the first is the one that a reader would adopt."""
    for number, (letter, reading) in enumerate(zip("abcdefghijklmnopqrstuvwxyz", finding.readings, strict=False)):
        yield letter, reading if number else f"{reading} (recommended)"


def page(code: Code) -> str:
    """Return a code's page: what it means, why it matters, an example and what to write instead."""
    return (
        f"{code.code} {code.name}\n\n"
        f"  {code.what}\n\n"
        f"  why      {code.why}\n"
        f"  example  {code.example}\n"
        f"  instead  {code.instead}\n"
    )


def _finding(intent: Intent, text: str, finding: Finding, style: Style) -> Iterator[str]:
    """Yield the lines of a finding; `text` is the intent's as it may be shown, with the same offsets."""
    place = place_of(intent, finding.span)
    if finding.span is not None:
        number = str(place.line)
        margin = " " * len(number)
        bar = "│" if style.unicode else "|"
        shown, carets = excerpt(text, finding.span, width=style.width - len(number) - 5, is_ascii=not style.unicode)
        yield f"  {style.paint(f'{number} {bar}', _DIM)} {shown}"
        yield f"  {style.paint(f'{margin} {bar}', _DIM)} {style.paint(carets, _WEIGHTS[finding.severity])}"
    head = style.paint(f"{finding.code} {finding.kind}", _WEIGHTS[finding.severity])
    message, *more = finding.message.split("\n")
    yield f"  {head}: {style.safe(message)}"
    yield from (f"    {style.safe(line)}" for line in more)
    for letter, reading in _lettered(finding):
        yield f"    {letter}) {style.safe(reading)}"
    if finding.question:
        yield f"    {style.paint('ask:', _BOLD)} {style.safe(finding.question)}"
    if style.explain and finding.code in CODES:
        code = CODES[finding.code]
        yield style.paint(f"    what: {code.what}", _DIM)
        yield style.paint(f"    why: {code.why}", _DIM)
        yield style.paint(f"    instead: {code.instead}", _DIM)


def _summary(trip: RoundTrip) -> str:
    verdict = trip.verdict
    spent = "nothing (cached)" if trip.cached else say_spent(trip.spent)
    return (
        f"fidelity {known(verdict.fidelity, share)}; ambiguity {known(verdict.ambiguity, share)} "
        f"(limit {verdict.threshold:.2f}); spent {spent}; at risk {say_risk(trip.at_risk)}"
    )
