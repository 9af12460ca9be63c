"""A real server process at a free port of this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest

MUDDLED = "Send the report to the relevant people."
CLEAR = "Rename `get_usr` to `get_user` in `auth/session.py`."


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


def _read(answer: Any) -> Any:
    text = answer.read().decode()
    return json.loads(text) if "json" in answer.headers["Content-Type"] else text


Serve = Callable[..., Server]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers; they are killed when the test ends."""
    running: list[subprocess.Popen[str]] = []

    def start(*flags: str, **variables: str) -> Server:
        process = subprocess.Popen(
            [sys.executable, "-m", "ire_gate", "serve", "--port", "0", *flags],
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
        process.wait()
        assert process.stderr
        process.stderr.close()
