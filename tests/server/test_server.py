"""The server over loopback: verdicts, outcomes, refusals, tokens, and one ledger for many."""

from __future__ import annotations

import hashlib
import http.client
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import pytest

from ire_gate.integrations.remote import RemoteGuard
from ire_gate.ledger.store import Ledger
from tests.conftest import Endpoint
from tests.ledger.places import PLACES, postgres_schema
from tests.server.conftest import CLEAR, MUDDLED, Serve, Silent, decisions


def test_the_remote_guard_asks_this_server(serve: Serve) -> None:
    guard = RemoteGuard(serve().url, task="T-1")
    blocked, passed, again = guard.ask(MUDDLED), guard.ask(CLEAR), guard.ask(MUDDLED)
    guard.book(passed.decision_id, correct=True, tokens_in=7, tokens_out=3, seconds=1.5, usd=0.5, model="m")
    with Ledger.open(None) as ledger:
        outcome = ledger.outcomes()[passed.decision_id]

    assert (blocked.may_execute, passed.may_execute, again.because) == (False, True, "repeated")
    assert blocked.questions[0].quote == "the relevant people"
    assert (outcome.correct, outcome.tokens_in, outcome.usd, outcome.model) == (True, 7, 0.5, "m")


def test_the_live_report_has_the_same_figures_in_every_format_and_words_only_if_that_was_asked_for(
    serve: Serve,
) -> None:
    silent, telling = serve(IRE_GATE_STORE_TEXT="true"), serve("--show-intents", IRE_GATE_STORE_TEXT="true")
    silent.ask("/v1/check", {"text": MUDDLED, "tags": {"team": "a"}})
    pages = {form: silent.ask(f"/report?format={form}&by=team")[1] for form in ("html", "md", "json", "csv")}
    _, told = telling.ask("/report")

    assert pages["json"]["total"]["blocked"] == 1
    assert "total.blocked,1" in pages["csv"]
    assert "| total.blocked | 1 |" in pages["md"]
    assert "<td>1</td>" in pages["html"]
    assert "relevant people" not in str(pages)
    assert "relevant people" in told
    assert "Back-translation" in told
    assert silent.ask("/report?format=pdf")[1]["detail"] == "there is no report as 'pdf'"
    assert "never ranks people" in silent.ask("/report?by=author")[1]["hint"]


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
        ("/v1/check", {"text": "x", "task": "a\0b"}, 400, "task: 'a\\x00b' is not a name on one line"),
        ("/v1/check", {"text": "x", "tags": {"a b": "y"}}, 400, "the name of a tag"),
        ("/v1/check", {"text": "x", "profile": {"token_in": 5}}, 400, "did you mean tokens_in?"),
        ("/v1/check", {"text": "x", "profile": {"model": "a\nb"}}, 400, "profile.model"),
        ("/v1/check", {"text": "x", "profile": {"max_attempts": 10**9}}, 400, "<= 1000"),
        ("/v1/check", {"text": "x", "zzz": 1}, 400, "known: text, id"),
        ("/v1/check", [], 400, "length >= 1"),
        ("/v1/check", 7, 400, "Expected `object | array`"),
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


def test_a_ledger_that_cannot_be_written_is_503_and_no_verdict(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    server = serve(IRE_GATE_LEDGER=str(tmp_path / "file" / "ledger.db"))
    status, problem = server.ask("/v1/check", {"text": CLEAR})
    health, _ = server.ask("/healthz")

    assert (status, health) == (503, 503)
    assert "result" not in problem


@pytest.mark.parametrize("kind", PLACES)
def test_two_servers_share_a_ledger(serve: Serve, kind: str, tmp_path: Path) -> None:
    with postgres_schema() if kind == "postgresql" else nullcontext(str(tmp_path / "ledger.db")) as place:
        servers = [serve(IRE_GATE_LEDGER=place) for _ in range(2)]
        bodies = [{"text": f"{CLEAR} [{n}]", "task": f"T-{n % 3}"} for n in range(60)]
        with ThreadPoolExecutor(24) as pool:
            answers = list(pool.map(lambda n: servers[n % 2].ask("/v1/check", bodies[n]), range(60)))
        with Ledger.open(place) as ledger:
            recorded = {decision.decision_id for decision in ledger.decisions()}
        for server in servers:
            server.process.terminate()
        ended = [server.wait() for server in servers]

    assert {status for status, _ in answers} == {200}
    assert recorded == {answer["result"]["decision_id"] for _, answer in answers}
    assert ended == [(0, "")] * 2


def test_a_model_that_does_not_answer_is_an_undecided_verdict(serve: Serve, silent: Silent) -> None:
    server = serve(*silent.flags, **silent.variables)
    silent.close()
    status, answer = server.ask("/v1/check", {"text": CLEAR})

    assert (status, answer["result"]["status"], answer["result"]["may_execute"]) == (200, "undecided", False)
    assert decisions() == {answer["result"]["decision_id"]}


def test_a_model_is_asked_and_its_cost_is_told(serve: Serve, endpoint: Endpoint) -> None:
    server = serve("--engine", "openai:test", "--base-url", endpoint.url)
    status, answer = server.ask("/v1/check", {"text": "Set `retries` to 5, please."})
    _, counted = server.ask("/metrics")

    assert (status, answer["result"]["status"]) == (200, "passed")
    assert answer["verdict"]["spent"]["tokens_in"] == 100 * len(endpoint.asked)
    assert f'ire_gate_spent_total{{currency="tokens"}} {120 * len(endpoint.asked)}.0' in counted
    assert 'ire_gate_unknown_total{currency="usd",figure="spent"} 1.0' in counted


def test_one_connection_carries_many_requests_without_waiting(serve: Serve) -> None:
    host, port = serve().url.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=30)
    connection.connect()
    first = connection.sock
    took = []
    for _ in range(20):
        started = time.perf_counter()
        connection.request("GET", "/openapi.json")
        answer = connection.getresponse()
        answer.read()
        took.append(time.perf_counter() - started)
        assert answer.status == 200
    is_same = connection.sock is first
    connection.close()

    assert is_same
    # Where the system gathers what an answer is made of, each but the first few takes 40 ms.
    assert sorted(took[5:])[3] < 0.03


def test_no_text_is_in_a_log_a_metric_or_an_error(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    good, bad = serve(), serve(IRE_GATE_LEDGER=str(tmp_path / "file" / "ledger.db"))
    body = {
        "text": "Send the quince to the relevant people.",
        "id": "medlar",
        "task": "damson",
        "tags": {"a": "sorbus"},
    }
    good.ask("/v1/check", body)
    told = [good.ask("/metrics")[1], *(str(bad.ask(path, body)) for path in ("/v1/check", "/v1/outcomes"))]
    for server in (good, bad):
        server.process.terminate()
        told.append(server.wait()[1])

    assert not [word for word in ("quince", "medlar", "damson", "sorbus") if word in "".join(told)]


def test_an_outcome_is_booked_in_every_currency_and_other_decisions_are_not_told(serve: Serve) -> None:
    server = serve()
    _, answer = server.ask("/v1/check", {"text": CLEAR, "id": "somebody-elses"})
    decision = answer["result"]["decision_id"]
    said = {"correct": False, "tokens_in": 9, "tokens_out": 4, "seconds": 1.5, "usd": 0.02, "grams": 0.1, "value": -3.0}
    server.ask("/v1/outcomes", {"decision_id": decision, **said})
    server.ask("/v1/outcomes", {"decision_id": decision, "correct": True})
    status, problem = server.ask("/v1/outcomes", {"decision_id": "f" * 24})
    with Ledger.open(None) as ledger:
        booked = ledger.outcomes()[decision]

    assert {name: getattr(booked, name) for name in said} == {**said, "correct": True}
    assert status == 404
    assert decision not in str(problem)
    assert "somebody" not in str(problem)


def test_a_proxy_may_call_a_server_with_tokens_by_another_name(serve: Serve) -> None:
    server = serve(IRE_GATE_SERVE_TOKENS=f"ci:{hashlib.sha256(b'secret').hexdigest()}")
    status, _ = server.ask("/v1/check", {"text": CLEAR}, Host="gate.example", Authorization="Bearer secret")

    assert status == 200


def test_the_tokens_variable_is_no_setting_and_disturbs_no_other_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ire_gate", "check", "--engine", "rules", "--text", CLEAR],
        env={**os.environ, "IRE_GATE_SERVE_TOKENS": "ci:0"},
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        pytest.param(("--engine", "openai:m"), "OPENAI_API_KEY", id="no key"),
        pytest.param(("--token-file", "nowhere"), "cannot be read", id="no such file"),
        pytest.param(("--host", "203.0.113.7"), "no token is set", id="beyond this machine"),
        pytest.param(("--port", "70000"), "cannot listen", id="no such port"),
        pytest.param(("--new-token", "a:b"), "is no name of a token", id="token's name"),
    ],
)
def test_what_is_wrong_is_told_before_it_listens(flags: tuple[str, ...], told: str) -> None:
    command = [sys.executable, "-m", "ire_gate", "serve", "--port", "0", *flags]
    ended = subprocess.run(command, capture_output=True, check=False, text=True, timeout=60)

    assert ended.returncode == 2
    assert told in ended.stderr
    assert "listening" not in ended.stderr
