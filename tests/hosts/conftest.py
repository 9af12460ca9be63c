"""A git repository of its own for each test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
MUDDLED = "Send the report to the relevant people.\n"
CLEAR = "Rename `get_usr` to `get_user` in `auth/session.py`.\n"


class Repository:
    """A git repository with a folder of prompts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch", "main")

    def git(self, *words: str, check: bool = True, **variables: str) -> subprocess.CompletedProcess[str]:
        identity = {
            f"GIT_{who}_{what}": "t@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        return subprocess.run(
            ["git", *words],
            cwd=self.folder,
            env={**os.environ, **identity, "GIT_CONFIG_GLOBAL": os.devnull, **variables},
            capture_output=True,
            text=True,
            check=check,
        )

    def write(self, name: str, text: str) -> None:
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    def commit(self, message: str = "change") -> None:
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", message)

    def try_commit(self, **variables: str) -> subprocess.CompletedProcess[str]:
        self.git("add", ".")
        return self.git("commit", "--message", "change", check=False, **variables)

    def commit_past_hooks(self) -> None:
        self.git("add", ".")
        self.git("commit", "--quiet", "--no-verify", "--message", "as it was")

    def gate(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ire_gate", *words], cwd=self.folder, capture_output=True, text=True, check=False
        )


@pytest.fixture(autouse=True)
def _no_runner(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests may themselves be run by GitHub's runner, or by a hook of git."""
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of this project as it is committed, whatever is being worked on in the checkout."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: pre-commit clones the repository")
    clone = tmp_path_factory.mktemp("project") / "ire-gate"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    return clone


def blocks(page: str, language: str) -> list[str]:
    """The blocks of a page of the documentation, in their order."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    folder = tmp_path / "repository"
    folder.mkdir()
    return Repository(folder)
