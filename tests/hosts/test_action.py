"""The composite action: its own scripts, run as the runner runs them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.hosts.conftest import CLEAR, MUDDLED, ROOT, Repository

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


def run(repository: Repository, **inputs: str) -> tuple[int, str, str, str]:
    """Run the check step; returns exit code, annotations, outputs and the job summary."""
    step = next(step for step in ACTION["runs"]["steps"] if step.get("id") == "check")
    given = {name: said.get("default", "") for name, said in ACTION["inputs"].items()} | inputs
    values = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], said)
        for name, said in step["env"].items()
    }
    script = repository.folder / "step.sh"
    script.write_text(step["run"], encoding="utf-8")
    output, summary = repository.folder / "output", repository.folder / "summary"
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=repository.folder,
        env={
            **os.environ,
            **values,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    told = summary.read_text(encoding="utf-8") if summary.exists() else ""
    return done.returncode, done.stdout, output.read_text(encoding="utf-8"), told


def test_a_muddled_change_is_annotated_and_fails_and_a_clear_one_passes(repository: Repository) -> None:
    repository.write("prompts/old.md", MUDDLED)
    repository.commit()
    repository.git("checkout", "--quiet", "-b", "work")
    repository.write("prompts/new file.md", CLEAR)
    repository.commit()
    inputs = yaml.safe_load(re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)[0])
    used = inputs["jobs"]["intents"]["steps"][1]["with"] | {"diff-from": "main"}
    clear, _, passed, _ = run(repository, **used)
    repository.write("prompts/new file.md", MUDDLED)
    muddled, annotations, blocked, summary = run(repository, **used)
    sarif = json.loads((repository.folder / "ire-gate.sarif").read_text(encoding="utf-8"))

    assert (clear, passed) == (0, "exit-code=0\n")
    assert (muddled, blocked) == (1, "exit-code=0\nexit-code=1\n")
    assert "::error file=prompts/new file.md,line=1" in annotations
    assert "old.md" not in annotations
    assert "IRE103" in summary
    assert [found["ruleId"] for found in sarif["runs"][0]["results"]] == ["IRE103"]


def test_what_stands_in_an_input_is_never_executed(repository: Repository) -> None:
    evil = '"; touch executed; $(touch executed) `touch executed`'
    for name in ("paths", "engine", "threshold", "diff-from", "baseline"):
        assert run(repository, **{name: evil})[0] != 0
    assert not (repository.folder / "executed").exists()
    assert not [step["run"] for step in ACTION["runs"]["steps"] if "${{" in step["run"]]


def test_several_paths_are_several(repository: Repository) -> None:
    repository.write("a/x.md", CLEAR)
    repository.write("b/y.md", MUDDLED)

    assert run(repository, paths="a/x.md\nb/y.md")[0] == 1
    assert run(repository, paths="a/x.md")[0] == 0


@pytest.mark.parametrize("line", re.findall(r"^\$ (ire-gate .*)$", PAGE, flags=re.MULTILINE))
def test_the_commands_of_the_page_run(repository: Repository, line: str) -> None:
    repository.write("prompts/a.md", MUDDLED)
    repository.commit()
    ended = repository.gate(*line.split()[1:])

    assert ended.returncode == (0 if "--diff-from" in line else 1)


def test_every_input_is_used_and_told_of() -> None:
    used = json.dumps(ACTION["runs"])

    assert all(f"inputs.{name} " in used for name in ACTION["inputs"])
    assert all(f"`{name}`" in PAGE for name in ACTION["inputs"])
