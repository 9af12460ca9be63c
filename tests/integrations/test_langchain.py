from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatResult
from langgraph.checkpoint.memory import InMemorySaver

from ire_gate import Guard
from ire_gate.errors import LedgerError
from ire_gate.integrations.langchain import IreBooking, IreGate
from tests.integrations.conftest import CLEAR, MUDDLED, QUESTION, blocks, decided, execute

SET_UP, RUN = blocks("LangChain")
USAGE = {"input_tokens": 40, "output_tokens": 2, "total_tokens": 42}


class Counting(GenericFakeChatModel):
    """A model that counts its calls."""

    calls: int = 0

    def _generate(self, *args: Any, **kwargs: Any) -> ChatResult:
        self.calls += 1
        return super()._generate(*args, **kwargs)

    def bind_tools(self, *_: Any, **__: Any) -> Counting:
        return self


def answering(*answers: AIMessage) -> Counting:
    return Counting(messages=iter(answers or [AIMessage("done")]))


def said(*messages: str | BaseMessage) -> Any:
    return {"messages": list(messages)}


def test_the_page_blocks_and_passes() -> None:
    model = answering(AIMessage("done", usage_metadata=USAGE))
    page: dict[str, Any] = {"model": model, "request": MUDDLED}
    execute(SET_UP, page)
    execute(RUN, page)
    assert page["answer"][0]["question"] == QUESTION
    assert model.calls == 0
    page["request"] = CLEAR
    execute(RUN, page)
    assert page["state"]["messages"][-1].content == "done"
    assert [outcome.tokens_out for outcome in page["guard"].gate.ledger.outcomes().values()] == [2]


@pytest.mark.parametrize("way", ["invoke", "ainvoke", "stream"])
def test_a_blocked_run_ends_with_the_questions_and_no_model_call(guard: Guard, way: str) -> None:
    model = answering()
    agent = create_agent(model, middleware=[IreGate(guard)])
    if way == "invoke":
        state = agent.invoke(said(MUDDLED))
    elif way == "ainvoke":
        state = asyncio.run(agent.ainvoke(said(MUDDLED)))
    else:
        *_, state = agent.stream(said(MUDDLED), stream_mode="values")
    assert QUESTION in state["messages"][-1].content
    told = json.loads(json.dumps(state["ire_gate"]))
    assert told["questions"][0]["question"] == QUESTION
    assert told["decision_id"] == next(guard.gate.ledger.decisions()).decision_id
    assert model.calls == 0


@pytest.mark.parametrize("way", ["invoke", "ainvoke"])
def test_an_allowed_run_keeps_its_decision(guard: Guard, way: str) -> None:
    agent = create_agent(answering(), middleware=[IreGate(guard)])
    state = agent.invoke(said(CLEAR)) if way == "invoke" else asyncio.run(agent.ainvoke(said(CLEAR)))
    assert state["messages"][-1].content == "done"
    assert state["ire_gate"]["decision_id"] == next(guard.gate.ledger.decisions()).decision_id


def test_a_conversation_is_judged_by_its_newest_words(guard: Guard) -> None:
    agent = create_agent(
        answering(AIMessage("first"), AIMessage("second")), middleware=[IreGate(guard)], checkpointer=InMemorySaver()
    )
    thread: Any = {"configurable": {"thread_id": "1"}}
    agent.invoke(said(CLEAR), thread)
    assert agent.invoke(said(MUDDLED), thread)["ire_gate"]["may_execute"] is False
    assert agent.invoke(said("In `a.py`, set `x` to 5."), thread)["messages"][-1].content == "second"
    assert decided(guard) == ["passed", "blocked", "passed"]


def test_a_tools_result_passes_untouched_and_forgets_the_last_verdict(guard: Guard) -> None:
    agent = create_agent(answering(), middleware=[IreGate(guard)])
    call = AIMessage("", tool_calls=[{"name": "look", "args": {}, "id": "1"}])
    state = agent.invoke(said(HumanMessage(MUDDLED), call, ToolMessage("42", tool_call_id="1")))
    assert state["messages"][-1].content == "done"
    assert state["ire_gate"] is None
    assert decided(guard) == []


def test_an_error_of_the_gate_stops_the_run(broken: Guard) -> None:
    model = answering()
    with pytest.raises(LedgerError):
        create_agent(model, middleware=[IreGate(broken)]).invoke(said(CLEAR))
    assert model.calls == 0


def test_nothing_is_booked_for_a_blocked_run_nor_where_an_answer_tells_no_usage(guard: Guard) -> None:
    agent = create_agent(answering(), middleware=[IreGate(guard), IreBooking(guard)])
    agent.invoke(said(MUDDLED))
    agent.invoke(said(CLEAR))
    assert guard.gate.ledger.outcomes() == {}


def test_only_this_runs_answers_are_booked(guard: Guard) -> None:
    agent = create_agent(
        answering(AIMessage("b", usage_metadata=USAGE)), middleware=[IreGate(guard), IreBooking(guard)]
    )
    asyncio.run(agent.ainvoke(said(HumanMessage("Hi."), AIMessage("a", usage_metadata=USAGE), HumanMessage(CLEAR))))
    assert [outcome.tokens_in for outcome in guard.gate.ledger.outcomes().values()] == [40]
