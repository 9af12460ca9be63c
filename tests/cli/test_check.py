from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pexpect
import pytest
from jsonschema import Draft202012Validator

from ire_gate import schemas
from ire_gate.ledger.store import Ledger
from tests.cli.conftest import CLEAR, VAGUE, Cli, command, in_its_own_process, without_times, write
from tests.conftest import Endpoint, gap, specification

FORMATS = ("text", "json", "jsonl", "sarif", "junit", "github")


def rows(out: str) -> list[dict[str, Any]]:
    decoded = json.loads(out)
    assert isinstance(decoded, list)
    return decoded


def test_files_folders_standard_input_and_text_are_checked_in_their_order(cli: Cli) -> None:
    write("a.txt")
    write("intents/b.md")
    write("many.jsonl", json.dumps({"id": "row-1", "text": CLEAR}) + "\n")
    ended = cli(
        "check", "--text", CLEAR, "a.txt", "intents", "many.jsonl", "-", "--format", "json", stdin=CLEAR.encode()
    )

    assert [row["source"]["path"] for row in rows(ended.out)] == [None, "a.txt", "intents/b.md", "many.jsonl", "-"]
    assert rows(ended.out)[3]["id"] == "row-1"


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_output_fits_the_published_schema(cli: Cli, form: str) -> None:
    write("a.md")
    write("b.md", VAGUE)
    out = cli("check", "a.md", "b.md", "--format", form).out
    fits = Draft202012Validator(json.loads((Path(schemas.__file__).parent / "verdict-1.json").read_text()))
    written = rows(out) if form == "json" else list(map(json.loads, out.splitlines()))

    assert [row["verdict"] for row in written] == ["passed", "blocked"]
    for row in written:
        fits.validate(row)


def test_each_finding_points_at_the_words_it_quotes(cli: Cli) -> None:
    text = "\n\nUse the table `orders`.\nList the best customers."
    write("a.md", text)
    row = rows(cli("check", "a.md", "--format", "json").out)[0]
    lines = text.splitlines()[row["source"]["line"] - 1 :]

    assert row["source"]["line"] == 3
    located = [found for found in row["findings"] if found["span"]]
    assert located
    for found in located:
        assert "\n".join(lines)[found["span"]["start"] : found["span"]["end"]] == found["quote"]


def test_sarif_is_one_run_with_a_region_in_the_file(cli: Cli) -> None:
    write("a.md", f"# Title\n\n{VAGUE}\n")
    document = json.loads(cli("check", "a.md", "--format", "sarif").out)
    regions = [result["locations"][0]["physicalLocation"]["region"] for result in document["runs"][0]["results"]]

    assert document["version"] == "2.1.0"
    assert any(region["startLine"] == 3 and region.get("startColumn") for region in regions)


def test_junit_has_a_case_for_each_intent(cli: Cli) -> None:
    write("a.md")
    write("b.md", VAGUE)
    suites = ET.fromstring(cli("check", "a.md", "b.md", "--format", "junit").out)  # noqa: S314 - our own output

    assert (suites.get("tests"), suites.get("failures")) == ("2", "1")


def test_github_annotates_and_fills_the_page_of_the_run(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    write("summary.md", "before\n")
    write("b.md", VAGUE)
    ended = cli("check", "b.md", "--format", "github")
    page = Path("summary.md").read_text()

    assert ended.out.startswith("::error file=b.md,line=1")
    assert page.startswith("before\n### ire-gate")
    assert "1 blocked" in page


def test_a_page_of_the_run_that_cannot_be_written_changes_no_verdict(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "no/such/folder/summary.md")
    ended = cli("check", "--text", CLEAR, "--format", "github")

    assert ended.code == 0
    assert "summary" in ended.err


@pytest.mark.parametrize("form", FORMATS)
def test_problems_are_told_on_standard_error_and_the_others_go_on(cli: Cli, form: str) -> None:
    write("a.md", b"\xff\xfe broken")
    write("b.md")
    ended = cli("check", "a.md", "b.md", "missing.md", "--format", form)

    assert ended.code == 2
    assert ended.err.count("error: ") == 2
    assert ended.err.count("hint: ") == 2
    assert "b.md" in ended.out or form in {"github", "sarif"}
    assert "error: " not in ended.out


def test_a_second_check_of_the_same_files_comes_from_the_cache(cli: Cli) -> None:
    write("a.md", VAGUE)
    first, second = (rows(cli("check", "a.md", "--format", "json").out)[0] for _ in range(2))
    fresh = rows(cli("check", "a.md", "--format", "json", "--no-cache").out)[0]

    assert [first["cached"], second["cached"], fresh["cached"]] == [False, True, False]
    assert without_times({**first, "cached": True}) == without_times(second)


def test_the_same_input_gives_the_same_bytes_apart_from_times_and_ids(cli: Cli) -> None:
    write("a.md", VAGUE)
    once, twice = (
        json.dumps(without_times(rows(cli("check", "a.md", "--format", "json", "--no-cache").out)[0])) for _ in range(2)
    )
    assert once == twice


def test_every_verdict_that_is_told_is_in_the_ledger(cli: Cli) -> None:
    told = {row["id"] for row in rows(cli("check", "--text", CLEAR, "--format", "json", "--ledger", "own.db").out)}
    with Ledger.open("own.db") as ledger:
        assert {decision.decision_id for decision in ledger.decisions(None)} == told


def test_tags_are_booked(cli: Cli) -> None:
    cli("check", "--text", CLEAR, "--tag", "team=search", "--tag", "product=shop", "--ledger", "own.db")
    with Ledger.open("own.db") as ledger:
        (decision,) = ledger.decisions(None)

    assert decision.decoded_tags() == {"team": "search", "product": "shop"}


def test_flags_reach_the_endpoint(cli: Cli, endpoint: Endpoint) -> None:
    endpoint.answers["Specification"] = [specification(gap("best customers", 0.9))]
    ended = cli("check", "--text", VAGUE, "--engine", "openai:small", "--base-url", endpoint.url, "--format", "json")
    row = rows(ended.out)[0]

    assert ended.code == 1
    assert endpoint.asked[0]["model"] == "small"
    assert row["engine"]["name"] == "openai"
    assert row["engine"]["model"] == "small"
    assert row["spent"]["tokens_in"] == 100
    assert row["spent"]["coin_usd"] is None


def test_a_threshold_decides(cli: Cli, endpoint: Endpoint) -> None:
    endpoint.answers["Specification"] = [specification(gap("best customers", 0.9))]
    engine = ("--engine", "openai:m", "--base-url", endpoint.url)

    assert cli("check", "--text", VAGUE, *engine, "--threshold", "1").code == 0
    assert cli("check", "--text", VAGUE, *engine, "--threshold", "0.5").code == 1


def test_explain_prints_the_page_of_a_code_by_code_or_kind(cli: Cli) -> None:
    pages = {cli("check", "--explain", name).out for name in ("IRE101", "ire101", "vague_term", "vague-term")}

    assert len(pages) == 1
    assert pages.pop().startswith("IRE101 vague_term")


def test_explain_names_the_nearest_code(cli: Cli) -> None:
    assert "vague_term" in cli("check", "--explain", "vage_term").err


@pytest.mark.parametrize("arguments", [("a.md", "--explain"), ("--explain", "a.md")], ids=["behind", "before"])
def test_explain_without_a_code_explains_each_finding(cli: Cli, arguments: tuple[str, ...]) -> None:
    write("a.md", VAGUE)
    ended = cli("check", *arguments)

    assert ended.code == 1
    assert "what:" in ended.out
    assert "instead:" in ended.out


def test_text_for_a_program_has_no_colours_and_for_a_terminal_it_has(cli: Cli) -> None:
    write("a.md", VAGUE)
    plain = cli("check", "a.md").out
    screen = pexpect.run(" ".join(command("check", "a.md")), timeout=60).decode()

    assert "\x1b[" not in plain
    assert "\x1b[31m" in screen
    assert "checked  [" not in screen


def test_no_color_is_respected_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    write("a.md", VAGUE)
    screen = pexpect.run(" ".join(command("check", "a.md")), timeout=60).decode()

    assert "\x1b[3" not in screen
    assert "blocked" in screen


def test_a_bar_shows_on_a_terminal_when_the_report_goes_elsewhere() -> None:
    write("many.jsonl", "".join(json.dumps({"id": str(n), "text": f"{CLEAR} [{n}]"}) + "\n" for n in range(8)))
    screen = pexpect.run(f"sh -c '{' '.join(command('check', 'many.jsonl'))} > out.txt'", timeout=60).decode()
    few = pexpect.run(f"sh -c '{' '.join(command('check', '--text', 'x'))} > out.txt'", timeout=60).decode()

    assert "checked  [" in screen
    assert "checked  [" not in few
    assert "checked  [" not in Path("out.txt").read_text()


def test_output_in_a_narrow_encoding_is_ascii_for_people_and_utf_8_for_programs() -> None:
    write("a.md", "List the best customers of Zoë’s 店.")
    people = in_its_own_process("check", "a.md", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    programs = in_its_own_process("check", "a.md", "--format", "json", PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert people.out.isascii()
    assert "Traceback" not in people.err + programs.err
    assert isinstance(rows(programs.out), list)


def test_an_intent_cannot_drive_the_terminal(cli: Cli) -> None:
    write("a.md", "List the \x1b[2J\x1b]0;owned\x07 best \u202ecustomers\u202c first and make it fast.")
    for form in ("text", "github"):
        out = cli("check", "a.md", "--format", form, "--explain").out
        assert not set("\x1b\x07\u202e") & set(out)


def test_a_config_file_and_the_environment_hold_and_flags_win(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    write(".ire-gate.toml", "threshold = 0.3\n")
    from_file = rows(cli("check", "--text", CLEAR, "--format", "json").out)[0]["threshold"]
    monkeypatch.setenv("IRE_GATE_THRESHOLD", "0.35")
    from_environment = rows(cli("check", "--text", CLEAR, "--format", "json").out)[0]["threshold"]
    from_flag = rows(cli("check", "--text", CLEAR, "--format", "json", "--threshold", "0.4").out)[0]["threshold"]

    assert (from_file, from_environment, from_flag) == (0.3, 0.35, 0.4)


def test_recorded_calls_can_be_replayed_without_the_endpoint(cli: Cli, endpoint: Endpoint) -> None:
    endpoint.answers["Specification"] = [specification(gap("best customers", 0.9))]
    engine = ("--engine", "openai:m", "--base-url", endpoint.url)
    live = rows(cli("check", "--text", VAGUE, *engine, "--record", "rec", "--no-cache", "--format", "json").out)[0]
    again = rows(cli("check", "--text", VAGUE, "--engine", "replay:rec", "--no-cache", "--format", "json").out)[0]

    assert len(endpoint.asked) == 1
    assert again["verdict"] == live["verdict"] == "blocked"
    assert again["findings"] == live["findings"]


def test_a_replay_without_the_recording_is_undecided_with_the_reason(cli: Cli, endpoint: Endpoint) -> None:
    endpoint.answers["Specification"] = [specification(gap("best customers", 0.9))]
    engine = ("--engine", "openai:m", "--base-url", endpoint.url)
    cli("check", "--text", VAGUE, *engine, "--record", "rec")
    ended = cli("check", "--text", CLEAR, "--engine", "replay:rec", "--format", "json")

    assert ended.code == 3
    assert rows(ended.out)[0]["verdict"] == "undecided"
    assert "no recording for specify" in rows(ended.out)[0]["findings"][0]["message"]


def test_a_replay_of_a_folder_without_recordings_is_2(cli: Cli) -> None:
    Path("empty").mkdir()
    ended = cli("check", "--text", CLEAR, "--engine", "replay:empty")

    assert ended.code == 2
    assert "holds no recordings" in ended.err


def test_a_sarif_of_what_could_not_all_be_read_says_so(cli: Cli) -> None:
    write("a.md", CLEAR)
    write("b.md", b"\xff\xfe")
    whole = json.loads(cli("check", "a.md", "--format", "sarif").out)["runs"][0]["invocations"]
    (cut,) = json.loads(cli("check", "a.md", "b.md", "--format", "sarif").out)["runs"][0]["invocations"]

    assert whole == [{"executionSuccessful": True}]
    assert cut["executionSuccessful"] is False
    assert cut["toolExecutionNotifications"][0]["message"]["text"].startswith("b.md: ")


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif", "junit", "github"])
def test_a_key_in_an_intent_is_in_no_report(cli: Cli, form: str) -> None:
    key = "glpat-0123456789abcdefghij"
    ended = cli("check", "--text", f"{VAGUE} Push it soon with {key}, quickly.", "--format", form, "--explain")

    assert ended.code == 1
    assert key not in ended.out + ended.err


def test_a_cache_that_names_the_users_own_file_leaves_it_and_the_doctor_tells(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = write("NOTES.md", "# My notes\n")
    monkeypatch.setenv("IRE_GATE_CACHE", "NOTES.md")
    checked, doctor = cli("check", "--text", CLEAR), cli("doctor")

    assert (checked.code, notes.read_text()) == (0, "# My notes\n")
    assert "NOTES.md: is no cache of ours" in doctor.out
    assert [path.name for path in Path().iterdir() if path.name.startswith("NOTES")] == ["NOTES.md"]


def test_what_cannot_be_read_is_an_error_in_junit(cli: Cli) -> None:
    write("a.md")
    ended = cli("check", "a.md", "missing.md", "--format", "junit")
    (suite,) = ET.fromstring(ended.out)  # noqa: S314 - our own output

    assert ended.code == 2
    assert (suite.get("tests"), suite.get("errors"), suite.get("failures")) == ("2", "1", "0")
    assert "missing.md: there is no such file" in (suite[1][0].get("message") or "")


@pytest.mark.parametrize("form", ["junit", "github", "sarif", "text", "json"])
def test_whatever_is_blocked_shows_a_reason_in_every_form(cli: Cli, endpoint: Endpoint, form: str) -> None:
    endpoint.answers["Specification"] = [specification(requirements=())]
    write("a.md", VAGUE)
    by_rules = cli("check", "a.md", "--format", form)
    write("b.md", "The sky over the harbour was grey.")
    by_model = cli("check", "b.md", "--format", form, "--engine", "openai:m", "--base-url", endpoint.url)

    assert (by_rules.code, by_model.code) == (1, 1)
    assert "IRE1" in by_rules.out
    assert "asks for nothing" in by_model.out


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("a.md", f"---\nid: x\ntags:\n  team: a\n  author: me\n---\n\n{CLEAR}", 5),
        ("a.md", f"---\ntags:\n  team: ''\n---\n{CLEAR}", 3),
        ("a.md", f"---\nprofile:\n  tokens-in: 5\n  seconds: fast\n---\n{CLEAR}", 4),
        ("a.md", f"---\nprofile:\n  tokens-in: 5\n  secnds: 3\n---\n{CLEAR}", 4),
        ("a.md", f"---\nprofile: 7\n---\n{CLEAR}", 2),
        ("a.md", f"# Title\n\n```intent author=me\n{CLEAR}\n```\n", 3),
        ("a.yaml", f"- text: '{CLEAR}'\n  tags:\n    team: a\n    author: me\n", 4),
    ],
)
def test_a_wrong_tag_or_profile_is_told_with_its_own_line(cli: Cli, path: str, text: str, line: int) -> None:
    write(path, text)
    ended = cli("check", path)

    assert ended.code == 2
    assert ended.err.startswith(f"error: {path}:{line}: ")


def test_reports_are_written_besides_from_the_same_run(cli: Cli, endpoint: Endpoint) -> None:
    endpoint.answers["Specification"] = ["no JSON"]
    write("a.md")
    flags = ("--engine", "openai:m", "--base-url", endpoint.url, "--format", "jsonl")
    ended = cli(
        "check", "a.md", *flags, "--report", "sarif=a.sarif", "--report", "json=a=b.json", "--report", "text=a.txt"
    )
    asked = len(endpoint.asked)
    cli("check", "a.md", *flags)

    assert ended.code == 3
    assert asked * 2 == len(endpoint.asked)
    assert json.loads(Path("a.sarif").read_text())["runs"][0]["results"][0]["kind"] == "open"
    assert rows(Path("a=b.json").read_text()) == [json.loads(ended.out)]
    assert "? undecided" in Path("a.txt").read_text()


@pytest.mark.parametrize("word", ["sarif", "sarif=", "pdf=x", "sarif=missing/x.sarif", "sarif=.", "=x"])
def test_a_report_that_cannot_be_written_is_2_before_anything_is_checked(cli: Cli, word: str) -> None:
    write("a.md")
    ended = cli("check", "a.md", "--report", word)

    assert (ended.code, ended.out) == (2, "")
    assert "--report" in ended.err


def test_a_run_that_fails_leaves_no_file_that_looks_like_a_report(cli: Cli) -> None:
    write("a.md")
    write("in-the-way/x")
    ended = cli("check", "a.md", "--report", "sarif=x.sarif", "--ledger", "in-the-way")

    assert ended.code == 3
    assert not Path("x.sarif").exists()


def test_github_s_outputs_are_the_counts(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.md")
    write("b.md", VAGUE)
    write("outputs", "before=1\n")
    monkeypatch.setenv("GITHUB_OUTPUT", "outputs")
    cli("check", "a.md", "b.md", "--format", "github")

    assert Path("outputs").read_text() == "before=1\npassed=1\nblocked=1\nundecided=0\n"
