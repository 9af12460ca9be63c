"""The hosts by the name that they have on the command line."""

from __future__ import annotations

from ire_gate.hooks.copilot import COPILOT
from ire_gate.hooks.cursor import CURSOR
from ire_gate.hooks.host import Host
from ire_gate.hooks.like_claude import like_claude

HOSTS: dict[str, Host] = {
    "claude-code": like_claude("claude-code", ".claude/settings.json"),
    "codex": like_claude("codex", ".codex/hooks.json"),
    "vscode": like_claude("vscode", ".claude/settings.json"),
    "cursor": CURSOR,
    "copilot": COPILOT,
}
