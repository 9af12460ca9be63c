"""Every ending has its exit code, and 1 means that an intent was blocked and nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.cli.conftest import CLEAR, VAGUE, Cli, Ended, command, in_its_own_process, write
from tests.conftest import Endpoint, gap, specification


def test_all_passed_is_0(cli: Cli) -> None:
    write("a.md")
    assert cli("check", "a.md").code == 0


def test_blocked_is_1(cli: Cli) -> None:
    write("a.md", VAGUE)
    assert cli("check", "a.md").code == 1


def test_undecided_is_3_even_where_run_may_execute_it(cli: Cli, endpoint: Endpoint) -> None:
    endpoint.answers["Specification"] = ["no JSON at all"]
    write("a.md")
    engine = ("--engine", "openai:test", "--base-url", endpoint.url)
    refused = cli("check", "a.md", *engine)
    write(".ire-gate.toml", 'on-undecided = "allow"\n')
    allowed = cli("check", "a.md", *engine)

    assert (refused.code, allowed.code) == (3, 3)
    assert "IRE301" in refused.out


def test_blocked_outranks_undecided_and_unreadable(cli: Cli, endpoint: Endpoint) -> None:
    endpoint.answers["Specification"] = [specification(gap("best customers", 0.9)), "no JSON", "no JSON"]
    write("a.md", VAGUE)
    write("b.md")
    ended = cli(
        "check", "a.md", "missing.md", "b.md", "--engine", "openai:test", "--base-url", endpoint.url, "--concurrency", 1
    )

    assert ended.code == 1
    assert "undecided" in ended.out
    assert "missing.md" in ended.err


def test_unreadable_outranks_undecided(cli: Cli, endpoint: Endpoint) -> None:
    endpoint.answers["Specification"] = ["no JSON"]
    write("b.md")
    assert cli("check", "missing.md", "b.md", "--engine", "openai:test", "--base-url", endpoint.url).code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("check",), id="nothing to check"),
        pytest.param(("check", "missing.md"), id="missing file"),
        pytest.param(("check", "."), id="folder without intents"),
        pytest.param(("check", "--text", " "), id="empty text"),
        pytest.param(("check", "--text", "x", "--engine", "rulez"), id="unknown engine"),
        pytest.param(("check", "--text", "x", "--engine", "openai:m"), id="no key"),
        pytest.param(("check", "--text", "x", "--threshold", "7"), id="threshold out of range"),
        pytest.param(("check", "--text", "x", "--threshold", "high"), id="threshold is no number"),
        pytest.param(("check", "--text", "x", "--format", "xml"), id="unknown format"),
        pytest.param(("check", "--text", "x", "--tag", "author=me"), id="tag of a person"),
        pytest.param(("check", "--text", "x", "--tag", "team"), id="tag without value"),
        pytest.param(("check", "--frobnicate"), id="unknown flag"),
        pytest.param(("chekc",), id="unknown command"),
        pytest.param(("check", "--explain", "IRE999"), id="unknown code"),
        pytest.param(("batch", "rows.jsonl"), id="batch without output"),
        pytest.param(("report", "--by", "author"), id="grouped by a person"),
        pytest.param(("report", "--since", "yesterday-ish"), id="no time"),
        pytest.param(("outcome", "abcdef"), id="outcome of nothing"),
        pytest.param(("run", "--text", "x"), id="nothing to run"),
        pytest.param(("spec",), id="nothing to translate"),
    ],
)
def test_what_the_user_can_mend_is_2_and_says_how(cli: Cli, arguments: tuple[str, ...]) -> None:
    ended = cli(*arguments)

    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.count("error: ") == 1
    assert "hint: " in ended.err or " is not " in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("flag", "value", "allowed"),
    [
        ("--timeout", "0", "a number of seconds above 0"),
        ("--threshold", "7", "a number from 0 to 1"),
        ("--concurrency", "0", "a whole number from 1 to 256"),
        ("--zone", "world", "an upper-case code of three letters"),
        ("--tag", "team", "KEY=VALUE"),
        ("--base-url", "localhost:8000", "an address such as http://127.0.0.1:8000/v1"),
    ],
)
def test_what_a_flag_takes_is_said_once(cli: Cli, flag: str, value: str, allowed: str) -> None:
    ended = cli("check", "--text", CLEAR, flag, value)

    assert ended.code == 2
    assert ended.err.count(allowed) == 1
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("run", "--", "true"), "error: give exactly one of --text and --intent"),
        (("run", "--text", "a", "--intent", "b", "--", "true"), "error: give exactly one of --text and --intent"),
        (("compare", "-", "--output", "-"), 'hint: write one object a line: {"id": "…", "a": "…", "b": "…"}'),
        (("batch", "-", "--output", "-"), 'hint: write one object a line: {"id": "…", "text": "…"}'),
        (("check", "--text", CLEAR, "--explain", "VWX"), "hint: known: IRE101"),
    ],
)
def test_what_next_is_said_in_the_words_of_the_command(cli: Cli, arguments: tuple[str, ...], told: str) -> None:
    assert told in cli(*arguments).err


@pytest.mark.parametrize(
    "written", ["threshold = ", "treshold = 0.4", "threshold = 4"], ids=["broken", "unknown", "range"]
)
def test_a_wrong_configuration_is_2(cli: Cli, written: str) -> None:
    write(".ire-gate.toml", written)
    ended = cli("check", "--text", CLEAR)

    assert ended.code == 2
    assert ".ire-gate.toml" in ended.err


def test_a_ledger_that_cannot_be_written_is_3_and_nothing_is_announced(cli: Cli) -> None:
    write("folder-in-the-way/x")
    ended = cli("check", "--text", CLEAR, "--ledger", "folder-in-the-way", "--format", "json")

    assert ended.code == 3
    assert ended.out == ""
    assert "error: " in ended.err


CRASH = """
import sys, types, click
from ire_gate.cli.main import COMMANDS
module = types.ModuleType("ire_gate.cli.broken")
@click.command("broken")
def command(): raise {error}
module.command = command
sys.modules["ire_gate.cli.broken"] = module
COMMANDS["broken"] = "Breaks."
sys.argv = ["ire-gate", "broken"]
from ire_gate.__main__ import main
main()
"""


@pytest.mark.parametrize("error", ["RuntimeError('boom')", "RecursionError()", "OSError(5, 'boom')", "MemoryError()"])
def test_a_crash_is_3_with_a_traceback(error: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASH.format(error=error)], check=False, capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 3
    assert "Traceback" in done.stderr
    assert "error: ire-gate broke" in done.stderr


@pytest.mark.parametrize("error", ["KeyboardInterrupt", "click.Abort()"])
def test_an_interrupt_is_130(error: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASH.format(error=error)], check=False, capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 130
    assert "Traceback" not in done.stderr


def test_version_and_help_are_0() -> None:
    version, helped = in_its_own_process("--version"), in_its_own_process("check", "--help")

    assert (version.code, helped.code) == (0, 0)
    assert version.out.startswith("ire-gate 0.")
    assert "--explain" in helped.out


def test_an_unknown_command_names_the_nearest(cli: Cli) -> None:
    assert "'check'" in cli("chekc").err


def test_a_reader_that_has_gone_ends_it_quietly() -> None:
    rows = "".join(json.dumps({"id": str(number), "text": f"{CLEAR} [{number}]"}) + "\n" for number in range(300))
    write("many.jsonl", rows)
    with subprocess.Popen(
        command("check", "many.jsonl", "--format", "jsonl"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()

    assert said == b""
    assert process.returncode not in {0, 1}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [("check", "--text", CLEAR), ("check", "--explain", "IRE101")])
def test_a_full_disk_is_3_and_no_crash(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command(*arguments), check=False, stdout=full, stderr=subprocess.PIPE, timeout=60)

    assert done.returncode == 3
    assert b"cannot write" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.fixture
def slow() -> object:
    """An endpoint that answers at once, but not about texts with the word `tarry`."""
    with HTTPServer(threaded=True) as server:
        answers = Endpoint(server)

        def handle(request: Request) -> Response:
            if b"tarry" in request.get_data():
                time.sleep(20)
            return answers._handle(request)  # noqa: SLF001 - the same answers, some of them late

        server.clear()
        server.expect_request("/v1/chat/completions").respond_with_handler(handle)
        yield answers


def interrupted(arguments: list[str], number: signal.Signals, *, when: Path) -> tuple[int, bytes, bytes]:
    """Run a command, signal it when a file holds something, and return its code and output."""
    with Path("out").open("wb") as out, Path("err").open("wb") as err:
        process = subprocess.Popen(arguments, stdout=out, stderr=err, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not (when.exists() and when.read_bytes()):
            time.sleep(0.05)
        started = time.monotonic()
        process.send_signal(number)
        code = process.wait(timeout=30)
    assert time.monotonic() - started < 8
    return code, Path("out").read_bytes(), Path("err").read_bytes()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_interrupted_it_tells_and_records_what_is_finished_and_ends_with_130(
    slow: Endpoint, number: signal.Signals
) -> None:
    rows = [{"id": "first", "text": CLEAR}, {"id": "second", "text": f"{CLEAR} Do not tarry."}]
    write("rows.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    arguments = command("check", "rows.jsonl", "--engine", "openai:m", "--base-url", slow.url, "--format", "json")
    code, out, err = interrupted(arguments, number, when=Path("out"))

    assert code == 130, err
    assert [row["id"] for row in json.loads(out)] == ["first"]
    assert b"Traceback" not in err
    assert b"interrupted: 1 are finished; run again to go on" in err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_hanging_model_does_not_hold_an_interrupted_check(slow: Endpoint, number: signal.Signals) -> None:
    for name in "abc":
        write(f"{name}.md", f"{CLEAR} Do not tarry. {name}")
    write("ready.md")
    arguments = command(
        "check", "ready.md", "a.md", "b.md", "c.md", "--engine", "openai:m", "--base-url", slow.url, "--format", "jsonl"
    )
    code, out, err = interrupted(arguments, number, when=Path("out"))

    assert code == 130
    assert len(out.splitlines()) == 1
    assert b"Traceback" not in err


def test_help_imports_nothing_heavy() -> None:
    heavy = ("numpy", "sqlalchemy", "openai", "anthropic", "jinja2", "rich", "asyncio", "pydantic", "ire_gate.gate")
    script = "import sys; from ire_gate.__main__ import run; run(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, env={**os.environ}
    )

    assert not set(heavy) & set(done.stderr.split())


def test_a_cold_check_with_the_rules_imports_nothing_heavy() -> None:
    write("a.md")
    heavy = ("numpy", "sqlalchemy", "openai", "anthropic", "rich", "pydantic", "torch")
    script = (
        "import sys; from ire_gate.__main__ import run; run(['check', 'a.md', '--engine', 'rules']); "
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, env={**os.environ}
    )

    assert not set(heavy) & set(done.stderr.split())


def in_a_shell(line: str) -> Ended:
    done = subprocess.run(
        ["bash", "-c", line.replace("ire-gate", f"{sys.executable} -m ire_gate")],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("ire-gate check --text 'Set `a` to 5.' 2>&-", 0),
        ("ire-gate check --text 'Set `a` to 5.' <&- 2>&-", 0),
        ("ire-gate check --text 'Set `a` to 5.' 2>/dev/full", 0),
        ("ire-gate check nope 2>/dev/full", 2),
        ("ire-gate check nope 2>&-", 2),
        ("ire-gate check - <&-", 2),
        ("ire-gate batch - --output - <&-", 2),
        ("ire-gate compare - --output - <&-", 2),
        ("ire-gate check --text 'Set `a` to 5.' >&-", 3),
        ("ire-gate check --text 'Set `a` to 5.' >&- 2>&-", 3),
        ("ire-gate --help >/dev/full", 3),
        ("ire-gate check --help >/dev/full", 3),
        ("ire-gate --version >/dev/full 2>&1", 3),
    ],
)
def test_a_stream_that_is_closed_or_full_never_makes_a_crash(line: str, code: int) -> None:
    ended = in_a_shell(line)

    assert (ended.code, "Traceback" in ended.out + ended.err) == (code, False), ended
    if code and "2>" not in line:
        assert ended.err.startswith("error: ")
        assert "standard" in ended.err


def test_the_ledger_never_gets_the_number_of_a_closed_stream(cli: Cli) -> None:
    assert in_a_shell("ire-gate check nope --text 'Set `a` to 5.' 2>&-").code == 2
    report = cli("report", "--format", "json")

    assert json.loads(report.out)["total"]["decisions"] == 1


def test_bare_it_prints_its_help(cli: Cli) -> None:
    bare = cli()

    assert bare == cli("--help")
    assert (bare.code, bare.err) == (0, "")
    assert "Commands" in bare.out
