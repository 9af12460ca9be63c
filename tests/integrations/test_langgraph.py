from __future__ import annotations

import asyncio
from typing import Any, TypedDict

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.graph import END, START, MessagesState, StateGraph

from ire_gate import Guard
from ire_gate.errors import LedgerError
from ire_gate.integrations.langgraph import gate_node
from tests.integrations.conftest import CLEAR, MUDDLED, QUESTION, blocks, decided, execute

(SET_UP,) = blocks("LangGraph")


class Work:
    """A node that counts its calls."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, state: Any) -> dict[str, Any]:
        self.calls += 1
        return {"messages": [AIMessage("done")]} if "messages" in state else {"answer": "done"}


class Requested(TypedDict, total=False):
    request: str
    answer: str
    ire_gate: dict[str, Any] | None


def requested(guard: Guard, work: Work) -> Any:
    graph = StateGraph(Requested)
    graph.add_node("gate", gate_node(guard, then="work", key="request"), destinations=("work", END))
    graph.add_node("work", work)
    graph.add_edge(START, "gate")
    return graph.compile()


def test_the_page_blocks_and_passes() -> None:
    graph, work = StateGraph(MessagesState), Work()
    graph.add_node("work", work)
    execute(SET_UP, {"graph": graph, "START": START, "END": END})
    compiled: Any = graph.compile()
    assert QUESTION in compiled.invoke({"messages": [HumanMessage(MUDDLED)]})["messages"][-1].content
    assert work.calls == 0
    assert compiled.invoke({"messages": [HumanMessage(CLEAR)]})["messages"][-1].content == "done"


@pytest.mark.parametrize("is_async", [False, True])
def test_a_text_in_the_state_is_judged_and_the_result_is_written_beside_it(guard: Guard, is_async: bool) -> None:
    work = Work()
    graph = requested(guard, work)

    def invoke(request: str) -> dict[str, Any]:
        return asyncio.run(graph.ainvoke({"request": request})) if is_async else graph.invoke({"request": request})

    assert invoke(MUDDLED)["ire_gate"]["questions"][0]["question"] == QUESTION
    assert work.calls == 0
    allowed = invoke(CLEAR)
    assert (allowed["answer"], allowed["ire_gate"]["may_execute"]) == ("done", True)


def test_without_words_the_graph_goes_on(guard: Guard) -> None:
    assert requested(guard, Work()).invoke({"request": " "})["answer"] == "done"
    assert decided(guard) == []


def test_an_error_of_the_gate_stops_the_graph(broken: Guard) -> None:
    work = Work()
    with pytest.raises(LedgerError):
        requested(broken, work).invoke({"request": CLEAR})
    assert work.calls == 0
