from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from ire_gate import Guard
from ire_gate.errors import ConfigError, UnavailableError
from ire_gate.integrations.remote import RemoteGuard
from ire_gate.integrations.telling import as_json, as_text
from tests.integrations.conftest import CLEAR, MUDDLED, QUESTION, blocks, execute


@pytest.fixture
def server(httpserver: HTTPServer, guard: Guard) -> HTTPServer:
    """Answers as ``ire-gate serve`` does, to whoever knows the token."""

    def check(request: Request) -> Response:
        if request.headers.get("Authorization") != "Bearer s3cret":
            return Response('{"error": "who are you?"}', 401)
        return Response(json.dumps(as_json(guard.ask(request.get_json()["text"]))), content_type="application/json")

    httpserver.expect_request("/v1/check", method="POST").respond_with_handler(check)
    return httpserver


def remote(server: HTTPServer, **more: Any) -> RemoteGuard:
    return RemoteGuard(server.url_for("/"), "s3cret", **more)


def test_the_page_asks_a_server(server: HTTPServer) -> None:
    page: dict[str, Any] = {"url": server.url_for("/"), "token": "s3cret"}
    execute(blocks("The gate in another process")[0], page)
    assert page["guard"].ask(MUDDLED).may_execute is False
    assert page["guard"].ask(CLEAR).may_execute is True


def test_it_tells_what_the_guard_there_tells(server: HTTPServer) -> None:
    result = asyncio.run(remote(server).aask(MUDDLED))
    assert as_json(result)["questions"][0]["question"] == QUESTION
    assert QUESTION in as_text(result)
    assert result.decision_id


def test_the_task_goes_along(server: HTTPServer) -> None:
    remote(server, task="nightly").ask(CLEAR)
    assert server.log[0][0].get_json() == {"text": CLEAR, "task": "nightly"}


def test_what_was_used_is_booked_there(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/outcomes", method="POST").respond_with_json({})
    remote(httpserver).book("d1", tokens_in=3, tokens_out=4)
    booked = httpserver.log[0][0].get_json()
    assert (booked["decision_id"], booked["tokens_in"], booked["tokens_out"]) == ("d1", 3, 4)


def test_a_wrong_token_is_an_error_and_no_pass(server: HTTPServer) -> None:
    with pytest.raises(UnavailableError, match="401"):
        RemoteGuard(server.url_for("/"), "wrong").ask(CLEAR)


@pytest.mark.parametrize("said", ["", "[]", "true", '{"may_execute": "yes"}', '{"may_execute": null}', "<html>"])
def test_an_answer_that_is_no_result_is_an_error_and_no_pass(httpserver: HTTPServer, said: str) -> None:
    httpserver.expect_request("/v1/check").respond_with_data(said)
    with pytest.raises(UnavailableError):
        remote(httpserver).ask(CLEAR)


def test_a_redirect_is_not_followed(httpserver: HTTPServer) -> None:
    elsewhere = httpserver.url_for("/elsewhere")
    httpserver.expect_request("/v1/check").respond_with_data("", 302, {"Location": elsewhere})
    with pytest.raises(UnavailableError, match="302"):
        remote(httpserver).ask(CLEAR)
    assert [request.path for request, _ in httpserver.log] == ["/v1/check"]


def test_no_server_is_an_error_and_no_pass() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}"
    with pytest.raises(UnavailableError, match="refused"):
        RemoteGuard(url, timeout=5).ask(CLEAR)


@pytest.mark.parametrize("url", ["", "127.0.0.1:8000", "file:///etc/passwd", "ftp://host"])
def test_only_http_is_an_address(url: str) -> None:
    with pytest.raises(ConfigError):
        RemoteGuard(url)


def test_it_needs_nothing_but_the_standard_library() -> None:
    code = (
        "import sys; import ire_gate.integrations.remote, ire_gate.integrations.telling, ire_gate.integrations.booking,"
        " ire_gate.integrations.conversation;"
        "print([name for name in sys.modules if name.split('.')[0] not in {*sys.stdlib_module_names, 'ire_gate'}"
        " and '_virtualenv' not in name and not name.startswith('__')])"
    )
    ran = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=".")
    assert ran.stdout.strip() == "[]"
