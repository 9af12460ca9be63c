"""OpenAI Agents SDK: an input guardrail that blocks before the first token is spent."""

from __future__ import annotations

import json
from typing import Any

from agents import (
    Agent,
    GuardrailFunctionOutput,
    InputGuardrail,
    RunContextWrapper,
    ToolGuardrailFunctionOutput,
    ToolInputGuardrail,
    ToolInputGuardrailData,
    TResponseInputItem,
)
from agents.result import RunResultBase

from ire_gate.integrations.booking import book_used
from ire_gate.integrations.conversation import newest_intent, words_of
from ire_gate.integrations.telling import AnyGuard, as_json, as_text

NAME = "ire-gate"


def guardrail(guard: AnyGuard) -> InputGuardrail[Any]:
    """Return a guardrail for ``input_guardrails`` of an agent, or of a `RunConfig` for every agent that starts a run.

    A blocked run raises `InputGuardrailTripwireTriggered`; its ``guardrail_result.output.output_info`` is the result as
    JSON. The SDK runs it on what the user says, once a run: not after a hand-off, not on tool results.
    """

    async def ire_gate(
        _context: RunContextWrapper[Any], _agent: Agent[Any], said: str | list[TResponseInputItem]
    ) -> GuardrailFunctionOutput:
        intent = newest_intent(said)
        if intent is None:
            return GuardrailFunctionOutput(output_info=None, tripwire_triggered=False)
        result = await guard.aask(intent)
        return GuardrailFunctionOutput(output_info=as_json(result), tripwire_triggered=not result.may_execute)

    # In parallel, the SDK's default, the model would have been asked already when the verdict comes.
    return InputGuardrail(guardrail_function=ire_gate, name=NAME, run_in_parallel=False)


def book(guard: AnyGuard, run: RunResultBase, *, seconds: float | None = None) -> None:
    """Book the tokens of a run that the guardrail allowed, against its decision."""
    used = run.context_wrapper.usage
    for checked in run.input_guardrail_results:
        if checked.guardrail.name == NAME and checked.output.output_info:
            decision_id = checked.output.output_info["decision_id"]
            book_used(guard, decision_id, tokens_in=used.input_tokens, tokens_out=used.output_tokens, seconds=seconds)


def tool_guardrail(guard: AnyGuard, argument: str = "input") -> ToolInputGuardrail[Any]:
    """Return a guardrail for ``tool_input_guardrails`` of a tool that executes an instruction, as of ``Agent.as_tool``.

    The tool is not called with a blocked instruction; the calling model reads the questions instead and can write it
    anew. Calls without that argument as text pass.
    """

    async def ire_gate(data: ToolInputGuardrailData) -> ToolGuardrailFunctionOutput:
        try:
            intent = words_of(json.loads(data.context.tool_arguments or "{}").get(argument))
        except (ValueError, AttributeError):
            return ToolGuardrailFunctionOutput.reject_content("The arguments of this tool are no JSON object.")
        if intent is None:
            return ToolGuardrailFunctionOutput.allow()
        result = await guard.aask(intent)
        if result.may_execute:
            return ToolGuardrailFunctionOutput.allow(output_info=as_json(result))
        return ToolGuardrailFunctionOutput.reject_content(as_text(result), output_info=as_json(result))

    return ToolInputGuardrail(guardrail_function=ire_gate, name=NAME)
