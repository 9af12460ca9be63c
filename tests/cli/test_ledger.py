"""ire-gate ledger: export, import, prune, audit and budget."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ire_gate.ledger.store import Ledger
from tests.cli.conftest import CLEAR, VAGUE, Cli, in_its_own_process, write


@pytest.fixture
def checked(cli: Cli) -> Cli:
    """The command line with two decisions in its ledger, a blocked one the newer."""
    assert cli("check", "--text", CLEAR).code == 0
    assert cli("check", "--text", VAGUE).code == 1
    return cli


def test_an_export_goes_to_standard_output_or_to_a_file(checked: Cli) -> None:
    shown = checked("ledger", "export")
    filed = checked("ledger", "export", "--output", "out.jsonl")

    assert (shown.code, filed.code, filed.out) == (0, 0, "")
    assert Path("out.jsonl").read_text() == shown.out
    assert [json.loads(line)["table"] for line in shown.out.splitlines()] == ["decisions"] * 2
    assert checked("ledger", "export", "--output", "out.jsonl").code == 0
    assert checked("ledger", "export", "--since", "2999-01-01").out == ""


def test_an_export_never_takes_the_place_of_another_file(checked: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    write("notes.txt", "my notes\n")
    ended = checked("ledger", "export", "--output", "notes.txt")

    assert ended.code == 2
    assert "not a row that ire-gate wrote" in ended.err
    assert Path("notes.txt").read_text() == "my notes\n"

    monkeypatch.setenv("IRE_GATE_LEDGER", "here.db")
    checked("check", "--text", CLEAR)
    assert checked("ledger", "export", "--output", "here.db").code == 2
    assert checked("ledger", "export").out.count("\n") == 1


@pytest.mark.parametrize("way", ["file", "-"])
def test_an_export_is_imported_elsewhere_once(checked: Cli, way: str) -> None:
    export = checked("ledger", "export").out
    write("out.jsonl", export)
    given = "out.jsonl" if way == "file" else "-"
    first = checked("ledger", "import", given, "--ledger", "other.db", stdin=export.encode())
    second = checked("ledger", "import", given, "--ledger", "other.db", stdin=export.encode())

    assert (first.code, first.err) == (0, "imported: decisions 2\n")
    assert (second.code, second.err) == (0, "imported: nothing new\n")
    assert checked("ledger", "export", "--ledger", "other.db").out.startswith(export)


def test_a_bad_line_is_named_and_nothing_is_imported(checked: Cli) -> None:
    write("out.jsonl", checked("ledger", "export").out + '{"form": 1}\n')
    ended = checked("ledger", "import", "out.jsonl", "--ledger", "other.db")

    assert ended.code == 2
    assert "out.jsonl, line 3: " in ended.err
    assert checked("ledger", "export", "--ledger", "other.db").out == ""


def test_a_file_that_is_not_there_and_a_closed_input_are_told(cli: Cli) -> None:
    ended = cli("ledger", "import", "nowhere.jsonl")

    assert ended.code == 2
    assert "nowhere.jsonl: cannot be read" in ended.err
    assert cli("ledger", "import", ".").code == 2


def test_prune_rehearses_and_removes(checked: Cli) -> None:
    rehearsed = checked("ledger", "prune", "--before", "0h", "--dry-run")
    assert rehearsed.out.startswith("would remove, from before ")
    assert rehearsed.out.endswith(": decisions 2\n")
    assert checked("ledger", "export").out.count("\n") == 2

    removed = checked("ledger", "prune", "--before", "0h")
    assert (removed.code, removed.out.startswith("removed, from before ")) == (0, True)
    assert checked("ledger", "prune", "--before", "0h").out.endswith(": nothing\n")
    assert [entry["event"] for entry in json.loads(checked("ledger", "audit", "--format", "json").out)] == ["pruned"]


def test_prune_needs_a_moment(checked: Cli) -> None:
    assert checked("ledger", "prune").code == 2
    assert "--before: 'soon' is no time" in checked("ledger", "prune", "--before", "soon").err
    assert checked("ledger", "export").out.count("\n") == 2


def test_the_audit_log_is_listed_for_people_and_for_programs(cli: Cli) -> None:
    with Ledger.open(None) as ledger:
        ledger.note(
            "refused_repeat", task="nightly\x1b[31m", digest="d", decision_id="0123", detail={"codes": ["IRE101"]}
        )
    text, rows = cli("ledger", "audit"), cli("ledger", "audit", "--format", "json")

    assert text.code == rows.code == 0
    assert "  refused_repeat  task nightly␛[31m  decision_id 0123  codes IRE101\n" in text.out
    (entry,) = json.loads(rows.out)
    assert (entry["event"], entry["task"], entry["digest"]) == ("refused_repeat", "nightly\x1b[31m", "d")
    assert entry["detail"] == {"codes": ["IRE101"]}
    assert json.loads(cli("ledger", "audit", "--since", "2999-01-01", "--format", "json").out) == []
    assert cli("ledger", "audit", "--since", "2999-01-01").out == ""


def test_a_budget_is_set_shown_and_loosened(cli: Cli) -> None:
    assert cli("ledger", "budget", "nightly", "--attempts", "3", "--usd", "0.5").code == 0
    loosened = cli("ledger", "budget", "nightly", "--usd", "none", "--tokens", "20000")
    shown = cli("ledger", "budget", "nightly", "--format", "json")

    assert loosened.out.splitlines() == [
        "nightly",
        "  attempts               0 of 3",
        "  tokens                 0 of 20,000",
        "  usd                    0 of no limit",
        "  grams                  0 of no limit",
        "  seconds                0 of no limit",
    ]
    assert json.loads(shown.out) == {
        "task": "nightly",
        "limits": {"attempts": 3, "tokens": 20_000, "usd": None, "grams": None, "seconds": None},
        "used": {"attempts": 0, "tokens": 0, "usd": 0.0, "grams": 0.0, "seconds": 0.0, "unknown": 0},
    }
    assert len(json.loads(cli("ledger", "audit", "--format", "json").out)) == 2


@pytest.mark.parametrize(
    "arguments", [("nightly", "--attempts", "-1"), ("nightly", "--usd", "much"), ("nightly", "--usd", "nan"), ("",), ()]
)
def test_what_is_no_budget_is_2_and_changes_nothing(cli: Cli, arguments: tuple[str, ...]) -> None:
    ended = cli("ledger", "budget", *arguments)

    assert ended.code == 2
    assert "error: " in ended.err
    assert cli("ledger", "audit").out == ""


@pytest.mark.parametrize("name", ["export", "audit"])
def test_a_ledger_that_somebody_named_must_be_there(cli: Cli, name: str) -> None:
    ended = cli("ledger", name, "--ledger", "nowhere.db")

    assert ended.code == 2
    assert "there is no ledger" in ended.err
    assert not Path("nowhere.db").exists()


@pytest.mark.parametrize(
    "arguments", [("export",), ("audit",), ("prune", "--before", "1d"), ("budget", "t"), ("import", "rows.jsonl")]
)
def test_where_no_ledger_is_kept_every_command_says_so(cli: Cli, arguments: tuple[str, ...]) -> None:
    write("rows.jsonl", "")
    ended = cli("ledger", *arguments, "--ledger", "none")

    assert ended.code == 2
    assert "no ledger is kept" in ended.err


def test_a_ledger_that_is_no_database_is_3(cli: Cli) -> None:
    write("notes.db", "no database at all " * 100)

    assert cli("ledger", "export", "--ledger", "notes.db").code == 3
    with closing(sqlite3.connect("other.db")) as other:
        other.execute("CREATE TABLE orders (id INTEGER)")
    assert cli("ledger", "audit", "--ledger", "other.db").code == 3


def test_without_a_command_the_help_names_them() -> None:
    ended = in_its_own_process("ledger")

    assert ended.code == 0
    for name in ("export", "import", "prune", "audit", "budget"):
        assert f"\n  {name} " in ended.out
