from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from werkzeug import Response

from ire_gate.ledger.store import Ledger
from tests.cli.conftest import CLEAR, VAGUE, Cli, command, in_its_own_process, without_times, write
from tests.conftest import Endpoint


def texts(*names: str, text: str = CLEAR) -> str:
    return "".join(json.dumps({"id": name, "text": f"{text} [{name}]"}) + "\n" for name in names)


def done(path: str = "out.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


def ids(rows: Iterable[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def test_verdicts_come_in_the_order_of_the_rows(cli: Cli) -> None:
    names = [str(number) for number in range(150)]
    write("in.jsonl", texts(*names))
    ended = cli("batch", "in.jsonl", "--output", "out.jsonl")

    assert ended.code == 0
    assert ended.out == ""
    assert ids(done()) == names
    assert done()[7]["source"] == {"path": "in.jsonl", "line": 8}


def test_many_rows_through_a_model_come_in_order(cli: Cli, endpoint: Endpoint) -> None:
    names = [str(number) for number in range(40)]
    write("in.jsonl", texts(*names))
    ended = cli("batch", "in.jsonl", "--output", "out.jsonl", "--engine", "openai:m", "--base-url", endpoint.url)

    assert ended.code == 0
    assert ids(done()) == names


def test_blocked_rows_end_it_with_1(cli: Cli) -> None:
    write("in.jsonl", texts("a") + texts("b", text=VAGUE))
    assert cli("batch", "in.jsonl", "--output", "out.jsonl").code == 1


def test_a_second_run_goes_on_behind_the_first_and_ends_the_same(cli: Cli) -> None:
    write("in.jsonl", texts("a", text=VAGUE) + texts("b", "c"))
    first = cli("batch", "in.jsonl", "--output", "out.jsonl")
    whole = Path("out.jsonl").read_bytes()
    Path("out.jsonl").write_bytes(whole[: whole.index(b"\n") + 1])
    second = cli("batch", "in.jsonl", "--output", "out.jsonl")

    assert (first.code, second.code) == (1, 1)
    assert ids(done()) == ["a", "b", "c"]
    assert "1 row" in second.err
    again = cli("batch", "in.jsonl", "--output", "out.jsonl")
    assert again.code == 1
    assert ids(done()) == ["a", "b", "c"]


@pytest.mark.parametrize("cut", [1, 5, 100, -1], ids=["a byte", "a few", "half", "all but the line feed"])
def test_a_torn_last_row_is_cut_and_done_again(cli: Cli, cut: int) -> None:
    write("in.jsonl", texts("a", "b", "c"))
    cli("batch", "in.jsonl", "--output", "out.jsonl")
    whole = Path("out.jsonl").read_bytes()
    lines = whole.splitlines(keepends=True)
    Path("out.jsonl").write_bytes(b"".join(lines[:2]) + lines[2][:cut])
    ended = cli("batch", "in.jsonl", "--output", "out.jsonl")

    assert ended.code == 0
    assert ids(done()) == ["a", "b", "c"]
    assert list(map(without_times, done())) == [
        without_times({**json.loads(line), "cached": row["cached"]}) for line, row in zip(lines, done(), strict=True)
    ]


@pytest.mark.parametrize(
    "held",
    ["a letter to somebody", "a letter\nof two lines\n", '{"id": "a", "verdict": "passed"}\n', '{"version":"x"}\n{}\n'],
    ids=["no line feed", "lines", "other JSON", "other version"],
)
def test_a_file_that_is_not_ours_is_left_alone(cli: Cli, held: str) -> None:
    write("in.jsonl", texts("a"))
    write("out.jsonl", held)
    ended = cli("batch", "in.jsonl", "--output", "out.jsonl")

    assert ended.code == 2
    assert Path("out.jsonl").read_text() == held


def test_the_input_is_never_written_over(cli: Cli) -> None:
    write("in.jsonl", texts("a"))
    Path("link.jsonl").symlink_to("in.jsonl")
    for name in ("in.jsonl", "link.jsonl"):
        assert cli("batch", "in.jsonl", "--output", name).code == 2
        assert cli("compare", "in.jsonl", "--output", name).code == 2
    assert Path("in.jsonl").read_text() == texts("a")


def test_broken_rows_are_named_by_number_and_the_others_go_on(cli: Cli) -> None:
    broken = [
        "{not json",
        '["a list"]',
        '{"id": "x"}',
        '{"id": "y", "text": 7}',
        '{"text": "no id"}',
        '{"id": "z", "text": ""}',
    ]
    write("in.jsonl", texts("a") + "".join(f"{line}\n" for line in broken) + texts("b"))
    ended = cli("batch", "in.jsonl", "--output", "out.jsonl")

    assert ended.code == 2
    assert ids(done()) == ["a", "b"]
    for number in range(2, 8):
        assert f"in.jsonl:{number}: " in ended.err
    assert ended.err.count("error: ") == 6


def test_an_id_that_is_taken_is_named(cli: Cli) -> None:
    write("in.jsonl", texts("a", "b", "a"))
    ended = cli("batch", "in.jsonl", "--output", "out.jsonl")

    assert ended.code == 2
    assert ids(done()) == ["a", "b"]
    assert "in.jsonl:3: " in ended.err


def test_tags_of_a_row_are_booked_and_a_person_is_refused(cli: Cli) -> None:
    tagged = {"id": "a", "text": CLEAR, "tags": {"team": "search"}, "profile": {"tokens_in": 1000, "tokens_out": 10}}
    person = {"id": "b", "text": CLEAR, "tags": {"author": "somebody"}}
    write("in.jsonl", "".join(json.dumps(row) + "\n" for row in (tagged, person)))
    ended = cli("batch", "in.jsonl", "--output", "out.jsonl")
    with Ledger.open(None) as ledger:
        tags = [decision.decoded_tags() for decision in ledger.decisions()]

    assert ended.code == 2
    assert "in.jsonl:2: " in ended.err
    assert tags == [{"team": "search"}]
    assert done()[0]["at_risk"]["tokens"]["mid"] is not None


def test_standard_input_and_output_stand_for_files(cli: Cli) -> None:
    ended = cli("batch", "-", "--output", "-", stdin=texts("a", "b").encode())

    assert ended.code == 0
    assert ids(map(json.loads, ended.out.splitlines())) == ["a", "b"]


@pytest.mark.parametrize("output", ["no/such/folder/out.jsonl", ".", "nul\0byte"], ids=["missing", "folder", "nul"])
def test_an_output_that_cannot_be_written_is_2(cli: Cli, output: str) -> None:
    write("in.jsonl", texts("a"))
    ended = cli("batch", "in.jsonl", "--output", output)

    assert ended.code == 2
    assert "Traceback" not in ended.err


def test_a_missing_input_is_2(cli: Cli) -> None:
    assert cli("batch", "missing.jsonl", "--output", "out.jsonl").code == 2


def started(*arguments: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        command(*arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not (Path("out.jsonl").exists() and Path("out.jsonl").stat().st_size):
        time.sleep(0.01)
    return process


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=["Ctrl-C", "SIGTERM", "SIGKILL"]
)
def test_interrupted_or_killed_it_loses_nothing_that_was_written_and_goes_on(number: signal.Signals) -> None:
    names = [str(row) for row in range(3000)]
    write("in.jsonl", texts(*names))
    arguments = ("batch", "in.jsonl", "--output", "out.jsonl", "--no-cache")
    process = started(*arguments)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    kept = Path("out.jsonl").read_bytes()
    second = in_its_own_process(*arguments)

    assert process.returncode == (-9 if number == signal.SIGKILL else 130), said
    finished = kept.count(b"\n")
    assert 0 < finished < 3000
    assert number == signal.SIGKILL or f"interrupted: {finished:,} of 3,000 are finished" in said.decode()
    assert second.code == 0
    assert ids(done()) == names
    assert Path("out.jsonl").read_bytes().startswith(kept[: kept.rfind(b"\n") + 1])


def test_two_runs_do_not_mix_their_rows() -> None:
    write("in.jsonl", texts(*map(str, range(3000))))
    first = started("batch", "in.jsonl", "--output", "out.jsonl", "--no-cache")
    second = in_its_own_process("batch", "in.jsonl", "--output", "out.jsonl")
    first.terminate()
    first.communicate(timeout=60)

    assert second.code == 2
    assert "another run" in second.err


def test_undecided_rows_are_done_again_and_keep_the_file_one_line_a_row(cli: Cli, endpoint: Endpoint) -> None:
    write("in.jsonl", texts("a", "b", "c"))
    model = ("--engine", "openai:m", "--base-url", endpoint.url, "--concurrency", 1)
    answer = endpoint.answers["Specification"][0]
    endpoint.answers["Specification"] = [answer, "no JSON", "no JSON", answer]
    first = cli("batch", "in.jsonl", "--output", "out.jsonl", *model)
    verdicts = [row["verdict"] for row in done()]
    Path("out.jsonl").chmod(0o640)
    second = cli("batch", "in.jsonl", "--output", "out.jsonl", *model)

    assert (first.code, verdicts) == (3, ["passed", "undecided", "passed"])
    assert second.code == 0
    assert sorted(ids(done())) == ["a", "b", "c"]
    assert {row["verdict"] for row in done()} == {"passed"}
    assert Path("out.jsonl").stat().st_mode & 0o777 == 0o640
    assert [path.name for path in Path().iterdir() if path.name.startswith(".out")] == []


@pytest.mark.parametrize("changed", [("--threshold", "0.9"), ("--engine", "openai:m", "--base-url", "http://x/v1")])
def test_verdicts_of_another_threshold_or_engine_are_not_mixed(cli: Cli, changed: tuple[str, ...]) -> None:
    write("in.jsonl", texts("a", "b"))
    cli("batch", "in.jsonl", "--output", "out.jsonl")
    held = Path("out.jsonl").read_bytes()
    write("in.jsonl", texts("a", "b", "c"))
    ended = cli("batch", "in.jsonl", "--output", "out.jsonl", *changed)

    assert ended.code == 2
    assert "the finished rows were checked by rules with threshold 0.5" in ended.err
    assert "hint: give the same" in ended.err
    assert Path("out.jsonl").read_bytes() == held


def test_after_undecided_rows_alone_another_engine_may_go_on(cli: Cli, endpoint: Endpoint) -> None:
    endpoint.answers["Specification"] = ["no JSON"]
    write("in.jsonl", texts("a"))
    first = cli("batch", "in.jsonl", "--output", "out.jsonl", "--engine", "openai:m", "--base-url", endpoint.url)

    assert first.code == 3
    assert cli("batch", "in.jsonl", "--output", "out.jsonl").code == 0
    assert [row["engine"]["name"] for row in done()] == ["rules"]


@pytest.mark.parametrize("status", [401, 403, 404])
@pytest.mark.parametrize("command", ["batch", "compare"])
def test_a_dead_endpoint_is_told_and_not_asked_for_every_row(
    cli: Cli, endpoint: Endpoint, command: str, status: int
) -> None:
    for role in endpoint.answers:
        endpoint.answers[role] = [Response('{"error": {"message": "not like this"}}', status=status)]
    pair = {"a": "Whenever the nightly job fails, it is started over.", "b": "Repeat the run until it succeeds."}
    write("in.jsonl", "".join(json.dumps({"id": str(n), "text": f"{CLEAR} [{n}]", **pair}) + "\n" for n in range(60)))
    flags = ("--engine", "openai:m", "--base-url", endpoint.url, "--concurrency", 4)
    ended = cli(command, "in.jsonl", "--output", "out.jsonl", *flags)

    assert ended.code == 3
    assert len(done()) == 60
    assert len(endpoint.asked) <= 4
    assert "60 " in ended.err
    assert f"HTTP {status}: not like this" in ended.err
    assert ended.err.count("error: ") == 1
