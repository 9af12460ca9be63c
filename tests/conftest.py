"""What all tests share: a private ledger and cache, and a loopback model endpoint with scripted answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

FIXTURES = Path(__file__).parent.parent / "fixtures"


@pytest.fixture(autouse=True)
def _private_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's ledger, cache or configuration, and none has a key."""
    monkeypatch.setenv("IRE_GATE_LEDGER", str(tmp_path / "private" / "ledger.db"))
    monkeypatch.setenv("IRE_GATE_CACHE", str(tmp_path / "private" / "cache.db"))
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_BASE_URL", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


REQUIREMENT: dict[str, Any] = {
    "id": "R1",
    "modality": "must",
    "actor": None,
    "action": "set",
    "target": "`retries`",
    "quantifier": None,
    "origin": None,
    "destination": None,
    "values": [{"name": "retries", "comparator": "=", "value": "5", "unit": None}],
    "conditions": [],
    "exceptions": [],
    "timing": None,
    "after": [],
    "details": [],
}


def specification(*gaps: dict[str, Any], requirements: tuple[dict[str, Any], ...] = (REQUIREMENT,)) -> dict[str, Any]:
    """A forward answer, as a model would give it."""
    return {"gaps": gaps, "goal": "Retry five times.", "requirements": requirements, "definitions": [], "context": []}


def gap(quote: str, probability: float, kind: str = "vague_term") -> dict[str, Any]:
    return {
        "kind": kind,
        "basis": "wording",
        "quote": quote,
        "question": f"What does {quote!r} mean?",
        "readings": ["one thing", "another thing"],
        "chosen": 0,
        "probability": probability,
    }


class Endpoint:
    """A loopback OpenAI-compatible endpoint; each role answers from its queue, the last answer for ever."""

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for("/v1")
        self.asked: list[dict[str, Any]] = []
        self.answers: dict[str, list[Any]] = {
            "Specification": [specification()],
            "BackTranslation": [{"text": "Set `retries` to 5."}],
            "Adjudication": [{"differences": [], "same": True}],
        }
        server.expect_request("/v1/chat/completions", method="POST").respond_with_handler(self._handle)

    def roles(self) -> list[str]:
        return [asked["response_format"]["json_schema"]["name"] for asked in self.asked]

    def _handle(self, request: Request) -> Response:
        body = json.loads(request.get_data())
        self.asked.append(body)
        queue = self.answers[body["response_format"]["json_schema"]["name"]]
        answer = queue.pop(0) if len(queue) > 1 else queue[0]
        if isinstance(answer, Response):
            return answer
        content = answer if isinstance(answer, str) else json.dumps(answer)
        return Response(
            json.dumps(
                {
                    "id": "c1",
                    "object": "chat.completion",
                    "created": 0,
                    "model": body["model"],
                    "choices": [
                        {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
                    ],
                    "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
                }
            ),
            content_type="application/json",
        )


@pytest.fixture
def endpoint(httpserver: HTTPServer) -> Endpoint:
    return Endpoint(httpserver)
