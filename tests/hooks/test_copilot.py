"""The real Copilot CLI, with the configuration of the page, in front of a model that calls a tool."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from ire_gate.hooks.hosts import HOSTS
from tests.hooks.agents import CLEAR, MUDDLED, Model, hooked
from tests.integrations.hosts import environment, program_of

FILE = HOSTS["copilot"].file
CALL = {"name": "bash", "arguments": json.dumps({"command": "touch made", "description": "make a file"})}


def _chunks(delta: dict[str, Any], finish: str) -> list[dict[str, Any]]:
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return [
        {**chunk, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]},
        {**chunk, "choices": [{"index": 0, "delta": {}, "finish_reason": finish}], "usage": usage},
    ]


TOOL = _chunks(
    {"role": "assistant", "tool_calls": [{"index": 0, "id": "t1", "type": "function", "function": CALL}]}, "tool_calls"
)
DONE = _chunks({"role": "assistant", "content": "Done."}, "stop")


class Copilot:
    """Copilot CLI in a folder, and its model."""

    def __init__(self, server: HTTPServer, folder: Path) -> None:
        self.model = Model(server, "/v1/chat/completions", TOOL, DONE)
        self.folder = folder / "work"
        self._home = folder / "home"
        self.folder.mkdir()
        self._home.mkdir()

    @property
    def has_used_its_tool(self) -> bool:
        return (self.folder / "made").exists()

    def told(self, prompt: str, **variables: str) -> str:
        """Send a prompt as ``copilot -p`` and return what it prints."""
        ended = subprocess.run(
            [program_of("copilot"), "-p", prompt, "--allow-all-tools", "--no-auto-update", "--trust-folder"],
            cwd=self.folder,
            env={
                **environment(self._home),
                "IRE_GATE_CACHE": str(self._home / "cache.db"),
                "COPILOT_OFFLINE": "true",
                "COPILOT_PROVIDER_BASE_URL": f"{self.model.url}/v1",
                "COPILOT_MODEL": "m",
                **variables,
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=120,
        )
        return ended.stdout.decode() + ended.stderr.decode()


@pytest.fixture
def copilot(httpserver: HTTPServer, tmp_path: Path) -> Copilot:
    return Copilot(httpserver, tmp_path)


def test_a_muddled_prompt_costs_no_call_of_the_model(copilot: Copilot) -> None:
    hooked(copilot.folder, FILE, "Copilot CLI and cloud agent")
    said = copilot.told(MUDDLED)

    assert copilot.model.asked == []
    assert "relevant people" in said


def test_where_the_answer_at_the_prompt_is_dropped_the_tool_is_denied(copilot: Copilot) -> None:
    hooked(copilot.folder, FILE, "Copilot CLI and cloud agent")
    path = copilot.folder / FILE
    told = json.loads(path.read_text(encoding="utf-8"))
    command = told["hooks"]["userPromptSubmitted"][0]["bash"]
    told["hooks"]["userPromptSubmitted"] = [{"type": "command", "bash": f"{command} > /dev/null"}]
    path.write_text(json.dumps(told), encoding="utf-8")
    copilot.told(MUDDLED)
    answered = [message["content"] for message in copilot.model.asked[-1]["messages"] if message["role"] == "tool"]

    assert len(copilot.model.asked) == 2
    assert not copilot.has_used_its_tool
    assert "Denied by preToolUse hook: ire-gate: not sent" in answered[0]


def test_a_clear_prompt_may_use_its_tools(copilot: Copilot) -> None:
    hooked(copilot.folder, FILE, "Copilot CLI and cloud agent")
    copilot.told(CLEAR)

    assert len(copilot.model.asked) == 2
    assert copilot.has_used_its_tool


def test_a_gate_that_fails_stops_the_prompt_or_lets_it_through_as_chosen(copilot: Copilot) -> None:
    hooked(copilot.folder, FILE, "Copilot CLI and cloud agent")
    copilot.told(CLEAR, IRE_GATE_THRESHOLD="seven")
    closed = len(copilot.model.asked)
    copilot.told(CLEAR, IRE_GATE_THRESHOLD="seven", IRE_GATE_ON_FAILURE="allow")

    assert closed == 0
    assert copilot.has_used_its_tool


def test_a_gate_that_is_not_installed_leaves_the_agent_without_tools(copilot: Copilot) -> None:
    hooked(copilot.folder, FILE, "Copilot CLI and cloud agent", program="no-such-program")
    copilot.told(CLEAR)

    assert not copilot.has_used_its_tool
