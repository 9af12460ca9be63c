"""Spec → English, by a model that has never seen the intent: there is no parameter that could show it."""

from __future__ import annotations

import msgspec

from ire_gate.domain import BackTranslation, Call, Spec
from ire_gate.errors import ProviderError
from ire_gate.providers.asking import ask
from ire_gate.providers.base import Provider


def backtranslate(spec: Spec, provider: Provider, *, repeat: int = 0) -> tuple[BackTranslation, tuple[Call, ...]]:
    """Write English from a spec alone.

    Args:
        spec: All that the translator gets to see.
        provider: Who translates.
        repeat: 0 for the first translation, 1 for a second try after the first lost something.

    Returns:
        The text, and every call made for it.

    Raises:
        ProviderError: No usable answer.
    """
    shown = msgspec.json.format(msgspec.json.encode(spec), indent=1).decode()
    answer, calls = ask(provider, "backtranslate", {"spec": shown}, BackTranslation, repeat=repeat)
    if not answer.text.strip():
        name = f"{provider.name}:{provider.model}"
        raise ProviderError(f"{name} gave an empty back-translation", hint="try a larger model", calls=calls)
    return answer, calls
