"""Pydantic AI: a capability that ends the run before its first model request."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from pydantic_ai import RunContext
from pydantic_ai.agent import AgentRunResult
from pydantic_ai.capabilities import AbstractCapability, WrapRunHandler
from pydantic_ai.exceptions import AgentRunError
from pydantic_ai.messages import (
    ModelRequest,
    RetryPromptPart,
    TextContent,
    ToolReturnPart,
    UserContent,
    UserPromptPart,
)

from ire_gate.integrations.booking import book_used
from ire_gate.integrations.conversation import words_of
from ire_gate.integrations.telling import AnyGuard, as_json, as_text
from ire_gate.result import Result


class RunBlocked(AgentRunError):  # noqa: N818 - the name says what happened, not that something broke
    """The intent of the run may not be executed, so no model was asked.

    Attributes:
        result: What the gate said.
        body: The same as JSON.
    """

    def __init__(self, result: Result) -> None:
        super().__init__(as_text(result))
        self.result = result
        self.body = as_json(result)


class IreGate(AbstractCapability[Any]):
    """A capability for ``Agent(..., capabilities=[IreGate(guard)])``, for runs, streams and iterations alike.

    It judges the prompt of the run, or, in a run without one, what the user said last in its history.

    Args:
        guard: Whom to ask.
        book: Whether to book the tokens and the time of the runs that are allowed.
    """

    def __init__(self, guard: AnyGuard, *, book: bool = False) -> None:
        self._guard = guard
        self._books = book

    async def wrap_run(self, ctx: RunContext[Any], *, handler: WrapRunHandler) -> AgentRunResult[Any]:
        """Ask the gate before anything else of the run.

        Raises:
            RunBlocked: The intent may not be executed.
        """
        intent = _intent(ctx)
        result = await self._guard.aask(intent) if intent else None
        if result and not result.may_execute:
            raise RunBlocked(result)
        started = time.perf_counter()
        run = await handler()
        if result and self._books:
            used = {"tokens_in": run.usage.input_tokens, "tokens_out": run.usage.output_tokens}
            seconds = time.perf_counter() - started
            await asyncio.to_thread(book_used, self._guard, result.decision_id, **used, seconds=seconds)
        return run


def _intent(ctx: RunContext[Any]) -> str | None:
    """Return the user's words that start the run; None if it goes on after a tool's result."""
    if ctx.prompt is not None:
        return words_of(_plain(ctx.prompt))
    newest = ctx.messages[-1] if ctx.messages else None
    parts = newest.parts if isinstance(newest, ModelRequest) else ()
    if any(isinstance(part, ToolReturnPart | RetryPromptPart) for part in parts):
        return None
    return words_of([said for part in parts if isinstance(part, UserPromptPart) for said in _plain(part.content)])


def _plain(said: str | Sequence[UserContent]) -> list[str]:
    """Return the texts among the parts of a prompt."""
    parts = [said] if isinstance(said, str) else said
    texts = (part.content if isinstance(part, TextContent) else part for part in parts)
    return [text for text in texts if isinstance(text, str)]
