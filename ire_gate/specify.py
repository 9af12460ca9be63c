"""Intent → spec, by a model: the forward translation, with the gaps that it had to close."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from ire_gate.calibration import ambiguity
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
    intent: Intent, provider: Provider, *, local: float, repeat: int = 0, missed: Sequence[str] = ()
) -> tuple[Reading, tuple[Call, ...]]:
    """Translate an intent into a spec and the gaps that had to be closed on the way.

    Args:
        intent: What to translate; only its text reaches the model.
        provider: Who translates.
        local: The local reading's ambiguity, 0…1: the prior that the reader's gaps are weighed against.
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
    return Reading(spec=spec, gaps=gaps, ambiguity=ambiguity(gaps, intent.text, local=local), reader=reader), calls


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
