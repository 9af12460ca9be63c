"""The hooks in the real pre-commit, on a real repository."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from ire_gate.cli.init import FILES, NOT_FILES
from ire_gate.config.settings import INCLUDE
from tests.conftest import Endpoint, gap, specification
from tests.hosts.conftest import CLEAR, MUDDLED, ROOT, Repository, blocks

MANIFEST = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def precommit(repository: Repository, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *words],
        cwd=repository.folder,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_manifest_is_valid(repository: Repository, tmp_path: Path) -> None:
    manifest = str(ROOT / ".pre-commit-hooks.yaml")

    assert precommit(repository, "validate-manifest", manifest, PRE_COMMIT_HOME=str(tmp_path)).returncode == 0


def test_the_hooks_look_at_what_the_setting_include_finds() -> None:
    names = [glob.replace("**/", "x/").replace("*", "name") for glob in INCLUDE]
    names += [glob.replace("**/", "").replace("*", "name") for glob in INCLUDE]

    for hook in MANIFEST:
        assert (hook["files"], hook["exclude"]) == (FILES, NOT_FILES)
        assert [name for name in names if not re.search(hook["files"], name)] == []
        assert not re.search(hook["files"], "src/name.md")
        assert re.search(hook["exclude"], "prompts/README.md")


@pytest.mark.heavy
def test_tried_on_a_repository_it_blocks_what_is_muddled_and_passes_what_is_clear(
    repository: Repository, hooks: Path, tmp_path: Path
) -> None:
    repository.write("prompts/muddled.md", MUDDLED)
    repository.write("prompts/clear.md", CLEAR)
    repository.write("prompts/README.md", MUDDLED)
    repository.write("notes.md", MUDDLED)
    repository.git("add", ".")
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    ended = precommit(repository, "try-repo", str(hooks), "ire-gate", "--all-files", "--verbose", **home)

    assert ended.returncode == 1
    assert "prompts/muddled.md:1  ✗ blocked" in ended.stdout
    assert "prompts/clear.md:1  ✓ passed" in ended.stdout
    assert "2 intents" in ended.stdout


@pytest.mark.heavy
def test_a_commit_is_blocked_mended_and_made_and_a_push_is_checked_by_the_configured_engine(
    repository: Repository, hooks: Path, tmp_path: Path, endpoint: Endpoint
) -> None:
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=hooks, capture_output=True, text=True, check=True)
    config = blocks("pre-commit.md", "yaml")[0].replace("https://github.com/OWNER/ire-gate", str(hooks))
    repository.write(".pre-commit-config.yaml", config.replace("v0.1.0", head.stdout.strip()))
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    model = {**home, "IRE_GATE_ENGINE": "openai:m", "IRE_GATE_BASE_URL": endpoint.url}
    repository.git("init", "--quiet", "--bare", str(tmp_path / "remote"))
    repository.git("remote", "add", "origin", str(tmp_path / "remote"))
    (install,) = blocks("pre-commit.md", "console")
    installed = precommit(repository, *install.split()[2:], **home)
    repository.write("prompts/old.md", MUDDLED)
    repository.commit_past_hooks()

    repository.write("prompts/a.md", MUDDLED)
    blocked = repository.try_commit(**home)
    repository.write("prompts/a.md", CLEAR)
    made = repository.try_commit(**home)
    pushed = repository.git("push", "origin", "main", check=False, **model)
    asked = len(endpoint.asked)
    endpoint.answers["Specification"] = [specification(gap("`get_usr`", 0.9))]
    repository.write("prompts/a.md", CLEAR.replace("Rename", "Now rename"))
    repository.try_commit(**home)
    stopped = repository.git("push", "origin", "main", check=False, **model)

    repository.write("prompts/old.md", f"\n{MUDDLED}")
    before = repository.try_commit(**home)
    repository.gate("check", "prompts/old.md", "--write-baseline")
    excused = repository.try_commit(**home)

    assert installed.stdout.count("pre-commit installed at") == 2
    assert (blocked.returncode, made.returncode) == (1, 0)
    for line in blocks("pre-commit.md", "text")[0].replace("report.md", "a.md").splitlines():
        assert line in blocked.stdout + blocked.stderr
    assert (pushed.returncode, asked > 0) == (0, True)
    assert stopped.returncode != 0
    assert "What does '`get_usr`' mean?" in stopped.stdout + stopped.stderr
    assert (before.returncode, excused.returncode) == (1, 0)


def test_what_init_writes_is_a_configuration_that_blocks(repository: Repository, tmp_path: Path) -> None:
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home"), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    begun = repository.gate("init")
    valid = precommit(repository, "validate-config", ".pre-commit-config.yaml", **home)
    installed = precommit(repository, "install", **home)
    repository.write("prompts/a.md", MUDDLED)
    blocked = repository.try_commit(**home)
    repository.write("prompts/a.md", CLEAR)
    made = repository.try_commit(**home)

    assert (begun.returncode, valid.returncode) == (0, 0)
    assert installed.stdout.count("pre-commit installed at") == 2
    assert (blocked.returncode, made.returncode) == (1, 0)
    assert "IRE103" in blocked.stdout + blocked.stderr


def test_init_leaves_an_existing_configuration_alone_and_prints_what_to_add(repository: Repository) -> None:
    own = "repos:\n  - repo: local\n    hooks: []\n"
    repository.write(".pre-commit-config.yaml", own)
    ended = repository.gate("init")
    added = yaml.safe_load(f"repos:\n{ended.stdout}")

    assert (repository.folder / ".pre-commit-config.yaml").read_text(encoding="utf-8") == own
    assert [hook["id"] for hook in added["repos"][0]["hooks"]] == ["ire-gate", "ire-gate-llm"]
