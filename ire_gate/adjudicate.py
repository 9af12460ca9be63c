"""Intent and back-translation → typed differences, by a model that must quote both texts exactly."""

from __future__ import annotations

import msgspec

from ire_gate.domain import Adjudication, BackTranslation, Call, Difference, Intent
from ire_gate.facts import FAMILIES
from ire_gate.providers.asking import ask
from ire_gate.providers.base import Provider
from ire_gate.quotes import locate

LEAST_QUOTED = 2
"""Characters of a quotation that can be told from an accident."""


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
    answer, calls = ask(provider, "adjudicate", values, Adjudication)
    standing = tuple(found for found in answer.differences if _is_quoted(found, intent.text, back_translation.text))
    return msgspec.structs.replace(answer, differences=standing), calls


def _is_quoted(found: Difference, intent: str, back: str) -> bool:
    in_intent, in_back = _stands(found.quote_intent, intent), _stands(found.quote_back, back)
    needed = {"lost": in_intent, "added": in_back, "changed": in_intent and in_back}
    return needed[found.kind]


def _stands(quote: str, text: str) -> bool:
    return len(quote.strip()) >= LEAST_QUOTED and locate(quote, text) is not None
