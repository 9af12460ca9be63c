from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from agents import (
    Agent,
    InputGuardrailTripwireTriggered,
    RunConfig,
    Runner,
    SQLiteSession,
    function_tool,
    handoff,
    set_tracing_disabled,
)
from agents.testing import ModelStep, ScriptedModel, assistant_message, function_call
from agents.usage import Usage

from ire_gate import Guard
from ire_gate.errors import LedgerError
from ire_gate.integrations.openai_agents import book, guardrail, tool_guardrail
from tests.integrations.conftest import CLEAR, MUDDLED, QUESTION, blocks, decided, execute

SET_UP, RUN, TOOL = blocks("OpenAI Agents SDK")


@pytest.fixture(autouse=True)
def _untraced() -> Iterator[None]:
    set_tracing_disabled(disabled=True)
    yield
    set_tracing_disabled(disabled=False)


def calling(name: str, arguments: Any) -> list[Any]:
    return [function_call(name, arguments, call_id=uuid4().hex)]


def answering(*texts: str, usage: Usage | None = None) -> ScriptedModel:
    """A model that counts its calls."""
    return ScriptedModel([ModelStep(output=[assistant_message(text)], usage=usage or Usage()) for text in texts])


def gated(guard: Guard, model: ScriptedModel, **more: Any) -> Agent[Any]:
    return Agent(name="worker", model=model, input_guardrails=[guardrail(guard)], **more)


def test_the_page_blocks_and_passes() -> None:
    model = answering("done", usage=Usage(requests=1, input_tokens=40, output_tokens=2, total_tokens=42))
    page: dict[str, Any] = {"model": model, "request": MUDDLED}
    execute(SET_UP, page)
    execute(RUN, page)
    assert page["answer"][0]["question"] == QUESTION
    assert model.calls == ()
    page["request"] = CLEAR
    execute(RUN, page)
    assert page["run"].final_output == "done"
    assert [outcome.tokens_in for outcome in page["guard"].gate.ledger.outcomes().values()] == [40]


def test_a_blocked_run_spends_no_token_and_carries_the_result(guard: Guard) -> None:
    model = answering("never")
    with pytest.raises(InputGuardrailTripwireTriggered) as blocked:
        Runner.run_sync(gated(guard, model), MUDDLED)
    told = json.loads(json.dumps(blocked.value.guardrail_result.output.output_info))
    assert told["questions"][0]["question"] == QUESTION
    assert told["decision_id"] == next(guard.gate.ledger.decisions()).decision_id
    assert model.calls == ()


def test_a_blocked_stream_spends_no_token(guard: Guard) -> None:
    model = answering("never")

    async def stream() -> None:
        run = Runner.run_streamed(gated(guard, model), MUDDLED)
        async for _ in run.stream_events():
            pass

    with pytest.raises(InputGuardrailTripwireTriggered):
        asyncio.run(stream())
    assert model.calls == ()


def test_a_run_config_gates_every_agent_that_starts(guard: Guard) -> None:
    model = answering("never")
    with pytest.raises(InputGuardrailTripwireTriggered):
        Runner.run_sync(
            Agent(name="any", model=model), MUDDLED, run_config=RunConfig(input_guardrails=[guardrail(guard)])
        )
    assert model.calls == ()


def test_in_a_session_the_newest_words_count(guard: Guard) -> None:
    agent, session = gated(guard, answering("first", "second")), SQLiteSession("talk")
    Runner.run_sync(agent, CLEAR, session=session)
    with pytest.raises(InputGuardrailTripwireTriggered):
        Runner.run_sync(agent, MUDDLED, session=session)
    assert Runner.run_sync(agent, "In `a.py`, set `x` to 5.", session=session).final_output == "second"


def test_tool_results_and_hand_offs_are_not_judged_again(guard: Guard) -> None:
    @function_tool
    def look() -> str:
        return MUDDLED

    second = Agent(name="second", model=answering("done"), input_guardrails=[guardrail(guard)])
    model = ScriptedModel([calling("look", {}), calling(handoff(second).tool_name, {})])
    run = Runner.run_sync(gated(guard, model, tools=[look], handoffs=[second]), CLEAR)
    assert run.final_output == "done"
    assert decided(guard) == ["passed"]


def test_a_run_that_continues_from_a_tools_result_passes_untouched(guard: Guard) -> None:
    items: list[Any] = [
        {"role": "user", "content": MUDDLED},
        {"type": "function_call", "call_id": "1", "name": "look", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "1", "output": "42"},
    ]
    assert Runner.run_sync(gated(guard, answering("done")), items).final_output == "done"
    assert decided(guard) == []


def test_a_task_refuses_the_same_words_again_and_keeps_its_questions(guard: Guard) -> None:
    agent = gated(Guard(guard.gate, task="nightly"), answering("never"))
    told = []
    for _ in range(2):
        with pytest.raises(InputGuardrailTripwireTriggered) as blocked:
            Runner.run_sync(agent, MUDDLED)
        told.append(blocked.value.guardrail_result.output.output_info)
    assert [result["because"] for result in told] == ["needs_answer", "repeated"]
    assert told[1]["questions"] == told[0]["questions"]
    assert decided(guard) == ["blocked"]


def test_an_error_of_the_gate_stops_the_run(broken: Guard) -> None:
    model = answering("never")
    with pytest.raises(LedgerError):
        Runner.run_sync(gated(broken, model), CLEAR)
    assert model.calls == ()


def test_a_model_that_tells_no_usage_is_booked_as_unknown(guard: Guard) -> None:
    book(guard, Runner.run_sync(gated(guard, answering("done")), CLEAR), seconds=1.5)
    (outcome,) = guard.gate.ledger.outcomes().values()
    assert (outcome.tokens_in, outcome.tokens_out, outcome.seconds, outcome.correct) == (None, None, 1.5, None)


def test_a_ledger_that_fails_after_the_run_is_a_warning(guard: Guard, broken: Guard) -> None:
    run = Runner.run_sync(gated(guard, answering("done")), CLEAR)
    with pytest.warns(RuntimeWarning, match="not booked"):
        book(broken, run)


def test_a_muddled_delegation_goes_back_to_the_model_that_wrote_it(guard: Guard) -> None:
    worker = Agent(name="worker", model=answering("worked"))
    page: dict[str, Any] = {"worker": worker, "guard": guard}
    execute(TOOL, page)
    model = ScriptedModel(
        [
            calling("delegate", {"input": MUDDLED}),
            calling("delegate", {"input": CLEAR}),
            [assistant_message("done")],
        ]
    )
    run = Runner.run_sync(Agent(name="lead", model=model, tools=[page["tool"]]), "Go.")
    outputs = [item.output for item in run.new_items if item.type == "tool_call_output_item"]
    assert QUESTION in outputs[0]
    assert outputs[1] == "worked"
    assert decided(guard) == ["blocked", "passed"]


@pytest.mark.parametrize("arguments", ["[", "[]", "7"])
def test_arguments_that_are_no_object_are_not_executed(guard: Guard, arguments: str) -> None:
    done: list[str] = []

    @function_tool(tool_input_guardrails=[tool_guardrail(guard, "order")])
    def execute(order: str = "") -> str:
        done.append(order)
        return "executed"

    model = ScriptedModel([calling("execute", arguments), [assistant_message("done")]])
    Runner.run_sync(Agent(name="lead", model=model, tools=[execute]), "Go.")
    assert done == []
