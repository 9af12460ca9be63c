"""LlamaIndex workflows: the first step stops on what may not be executed."""

from __future__ import annotations

from workflows.events import StopEvent

from ire_gate.integrations.telling import AnyGuard, as_json


async def stopped(guard: AnyGuard, intent: str) -> StopEvent | None:
    """Return the event that ends the workflow with the result as JSON, or None if the intent may be executed.

    The first step begins with ``return await stopped(guard, event.request) or Work(...)``.
    """
    result = await guard.aask(intent)
    return None if result.may_execute else StopEvent(result=as_json(result))
