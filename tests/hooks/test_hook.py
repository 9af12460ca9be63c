"""The hook as its hosts call it: a process, JSON on standard input, an exit code and JSON back."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ire_gate.hooks.hosts import HOSTS
from ire_gate.ledger.store import Ledger
from tests.conftest import Endpoint, gap, specification
from tests.hooks.agents import CLEAR, MUDDLED, PAGE, block_of

HEADINGS = {
    "Claude Code": "claude-code",
    "Codex CLI": "codex",
    "Copilot CLI and cloud agent": "copilot",
    "VS Code Copilot": "vscode",
    "Cursor": "cursor",
}
LIKE_CLAUDE = ["claude-code", "codex", "vscode"]
PASSED = {host: json.loads(HOSTS[host].passed) for host in HOSTS}
REASON = {"cursor": "user_message"}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("work", "home"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path / "work")


def prompt(text: str, **more: Any) -> dict[str, Any]:
    event = {
        "hook_event_name": "UserPromptSubmit",
        "session_id": "s1",
        "cwd": str(Path.cwd()),
        "permission_mode": "default",
    }
    return {**event, "prompt": text, **more}


def message(host: str, text: str) -> dict[str, Any]:
    """What a host sends, by its documentation or as it was seen."""
    here = str(Path.cwd())
    if host == "cursor":
        base = {"hook_event_name": "beforeSubmitPrompt", "conversation_id": "c1", "generation_id": "g1"}
        return {**base, "prompt": text, "attachments": [], "workspace_roots": [here], "user_email": "a@example.com"}
    if host == "copilot":
        return {"sessionId": "p1", "timestamp": 1_795_610_337_302, "cwd": here, "prompt": text}
    return prompt(text)


def hook(host: str, told: Any, *flags: str, **more: Any) -> subprocess.CompletedProcess[str]:
    data = told if isinstance(told, bytes) else json.dumps(told).encode()
    return ire_gate("hook", host, *flags, data=data, **more)


def ire_gate(*words: str, data: bytes = b"", **more: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ire_gate", *words]
    done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=60, **more)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


def answer(ended: subprocess.CompletedProcess[str]) -> Any:
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def events() -> list[str]:
    with Ledger.open(None) as ledger:
        return [entry.event for entry in ledger.audit()]


# --- what the hosts get


@pytest.mark.parametrize("host", HOSTS)
def test_a_muddled_prompt_comes_back_with_its_question_as_the_host_wants_it(host: str) -> None:
    found = answer(hook(host, message(host, MUDDLED)))
    reason = found.pop(REASON.get(host, "reason"))

    assert found == ({"continue": False} if host == "cursor" else {"decision": "block"})
    assert "Which exactly are “the relevant people”?" in reason
    assert len(reason.splitlines()) <= 8


@pytest.mark.parametrize("host", HOSTS)
def test_a_clear_prompt_goes_through(host: str) -> None:
    assert answer(hook(host, message(host, CLEAR))) == PASSED[host]


@pytest.mark.parametrize("names", [{"sessionId": "p1"}, {}], ids=["a session", "the folder alone"])
def test_copilot_is_denied_its_tools_until_a_prompt_passes(names: dict[str, str]) -> None:
    base = {"timestamp": 1, "cwd": str(Path.cwd()), **names}
    tool = {**base, "toolName": "bash", "toolArgs": '{"command": "ls"}'}
    before = answer(hook("copilot", tool))
    hook("copilot", {**base, "prompt": MUDDLED})
    denied = [answer(hook("copilot", tool)) for _ in range(2)]
    hook("copilot", {**base, "prompt": CLEAR})
    allowed = answer(hook("copilot", tool))

    assert before == allowed == {}
    assert [found["permissionDecision"] for found in denied] == ["deny", "deny"]
    assert "relevant people" in denied[0]["permissionDecisionReason"]


def test_the_newer_names_of_copilot_are_understood() -> None:
    base = {"session_id": "p1", "timestamp": "2026-11-25T10:00:00Z", "cwd": str(Path.cwd())}
    hook("copilot", {**base, "hook_event_name": "UserPromptSubmit", "prompt": MUDDLED})
    tool = {**base, "hook_event_name": "PreToolUse", "tool_name": "bash", "tool_input": {}}

    assert answer(hook("copilot", tool))["permissionDecision"] == "deny"


# --- the page


@pytest.mark.parametrize("heading", HEADINGS)
def test_each_configuration_on_the_page_calls_a_hook_that_blocks(heading: str) -> None:
    host = HEADINGS[heading]
    text = json.dumps(block_of(heading))
    commands = set(re.findall(r'"(?:command|bash|powershell)": "(ire-gate [^"]+)"', text))
    (command,) = commands
    ended = subprocess.run(
        ["/bin/sh", "-c", command.replace("ire-gate", shlex.join([sys.executable, "-m", "ire_gate"]))],
        input=json.dumps(message(host, MUDDLED)).encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )

    assert command.removesuffix(" || exit 2") == f"ire-gate hook {host}"
    assert "relevant people" in ended.stdout.decode()


@pytest.mark.parametrize("heading", HEADINGS)
def test_init_writes_what_the_page_shows_and_keeps_what_was_there(heading: str) -> None:
    host, shown = HEADINGS[heading], block_of(heading)
    event = next(iter(shown["hooks"]))
    path = Path(HOSTS[host].file)
    first = ire_gate("init", "--agent", host)
    written = json.loads(path.read_text(encoding="utf-8"))
    again = ire_gate("init", "--agent", host)
    path.write_text(json.dumps({"model": "x", "hooks": {event: [{"theirs": 1}], "Stop": []}}), encoding="utf-8")
    beside = ire_gate("init", "--agent", host)
    merged = json.loads(path.read_text(encoding="utf-8"))

    assert [first.returncode, again.returncode, beside.returncode] == [0, 2, 0]
    assert written == shown
    assert f"| `{host}`: " in PAGE
    assert f"`{path.as_posix()}`" in PAGE
    assert merged["hooks"][event] == [{"theirs": 1}, *shown["hooks"][event]]
    assert (merged["model"], merged["hooks"]["Stop"]) == ("x", [])
    assert not Path(".ire-gate.toml").exists()


@pytest.mark.parametrize("text", ["[", "[]", '{"hooks": 7}', '{"hooks": {"UserPromptSubmit": 7}}', "// mine\n{}"])
def test_init_leaves_a_file_alone_that_it_does_not_understand_and_says_what_to_add(text: str) -> None:
    path = Path(HOSTS["claude-code"].file)
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    ended = ire_gate("init", "--agent", "claude-code")

    assert ended.returncode == 2
    assert "ire-gate hook claude-code || exit 2" in ended.stderr
    assert path.read_text(encoding="utf-8") == text


def test_the_page_shows_what_is_seen() -> None:
    reason = answer(hook("claude-code", prompt(MUDDLED)))["reason"]
    reason = reason.replace(dt.datetime.now(dt.UTC).date().isoformat(), "2026-12-31")

    assert f"```text\n{reason}\n```" in PAGE


# --- what is judged


def test_what_is_no_intent_is_not_even_written_down() -> None:
    for text in ("/compact", "yes, go on", "what does `parse` return?", "KeyError: 'refund'"):
        assert answer(hook("claude-code", prompt(text))) == {}
    with Ledger.open(None) as ledger:
        assert list(ledger.decisions()) == []


def test_what_points_back_is_judged_only_at_the_start_of_a_conversation() -> None:
    text = "Make it faster."
    first = answer(hook("claude-code", prompt(text)))
    hook("claude-code", prompt("/model fast"))
    second = answer(hook("claude-code", prompt(f"{text} ")))
    hook("claude-code", prompt(CLEAR))
    later = answer(hook("claude-code", prompt(text)))
    elsewhere = answer(hook("claude-code", prompt(text, session_id="s2")))

    assert [bool(found) for found in (first, second, later, elsewhere)] == [True, True, False, True]


@pytest.fixture(
    params=[
        pytest.param({"type": "assistant", "message": {"role": "assistant", "content": "%s"}}, id="claude"),
        pytest.param(
            {"payload": {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "%s"}]}},
            id="codex",
        ),
    ]
)
def transcript(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    lines = [{"type": "user", "message": {"role": "user", "content": "hello"}}, request.param, {"type": "other"}]
    path = tmp_path / "transcript.jsonl"
    path.write_text("x" * 2_000_000 + "\n" + "".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_an_answer_to_the_question_in_the_transcript_is_not_judged(transcript: Path) -> None:
    text = "use the relevant one and send it to the team"
    said = transcript.read_text(encoding="utf-8")
    found = []
    for last in ("Done.", "Which one?"):
        transcript.write_text(said.replace("%s", last), encoding="utf-8")
        found.append(answer(hook("claude-code", prompt(text, transcript_path=str(transcript)))))

    assert [bool(one) for one in found] == [True, False]


@pytest.mark.parametrize("path", ["", "/dev/zero", "/no/such/file", "a\0b", "."])
def test_a_transcript_that_cannot_be_read_is_none(path: str) -> None:
    assert answer(hook("claude-code", prompt(MUDDLED, transcript_path=path)))["decision"] == "block"


def test_in_a_conversation_a_missing_request_does_not_block_and_that_is_recorded() -> None:
    text = "then the rest, please"
    first = answer(hook("claude-code", prompt(text)))
    hook("claude-code", prompt(CLEAR, session_id="s2"))
    later = answer(hook("claude-code", prompt(text, session_id="s2")))

    assert first["decision"] == "block"
    assert later == {}
    assert events() == ["waived"]


@pytest.mark.parametrize(("kind", "is_waived"), [("unclear_reference", True), ("vague_term", False)])
def test_in_a_conversation_a_model_s_doubt_about_a_reference_does_not_block(
    endpoint: Endpoint, kind: str, is_waived: bool
) -> None:
    text = "Send the report to the relevant people."
    endpoint.answers["Specification"] = [specification(gap("the report", 0.9, kind))]
    flags = ("--engine", "openai:m", "--base-url", endpoint.url, "--no-cache")
    variables = {**os.environ, "OPENAI_API_KEY": "x"}
    hook("claude-code", prompt("what does `parse` return?", session_id="s2"))
    first = answer(hook("claude-code", prompt(text), *flags, env=variables))
    later = answer(hook("claude-code", prompt(text, session_id="s2"), *flags, env=variables))

    assert first["decision"] == "block"
    assert (later == {}) is is_waived


def test_the_same_blocked_prompt_again_is_refused_as_a_repeat() -> None:
    hook("claude-code", prompt(MUDDLED))
    again = answer(hook("claude-code", prompt(MUDDLED)))

    assert "as before" in again["reason"]
    assert "Which exactly" in again["reason"]
    assert events() == ["refused_repeat"]


def test_the_way_past_a_block_that_is_offered_works_and_is_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    reason = answer(hook("claude-code", prompt(MUDDLED)))["reason"]
    offered = reason.rpartition("add at its end: ")[2].replace("…", "the list stands in the wiki")
    empty = reason.rpartition("add at its end: ")[2].replace("…", "")
    refused = answer(hook("claude-code", prompt(f"{MUDDLED} {empty}")))
    passed = answer(hook("claude-code", prompt(f"{MUDDLED} {offered}")))
    monkeypatch.setenv("IRE_GATE_WAIVERS", "false")
    without = answer(hook("claude-code", prompt(f"{MUDDLED} {offered}")))

    assert refused["decision"] == without["decision"] == "block"
    assert passed == {}
    assert "ire-gate: allow" not in without["reason"]
    assert events() == ["waived"]


def test_a_spent_budget_stops_the_conversation_and_says_how_to_raise_it() -> None:
    with Ledger.open(None) as ledger:
        ledger.set_budget("s1", attempts=1)
    first = answer(hook("claude-code", prompt(CLEAR)))
    second = answer(hook("claude-code", prompt(CLEAR.replace("usr", "user_name"))))

    assert first == {}
    assert "ire-gate ledger budget" in second["reason"]


def test_nobody_s_address_or_folder_reaches_the_ledger() -> None:
    hook("cursor", {key: value for key, value in message("cursor", CLEAR).items() if key != "conversation_id"})
    with Ledger.open(None) as ledger:
        (decision,) = ledger.decisions()

    assert re.fullmatch(r"folder-[0-9a-f]{12}", decision.task)
    assert b"a@example.com" not in Path(os.environ["IRE_GATE_LEDGER"]).read_bytes()


# --- whose configuration holds


def test_a_folder_s_configuration_sets_the_threshold_but_not_where_prompts_go() -> None:
    Path(".ire-gate.toml").write_text(
        'threshold = 1.0\nengine = "openai:gpt"\nbase_url = "http://127.0.0.1:9/v1"\nstore-text = true\n'
        'on-failure = "allow"\non-undecided = "allow"\nledger = "none"\n',
        encoding="utf-8",
    )
    passed = answer(hook("claude-code", prompt(MUDDLED)))
    failed = hook("claude-code", prompt(7 * "x", prompt=7))
    with Ledger.open(None) as ledger:
        (decision,) = ledger.decisions()

    assert passed == {}
    assert failed.returncode == 2
    assert (decision.engine, decision.text, decision.task) == ("rules", None, "s1")


def test_a_flag_of_the_hook_wins_over_the_folder() -> None:
    Path(".ire-gate.toml").write_text("threshold = 0.1\n", encoding="utf-8")

    assert answer(hook("claude-code", prompt(MUDDLED), "--threshold", "1")) == {}


def test_the_configuration_in_the_home_folder_is_the_user_s_own() -> None:
    (Path(os.environ["HOME"]) / ".ire-gate.toml").write_text('on-failure = "allow"\n', encoding="utf-8")

    assert answer(hook("claude-code", b"{")) == {}
    assert events() == ["allowed_failure"]


# --- endings


BROKEN = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"\x00\xff\xfe", id="binary"),
    pytest.param(b"[]", id="a list"),
    pytest.param(b"{}", id="no prompt"),
    pytest.param(b'{"prompt": 7}', id="a prompt that is no text"),
    pytest.param(b'{"hook_event_name": "UserPromptSubmit"}', id="its event without a prompt"),
    pytest.param(b"[" * 100_000, id="nested"),
    pytest.param(json.dumps({"prompt": "Rename `a` to `b`. " * 60_000}).encode(), id="larger than max_bytes"),
]


@pytest.mark.parametrize("data", BROKEN)
def test_input_that_cannot_be_judged_stops_the_prompt(data: bytes) -> None:
    ended = hook("claude-code", data)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("error: the ")
    assert "the gate could not look" in ended.stderr


@pytest.mark.parametrize("host", HOSTS)
def test_a_failure_is_told_in_a_way_that_stops_the_prompt_or_lets_it_through_as_chosen(host: str) -> None:
    closed = hook(host, b"{")
    opened = hook(host, b"{", "--on-failure", "allow")

    if host == "copilot":
        assert answer(closed)["decision"] == "block"
    else:
        assert (closed.returncode, closed.stdout) == (2, "")
    assert "error:" in closed.stderr
    assert answer(opened) == PASSED[host]
    assert events() == ["allowed_failure"]


def test_a_failure_at_the_prompt_denies_copilot_its_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IRE_GATE_THRESHOLD", "seven")
    hook("copilot", message("copilot", CLEAR))
    monkeypatch.delenv("IRE_GATE_THRESHOLD")
    tool = {"sessionId": "p1", "cwd": str(Path.cwd()), "toolName": "bash"}
    denied = answer(hook("copilot", tool))
    (kept,) = (Path(os.environ["IRE_GATE_CACHE"]).parent / "hooks").iterdir()
    kept.write_bytes(b"\xff")
    unreadable = answer(hook("copilot", tool))

    assert denied["permissionDecision"] == unreadable["permissionDecision"] == "deny"
    assert kept.stat().st_mode & 0o077 == 0


def test_an_event_that_has_no_prompt_is_none_of_its_business() -> None:
    for told in ({"hook_event_name": "Stop", "session_id": "s1"}, {"hook_event_name": "PreToolUse", "tool_name": "x"}):
        ended = hook("claude-code", told)

        assert answer(ended) == {}
        assert "it belongs to UserPromptSubmit" in ended.stderr


def test_a_broken_configuration_and_an_unwritable_ledger_are_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".ire-gate.toml").write_text("treshold = 1\n", encoding="utf-8")
    configured = hook("claude-code", prompt(CLEAR))
    Path(".ire-gate.toml").unlink()
    Path("file").touch()
    monkeypatch.setenv("IRE_GATE_LEDGER", str(Path("file/ledger.db").absolute()))
    closed = hook("claude-code", prompt(CLEAR))
    opened = hook("claude-code", prompt(CLEAR), "--on-failure", "allow")

    assert (configured.returncode, closed.returncode) == (2, 2)
    assert "treshold" in configured.stderr
    assert answer(opened) == {}


def test_a_model_that_fails_is_undecided_and_stops_the_prompt_unless_failures_are_allowed(endpoint: Endpoint) -> None:
    endpoint.answers["Specification"] = ["no JSON"]
    flags = ("--engine", "openai:m", "--base-url", endpoint.url)
    variables = {**os.environ, "OPENAI_API_KEY": "x"}
    closed = answer(hook("claude-code", prompt(CLEAR), *flags, env=variables))
    opened = answer(hook("claude-code", prompt(CLEAR), *flags, "--on-failure", "allow", env=variables))

    assert "undecided" in closed["reason"]
    assert opened == {}
    assert events() == ["allowed_undecided"]


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of an endpoint that takes a call and never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"


def test_an_endpoint_that_hangs_is_given_up_at_the_deadline(silent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "x")
    flags = ("--engine", "openai:m", "--base-url", silent, "--deadline", "2")
    started = time.perf_counter()
    closed = hook("claude-code", prompt(CLEAR), *flags)
    took = time.perf_counter() - started
    opened = hook("claude-code", prompt(CLEAR), *flags, "--on-failure", "allow")

    assert took < 10
    assert (closed.returncode, closed.stdout) == (2, "")
    assert "longer than 2 s" in closed.stderr
    assert answer(opened) == {}
    assert events() == ["allowed_failure"]


def test_a_pipe_that_nobody_closes_ends_at_the_deadline() -> None:
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "ire_gate", "hook", "claude-code", "--deadline", "1"]
    ended = subprocess.run(command, stdin=reading, capture_output=True, check=False, timeout=30)
    os.close(reading)
    os.close(writing)

    assert ended.returncode == 2
    assert b"longer than 1 s" in ended.stderr


def test_a_ledger_that_somebody_holds_ends_at_the_deadline() -> None:
    import sqlite3

    hook("claude-code", prompt(CLEAR))
    with sqlite3.connect(os.environ["IRE_GATE_LEDGER"]) as held:
        held.execute("BEGIN EXCLUSIVE")
        ended = hook("claude-code", prompt(CLEAR.replace("usr", "u")), "--deadline", "1")
        held.rollback()
    held.close()

    assert ended.returncode == 2
    assert "longer than 1 s" in ended.stderr


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf"])
def test_a_deadline_that_is_no_time_is_a_failure(seconds: str) -> None:
    ended = hook("claude-code", prompt(CLEAR), "--deadline", seconds)

    assert ended.returncode == 2
    assert "is no time" in ended.stderr


@pytest.mark.parametrize(("text", "code"), [(MUDDLED, 2), (CLEAR, 0)])
def test_where_nobody_hears_the_answer_the_exit_code_says_it(text: str, code: int) -> None:
    words = shlex.join([sys.executable, "-m", "ire_gate", "hook", "claude-code"])
    data = json.dumps(prompt(text)).encode()
    ended = subprocess.run(["/bin/sh", "-c", f"{words} > /dev/full"], input=data, check=False, timeout=60)

    assert ended.returncode == code


def test_standard_input_that_is_closed_is_a_failure() -> None:
    words = shlex.join([sys.executable, "-m", "ire_gate", "hook", "claude-code"])
    ended = subprocess.run(["/bin/sh", "-c", f"{words} <&-"], capture_output=True, check=False, timeout=60)

    assert (ended.returncode, ended.stdout) == (2, b"")


def test_half_a_character_of_another_alphabet_is_judged_like_any_other() -> None:
    told = json.dumps(prompt("x")).replace('"x"', '"Send the report \\ud83d to the relevant people."').encode()

    assert answer(hook("claude-code", told))["decision"] == "block"


def test_what_would_move_the_cursor_is_shown_as_what_it_is() -> None:
    reason = answer(hook("claude-code", prompt("Send the report to the relevant \x1b[2J people.")))["reason"]

    assert "\x1b" not in reason


def test_a_warm_hook_takes_less_than_300_ms() -> None:
    hook("claude-code", prompt(CLEAR))
    times = []
    for number in range(5):
        started = time.perf_counter()
        hook("claude-code", prompt(f"{CLEAR[:-1]} and in `tests/test_{number}.py`."))
        times.append(time.perf_counter() - started)

    assert min(times) < 0.3
