"""The real Codex CLI, with the configuration of the page, in front of a loopback endpoint that counts."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from ire_gate.hooks.hosts import HOSTS
from tests.hooks.agents import CLEAR, MUDDLED, Model, hooked
from tests.integrations.hosts import environment, program_of

FILE = HOSTS["codex"].file
ITEM = {"type": "message", "role": "assistant", "id": "m1", "content": [{"type": "output_text", "text": "Done."}]}
USAGE = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
EVENTS: list[dict[str, Any]] = [
    {"type": "response.created", "response": {"id": "r1"}},
    {"type": "response.output_item.done", "item": ITEM},
    {"type": "response.completed", "response": {"id": "r1", "usage": USAGE}},
]
SETTINGS = """
model = "m"
model_provider = "loopback"
[model_providers.loopback]
name = "loopback"
base_url = "{url}/v1"
wire_api = "responses"
[projects."{folder}"]
trust_level = "trusted"
"""


class Codex:
    """Codex CLI in a folder, and its model."""

    def __init__(self, server: HTTPServer, folder: Path) -> None:
        self.model = Model(server, "/v1/responses", EVENTS)
        self.folder = folder / "work"
        self._home = folder / "home"
        self.folder.mkdir()
        self._home.mkdir()
        told = SETTINGS.format(url=self.model.url, folder=self.folder)
        (self._home / "config.toml").write_text(told, encoding="utf-8")

    def told(self, prompt: str, **variables: str) -> str:
        """Send a prompt as ``codex exec`` and return what it prints for people."""
        ended = subprocess.run(
            [program_of("codex"), "exec", "--skip-git-repo-check", "--dangerously-bypass-hook-trust", prompt],
            cwd=self.folder,
            env={**environment(self._home), "CODEX_HOME": str(self._home), **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=120,
        )
        return ended.stderr.decode()


@pytest.fixture
def codex(httpserver: HTTPServer, tmp_path: Path) -> Codex:
    return Codex(httpserver, tmp_path)


def test_a_muddled_prompt_costs_no_call_of_the_model(codex: Codex) -> None:
    hooked(codex.folder, FILE, "Codex CLI")
    said = codex.told(MUDDLED)

    assert codex.model.asked == []
    assert "UserPromptSubmit Blocked" in said


def test_a_clear_prompt_reaches_the_model(codex: Codex) -> None:
    hooked(codex.folder, FILE, "Codex CLI")
    codex.told(CLEAR)

    assert len(codex.model.asked) == 1


def test_a_gate_that_fails_stops_the_prompt_or_lets_it_through_as_chosen(codex: Codex) -> None:
    hooked(codex.folder, FILE, "Codex CLI")
    codex.told(CLEAR, IRE_GATE_THRESHOLD="seven")
    closed = len(codex.model.asked)
    codex.told(CLEAR, IRE_GATE_THRESHOLD="seven", IRE_GATE_ON_FAILURE="allow")

    assert (closed, len(codex.model.asked)) == (0, 1)


def test_a_gate_that_is_not_installed_stops_the_prompt(codex: Codex) -> None:
    hooked(codex.folder, FILE, "Codex CLI", program="no-such-program")
    codex.told(CLEAR)

    assert codex.model.asked == []
