"""``check --diff-from``: what changed since the branch left its base, and nothing else."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.hosts.conftest import CLEAR, MUDDLED, Repository

TWO = "# Work\n\n```intent\nSet `a` to 1.\n```\n\n```intent\nSet `b` to 2.\n```\n"


def checked(repository: Repository, *words: str) -> list[str]:
    ended = repository.gate("check", *words, "--format", "jsonl")
    rows = [json.loads(line) for line in ended.stdout.splitlines()]
    return [f"{row['source']['path']}:{row['source']['line']}" for row in rows]


@pytest.fixture
def branch(repository: Repository) -> Repository:
    repository.write("prompts/old.md", MUDDLED)
    repository.write("prompts/two.md", TWO)
    repository.write("prompts/rows.intents.jsonl", '{"text": "Set `a` to 1."}\n{"text": "Set `b` to 2."}\n')
    repository.commit()
    repository.git("checkout", "--quiet", "-b", "work")
    return repository


def test_new_changed_renamed_and_untracked_files_are_checked_and_no_others(branch: Repository) -> None:
    branch.write("prompts/new.md", CLEAR)
    branch.git("mv", "prompts/old.md", "prompts/renamed äö.md")
    branch.commit()
    branch.write("prompts/untracked.md", CLEAR)

    assert checked(branch, "--diff-from", "main") == [
        "prompts/new.md:1",
        "prompts/renamed äö.md:1",
        "prompts/untracked.md:1",
    ]


def test_of_several_intents_in_a_file_those_whose_lines_changed(branch: Repository) -> None:
    branch.write("prompts/two.md", TWO.replace("`b` to 2", "`b` to 3"))
    branch.write("prompts/rows.intents.jsonl", '{"text": "Set `a` to 1."}\n{"text": "Set `b` to 3."}\n')

    assert checked(branch, "--diff-from", "main") == ["prompts/rows.intents.jsonl:2", "prompts/two.md:8"]


def test_what_main_did_meanwhile_is_not_this_branch_s(branch: Repository) -> None:
    branch.git("checkout", "--quiet", "main")
    branch.write("prompts/theirs.md", MUDDLED)
    branch.commit()
    branch.git("checkout", "--quiet", "work")
    branch.write("prompts/ours.md", CLEAR)
    branch.commit()

    assert checked(branch, "--diff-from", "main") == ["prompts/ours.md:1"]


def test_a_deleted_file_is_not_looked_for_and_no_change_is_a_pass(branch: Repository) -> None:
    branch.git("rm", "--quiet", "prompts/old.md")
    branch.commit()
    ended = branch.gate("check", "prompts", "--diff-from", "main")

    assert ended.returncode == 0


def test_paths_narrow_it(branch: Repository) -> None:
    branch.write("prompts/x.md", CLEAR)
    branch.write("specs/y.md", CLEAR)

    assert checked(branch, "specs", "--diff-from", "main") == ["specs/y.md:1"]


@pytest.mark.parametrize(
    ("name", "before", "after", "lines"),
    [
        ("a.md", TWO, f"{TWO}\n```intent\nSet `c` to 3.\n```\n", [12]),
        ("a.md", TWO, f"# New title\n\nMore words.\n{TWO}", []),
        ("a.md", TWO, TWO.replace("Set `b`", "<!-- ire-gate: allow IRE101 -->\nSet `b`"), [9]),
        ("a.md", f"---\nintent: false\n---\n{TWO}", TWO, [4, 8]),
        ("a.md", TWO, f"{TWO}\n```intent\nSet `a` to 1.\n```\n", [12]),
        ("a.intents.yaml", "- Set `a` to 1.\n", "- Set `a` to 1.\n- id: b\n  text: Set `b` to 2.\n", [3]),
        (
            "a.intents.yaml",
            "- one: 1\n  text: >\n    Set\n    `a` to 1.\n- Set `b`.\n",
            "- Set `b`.\n- Set `c`.\n",
            [2],
        ),
        (
            "a.jsonl",
            '{"text": "Set `a`."}\n{"text": "Set `b`."}\n',
            '{"text": "Set `b`."}\n{"text": "Set `c`."}\n',
            [2],
        ),
    ],
)
def test_of_several_intents_those_that_were_not_in_it(
    repository: Repository, name: str, before: str, after: str, lines: list[int]
) -> None:
    repository.write(f"prompts/{name}", before)
    repository.commit()
    repository.write(f"prompts/{name}", after)

    assert checked(repository, f"prompts/{name}", "--diff-from", "HEAD") == [f"prompts/{name}:{line}" for line in lines]


def test_of_a_renamed_file_with_several_those_that_are_new(branch: Repository) -> None:
    branch.git("mv", "prompts/two.md", "prompts/three.md")
    branch.write("prompts/three.md", TWO.replace("`b` to 2", "`b` to 3"))
    branch.commit()

    assert checked(branch, "--diff-from", "main") == ["prompts/three.md:8"]


def test_staged_and_unstaged_work_counts_and_what_is_ignored_does_not(branch: Repository) -> None:
    branch.write(".gitignore", "secret/\n")
    branch.write("secret/prompts/a.md", MUDDLED)
    branch.write("prompts/staged.md", CLEAR)
    branch.git("add", "prompts/staged.md")
    branch.write("prompts/old.md", CLEAR)

    assert checked(branch, "--diff-from", "main") == ["prompts/old.md:1", "prompts/staged.md:1"]


def test_it_works_from_a_folder_below(branch: Repository) -> None:
    branch.write("prompts/deep/new.md", CLEAR)
    below = type("Below", (), {"folder": branch.folder / "prompts" / "deep"})()
    ended = Repository.gate(below, "check", "new.md", "../old.md", "--diff-from", "main", "--format", "jsonl")

    assert [json.loads(line)["source"]["path"] for line in ended.stdout.splitlines()] == ["new.md"]


def test_a_path_that_never_was_is_told_and_a_deleted_one_is_not(branch: Repository) -> None:
    branch.git("rm", "--quiet", "prompts/old.md")
    deleted = branch.gate("check", "prompts/old.md", "--diff-from", "main")
    never = branch.gate("check", "promts", "--diff-from", "main")

    assert (deleted.returncode, never.returncode) == (0, 2)
    assert "nothing changed since main" in deleted.stderr
    assert "no such file" in never.stderr


def test_a_changed_file_that_cannot_be_read_is_told(branch: Repository) -> None:
    (branch.folder / "prompts" / "two.md").write_bytes(b"\xff\xfe")

    assert branch.gate("check", "prompts", "--diff-from", "main").returncode == 2


@pytest.mark.parametrize("words", [("--text", CLEAR), ("-",)])
def test_what_is_in_no_file_has_no_history(branch: Repository, words: tuple[str, ...]) -> None:
    ended = branch.gate("check", *words, "--diff-from", "main")

    assert ended.returncode == 2
    assert "no history" in ended.stderr


def test_a_branch_of_other_origin_and_a_repository_without_a_commit_are_told(
    branch: Repository, tmp_path: Path
) -> None:
    branch.git("checkout", "--quiet", "--orphan", "other")
    branch.write("prompts/other.md", CLEAR)
    branch.commit()
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    unrelated = branch.gate("check", "--diff-from", "main")
    empty = Repository(fresh).gate("check", "--diff-from", "main")

    assert (unrelated.returncode, empty.returncode) == (2, 2)
    assert "no commit in common" in unrelated.stderr
    assert "no commit yet" in empty.stderr


def test_the_baseline_is_not_called_stale_for_what_was_not_looked_at(branch: Repository) -> None:
    branch.write("prompts/many.md", TWO.replace("Set `a` to 1.", MUDDLED.strip()))
    branch.gate("check", "prompts", "--write-baseline")
    branch.commit()
    branch.write("prompts/many.md", TWO.replace("Set `a` to 1.", MUDDLED.strip()).replace("to 2", "to 3"))
    ended = branch.gate("check", "--diff-from", "HEAD")

    assert ended.returncode == 0
    assert "gone" not in ended.stderr


@pytest.mark.parametrize("ref", ["nowhere", "--output=x", ""])
def test_a_ref_that_there_is_not_is_an_error_that_says_so(branch: Repository, ref: str) -> None:
    ended = branch.gate("check", f"--diff-from={ref}")

    assert ended.returncode == 2
    assert "--diff-from" in ended.stderr
    assert not (branch.folder / "x").exists()


def test_no_repository_is_an_error_that_says_so(tmp_path: Path) -> None:
    ended = Repository.gate(type("Bare", (), {"folder": tmp_path})(), "check", "--diff-from", "main")

    assert ended.returncode == 2
    assert "no git repository" in ended.stderr


def test_a_shallow_clone_is_told_to_fetch_more(branch: Repository, tmp_path: Path) -> None:
    branch.write("prompts/new.md", CLEAR)
    branch.commit()
    clone = tmp_path / "clone"
    source = f"file://{branch.folder}"
    subprocess.run(["git", "clone", "-q", "--depth", "1", "--branch", "work", source, clone], check=True)
    subprocess.run(["git", "fetch", "-q", "--depth", "1", "origin", "main:main"], cwd=clone, check=True)
    ended = Repository.gate(type("Shallow", (), {"folder": clone})(), "check", "--diff-from", "main")

    assert ended.returncode == 2
    assert "fetch-depth: 0" in ended.stderr
