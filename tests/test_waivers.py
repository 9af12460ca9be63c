"""Waivers on verdicts: what they excuse, what they cannot, and what is wrong with some of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from ire_gate import Gate
from ire_gate.codes import CODES, code_of
from ire_gate.domain import EngineInfo, Finding, Intent, RoundTrip, Severity, Verdict, VerdictName, Waiver
from ire_gate.waiving import UNWAIVABLE, with_waivers
from tests.conftest import Endpoint, gap, specification

TODAY = dt.date(2026, 11, 25)
MUDDLED = "Send the report to the relevant people."


def waiver(*codes: str, **changes: Any) -> Waiver:
    return Waiver(**({"codes": codes, "reason": "known", "until": "2026-12-31", "line": 3} | changes))


def found(kind: str, probability: float | None = None, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(
        code=code_of(kind),
        kind=kind,
        severity=severity,
        span=None,
        quote=None,
        message=f"about {kind}",
        probability=probability,
    )


def trip(
    *findings: Finding, waivers: tuple[Waiver, ...], verdict: str = "blocked", ambiguity: float | None = 0.8
) -> RoundTrip:
    return RoundTrip(
        intent=Intent(text="x", waivers=waivers),
        verdict=Verdict(
            verdict=VerdictName(verdict), ambiguity=ambiguity, fidelity=None, threshold=0.5, findings=findings
        ),
        engine=EngineInfo(name="rules", model=None, readings=1),
    )


def waived(*findings: Finding, by: tuple[Waiver, ...], **of: Any) -> RoundTrip:
    return with_waivers(trip(*findings, waivers=by, **of), today=TODAY)


def test_what_is_waived_is_a_note_that_says_until_when_and_why_and_the_ambiguity_stays() -> None:
    ended = waived(found("vague_term", 0.8), by=(waiver("IRE101", reason="sales knows"),))
    (note,) = ended.verdict.findings

    assert ended.verdict.verdict is VerdictName.PASSED
    assert ended.verdict.ambiguity == 0.8
    assert (note.severity, note.excuse) == (Severity.NOTE, "waived until 2026-12-31: sales knows")
    assert [used.codes for used in ended.waived] == [("IRE101",)]


@pytest.mark.parametrize("word", ["vague_term", "vague-term", "VAGUE_TERM", "ire101"])
def test_a_kind_s_name_and_any_case_do_as_well(word: str) -> None:
    assert waived(found("vague_term", 0.8), by=(waiver(word),)).waived[0].codes == ("IRE101",)


def test_it_passes_only_if_every_reason_is_waived() -> None:
    both = (found("vague_term", 0.8), found("number_changed", 0.95), found("no_request"))
    some = waived(*both, by=(waiver("IRE101", "IRE210"),))
    all_ = waived(*both, by=(waiver("IRE101", "IRE210"), waiver("no_request")))

    assert some.verdict.verdict is VerdictName.BLOCKED
    assert [left.code for left in some.verdict.findings if left.severity is Severity.ERROR] == ["IRE304"]
    assert some.verdict.findings[0].code == "IRE304"
    assert all_.verdict.verdict is VerdictName.PASSED


def test_gaps_that_are_left_block_by_their_share_of_the_ambiguity() -> None:
    small = [found("scope", 0.45, Severity.WARNING)]
    many = small * 5
    few_left = waived(found("vague_term", 0.7), *small, by=(waiver("IRE101"),), ambiguity=0.75)
    many_left = waived(found("vague_term", 0.7), *many, by=(waiver("IRE101"),), ambiguity=0.95)

    assert few_left.verdict.verdict is VerdictName.PASSED
    assert many_left.verdict.verdict is VerdictName.BLOCKED
    assert {left.code for left in many_left.verdict.findings if left.severity is Severity.ERROR} == {"IRE105"}


def test_the_whole_ambiguity_at_no_place_is_waived_by_its_own_code() -> None:
    assert waived(found("open_as_a_whole"), by=(waiver("IRE305"),)).verdict.verdict is VerdictName.PASSED


def test_a_waiver_of_another_code_is_a_note_and_excuses_nothing() -> None:
    ended = waived(found("vague_term", 0.8), by=(waiver("IRE104"),))

    assert ended.verdict.verdict is VerdictName.BLOCKED
    assert [(left.code, left.severity) for left in ended.verdict.findings] == [
        ("IRE101", Severity.ERROR),
        ("IRE309", Severity.NOTE),
    ]
    assert ended.waived == ()


@pytest.mark.parametrize(
    ("flawed", "kind", "said"),
    [
        (waiver("IRE101", reason=""), "waiver_without_reason", "no reason"),
        (waiver("IRE101", reason="  "), "waiver_without_reason", "no reason"),
        (waiver("IRE101", until=""), "waiver_without_reason", "no last day"),
        (waiver("IRE101", reason="", until=""), "waiver_without_reason", "no reason and no last day"),
        (waiver("IRE101", until="2026-11-24"), "waiver_expired", "ended on 2026-11-24"),
        (waiver("IRE101", until="2026-02-30"), "waiver_unusable", "'2026-02-30' is no day"),
        (waiver("IRE101", until="20261231"), "waiver_unusable", "is no day"),
        (waiver("IRE101", until="next year"), "waiver_unusable", "is no day"),
        (waiver(), "waiver_unusable", "names no code"),
        (waiver("IRE101", "IRE999"), "waiver_unusable", "'IRE999', which is no code"),
        (waiver("vague_trem"), "waiver_unusable", "did you mean vague_term?"),
        (waiver("could_not_look"), "waiver_unusable", "IRE301 could_not_look, which cannot be waived"),
        (waiver("IRE307"), "waiver_unusable", "cannot be waived"),
        (waiver("IRE101", problem="is odd"), "waiver_unusable", "is odd"),
    ],
)
def test_a_flawed_waiver_is_an_error_of_its_own_and_waives_nothing(flawed: Waiver, kind: str, said: str) -> None:
    blocked = waived(found("vague_term", 0.8), by=(flawed,))
    passed = waived(by=(flawed,), verdict="passed", ambiguity=0.1)

    assert {left.kind for left in blocked.verdict.findings if left.severity is Severity.ERROR} == {"vague_term", kind}
    assert passed.verdict.verdict is VerdictName.BLOCKED
    (flaw,) = passed.verdict.findings
    assert (flaw.code, flaw.kind) == (code_of(kind), kind)
    assert said in flaw.message
    assert "in line 3" in flaw.message
    assert (blocked.waived, passed.waived) == ((), ())


def test_the_last_day_is_one_on_which_it_holds() -> None:
    of = trip(found("vague_term", 0.8), waivers=(waiver("IRE101", until="2026-11-25"),))

    assert with_waivers(of, today=TODAY).verdict.verdict is VerdictName.PASSED
    assert with_waivers(of, today=TODAY + dt.timedelta(days=1)).verdict.verdict is VerdictName.BLOCKED


def test_one_flawed_waiver_does_not_undo_a_sound_one_and_blocks_all_the_same() -> None:
    ended = waived(found("vague_term", 0.8), by=(waiver("IRE101"), waiver("IRE104", reason="")))

    assert [(left.kind, left.severity) for left in ended.verdict.findings] == [
        ("waiver_without_reason", Severity.ERROR),
        ("vague_term", Severity.NOTE),
    ]
    assert ended.verdict.verdict is VerdictName.BLOCKED


def test_undecided_stays_undecided_whatever_is_waived() -> None:
    codes = tuple(code for code in CODES if code not in UNWAIVABLE)
    ended = waived(
        found("could_not_look"), found("vague_term", 0.8), by=(waiver(*codes),), verdict="undecided", ambiguity=None
    )

    assert ended.verdict.verdict is VerdictName.UNDECIDED
    assert ended.waived == ()


def test_without_waivers_the_very_same_comes_back() -> None:
    of = trip(found("vague_term", 0.8), waivers=())

    assert with_waivers(of, today=TODAY) is of


def test_waivers_and_the_day_are_no_part_of_what_the_cache_keeps() -> None:
    intent = Intent(text=MUDDLED, waivers=(waiver("IRE103", until="2026-11-25"),))
    with Gate("rules", ledger="none", today=lambda: TODAY) as gate:
        first, again = gate.check(intent), gate.check(intent)
        bare = gate.check(msgspec.structs.replace(intent, waivers=()))
    with Gate("rules", ledger="none", today=lambda: TODAY + dt.timedelta(days=1)) as gate:
        tomorrow = gate.check(intent)

    assert [str(one.verdict.verdict) for one in (first, again, bare, tomorrow)] == [
        "passed",
        "passed",
        "blocked",
        "blocked",
    ]
    assert [one.cached for one in (again, bare, tomorrow)] == [True] * 3
    assert "waiver_expired" in {left.kind for left in tomorrow.verdict.findings}


def test_a_model_s_ambiguity_is_waived_and_fidelity_stays_unknown(endpoint: Endpoint) -> None:
    endpoint.answers["Specification"] = [specification(gap("best", 0.9))]
    intent = Intent(text="List the best customers first.", waivers=(waiver("IRE101"),))
    with Gate("openai:m", base_url=endpoint.url, ledger="none", today=lambda: TODAY) as gate:
        ended = gate.check(intent)

    assert ended.verdict.verdict is VerdictName.PASSED
    assert ended.verdict.fidelity is None
    assert ended.verdict.ambiguity is not None
    assert ended.verdict.ambiguity > 0.5


def test_an_endpoint_that_is_down_cannot_be_waived() -> None:
    intent = Intent(text=MUDDLED, waivers=(waiver("IRE103"),))
    with Gate("openai:m", base_url="http://127.0.0.1:9/v1", ledger="none", max_retries=0, today=lambda: TODAY) as gate:
        assert gate.check(intent).verdict.verdict is VerdictName.UNDECIDED


def test_waivers_that_are_turned_off_neither_excuse_nor_block() -> None:
    by = (waiver("IRE103"), waiver("IRE101", reason=""))
    with Gate("rules", ledger="none", waivers=False) as gate:
        ended = gate.check(Intent(text=MUDDLED, waivers=by))

    assert ended.verdict.verdict is VerdictName.BLOCKED
    assert {left.code for left in ended.verdict.findings} == {"IRE103"}


def test_a_waiver_in_a_text_that_a_program_hands_over_is_not_looked_for() -> None:
    text = f'{MUDDLED}\n# ire-gate: allow IRE103 reason="because I say so" until=2099-12-31'
    with Gate("rules", ledger="none", threshold=0.3, today=lambda: TODAY) as gate:
        ended = gate.check(text)

    assert ended.verdict.verdict is VerdictName.BLOCKED
    assert ended.waived == ()
