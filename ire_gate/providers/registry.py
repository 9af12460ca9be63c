"""From an engine's name to the provider behind it."""

from __future__ import annotations

from pathlib import Path

from ire_gate.errors import ConfigError
from ire_gate.providers.base import Provider

FORMS = {"rules": "rules", "openai": "openai:MODEL", "anthropic": "anthropic:MODEL", "replay": "replay:DIR"}
"""How each engine is written. ``rules`` asks no model, so it has no provider."""


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
        engine: ``openai:MODEL``, ``anthropic:MODEL`` or ``replay:DIR``.
        base_url: A server that speaks the vendor's protocol, with or without ``/v1``; without it ``OPENAI_BASE_URL`` or
            ``ANTHROPIC_BASE_URL`` counts, then the vendor's own.
        timeout: Seconds without a sign of life after which a try is given up.
        max_retries: Tries after the first.
        record: Folder that each exchange is written to.

    Raises:
        ConfigError: Unknown engine, no model, no key, no usable URL or folder.
        RecordingError: A recording in the folder cannot be read.
    """
    name, _, rest = engine.partition(":")
    rest = rest.strip()
    if name not in FORMS or name == "rules":
        raise _unknown(engine, name, rest)
    if not rest:
        raise ConfigError(f"engine {engine!r} lacks its {FORMS[name].partition(':')[2]}", hint=f"write {FORMS[name]}")
    if name == "replay":
        from ire_gate.providers.recordings import Replay

        if record:
            raise ConfigError("a replay cannot be recorded", hint="leave out --record, or name a model as the engine")
        return Replay(Path(rest).expanduser())
    return _recorded(_connected(name, rest, base_url, timeout, max_retries), record)


def _connected(name: str, model: str, base_url: str | None, timeout: float, max_retries: int) -> Provider:
    if name == "openai":
        from ire_gate.providers.openai import connect
    else:
        from ire_gate.providers.anthropic import connect
    return connect(model, base_url=base_url, timeout=timeout, max_retries=max_retries)


def _recorded(provider: Provider, record: str | None) -> Provider:
    if not record:
        return provider
    from ire_gate.providers.recordings import Recorder

    return Recorder(provider, Path(record).expanduser())


def _unknown(engine: str, name: str, rest: str) -> ConfigError:
    known = f"engines: {', '.join(FORMS.values())}"
    if name == "rules":
        return ConfigError(f"engine {engine!r} asks no model", hint=known)
    from rapidfuzz import process

    found = process.extractOne(name.lower(), tuple(FORMS), score_cutoff=60)
    if not found:
        return ConfigError(f"unknown engine {engine!r}", hint=known)
    nearest = FORMS["rules"] if found[0] == "rules" else f"{found[0]}:{rest or FORMS[found[0]].partition(':')[2]}"
    return ConfigError(f"unknown engine {engine!r}", hint=f"did you mean {nearest}? {known}")
