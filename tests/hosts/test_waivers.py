"""Waivers and the baseline, through the command line."""

from __future__ import annotations

import json
import re
import shlex

import pytest

from ire_gate.ledger.store import Ledger
from tests.hosts.conftest import CLEAR, MUDDLED, ROOT, Repository

PAGE = (ROOT / "docs" / "waivers.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL))
GOOD = 'allow IRE103 reason="the list stands in the wiki" until=2099-12-31'


def codes(repository: Repository, name: str = "prompts/a.md") -> tuple[int, list[str]]:
    ended = repository.gate("check", name, "--format", "jsonl")
    findings = json.loads(ended.stdout)["findings"]
    return ended.returncode, [found["code"] for found in findings if found["severity"] == "error"]


def test_the_waiver_of_the_page_lets_its_intent_pass_and_is_in_the_ledger(repository: Repository) -> None:
    repository.write("prompts/a.md", BLOCKS["text"])
    ended = repository.gate("check", "prompts/a.md", "--format", "jsonl")
    row = json.loads(ended.stdout)
    with Ledger.open(None) as ledger:
        (decision,), (entry,) = list(ledger.decisions()), list(ledger.audit())

    assert (ended.returncode, row["verdict"]) == (0, "passed")
    assert row["ambiguity"] > row["threshold"]
    assert row["findings"][0]["severity"] == "note"
    assert (decision.waived, entry.event, entry.decision_id) == (1, "waived", decision.decision_id)


@pytest.mark.parametrize(("language", "name"), [("markdown", "prompts/a.md"), ("yaml", "any.intents.yaml")])
def test_the_other_forms_of_the_page_pass_too(repository: Repository, language: str, name: str) -> None:
    repository.write(name, BLOCKS[language])
    ended = repository.gate("check", name)

    assert ended.returncode == 0
    assert "waived until 2099-12-31: " in ended.stdout


def test_the_program_of_the_page_passes(capsys: pytest.CaptureFixture[str]) -> None:
    exec(BLOCKS["python"], {})  # noqa: S102 - the page's own block

    assert capsys.readouterr().out == "passed the wiki has the list\n"


def test_run_executes_a_waived_intent_and_batch_reads_the_field(repository: Repository) -> None:
    repository.write("a.md", BLOCKS["text"])
    waiver = '{"codes": ["IRE103"], "reason": "known", "until": "2099-12-31"}'
    repository.write("in.jsonl", f'{{"id": "1", "text": "{MUDDLED.strip()}", "waivers": [{waiver}]}}\n')

    assert repository.gate("run", "--intent", "a.md", "--", "true").returncode == 0
    assert repository.gate("batch", "in.jsonl", "--output", "out.jsonl").returncode == 0


def test_an_excuse_is_in_every_report_and_a_secret_in_it_in_none(repository: Repository) -> None:
    key = "sk-proj-" + "a1B2" * 12
    repository.write("a.md", f'# ire-gate: allow IRE103 reason="known {key}" until=2099-12-31\n{MUDDLED}')
    for form in ("text", "jsonl", "sarif", "github"):
        ended = repository.gate("check", "a.md", "--format", form, "--explain")
        assert "waived until 2099-12-31: known" in ended.stdout
        assert key not in ended.stdout


@pytest.mark.parametrize("line", [f"# ire-gate: {GOOD}", f"<!-- ire-gate: {GOOD} -->", f"// ire-gate: {GOOD}"])
def test_each_kind_of_comment_waives_and_lines_still_count_in_the_file(repository: Repository, line: str) -> None:
    repository.write("prompts/a.md", f"{line}\n{MUDDLED}")
    repository.write("prompts/b.md", f"{line}\nClean it up properly. {MUDDLED}")
    ended = repository.gate("check", "prompts/b.md", "--format", "github")

    assert codes(repository)[0] == 0
    assert "line=2" in ended.stdout


@pytest.mark.parametrize(
    ("waiver", "code"),
    [
        ("allow IRE103 until=2099-12-31", "IRE306"),
        ('allow IRE103 reason="" until=2099-12-31', "IRE306"),
        ('allow IRE103 reason="was fine" until=2020-01-01', "IRE307"),
        ('allow IRE103 reason="no day"', "IRE3"),
        ('allow IRE999 reason="no such code" until=2099-12-31', "IRE3"),
        ("allow", "IRE3"),
    ],
)
def test_a_waiver_that_lacks_something_is_a_finding_and_waives_nothing(
    repository: Repository, waiver: str, code: str
) -> None:
    repository.write("prompts/a.md", f"# ire-gate: {waiver}\n{MUDDLED}")
    ended, found = codes(repository)

    assert ended == 1
    assert "IRE103" in found
    assert any(other.startswith(code) for other in found if other != "IRE103")


def test_a_waiver_of_another_code_does_not_help(repository: Repository) -> None:
    repository.write("prompts/a.md", f'# ire-gate: allow IRE101 reason="x y" until=2099-12-31\n{MUDDLED}')

    assert codes(repository) == (1, ["IRE103"])


def test_waivers_can_be_turned_off(repository: Repository) -> None:
    repository.write(".ire-gate.toml", "waivers = false\n")
    repository.write("prompts/a.md", f"# ire-gate: {GOOD}\n{MUDDLED}")

    assert codes(repository)[0] == 1


def test_what_was_there_before_the_baseline_passes_and_what_is_new_does_not(repository: Repository) -> None:
    repository.write("prompts/a.md", MUDDLED)
    commands = [shlex.split(line.removeprefix("$ ire-gate ")) for line in BLOCKS["console"].splitlines()]
    written, checked = (repository.gate(*words) for words in commands)
    moved = f"{CLEAR}\n{MUDDLED}"
    repository.write("prompts/a.md", moved)
    after_a_move = repository.gate(*commands[1])
    repository.write("prompts/b.md", "Notify the right people soon.\n")
    with_new = repository.gate(*commands[1])
    without = repository.gate(*commands[1], "--no-baseline")

    assert [one.returncode for one in (written, checked, after_a_move, with_new, without)] == [0, 0, 0, 1, 1]
    assert "relevant" not in (repository.folder / ".ire-gate-baseline.json").read_text(encoding="utf-8")
    assert "prompts/a.md" not in "".join(line for line in with_new.stdout.splitlines() if "✗" in line)


def test_a_path_behind_the_flag_is_a_path_and_a_file_is_named_by_its_ending(repository: Repository) -> None:
    repository.write("prompts/a.md", MUDDLED)
    first = repository.gate("check", "--write-baseline", "prompts/a.md")
    named = repository.gate("check", "prompts/a.md", "--write-baseline", "old.json")
    checked = repository.gate("check", "prompts", "--baseline", "old.json")

    assert [one.returncode for one in (first, named, checked)] == [0, 0, 0]
    assert (repository.folder / "prompts" / "a.md").read_text(encoding="utf-8") == MUDDLED
    assert (repository.folder / "old.json").read_bytes() == (repository.folder / ".ire-gate-baseline.json").read_bytes()
    assert "IRE103 missing_actor_or_target: in the baseline" in checked.stdout


def test_it_is_found_from_a_folder_below_and_made_at_the_root(repository: Repository) -> None:
    repository.write("prompts/deep/a.md", MUDDLED)
    below = type("Below", (), {"folder": repository.folder / "prompts" / "deep"})()
    written = Repository.gate(below, "check", "a.md", "--write-baseline")
    checked = Repository.gate(below, "check", "a.md")

    assert (written.returncode, checked.returncode) == (0, 0)
    assert (repository.folder / ".ire-gate-baseline.json").exists()


def test_nothing_is_written_if_not_all_could_be_looked_at(repository: Repository) -> None:
    repository.write("prompts/a.md", MUDDLED)
    (repository.folder / "prompts" / "b.md").write_bytes(b"\xff\xfe")
    ended = repository.gate("check", "prompts", "--write-baseline")

    assert ended.returncode == 2
    assert "is not written" in ended.stderr
    assert not (repository.folder / ".ire-gate-baseline.json").exists()


def test_a_baseline_that_is_named_must_exist(repository: Repository) -> None:
    repository.write("prompts/a.md", CLEAR)
    ended = repository.gate("check", "prompts", "--baseline", "none.json")

    assert ended.returncode == 2
    assert "none.json" in ended.stderr


def test_what_is_gone_is_told_and_taken_out_when_it_is_written_anew(repository: Repository) -> None:
    repository.write("prompts/a.md", MUDDLED)
    repository.gate("check", "prompts", "--write-baseline")
    repository.write("prompts/a.md", CLEAR)
    told = repository.gate("check", "prompts")
    repository.gate("check", "prompts", "--write-baseline")
    baseline = json.loads((repository.folder / ".ire-gate-baseline.json").read_text(encoding="utf-8"))

    assert told.returncode == 0
    assert "are gone" in told.stderr
    assert baseline["findings"] == []


def test_a_baseline_does_not_let_anything_be_executed(repository: Repository) -> None:
    repository.write("prompts/a.md", MUDDLED)
    repository.gate("check", "prompts", "--write-baseline")

    assert repository.gate("run", "--intent", "prompts/a.md", "--", "true").returncode == 1


@pytest.mark.parametrize("text", ["{", "[]", '{"version": "ire_gate.baseline/9"}'])
def test_a_broken_baseline_is_2_and_says_how_to_mend_it(repository: Repository, text: str) -> None:
    repository.write("prompts/a.md", CLEAR)
    repository.write(".ire-gate-baseline.json", text)
    ended = repository.gate("check", "prompts")

    assert ended.returncode == 2
    assert "--write-baseline" in ended.stderr
