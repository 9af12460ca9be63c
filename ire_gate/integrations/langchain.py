"""LangChain: agent middleware that ends the run before the first model call."""

from __future__ import annotations

import itertools
from typing import Any, NotRequired

from langchain.agents.middleware import AgentMiddleware, AgentState, hook_config
from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime

from ire_gate.integrations.booking import book_used
from ire_gate.integrations.conversation import newest_intent
from ire_gate.integrations.telling import AnyGuard, as_json, as_text
from ire_gate.result import Result


class GatedState(AgentState[Any]):
    """An agent's state with what the gate said about the newest intent; None if there was nothing to judge."""

    ire_gate: NotRequired[dict[str, Any] | None]


class IreGate(AgentMiddleware[GatedState, Any, Any]):
    """Middleware for ``create_agent``: a blocked run ends with an `AIMessage` that asks the questions.

    The state's ``ire_gate`` is the result as JSON, whether the run was blocked or not.
    """

    state_schema = GatedState

    def __init__(self, guard: AnyGuard) -> None:
        super().__init__()
        self._guard = guard

    @hook_config(can_jump_to=["end"])
    def before_agent(self, state: GatedState, runtime: Runtime[Any]) -> dict[str, Any]:  # noqa: ARG002 - the host's signature
        """Ask the gate before the agent starts."""
        intent = newest_intent(state["messages"])
        return told(self._guard.ask(intent) if intent else None)

    @hook_config(can_jump_to=["end"])
    async def abefore_agent(self, state: GatedState, runtime: Runtime[Any]) -> dict[str, Any]:  # noqa: ARG002 - as above
        """Ask the gate before the agent starts."""
        intent = newest_intent(state["messages"])
        return told(await self._guard.aask(intent) if intent else None)


class IreBooking(AgentMiddleware[GatedState, Any, Any]):
    """Middleware that books the tokens of the runs that `IreGate` allowed, where all model answers tell theirs."""

    state_schema = GatedState

    def __init__(self, guard: AnyGuard) -> None:
        super().__init__()
        self._guard = guard

    def after_agent(self, state: GatedState, runtime: Runtime[Any]) -> None:  # noqa: ARG002 - the host's signature
        """Add up what the answers since the newest message of the user have used."""
        gated = state.get("ire_gate")
        if not gated or not gated["may_execute"]:
            return
        run = itertools.takewhile(lambda message: message.type != "human", reversed(state["messages"]))
        used = [message.usage_metadata for message in run if isinstance(message, AIMessage)]
        told = [tokens for tokens in used if tokens]
        tokens_in, tokens_out = (sum(tokens[way] for tokens in told) for way in ("input_tokens", "output_tokens"))
        if len(told) == len(used):
            book_used(self._guard, gated["decision_id"], tokens_in=tokens_in, tokens_out=tokens_out)


def told(result: Result | None) -> dict[str, Any]:
    """Return how the agent's state changes."""
    if result is None or result.may_execute:
        return {"ire_gate": as_json(result) if result else None}
    return {"ire_gate": as_json(result), "messages": [AIMessage(as_text(result))], "jump_to": "end"}
