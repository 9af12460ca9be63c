"""The hooks in the real pre-commit, on a real repository."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hosts.conftest import CLEAR, MUDDLED, ROOT, Repository

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("pre-commit")]

PAGE = (ROOT / "docs" / "pre-commit.md").read_text(encoding="utf-8")


def precommit(repository: Repository, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *words],
        cwd=repository.folder,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: pre-commit clones the repository")
    return str(tmp_path_factory.mktemp("pre-commit"))


def test_the_manifest_is_valid(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")],
        check=False,
        env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path)},
    )

    assert done.returncode == 0


def test_tried_on_a_repository_it_blocks_what_is_muddled_and_passes_what_is_clear(
    repository: Repository, home: str
) -> None:
    repository.write("prompts/muddled.md", MUDDLED)
    repository.write("prompts/clear.md", CLEAR)
    repository.write("README.md", MUDDLED)
    repository.git("add", ".")
    ended = precommit(repository, "try-repo", str(ROOT), "ire-gate", "--all-files", "--verbose", PRE_COMMIT_HOME=home)
    quiet = precommit(
        repository, "try-repo", str(ROOT), "ire-gate", "--files", "prompts/clear.md", PRE_COMMIT_HOME=home
    )

    assert ended.returncode == 1
    assert "prompts/muddled.md:1  ✗ blocked" in ended.stdout
    assert "README.md" not in ended.stdout
    assert quiet.returncode == 0


def test_a_commit_is_blocked_mended_and_made_and_a_push_is_checked_too(
    repository: Repository, home: str, tmp_path: Path
) -> None:
    found = re.search(r"^```yaml\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert found
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)
    config = found[1].replace("https://github.com/OWNER/ire-gate", str(ROOT)).replace("v0.1.0", head.stdout.strip())
    repository.write(".pre-commit-config.yaml", config)
    repository.git("init", "--quiet", "--bare", str(tmp_path / "remote"))
    repository.git("remote", "add", "origin", str(tmp_path / "remote"))
    precommit(repository, "install", "--hook-type", "pre-commit", "--hook-type", "pre-push", PRE_COMMIT_HOME=home)
    repository.git("add", ".")
    repository.git("commit", "-m", "hooks", PRE_COMMIT_HOME=home)

    repository.write("prompts/a.md", MUDDLED)
    repository.git("add", ".")
    blocked = repository.git("commit", "-m", "muddled", check=False, PRE_COMMIT_HOME=home)
    repository.write("prompts/a.md", CLEAR)
    repository.git("add", ".")
    made = repository.git("commit", "-m", "clear", check=False, PRE_COMMIT_HOME=home)
    pushed = repository.git("push", "origin", "main", check=False, PRE_COMMIT_HOME=home)
    repository.write("prompts/a.md", MUDDLED)
    repository.git("add", ".")
    repository.git("commit", "--no-verify", "-m", "past the hook", PRE_COMMIT_HOME=home)
    stopped = repository.git("push", "origin", "main", check=False, PRE_COMMIT_HOME=home)

    assert blocked.returncode == 1
    assert "Which exactly are “the relevant people”?" in blocked.stdout + blocked.stderr
    assert made.returncode == 0
    assert pushed.returncode == 0
    assert stopped.returncode != 0
    assert "intent gate (model)" in stopped.stdout + stopped.stderr
