"""The hook as its hosts call it: a process, JSON on standard input, an exit code and JSON back."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ire_gate.hooks.setup import FILES
from ire_gate.ledger.store import Ledger

PAGE = (Path(__file__).parent.parent.parent / "docs" / "agents.md").read_text(encoding="utf-8")
MUDDLED = "Send the report to the relevant people."
CLEAR = "Rename `get_usr` to `get_user` in `auth/session.py`."
HOSTS = {"Claude Code": "claude-code", "Codex CLI": "codex", "VS Code Copilot": "vscode", "Cursor": "cursor"}
LIKE_CLAUDE = ["claude-code", "codex", "vscode"]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


def prompt(text: str, **more: Any) -> dict[str, Any]:
    event = {
        "hook_event_name": "UserPromptSubmit",
        "session_id": "s1",
        "cwd": str(Path.cwd()),
        "permission_mode": "default",
    }
    return {**event, "prompt": text, **more}


def hook(host: str, message: Any, *flags: str) -> subprocess.CompletedProcess[str]:
    data = message if isinstance(message, bytes) else json.dumps(message).encode()
    return _run(shlex.split(f"ire-gate hook {host}"), data, *flags)


def _run(words: list[str], data: bytes, *flags: str) -> subprocess.CompletedProcess[str]:
    assert words[0] == "ire-gate"
    done = subprocess.run(
        [sys.executable, "-m", "ire_gate", *words[1:], *flags], input=data, capture_output=True, check=False, timeout=60
    )
    return subprocess.CompletedProcess(words, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("host", LIKE_CLAUDE)
def test_a_muddled_prompt_is_blocked_with_its_question(host: str) -> None:
    ended = hook(host, prompt(MUDDLED))
    answer = json.loads(ended.stdout)

    assert ended.returncode == 0
    assert answer["decision"] == "block"
    assert "Which exactly are “the relevant people”?" in answer["reason"]
    assert len(answer["reason"].splitlines()) <= 8


@pytest.mark.parametrize("host", LIKE_CLAUDE)
def test_a_clear_prompt_goes_through(host: str) -> None:
    ended = hook(host, prompt(CLEAR))

    assert (ended.returncode, json.loads(ended.stdout)) == (0, {})


def test_cursor_is_answered_in_its_own_words() -> None:
    event = {"hook_event_name": "beforeSubmitPrompt", "conversation_id": "c1", "workspace_roots": [str(Path.cwd())]}
    blocked = json.loads(hook("cursor", {**event, "prompt": MUDDLED}).stdout)
    passed = json.loads(hook("cursor", {**event, "prompt": CLEAR}).stdout)

    assert blocked["continue"] is False
    assert "relevant people" in blocked["user_message"]
    assert passed == {"continue": True}


def test_copilot_is_denied_its_tools_until_a_prompt_passes() -> None:
    tool = {"timestamp": 1, "cwd": str(Path.cwd()), "toolName": "bash", "toolArgs": {"command": "ls"}}

    def tools_after(text: str) -> dict[str, Any]:
        told = hook("copilot", {"timestamp": 1, "cwd": str(Path.cwd()), "prompt": text})
        assert (told.returncode, told.stdout) == (0, "{}\n")
        found: dict[str, Any] = json.loads(hook("copilot", tool).stdout)
        return found

    before = json.loads(hook("copilot", tool).stdout)
    denied, allowed = tools_after(MUDDLED), tools_after(CLEAR)

    assert before == allowed == {}
    assert denied["permissionDecision"] == "deny"
    assert "relevant people" in denied["permissionDecisionReason"]


def test_each_host_s_configuration_on_the_page_calls_a_hook_that_blocks() -> None:
    blocks = dict(re.findall(r"^## ([^\n]+)\n.*?^```json\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL))
    for heading, host in HOSTS.items():
        commands = re.findall(r'"command": "(ire-gate [^"]+)"', json.dumps(json.loads(blocks[heading])))
        ended = _run(shlex.split(commands[0]), json.dumps(prompt(MUDDLED, session_id=heading)).encode())

        assert commands == [f"ire-gate hook {host}"]
        assert "relevant people" in ended.stdout


@pytest.mark.parametrize("heading", [*HOSTS, "Copilot CLI and cloud agent"])
def test_installed_it_is_what_the_page_shows_and_keeps_what_was_there(heading: str) -> None:
    blocks = dict(re.findall(r"^## ([^\n]+)\n.*?^```json\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL))
    host, shown = HOSTS.get(heading, "copilot"), json.loads(blocks[heading])
    event = next(iter(shown["hooks"]))
    path = Path(FILES[host][0])
    first = _run(["ire-gate", "hook", host, "--install"], b"")
    written = json.loads(path.read_text(encoding="utf-8"))
    again = _run(["ire-gate", "hook", host, "--install"], b"")
    path.write_text(json.dumps({"model": "x", "hooks": {event: [{"theirs": 1}], "Stop": []}}), encoding="utf-8")
    beside = _run(["ire-gate", "hook", host, "--install"], b"")
    merged = json.loads(path.read_text(encoding="utf-8"))
    path.write_text("[", encoding="utf-8")
    broken = _run(["ire-gate", "hook", host, "--install"], b"")

    assert [first.returncode, again.returncode, beside.returncode, broken.returncode] == [0, 2, 0, 2]
    assert written == shown
    assert f"`{path.as_posix()}`" in PAGE
    assert merged["hooks"][event] == [{"theirs": 1}, *shown["hooks"][event]]
    assert (merged["model"], merged["hooks"]["Stop"]) == ("x", [])
    assert path.read_text(encoding="utf-8") == "["


def test_the_page_shows_what_is_seen() -> None:
    reason = json.loads(hook("claude-code", prompt(MUDDLED)).stdout)["reason"]

    assert f"```text\n{reason}\n```" in PAGE


def test_what_is_no_intent_is_not_even_written_down() -> None:
    for text in ("/compact", "yes, go on", "what does `parse` return?"):
        assert json.loads(hook("claude-code", prompt(text)).stdout) == {}
    with Ledger.open(None) as ledger:
        assert list(ledger.decisions()) == []


def test_a_follow_up_is_judged_only_at_the_start_of_a_conversation() -> None:
    first = hook("claude-code", prompt("Send it to the relevant people."))
    hook("claude-code", prompt(CLEAR))
    later = hook("claude-code", prompt("Send it to the relevant people."))
    elsewhere = hook("claude-code", prompt("Send it to the relevant people.", session_id="s2"))

    assert [bool(json.loads(ended.stdout)) for ended in (first, later, elsewhere)] == [True, False, True]


def test_the_same_blocked_prompt_again_is_refused_as_a_repeat() -> None:
    hook("claude-code", prompt(MUDDLED))
    again = json.loads(hook("claude-code", prompt(MUDDLED)).stdout)
    with Ledger.open(None) as ledger:
        events = [entry.event for entry in ledger.audit()]

    assert "as before" in again["reason"]
    assert "Which exactly" in again["reason"]
    assert events == ["refused_repeat"]


def test_a_waiver_in_the_prompt_lets_it_through_and_is_written_down() -> None:
    waiver = '# ire-gate: allow IRE103 reason="the list stands in the wiki" until=2099-12-31'
    hook("claude-code", prompt(MUDDLED))
    ended = hook("claude-code", prompt(f"{MUDDLED}\n{waiver}"))
    with Ledger.open(None) as ledger:
        events = [entry.event for entry in ledger.audit()]

    assert json.loads(ended.stdout) == {}
    assert events == ["waived"]


BROKEN = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"\x00\xff\xfe", id="binary"),
    pytest.param(b"[]", id="a list"),
    pytest.param(b"{}", id="no prompt"),
    pytest.param(b'{"prompt": 7}', id="a prompt that is no text"),
    pytest.param(b"[" * 100_000, id="nested"),
]


@pytest.mark.parametrize("data", BROKEN)
def test_input_that_is_no_message_stops_the_prompt(data: bytes) -> None:
    ended = hook("claude-code", data)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert "error: the hook's input" in ended.stderr
    assert "the gate could not look" in ended.stderr


@pytest.mark.parametrize("data", BROKEN[:3])
def test_input_that_is_no_message_passes_where_that_was_chosen(data: bytes) -> None:
    ended = hook("cursor", data, "--on-failure", "allow")

    assert (ended.returncode, json.loads(ended.stdout)) == (0, {"continue": True})
    assert "error:" in ended.stderr


def test_a_broken_configuration_and_an_unwritable_ledger_are_failures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".ire-gate.toml").write_text("treshold = 1\n", encoding="utf-8")
    configured = hook("claude-code", prompt(CLEAR))
    Path(".ire-gate.toml").unlink()
    Path("file").touch()
    monkeypatch.setenv("IRE_GATE_LEDGER", str(Path("file/ledger.db").absolute()))
    unwritable = hook("claude-code", prompt(CLEAR))

    assert (configured.returncode, unwritable.returncode) == (2, 2)
    assert "treshold" in configured.stderr


def test_a_folder_s_configuration_sets_the_threshold_but_not_where_prompts_go() -> None:
    Path(".ire-gate.toml").write_text(
        'threshold = 1.0\nengine = "openai:gpt"\nbase_url = "http://127.0.0.1:9/v1"\nstore-text = true\n',
        encoding="utf-8",
    )
    ended = hook("claude-code", prompt(MUDDLED))
    with Ledger.open(None) as ledger:
        (decision,) = ledger.decisions()

    assert json.loads(ended.stdout) == {}
    assert (decision.engine, decision.text, decision.task) == ("rules", None, "s1")


def test_an_endpoint_that_hangs_is_given_up_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setenv("OPENAI_API_KEY", "x")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        started = time.perf_counter()
        flags = ("--engine", "openai:m", "--base-url", address, "--deadline", "2")
        closed = hook("claude-code", prompt(CLEAR), *flags)
        took = time.perf_counter() - started
        opened = hook("claude-code", prompt(CLEAR), *flags, "--on-failure", "allow")

    assert took < 15
    assert closed.returncode == 2 or json.loads(closed.stdout)["decision"] == "block"
    assert opened.returncode == 0


def test_a_pipe_that_nobody_closes_ends_at_the_deadline() -> None:
    reading, writing = os.pipe()
    ended = subprocess.run(
        [sys.executable, "-m", "ire_gate", "hook", "claude-code", "--deadline", "1"],
        stdin=reading,
        capture_output=True,
        check=False,
        timeout=30,
    )
    os.close(reading)
    os.close(writing)

    assert ended.returncode == 2
    assert b"longer than 1 s" in ended.stderr


def test_a_warm_hook_takes_less_than_300_ms() -> None:
    hook("claude-code", prompt(CLEAR))
    times = []
    for number in range(5):
        started = time.perf_counter()
        hook("claude-code", prompt(f"{CLEAR[:-1]} and in `tests/test_{number}.py`."))
        times.append(time.perf_counter() - started)

    assert min(times) < 0.3
