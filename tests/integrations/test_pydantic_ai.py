from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from pydantic_ai import Agent
from pydantic_ai.exceptions import AgentRunError
from pydantic_ai.messages import (
    ImageUrl,
    ModelMessage,
    ModelRequest,
    ModelResponse,
    TextContent,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.models.function import AgentInfo, FunctionModel
from pydantic_ai.models.test import TestModel

from ire_gate import Guard
from ire_gate.errors import LedgerError
from ire_gate.integrations.pydantic_ai import IreGate, RunBlocked
from tests.integrations.conftest import CLEAR, MUDDLED, QUESTION, blocks, decided, execute

SET_UP, RUN = blocks("Pydantic AI")


class Counting:
    """A model that counts its calls."""

    def __init__(self) -> None:
        self.calls = 0
        self.model = FunctionModel(self._answer)

    def _answer(self, _messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        self.calls += 1
        return ModelResponse(parts=[TextPart("done")])


@pytest.fixture
def counting() -> Counting:
    return Counting()


def test_the_page_blocks_and_passes(counting: Counting) -> None:
    page: dict[str, Any] = {"model": counting.model, "request": MUDDLED}
    execute(SET_UP, page)
    execute(RUN, page)
    assert page["answer"][0]["question"] == QUESTION
    assert counting.calls == 0
    page["request"] = CLEAR
    execute(RUN, page)
    assert page["run"].output == "done"


def test_a_blocked_run_asks_no_model_and_carries_the_result(guard: Guard, counting: Counting) -> None:
    with pytest.raises(AgentRunError, match=QUESTION) as blocked:
        Agent(counting.model, capabilities=[IreGate(guard)]).run_sync(MUDDLED)
    assert isinstance(blocked.value, RunBlocked)
    told = json.loads(json.dumps(blocked.value.body))
    assert told["decision_id"] == blocked.value.result.decision_id == next(guard.gate.ledger.decisions()).decision_id
    assert counting.calls == 0


def test_a_blocked_stream_asks_no_model(guard: Guard) -> None:
    model = TestModel()

    async def stream() -> None:
        async with Agent(model, capabilities=[IreGate(guard)]).run_stream(MUDDLED) as run:
            await run.get_output()

    with pytest.raises(RunBlocked):
        asyncio.run(stream())
    assert model.last_model_request_parameters is None


def test_an_allowed_stream_is_booked(guard: Guard) -> None:
    async def stream() -> str:
        async with Agent(TestModel(), capabilities=[IreGate(guard, book=True)]).run_stream(CLEAR) as run:
            return await run.get_output()

    assert asyncio.run(stream())
    (outcome,) = guard.gate.ledger.outcomes().values()
    assert outcome.tokens_in
    assert outcome.tokens_out


def test_an_allowed_run_is_booked_with_its_tokens_and_its_time(guard: Guard, counting: Counting) -> None:
    run = Agent(counting.model, capabilities=[IreGate(guard, book=True)]).run_sync(CLEAR)
    (outcome,) = guard.gate.ledger.outcomes().values()
    assert (outcome.tokens_in, outcome.tokens_out) == (run.usage.input_tokens, run.usage.output_tokens)
    assert outcome.seconds is not None
    assert outcome.correct is None


def test_the_prompt_counts_and_not_the_history(guard: Guard, counting: Counting) -> None:
    history = [ModelRequest(parts=[UserPromptPart(MUDDLED)]), ModelResponse(parts=[TextPart("To whom?")])]
    agent = Agent(counting.model, capabilities=[IreGate(guard)])
    assert agent.run_sync(CLEAR, message_history=history).output == "done"
    with pytest.raises(RunBlocked):
        agent.run_sync(MUDDLED, message_history=history)


def test_a_prompt_in_parts_is_judged_by_its_texts(guard: Guard, counting: Counting) -> None:
    agent = Agent(counting.model, capabilities=[IreGate(guard)])
    with pytest.raises(RunBlocked):
        agent.run_sync([TextContent("Send the report"), ImageUrl("http://127.0.0.1/a.png"), "to the relevant people."])


def test_a_history_that_ends_with_the_users_words_is_judged(guard: Guard, counting: Counting) -> None:
    with pytest.raises(RunBlocked):
        Agent(counting.model, capabilities=[IreGate(guard)]).run_sync(
            message_history=[ModelRequest(parts=[UserPromptPart(MUDDLED)])]
        )
    assert counting.calls == 0


def test_a_run_that_continues_from_a_tools_result_passes_untouched(guard: Guard, counting: Counting) -> None:
    history = [
        ModelRequest(parts=[UserPromptPart(MUDDLED)]),
        ModelResponse(parts=[ToolCallPart("look", {}, tool_call_id="1")]),
        ModelRequest(parts=[ToolReturnPart("look", "42", tool_call_id="1")]),
    ]
    run = Agent(counting.model, capabilities=[IreGate(guard)]).run_sync(message_history=history)
    assert run.output == "done"
    assert decided(guard) == []


def test_an_error_of_the_gate_stops_the_run(broken: Guard, counting: Counting) -> None:
    with pytest.raises(LedgerError):
        Agent(counting.model, capabilities=[IreGate(broken)]).run_sync(CLEAR)
    assert counting.calls == 0
