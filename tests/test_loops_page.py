"""What the page on unattended loops shows is what happens."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ire_gate import IntentBlocked, TaskStopped

PAGE = (Path(__file__).parent.parent / "docs" / "loops.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_commands_end_as_shown() -> None:
    lines = block("console").splitlines()
    ended = [
        subprocess.run(
            [sys.executable, "-m", *shlex.split(line.removeprefix("$ ").replace("ire-gate", "ire_gate", 1))],
            capture_output=True,
            check=False,
            text=True,
        )
        for line in lines[:2]
    ]

    assert [one.returncode for one in ended] == [1, 1]
    assert lines[2] in ended[1].stderr


def test_the_function_stops_as_told() -> None:
    names: dict[str, Any] = {}
    exec(block("python"), names)  # noqa: S102 - the project's own page
    execute = names["execute"]
    with pytest.raises(IntentBlocked):
        execute("Send the report to the relevant people.")
    with pytest.raises(TaskStopped):
        execute("Send the report to the relevant people.")

    assert [execute(f"Set `retries` to {number} in `jobs.yaml`.") for number in (1, 2)] == ["done", "done"]
    with pytest.raises(TaskStopped, match="3 of 3 attempts"):
        execute("Set `retries` to 3 in `jobs.yaml`.")
    assert [entry.event for entry in names["gate"].ledger.audit()] == ["refused_repeat", "stopped_attempts"]
    names["gate"].close()
