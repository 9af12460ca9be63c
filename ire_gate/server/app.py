"""The service: routes, and what stands before each of them."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from ire_gate import tracing
from ire_gate.accounts import summary_of
from ire_gate.config.rules import nearest
from ire_gate.domain import Intent
from ire_gate.errors import InputError, IreGateError, UnavailableError, UserError
from ire_gate.guard import Guard
from ire_gate.reports.json import encode, row
from ire_gate.reports.works import GROUPS
from ire_gate.server.limits import Limits, Rate
from ire_gate.server.metrics import CONTENT_TYPE, Metrics
from ire_gate.server.tokens import Tokens
from ire_gate.server.wire import (
    JSON,
    PROBLEM,
    CheckRequest,
    CheckResponse,
    Health,
    OutcomeRequest,
    OutcomeResponse,
    Problem,
    openapi,
)

LOOPBACK = ["127.0.0.1", "localhost"]
"""Names that a browser on this machine may call the server by; another name is a page that plays tricks with DNS."""

T = TypeVar("T", bound=Struct)
Handler = Callable[[Request], Awaitable[Response]]

_TITLES = {
    400: "Bad request",
    401: "Unauthorized",
    404: "Not found",
    405: "Method not allowed",
    408: "Too slow",
    413: "Too large",
    415: "Not JSON",
    429: "Too many requests",
    503: "Unavailable",
    504: "Took too long",
}
_WAITING = 4


class Refusal(Exception):  # noqa: N818 - an answer, not something that broke
    """A request is not served; becomes the answer."""

    def __init__(self, status: int, detail: str, *, hint: str | None = None, **headers: str) -> None:
        super().__init__(detail)
        self.status, self.detail, self.hint = status, detail, hint
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Service:
    """The gate behind HTTP.

    Args:
        guard: What is asked.
        tokens: Who may ask; with none, everybody who reaches the server.
        limits: What is taken.
    """

    def __init__(self, guard: Guard, tokens: Tokens, limits: Limits) -> None:
        self._guard = guard
        self._tokens = tokens
        self._limits = limits
        self._rate = Rate(limits.per_minute)
        self._metrics = Metrics()
        self._looking = asyncio.Semaphore(limits.at_once)
        self._under_way: set[asyncio.Task[Any]] = set()

    def app(self, *, hosts: list[str] | None = None) -> Starlette:
        """Return the ASGI application; `hosts` are the names that it may be called by, any if not given."""
        named = [Middleware(TrustedHostMiddleware, allowed_hosts=hosts)] if hosts else []
        return Starlette(
            routes=[
                Route("/v1/check", self._served(self.check), methods=["POST"]),
                Route("/v1/outcomes", self._served(self.book), methods=["POST"]),
                Route("/healthz", self._served(self.health, is_open=True)),
                Route("/metrics", self._served(self.metrics)),
                Route("/report", self._served(self.report)),
                Route("/openapi.json", self._served(self.description, is_open=True)),
            ],
            middleware=named,
            exception_handlers={HTTPException: _lost},
            lifespan=self._lifespan,
        )

    async def check(self, request: Request) -> Response:
        """Answer with a result and a verdict."""
        asked = await self._body(request, CheckRequest)
        intent = Intent(text=asked.text, id=asked.id, task=asked.task, tags=asked.tags)
        if self._looking.locked() and len(self._under_way) >= self._limits.at_once * (1 + _WAITING):
            raise Refusal(503, "too many looks are under way", hint="try again soon", Retry_After="1")
        with tracing.going_on_with(request.headers):
            task = asyncio.create_task(self._look(intent))  # it takes the context of this moment along
        self._under_way.add(task)
        task.add_done_callback(self._finished)
        try:
            return await asyncio.wait_for(asyncio.shield(task), self._limits.seconds)
        except TimeoutError:
            hint = "the look goes on; its decision will be in the ledger"
            raise Refusal(504, f"it took more than {self._limits.seconds:g} s", hint=hint) from None

    async def book(self, request: Request) -> Response:
        """Book an outcome."""
        asked = await self._body(request, OutcomeRequest)
        said = msgspec.structs.asdict(asked)
        try:
            booked = await asyncio.to_thread(
                functools.partial(self._guard.gate.ledger.book_outcome, said.pop("decision_id"), **said)
            )
        except InputError as problem:
            status = 404 if "no decision" in problem.message else 400
            raise Refusal(status, problem.message, hint=problem.hint) from problem
        return _json(OutcomeResponse(decision_id=booked.decision_id, outcome_id=booked.outcome_id))

    async def health(self, _: Request) -> Response:
        """Tell whether a decision could be recorded now."""
        ledger = self._guard.gate.ledger
        try:
            await asyncio.to_thread(ledger.prepare)
            is_writable = True
        except IreGateError:
            is_writable = False
        status = "ok" if is_writable else "no decision can be recorded"
        engine = self._guard.gate.settings.engine.partition(":")[0]
        return _json(Health(status=status, engine=engine, ledger=is_writable), 200 if is_writable else 503)

    async def metrics(self, _: Request) -> Response:
        """Give Prometheus what it collects."""
        return Response(self._metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    async def report(self, request: Request) -> Response:
        """Show the ledger's figures as they are now, as a page."""
        by = request.query_params.get("by")
        if by is not None and by not in GROUPS:
            raise Refusal(400, f"figures are not grouped by {by!r}", hint=f"known: {', '.join(GROUPS)}")
        try:
            from ire_gate.reports.html import page
        except ModuleNotFoundError:
            raise Refusal(503, "charts need a library", hint="pip install 'ire-gate[report]'") from None
        gate = self._guard.gate
        summary = await asyncio.to_thread(summary_of, gate.ledger, zone=gate.settings.zone, by=by)
        return HTMLResponse(await asyncio.to_thread(page, summary))

    async def description(self, _: Request) -> Response:
        """Describe the service."""
        return _json(openapi(has_tokens=bool(self._tokens)))

    async def _look(self, intent: Intent) -> Response:
        async with self._looking:
            with self._metrics.under_way.track_inprogress():
                result, trip = await self._guard.alook(intent)
        self._metrics.looked(result, trip)
        return _json(CheckResponse(result=result, verdict=row(trip) if trip else None))

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # whoever waited has it; if nobody did any more, nobody is to be told

    def _served(self, handler: Handler, *, is_open: bool = False) -> Handler:
        async def served(request: Request) -> Response:
            try:
                if not is_open:
                    self._admit(request)
                answer = await handler(request)
            except Refusal as refusal:
                answer = _problem(refusal.status, refusal.detail, refusal.hint, refusal.headers)
            except ClientDisconnect:
                answer = Response(status_code=400)
            except UserError as problem:
                answer = _problem(400, problem.message, problem.hint)
            except UnavailableError as problem:
                answer = _problem(503, problem.message, problem.hint)
            self._metrics.answered(request.url.path, answer.status_code)
            return answer

        return served

    def _admit(self, request: Request) -> None:
        asker = request.client.host if request.client else ""
        if self._tokens:
            name = self._tokens.name_of(request.headers.get("authorization", ""))
            if name is None:
                raise Refusal(401, "no token, or a wrong one", WWW_Authenticate="Bearer")
            asker = f"token {name}"
        if wait := self._rate.wait_of(asker):
            seconds = str(int(wait) + 1)
            raise Refusal(429, "too many requests", hint=f"wait {seconds} s", Retry_After=seconds)

    async def _body(self, request: Request, kind: type[T]) -> T:
        """Read and decode a body; what is too large is not read to its end.

        Only JSON by its own name is taken: a page in a browser can send other kinds without asking.
        """
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
            raise Refusal(415, "the body is not JSON by its Content-Type", hint=f"send Content-Type: {JSON}")
        try:
            data = await asyncio.wait_for(self._read(request), self._limits.seconds)
        except TimeoutError:
            raise Refusal(408, "the body did not come in time") from None
        try:
            return msgspec.json.decode(data, type=kind)
        except msgspec.ValidationError as problem:
            raise Refusal(400, str(problem), hint=_near(str(problem), kind)) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
            raise Refusal(400, f"not JSON: {problem}") from None

    async def _read(self, request: Request) -> bytes:
        data = bytearray()
        async for chunk in request.stream():
            data += chunk
            if len(data) > self._limits.body:
                raise Refusal(413, f"more than {self._limits.body:,} bytes", hint="split it, or raise --most-bytes")
        return bytes(data)

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            if self._under_way:  # what is looked at has been paid for: it is recorded, whoever has gone
                await asyncio.wait(self._under_way)
            self._guard.gate.close()


def _near(told: str, kind: type[Struct]) -> str | None:
    """Return the hint for a field that there is not."""
    if "unknown field" not in told:
        return None
    close = nearest(told.rpartition("`")[0].rpartition("`")[2], kind.__struct_fields__)
    return f"did you mean {close}?" if close else f"known: {', '.join(kind.__struct_fields__)}"


def _json(value: Any, status: int = 200) -> Response:
    return Response(encode(value), status, media_type=JSON)


def _problem(status: int, detail: str, hint: str | None = None, headers: dict[str, str] | None = None) -> Response:
    said = Problem(title=_TITLES.get(status, "Error"), status=status, detail=detail, hint=hint)
    return Response(encode(said), status, headers=headers, media_type=PROBLEM)


async def _lost(_: Request, problem: Exception) -> Response:
    status = problem.status_code if isinstance(problem, HTTPException) else 500
    headers = dict(problem.headers or {}) if isinstance(problem, HTTPException) else None
    return _problem(status, "there is nothing here for this method", "see /openapi.json", headers)
