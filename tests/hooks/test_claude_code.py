"""The real Claude Code, with the configuration of the page, in front of a loopback endpoint that counts."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from ire_gate.hooks.hosts import HOSTS
from tests.hooks.agents import CLEAR, MUDDLED, Model, hooked
from tests.integrations.hosts import environment, python_of

FILE = HOSTS["claude-code"].file
MESSAGE = {"id": "m1", "type": "message", "role": "assistant", "model": "m", "content": [], "stop_reason": None}
EVENTS: list[dict[str, Any]] = [
    {"type": "message_start", "message": {**MESSAGE, "usage": {"input_tokens": 5, "output_tokens": 1}}},
    {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Which one do you want?"}},
    {"type": "content_block_stop", "index": 0},
    {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 3}},
    {"type": "message_stop"},
]


class Claude:
    """Claude Code in a folder, and its model."""

    def __init__(self, server: HTTPServer, folder: Path) -> None:
        self.model = Model(server, "/v1/messages", EVENTS)
        self.folder = folder

    def told(self, prompt: str, *flags: str, **variables: str) -> dict[str, Any]:
        """Send a prompt as ``claude -p`` and return what it prints."""
        python = Path(python_of("claude"))
        (program,) = python.parent.parent.glob("lib/python3*/site-packages/claude_agent_sdk/_bundled/claude")
        ended = subprocess.run(
            [program, "-p", prompt, "--output-format", "json", *flags],
            cwd=self.folder,
            env={
                **environment(self.folder),
                "ANTHROPIC_BASE_URL": self.model.url,
                "ANTHROPIC_API_KEY": "none",
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
                **variables,
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=120,
        )
        answer: dict[str, Any] = json.loads(ended.stdout)
        return answer


@pytest.fixture
def claude(httpserver: HTTPServer, tmp_path: Path) -> Claude:
    return Claude(httpserver, tmp_path)


def test_a_muddled_prompt_costs_no_call_of_the_model(claude: Claude) -> None:
    hooked(claude.folder, FILE, "Claude Code")
    answer = claude.told(MUDDLED)

    assert claude.model.asked == []
    assert answer["num_turns"] == 0
    assert "relevant people" in json.dumps(answer, ensure_ascii=False)


def test_a_clear_prompt_reaches_the_model(claude: Claude) -> None:
    hooked(claude.folder, FILE, "Claude Code")
    answer = claude.told(CLEAR)

    assert len(claude.model.asked) == 1
    assert answer["result"] == "Which one do you want?"


def test_what_was_said_before_is_read_from_its_transcript(claude: Claude) -> None:
    hooked(claude.folder, FILE, "Claude Code")
    as_first = claude.told("The one for the relevant people.")
    claude.told(CLEAR)
    claude.told("The one for the relevant people.", "--continue")

    assert as_first["num_turns"] == 0
    assert len(claude.model.asked) == 2


def test_a_gate_that_fails_stops_the_prompt_or_lets_it_through_as_chosen(claude: Claude) -> None:
    (claude.folder / "file").touch()
    hooked(claude.folder, FILE, "Claude Code")
    broken = str(claude.folder / "file" / "ledger.db")
    claude.told(CLEAR, IRE_GATE_LEDGER=broken)
    closed = len(claude.model.asked)
    claude.told(CLEAR, IRE_GATE_LEDGER=broken, IRE_GATE_ON_FAILURE="allow")

    assert (closed, len(claude.model.asked)) == (0, 1)


def test_a_gate_that_is_not_installed_stops_the_prompt(claude: Claude) -> None:
    hooked(claude.folder, FILE, "Claude Code", program="no-such-program")
    claude.told(CLEAR)

    assert claude.model.asked == []
