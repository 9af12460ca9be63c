"""The files by which the hosts learn of their hook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ire_gate.errors import InputError


def _like_claude(host: str) -> dict[str, Any]:
    command = {"type": "command", "command": f"ire-gate hook {host}", "timeout": 20}
    return {"hooks": {"UserPromptSubmit": [{"hooks": [command]}]}}


_COPILOT = [{"type": "command", "bash": "ire-gate hook copilot"}]

FILES: dict[str, tuple[str, dict[str, Any]]] = {
    "claude-code": (".claude/settings.json", _like_claude("claude-code")),
    "codex": (".codex/hooks.json", _like_claude("codex")),
    "vscode": (".claude/settings.json", _like_claude("vscode")),
    "cursor": (
        ".cursor/hooks.json",
        {"version": 1, "hooks": {"beforeSubmitPrompt": [{"command": "ire-gate hook cursor", "failClosed": True}]}},
    ),
    "copilot": (
        ".github/hooks/ire-gate.json",
        {"version": 1, "hooks": {"userPromptSubmitted": _COPILOT, "preToolUse": _COPILOT}},
    ),
}
"""By host: the file in a project's folder, and what it has to say."""


def install(host: str, folder: Path) -> Path:
    """Write a host's hook into its file, beside whatever stands there, and return the file.

    Raises:
        InputError: The file is no JSON that a hook could be added to, has a gate's hook already, or cannot be written.
    """
    name, wanted = FILES[host]
    path = folder / name
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else "{}"
        found = json.loads(text)
        if "ire-gate hook" in text:
            raise InputError(f"{path}: has a hook of ire-gate already", hint="take it out to write it anew")
        merged = _merged(found, wanted)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(merged, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except (ValueError, TypeError, AttributeError) as problem:
        hint = f"add this to it by hand: {json.dumps(wanted)}"
        raise InputError(f"{path}: a hook cannot be added: {problem}", hint=hint) from problem
    except OSError as problem:
        raise InputError(f"{path}: cannot be written: {problem.strerror}", hint="check the folder") from problem
    return path


def _merged(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    hooks = dict(found.get("hooks", {}))
    for event, entries in wanted["hooks"].items():
        hooks[event] = [*hooks.get(event, []), *entries]
    return {**wanted, **found, "hooks": hooks}
