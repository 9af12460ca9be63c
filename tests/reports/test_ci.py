"""The reports that continuous integration reads: SARIF, JUnit XML and GitHub annotations."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest

from ire_gate.codes import CODES
from ire_gate.domain import Severity, Source, VerdictName
from ire_gate.reports import github, junit, sarif
from ire_gate.reports.places import Place, place_of
from tests.reports.trips import BLOCKED, PASSED, TEXT, UNDECIDED, finding, trip


def run_of(*trips: Any) -> dict[str, Any]:
    document = json.loads(sarif.report(trips))
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    assert isinstance(run, dict)
    return run


def test_a_finding_is_a_result_at_its_place_in_the_file() -> None:
    (result,) = run_of(BLOCKED)["results"]
    place = result["locations"][0]["physicalLocation"]

    assert (result["ruleId"], result["level"], result["kind"]) == ("IRE101", "error", "fail")
    assert place["artifactLocation"] == {"uri": "prompts/list.md", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 4, "startColumn": 10, "endLine": 4, "endColumn": 24}


def test_the_rules_are_the_codes_and_results_point_at_them() -> None:
    run = run_of(BLOCKED)
    rules = run["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == list(CODES)
    assert rules[run["results"][0]["ruleIndex"]]["id"] == "IRE101"
    assert run["columnKind"] == "unicodeCodePoints"


@pytest.mark.parametrize("severity", list(Severity))
def test_the_level_is_the_severity(severity: Severity) -> None:
    assert run_of(trip(finding(severity=severity)))["results"][0]["level"] == severity.value


def test_an_undecided_intent_is_open_with_and_without_findings() -> None:
    results = run_of(UNDECIDED, trip(verdict=VerdictName.UNDECIDED))["results"]

    assert [(result["kind"], result["level"]) for result in results] == [("open", "none")] * 2


def test_a_passed_intent_without_findings_raises_no_alert() -> None:
    assert run_of(PASSED)["results"] == []


def test_fingerprints_survive_moved_lines_and_tell_same_words_apart() -> None:
    here, there = trip(finding(), line=3), trip(finding(), line=30)
    first = run_of(here)["results"][0]["partialFingerprints"]
    moved = run_of(there)["results"][0]["partialFingerprints"]
    twice = run_of(trip(finding(), finding()))["results"]

    assert first == moved
    assert twice[0]["partialFingerprints"] != twice[1]["partialFingerprints"]


def test_paths_become_addresses() -> None:
    def uri(path: str | None) -> Any:
        (location,) = run_of(trip(finding(), path=path))["results"][0]["locations"]
        return location.get("physicalLocation", {}).get("artifactLocation", {}).get("uri")

    assert uri("a b/ü#.md") == "a%20b/%C3%BC%23.md"
    assert uri("/srv/x y.md") == "file:///srv/x%20y.md"
    assert uri(None) is None
    assert uri("-") is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.md", Place(4, 10, 4, 24)),
        (None, Place(4, 10, 4, 24)),
        ("a.jsonl", Place(3)),
        ("A.YAML", Place(3)),
    ],
)
def test_a_column_is_told_only_where_the_file_holds_the_text_itself(path: str | None, expected: Place) -> None:
    of = trip(finding(), path=path)
    assert place_of(of.intent, of.verdict.findings[0].span) == expected


@pytest.mark.parametrize(
    ("column", "expected"),
    [(1, Place(4, 10, 4, 24)), (3, Place(4, 12, 4, 26)), (None, Place(4))],
)
def test_the_columns_of_an_indented_fence_are_the_files_or_none(column: int | None, expected: Place) -> None:
    of = trip(finding())
    moved = msgspec.structs.replace(of.intent, source=Source("a.md", 3, column))

    assert place_of(moved, of.verdict.findings[0].span) == expected


def test_sarif_of_nothing_is_a_whole_document() -> None:
    assert run_of()["results"] == []


def test_sarif_tells_that_a_run_was_not_complete() -> None:
    def invocation(*failures: str) -> Any:
        return json.loads(sarif.report([PASSED], lambda: failures))["runs"][0]["invocations"]

    (cut,) = invocation("a.md: not UTF-8")
    assert invocation() == [{"executionSuccessful": True}]
    assert cut["executionSuccessful"] is False
    assert [told["message"]["text"] for told in cut["toolExecutionNotifications"]] == ["a.md: not UTF-8"]


def test_a_bar_in_a_cell_is_escaped_once_and_for_the_eye_only() -> None:
    summary = github.Summary()
    text = "a|b \\ c_d"
    list(summary.watch([trip(finding(text, quote=text), text=text)]))

    assert '"a&#124;b &#92; c&#95;d"' in summary.text()
    assert "\\" not in summary.text()


def test_junit_counts_failures_and_errors() -> None:
    root = ET.fromstring(junit.report([PASSED, BLOCKED, UNDECIDED]))  # noqa: S314 - our own output
    (suite,) = root
    cases = list(suite)

    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "1", "1")
    assert suite.get("time") == "4.500000"
    assert [[ending.tag for ending in case] for case in cases] == [[], ["failure"], ["error"]]
    assert "IRE101" in (cases[1][0].get("message") or "")
    assert "best customers" in (cases[1][0].text or "")


def test_junit_is_xml_whatever_the_intent_holds() -> None:
    text = "Best \x00\x1b[31m\x0b\ud800\ufffe ]]> & <b> customers"
    hostile = trip(finding(text, quote="customers", message=text), text=text, name=text, path="a\x01.md")
    root = ET.fromstring(junit.report([hostile]))  # noqa: S314 - our own output

    assert "]]> & <b>" in (root[0][0][0].text or "")


def test_an_undecided_intent_without_findings_is_an_error_with_a_reason() -> None:
    root = ET.fromstring(junit.report([trip(verdict=VerdictName.UNDECIDED)]))  # noqa: S314 - our own output

    assert "in doubt" in (root[0][0][0].get("message") or "")


def test_an_annotation_names_file_line_columns_and_code() -> None:
    first, last = "".join(github.report([BLOCKED])).splitlines()

    assert first == (
        "::error file=prompts/list.md,line=4,endLine=4,col=10,endColumn=24,title=IRE101 vague_term::"
        '"best customers": two executors would differ here with probability 0.80'
        "%0Aa) by revenue (recommended)%0Ab) by number of orders%0ABest by what?"
    )
    assert last.startswith("ire-gate: 1 intent: 1 blocked")


def test_warnings_are_warnings_and_notes_are_left_out() -> None:
    of = trip(finding(severity=Severity.WARNING), finding(severity=Severity.NOTE))

    assert next(iter(github.report([of]))).startswith("::warning")
    assert "::notice" not in "".join(github.report([of]))
    assert "::notice" in "".join(github.report([of], explain=True))


def test_no_intent_can_write_a_command_of_its_own() -> None:
    text = "best customers\r\n::error file=x::owned\n::set-output name=a::b 100% \x1b[31m"
    quote = text
    hostile = trip(
        finding(text, quote=quote, message=text, question=text, readings=(text,)),
        text=text,
        path="a,b:c%\n::error::x.md",
    )
    lines = "".join(github.report([hostile])).splitlines()

    assert [line for line in lines if line.lstrip().startswith("::")] == [lines[0]]
    assert len(lines) == 2
    assert "100%25" in lines[0]
    assert "file=a%2Cb%3Ac%25 %3A%3Aerror%3A%3Ax.md," in lines[0]
    assert "\x1b" not in lines[0]


def test_the_page_of_the_run_lists_what_did_not_pass_and_counts_all() -> None:
    summary = github.Summary()
    passed_on = list(summary.watch([PASSED, BLOCKED, UNDECIDED]))
    page = summary.text()

    assert passed_on == [PASSED, BLOCKED, UNDECIDED]
    assert "3 intents: 1 passed, 1 blocked, 1 undecided" in page
    assert page.count("| blocked |") == 1
    assert "prompts/clear.md" not in page


def test_the_page_of_the_run_escapes_markup_and_stays_below_the_limit() -> None:
    summary = github.Summary()
    text = "<img src=x> | [best customers](http://x) @somebody `x` **x**"
    hostile = trip(finding(text), text=text, path="<b>|.md")
    list(summary.watch([hostile] * 8000))
    page = summary.text()

    assert "<img" not in page
    assert "<b>" not in page
    assert len(page.encode()) < 1_048_576
    assert "8,000 intents" in page
    assert len({line.count(" | ") for line in page.splitlines() if line.startswith("| ") and "blocked" in line}) == 1


def test_text_has_the_place_of_the_words() -> None:
    assert TEXT.index("best customers") == 33


def test_what_is_excused_is_a_suppressed_result_that_says_why() -> None:
    waived = finding(severity=Severity.NOTE, excuse="waived until 2026-12-31: known")
    based = finding(quote="orders", severity=Severity.NOTE, excuse="in the baseline")
    results = run_of(trip(waived, based, finding(), verdict=VerdictName.PASSED))["results"]

    assert [result.get("suppressions") for result in results] == [
        [{"kind": "inSource", "status": "accepted", "justification": "waived until 2026-12-31: known"}],
        [{"kind": "external", "status": "accepted", "justification": "in the baseline"}],
        None,
    ]
    assert results[0]["message"]["text"].endswith("waived until 2026-12-31: known")


def test_fingerprints_survive_what_is_written_before_and_behind() -> None:
    (here,) = run_of(trip(finding()))["results"]
    longer = f"Set `a` to 1.\n\n{TEXT} Set `b` to 2."
    (there,) = run_of(trip(finding(longer), text=longer))["results"]
    (elsewhere,) = run_of(trip(finding(), path="other.md"))["results"]

    assert here["partialFingerprints"] == there["partialFingerprints"] != elsewhere["partialFingerprints"]


def test_beyond_what_github_shows_of_a_kind_findings_are_lines_of_the_log() -> None:
    many = [trip(finding(), finding(severity=Severity.WARNING), path=f"{number}.md") for number in range(13)]
    lines = "".join(github.report(many)).splitlines()
    beyond = [line for line in lines if line.startswith(("error: ", "warning: "))]

    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::warning ") for line in lines) == 10
    assert [line.split(": ")[1] for line in beyond] == [f"{number}.md:4" for number in (10, 10, 11, 11, 12, 12)]
    assert "6 findings in the log only" in lines[-1]


def test_no_line_of_the_log_is_a_command_to_the_runner() -> None:
    text = "List the best ##[error]x\n::set-output name=a::b customers."
    evil = finding(text, quote=text, message=text)
    lines = "".join(github.report([trip(*[evil] * 12, text=text)])).splitlines()

    assert len([line for line in lines if line.startswith("::error ")]) == 10
    assert [line for line in lines[10:] if line.startswith("::") or "##[" in line] == []


def test_the_page_of_the_run_stays_within_what_github_takes_and_says_what_is_left_out() -> None:
    summary = github.Summary()
    long_text = "Best " + "x" * 5000
    list(summary.watch(trip(finding(long_text, quote=long_text), text=long_text) for _ in range(300)))
    page = summary.text()

    assert len(page.encode()) < 1024 * 1024
    assert "300 blocked" in page
    assert "intents more than a page can hold" in page
    assert page.count("\n| ") > 100
    assert summary.counts() == "passed=0\nblocked=300\nundecided=0\n"
