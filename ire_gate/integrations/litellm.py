"""LiteLLM proxy: a guardrail that answers a muddled request with HTTP 400 and the questions, before any model call."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import HTTPException
from litellm.integrations.custom_guardrail import CustomGuardrail
from litellm.types.guardrails import GuardrailEventHooks

from ire_gate.integrations.conversation import newest_intent, words_of
from ire_gate.integrations.remote import RemoteGuard
from ire_gate.integrations.telling import AnyGuard, as_json


class IreGate(CustomGuardrail):  # type: ignore[misc]  # the proxy's environment is not the one that types are checked in
    """The ``guardrail`` of the proxy's configuration, with ``mode: pre_call``.

    Covers ``/chat/completions``, ``/completions``, ``/responses`` and ``/v1/messages``; other requests have no intent.

    Args:
        api_base: Address of an ``ire-gate serve``; without one the gate runs in the proxy, with the settings of the
            folder that the proxy was started in.
        api_key: The server's token.
        **params: What the proxy gives to every guardrail.
    """

    def __init__(self, api_base: str | None = None, api_key: str | None = None, **params: Any) -> None:
        # In another mode the proxy would call nothing of this, and let everything through.
        super().__init__(supported_event_hooks=[GuardrailEventHooks.pre_call], **params)
        self.guard = RemoteGuard(api_base, api_key) if api_base else _own_guard()

    async def async_pre_call_hook(
        self,
        user_api_key_dict: Any,  # noqa: ARG002 - the host's signature
        cache: Any,  # noqa: ARG002 - as above
        data: dict[str, Any],
        call_type: str,
    ) -> dict[str, Any]:
        """Let the request through, or answer it; an error of the gate is one of the proxy, with no model call.

        Raises:
            HTTPException: 400, the intent may not be executed; the detail holds the result as JSON.
        """
        intent = _intent(data, call_type)
        result = await self.guard.aask(intent) if intent else None
        if result and not result.may_execute:
            raise HTTPException(400, {"error": result.reason, "ire_gate": as_json(result)})
        return data


def _intent(data: Mapping[str, Any], call_type: str) -> str | None:
    """Return what the user said, in whichever of the interfaces' fields."""
    if "messages" in data:
        return newest_intent(data["messages"])
    if "responses" in call_type:
        return newest_intent(data.get("input"))
    return words_of(data.get("prompt")) if "text_completion" in call_type else None


def _own_guard() -> AnyGuard:
    from ire_gate.config import load_settings
    from ire_gate.gate import Gate
    from ire_gate.guard import Guard

    return Guard(Gate(settings=load_settings(Path.cwd(), {})))
