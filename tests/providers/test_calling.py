"""Tries: which failures are worth another one, how long it waits, and that all of them are booked."""

from __future__ import annotations

import contextlib
import email.utils
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from werkzeug import Response

from ire_gate.errors import ProviderError
from ire_gate.providers import calling
from ire_gate.providers.base import Provider
from tests.providers.conftest import TEXT, Server, asked, chat, messages, reply

Connect = Callable[..., Provider]
BOTH = pytest.mark.parametrize(("engine", "answer"), [("openai:stub", chat), ("anthropic:stub", messages)])
ENGINES = pytest.mark.parametrize("engine", ["openai:stub", "anthropic:stub"])


def trouble(status: int, message: str = "Trouble.", **headers: str) -> Response:
    return reply({"type": "error", "error": {"type": "trouble", "message": message}}, status, **headers)


def soon(status: int) -> Response:
    return trouble(status, retry_after_ms="1")


@BOTH
@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 529])
def test_a_passing_failure_is_tried_again_and_booked(
    server: Server, connect: Connect, engine: str, answer: Callable[..., Response], status: int
) -> None:
    server.steps = [soon(status), answer()]
    completion = connect(engine).complete(asked())
    (failed,) = completion.failed

    assert completion.text == TEXT
    assert failed.error == f"HTTP {status}"
    assert (failed.tokens_in, failed.tokens_cached, failed.tokens_out) == (0, 0, 0)
    assert completion.call.tokens_in == 100


@ENGINES
@pytest.mark.parametrize(
    ("status", "hint"),
    [
        (400, "another model"),
        (401, "_API_KEY"),
        (403, "_API_KEY"),
        (404, "stub"),
        (413, "shorter"),
        (422, "another model"),
    ],
)
def test_a_lasting_failure_is_not_tried_again_and_says_what_next(
    server: Server, connect: Connect, engine: str, status: int, hint: str
) -> None:
    server.steps = [soon(status)]
    with pytest.raises(ProviderError) as caught:
        connect(engine).complete(asked())
    problem = caught.value

    assert problem.message == f"{engine} at {server.host}: HTTP {status}: Trouble."
    assert hint in (problem.hint or "")
    assert [call.error for call in problem.calls] == [f"HTTP {status}"]
    assert len(server.bodies) == 1


@ENGINES
def test_it_gives_up_after_its_tries_and_books_all_of_them(server: Server, connect: Connect, engine: str) -> None:
    server.steps = [soon(500)]
    with pytest.raises(ProviderError, match=r"HTTP 500: Trouble\. \(4 tries\)") as caught:
        connect(engine, max_retries=3).complete(asked())

    assert len(server.bodies) == 4
    assert [call.error for call in caught.value.calls] == ["HTTP 500"] * 4


def test_no_retries_means_one_try(server: Server, connect: Connect) -> None:
    server.steps = [soon(500), chat()]
    with pytest.raises(ProviderError):
        connect(max_retries=0).complete(asked())

    assert len(server.bodies) == 1


@pytest.mark.parametrize(
    ("headers", "at_least"),
    [
        pytest.param({"retry_after": "0.4"}, 0.4, id="seconds"),
        pytest.param({"retry_after_ms": "300", "retry_after": "9"}, 0.3, id="milliseconds first"),
        pytest.param({}, 0.37, id="nothing said"),
        pytest.param({"retry_after": "soon"}, 0.37, id="nonsense"),
        pytest.param({"retry_after": "nan"}, 0.37, id="not a number"),
    ],
)
def test_it_waits_as_long_as_the_server_asks(
    server: Server, connect: Connect, headers: dict[str, str], at_least: float
) -> None:
    server.steps = [trouble(429, **headers), chat()]
    provider = connect()
    started = time.perf_counter()
    provider.complete(asked())

    assert at_least <= time.perf_counter() - started < at_least + 4


def test_a_date_is_waited_for(server: Server, connect: Connect) -> None:
    server.steps = [trouble(503, retry_after=email.utils.formatdate(time.time() - 5, usegmt=True)), chat()]

    assert len(connect().complete(asked()).failed) == 1


@pytest.mark.parametrize("wait", ["120", email.utils.formatdate(time.time() + 7200, usegmt=True)], ids=["s", "date"])
def test_a_wait_beyond_reason_is_refused_at_once(server: Server, connect: Connect, wait: str) -> None:
    server.steps = [trouble(429, retry_after=wait)]
    provider = connect()
    started = time.perf_counter()
    with pytest.raises(ProviderError, match=r"asks to wait \d+ s \(the gate waits 30 s at most\)") as caught:
        provider.complete(asked())

    assert time.perf_counter() - started < 20
    assert len(caught.value.calls) == 1


def test_an_empty_account_is_not_a_passing_failure(server: Server, connect: Connect) -> None:
    error = {"message": "You exceeded your current quota.", "code": "insufficient_quota"}
    server.steps = [reply({"error": error}, 429)]
    with pytest.raises(ProviderError, match="quota") as caught:
        connect().complete(asked())

    assert len(server.bodies) == 1
    assert "balance" in (caught.value.hint or "")


@pytest.mark.parametrize(("should", "tries"), [("true", 2), ("false", 1)])
def test_the_server_may_say_whether_to_try_again(server: Server, connect: Connect, should: str, tries: int) -> None:
    server.steps = [trouble(500 if should == "false" else 404, retry_after_ms="1", x_should_retry=should)]
    with pytest.raises(ProviderError):
        connect(max_retries=1).complete(asked())

    assert len(server.bodies) == tries


@ENGINES
def test_a_server_that_does_not_answer_in_time_is_named(server: Server, connect: Connect, engine: str) -> None:
    server.steps = [lambda: time.sleep(0.4) or chat()]  # type: ignore[func-returns-value]
    with pytest.raises(ProviderError, match=r"no answer within 0\.1 s") as caught:
        connect(engine, timeout=0.1, max_retries=0).complete(asked())
    (call,) = caught.value.calls

    assert call.error == "timeout"
    assert call.seconds >= 0.1
    assert "timeout" in (caught.value.hint or "")


def test_a_time_out_is_tried_again(server: Server, connect: Connect) -> None:
    server.steps = [lambda: time.sleep(0.4) or chat(), chat()]  # type: ignore[func-returns-value]
    completion = connect(timeout=0.2).complete(asked())

    assert completion.failed[0].error == "timeout"
    assert completion.text == TEXT


@ENGINES
def test_a_port_where_nobody_listens_is_named(connect: Connect, engine: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ProviderError, match=rf"127\.0\.0\.1:{port}: no connection: .*refused.*2 tries") as caught:
        connect(engine, base_url=f"http://127.0.0.1:{port}", max_retries=1).complete(asked())

    assert [call.error for call in caught.value.calls] == ["connection"] * 2
    assert "running" in (caught.value.hint or "")


def test_a_connection_that_breaks_off_is_tried_again() -> None:
    from ire_gate.providers.registry import get_provider

    with socket.create_server(("127.0.0.1", 0)) as listener:

        def break_off() -> None:
            for _ in range(2):
                connection, _ = listener.accept()
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")
                connection.close()

        worker = threading.Thread(target=break_off)
        worker.start()
        provider = get_provider("openai:stub", base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", max_retries=1)
        with pytest.raises(ProviderError, match="no connection") as caught:
            provider.complete(asked())
        provider.close()
        worker.join()

    assert len(caught.value.calls) == 2


def test_a_long_complaint_is_cut_and_holds_no_secret(
    server: Server, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "planted-key-value")
    told = f"Incorrect API key provided: planted-key-value or sk-proj-0123456789abcdef. {'Read on. ' * 100}"
    server.steps = [trouble(401, told)]
    with pytest.raises(ProviderError) as caught:
        connect().complete(asked())
    shown = f"{caught.value.message} {caught.value.hint}"

    assert server.keys == ["Bearer planted-key-value"]
    assert "planted-key-value" not in shown
    assert "sk-proj" not in shown
    assert "Incorrect API key provided: [secret]" in shown
    assert len(caught.value.message) < 400


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param("<html><head><title>502 Bad Gateway</title>", r"an HTML page \(502 Bad Gateway\)", id="page"),
        pytest.param("upstream\nis down", "upstream is down", id="text"),
        pytest.param("", "no reason given", id="nothing"),
        pytest.param(
            '{"detail": [{"loc": ["body"], "msg": "bad"}]}', r'\[\{"loc":\["body"\],"msg":"bad"\}\]', id="detail"
        ),
        pytest.param('{"error": "model not found"}', "model not found", id="string"),
        pytest.param('{"message": "nobody home"}', "nobody home", id="message"),
    ],
)
def test_the_servers_own_words_are_shown_whatever_their_form(
    server: Server, connect: Connect, body: str, said: str
) -> None:
    server.steps = [Response(body, status=400)]
    with pytest.raises(ProviderError, match=rf"HTTP 400: {said}$"):
        connect().complete(asked())


@BOTH
def test_64_threads_share_one_provider(
    server: Server, connect: Connect, engine: str, answer: Callable[..., Response]
) -> None:
    together = threading.Barrier(64, timeout=30)

    def meet() -> Response:
        together.wait()
        return answer()

    server.steps = [meet]
    provider = connect(engine, max_retries=0)
    with ThreadPoolExecutor(64) as pool:
        texts = list(pool.map(lambda _: provider.complete(asked()).text, range(64)))

    assert texts == [TEXT] * 64


def test_closing_wakes_whoever_waits_for_another_try(server: Server, connect: Connect) -> None:
    server.steps = [trouble(503, retry_after="20")]
    provider = connect()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(provider.complete, asked())
        while not server.bodies:
            time.sleep(0.01)
        time.sleep(0.1)
        started = time.perf_counter()
        provider.close()
        problem = waiting.exception(timeout=10)

    assert isinstance(problem, ProviderError)
    assert time.perf_counter() - started < 10


@ENGINES
def test_no_key_is_carried_to_the_address_that_a_redirect_names(
    server: Server, connect: Connect, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "planted-key")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "planted-key")
    elsewhere = server.root.replace("127.0.0.1", "localhost")
    assert elsewhere != server.root or "localhost" in server.root
    server.steps = [Response("", status=307, headers={"Location": f"{elsewhere}/v1/other"}), chat()]
    with pytest.raises(ProviderError, match="HTTP 307: sends on to localhost") as caught:
        connect(engine, max_retries=1).complete(asked())

    assert len(server.bodies) == 1
    assert "set the base URL" in (caught.value.hint or "")


@ENGINES
def test_a_body_that_trickles_is_given_up_when_the_time_is_over(connect: Connect, engine: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def trickle() -> None:
            connection, _ = listener.accept()
            with connection, contextlib.suppress(OSError):
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
                for _ in range(40):
                    connection.sendall(b" ")
                    time.sleep(0.1)

        worker = threading.Thread(target=trickle)
        worker.start()
        started = time.perf_counter()
        provider = connect(engine, base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=0.5, max_retries=0)
        with pytest.raises(ProviderError, match=r"no answer within 0\.5 s"):
            provider.complete(asked())
        seconds = time.perf_counter() - started
        worker.join()

    assert seconds < 2


@pytest.mark.parametrize("status", [401, 403, 404])
def test_after_a_failure_that_lasts_nobody_is_asked_for_a_while(
    server: Server, connect: Connect, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "SHUT_S", 0.5)
    server.steps = [reply({"error": {"message": "no"}}, status), chat()]
    provider = connect()
    told = []
    for _ in range(3):
        with pytest.raises(ProviderError, match=f"HTTP {status}: no") as failed:
            provider.complete(asked())
        told.append((failed.value.hint, len(failed.value.calls)))
    asked_meanwhile = len(server.bodies)
    time.sleep(0.6)

    assert asked_meanwhile == 1
    assert [calls for _, calls in told] == [1, 0, 0]
    assert len({hint for hint, _ in told}) == 1
    assert provider.complete(asked()).text == TEXT


def test_a_text_that_is_forbidden_shuts_no_door_where_others_were_answered(server: Server, connect: Connect) -> None:
    server.steps = [chat(), reply({"error": {"message": "moderated"}}, 403), chat()]
    provider = connect()
    provider.complete(asked())
    with pytest.raises(ProviderError, match="HTTP 403: moderated"):
        provider.complete(asked("something else"))

    assert provider.complete(asked()).text == TEXT
