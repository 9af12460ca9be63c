"""Processes of their own that use a ledger."""

from __future__ import annotations

import subprocess
import sys

from tests.ledger.trips import ROOT

START = (
    "import os, sys; from ire_gate.ledger.store import Ledger; from tests.ledger.trips import a_trip\n"
    "ledger = Ledger.open(sys.argv[1])\n"
)


def started(work: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", START + work, *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finished(processes: list[subprocess.Popen[str]]) -> list[str]:
    """Let all go at the same moment, and return what each printed."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes), [errors for _, errors in told]
    return [output for output, _ in told]
