"""What goes over the wire, and its OpenAPI description, which is made of the same types."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from ire_gate import __version__
from ire_gate.reports.json import VerdictRow
from ire_gate.reports.works import GROUPS
from ire_gate.result import Result

JSON, PROBLEM = "application/json", "application/problem+json"

Text = Annotated[str, Meta(min_length=1)]
Count = Annotated[int, Meta(ge=0, le=2**53)]
Amount = Annotated[float, Meta(ge=0, le=1e15)]


class CheckRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An intent, and what it is booked under."""

    text: Text
    id: Annotated[str, Meta(max_length=200)] = ""
    task: Annotated[str, Meta(max_length=200)] = ""
    tags: dict[str, str] = {}


class CheckResponse(Struct, frozen=True, kw_only=True):
    """Whether it may be executed, and the whole verdict; none if its task was stopped before the gate looked."""

    result: Result
    verdict: VerdictRow | None


class OutcomeRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an execution came to."""

    decision_id: Text
    correct: bool | None = None
    tokens_in: Count | None = None
    tokens_out: Count | None = None
    seconds: Amount | None = None
    usd: Amount | None = None
    grams: Amount | None = None
    value: Annotated[float, Meta(ge=-1e15, le=1e15)] | None = None


class OutcomeResponse(Struct, frozen=True, kw_only=True):
    """Where it was booked."""

    decision_id: str
    outcome_id: str


class Health(Struct, frozen=True, kw_only=True):
    """Whether a decision could be recorded now."""

    status: str
    engine: str
    ledger: bool


class Problem(Struct, frozen=True, kw_only=True):
    """An error (RFC 9457): what is wrong, and what to do about it."""

    title: str
    status: int
    detail: str
    hint: str | None = None
    type: str = "about:blank"


_TYPES = (CheckRequest, CheckResponse, OutcomeRequest, OutcomeResponse, Health, Problem)
_ERRORS = {
    400: "Not what is asked for",
    401: "No token, or a wrong one",
    413: "Too large",
    415: "Not JSON",
    429: "Too many requests",
    503: "The gate cannot look or cannot record now",
    504: "It took too long; the decision is recorded if it is made later",
}


def openapi(*, has_tokens: bool) -> dict[str, Any]:
    """Return the description of the service (OpenAPI 3.1)."""
    found, components = msgspec.json.schema_components(_TYPES, ref_template="#/components/schemas/{name}")
    named = dict(zip((made.__name__ for made in _TYPES), found, strict=True))
    secured: dict[str, Any] = {"security": [{"bearer": []}]} if has_tokens else {}
    return {
        "openapi": "3.1.0",
        "info": {"title": "ire-gate", "version": __version__, "description": "A quality gate in front of execution."},
        "paths": {
            "/v1/check": {"post": {**_operation("check", named["CheckRequest"], named["CheckResponse"]), **secured}},
            "/v1/outcomes": {
                "post": {
                    **_operation("book", named["OutcomeRequest"], named["OutcomeResponse"], unknown="decision"),
                    **secured,
                }
            },
            "/healthz": {
                "get": {
                    "operationId": "health",
                    "responses": {
                        "200": _content("A decision could be recorded", JSON, named["Health"]),
                        "503": _content("No decision could be recorded", JSON, named["Health"]),
                    },
                }
            },
            "/report": {
                "get": {
                    "operationId": "report",
                    "parameters": [{"name": "by", "in": "query", "schema": {"enum": list(GROUPS)}}],
                    "responses": {
                        "200": {"description": "A page", "content": {"text/html": {}}},
                        **_refusals(400, 401, 429, 503),
                    },
                    **secured,
                }
            },
            "/metrics": {
                "get": {
                    "operationId": "metrics",
                    "responses": {
                        "200": {"description": "Prometheus text", "content": {"text/plain": {}}},
                        **_refusals(401, 429),
                    },
                    **secured,
                }
            },
        },
        "components": {"schemas": components, "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    }


def _operation(name: str, body: Any, answer: Any, *, unknown: str = "") -> dict[str, Any]:
    responses = {"200": _content("Done", JSON, answer), **_refusals(*_ERRORS)}
    if unknown:
        responses["404"] = _content(f"No such {unknown}", PROBLEM, {"$ref": "#/components/schemas/Problem"})
    return {
        "operationId": name,
        "requestBody": {"required": True, "content": {JSON: {"schema": body}}},
        "responses": responses,
    }


def _refusals(*statuses: int) -> dict[str, Any]:
    problem = {"$ref": "#/components/schemas/Problem"}
    return {str(status): _content(_ERRORS[status], PROBLEM, problem) for status in statuses}


def _content(description: str, kind: str, schema: Any) -> dict[str, Any]:
    return {"description": description, "content": {kind: {"schema": schema}}}
