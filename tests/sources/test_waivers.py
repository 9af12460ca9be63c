"""Waivers as they are written, in every kind of source."""

from __future__ import annotations

import io
import time

import pytest

from ire_gate.domain import Waiver
from ire_gate.sources.waivers import lifted
from tests.sources.conftest import Put, intent, intents, problem, problems

SAID = 'allow IRE104 reason="the runbook says which" until=2026-12-31'
TEXT = "When it fails, restart it."


def meant(line: int, *codes: str) -> Waiver:
    return Waiver(codes=codes or ("IRE104",), reason="the runbook says which", until="2026-12-31", line=line)


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("comment", [f"# ire-gate: {SAID}", f"// ire-gate: {SAID}", f"<!-- ire-gate: {SAID} -->"])
def test_a_comment_is_a_waiver_and_no_part_of_the_intent(put: Put, name: str, comment: str) -> None:
    above, below = intent(put(f"1{name}", f"{comment}\n\n{TEXT}")), intent(put(f"2{name}", f"{TEXT}\n{comment}\n"))
    behind = intent(put(f"3{name}", f"{TEXT} {comment}"))

    assert [one.text for one in (above, below, behind)] == [TEXT] * 3
    assert [one.source.line for one in (above, below, behind)] == [3, 1, 1]
    assert [one.waivers for one in (above, below, behind)] == [(meant(1),), (meant(2),), (meant(1),)]


def test_words_behind_a_comment_stay_where_they_are_in_the_file(put: Put) -> None:
    text = f"Do one. <!-- ire-gate: {SAID} --> Do two.\n# ire-gate: {SAID}\nDo three.\n"
    read = intent(put("a.md", text))

    assert len(read.text) == len(text) - 1
    assert [read.text.index(word) for word in ("two", "three")] == [text.index(word) for word in ("two", "three")]
    assert read.text.split() == "Do one. Do two. Do three.".split()


@pytest.mark.parametrize(
    ("said", "codes", "reason", "until"),
    [
        ('allow IRE104,IRE107 reason="x" until=2026-12-31', ("IRE104", "IRE107"), "x", "2026-12-31"),
        ('allow IRE104, scope reason="x" until=2026-12-31', ("IRE104", "scope"), "x", "2026-12-31"),
        ("allow IRE104 until=2026-12-31 reason='it is \"so\"'", ("IRE104",), 'it is "so"', "2026-12-31"),
        ("allow IRE104 reason=“curly” until=2026-12-31", ("IRE104",), "curly", "2026-12-31"),
        ('allow IRE104 reason = "a, b=c" until = "2026-12-31"', ("IRE104",), "a, b=c", "2026-12-31"),
        ("allow IRE104 reason=one until=2026-12-31", ("IRE104",), "one", "2026-12-31"),
        ("allow IRE104", ("IRE104",), "", ""),
        ("allow", (), "", ""),
        ('allow reason="x"', (), "x", ""),
        ("allow missing_condition_or_edge", ("missing_condition_or_edge",), "", ""),
    ],
)
def test_what_a_comment_says_is_read_in_any_order(said: str, codes: tuple[str, ...], reason: str, until: str) -> None:
    (read,) = lifted(f"# ire-gate: {said}\n{TEXT}")[1]

    assert (read.codes, read.reason, read.until, read.problem) == (codes, reason, until, "")


@pytest.mark.parametrize(
    "comment",
    [
        'allow IRE104 reason="no end until=2026-12-31',
        'allow IRE104 because="x"',
        'allow IRE104 reason="x" reason="y"',
        "allow IRE104; IRE105",
        'allowed IRE104 reason="x"',
        'alow IRE104 reason="x" until=2026-12-31',
    ],
)
def test_what_cannot_be_read_says_so_or_names_what_is_no_code(comment: str) -> None:
    rest, (read,) = lifted(f"# ire-gate: {comment}\n{TEXT}")

    assert read.problem or read.codes[0] == "alow"
    assert rest.strip() == TEXT


def test_a_markdown_comment_may_have_several_lines_and_must_be_closed(put: Put) -> None:
    several = intent(put("a.md", f"<!-- ire-gate: allow IRE104\n  reason='x\n  y' until=2026-12-31 -->\n{TEXT}"))
    is_open = intent(put("b.md", f"<!-- ire-gate: {SAID}\n{TEXT}"))

    assert (several.text, several.source.line, several.waivers[0].reason) == (TEXT, 4, "x y")
    assert is_open.waivers[0].problem == "is in a comment that is not closed"
    assert is_open.text == TEXT


@pytest.mark.parametrize(
    "text",
    [
        "# ire-gate: the design\n\nSet `a` to 1.",
        "See foo#ire-gate: allow IRE104",
        "Write `ire-gate: true` into the file.",
    ],
)
def test_other_words_with_the_mark_are_the_text_s_own(put: Put, text: str) -> None:
    read = intent(put("a.md", text))

    assert (read.text, read.waivers) == (text, ())


def test_of_several_fences_a_waiver_holds_for_the_one_it_is_in_or_before(put: Put) -> None:
    fence = f"```intent\n{TEXT}\n```\n"
    path = put(
        "a.md",
        f"# Work\n<!-- ire-gate: {SAID} -->\n{fence}\n```intent\n# ire-gate: {SAID}\n{TEXT}\n```\n\n{fence}",
    )

    assert [(one.source.line, one.waivers) for one in intents(path)] == [
        (4, (meant(2),)),
        (9, (meant(8),)),
        (13, ()),
    ]


def test_a_waiver_behind_the_last_fence_is_a_problem_at_its_line(put: Put) -> None:
    (behind,) = problems(put("a.md", f"```intent\n{TEXT}\n```\n\n<!-- ire-gate: {SAID} -->\n"))

    assert behind.line == 5
    assert "behind the last fence" in behind.error.message


def test_front_matter_waives_for_every_fence(put: Put) -> None:
    head = "---\nwaivers:\n  - {codes: [IRE104], reason: the runbook says which, until: 2026-12-31}\n---\n"
    path = put("a.md", f"{head}```intent\n{TEXT}\n```\n\n```intent\nDo it too.\n```\n")

    assert [one.waivers for one in intents(path)] == [(meant(3),)] * 2


def test_a_comment_in_front_matter_does_too(put: Put) -> None:
    path = put("a.md", f"---\n# ire-gate: {SAID}\nid: x\n---\n```intent\n{TEXT}\n```\n")

    assert [(one.id, one.waivers) for one in intents(path)] == [("x", (meant(2),))]


@pytest.mark.parametrize(
    "field",
    [
        '[{"codes": ["IRE104"], "reason": "the runbook says which", "until": "2026-12-31"}]',
        '{"codes": "IRE104", "reason": "the runbook says which", "until": "2026-12-31"}',
        '[{"code": "IRE104", "reason": "the runbook says which", "until": "2026-12-31"}]',
        "[\"allow IRE104 reason='the runbook says which' until=2026-12-31\"]",
        "\"IRE104 reason='the runbook says which' until=2026-12-31\"",
    ],
)
def test_a_row_has_a_field(put: Put, field: str) -> None:
    rows = f'{{"text": "One."}}\n{{"text": "{TEXT}", "waivers": {field}}}\n'

    assert [one.waivers for one in intents(put("a.jsonl", rows))] == [(), (meant(2),)]


@pytest.mark.parametrize(
    "field",
    ["7", "[7]", "[[]]", '[{"codes": 7}]', '[{"codes": ["IRE104"], "until": 20261231}]', '[{"cods": ["IRE104"]}]'],
)
def test_an_odd_field_becomes_a_waiver_that_says_what_is_wrong(put: Put, field: str) -> None:
    (read,) = intent(put("a.jsonl", f'{{"text": "{TEXT}", "waivers": {field}}}')).waivers

    assert read.problem
    assert read.codes == ()


def test_yaml_rows_have_it_with_their_own_lines(put: Put) -> None:
    path = put(
        "a.yaml",
        f"- text: {TEXT}\n  waivers:\n"
        "    - codes: IRE104\n      reason: the runbook says which\n      until: 2026-12-31\n"
        "    - allow scope, IRE104 reason='the runbook says which' until=2026-12-31\n- Do it.\n",
    )

    assert [one.waivers for one in intents(path)] == [(meant(3), meant(6, "scope", "IRE104")), ()]


def test_a_list_for_all_of_a_yaml_file_holds_for_each_without_its_own(put: Put) -> None:
    path = put(
        "a.yaml",
        "waivers: [IRE104 reason='the runbook says which' until=2026-12-31]\nintents:\n"
        f"- {TEXT}\n- text: {TEXT}\n  waivers: []\n",
    )

    assert [tuple(waiver.codes for waiver in one.waivers) for one in intents(path)] == [(("IRE104",),), ()]


def test_aliases_that_would_unfold_are_no_waivers(put: Put) -> None:
    row = ", ".join("*a" for _ in range(60))
    read = intent(put("a.yaml", f"- text: {TEXT}\n  tags: {{}}\n  waivers: [&a x, {row}]\n"))

    assert [one.problem for one in read.waivers] == ["is neither a mapping nor text"]


def test_standard_input_and_text_may_have_waivers() -> None:
    piped = intent("-", stdin=io.BytesIO(f"{TEXT}\n# ire-gate: {SAID}\n".encode()))
    typed = intent(text=f"{TEXT} # ire-gate: {SAID}")

    assert (piped.text, piped.waivers) == (TEXT, (meant(2),))
    assert (typed.text, typed.waivers) == (TEXT, (meant(1),))


def test_a_file_of_nothing_but_a_waiver_is_empty(put: Put) -> None:
    assert "only white space" in problem(put("a.md", f"# ire-gate: {SAID}\n")).error.message


def test_many_comments_that_are_not_closed_take_no_time() -> None:
    text = "<!-- ire-gate: allow IRE104\n" * 30_000
    began = time.perf_counter()
    read = lifted(text)[1]

    assert len(read) == 30_000
    assert time.perf_counter() - began < 20
