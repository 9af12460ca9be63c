"""Copilot CLI and the Copilot cloud agent.

By its documentation it drops what a prompt hook answers; the program of 2026 follows a block, but not exit code 2. So
the answer is given at the prompt, and the verdict is kept: until a prompt passes, every tool call is denied.
"""

from __future__ import annotations

from typing import Any

from ire_gate.hooks.host import Event, Host


def _blocked(event: Event, reason: str) -> dict[str, Any]:
    if event == "tool":
        return {"permissionDecision": "deny", "permissionDecisionReason": reason}
    return {"decision": "block", "reason": reason}


_COMMAND = [{"type": "command", "bash": "ire-gate hook copilot", "powershell": "ire-gate hook copilot"}]

COPILOT = Host(
    event="userPromptSubmitted",
    file=".github/hooks/ire-gate.json",
    hooks={"version": 1, "hooks": {"userPromptSubmitted": _COMMAND, "preToolUse": _COMMAND}},
    refused=_blocked,
    exits=False,
    asks_again=True,
)
