"""LlamaIndex workflows: the first step stops on what may not be executed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workflows.events import StopEvent

from ire_gate.integrations.conversation import newest_intent
from ire_gate.integrations.telling import AnyGuard, as_json


async def stopped(guard: AnyGuard, said: str | Sequence[Any] | None) -> StopEvent | None:
    """Return the event that ends the workflow with the result as JSON, or None if the intent may be executed.

    The first step begins with ``return await stopped(guard, event.request) or Work(...)``.

    Args:
        guard: Whom to ask.
        said: The user's words, or the messages of a conversation.
    """
    intent = newest_intent(said)
    result = await guard.aask(intent) if intent else None
    return None if result is None or result.may_execute else StopEvent(result=as_json(result))
