"""The service's OpenAPI description, made of the types that go over the wire."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from ire_gate import __version__
from ire_gate.reports.works import GROUPS
from ire_gate.server.wire import JSON, PROBLEM, CheckRequest, CheckResponse, Health, OutcomeRequest, OutcomeResponse
from ire_gate.server.wire import Problem as ProblemDocument

_TYPES = (CheckRequest, CheckResponse, OutcomeRequest, OutcomeResponse, Health, ProblemDocument)
_ERRORS = {
    400: "Not what is asked for, or the server called by a name that is not its own",
    401: "No token, or a wrong one",
    404: "No such decision",
    408: "The body did not come in time",
    413: "Too large",
    415: "Not JSON",
    429: "Too many requests",
    503: "The gate cannot look or cannot record now",
    504: "It took too long; the decision is recorded if it is made later",
}
REPORTS = {"html": "text/html", "md": "text/markdown", "json": JSON, "csv": "text/csv"}
"""The formats of the report, with their media types."""
_WITH_BODY = (400, 408, 413, 415, 429, 503)


def openapi(*, many: int, has_tokens: bool) -> dict[str, Any]:
    """Return the description of a service (OpenAPI 3.1) that takes so `many` intents at once."""
    found, components = msgspec.json.schema_components(_TYPES, ref_template="#/components/schemas/{name}")
    named = dict(zip((made.__name__ for made in _TYPES), found, strict=True))
    return {
        "openapi": "3.1.0",
        "info": {"title": "ire-gate", "version": __version__, "description": "A quality gate in front of execution."},
        "paths": _paths(named, many, [{"bearer": []}] if has_tokens else []),
        "components": {"schemas": components, "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    }


def _paths(named: dict[str, Any], many: int, security: list[Any]) -> dict[str, Any]:
    secured = {"security": security} if security else {}
    closed = (401,) if security else ()
    asked = [
        {"name": "by", "in": "query", "schema": {"enum": list(GROUPS)}},
        {"name": "format", "in": "query", "schema": {"enum": list(REPORTS)}},
    ]
    return {
        "/v1/check": {
            "post": {
                "operationId": "check",
                "summary": "Look at one intent, or at many; the answers are in their order.",
                "requestBody": _taken(_one_or_many(named["CheckRequest"], many)),
                "responses": {
                    "200": _content("Verdicts of any kind", JSON, _one_or_many(named["CheckResponse"], many)),
                    **_refusals(*_WITH_BODY, *closed, 504),
                },
                **secured,
            }
        },
        "/v1/outcomes": {
            "post": {
                "operationId": "book",
                "summary": "Book what an execution came to.",
                "requestBody": _taken(named["OutcomeRequest"]),
                "responses": {
                    "200": _content("Booked", JSON, named["OutcomeResponse"]),
                    **_refusals(*_WITH_BODY, *closed, 404),
                },
                **secured,
            }
        },
        "/healthz": {
            "get": {
                "operationId": "health",
                "responses": {
                    "200": _content("A decision could be recorded", JSON, named["Health"]),
                    "503": _content("No decision could be recorded", JSON, named["Health"]),
                    **_refusals(400, 429),
                },
            }
        },
        "/metrics": _page("metrics", ["text/plain"], _refusals(400, *closed, 429), secured),
        "/report": _page(
            "report", REPORTS.values(), _refusals(400, *closed, 429, 503), {"parameters": asked, **secured}
        ),
    }


def _page(name: str, kinds: Iterable[str], refusals: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    content = {kind: {"schema": {} if kind == JSON else {"type": "string"}} for kind in kinds}
    responses = {"200": {"description": "A page", "content": content}, **refusals}
    return {"get": {"operationId": name, "responses": responses, **more}}


def _one_or_many(schema: Any, many: int) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "array", "items": schema, "minItems": 1, "maxItems": many}]}


def _taken(schema: Any) -> dict[str, Any]:
    return {"required": True, "content": {JSON: {"schema": schema}}}


def _refusals(*statuses: int) -> dict[str, Any]:
    problem = {"$ref": "#/components/schemas/Problem"}
    return {str(status): _content(_ERRORS[status], PROBLEM, problem) for status in statuses}


def _content(description: str, kind: str, schema: Any) -> dict[str, Any]:
    return {"description": description, "content": {kind: {"schema": schema}}}
