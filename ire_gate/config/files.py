"""The configuration file: where it is and what it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ire_gate.errors import ConfigError

OWN_FILE = ".ire-gate.toml"
SHARED_FILE = "pyproject.toml"
NAMES = ("ire-gate", "ire_gate")
_MAYBE_TABLE = rb"""(?m)tool["'\s]*\.["'\s]*ire[-_]gate|^\s*\[\s*["']?tool["']?\s*\]|^\s*["']?tool["']?\s*="""


def find_table(start: Path) -> tuple[Path, dict[str, Any]] | None:
    """Return the path and the table of the nearest configuration at or above `start`.

    In one folder ``.ire-gate.toml`` wins over ``pyproject.toml``, and a ``pyproject.toml`` without ``[tool.ire-gate]``
    is passed by. The search ends with the root of the file system or a folder that holds ``.git``.

    Raises:
        ConfigError: The file cannot be read or is not TOML.
    """
    nearest = (start if start.is_dir() else start.parent).resolve()
    for folder in (nearest, *nearest.parents):
        for path in (folder / OWN_FILE, folder / SHARED_FILE):
            table = _table(path) if _is_there(path, Path.is_file) else None
            if table is not None:
                return path, table
        if _is_there(folder / ".git", Path.exists):
            return None
    return None


def shown_path(path: Path) -> str:
    """Return a path as a message shows it: relative if it is in the working folder or below."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _is_there(path: Path, test: Callable[[Path], bool]) -> bool:
    try:
        return test(path)
    except OSError:  # a folder above that may not be searched
        return False


def _table(path: Path) -> dict[str, Any] | None:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise ConfigError(f"{shown_path(path)}: cannot be read: {problem.strerror}") from problem
    if path.name == OWN_FILE:
        return _parsed(path, data)
    # Few pyproject.toml configure us, most depend on us at best, and tomllib with its work costs 4 ms and more.
    if not any(name.encode() in data for name in NAMES) or not re.search(_MAYBE_TABLE, data):
        return None
    tool = _parsed(path, data).get("tool")
    tables = [tool[name] for name in NAMES if name in tool] if isinstance(tool, dict) else []
    if len(tables) > 1 or not all(isinstance(table, dict) for table in tables):
        raise ConfigError(f"{shown_path(path)}: tool.ire-gate is not one table", hint="write [tool.ire-gate] once")
    return tables[0] if tables else None


def _parsed(path: Path, data: bytes) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise ConfigError(f"{shown_path(path)}:{line}: not UTF-8", hint="save the file as UTF-8") from None
    except (ValueError, RecursionError) as problem:
        found = re.search(r"at line (\d+)", str(problem))
        line = int(found[1]) if found else data.count(b"\n") + 1
        raise ConfigError(f"{shown_path(path)}:{line}: not TOML: {problem}", hint="https://toml.io/en/v1.0.0") from None
