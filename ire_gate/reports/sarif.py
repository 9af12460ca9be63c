"""Round trips as SARIF 2.1.0 for code scanning: one run, a rule for each code, a result for each finding."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ire_gate import __version__
from ire_gate.baseline import EXCUSE, fingerprint
from ire_gate.codes import CODES, Code, code_of
from ire_gate.domain import Finding, RoundTrip, Severity, VerdictName
from ire_gate.reports.json import encode, rounded
from ire_gate.reports.places import Place, label_of, path_of, place_of
from ire_gate.reports.secrets import shown_findings
from ire_gate.reports.text import in_lines
from ire_gate.scrubbing import scrubbed

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_RULE_INDEX = {code: index for index, code in enumerate(CODES)}

_UNSETTLED = Finding(
    code=code_of("could_not_look"),
    kind="could_not_look",
    severity=Severity.ERROR,
    span=None,
    quote=None,
    message="The round trip is in doubt and nobody has settled it.",
)


def report(trips: Iterable[RoundTrip], failures: Callable[[], Iterable[str]] = tuple) -> str:
    """Return one SARIF document.

    Findings keep their severity as the level; those of an undecided intent are ``open``, as nothing failed yet.

    Args:
        trips: What to report.
        failures: Asked after the last round trip: why the run is not complete; nothing if it is.
    """
    seen: Counter[str] = Counter()
    results = [
        _result(trip, finding, seen)
        for trip in trips
        for finding in shown_findings(trip) or ((_UNSETTLED,) if _is_open(trip) else ())
    ]
    driver = {
        "name": "ire-gate",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(code) for code in CODES.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(tuple(failures()))],
        "results": results,
    }
    return encode({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _invocation(failures: Sequence[str]) -> dict[str, Any]:
    if not failures:
        return {"executionSuccessful": True}
    told = [{"level": "error", "message": {"text": scrubbed(failure)}} for failure in failures]
    return {"executionSuccessful": False, "toolExecutionNotifications": told}


def _is_open(trip: RoundTrip) -> bool:
    return trip.verdict.verdict is VerdictName.UNDECIDED


def _rule(code: Code) -> dict[str, Any]:
    return {
        "id": code.code,
        "name": "".join(map(str.capitalize, code.name.split("_"))),
        "shortDescription": {"text": code.what},
        "fullDescription": {"text": f"{code.what} {code.why}"},
        "help": {
            "text": f"{code.why}\nExample: {code.example}\nInstead: {code.instead}",
            "markdown": f"{code.why}\n\n- Example: {code.example}\n- Instead: {code.instead}",
        },
    }


def _result(trip: RoundTrip, finding: Finding, seen: Counter[str]) -> dict[str, Any]:
    is_open = _is_open(trip)
    properties = {
        "verdict": trip.verdict.verdict,
        "ambiguity": trip.verdict.ambiguity,
        "fidelity": trip.verdict.fidelity,
        "probability": rounded(finding).probability,
        "question": finding.question,
        "readings": finding.readings,
    }
    result = {
        "ruleId": finding.code,
        "ruleIndex": _RULE_INDEX[finding.code],
        "kind": "open" if is_open else "fail",
        "level": "none" if is_open else finding.severity,
        "message": {"text": "\n".join(in_lines(finding))},
        "locations": [_location(trip, finding)],
        "partialFingerprints": {"ireGateFinding/v1": _fingerprint(trip, finding, seen)},
        "properties": {name: value for name, value in properties.items() if value is not None},
    }
    if finding.excuse:
        kind = "external" if finding.excuse == EXCUSE else "inSource"
        result["suppressions"] = [{"kind": kind, "status": "accepted", "justification": finding.excuse}]
    return result


def _location(trip: RoundTrip, finding: Finding) -> dict[str, Any]:
    path = path_of(trip.intent)
    if path is None:
        return {"logicalLocations": [{"name": label_of(trip.intent), "kind": "intent"}]}
    region = _region(place_of(trip.intent, finding.span))
    return {"physicalLocation": {"artifactLocation": _artifact(path), "region": region}}


def _region(place: Place) -> dict[str, int]:
    if place.column is None or place.end_line is None or place.end_column is None:
        return {"startLine": place.line}
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _artifact(path: str) -> dict[str, str]:
    """Return a file's address; relative paths count from the root of the checkout."""
    from pathlib import Path
    from urllib.parse import quote

    if Path(path).is_absolute():
        return {"uri": Path(path).as_uri()}
    uri = quote(Path(path).as_posix(), safe="/", errors="surrogateescape")
    return {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _fingerprint(trip: RoundTrip, finding: Finding, seen: Counter[str]) -> str:
    """Name a finding as the baseline does, with its file; the same words twice in a file have a number besides."""
    what = "/".join((path_of(trip.intent) or label_of(trip.intent), fingerprint(trip.intent.text, finding)))
    seen[what] += 1
    mark = hashlib.sha256(what.encode(errors="replace")).hexdigest()[:32]
    return mark if seen[what] == 1 else f"{mark}/{seen[what]}"
