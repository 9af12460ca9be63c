from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import CLEAR, Cli, write
from tests.conftest import Endpoint

SAME = {"id": "same", "a": CLEAR, "b": CLEAR}
CHANGED = {
    "id": "changed",
    "a": "Set the timeout of `search` to 30 seconds.",
    "b": "Set the timeout of `search` to 300 seconds.",
}
OPEN = {
    "id": "open",
    "a": "Whenever the nightly job fails, it should be started over.",
    "b": "Repeat the run of the night until it succeeds.",
}


def compared(cli: Cli, *rows: dict[str, str], flags: tuple[str, ...] = ()) -> tuple[int, list[dict[str, Any]]]:
    write("in.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    code = cli("compare", "in.jsonl", "--output", "out.jsonl", *flags).code
    return code, [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]


def test_each_pair_is_scored_in_its_order(cli: Cli) -> None:
    code, rows = compared(cli, SAME, CHANGED)

    assert code == 0
    assert [row["id"] for row in rows] == ["same", "changed"]
    assert set(rows[0]) >= {"id", "fidelity", "scores", "findings", "certain"}
    assert set(rows[0]["scores"]) == {"semantic", "lexical", "facts", "coverage", "echo", "lift"}
    assert rows[0]["fidelity"] > rows[1]["fidelity"]
    assert rows[0]["certain"] is True


def test_a_changed_number_is_a_finding_at_its_place(cli: Cli) -> None:
    _, (row,) = compared(cli, CHANGED)
    found = next(found for found in row["findings"] if found["code"] == "IRE210")

    assert found["severity"] == "error"
    assert found["quote"] == CHANGED["a"][found["span"]["start"] : found["span"]["end"]]


def test_no_model_is_asked_unless_an_engine_is_given_by_flag(cli: Cli, endpoint: Endpoint) -> None:
    write(".ire-gate.toml", f'engine = "openai:m"\nbase-url = "{endpoint.url}"\n')
    compared(cli, OPEN)

    assert endpoint.asked == []


def test_a_model_settles_what_the_local_evidence_leaves_open(cli: Cli, endpoint: Endpoint) -> None:
    _, (local,) = compared(cli, OPEN)
    code, rows = compared(cli, OPEN, SAME, flags=("--engine", "openai:m", "--base-url", endpoint.url))

    assert local["certain"] is False
    assert code == 0
    assert endpoint.roles() == ["Adjudication"]
    assert [row["id"] for row in rows] == ["open", "same"]
    assert rows[0]["certain"] is True
    assert rows[0]["fidelity"] >= 0.95
    assert rows[0]["spent"]["calls"] == 1


def test_a_model_that_gives_no_answer_leaves_it_open_with_3(cli: Cli, endpoint: Endpoint) -> None:
    endpoint.answers["Adjudication"] = ["no JSON"]
    code, (row,) = compared(cli, OPEN, flags=("--engine", "openai:m", "--base-url", endpoint.url))

    assert code == 3
    assert row["certain"] is False
    assert "IRE301" in {found["code"] for found in row["findings"]}


def test_broken_rows_are_named_and_the_others_go_on(cli: Cli) -> None:
    write("in.jsonl", f'{json.dumps(SAME)}\n{{"id": "x", "a": "only a"}}\nnot json\n{json.dumps(CHANGED)}\n')
    ended = cli("compare", "in.jsonl", "--output", "out.jsonl")

    assert ended.code == 2
    assert "in.jsonl:2: " in ended.err
    assert "in.jsonl:3: " in ended.err
    assert len(Path("out.jsonl").read_text().splitlines()) == 2


def test_a_run_begins_its_output_anew(cli: Cli) -> None:
    compared(cli, SAME, CHANGED)
    _, rows = compared(cli, CHANGED)

    assert [row["id"] for row in rows] == ["changed"]


def test_standard_output_takes_the_rows(cli: Cli) -> None:
    ended = cli("compare", "-", "--output", "-", stdin=json.dumps(SAME).encode())

    assert json.loads(ended.out)["id"] == "same"


@pytest.mark.parametrize("held", ["a letter to somebody\n", '{"id": "a", "verdict": "passed"}\n'])
def test_a_file_that_is_not_ours_is_left_alone(cli: Cli, held: str) -> None:
    write("in.jsonl", json.dumps(SAME))
    write("out.jsonl", held)
    ended = cli("compare", "in.jsonl", "--output", "out.jsonl")

    assert ended.code == 2
    assert "not a row that ire-gate wrote" in ended.err
    assert Path("out.jsonl").read_text() == held


def test_an_input_that_cannot_be_read_leaves_the_output_alone(cli: Cli) -> None:
    compared(cli, SAME)
    before = Path("out.jsonl").read_text()
    write("empty.jsonl", "")
    codes = [cli("compare", name, "--output", "out.jsonl").code for name in ("absent.jsonl", "empty.jsonl")]

    assert codes == [2, 2]
    assert Path("out.jsonl").read_text() == before
    assert sorted(path.name for path in Path().iterdir() if path.suffix != ".git") == [
        ".git",
        "empty.jsonl",
        "in.jsonl",
        "out.jsonl",
    ]


def test_a_run_that_fails_on_the_way_leaves_the_output_alone(cli: Cli) -> None:
    compared(cli, SAME)
    before = Path("out.jsonl").read_text()
    ended = cli("compare", "in.jsonl", "--output", "out.jsonl", "--engine", "replay:absent")

    assert ended.code == 2
    assert Path("out.jsonl").read_text() == before


@pytest.mark.parametrize("flag", [("--tag", "team=a"), ("--ledger", "none"), ("--no-cache",), ("--threshold", "0.4")])
def test_flags_that_would_do_nothing_are_not_taken(cli: Cli, flag: tuple[str, ...]) -> None:
    write("in.jsonl", json.dumps(SAME))
    ended = cli("compare", "in.jsonl", "--output", "out.jsonl", *flag)

    assert ended.code == 2
    assert "No such option" in ended.err


def test_no_secret_is_in_a_finding(cli: Cli) -> None:
    key = "sk-proj-0123456789abcdefghij"
    before, after = (f"Send {number} rows to the service with the key `{key}`." for number in (30, 300))
    _, (row,) = compared(cli, {"id": "x", "a": before, "b": after})

    assert row["findings"]
    assert key not in json.dumps(row)
