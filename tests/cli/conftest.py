"""The command line, run in this process where speed matters and in its own where endings matter."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ire_gate.__main__ import run

CLEAR = "In `jobs.yaml`, set `retries` to 5 for the job `nightly`."
VAGUE = (
    "List the best customers. Improve the performance of the search as soon as possible, handle errors properly and "
    "clean up what is no longer needed."
)


class Ended(NamedTuple):
    code: int
    out: str
    err: str


Cli = Callable[..., Ended]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test works in a folder of its own, below no configuration."""
    work = tmp_path / "work"
    work.mkdir()
    (work / ".git").mkdir()
    monkeypatch.chdir(work)
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
        monkeypatch.delenv(name, raising=False)
    return work


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run a command in this process."""

    def call(*arguments: object, stdin: bytes = b"") -> Ended:
        capsys.readouterr()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run([str(argument) for argument in arguments])
        return Ended(code, *capsys.readouterr())

    return call


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "ire_gate", *map(str, arguments)]


def in_its_own_process(*arguments: object, stdin: bytes | None = None, **environment: str) -> Ended:
    done = subprocess.run(
        command(*arguments),
        check=False,
        capture_output=True,
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        env={**os.environ, **environment},
        timeout=60,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def write(path: str, text: str | bytes = CLEAR) -> Path:
    written = Path(path)
    written.parent.mkdir(parents=True, exist_ok=True)
    written.write_bytes(text if isinstance(text, bytes) else text.encode())
    return written


def without_times(row: dict[str, Any]) -> dict[str, Any]:
    """A verdict without what may differ from run to run."""
    kept = {key: value for key, value in row.items() if key not in {"id", "spent", "ire"}}
    kept["spent"] = {key: value for key, value in row["spent"].items() if key != "clock_s"}
    return kept
