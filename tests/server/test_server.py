"""The server over loopback: verdicts, outcomes, limits, tokens, and how it ends."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ire_gate.integrations.remote import RemoteGuard
from ire_gate.ledger.store import Ledger
from tests.server.conftest import CLEAR, MUDDLED, Serve

PAGE = (Path(__file__).parent.parent.parent / "docs" / "server.md").read_text(encoding="utf-8")


def decisions() -> set[str]:
    with Ledger.open(None) as ledger:
        return {decision.decision_id for decision in ledger.decisions()}


def test_the_commands_of_the_page_do_what_it_says(serve: Serve) -> None:
    server = serve("--engine", "rules")
    block = re.findall(r"^```console\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)[1]
    found = []
    decision = ""
    for line in block.splitlines():
        words = shlex.split(
            line.removeprefix("$ ").replace("http://127.0.0.1:8383", server.url).replace("DECISION", decision)
        )
        done = subprocess.run(words, capture_output=True, check=True, text=True)
        found.append(done.stdout)
        decision = decision or json.loads(done.stdout)["result"]["decision_id"]
    checked, booked, healthy = map(json.loads, found[:3])

    assert checked["result"]["status"] == "needs_answer"
    assert checked["verdict"]["version"] == "ire_gate.verdict/1"
    assert booked["decision_id"] == decision
    assert healthy == {"status": "ok", "engine": "rules", "ledger": True}
    assert 'ire_gate_results_total{because="needs_answer",status="needs_answer"} 1.0' in found[3]
    assert "relevant people" not in found[3]


def test_the_remote_guard_asks_this_server(serve: Serve) -> None:
    guard = RemoteGuard(serve().url, task="T-1")
    blocked, passed, again = guard.ask(MUDDLED), guard.ask(CLEAR), guard.ask(MUDDLED)
    guard.book(passed.decision_id, tokens_in=7, tokens_out=3, seconds=1.5)
    with Ledger.open(None) as ledger:
        outcome = ledger.outcomes()[passed.decision_id]

    assert (blocked.may_execute, passed.may_execute, again.because) == (False, True, "repeated")
    assert blocked.questions[0].quote == "the relevant people"
    assert outcome.tokens_in == 7


@pytest.mark.parametrize(
    ("path", "body", "status", "told"),
    [
        ("/v1/check", b"{", 400, "not JSON"),
        ("/v1/check", b"[" * 50_000, 400, ""),
        ("/v1/check", {"txt": "x"}, 400, "did you mean text?"),
        ("/v1/check", {"text": 7}, 400, "Expected `str`"),
        ("/v1/check", {"text": ""}, 400, "length"),
        ("/v1/check", {"text": "  "}, 400, "the intent is empty"),
        ("/v1/check", {"text": "x", "tags": {"author": "y"}}, 400, "never ranks people"),
        ("/v1/outcomes", {"decision_id": "0123456789"}, 404, "no decision"),
        ("/v1/outcomes", {"decision_id": "0123456789", "tokens_in": -1}, 400, ">= 0"),
        ("/v1/nothing", {}, 404, "openapi"),
        ("/v1/check", b'{"text": "' + b"x" * 1_000_001 + b'"}', 413, "--most-bytes"),
    ],
)
def test_a_bad_request_is_told_what_and_what_next(
    serve: Serve, path: str, body: object, status: int, told: str
) -> None:
    answered, problem = serve().ask(path, body)

    assert answered == problem["status"] == status
    assert told in f"{problem['detail']} {problem['hint']}"
    assert decisions() == set()


def test_a_page_in_a_browser_cannot_ask(serve: Serve) -> None:
    server = serve()
    simple, _ = server.ask("/v1/check", {"text": CLEAR}, Content_Type="text/plain")
    rebound, _ = server.ask("/v1/check", {"text": CLEAR}, Host="evil.example")

    assert (simple, rebound) == (415, 400)
    assert decisions() == set()


def test_beyond_this_machine_it_listens_only_with_tokens() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "ire_gate", "serve", "--host", "0.0.0.0", "--port", "0"],  # noqa: S104 - it is refused
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )

    assert ended.returncode == 2
    assert "no token is set" in ended.stderr


def test_a_token_lets_in_and_is_known_by_its_digest_only(serve: Serve, tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "ire_gate", "serve", "--new-token", "ci"], capture_output=True, check=True, text=True
    )
    token, line = made.stdout.strip(), made.stderr.splitlines()[-1]
    (tmp_path / "tokens").write_text(f"# who may ask\n{line}\n", encoding="utf-8")
    server = serve("--token-file", str(tmp_path / "tokens"))
    without, _ = server.ask("/v1/check", {"text": CLEAR})
    wrong, _ = server.ask("/v1/check", {"text": CLEAR}, Authorization=f"Bearer {token}x")
    metrics, _ = server.ask("/metrics")
    right, answer = server.ask("/v1/check", {"text": CLEAR}, Authorization=f"Bearer {token}")
    health, _ = server.ask("/healthz")

    assert (without, wrong, metrics, right, health) == (401, 401, 401, 200, 200)
    assert token not in line
    assert answer["result"]["may_execute"]


@pytest.mark.parametrize("text", ["ci", "ci:xyz", f"ci:{'0' * 64}\nci:{'1' * 64}"])
def test_a_broken_token_file_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "tokens").write_text(text, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "ire_gate", "serve", "--port", "0", "--token-file", str(tmp_path / "tokens")],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )

    assert ended.returncode == 2
    assert "not NAME:SHA256" in ended.stderr


def test_who_asks_too_often_is_told_to_wait(serve: Serve) -> None:
    server = serve("--per-minute", "3")
    answered = [server.ask("/v1/check", {"text": CLEAR})[0] for _ in range(5)]

    assert answered == [200, 200, 200, 429, 429]


def test_a_slow_body_is_given_up(serve: Serve) -> None:
    host, port = serve("--most-seconds", "1").url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(
            b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
        )
        answer = connection.recv(1000)

    assert b" 408 " in answer.splitlines()[0]


def test_a_look_that_takes_too_long_is_recorded_all_the_same(serve: Serve) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        flags = ("--engine", "openai:m", "--base-url", address, "--timeout", "2", "--most-seconds", "0.5")
        server = serve(*flags, OPENAI_API_KEY="x", IRE_GATE_MAX_RETRIES="0")
        status, _ = server.ask("/v1/check", {"text": CLEAR})
        deadline = time.monotonic() + 15
        while not decisions() and time.monotonic() < deadline:
            time.sleep(0.2)

    assert status == 504
    assert len(decisions()) == 1


def test_a_ledger_that_cannot_be_written_is_503_and_no_verdict(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    server = serve(IRE_GATE_LEDGER=str(tmp_path / "file" / "ledger.db"))
    status, problem = server.ask("/v1/check", {"text": CLEAR})
    health, _ = server.ask("/healthz")

    assert (status, health) == (503, 503)
    assert "result" not in problem


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_decision_that_was_announced_is_lost_when_it_is_stopped(serve: Serve, number: signal.Signals) -> None:
    server = serve("--per-minute", "100000")
    told: list[str] = []

    def ask(place: int) -> None:
        try:
            status, answer = server.ask("/v1/check", {"text": f"Set `retries` to {place} in `jobs.yaml`."})
        except OSError:
            return
        if status == 200:
            told.append(answer["result"]["decision_id"])

    with ThreadPoolExecutor(8) as pool:
        for place in range(200):
            pool.submit(ask, place)
        while len(told) < 20:
            time.sleep(0.01)
        os.kill(server.process.pid, number)
    server.process.wait(timeout=60)

    assert len(told) >= 20
    assert set(told) <= decisions()


def test_two_servers_share_a_ledger(serve: Serve) -> None:
    servers = [serve(), serve()]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: servers[n % 2].ask("/v1/check", {"text": f"{CLEAR} [{n}]"}), range(40)))

    assert {status for status, _ in answers} == {200}
    assert decisions() == {answer["result"]["decision_id"] for _, answer in answers}
