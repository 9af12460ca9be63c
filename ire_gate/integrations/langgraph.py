"""LangGraph: a first node that goes on only with what may be executed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from langchain_core.messages import AIMessage
from langchain_core.runnables import RunnableLambda
from langgraph.graph import END
from langgraph.types import Command

from ire_gate.integrations.conversation import newest_intent
from ire_gate.integrations.telling import AnyGuard, as_json, as_text
from ire_gate.result import Result


def gate_node(guard: AnyGuard, then: str, *, key: str = "messages") -> RunnableLambda[Any, Command[str]]:
    """Return a node that goes to the node `then` if the intent may be executed, and ends the graph if not.

    It decides where to go: give it no edge that leaves it. If the state has a channel ``ire_gate``, the result as JSON
    is written there; a blocked conversation also gets an `AIMessage` that asks the questions.

    Args:
        guard: Whom to ask.
        then: Name of the node that executes.
        key: Where in the state the intent stands: a list of messages, or a text.
    """

    def going(result: Result | None) -> Command[str]:
        if result is None or result.may_execute:
            return Command(goto=then, update={"ire_gate": as_json(result) if result else None})
        asked: dict[str, Any] = {"messages": [AIMessage(as_text(result))]} if key == "messages" else {}
        return Command(goto=END, update={"ire_gate": as_json(result), **asked})

    def ire_gate(state: Mapping[str, Any]) -> Command[str]:
        intent = newest_intent(state[key])
        return going(guard.ask(intent) if intent else None)

    async def aire_gate(state: Mapping[str, Any]) -> Command[str]:
        intent = newest_intent(state[key])
        return going(await guard.aask(intent) if intent else None)

    return RunnableLambda(ire_gate, aire_gate)
