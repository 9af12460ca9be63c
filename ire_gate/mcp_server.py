"""The gate as tools of the Model Context Protocol; they advise, and no agent is forced to call them."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any, get_type_hints

import msgspec
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import BaseModel, create_model

from ire_gate import __version__
from ire_gate.clarify import answers_from, in_place, under_heading
from ire_gate.domain import Intent
from ire_gate.errors import IreGateError
from ire_gate.guard import Guard
from ire_gate.result import Question, Result, result_of

INSTRUCTIONS = """\
Call check_intent with the user's request, word for word, before you act on it. Act only if may_execute is true. If the
status is needs_answer, put the questions to the user, give the answers to clarify_intent, and act on the text that it
returns. If it is blocked, ask the user to write the request anew. When you are done, call record_outcome with the
decision_id."""

_LOOKS = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=True)
_BOOKS = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False)


def server(guard: Guard) -> MCPServer[None]:
    """Return a server whose tools ask this guard; its gate is closed when the server ends."""
    made = MCPServer(
        "ire-gate", version=__version__, instructions=INSTRUCTIONS, log_level="WARNING", lifespan=_closing(guard)
    )
    tools = _Tools(guard)
    made.tool(title="Check intent", annotations=_LOOKS)(tools.check_intent)
    made.tool(title="Clarify intent", annotations=_LOOKS)(tools.clarify_intent)
    made.tool(title="Record outcome", annotations=_BOOKS)(tools.record_outcome)
    return made


def _model(struct: type[msgspec.Struct], **hints: Any) -> type[BaseModel]:
    """Return the pydantic model of a struct, which is what the protocol's library makes its schema of."""
    known = {**get_type_hints(struct), **hints}
    fields: dict[str, Any] = {name: (known[name], ...) for name in struct.__struct_fields__}
    return create_model(struct.__name__, **fields)


_QUESTION: Any = _model(Question)
_RESULT: Any = _model(Result, questions=list[_QUESTION])
_CLARIFIED: Any = create_model("Clarified", text=(str, ...), result=(_RESULT, ...))
_BOOKED: Any = create_model("Booked", decision_id=(str, ...), outcome_id=(str, ...))


class _Tools:
    """The tools; what their docstrings say is what an agent reads of them."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    async def check_intent(self, text: str, task: str = "") -> _RESULT:
        """Tell whether a request is clear enough to act on; if not, the questions whose answers would make it so.

        Args:
            text: The request, word for word.
            task: The work that this is an attempt at, if any: its budget is kept, and an unchanged repeat is refused.
        """
        with _told():
            return msgspec.to_builtins(await self._guard.aask(Intent(text=text, task=task)))

    async def clarify_intent(
        self, text: str, answers: dict[str, str], inline: bool = False, task: str = ""
    ) -> _CLARIFIED:
        """Write the user's answers into a blocked request, and check the request that comes of it.

        Args:
            text: The request that check_intent was given.
            answers: By the id of the question (Q1) or by the words that it quotes: a letter (a, b, …) for that reading,
                or the user's own words.
            inline: Whether each answer goes behind the words that it is about, instead of below the text.
            task: As in check_intent.
        """
        with _told():
            intent = Intent(text=text, task=task)
            # What check_intent found out is remembered; without a cache, a model has to be asked again.
            seen = self._guard.gate.glance(intent) or await self._guard.gate.acheck(intent)
            given = answers_from(dict(answers), result_of(seen, on_undecided="block").questions, text)
            day = dt.datetime.now(dt.UTC).date().isoformat()
            changed = in_place(intent, given) if inline else under_heading(intent, given, day=day, is_markdown=False)
            result = await self._guard.aask(Intent(text=changed, task=task))
            return {"text": changed, "result": msgspec.to_builtins(result)}

    async def record_outcome(
        self,
        decision_id: str,
        correct: bool | None = None,
        tokens_in: int | None = None,
        tokens_out: int | None = None,
        seconds: float | None = None,
    ) -> _BOOKED:
        """Book what acting on a request came to, under the decision_id that check_intent returned.

        Args:
            decision_id: Of the decision.
            correct: Whether the result was right; null if nobody knows yet.
            tokens_in: Tokens that were sent, cached ones included.
            tokens_out: Tokens that were generated.
            seconds: How long it took.
        """
        with _told():
            booked = await asyncio.to_thread(
                self._guard.gate.ledger.book_outcome,
                decision_id,
                correct=correct,
                tokens_in=tokens_in,
                tokens_out=tokens_out,
                seconds=seconds,
            )
            return {"decision_id": booked.decision_id, "outcome_id": booked.outcome_id}


def _closing(guard: Guard) -> Callable[[MCPServer[None]], AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(_: MCPServer[None]) -> AsyncIterator[None]:
        try:
            yield
        finally:
            guard.gate.close()

    return lifespan


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn an error of the gate into a tool's: what, where, and what next."""
    try:
        yield
    except IreGateError as problem:
        raise ToolError(f"{problem.message}; {problem.hint}" if problem.hint else problem.message) from problem
