"""From an engine's name to the provider behind it."""

from __future__ import annotations

from pathlib import Path

from ire_gate.errors import ConfigError
from ire_gate.providers.base import Provider
from ire_gate.providers.calling import ModelProvider


def get_provider(
    engine: str,
    *,
    base_url: str | None = None,
    timeout: float = 60.0,
    max_retries: int = 2,
    record: str | None = None,
) -> Provider:
    """Return the provider that an engine names.

    Args:
        engine: ``openai:MODEL``, ``anthropic:MODEL`` or ``replay:DIR``, as the settings have checked it.
        base_url: A server that speaks the vendor's protocol, with or without ``/v1``; without it ``OPENAI_BASE_URL`` or
            ``ANTHROPIC_BASE_URL`` counts, then the vendor's own.
        timeout: Seconds that one try may take.
        max_retries: Tries after the first.
        record: Folder that each exchange is written to.

    Raises:
        ConfigError: Not a model's engine, no key, no usable URL or folder.
        RecordingError: A recording in the folder cannot be read.
    """
    name, _, rest = engine.partition(":")
    if name == "replay":
        from ire_gate.providers.recordings import Replay

        if record:
            raise ConfigError("a replay cannot be recorded", hint="leave out --record, or name a model as the engine")
        return Replay(Path(rest).expanduser())
    return _recorded(connect(engine, base_url=base_url, timeout=timeout, max_retries=max_retries), record)


def connect(engine: str, *, base_url: str | None, timeout: float, max_retries: int) -> ModelProvider:
    """Return the provider of a model behind an endpoint; arguments and errors as of `get_provider`."""
    name, _, model = engine.partition(":")
    if name == "openai":
        from ire_gate.providers.openai import connect as to_vendor
    elif name == "anthropic":
        from ire_gate.providers.anthropic import connect as to_vendor
    else:
        raise ConfigError(f"engine {engine!r} asks no model", hint="name openai:MODEL, anthropic:MODEL or replay:DIR")
    return to_vendor(model, base_url=base_url, timeout=timeout, max_retries=max_retries)


def _recorded(provider: Provider, record: str | None) -> Provider:
    if not record:
        return provider
    from ire_gate.providers.recordings import Recorder

    return Recorder(provider, Path(record).expanduser())
