from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from ire_gate.integrations.telling import FIELDS
from tests.integrations.conftest import CLEAR, MUDDLED, QUESTION, blocks
from tests.integrations.hosts import environment, python_of

KEY = "sk-0123456789abcdef0123456789abcdef"
CONFIG = """
model_list:
  - model_name: gpt
    litellm_params: {{model: openai/counting, api_base: "{url}/v1", api_key: none}}
  - model_name: claude
    litellm_params: {{model: anthropic/counting, api_base: "{url}", api_key: none}}
general_settings: {{master_key: "{key}"}}
"""


def body(interface: str, text: str) -> dict[str, Any]:
    if interface == "/v1/responses":
        return {"model": "gpt", "input": text}
    model = "claude" if interface == "/v1/messages" else "gpt"
    return {"model": model, "max_tokens": 9, "messages": [{"role": "user", "content": text}]}


INTERFACES = ("/chat/completions", "/v1/responses", "/v1/messages")


class Proxy:
    """A running proxy before a counting model."""

    def __init__(self, url: str, model: HTTPServer) -> None:
        self._url = url
        self._model = model

    def post(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any], int]:
        """The status, the answer, and the model calls that it took."""
        before = len(self._model.log)
        headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
        request = urllib.request.Request(self._url + path, json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            with refusal:
                status, text = refusal.code, refusal.read()
        return status, json.loads(text), len(self._model.log) - before


def answered(request: Request) -> Response:
    """A model's answer in the wire format that it was asked in."""
    if request.path == "/v1/responses":
        text = {"type": "output_text", "text": "done", "annotations": []}
        message = {"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": [text]}
        told: dict[str, Any] = {"id": "r", "object": "response", "status": "completed", "output": [message]}
    elif request.path == "/v1/messages":
        told = {"id": "m", "type": "message", "role": "assistant", "stop_reason": "end_turn"}
        told["content"] = [{"type": "text", "text": "done"}]
    else:
        message = {"role": "assistant", "content": "done"}
        told = {
            "id": "c",
            "object": "chat.completion",
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        }
    usage = {"prompt_tokens": 3, "completion_tokens": 1, "total_tokens": 4, "input_tokens": 3, "output_tokens": 1}
    return Response(
        json.dumps({"model": "counting", "created": 0, "created_at": 0, "usage": usage, **told}),
        content_type="application/json",
    )


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("proxy")
    python = python_of("litellm")
    with HTTPServer() as model, socket.socket() as free:
        model.expect_request("/", method="POST").respond_with_handler(answered)
        for path in INTERFACES:
            model.expect_request(f"/v1/{path.removeprefix('/v1/').removeprefix('/')}").respond_with_handler(answered)
        config = folder / "config.yaml"
        config.write_text(
            CONFIG.format(url=model.url_for("").rstrip("/"), key=KEY) + blocks("LiteLLM proxy")[0], encoding="utf-8"
        )
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [
            str(Path(python).parent / "litellm"),
            "--config",
            str(config),
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
        ]
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(command, cwd=folder, env=environment(folder), stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/health/liveliness", process, folder / "log")
            yield Proxy(f"http://127.0.0.1:{port}", model)
        finally:
            process.terminate()
            process.wait(30)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        with suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        assert process.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.1)
    pytest.fail(f"the proxy does not answer: {log.read_text(encoding='utf-8')}")


@pytest.mark.heavy
def test_the_proxy_asks_a_model_only_what_is_clear_in_every_interface(proxy: Proxy) -> None:
    """One test, as a proxy takes ten seconds to start."""
    for interface in INTERFACES:
        status, told, calls = proxy.post(interface, body(interface, MUDDLED))
        assert (interface, status, calls) == (interface, 400, 0)
        assert QUESTION in told["error"]["message"]
        result = told["error"]["provider_specific_fields"]["ire_gate"]
        assert result["questions"][0]["question"] == QUESTION
        assert result["decision_id"]
        status, told, calls = proxy.post(interface, body(interface, CLEAR))
        assert (interface, status, calls) == (interface, 200, 1)
        assert "done" in json.dumps(told)
    too_long = "Set `x` to 5. " * 80_000
    status, _, calls = proxy.post(INTERFACES[0], body(INTERFACES[0], too_long))
    assert (status, calls) == (500, 0)


REQUESTS = {
    "a text completion": ({"prompt": MUDDLED}, "atext_completion"),
    "embeddings": ({"input": MUDDLED}, "aembedding"),
    "moderation": ({"input": MUDDLED}, "amoderation"),
    "a picture": ({"prompt": MUDDLED}, "aimage_generation"),
    "items": ({"input": [{"role": "user", "content": [{"type": "input_text", "text": MUDDLED}]}]}, "aresponses"),
    "a tool's result": (
        {"messages": [{"role": "user", "content": MUDDLED}, {"role": "tool", "content": "42"}]},
        "acompletion",
    ),
    "nothing": ({}, "acompletion"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("guardrail")
    python = python_of("litellm")

    def check(request: Request) -> Response:
        is_known, is_clear = (
            request.headers.get("Authorization") == "Bearer s3cret",
            request.get_json()["text"] == CLEAR,
        )
        because = "passed" if is_clear else "blocked"
        result = dict.fromkeys(FIELDS) | {"because": because, "may_execute": is_clear, "questions": []}
        return Response(json.dumps(result), 200 if is_known else 401)

    with HTTPServer() as server:
        server.expect_request("/v1/check", method="POST").respond_with_handler(check)
        asked = {
            "url": server.url_for(""),
            "requests": list(REQUESTS.values()),
            "remote": [MUDDLED, CLEAR],
            "modes": ["pre_call", "during_call", "post_call"],
        }
        ran = subprocess.run(
            [python, Path(__file__).parent / "proxy.py"],
            input=json.dumps(asked),
            cwd=folder,
            env=environment(folder),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout.splitlines()[-1]))


@pytest.mark.heavy
def test_only_what_asks_a_model_to_do_something_is_judged(told: dict[str, Any]) -> None:
    happened = dict(zip(REQUESTS, told["requests"], strict=True))
    assert happened.pop("a text completion") == [400, "needs_answer"]
    assert happened.pop("items") == [400, "needs_answer"]
    assert set(happened.values()) == {"through"}


@pytest.mark.heavy
def test_a_server_can_be_asked_instead(told: dict[str, Any]) -> None:
    assert told["remote"] == [[400, "blocked"], "through"]


@pytest.mark.heavy
def test_a_mode_in_which_nothing_would_be_gated_is_refused(told: dict[str, Any]) -> None:
    assert told["refused"] == [False, True, True]
