"""Folders: which files in which order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ire_gate.config import Settings
from ire_gate.domain import Intent
from ire_gate.sources import read_sources
from tests.sources.conftest import Put, intents, problem


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def found(*paths: str, include: tuple[str, ...] | None = None) -> list[str]:
    settings = Settings() if include is None else Settings(include=include)
    return [read.source.path or "" for read in intents(*paths, settings=settings)]


def test_the_default_globs_find_intents_prompts_specs_and_tickets_in_order(put: Put) -> None:
    wanted = [
        "a/x.intent.md",
        "b.intent.txt",
        "intents/deep/er/x.md",
        "intents/x.txt",
        "p.prompt.md",
        "specs/api.md",
        "sub/prompts/x.md",
        "sub/tickets/T-1.md",
    ]
    for name in [*wanted, "notes.md", "a/readme.txt", "intents/README.md", "intents/x.py", "specs/x.pdf"]:
        put(name, "Do it.")

    assert found(".") == wanted


def test_files_of_many_are_found_by_their_names(put: Put) -> None:
    put("a.intents.jsonl", '{"text": "A."}')
    put("b.intents.yaml", "- B.\n")
    put("c.jsonl", '{"text": "C."}')

    assert found(".") == ["a.intents.jsonl", "b.intents.yaml"]


def test_a_folder_that_is_named_itself_is_looked_through_as_from_above(put: Put) -> None:
    put("docs/prompts/one.md", "Do it.")
    put("docs/notes/two.md", "Not this.")

    assert found("docs/prompts") == ["docs/prompts/one.md"]
    assert found("docs") == ["docs/prompts/one.md"]


def test_a_folder_elsewhere_counts_with_its_own_name_only(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("specs/project/notes.md", "Not this.")
    put("specs/project/tickets/one.md", "Do it.")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    tickets = tmp_path / "specs" / "project" / "tickets"

    assert found(str(tickets)) == [str(tickets / "one.md")]
    assert found(str(tickets.parent)) == [str(tickets / "one.md")]


def test_the_settings_globs_are_used(put: Put) -> None:
    for name in ("a.md", "b/c.md", "b/d/e.md", "b/d/f.txt"):
        put(name, "Do it.")

    assert found(".", include=("*.md",)) == ["a.md"]
    assert found(".", include=("b/*.md",)) == ["b/c.md"]
    assert found(".", include=("b/**",)) == ["b/c.md", "b/d/e.md", "b/d/f.txt"]
    assert found(".", include=("**/d/*",)) == ["b/d/e.md", "b/d/f.txt"]
    assert found(".", include=("./**/[ab].md", "**/?.txt")) == ["a.md", "b/d/f.txt"]


def test_hidden_and_installed_files_are_passed_by_unless_a_glob_writes_them_out(put: Put) -> None:
    hidden = [".git/x.md", ".venv/x.md", "node_modules/x.md", "__pycache__/x.md", ".cache/x.md", "a/.hidden.md"]
    for name in [*hidden, ".github/prompts/x.md", "a/x.md"]:
        put(name, "Do it.")

    assert found(".", include=("**/*.md",)) == ["a/x.md"]
    assert found(".", include=(".github/prompts/*.md", "a/.*.md", ".git/*.md")) == [
        ".github/prompts/x.md",
        "a/.hidden.md",
    ]


def test_links_to_folders_are_not_followed_and_links_to_files_are(put: Put, tmp_path: Path) -> None:
    put("intents/x.md", "Do it.")
    (tmp_path / "intents" / "loop").symlink_to(tmp_path / "intents")
    (tmp_path / "intents" / "folder.md").symlink_to(tmp_path)
    (tmp_path / "intents" / "y.md").symlink_to(tmp_path / "intents" / "x.md")

    assert found(".") == ["intents/x.md", "intents/y.md"]


def test_a_link_that_leads_nowhere_is_a_problem_of_its_own(put: Put, tmp_path: Path) -> None:
    put("intents/b.md", "Do it.")
    (tmp_path / "intents" / "a.md").symlink_to(tmp_path / "gone")
    (tmp_path / "intents" / "c.md").symlink_to(tmp_path / "intents" / "c.md")
    read = list(read_sources(["."], Settings()))

    assert [isinstance(each, Intent) for each in read] == [False, True, False]


def test_a_folder_without_a_match_names_the_globs_and_the_setting(put: Put) -> None:
    put("empty/notes.md", "Not this.")
    seen = problem("empty", settings=Settings(include=("*.intent.md", "x/*")))

    assert seen.path == "empty"
    assert seen.error.message == "empty: no file in it matches the setting include"
    assert "*.intent.md, x/*" in (seen.error.hint or "")


def test_a_file_that_front_matter_takes_out_still_counts_as_found(put: Put) -> None:
    put("intents/x.md", "---\nire-gate: false\n---\nNotes.")

    assert list(read_sources(["."], Settings())) == []


def test_a_folder_that_may_not_be_read_is_a_problem_and_the_others_go_on(put: Put, tmp_path: Path) -> None:
    put("intents/a/x.md", "Do it.")
    put("intents/b/x.md", "Do it.")
    (tmp_path / "intents" / "a").chmod(0)
    try:
        if os.access(tmp_path / "intents" / "a", os.R_OK):  # the super-user may read everything
            assert found(".") == ["intents/a/x.md", "intents/b/x.md"]
            return
        read = list(read_sources(["."], Settings()))
    finally:
        (tmp_path / "intents" / "a").chmod(0o700)

    assert [isinstance(each, Intent) for each in read] == [False, True]


def test_arguments_keep_their_order(put: Put) -> None:
    for name in ("b.txt", "a.txt", "intents/x.md"):
        put(name, "Do it.")

    assert found("b.txt", "intents", "a.txt") == ["b.txt", "intents/x.md", "a.txt"]
