"""Intents as a report shows them: the text with the words that were found, where texts are stored, and the findings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from ire_gate.codes import CODES
from ire_gate.domain import Condition, Modality, Requirement, Span, Spec, Value
from ire_gate.scrubbing import masked, scrubbed


class Pointed(Struct, frozen=True, kw_only=True):
    """A finding, and where it points if the text is known."""

    code: str
    probability: float | None = None
    span: Span | None = None
    message: str = ""
    question: str | None = None
    readings: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """What the code means, in a word."""
        return CODES[self.code].name if self.code in CODES else self.code


class Part(Struct, frozen=True):
    """A stretch of a text, and the codes of the findings that point to it."""

    text: str
    codes: str


class Line(Struct, frozen=True):
    """A line of a spec: what it is, and what it says."""

    name: str
    text: str


class Told(Struct, frozen=True, kw_only=True):
    """An intent as it was decided on."""

    decision_id: str
    digest: str
    at: str
    verdict: str
    ambiguity: float | None
    fidelity: float | None
    parts: tuple[Part, ...]
    """The whole text; empty where it is not stored."""
    findings: tuple[Pointed, ...]
    spec: tuple[Line, ...] = ()
    """Line by line; empty where it is not stored."""
    back_translation: str | None = None


def lines_of(spec: Spec) -> tuple[Line, ...]:
    """Return a spec as people read it, without secrets: its goal, its requirements, and the rest."""
    lines = [
        ("goal", spec.goal),
        *((requirement.id, _in_words(requirement)) for requirement in spec.requirements),
        *(("definition", definition) for definition in spec.definitions),
        *(("context", context) for context in spec.context),
    ]
    return tuple(Line(name, scrubbed(text)) for name, text in lines)


def _in_words(requirement: Requirement) -> str:
    quantified = None if requirement.quantifier is None else f"({requirement.quantifier})"
    is_fact = requirement.modality is Modality.FACT
    modality = None if is_fact else requirement.modality.value.replace("_", " ")
    head = (
        "fact:" if is_fact else None,
        requirement.actor,
        modality,
        requirement.action,
        quantified,
        requirement.target,
    )
    parts = (
        ("from", requirement.origin),
        ("to", requirement.destination),
        *(("with", _value(value)) for value in requirement.values),
        *(_condition(condition) for condition in requirement.conditions),
        *(("except", exception) for exception in requirement.exceptions),
        ("when", requirement.timing),
        ("after", ", ".join(requirement.after) or None),
        *(("detail:", detail.lstrip(",; ")) for detail in requirement.details),
    )
    told = (f"{name} {text}" for name, text in parts if text is not None)
    return "; ".join((" ".join(word for word in head if word), *told))


def _condition(condition: Condition) -> tuple[str, str]:
    kind = condition.kind.replace("_", " ")
    return kind, condition.text.removeprefix(f"{kind} ")


def _value(value: Value) -> str:
    return f"{value.name} {value.comparator} {value.value}{f' {value.unit}' if value.unit else ''}"


def parts_of(text: str | None, findings: Sequence[Pointed]) -> tuple[Part, ...]:
    """Return a text, its secrets masked, cut where a finding begins or ends."""
    if not text:
        return ()
    shown = masked(text)
    spans = [(found.span, found.code) for found in findings if found.span]
    cuts = sorted({0, len(shown), *(min(edge, len(shown)) for span, _ in spans for edge in (span.start, span.end))})
    return tuple(
        Part(shown[start:end], " ".join(sorted({code for span, code in spans if span.start <= start < span.end})))
        for start, end in pairwise(cuts)
    )


def without_secrets(found: Pointed) -> Pointed:
    """Return a finding whose words hold no secret."""
    return Pointed(
        code=found.code,
        probability=found.probability,
        span=found.span,
        message=scrubbed(found.message),
        question=found.question and scrubbed(found.question),
        readings=tuple(map(scrubbed, found.readings)),
    )
