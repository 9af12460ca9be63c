"""What the tests of real agents share: a project with a hook of the page, and a loopback model that counts."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

PAGE = (Path(__file__).parent.parent.parent / "docs" / "agents.md").read_text(encoding="utf-8")
MUDDLED = "Send the report to the relevant people."
CLEAR = "Rename `get_usr` to `get_user` in `auth/session.py`."


def block_of(heading: str) -> dict[str, Any]:
    """The JSON that the page shows under a heading."""
    found = re.search(rf"^## {re.escape(heading)}\n.*?^```json\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert found
    block: dict[str, Any] = json.loads(found[1])
    return block


def hooked(folder: Path, file: str, heading: str, *, program: str = "", flags: str = "") -> None:
    """Install the hook of the page, with the present Python, or with another program in its place."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    command = program or f"{sys.executable} -m ire_gate"
    text = re.sub(r"ire-gate (hook [\w-]+)", rf"{command} \1{flags and ' ' + flags}", json.dumps(block_of(heading)))
    path.write_text(text, encoding="utf-8")


class Model:
    """A loopback model: it answers from `answers`, the last for ever, and keeps what it was asked."""

    def __init__(self, server: HTTPServer, path: str, *answers: list[dict[str, Any]]) -> None:
        self.asked: list[dict[str, Any]] = []
        self.url = server.url_for("").rstrip("/")
        self._answers = list(answers)
        server.expect_request(path, method="POST").respond_with_handler(self._answer)

    def _answer(self, request: Request) -> Response:
        self.asked.append(json.loads(request.get_data()))
        events = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        lines = [f"data: {json.dumps(event)}\n\n" for event in events]
        if "type" in events[0]:
            lines = [f"event: {event['type']}\n{line}" for event, line in zip(events, lines, strict=True)]
        else:
            lines.append("data: [DONE]\n\n")
        return Response("".join(lines), content_type="text/event-stream")
