"""A request that is not served, as the answer that says so."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ire_gate.errors import UnavailableError, UserError
from ire_gate.reports.json import encode
from ire_gate.server.wire import JSON, PROBLEM, Problem

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


class Refusal(Exception):  # noqa: N818 - an answer, not something that broke
    """A request is not served."""

    def __init__(self, status: int, detail: str, *, hint: str | None = None, **headers: str) -> None:
        super().__init__(detail)
        self.status, self.detail, self.hint = status, detail, hint
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(self) -> Response:
        """Return what is sent in place of what was asked for."""
        title = _TITLES.get(self.status, "Error")
        said = Problem(title=title, status=self.status, detail=self.detail, hint=self.hint)
        return Response(encode(said), self.status, headers=self.headers, media_type=PROBLEM)


def refusal_of(problem: UserError | UnavailableError) -> Refusal:
    """Return the refusal for an error of the gate: what the asker can mend, or what nobody can now."""
    status = 400 if isinstance(problem, UserError) else 503
    return Refusal(status, problem.message, hint=problem.hint)


def lost(_: Request, problem: Exception) -> Response:
    """Answer for a path or a method that there is not."""
    status = problem.status_code if isinstance(problem, HTTPException) else 404
    answer = Refusal(status, "there is nothing here for this method", hint="see /openapi.json").answer()
    answer.headers.update(problem.headers or {} if isinstance(problem, HTTPException) else {})
    return answer


def broken(_: Request, __: Exception) -> Response:
    """Answer for a bug of ours; what it was is in the server's log, and not in the answer."""
    return Refusal(500, "the server broke", hint="its log says where; please report it").answer()


def json(value: Any, status: int = 200) -> Response:
    """Answer with what was asked for."""
    return Response(encode(value), status, media_type=JSON)
