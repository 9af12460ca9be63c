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
