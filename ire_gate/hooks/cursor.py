"""Cursor: ``failClosed`` makes it stop a prompt when the hook cannot be run or takes too long."""

from __future__ import annotations

from typing import Any

from ire_gate.hooks.host import Event, Host


def _blocked(_: Event, reason: str) -> dict[str, Any]:
    return {"continue": False, "user_message": reason}


CURSOR = Host(
    event="beforeSubmitPrompt",
    file=".cursor/hooks.json",
    hooks={"version": 1, "hooks": {"beforeSubmitPrompt": [{"command": "ire-gate hook cursor", "failClosed": True}]}},
    refused=_blocked,
    passed='{"continue": true}',
)
