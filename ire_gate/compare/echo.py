"""How much of the intent's wording a spec repeats, and what a score is worth against doing nothing and copying."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ire_gate.domain import Requirement, Spec
from ire_gate.language.tokens import tokenise, tokens_of

GRAM = 5
"""Words in a row that count as repeated wording; shorter runs repeat by chance."""


def echo(intent_text: str, spec: Spec) -> float | None:
    """Return the share of the intent's word 5-grams that the spec's free text repeats; names, code and literals apart.

    None if the intent has no five words.
    """
    grams = _grams([token.lower for token in tokens_of(intent_text) if token.kind == "word"])
    if not grams:
        return None
    repeated: set[tuple[str, ...]] = set()
    for text in _free_texts(spec):
        repeated |= grams & _grams([token.lower for token in tokenise(text) if token.kind == "word"])
    return len(repeated) / len(grams)


def lift(fidelity: float, echo: float | None, *, null: float, copy: float) -> float | None:
    """Return how far a fidelity stands on the way from a null spec's to a verbatim copy's, less what is only echo.

    A spec that repeats the intent word for word has a lift of 0, however well it comes back. None for a text that
    leaves nothing between the two.
    """
    if copy <= null:
        return None
    above = (fidelity - null) / (copy - null)
    return above * (1 - (echo or 0.0)) if above > 0 else above


def _grams(words: list[str]) -> set[tuple[str, ...]]:
    return set(zip(*(words[start:] for start in range(GRAM)), strict=False))


def _free_texts(spec: Spec) -> Iterator[str]:
    yield spec.goal
    yield from spec.definitions
    yield from spec.context
    for requirement in spec.requirements:
        yield from filter(None, _texts_of(requirement))


def _texts_of(requirement: Requirement) -> Iterable[str | None]:
    return (
        requirement.actor,
        requirement.action,
        requirement.target,
        requirement.quantifier,
        requirement.origin,
        requirement.destination,
        requirement.timing,
        *(value.name for value in requirement.values),
        *(condition.text for condition in requirement.conditions),
        *requirement.exceptions,
        *requirement.details,
    )
