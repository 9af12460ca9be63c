"""The composite action: its own scripts, run as the runner of GitHub runs them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.hosts.conftest import CLEAR, MUDDLED, ROOT, Repository, blocks

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["id"]: step for step in ACTION["runs"]["steps"]}
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


class Ran(NamedTuple):
    code: int
    log: str
    outputs: dict[str, str]
    summary: str


def run(repository: Repository, step: str, known: dict[str, str], **variables: str) -> Ran:
    """Run a step's script; `known` is what the expressions of its ``env`` come to."""

    def value(found: re.Match[str]) -> str:
        return known[found[1]]

    environment = {name: re.sub(r"\$\{\{ ([\w.-]+) \}\}", value, said) for name, said in STEPS[step]["env"].items()}
    runner = repository.folder.parent / "runner"
    runner.mkdir(exist_ok=True)
    (runner / "step.sh").write_text(STEPS[step]["run"], encoding="utf-8")
    files = {name: runner / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("", encoding="utf-8")
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(runner / "step.sh")],
        cwd=repository.folder,
        env={**os.environ, **environment, **{name: str(file) for name, file in files.items()}, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines())
    return Ran(done.returncode, done.stdout + done.stderr, outputs, files["GITHUB_STEP_SUMMARY"].read_text("utf-8"))


def check(repository: Repository, *, bin_: Path = BIN, **inputs: str) -> Ran:
    """Run the check with these inputs (``_`` for ``-``); the others have their defaults."""
    given = {name: said.get("default", "") for name, said in ACTION["inputs"].items()}
    given |= {name.replace("_", "-"): text for name, text in inputs.items()}
    known = {f"inputs.{name}": text for name, text in given.items()} | {"steps.install.outputs.bin": str(bin_)}
    return run(repository, "check", known)


def test_the_action_fits_github_s_own_schema() -> None:
    words = ["-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", str(ROOT / "action.yml")]
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.strip()) == (0, "ok -- validation done")


def test_the_workflows_of_the_page_fit_github_s_own_schema_and_give_inputs_that_there_are(tmp_path: Path) -> None:
    for number, workflow in enumerate(blocks("ci.md", "yaml")):
        path = tmp_path / f"{number}.yml"
        path.write_text(workflow, encoding="utf-8")
        words = ["-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
        done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
        steps = yaml.safe_load(workflow)["jobs"]["intents"]["steps"]
        (ours,) = [step for step in steps if "ire-gate@" in step["uses"]]

        assert done.returncode == 0
        assert set(ours["with"]) <= set(ACTION["inputs"])


def test_python_is_set_up_by_a_pinned_action_that_leaves_the_job_s_own_alone() -> None:
    assert re.fullmatch(r"actions/setup-python@[0-9a-f]{40}", STEPS["python"]["uses"])
    assert STEPS["python"]["with"]["update-environment"] is False


@pytest.mark.heavy
def test_it_installs_itself_and_checks_with_what_it_installed(repository: Repository, hooks: Path) -> None:
    repository.write("prompts/a.md", MUDDLED)
    known = {
        "steps.python.outputs.python-path": sys.executable,
        "github.action_path": str(hooks),
        "runner.temp": str(repository.folder.parent / "temp dir"),
    }
    installed = run(repository, "install", known)
    ended = check(repository, bin_=Path(installed.outputs["bin"]))

    assert installed.code == 0
    assert ended.code == 1
    assert ended.outputs == {"exit-code": "1", "passed": "0", "blocked": "1", "undecided": "0"}


def test_a_muddled_change_is_annotated_and_fails_and_a_clear_one_passes(repository: Repository) -> None:
    repository.write("prompts/old.md", MUDDLED)
    repository.commit()
    repository.git("checkout", "--quiet", "-b", "work")
    repository.write("prompts/new file.md", CLEAR)
    repository.commit()
    clear = check(repository, diff_from="main")
    repository.write("prompts/new file.md", MUDDLED)
    muddled = check(repository, diff_from="main", sarif_file="out put.sarif")
    sarif = json.loads((repository.folder / "out put.sarif").read_text(encoding="utf-8"))

    assert (clear.code, clear.outputs) == (0, {"exit-code": "0", "passed": "1", "blocked": "0", "undecided": "0"})
    assert (muddled.code, muddled.outputs["blocked"]) == (1, "1")
    assert "::error file=prompts/new file.md,line=1" in muddled.log
    assert "old.md" not in muddled.log
    assert "IRE103" in muddled.summary
    assert [found["ruleId"] for found in sarif["runs"][0]["results"]] == ["IRE103"]


def test_each_input_reaches_the_gate(repository: Repository) -> None:
    repository.write("a b/x.md", CLEAR)
    repository.write("c/y.md", MUDDLED)
    repository.gate("check", "c/y.md", "--write-baseline", "old.json")

    assert check(repository, paths="a b/x.md\nc/y.md\n").outputs["blocked"] == "1"
    assert check(repository, paths="c/y.md", threshold="0.99").code == 0
    assert check(repository, paths="c/y.md", baseline="old.json").code == 0
    assert check(repository, paths="c/y.md", baseline="old.json", args="--no-cache\n--no-baseline").code == 1
    assert "OPENAI_API_KEY" in check(repository, paths="c/y.md", engine="openai:m").log


def test_an_endpoint_that_is_down_is_3_and_counted(repository: Repository) -> None:
    repository.write("a.md", CLEAR)
    args = "--base-url=http://127.0.0.1:9/v1\n--timeout=1"
    ended = check(repository, paths="a.md", engine="openai:m", args=args)

    assert (ended.code, ended.outputs["exit-code"], ended.outputs["undecided"]) == (3, "3", "1")


def test_what_fails_before_anything_is_checked_has_a_code_and_no_counts(repository: Repository) -> None:
    ended = check(repository, paths="a.md", threshold="high", sarif_file="x.sarif")

    assert (ended.code, ended.outputs) == (2, {"exit-code": "2"})
    assert not (repository.folder / "x.sarif").exists()


@pytest.mark.parametrize("name", [name for name in ACTION["inputs"] if name != "python-version"])
def test_what_stands_in_an_input_is_never_executed(repository: Repository, name: str) -> None:
    repository.write("a.md", CLEAR)
    evil = "\"; touch executed; $(touch executed) `touch executed`\n'; touch executed #"
    check(repository, **{"paths": "a.md", name: evil})

    assert not list(repository.folder.rglob("executed"))


def test_no_script_holds_an_expression_and_every_input_is_told_of() -> None:
    used = json.dumps(ACTION["runs"])

    assert not [step["run"] for step in STEPS.values() if "${{" in step.get("run", "")]
    assert all(f"inputs.{name} " in used for name in ACTION["inputs"])
    assert all(f"| `{name}` |" in PAGE for name in ACTION["inputs"])
    assert all(f"`{name}`" in PAGE for name in ACTION["outputs"])


@pytest.mark.parametrize("line", re.findall(r"^\$ (ire-gate .*)$", PAGE, flags=re.MULTILINE))
def test_the_commands_of_the_page_run(repository: Repository, line: str) -> None:
    repository.write("prompts/a.md", MUDDLED)
    repository.commit()
    words = shlex.split(line)[1:]
    ended = repository.gate(*words)

    assert ended.returncode == (0 if "--diff-from" in words else 1)
    for report in [word.split("=")[1] for word in words if "=" in word]:
        assert "IRE103" in (repository.folder / report).read_text(encoding="utf-8")
