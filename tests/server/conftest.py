"""A real server process at a free port of this machine, and a model that keeps everybody waiting."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ire_gate.ledger.store import Ledger

MUDDLED = "Send the report to the relevant people."
CLEAR = "Rename `get_usr` to `get_user` in `auth/session.py`."


def decisions() -> set[str]:
    with Ledger.open(None) as ledger:
        return {decision.decision_id for decision in ledger.decisions()}


class Server:
    """A process, and what it says over HTTP."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process = process
        self.url = url

    def ask(self, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **{name.replace("_", "-"): said for name, said in headers.items()}}
        request = urllib.request.Request(self.url + path, data, sent)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, _read(answer)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, _read(refusal)

    def connect(self) -> socket.socket:
        host, _, port = self.url.removeprefix("http://").rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=30)

    def wait(self) -> tuple[int, str]:
        """The exit code, and what else was on standard error."""
        code = self.process.wait(timeout=60)
        assert self.process.stderr
        return code, self.process.stderr.read()


def _read(answer: Any) -> Any:
    text = answer.read().decode()
    return json.loads(text) if "json" in answer.headers["Content-Type"] else text


Serve = Callable[..., Server]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers; they are killed when the test ends."""
    running: list[subprocess.Popen[str]] = []

    def start(*flags: str, before: tuple[str, ...] = (), **variables: str) -> Server:
        process = subprocess.Popen(
            [*before, sys.executable, "-m", "ire_gate", "serve", "--port", "0", *flags],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **variables},
        )
        running.append(process)
        assert process.stderr
        line = process.stderr.readline()
        assert line.startswith("listening at "), line + process.stderr.read()
        return Server(process, line.removeprefix("listening at ").strip())

    yield start
    for process in running:
        process.kill()
        process.communicate()


class Silent:
    """A model's address that takes connections and says nothing until it is closed; nobody gets an answer then."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._listening.settimeout(20)
        self._asked: list[socket.socket] = []
        url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/v1"
        self.flags = ("--engine", "openai:m", "--base-url", url, "--timeout", "40")
        self.variables = {"OPENAI_API_KEY": "x", "IRE_GATE_MAX_RETRIES": "0"}

    def wait_for(self, calls: int) -> None:
        """Return when so many more calls are waiting for an answer at the same time."""
        self._asked += [self._listening.accept()[0] for _ in range(calls)]

    def close(self) -> None:
        for connection in (self._listening, *self._asked):
            connection.close()


@pytest.fixture
def silent() -> Iterator[Silent]:
    made = Silent()
    yield made
    made.close()


def until(holds: Callable[[], bool]) -> bool:
    """Whether something comes true within half a minute."""
    deadline = time.monotonic() + 30
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()
