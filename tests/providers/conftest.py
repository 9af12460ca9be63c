"""A loopback model server that speaks the three protocols, from a queue of what each request shall meet."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from ire_gate.providers import base
from ire_gate.providers.base import Provider
from ire_gate.providers.registry import get_provider

TEXT = '{"text": "Set `retries` to 5."}'
SCHEMA = {
    "type": "object",
    "properties": {"text": {"type": "string"}},
    "required": ["text"],
    "additionalProperties": False,
}


def asked(user: str = "the spec", **changes: Any) -> base.Request:
    """A request as `asking.ask` makes them."""
    values = {"role": "backtranslate", "system": "Write English.", "user": user, "schema_name": "BackTranslation"}
    return base.Request(**{**values, "schema": SCHEMA, "max_tokens": 500, **changes})


def reply(body: object, status: int = 200, **headers: str) -> Response:
    """A JSON response; underscores in header names stand for hyphens."""
    return Response(
        json.dumps(body),
        status=status,
        content_type="application/json",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def chat(text: object = TEXT, *, finish: str = "stop", refusal: str | None = None, usage: object = ...) -> Response:
    """A chat completion."""
    if usage is ...:
        details = {"cached_tokens": 64}
        usage = {"prompt_tokens": 100, "prompt_tokens_details": details, "completion_tokens": 20, "total_tokens": 120}
    message = {"role": "assistant", "content": text, "refusal": refusal}
    choices = [{"index": 0, "finish_reason": finish, "message": message}]
    return reply({"id": "c1", "object": "chat.completion", "choices": choices, "usage": usage})


def responses(text: str = TEXT, **changes: Any) -> Response:
    """An answer of the Responses API, after a thought."""
    usage = {"input_tokens": 100, "input_tokens_details": {"cached_tokens": 64}, "output_tokens": 20}
    message = {"type": "message", "content": [{"type": "output_text", "text": text, "annotations": []}]}
    output = [{"type": "reasoning", "summary": [], "content": None}, message]
    return reply({"id": "r1", "object": "response", "status": "completed", "output": output, "usage": usage, **changes})


def messages(text: str = TEXT, *, stop: str = "end_turn", usage: object = ..., **changes: Any) -> Response:
    """An answer of the Messages API, after a thought."""
    if usage is ...:
        usage = {"input_tokens": 30, "cache_read_input_tokens": 64, "cache_creation_input_tokens": 6}
        usage = {**usage, "output_tokens": 20}
    content = [{"type": "thinking", "thinking": "Hm.", "signature": "s"}, {"type": "text", "text": text}]
    body = {"id": "m1", "type": "message", "role": "assistant", "content": content, "stop_reason": stop, "usage": usage}
    return reply({**body, **changes})


Step = Response | Callable[[], Response]


class Server:
    """Meets each request with the next step of a queue, the last one for ever; remembers what it was sent."""

    def __init__(self, server: HTTPServer) -> None:
        self.root = server.url_for("").rstrip("/")
        self.host = f"{server.host}:{server.port}"
        self.steps: list[Step] = []
        self.paths: list[str] = []
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str] = []
        server.expect_request(re.compile(".*"), method="POST").respond_with_handler(self._handle)

    def _handle(self, request: Request) -> Response:
        self.paths.append(request.path)
        self.bodies.append(json.loads(request.get_data()))
        self.keys.append(request.headers.get("Authorization") or request.headers.get("X-Api-Key") or "")
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        return step if isinstance(step, Response) else step()


@pytest.fixture(scope="session")
def listening() -> Iterator[HTTPServer]:
    """One for all tests: to stop a server takes half a second."""
    with HTTPServer(threaded=True) as live:
        yield live


@pytest.fixture
def server(listening: HTTPServer) -> Server:
    listening.clear()
    return Server(listening)


@pytest.fixture
def connect(server: Server) -> Iterator[Callable[..., Provider]]:
    """Make providers of the server, and close them afterwards."""
    made: list[Provider] = []

    def make(engine: str = "openai:stub", **settings: Any) -> Provider:
        made.append(get_provider(engine, **{"base_url": server.root, **settings}))
        return made[-1]

    yield make
    for provider in made:
        provider.close()
