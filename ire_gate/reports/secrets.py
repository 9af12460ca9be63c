"""What reports show of a round trip, without keys and passwords. Offsets stay what they are in the intent."""

from __future__ import annotations

from typing import Any

import msgspec

from ire_gate.domain import BackTranslation, Finding, RoundTrip, Spec
from ire_gate.scrubbing import masked, may_hold, scrubbed


def without_secrets(trip: RoundTrip) -> RoundTrip:
    """Return a round trip whose findings, spec and back-translation hold no secret; the intent itself stays.

    Excerpts of the intent are the business of whoever makes them: its text must keep its length and its digest.
    """
    reading, back, found = trip.reading, trip.back_translation, trip.verdict.findings
    if not may_hold(_written((found, trip.intent.text if found else None, reading and reading.spec, back))):
        return trip
    return msgspec.structs.replace(
        trip,
        verdict=msgspec.structs.replace(trip.verdict, findings=findings_without_secrets(found, trip.intent.text)),
        reading=reading
        and msgspec.structs.replace(reading, spec=msgspec.convert(_scrubbed(msgspec.to_builtins(reading.spec)), Spec)),
        back_translation=back and BackTranslation(scrubbed(back.text)),
    )


def shown_findings(trip: RoundTrip) -> tuple[Finding, ...]:
    """Return the findings as they may be shown: the very same where no secret can be, in them or in the intent."""
    return findings_without_secrets(trip.verdict.findings, trip.intent.text)


def findings_without_secrets(findings: tuple[Finding, ...], text: str) -> tuple[Finding, ...]:
    """Return findings about a text with every secret in their words replaced.

    A quote is taken from the masked text, so that a piece of a secret goes too.
    """
    if not findings or not may_hold(_written((findings, text))):
        return findings
    hidden = masked(text)
    return tuple(_finding(finding, hidden, is_touched=hidden is not text) for finding in findings)


def _finding(finding: Finding, hidden: str, *, is_touched: bool) -> Finding:
    quote = finding.quote
    if is_touched and quote and finding.span:
        quote = finding.span.of(hidden)
    return msgspec.structs.replace(
        finding,
        quote=quote and scrubbed(quote),
        message=scrubbed(finding.message),
        question=finding.question and scrubbed(finding.question),
        readings=tuple(map(scrubbed, finding.readings)),
        excuse=finding.excuse and scrubbed(finding.excuse),
    )


def _written(value: object) -> str:
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:  # half a surrogate pair
        return str(value)


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return scrubbed(value)
    if isinstance(value, dict):
        return {key: _scrubbed(part) for key, part in value.items()}
    return [_scrubbed(part) for part in value] if isinstance(value, list | tuple) else value
