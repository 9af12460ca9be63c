"""Evidence → verdict. Pure: the same evidence gives the same verdict, and nothing outside is touched.

No message repeats words of the intent (that is what ``quote`` is for), so that messages may be stored.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence

from ire_gate.codes import code_of, kind_of_change
from ire_gate.domain import (
    Adjudication,
    Comparison,
    Difference,
    FactDifference,
    Finding,
    Intent,
    Reading,
    Severity,
    Span,
    Verdict,
    VerdictName,
)
from ire_gate.questions import MOST_QUESTIONS, consequence, ranked, recommended_first
from ire_gate.quotes import locate

VETO = 0.9
"""Certainty from which a fact difference decides alone."""

SHOWN_DIFFERENCE = 0.5
"""Certainty from which a fact difference is worth a line."""

SHOWN_GAP = 0.25
"""Split probability from which a gap is worth a warning."""

ECHO_LIMIT = 0.6
"""Share of the intent's 5-grams that a model's spec may repeat before it counts as a parrot."""

SAME_FLOOR = 0.95
"""Least fidelity of a round trip that an adjudicator found to ask for the same."""

DIFFERENT_CEILING = 0.5
"""Greatest fidelity of a round trip in which a difference of meaning stands; each further difference takes a fifth."""

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}

_TO_THE_GATE = re.compile(
    r"\b(?:ignore|disregard|forget)\b[^.\n]{0,30}\b(?:instructions?|rules|prompt|above)"
    r"|\b(?:report|return|give|output|answer|assign|set)\b[^.\n]{0,40}\b(?:perfect|full|maximum|100 ?%|1\.0|zero)\b"
    r"[^.\n]{0,20}\b(?:fidelity|score|ambiguity|confidence|gaps?)"
    r"|\b(?:no|zero|without) gaps?\b[^.\n]{0,20}\b(?:report|list|declare)"
    r"|\byou are (?:now )?(?:a|the) (?:translator|gate|judge|adjudicator)\b",
    re.IGNORECASE,
)


def decide(
    intent: Intent,
    readings: Sequence[Reading],
    comparison: Comparison | None,
    adjudication: Adjudication | None,
    *,
    threshold: float,
    is_deterministic: bool,
) -> Verdict:
    """Turn one intent's evidence into a verdict.

    Args:
        intent: What was read; findings point into its text.
        readings: At least one; independent readings of the same intent are averaged.
        comparison: Local comparison with the back-translation; None if ambiguity alone has settled it.
        adjudication: A model's typed differences; None if it was not asked.
        threshold: Ambiguity above it blocks.
        is_deterministic: Whether the translator was the local rules. What those lose is their own fault and says
            nothing about the intent, so it warns and never blocks.

    Returns:
        ``blocked`` if the ambiguity is above the threshold or a change of meaning stands; ``undecided`` if the round
        trip is in doubt and nobody has settled it; else ``passed``.
    """
    ambiguity = ambiguity_of(readings)
    is_ambiguous = ambiguity > threshold
    asks = any(reading.spec.requirements for reading in readings)
    findings = [*_gap_findings(readings, intent.text, blocks=is_ambiguous, threshold=threshold)]
    if is_ambiguous and not any(finding.severity is Severity.ERROR for finding in findings):
        findings.append(_plain("open_as_a_whole", Severity.ERROR, "Too much is open, at no single place."))
    if not asks:
        findings.append(_plain("no_request", Severity.ERROR, "The text asks for nothing that could be executed."))
    findings += _speech_to_the_gate(intent.text)
    fidelity, changes = weigh(comparison, adjudication, intent.text, blocks=not is_deterministic)
    findings += changes
    if comparison and not is_deterministic and (comparison.scores.echo or 0.0) > ECHO_LIMIT:
        share = f"{comparison.scores.echo:.0%}"
        findings.append(_plain("spec_echoes_intent", Severity.WARNING, f"The spec repeats {share} of the intent."))
    is_vetoed = any(finding.severity is Severity.ERROR for finding in changes)
    in_doubt = not is_deterministic and not is_settled(comparison, adjudication)
    if is_ambiguous or is_vetoed or not asks:
        name = VerdictName.BLOCKED
    else:
        name = VerdictName.UNDECIDED if in_doubt else VerdictName.PASSED
    return Verdict(
        verdict=name,
        ambiguity=ambiguity,
        fidelity=fidelity,
        threshold=threshold,
        findings=_in_order(findings, intent.text),
    )


def ambiguity_of(readings: Sequence[Reading]) -> float:
    """Return the mean of independent readers' ambiguities, as it is held against the threshold and shown."""
    return round(sum(reading.ambiguity for reading in readings) / len(readings), 4)


def could_not_look(reason: str, *, threshold: float) -> Verdict:
    """Return the verdict on an intent that no engine has read: undecided, with the reason."""
    finding = _plain("could_not_look", Severity.ERROR, reason)
    return Verdict(
        verdict=VerdictName.UNDECIDED, ambiguity=None, fidelity=None, threshold=threshold, findings=(finding,)
    )


def is_settled(comparison: Comparison | None, adjudication: Adjudication | None) -> bool:
    """Return whether somebody knows if the meaning survived.

    An adjudicator that sees a difference and cannot quote it has settled nothing.
    """
    if adjudication is None:
        return comparison is not None and comparison.certain
    return adjudication.same or bool(adjudication.differences)


def _in_order(findings: Iterable[Finding], text: str) -> tuple[Finding, ...]:
    """What blocks comes first, and of that what is worth asking first."""

    def rank(finding: Finding) -> tuple[int, float, int, str]:
        place = finding.span.start if finding.span else -1
        weight = (finding.probability or 0.0) * consequence(finding.span, text)
        return _ORDER[finding.severity], -weight, place, finding.code

    return tuple(sorted(findings, key=rank))


def _gap_findings(readings: Sequence[Reading], text: str, *, blocks: bool, threshold: float) -> Iterator[Finding]:
    """Give each located gap once: independent readers often name the same words."""
    told: dict[str, list[Span]] = {}
    largest = max((gap.probability for reading in readings for gap in reading.gaps if gap.span), default=0.0)
    for gap in ranked([gap for reading in readings for gap in reading.gaps], text):
        if gap.span is None:
            yield _plain(
                "quotation_not_in_text", Severity.NOTE, f"Thrown away, as the text does not say {gap.quote!r}."
            )
            continue
        if not _is_new(gap.span, told.setdefault(gap.kind, [])):
            continue
        if sum(map(len, told.values())) > MOST_QUESTIONS:
            severity = Severity.NOTE
        elif blocks and gap.probability >= min(threshold, largest):
            severity = Severity.ERROR
        else:
            severity = Severity.WARNING if gap.probability >= SHOWN_GAP else Severity.NOTE
        yield Finding(
            code=code_of(gap.kind),
            kind=gap.kind,
            severity=severity,
            span=gap.span,
            quote=gap.span.of(text),
            message=f"two executors would differ here with probability {gap.probability:.2f}",
            question=gap.question,
            readings=recommended_first(gap),
            probability=gap.probability,
        )


def _is_new(span: Span, told: list[Span]) -> bool:
    """Add a span to those of its kind, in order, unless it overlaps one of them; they do not overlap one another."""
    place = bisect.bisect_left(told, span)
    if any(span.overlaps(other) for other in told[max(0, place - 1) : place + 1]):
        return False
    told.insert(place, span)
    return True


def weigh(
    comparison: Comparison | None, adjudication: Adjudication | None, text: str, *, blocks: bool
) -> tuple[float | None, list[Finding]]:
    """Return the fidelity that a comparison and an adjudication support together, and what was found on the way.

    Args:
        comparison: Local evidence; None if there is none, and then nothing is known.
        adjudication: A model's typed differences; None if it was not asked. A veto of the comparison stands over it.
        text: The intent; findings point into it.
        blocks: Whether a veto is an error or, as the translator is known to lose things, a warning.
    """
    if comparison is None:
        return None, []
    vetoes = [found for found in comparison.differences if found.certainty >= VETO]
    if adjudication is not None and not vetoes:
        return _adjudicated(comparison, adjudication, text)
    shown = [found for found in comparison.differences if found.certainty >= SHOWN_DIFFERENCE]
    findings = [_fact_finding(found, blocks=blocks and found.certainty >= VETO) for found in shown]
    findings += _clause_findings(comparison)
    return round(comparison.fidelity, 4), findings


def _adjudicated(comparison: Comparison, adjudication: Adjudication, text: str) -> tuple[float | None, list[Finding]]:
    """An adjudicator's word counts as far as its quotations stand."""
    standing = adjudication.differences
    if standing:
        fidelity = min(comparison.fidelity, DIFFERENT_CEILING) * 0.8 ** (len(standing) - 1)
        return round(fidelity, 4), [_difference_finding(found, text) for found in standing]
    if adjudication.same:
        return round(max(comparison.fidelity, SAME_FLOOR), 4), []
    note = "The adjudicator saw a difference, but quoted words that are in neither text."
    return round(comparison.fidelity, 4), [_plain("quotation_not_in_text", Severity.WARNING, note)]


def _difference_finding(found: Difference, text: str) -> Finding:
    kind = {"lost": "clause_lost", "added": "clause_added"}.get(found.kind, kind_of_change(found.family))
    span = locate(found.quote_intent, text)
    return Finding(
        code=code_of(kind),
        kind=kind,
        severity=Severity.ERROR,
        span=span,
        quote=span.of(text) if span else None,
        message=f"{found.explanation} The way back says {found.quote_back!r}."
        if found.quote_back
        else found.explanation,
    )


def _fact_finding(found: FactDifference, *, blocks: bool) -> Finding:
    kind = kind_of_change(found.family)
    ours, theirs = found.ours, found.theirs
    if ours and theirs:
        message = f"came back as {theirs.quote!r}"
    elif theirs:
        message = f"{theirs.quote!r} came back and is not in the intent"
    else:
        message = "did not come back"
    return Finding(
        code=code_of(kind),
        kind=kind,
        severity=Severity.ERROR if blocks else Severity.WARNING,
        span=ours.span if ours else None,
        quote=ours.quote if ours else None,
        message=message,
        back_span=theirs.span if theirs else None,
        probability=found.certainty,
    )


def _clause_findings(comparison: Comparison) -> Iterator[Finding]:
    for match in comparison.clauses:
        if match.status == "lost" and match.ours:
            yield Finding(
                code=code_of("clause_lost"),
                kind="clause_lost",
                severity=Severity.WARNING,
                span=match.ours.span,
                quote=match.ours.text,
                message="nothing in what came back says this",
            )
        elif match.status == "added" and match.theirs:
            yield Finding(
                code=code_of("clause_added"),
                kind="clause_added",
                severity=Severity.WARNING,
                span=None,
                quote=None,
                message=f"came back and is not in the intent: {match.theirs.text!r}",
                back_span=match.theirs.span,
            )


def _speech_to_the_gate(text: str) -> Iterator[Finding]:
    found = _TO_THE_GATE.search(text)
    if found:
        yield Finding(
            code=code_of("speaks_to_the_gate"),
            kind="speaks_to_the_gate",
            severity=Severity.WARNING,
            span=Span(*found.span()),
            quote=found.group(),
            message="This speaks to the gate. It changed nothing here, but an executor will read it too.",
        )


def _plain(kind: str, severity: Severity, message: str) -> Finding:
    return Finding(code=code_of(kind), kind=kind, severity=severity, span=None, quote=None, message=message)
