"""The page about the ledger says what is so: its commands run, its tables are the tables, its line is a line."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from ire_gate.__main__ import run
from ire_gate.config import load_settings
from ire_gate.ledger.database import ROWS
from ire_gate.ledger.lines import row_of
from ire_gate.ledger.places import place_of
from tests.ledger.trips import ROOT

PAGE = (ROOT / "docs" / "ledger.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
USAGE, LINE, SET_UP = (block for _, block in BLOCKS)


def test_the_commands_do_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for command, shown in re.findall(r"^\$ ire-gate (.*)\n((?:[^$].*\n)*)", USAGE, re.MULTILINE):
        code = run(shlex.split(command))
        told = "".join(capsys.readouterr())

        assert code == 0, (command, told)
        assert shown in told


def test_the_tables_are_the_tables() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*\| (`.*`) \|$", PAGE, re.MULTILINE)

    assert {table: tuple(re.findall(r"`(\w+)`", columns)) for table, columns in rows} == {
        table: kind.__struct_fields__ for table, kind in ROWS.items()
    }


def test_the_line_is_a_line() -> None:
    table, _ = row_of(LINE.strip().encode())

    assert table == "budgets"


def test_the_set_up_names_a_ledger_and_an_extra_that_there_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (url,) = re.findall(r"IRE_GATE_LEDGER=(\S+)", SET_UP)
    monkeypatch.setenv("IRE_GATE_LEDGER", url)
    place = place_of(load_settings(tmp_path, {}).ledger)

    assert place is not None
    assert place.where == url.replace("postgresql:", "postgresql+psycopg:")
    extras = re.findall(r"ire-gate\[(\w+)\]", PAGE)
    assert sorted(extras) == ["postgres", "secrets"]
    assert all(f"\n{extra} = [" in (ROOT / "pyproject.toml").read_text() for extra in extras)
