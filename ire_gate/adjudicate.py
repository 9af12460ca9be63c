"""Intent and back-translation → typed differences, by a model that must quote both texts exactly."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from ire_gate.domain import Adjudication, BackTranslation, Call, Difference, Intent
from ire_gate.facts import FAMILIES
from ire_gate.providers.asking import ask
from ire_gate.providers.base import Provider
from ire_gate.quotes import locate


class NamedDifference(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A difference as a model names it; a side that does not apply is empty."""

    kind: Literal["lost", "added", "changed"]
    family: str
    quote_intent: str
    quote_back: str
    explanation: str


class Comparison(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The adjudicator's answer. The differences come first: the judgement follows from them."""

    differences: tuple[NamedDifference, ...]
    same: bool


def adjudicate(
    intent: Intent, back_translation: BackTranslation, provider: Provider
) -> tuple[Adjudication, tuple[Call, ...]]:
    """Ask whether somebody who executes the back-translation would do what the intent asks for.

    A difference whose quotations are not in the texts is thrown away.

    Returns:
        The differences that stand, and every call made.

    Raises:
        ProviderError: No usable answer.
    """
    values = {"intent": intent.text, "back_translation": back_translation.text, "families": FAMILIES}
    answer, calls = ask(provider, "adjudicate", values, Comparison)
    standing = tuple(
        Difference(
            kind=named.kind,
            family=named.family,
            quote_intent=named.quote_intent,
            quote_back=named.quote_back,
            explanation=named.explanation,
        )
        for named in answer.differences
        if _is_quoted(named, intent.text, back_translation.text)
    )
    return Adjudication(same=answer.same, differences=standing), calls


def _is_quoted(named: NamedDifference, intent: str, back: str) -> bool:
    in_intent = locate(named.quote_intent, intent) is not None
    in_back = locate(named.quote_back, back) is not None
    needed = {"lost": in_intent, "added": in_back, "changed": in_intent and in_back}
    return needed[named.kind]
