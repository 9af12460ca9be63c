"""Writes a host's hook into the file in which the host looks for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ire_gate.errors import InputError
from ire_gate.hooks.host import Host


def install(host: Host, folder: Path) -> Path:
    """Write a host's hook into its file, beside whatever stands there, and return the file.

    Raises:
        InputError: The file is no JSON that a hook could be added to, has a gate's hook already, or cannot be written.
    """
    path = folder / host.file
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else "{}"
        found = json.loads(text)
        if "ire-gate hook" in text:
            raise InputError(f"{path}: has a hook of ire-gate already", hint="take it out to write it anew")
        merged = _merged(found, host.hooks)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(merged, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except (ValueError, TypeError, AttributeError) as problem:
        hint = f"add this to it by hand: {json.dumps(host.hooks)}"
        raise InputError(f"{path}: a hook cannot be added: {problem}", hint=hint) from problem
    except OSError as problem:
        raise InputError(f"{path}: cannot be written: {problem.strerror}", hint="check the folder") from problem
    return path


def _merged(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    hooks = dict(found.get("hooks", {}))
    for event, entries in wanted["hooks"].items():
        hooks[event] = [*hooks.get(event, []), *entries]
    return {**wanted, **found, "hooks": hooks}
