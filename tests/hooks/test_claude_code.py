"""The real Claude Code, with the configuration of the page, in front of a loopback endpoint that counts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.integrations.hosts import environment, python_of

PAGE = (Path(__file__).parent.parent.parent / "docs" / "agents.md").read_text(encoding="utf-8")
MUDDLED = "Send the report to the relevant people."
CLEAR = "Rename `get_usr` to `get_user` in `auth/session.py`."

MESSAGE = {"id": "m1", "type": "message", "role": "assistant", "model": "m", "content": [], "stop_reason": None}
EVENTS: list[dict[str, Any]] = [
    {"type": "message_start", "message": {**MESSAGE, "usage": {"input_tokens": 5, "output_tokens": 1}}},
    {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Done."}},
    {"type": "content_block_stop", "index": 0},
    {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 3}},
    {"type": "message_stop"},
]


class Claude:
    """Claude Code in a folder with a hook, and how often it asked its model."""

    def __init__(self, server: HTTPServer, folder: Path) -> None:
        self.asked = 0
        self._url = server.url_for("").rstrip("/")
        self._folder = folder
        server.expect_request("/v1/messages", method="POST").respond_with_handler(self._answer)

    def hooked(self, *flags: str) -> None:
        """Install the hook of the page."""
        found = re.search(r"^## Claude Code\n.*?^```json\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
        assert found
        command = " ".join([f"{sys.executable} -m ire_gate", *flags])
        (self._folder / ".claude").mkdir()
        settings = found[1].replace("ire-gate hook claude-code", f"{command} hook claude-code")
        (self._folder / ".claude" / "settings.json").write_text(settings, encoding="utf-8")

    def told(self, prompt: str, **variables: str) -> dict[str, Any]:
        """Send a prompt as ``claude -p`` and return what it prints."""
        python = Path(python_of("claude"))
        (program,) = python.parent.parent.glob("lib/python3*/site-packages/claude_agent_sdk/_bundled/claude")
        ended = subprocess.run(
            [program, "-p", prompt, "--output-format", "json"],
            cwd=self._folder,
            env={
                **environment(self._folder),
                "ANTHROPIC_BASE_URL": self._url,
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

    def _answer(self, _: Request) -> Response:
        self.asked += 1
        lines = (f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in EVENTS)
        return Response("".join(lines), content_type="text/event-stream")


@pytest.fixture
def claude(httpserver: HTTPServer, tmp_path: Path) -> Claude:
    return Claude(httpserver, tmp_path)


def test_a_muddled_prompt_costs_no_call_of_the_model(claude: Claude) -> None:
    claude.hooked()
    answer = claude.told(MUDDLED)

    assert claude.asked == 0
    assert answer["num_turns"] == 0
    assert "relevant people" in json.dumps(answer, ensure_ascii=False)


def test_a_clear_prompt_reaches_the_model(claude: Claude) -> None:
    claude.hooked()
    answer = claude.told(CLEAR)

    assert claude.asked == 1
    assert answer["result"] == "Done."


def test_a_gate_that_fails_stops_the_prompt(claude: Claude, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    claude.hooked()
    claude.told(CLEAR, IRE_GATE_LEDGER=str(tmp_path / "file" / "ledger.db"))

    assert claude.asked == 0
