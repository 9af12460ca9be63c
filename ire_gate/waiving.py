"""Waivers on a verdict: what somebody answers for, with a reason and a last day, does not block. Pure."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Sequence

import msgspec

from ire_gate.codes import CODES, code_of
from ire_gate.config.rules import nearest
from ire_gate.domain import Finding, RoundTrip, Severity, Verdict, VerdictName, Waiver

WAIVED = "waived until"
"""How the excuse of a waived finding begins."""

FLAWS = ("waiver_without_reason", "waiver_expired", "waiver_unusable", "waiver_unused")
UNWAIVABLE = frozenset(map(code_of, ("could_not_look", *FLAWS)))
"""Codes that no waiver reaches: nobody can answer for what was not looked at."""

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_AMBIGUITY = "IRE1"
_SURE = 0.999
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOST_SHOWN = 40


def present_day() -> dt.date:
    """Return today's date in UTC: the same for everybody who looks at the same time."""
    return dt.datetime.now(dt.UTC).date()


def with_waivers(trip: RoundTrip, *, today: dt.date) -> RoundTrip:
    """Return a round trip with its intent's waivers applied; the very same if there are none.

    A waiver that lacks something, is over, or cannot be understood is an error of its own and waives nothing. One that
    meets no finding is a note.

    Args:
        trip: As the evidence has it, from an engine or the cache.
        today: A waiver holds to the end of its last day.
    """
    sound: list[Waiver] = []
    flaws: list[Finding] = []
    for waiver in map(_with_codes, trip.intent.waivers):
        flaw = _flaw(waiver, today)
        if flaw is None:
            sound.append(waiver)
        else:
            flaws.append(flaw)
    if not sound and not flaws:
        return trip
    by_code = {code: waiver for waiver in reversed(sound) for code in waiver.codes}
    found = {finding.code for finding in trip.verdict.findings}
    flaws += (_unused(waiver) for waiver in sound if found.isdisjoint(waiver.codes))
    excuses = [_excuse(by_code.get(finding.code)) for finding in trip.verdict.findings]
    used = tuple(waiver for waiver in sound if not found.isdisjoint(waiver.codes))
    verdict = _with_flaws(excused(trip.verdict, excuses), flaws)
    is_needed = trip.verdict.verdict is VerdictName.BLOCKED
    return msgspec.structs.replace(trip, verdict=verdict, waived=used if is_needed else ())


def excused(verdict: Verdict, excuses: Sequence[str | None]) -> Verdict:
    """Return a verdict in which some findings do not count.

    Excused findings become notes. Of the ambiguity, which stays what it is, each gap has a share; if what the others
    have of it is still above the threshold, the largest of them block now. A blocked verdict passes when nothing is
    left that blocks; an undecided one stays undecided.

    Args:
        verdict: As the evidence has it.
        excuses: For each finding why it does not count, or None.
    """
    if not any(excuses):
        return verdict
    findings = [
        msgspec.structs.replace(finding, severity=Severity.NOTE, excuse=excuse) if excuse else finding
        for finding, excuse in zip(verdict.findings, excuses, strict=True)
    ]
    name = verdict.verdict
    if name is VerdictName.BLOCKED:
        findings = list(_still_open(verdict, findings))
        is_left = any(finding.severity is Severity.ERROR for finding in findings)
        name = VerdictName.BLOCKED if is_left else VerdictName.PASSED
    return msgspec.structs.replace(verdict, verdict=name, findings=_in_order(findings))


def _still_open(verdict: Verdict, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Raise to errors the largest gaps that are left, if the ambiguity that is left would block by itself."""
    left = [finding for finding in findings if _doubt(finding) and not finding.excuse]
    doubt, of = sum(map(_doubt, left)), sum(map(_doubt, findings))
    ambiguity = min(verdict.ambiguity or 0.0, _SURE)
    blocks = doubt and ambiguity > verdict.threshold and 1 - (1 - ambiguity) ** (doubt / of) > verdict.threshold
    level = min(verdict.threshold, max((finding.probability or 0.0 for finding in left), default=0.0))
    for finding in findings:
        is_large = _doubt(finding) > 0 and not finding.excuse and (finding.probability or 0.0) >= level
        yield msgspec.structs.replace(finding, severity=Severity.ERROR) if blocks and is_large else finding


def _doubt(finding: Finding) -> float:
    """Return how much a gap weighs: −log of the probability that nobody splits on it, so that weights add up."""
    if not finding.code.startswith(_AMBIGUITY):
        return 0.0
    return -math.log(1 - min(finding.probability or 0.0, _SURE))


def _with_codes(waiver: Waiver) -> Waiver:
    """Return a waiver with codes in place of the kinds' names; what is neither stays as it is written."""
    by_name = {page.name: page.code for page in CODES.values()}
    codes = tuple(by_name.get(word.lower().replace("-", "_"), word.upper()) for word in waiver.codes)
    return msgspec.structs.replace(waiver, codes=codes)


def _flaw(waiver: Waiver, today: dt.date) -> Finding | None:
    """Return what keeps a waiver from holding."""
    if unusable := waiver.problem or _unknown(waiver):
        return _told("waiver_unusable", waiver, unusable)
    lacking = " and ".join(
        what for what, is_there in (("no reason", waiver.reason.strip()), ("no last day", waiver.until)) if not is_there
    )
    if lacking:
        return _told("waiver_without_reason", waiver, f'has {lacking}; write reason="…" until=YYYY-MM-DD')
    try:
        until = dt.date.fromisoformat(waiver.until if _DAY.fullmatch(waiver.until) else "")
    except ValueError:
        return _told("waiver_unusable", waiver, f"until={_shown(waiver.until)} is no day; write YYYY-MM-DD")
    return _told("waiver_expired", waiver, f"ended on {until}") if until < today else None


def _unknown(waiver: Waiver) -> str | None:
    if not waiver.codes:
        return "names no code"
    for code in waiver.codes:
        if code not in CODES:
            close = nearest(code, CODES) or nearest(code.lower(), [page.name for page in CODES.values()])
            return f"names {_shown(code)}, which is no code" + (f"; did you mean {close}?" if close else "")
        if code in UNWAIVABLE:
            return f"names {code} {CODES[code].name}, which cannot be waived"
    return None


def _unused(waiver: Waiver) -> Finding:
    return _told("waiver_unused", waiver, "excuses nothing here; take it out", severity=Severity.NOTE)


def _told(kind: str, waiver: Waiver, what: str, *, severity: Severity = Severity.ERROR) -> Finding:
    of = f" of {', '.join(code for code in waiver.codes if code in CODES)}" if set(waiver.codes) & set(CODES) else ""
    where = f" in line {waiver.line}" if waiver.line else ""
    return Finding(
        code=code_of(kind),
        kind=kind,
        severity=severity,
        span=None,
        quote=None,
        message=f"the waiver{of}{where} {what}",
    )


def _excuse(waiver: Waiver | None) -> str | None:
    return None if waiver is None else f"{WAIVED} {waiver.until}: {waiver.reason.strip()}"


def _with_flaws(verdict: Verdict, flaws: Sequence[Finding]) -> Verdict:
    if not flaws:
        return verdict
    is_wrong = any(flaw.severity is Severity.ERROR for flaw in flaws)
    return msgspec.structs.replace(
        verdict,
        verdict=VerdictName.BLOCKED if is_wrong else verdict.verdict,
        findings=_in_order((*verdict.findings, *flaws)),
    )


def _in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """What blocks comes first; else the order stays."""
    return tuple(sorted(findings, key=lambda finding: _ORDER[finding.severity]))


def _shown(word: str) -> str:
    return repr(word if len(word) <= _MOST_SHOWN else f"{word[:_MOST_SHOWN]}…")
