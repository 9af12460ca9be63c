"""Where the ledger and the cache lie when nobody says where: the environment first, then the platform's own folders."""

from __future__ import annotations

import os
from pathlib import Path

_NOT_PATHS = frozenset(("none", "true", "false", "yes", "no", "on", "off", "0", "1"))
"""What a setting may say in the environment instead of a path."""


def ledger_path() -> Path:
    """Return the ledger's file: ``$IRE_GATE_LEDGER`` if it is a path, else ``ledger.db`` in the user's data folder."""
    return _from_environment("IRE_GATE_LEDGER") or _folder("data") / "ledger.db"


def cache_path() -> Path:
    """Return the cache's file: ``$IRE_GATE_CACHE`` if it is a path, else ``cache.db`` in the user's cache folder."""
    return _from_environment("IRE_GATE_CACHE") or _folder("cache") / "cache.db"


def located(path: str) -> Path:
    """Return `path` made absolute, so that a later change of folder does not move it, with a leading ``~`` resolved."""
    return Path(os.path.expanduser(path)).absolute()  # noqa: PTH111 - Path.expanduser raises for an unknown user


def _from_environment(name: str) -> Path | None:
    value = os.environ.get(name, "").strip()
    if not value or "://" in value or value.lower() in _NOT_PATHS:
        return None
    return located(value)


def _folder(kind: str) -> Path:
    import platformdirs  # 6 ms that a run with its own paths need not pay

    if kind == "data":
        return platformdirs.user_data_path("ire-gate", appauthor=False)
    return platformdirs.user_cache_path("ire-gate", appauthor=False)
