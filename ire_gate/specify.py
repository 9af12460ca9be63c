"""Intent → spec, by a model: the forward translation, with the gaps that it had to close."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from ire_gate.domain import GAP_KINDS, SPEC_VERSION, Call, Gap, GapKind, Intent, Reading, Requirement, Spec
from ire_gate.providers.asking import ask
from ire_gate.providers.base import Provider
from ire_gate.quotes import locate


class DeclaredGap(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A gap as a model declares it: a quotation in place of a span."""

    kind: GapKind
    basis: Literal["wording", "silence"]
    """Whether words of the request can be taken in two ways, or the request says nothing about a case."""
    quote: str
    question: str
    readings: tuple[str, ...]
    chosen: int
    probability: float


class Specification(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The forward answer. The gaps come first, because the spec adopts the readings that they choose."""

    gaps: tuple[DeclaredGap, ...]
    goal: str
    requirements: tuple[Requirement, ...]
    definitions: tuple[str, ...]
    context: tuple[str, ...]


def specify(
    intent: Intent, provider: Provider, *, repeat: int = 0, missed: Sequence[str] = ()
) -> tuple[Reading, tuple[Call, ...]]:
    """Translate an intent into a spec and the gaps that had to be closed on the way.

    Args:
        intent: What to translate; only its text reaches the model.
        provider: Who translates.
        repeat: 0 for the first reading, 1 for a second, independent one.
        missed: Words of the intent that an earlier spec lost or changed; the translator is told to keep them.

    Returns:
        The reading, and every call made for it.

    Raises:
        ProviderError: No usable answer.
    """
    values = {"intent": intent.text, "kinds": GAP_KINDS, "missed": missed}
    answer, calls = ask(provider, "specify", values, Specification, repeat=repeat)
    gaps = tuple(_gap(declared, intent.text) for declared in answer.gaps if len(declared.readings) > 1)
    spec = Spec(
        version=SPEC_VERSION,
        goal=answer.goal,
        requirements=answer.requirements,
        definitions=answer.definitions,
        context=answer.context,
    )
    reader = f"{provider.name}:{provider.model}"
    return Reading(spec=spec, gaps=gaps, ambiguity=split_probability(gaps), reader=reader), calls


def split_probability(gaps: Iterable[Gap]) -> float:
    """Return the probability that two executors differ in at least one located gap, gaps taken as independent.

    1 − Π(1 − pᵢ), the noisy-or. A gap whose quotation is not in the text counts for nothing.
    """
    agree = 1.0
    for gap in gaps:
        if gap.span is not None:
            agree *= 1.0 - gap.probability
    return 1.0 - agree


def _gap(declared: DeclaredGap, text: str) -> Gap:
    return Gap(
        kind=declared.kind,
        quote=declared.quote,
        span=locate(declared.quote, text),
        question=declared.question,
        readings=declared.readings,
        chosen=min(max(declared.chosen, 0), len(declared.readings) - 1),
        probability=min(max(declared.probability, 0.0), 1.0),
    )
