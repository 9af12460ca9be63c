"""The README is true: its output comes out again, its Python runs, its tables are those of the result files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=environment,
        check=False,
    )


def test_the_shown_output_comes_out_again() -> None:
    found = re.search(r'```\n\$ ire-gate check --text "(.+)"\n(.*?)```', README, re.DOTALL)
    assert found
    done = run("-m", "ire_gate", "check", "--text", found[1])

    assert done.returncode == 1
    assert re.sub(r"\d+ ms", "_ ms", done.stdout).strip() == re.sub(r"\d+ ms", "_ ms", found[2]).strip()


def test_the_shown_python_runs() -> None:
    found = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert found
    done = run("-c", found[1])

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("blocked")


def test_the_tables_are_those_of_the_result_files() -> None:
    printed = run("benchmarks/table.py").stdout.strip()

    assert printed
    assert printed in README


def test_the_speeds_are_those_of_the_result_file() -> None:
    measured = json.loads((ROOT / "benchmarks" / "results" / "speed.json").read_text(encoding="utf-8"))
    shown = re.findall(r"^\| [^|]+ \| ([\d.]+) \| [≤≥] ([\d.]+)(, missed)? \|$", README, re.MULTILINE)

    assert [(float(value), float(limit), not missed) for value, limit, missed in shown] == [
        (round(found["value"], 2), found["limit"], found["met"]) for found in measured.values()
    ]


def test_every_command_that_is_shown_exists() -> None:
    shown = set(re.findall(r"^ire-gate (\w+)", README, re.MULTILINE))
    listed = run("-m", "ire_gate", "--help").stdout

    assert shown
    assert not {name for name in shown if f"\n  {name}" not in listed}
