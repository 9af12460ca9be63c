"""Where settings come from: a file, then the environment, then flags; the later wins."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ire_gate.config.files import OWN_FILE, find_table, shown_path
from ire_gate.config.rules import unknown
from ire_gate.config.settings import FIELDS, Settings, fitted
from ire_gate.config.tags import split_pairs
from ire_gate.errors import ConfigError

PREFIX = "IRE_GATE_"
SERVE_TOKENS = "IRE_GATE_SERVE_TOKENS"
"""The one variable of this prefix that is no setting: who may ask the server stands in no file of settings."""
WORDS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
    "none": False,
}
"""How an environment variable spells true and false."""
FLAGS = {"tags": "--tag", "cache": "--no-cache"}
"""The flags that are not called like their field."""

Given = Iterator[tuple[str, Any]]


def load_settings(start: Path, flags: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings that hold for work in the folder `start`.

    The nearest configuration file at or above `start` comes first, then the variables ``IRE_GATE_*`` (an empty one
    counts as not set), then flags that are not None. The later wins; tags add up, the later winning per tag. In a file
    ``record``, ``ledger``, ``cache``, ``replay:DIR`` and an embedder that begins with a dot are relative to that file,
    elsewhere to the working folder.

    Args:
        start: A folder, or a file in it.
        flags: Values by field name, with ``-`` or ``_``; tags as a table or as a list of ``KEY=VALUE``.
        environ: The environment.

    Raises:
        ConfigError: A file that is not TOML, an unknown name, or a value out of its limits; it says where.
    """
    chosen: dict[str, Any] = {}
    for given in (_from_file(start), _from_environment(environ), _from_flags(flags)):
        for name, value in given:
            chosen[name] = {**chosen.get("tags", {}), **value} if name == "tags" else value
    return Settings(**chosen)


def _from_file(start: Path) -> Given:
    found = find_table(start)
    if found is None:
        return
    path, table = found
    seen: dict[str, str] = {}
    for key, value in table.items():
        name, where = key.replace("-", "_"), f"{shown_path(path)}: {key}"
        if name not in FIELDS:
            raise _unknown_key(path, key)
        if name in seen:
            raise ConfigError(f"{where}: is also written {seen[name]}", hint="keep one of the two")
        seen[name] = key
        yield name, fitted(name, _rooted(name, value, path.parent), where)


def _from_environment(environ: Mapping[str, str]) -> Given:
    for variable in sorted(variable for variable in environ if variable.startswith(PREFIX)):
        if variable == SERVE_TOKENS:
            continue
        name, text = variable.removeprefix(PREFIX).lower(), environ[variable].strip()
        if name not in FIELDS or variable != variable.upper():
            names = map(str.upper, FIELDS)
            raise unknown("environment", variable.removeprefix(PREFIX), names, kind="variable", prefix=PREFIX)
        if text:
            yield name, fitted(name, _rooted(name, _read(name, text, variable)), variable)


def _from_flags(flags: Mapping[str, Any]) -> Given:
    for flag, value in flags.items():
        name = flag.replace("-", "_")
        if name not in FIELDS:
            raise unknown("flags", flag, FIELDS, kind="flag")
        if value is not None:
            where = FLAGS.get(name, f"--{name.replace('_', '-')}")
            yield name, fitted(name, _rooted(name, value), where)


def _read(name: str, text: str, variable: str) -> Any:
    """Return a variable's text as the type that its field has; what cannot be read is left for the check to refuse."""
    if name in {"cache", "store_text", "waivers"}:
        return WORDS.get(text.lower(), text)
    if name == "include":
        return [glob.strip() for glob in text.split(",") if glob.strip()]
    if name == "tags":
        return [pair for pair in text.split(",") if pair.strip()]
    if name in {"profile", "budget"}:
        pairs = split_pairs([pair for pair in text.split(",") if pair.strip()], variable)
        return {key: item if key in {"model", "provider"} else _number(item) for key, item in pairs.items()}
    return _number(text) if isinstance(getattr(_DEFAULTS, name), int | float) else text


def _number(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _rooted(name: str, value: Any, folder: Path = Path()) -> Any:
    """Return a path with the folder that it is relative to; anything else as it is."""
    if not isinstance(value, str) or not value.strip():
        return value
    if name == "engine" and value.lower().startswith("replay:"):
        kind, _, path = value.partition(":")
        return f"{kind}:{_joined(folder, path.strip())}" if path.strip() else value
    is_path = name == "record" or (name in {"ledger", "cache"} and value != "none" and "://" not in value)
    return _joined(folder, value) if is_path or (name == "embedder" and value.startswith(".")) else value


def _joined(folder: Path, path: str) -> str:
    try:
        return str(folder / Path(path).expanduser())
    except RuntimeError:  # nobody's home
        return path


def _unknown_key(path: Path, key: str) -> ConfigError:
    if key == "tool" and path.name == OWN_FILE:
        hint = "in this file the settings stand at the top, without [tool.ire-gate]"
        return ConfigError(f"{shown_path(path)}: there is no setting 'tool'", hint=hint)
    return unknown(shown_path(path), key, FIELDS)


_DEFAULTS = Settings()
