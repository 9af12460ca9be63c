"""Claude Code, and the hosts that took over its format: Codex CLI and VS Code Copilot.

There exit code 2 stops a prompt and shows standard error; any other failure, a missing program among them, and a
timeout let it through. Hence the ``|| exit 2`` behind the command.
"""

from __future__ import annotations

from typing import Any

from ire_gate.hooks.host import Event, Host


def _blocked(_: Event, reason: str) -> dict[str, Any]:
    return {"decision": "block", "reason": reason}


def like_claude(name: str, file: str) -> Host:
    """Return the host that is called `name` on the command line."""
    command = {"type": "command", "command": f"ire-gate hook {name} || exit 2", "timeout": 20}
    return Host(
        event="UserPromptSubmit",
        file=file,
        hooks={"hooks": {"UserPromptSubmit": [{"hooks": [command]}]}},
        refused=_blocked,
    )
