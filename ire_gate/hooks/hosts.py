"""What each host sends to its hook, and what it wants to hear.

Claude Code, Codex CLI and VS Code Copilot share one format; Cursor has its own. Copilot CLI and the Copilot cloud agent
drop what a prompt hook says, so there the verdict is kept and the first tool call is denied.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal

from msgspec import Struct

from ire_gate.errors import InputError

Event = Literal["prompt", "tool"]


class Host(Struct, frozen=True, kw_only=True):
    """One kind of coding agent."""

    passed: str
    """JSON that lets a prompt, or a tool call, through."""
    refused: Callable[[str], dict[str, Any]]
    """From the reason to the object that stops it."""
    listens_to: Event = "prompt"
    """The event whose answer the host follows; at another the verdict is only kept."""


def _decision(reason: str) -> dict[str, Any]:
    return {"decision": "block", "reason": reason}


def _cursor(reason: str) -> dict[str, Any]:
    return {"continue": False, "user_message": reason}


def _permission(reason: str) -> dict[str, Any]:
    return {"permissionDecision": "deny", "permissionDecisionReason": reason}


HOSTS = {
    "claude-code": Host(passed="{}", refused=_decision),
    "codex": Host(passed="{}", refused=_decision),
    "vscode": Host(passed="{}", refused=_decision),
    "cursor": Host(passed='{"continue": true}', refused=_cursor),
    "copilot": Host(passed="{}", refused=_permission, listens_to="tool"),
}
"""The hosts by the name on the command line."""


class Said(Struct, frozen=True, kw_only=True):
    """What a host told its hook."""

    event: Event
    prompt: str
    session: str
    """The conversation; where the host does not name it, the folder stands for it."""
    folder: str


def said(data: bytes) -> Said:
    """Return what a host's message says.

    Raises:
        InputError: It is no such message.
    """
    hint = "the hook reads the JSON that the agent sends it; to check a text, use ire-gate check"
    try:
        message = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise InputError(f"the hook's input is not JSON: {problem}", hint=hint) from problem
    if not isinstance(message, Mapping):
        raise InputError("the hook's input is not a JSON object", hint=hint)
    folder = _text(message, "cwd") or _first(message.get("workspace_roots"))
    session = _text(message, "session_id") or _text(message, "sessionId") or _text(message, "conversation_id") or folder
    if "toolName" in message or "tool_name" in message:
        return Said(event="tool", prompt="", session=session, folder=folder)
    if not isinstance(message.get("prompt"), str):
        raise InputError("the hook's input has no prompt", hint="install it for the event before a prompt is sent")
    return Said(event="prompt", prompt=message["prompt"], session=session, folder=folder)


def _text(message: Mapping[str, Any], name: str) -> str:
    value = message.get(name)
    return value if isinstance(value, str) else ""


def _first(values: Any) -> str:
    return values[0] if isinstance(values, list) and values and isinstance(values[0], str) else ""
