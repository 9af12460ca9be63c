"""Who really answered: a replayed call is priced as the call that was recorded."""

from __future__ import annotations


def recorded(provider: str, model: str) -> tuple[str, str]:
    """Return the provider and the model that a call stands for.

    >>> recorded("replay", "openai:gpt-5-mini")
    ('openai', 'gpt-5-mini')
    >>> recorded("openai", "gpt-5-mini")
    ('openai', 'gpt-5-mini')
    """
    if provider != "replay":
        return provider, model
    original, _, name = model.partition(":")
    return (original, name) if name else (provider, model)
