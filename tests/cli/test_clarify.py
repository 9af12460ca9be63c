"""``ire-gate clarify``: what is asked, what is written, and that it never waits where nobody answers."""

from __future__ import annotations

import json
import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pexpect
import pytest

from tests.cli.conftest import Cli, command, write

VAGUE = "Send the report to the relevant people.\n"
PAGE = (Path(__file__).parent.parent.parent / "docs" / "clarify.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def test_headless_it_returns_a_typed_result_at_once() -> None:
    write("a.md", VAGUE)
    # A pipe that nobody writes to and nobody closes: whoever read it would wait for ever.
    reading, writing = os.pipe()
    ended = subprocess.run(
        command("clarify", "a.md"),
        stdin=reading,
        capture_output=True,
        check=False,
        timeout=20,
    )
    os.close(reading)
    os.close(writing)
    result = json.loads(ended.stdout)

    assert ended.returncode == 1
    assert (result["status"], result["questions"][0]["id"]) == ("needs_answer", "Q1")
    assert json.loads(block("json").splitlines()[0]) == {"Q1": "ops@example.com"}
    assert Path("a.md").read_text(encoding="utf-8") == VAGUE


def test_answers_go_under_a_dated_heading_and_the_text_passes(cli: Cli) -> None:
    write("a.md", VAGUE)
    write("answers.json", block("json"))
    ended = cli("clarify", "a.md", "--answers", "answers.json")
    again = cli("clarify", "a.md", "--answers", "answers.json")
    shown = block("diff").replace("2026-11-25", today())

    assert ended.code == again.code == 0
    assert json.loads(ended.out)["status"] == "passed"
    assert shown in ended.err
    assert again.err == ""
    assert Path("a.md").read_text(encoding="utf-8").count("Clarified") == 1


def test_inline_answers_stand_behind_their_words_and_all_else_stays(cli: Cli) -> None:
    Path("b.txt").write_bytes(b"\xef\xbb\xbf\r\nSend the report to the relevant people.\r\nThen stop `x`.\r\n")
    Path("b.txt").chmod(0o640)
    write("answers.yaml", "the relevant people: ops@example.com\n")
    ended = cli("clarify", "b.txt", "--inline", "--answers", "answers.yaml")

    assert ended.code == 0
    assert Path("b.txt").read_bytes() == (
        b"\xef\xbb\xbf\r\nSend the report to the relevant people (that is: ops@example.com).\r\nThen stop `x`.\r\n"
    )
    assert Path("b.txt").stat().st_mode & 0o777 == 0o640


def test_an_answer_goes_to_the_fence_that_it_is_about(cli: Cli) -> None:
    write("many.md", f"# Notes\n\n```intent\nSet `retries` to 5.\n```\n\nText.\n\n```intent\n{VAGUE}```\n\nEnd.\n")
    child = pexpect.spawn(" ".join(command("clarify", "many.md")), timeout=20, encoding="utf-8")
    child.expect("1/1")
    child.expect("answer")
    child.sendline("ops@example.com")
    child.expect("passed")
    child.expect(pexpect.EOF)
    child.close()
    text = Path("many.md").read_text(encoding="utf-8")

    assert child.exitstatus == 0
    assert (
        f"people.\n\n## Clarified {today()}\n\n- “the relevant people” means: ops@example.com.\n```\n\nEnd.\n" in text
    )
    assert cli("check", "many.md").code == 0


def test_enter_takes_the_recommended_reading_and_a_dash_leaves_it_open() -> None:
    for said, expected in (("", "means: a named person, role, address or thing."), ("-", "Send the report")):
        write("a.md", VAGUE)
        child = pexpect.spawn(" ".join(command("clarify", "a.md")), timeout=20, encoding="utf-8")
        child.expect("answer")
        child.sendline(said)
        child.expect(pexpect.EOF)
        child.close()

        assert expected in Path("a.md").read_text(encoding="utf-8")
        assert child.exitstatus == (1 if said else 0)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ('{"Q2": "x"}', "no question is called 'Q2'"),
        ('{"the relevant peple": "x"}', "did you mean 'the relevant people'"),
        ('["x"]', "not a table of answers"),
        ('{"Q1": 3}', "not a table of answers"),
        ("{", "not a table of answers"),
    ],
)
def test_answers_that_fit_nothing_are_refused_and_nothing_is_written(cli: Cli, answers: str, told: str) -> None:
    write("a.md", VAGUE)
    write("answers.json", answers)
    ended = cli("clarify", "a.md", "--answers", "answers.json")

    assert ended.code == 2
    assert told in ended.err
    assert Path("a.md").read_text(encoding="utf-8") == VAGUE


@pytest.mark.parametrize("path", ["-", "rows.jsonl", "rows.yaml", ".", "missing.md"])
def test_what_no_answer_can_be_written_into_is_refused(cli: Cli, path: str) -> None:
    write("rows.jsonl", '{"text": "x"}\n')

    assert cli("clarify", path).code == 2


def test_an_intent_that_is_not_in_the_file_word_for_word_is_not_touched(cli: Cli) -> None:
    write("quoted.md", "> ```intent\n> Send the report\n> to the relevant people.\n> ```\n")
    write("answers.json", '{"Q1": "ops@example.com"}')
    ended = cli("clarify", "quoted.md", "--answers", "answers.json")

    assert ended.code == 2
    assert "does not stand in it word for word" in ended.err
    assert "Clarified" not in Path("quoted.md").read_text(encoding="utf-8")
