"""Round trips as JUnit XML: a test case for each intent, a failure for blocked, an error for undecided."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ire_gate.domain import RoundTrip, Severity, VerdictName
from ire_gate.reports.places import label_of, path_of
from ire_gate.reports.secrets import shown_findings
from ire_gate.reports.text import block
from ire_gate.reports.visible import show
from ire_gate.scrubbing import scrubbed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ENDINGS = {VerdictName.BLOCKED: "failure", VerdictName.UNDECIDED: "error"}


def report(trips: Iterable[RoundTrip], failures: Callable[[], Iterable[str]] = tuple) -> str:
    """Return one JUnit XML document with one suite.

    Args:
        trips: What to report.
        failures: Asked after the last round trip: what could not be read, and why else the run is not complete; an
            error each.
    """
    from xml.etree.ElementTree import Element, tostring

    suites = Element("testsuites", name="ire-gate")
    suite = Element("testsuite", name="ire-gate")
    suites.append(suite)
    clock, number, endings = 0.0, 0, dict.fromkeys(_ENDINGS.values(), 0)
    for trip in trips:
        suite.append(_case(trip))
        clock += trip.spent.clock_s
        number += 1
        if trip.verdict.verdict in _ENDINGS:
            endings[_ENDINGS[trip.verdict.verdict]] += 1
    for failure in failures():
        suite.append(_failed(failure))
        number += 1
        endings["error"] += 1
    for element in (suites, suite):
        element.set("tests", str(number))
        element.set("failures", str(endings["failure"]))
        element.set("errors", str(endings["error"]))
        element.set("time", f"{clock:.6f}")
    suite.set("skipped", "0")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{tostring(suites, encoding='unicode')}\n"


def _case(trip: RoundTrip) -> Element:
    from xml.etree.ElementTree import Element, SubElement

    intent = trip.intent
    case = Element(
        "testcase",
        name=_legal(intent.id or label_of(intent)),
        classname=_legal(path_of(intent) or "intent"),
        time=f"{trip.spent.clock_s:.6f}",
    )
    if path := path_of(intent):
        case.set("file", _legal(path))
        case.set("line", str(intent.source.line or 1))
    if ending := _ENDINGS.get(trip.verdict.verdict):
        findings = shown_findings(trip)
        reasons = [found for found in findings if found.severity is Severity.ERROR] or list(findings)
        first = reasons[0] if reasons else None
        said = f"{first.code} {first.kind}: {first.message}" if first else "the round trip is in doubt"
        detail = SubElement(case, ending, message=_legal(said), type=first.code if first else "undecided")
        detail.text = _legal(block(trip))
    return case


def _failed(failure: str) -> Element:
    from xml.etree.ElementTree import Element, SubElement

    said = _legal(scrubbed(failure))
    case = Element("testcase", name=said, classname="not read", time="0.000000")
    SubElement(case, "error", message=said, type="not read")
    return case


def _legal(text: str) -> str:
    """Show what XML 1.0 cannot hold."""
    return "".join(
        char if char in "\n\t" or (char.isprintable() and char not in "\ufffe\uffff") else show(char, is_ascii=False)
        for char in text
    )
