"""What the hosts' tests share: a guard with a private ledger, and the page whose blocks they run."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ire_gate import Gate, Guard

PAGE = Path(__file__).parent.parent.parent / "docs" / "frameworks.md"
MUDDLED = "Send the report to the relevant people."
CLEAR = "Rename `get_usr` to `get_user` in `auth/session.py`."
QUESTION = "Which exactly are “the relevant people”?"


def blocks(heading: str) -> list[str]:
    """The fenced blocks under a heading of the page, in their order."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^```\w*\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL)


def execute(block: str, names: dict[str, Any]) -> None:
    """Run a block of the page, as its reader would, with the names that the page takes for granted."""
    exec(block, names)  # noqa: S102 - the project's own page


@pytest.fixture(autouse=True)
def _own_loop() -> Iterator[None]:
    """The hosts' synchronous runs take the thread's event loop and leave it open."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    loop.close()
    asyncio.set_event_loop(None)


@pytest.fixture
def guard() -> Iterator[Guard]:
    with Gate("rules", cache=False) as gate:
        yield Guard(gate)


def decided(guard: Guard) -> list[str]:
    """The verdicts in the ledger, oldest first: what the gate was asked."""
    return [decision.verdict for decision in guard.gate.ledger.decisions()]


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Guard]:
    """A guard whose ledger cannot be written, so that every question is an error."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with Gate("rules", cache=False, ledger=str(tmp_path / "file" / "ledger.db")) as gate:
        yield Guard(gate)
