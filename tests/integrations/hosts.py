"""Environments of the hosts that cannot be installed beside ire-gate; ``make test`` makes them."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest


def python_of(host: str) -> str:
    """The Python of a host's environment; where it was not made, the test is skipped, but never in CI."""
    python = Path(sys.prefix) / "hosts" / host / "bin" / "python"
    if not python.exists() and not os.environ.get("CI"):
        pytest.skip(f"no environment for {host}: `make test` makes it")
    return str(python)


def environment(folder: Path) -> dict[str, str]:
    """No telemetry, no network, and nobody's files."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("IRE_GATE_", "PYTEST_"))}
    return {
        **kept,
        "HOME": str(folder),
        "IRE_GATE_LEDGER": str(folder / "ledger.db"),
        "IRE_GATE_CACHE": "off",
        "CREWAI_DISABLE_TELEMETRY": "true",
        "CREWAI_TRACING_ENABLED": "false",
        "OTEL_SDK_DISABLED": "true",
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    }


def program_of(agent: str) -> str:
    """The program of an agent that npm has; where it was not made, the test is skipped, but in CI only without npm."""
    program = Path(sys.prefix) / "hosts" / agent / "node_modules" / ".bin" / agent
    if not program.exists() and not (os.environ.get("CI") and shutil.which("npm")):
        pytest.skip(f"no environment for {agent}: `make test` makes it where there is npm")
    return str(program)
