from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.integrations.conftest import CLEAR, MUDDLED, PAGE, QUESTION, blocks
from tests.integrations.hosts import environment, python_of

KICKOFFS = {
    "muddled": ({"request": MUDDLED}, None),
    "clear": ({"request": CLEAR}, None),
    "without the input": ({"other": CLEAR}, None),
    "without words": ({"request": " "}, None),
    "broken": ({"request": CLEAR}, "file/ledger.db"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What happened to each kickoff; one process for all, as CrewAI takes seconds to start."""
    folder = tmp_path_factory.mktemp("crew")
    (folder / "file").write_text("", encoding="utf-8")
    asked = {"block": blocks("CrewAI")[1], "kickoffs": list(KICKOFFS.values())}
    ran = subprocess.run(
        [python_of("crewai"), Path(__file__).parent / "crew.py"],
        input=json.dumps(asked),
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    return dict(zip(KICKOFFS, json.loads(ran.stdout.splitlines()[-1]), strict=True))


def test_a_blocked_kickoff_aborts_before_its_first_task_and_carries_the_result(told: dict[str, Any]) -> None:
    blocked = told["muddled"]
    assert blocked["calls"] == 0
    assert blocked["blocked"]["questions"][0]["question"] == QUESTION
    assert blocked["blocked"]["decision_id"]
    assert QUESTION in blocked["text"]


def test_an_allowed_kickoff_runs(told: dict[str, Any]) -> None:
    assert told["clear"] == {"calls": 1, "output": "done"}


def test_a_misspelt_input_is_an_error_and_no_way_around_the_gate(told: dict[str, Any]) -> None:
    assert told["without the input"] == {"calls": 0, "error": "InputError"}


def test_without_words_the_crew_runs(told: dict[str, Any]) -> None:
    assert told["without words"]["output"] == "done"


def test_an_error_of_the_gate_is_not_swallowed(told: dict[str, Any]) -> None:
    assert told["broken"] == {"calls": 0, "error": "LedgerError"}


def test_the_page_installs_what_the_tests_install() -> None:
    made = re.search(r"^LOCAL = (.*)$", (PAGE.parent.parent / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert made
    assert blocks("CrewAI")[0].splitlines() == [f"pip install crewai {made[1]}", "pip install --no-deps ire-gate"]
