"""The process: how much it takes at once, what it gives up, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from tests.server.conftest import CLEAR, Serve, Server, Silent, decisions, until


def ask_later(pool: ThreadPoolExecutor, server: Server, times: int = 1) -> list[Future[tuple[int, Any]]]:
    return [pool.submit(server.ask, "/v1/check", {"text": f"{CLEAR} [{n}]"}) for n in range(times)]


def head(name: str = "Content-Length: 99", host: str = "localhost") -> bytes:
    lines = ("POST /v1/check HTTP/1.1", f"Host: {host}", "Content-Type: application/json", name)
    return "\r\n".join((*lines, "", "")).encode()


def said(connection: socket.socket) -> bytes:
    """All until the server closes."""
    return b"".join(iter(lambda: connection.recv(65_536), b""))


def sent_until_closed(connection: socket.socket, piece: bytes, *, most: int, pause: float = 0) -> int:
    """How often a piece can be sent before the server closes."""
    for times in range(most):
        try:
            connection.sendall(piece)
        except OSError:
            return times
        time.sleep(pause)
    return most


def test_as_many_looks_as_it_says_are_under_way_at_once_and_health_is_told_meanwhile(
    serve: Serve, silent: Silent
) -> None:
    server = serve("--at-once", "12", *silent.flags, **silent.variables)
    with ThreadPoolExecutor(12) as pool:
        answers = ask_later(pool, server, 12)
        silent.wait_for(12)
        health, _ = server.ask("/healthz")
        _, counted = server.ask("/metrics")
        silent.close()

    assert health == 200
    assert "ire_gate_looks_under_way 12.0" in counted
    assert {answer.result()[0] for answer in answers} == {200}


def test_when_too_many_wait_the_next_is_sent_away(serve: Serve, silent: Silent) -> None:
    server = serve("--at-once", "1", *silent.flags, **silent.variables)
    with ThreadPoolExecutor(6) as pool:
        waiting = ask_later(pool, server, 6)
        assert until(lambda: any(answer.done() for answer in waiting))
        refused = [answer.result() for answer in waiting if answer.done()]
        silent.close()

    assert [(status, problem["detail"]) for status, problem in refused] == [(503, "too many looks are under way")]
    assert sorted(answer.result()[0] for answer in waiting) == [200] * 5 + [503]


def test_a_look_that_takes_too_long_is_recorded_all_the_same(serve: Serve, silent: Silent) -> None:
    server = serve("--most-seconds", "0.5", *silent.flags, **silent.variables)
    status, problem = server.ask("/v1/check", {"text": CLEAR})
    before = decisions()
    silent.close()

    assert (status, before) == (504, set())
    assert "will be in the ledger" in problem["hint"]
    assert until(lambda: len(decisions()) == 1)


def test_a_slow_body_is_given_up_and_its_connection_closed(serve: Serve) -> None:
    with serve("--most-seconds", "1").connect() as connection:
        connection.sendall(head() + b"{")
        answer = said(connection)

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"detail":"the body did not come in time"' in answer


def test_slow_headers_are_given_up(serve: Serve) -> None:
    with serve("--most-seconds", "1").connect() as connection:
        connection.sendall(b"POST /v1/check HTTP/1.1\r\n")
        since = time.monotonic()
        sent = sent_until_closed(connection, b"X-Slow: 1\r\n", most=200, pause=0.1)

    assert sent < 200
    assert time.monotonic() - since > 0.5


def test_a_body_is_refused_by_the_length_that_it_says(serve: Serve) -> None:
    with serve("--most-bytes", "1000").connect() as connection:
        connection.sendall(head("Content-Length: 1001"))
        answer = said(connection)

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"more than 1,000 bytes" in answer


def test_a_body_without_an_end_is_not_read_to_its_end(serve: Serve) -> None:
    with serve("--most-bytes", "1000").connect() as connection:
        connection.sendall(head("Transfer-Encoding: chunked"))
        sent = sent_until_closed(connection, b"1000\r\n" + b" " * 0x1000 + b"\r\n", most=50_000)

    assert sent < 50_000


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 415),
        ("LocalHost:1", 415),
        ("127.0.0.1:99", 415),
        ("[::1]:5", 415),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("localhost@evil.example", 400),
        ("[", 400),
        ("", 400),
    ],
)
def test_a_page_in_a_browser_cannot_ask(serve: Serve, host: str, status: int) -> None:
    server = serve()
    answered, _ = server.ask("/v1/check", {"text": CLEAR}, Host=host, Content_Type="text/plain")

    assert answered == status
    assert decisions() == set()


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_it_listens_at_the_other_loopback_too(serve: Serve) -> None:
    server = serve("--host", "::1")

    assert server.url.startswith("http://[::1]:")
    assert server.ask("/v1/check", {"text": CLEAR})[0] == 200


def test_what_is_under_way_is_finished_when_it_is_stopped(serve: Serve, silent: Silent) -> None:
    server = serve(*silent.flags, **silent.variables)
    with ThreadPoolExecutor(1) as pool:
        (answer,) = ask_later(pool, server)
        silent.wait_for(1)
        server.process.terminate()
        time.sleep(0.5)
        with pytest.raises(OSError, match="refused"):
            server.connect()
        silent.close()
        status, told = answer.result()
    code, complaint = server.wait()

    assert (status, code, complaint) == (200, 0, "")
    assert decisions() == {told["result"]["decision_id"]}


def test_a_look_whose_asker_was_sent_away_is_waited_for_when_it_is_stopped(serve: Serve, silent: Silent) -> None:
    server = serve("--most-seconds", "0.3", *silent.flags, **silent.variables)
    status, _ = server.ask("/v1/check", {"text": CLEAR})
    silent.wait_for(1)
    server.process.terminate()
    time.sleep(0.5)
    is_waiting = server.process.poll() is None
    silent.close()

    assert (status, is_waiting) == (504, True)
    assert server.wait() == (0, "")
    assert len(decisions()) == 1


def test_the_end_does_not_wait_longer_than_its_grace(serve: Serve, silent: Silent) -> None:
    server = serve("--grace", "1", *silent.flags, **silent.variables)
    with ThreadPoolExecutor(1) as pool:
        (answer,) = ask_later(pool, server)
        silent.wait_for(1)
        since = time.monotonic()
        server.process.terminate()
        status, problem = answer.result()
        code, complaint = server.wait()
        took = time.monotonic() - since

    assert (status, problem["detail"]) == (503, "the server was stopped")
    assert code == 130
    assert 0.9 < took < 15
    assert "Traceback" not in complaint
    assert decisions() == set()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_an_idle_server_ends_at_once(serve: Serve, number: signal.Signals, code: int) -> None:
    server = serve()
    with server.connect() as idle:
        server.ask("/healthz")
        os.kill(server.process.pid, number)
        ended, complaint = server.wait()
        left = idle.recv(1)

    assert (ended, complaint.strip()) == (code, "")
    assert left == b""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_decision_that_was_announced_is_lost_when_it_is_stopped(serve: Serve, number: signal.Signals) -> None:
    server = serve("--per-minute", "100000")
    told: list[str] = []
    refused: list[int] = []

    def ask(place: int) -> None:
        texts = [{"text": f"Set `retries` to {place}{nth} in `jobs.yaml`."} for nth in range(3)]
        try:
            status, answer = server.ask("/v1/check", texts if place % 2 else texts[0])
        except OSError:
            return
        if status != 200:
            refused.append(status)
        answers = answer if isinstance(answer, list) else [answer]
        told.extend(one["result"]["decision_id"] for one in answers)

    with ThreadPoolExecutor(8) as pool:
        for place in range(200):
            pool.submit(ask, place)
        while len(told) < 20:
            time.sleep(0.01)
        os.kill(server.process.pid, number)
    server.process.wait(timeout=60)

    assert len(told) >= 20
    assert refused == []
    assert set(told) <= decisions()
