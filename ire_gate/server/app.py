"""The service: its routes, and what each of them does."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from ire_gate import tracing
from ire_gate.accounts import intents_of, standing_out, summary_of
from ire_gate.config.profiles import profile_from
from ire_gate.config.rules import is_line, misfit
from ire_gate.config.tags import tags_from
from ire_gate.domain import Intent
from ire_gate.errors import InputError, IreGateError, UnavailableError, UserError
from ire_gate.guard import Guard
from ire_gate.reports import pages
from ire_gate.reports.works import refuse_unknown_group
from ire_gate.server.description import REPORTS, openapi
from ire_gate.server.intake import Intake
from ire_gate.server.limits import Limits
from ire_gate.server.looks import Looks
from ire_gate.server.metrics import CONTENT_TYPE, Metrics
from ire_gate.server.refusal import Refusal, broken, json, lost, refusal_of
from ire_gate.server.tokens import Tokens
from ire_gate.server.wire import CHECK, OUTCOME, CheckRequest, Health, OutcomeRequest, OutcomeResponse

Handler = Callable[[Request], Awaitable[Response]]


class Service:
    """The gate behind HTTP.

    Args:
        guard: What is asked.
        tokens: Who may ask; with none, everybody who reaches the server.
        limits: What is taken.
        hosts: The names that the server may be called by; any, if none is given.
        shows_intents: Whether the report's page has the intents one by one, with what the ledger holds of their words.
    """

    def __init__(
        self,
        guard: Guard,
        tokens: Tokens,
        limits: Limits,
        hosts: Collection[str] = (),
        *,
        shows_intents: bool = False,
    ) -> None:
        self._gate = guard.gate
        self._limits = limits
        self._shows_intents = shows_intents
        self._metrics = Metrics()
        self._intake = Intake(tokens, limits, hosts)
        self._description = openapi(many=limits.many, has_tokens=bool(tokens))
        self.looks = Looks(guard, limits, self._metrics)

    def app(self) -> Starlette:
        """Return the ASGI application."""
        return Starlette(
            routes=[
                self._route("/v1/check", self.check, method="POST"),
                self._route("/v1/outcomes", self.book, method="POST"),
                self._route("/healthz", self.health, is_open=True),
                self._route("/metrics", self.metrics),
                self._route("/report", self.report),
                self._route("/openapi.json", self.description, is_open=True),
            ],
            exception_handlers={HTTPException: lost, Exception: broken},
            lifespan=self._lifespan,
        )

    async def check(self, request: Request) -> Response:
        """Answer with results and verdicts."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self._limits.seconds
        asked = await self._intake.body(request, CHECK, CheckRequest.__struct_fields__)
        many = asked if isinstance(asked, list) else [asked]
        self._intake.count(request, len(many))
        intents = [self._intent(one, f"[{place}]: " if many is asked else "") for place, one in enumerate(many)]
        with tracing.going_on_with(request.headers):
            answers = await self.looks.at(intents, end - loop.time())
        return json(answers if many is asked else answers[0])

    async def book(self, request: Request) -> Response:
        """Book an outcome."""
        asked = await self._intake.body(request, OUTCOME, OutcomeRequest.__struct_fields__)
        said = msgspec.structs.asdict(asked)
        book = functools.partial(self._gate.ledger.book_outcome, said.pop("decision_id"), **said)
        try:
            booked = await asyncio.to_thread(book)
        except InputError as problem:
            # The ledger's own hint names other decisions, which are not everybody's business.
            status = 404 if "no decision" in problem.message else 400
            raise Refusal(status, problem.message, hint="send the decision_id of a result") from problem
        return json(OutcomeResponse(decision_id=booked.decision_id, outcome_id=booked.outcome_id))

    async def health(self, _: Request) -> Response:
        """Tell whether a decision could be recorded now."""
        try:
            await asyncio.to_thread(self._gate.ledger.prepare)
            is_writable = True
        except IreGateError:
            is_writable = False
        status = "ok" if is_writable else "no decision can be recorded"
        engine = self._gate.settings.engine.partition(":")[0]
        return json(Health(status=status, engine=engine, ledger=is_writable), 200 if is_writable else 503)

    async def metrics(self, _: Request) -> Response:
        """Give Prometheus what it collects."""
        return Response(self._metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    async def report(self, request: Request) -> Response:
        """Show the ledger's figures as they are now."""
        by, form = request.query_params.get("by"), request.query_params.get("format", "html")
        refuse_unknown_group(by)
        if form not in REPORTS:
            raise Refusal(400, f"there is no report as {form!r}", hint=f"known: {', '.join(REPORTS)}")
        told = await asyncio.to_thread(self._reported, form, by)
        return Response(told, headers={"X-Content-Type-Options": "nosniff"}, media_type=REPORTS[form])

    def _reported(self, form: str, by: str | None) -> str:
        books = self._gate.ledger
        summary = summary_of(books, settings=self._gate.settings, by=by)
        if form != "html":
            return {"md": pages.markdown, "json": pages.json, "csv": pages.csv}[form](summary)
        try:
            from ire_gate.reports.html import page
        except ModuleNotFoundError:
            raise Refusal(503, "charts need a library", hint="pip install 'ire-gate[report]'") from None
        return page(summary, intents_of(books, also=standing_out(summary)) if self._shows_intents else ())

    async def description(self, _: Request) -> Response:
        """Describe the service."""
        return json(self._description)

    def _intent(self, asked: CheckRequest, where: str) -> Intent:
        """Return the intent that is meant, before any of a request's is looked at."""
        said = asked.profile and msgspec.structs.asdict(asked.profile)
        try:
            for name, value in (("id", asked.id), ("task", asked.task)):
                if value and not is_line(value):
                    raise misfit(value, name, "a name on one line")
            tags, profile = tags_from(asked.tags, "tags"), profile_from(said, "profile")
            return self._gate.sound(Intent(text=asked.text, id=asked.id, task=asked.task, tags=tags, profile=profile))
        except UserError as problem:
            raise Refusal(400, f"{where}{problem.message}", hint=problem.hint) from problem

    def _route(self, path: str, handler: Handler, *, method: str = "GET", is_open: bool = False) -> Route:
        async def served(request: Request) -> Response:
            try:
                self._intake.admit(request, is_open=is_open)
                answer = await handler(request)
            except Refusal as refusal:
                answer = refusal.answer()
            except (UserError, UnavailableError) as problem:
                answer = refusal_of(problem).answer()
            except asyncio.CancelledError:  # only the end of the grace does that
                answer = Refusal(503, "the server was stopped", hint="ask again when it runs").answer()
            except ClientDisconnect:
                answer = Response(status_code=400)
            except Exception:
                self._metrics.answered(path, 500)
                raise
            self._metrics.answered(path, answer.status_code)
            return answer

        return Route(path, served, methods=[method])

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        try:
            async with self.looks.threads():
                yield
        finally:
            self._gate.close()
