"""Where the ledger and the cache lie: where the caller says, or the environment, or in the platform's own folders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

BASELINE = ".ire-gate-baseline.json"
"""Name of the file with findings that do not block."""

OFF = frozenset(("none", "off", "no", "false", "0"))
"""What is said in place of a path to have no such file."""

ON = frozenset(("on", "yes", "true", "1"))
"""What is said in place of a path to have it in its own folder."""


def ledger_place(said: str | None) -> str | None:
    """Return the ledger's path or URL, or None if none is to be kept.

    Args:
        said: A path, a URL, or a word of `OFF` or `ON`; None for what ``$IRE_GATE_LEDGER`` says in the same way, and if
            that is not set, ``ledger.db`` in the user's data folder.
    """
    said = os.environ.get("IRE_GATE_LEDGER", "") if said is None else said
    if "://" in said:
        return said.strip()
    path = _path(said, "data", "ledger.db")
    return None if path is None else str(path)


def cache_path(said: bool | str) -> Path | None:
    """Return the cache's file, or None if there is to be none.

    Args:
        said: A path, or a word of `OFF` or `ON`; True for what ``$IRE_GATE_CACHE`` says in the same way, and if that is
            not set, ``cache.db`` in the user's cache folder; False for none.
    """
    if said is False:
        return None
    return _path(os.environ.get("IRE_GATE_CACHE", "") if said is True else said, "cache", "cache.db")


def nearest_baseline(start: Path) -> Path | None:
    """Return the baseline in the nearest folder at or above `start`, up to the one that holds ``.git``."""
    return next((folder / BASELINE for folder in _upwards(start) if (folder / BASELINE).is_file()), None)


def baseline_for(start: Path) -> Path:
    """Return where a new baseline belongs: where one is, else beside ``.git``, else in `start`."""
    top = next((folder for folder in _upwards(start) if (folder / ".git").exists()), start)
    return nearest_baseline(start) or top / BASELINE


def hooks_folder() -> Path:
    """Return the folder for what hooks remember of conversations, beside the cache wherever that is set."""
    cache = os.environ.get("IRE_GATE_CACHE", "").strip()
    is_path = cache and cache.lower() not in OFF | ON
    return (located(cache).parent if is_path else _folder("cache")) / "hooks"


def located(path: str) -> Path:
    """Return `path` made absolute, so that a later change of folder does not move it, with a leading ``~`` resolved."""
    return Path(os.path.expanduser(path)).absolute()  # noqa: PTH111 - Path.expanduser raises for an unknown user


def _upwards(start: Path) -> Iterator[Path]:
    here = start.absolute()
    for folder in (here, *here.parents):
        yield folder
        if (folder / ".git").exists():
            return


def _path(said: str, kind: str, name: str) -> Path | None:
    said = said.strip()
    if said.lower() in OFF:
        return None
    return located(said) if said and said.lower() not in ON else _folder(kind) / name


def _folder(kind: str) -> Path:
    import platformdirs  # 6 ms that a run with its own paths need not pay

    if kind == "data":
        return platformdirs.user_data_path("ire-gate", appauthor=False)
    return platformdirs.user_cache_path("ire-gate", appauthor=False)
