"""The tools over the protocol: the real server in a process of its own, and the protocol's own client."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from ire_gate.ledger.store import Ledger

PAGE = (Path(__file__).parent.parent / "docs" / "mcp.md").read_text(encoding="utf-8")
MUDDLED = "Send the report to the relevant people."
CLEAR = "Rename `get_usr` to `get_user` in `auth/session.py`."


def served(act: Callable[[Client], Awaitable[Any]], *flags: str) -> Any:
    """What `act` returns of a client that is connected to the server that the page configures."""
    config = json.loads(re.findall(r"^```json\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)[0])
    entry = config["mcpServers"]["ire-gate"]
    assert entry["command"] == "ire-gate"
    variables = {name: value for name, value in os.environ.items() if name.startswith("IRE_GATE_")}
    parameters = StdioServerParameters(
        command=sys.executable, args=["-m", "ire_gate", *entry["args"], *flags], env=variables
    )

    async def connected() -> Any:
        async with Client(parameters) as client:
            return await act(client)

    return asyncio.run(asyncio.wait_for(connected(), 60))


def test_a_muddled_request_is_blocked_clarified_executed_and_booked() -> None:
    async def work(client: Client) -> tuple[Any, Any, Any]:
        blocked = await client.call_tool("check_intent", {"text": MUDDLED})
        answers = {"Q1": "ops@example.com"}
        clarified = await client.call_tool("clarify_intent", {"text": MUDDLED, "answers": answers})
        decision = clarified.structured_content["result"]["decision_id"]
        booked = await client.call_tool("record_outcome", {"decision_id": decision, "correct": True, "tokens_in": 7})
        return blocked.structured_content, clarified.structured_content, booked.structured_content

    blocked, clarified, booked = served(work)
    with Ledger.open(None) as ledger:
        outcome = ledger.outcomes()[booked["decision_id"]]

        decisions = [decision.verdict for decision in ledger.decisions()]

    assert decisions == ["blocked", "passed"]
    assert (blocked["status"], blocked["may_execute"]) == ("needs_answer", False)
    assert blocked["questions"][0]["quote"] == "the relevant people"
    assert "“the relevant people” means: ops@example.com." in clarified["text"]
    assert clarified["result"]["may_execute"]
    assert booked["decision_id"] == clarified["result"]["decision_id"]
    assert (outcome.correct, outcome.tokens_in) == (True, 7)


def test_a_clear_request_passes_and_a_repeat_of_a_blocked_one_is_refused() -> None:
    async def work(client: Client) -> list[Any]:
        asked = [(CLEAR, "T-1"), (MUDDLED, "T-1"), (MUDDLED, "T-1")]
        found = [await client.call_tool("check_intent", {"text": text, "task": task}) for text, task in asked]
        return [one.structured_content["because"] for one in found]

    assert served(work) == ["passed", "needs_answer", "repeated"]


def test_the_tools_have_schemas_of_what_they_take_and_give() -> None:
    async def work(client: Client) -> Any:
        return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in served(work)}

    assert set(tools) == set(re.findall(r"^\| `(\w+)`", PAGE, flags=re.MULTILINE))
    assert {"status", "may_execute", "questions"} <= set(tools["check_intent"].output_schema["properties"])
    for tool in tools.values():
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{tool.name}`"))
        assert all(f"`{name}`" in row for name in tool.input_schema["properties"] if name != "self")


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("check_intent", {"text": "  "}, "the intent is empty"),
        ("check_intent", {}, "text"),
        ("clarify_intent", {"text": MUDDLED, "answers": {"Q7": "x"}}, "no question is called 'Q7'"),
        ("record_outcome", {"decision_id": "0123456789"}, "no decision or intent has the id"),
        ("record_outcome", {"decision_id": "0123456789", "tokens_in": -1}, "tokens_in is -1"),
    ],
)
def test_bad_input_is_a_tool_error_that_says_what(tool: str, arguments: dict[str, Any], told: str) -> None:
    async def work(client: Client) -> Any:
        return await client.call_tool(tool, arguments)

    ended = served(work)

    assert ended.is_error
    assert told in ended.content[0].text


def test_a_gate_that_cannot_record_is_an_error_and_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    async def work(client: Client) -> Any:
        return await client.call_tool("check_intent", {"text": CLEAR})

    ended = served(work, "--ledger", str(tmp_path / "file" / "ledger.db"))

    assert ended.is_error
    assert ended.structured_content is None
