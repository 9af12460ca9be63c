"""A task has limits, a use that says what is not known of it, and a last verdict on each text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ire_gate.domain import Severity, VerdictName, Waiver
from ire_gate.errors import InputError
from ire_gate.ledger.store import Ledger
from ire_gate.ledger.tasks import Budget, Used
from tests.ledger.processes import started
from tests.ledger.trips import FULL, TEXT, a_trip, free

NAN, INFINITY = float("nan"), float("inf")
WAIVER = Waiver(codes=("IRE101", "IRE104"), reason="the customer's words", until="2026-12-31", line=3)


def waived(task: str = "") -> Any:
    """A round trip with one error turned into a note by a waiver, and a finding that the waiver is not about."""
    first, second = FULL.verdict.findings
    findings = (msgspec.structs.replace(first, severity=Severity.NOTE, excuse="waived until 2026-12-31"), second)
    trip = a_trip(task=task)
    verdict = msgspec.structs.replace(trip.verdict, verdict=VerdictName.PASSED, findings=findings)
    return msgspec.structs.replace(trip, verdict=verdict, waived=(WAIVER,))


def test_a_decision_is_recorded_with_its_task_and_its_waivers(ledger: Ledger) -> None:
    trip = waived(task="nightly")
    ledger.record([trip, a_trip(2)])
    row, other = ledger.decisions()
    (entry,) = ledger.audit()

    assert (row.task, row.waived, other.task, other.waived) == ("nightly", 1, "", 0)
    assert (entry.event, entry.task, entry.digest) == ("waived", "nightly", trip.intent.digest)
    assert entry.decision_id == trip.decision_id
    assert entry.decoded_detail() == {"codes": ["IRE101", "IRE104"]}


def test_an_entry_of_the_audit_log_comes_back_as_it_was_noted(ledger: Ledger) -> None:
    detail: Mapping[str, Any] = {"limit": 3, "used": 4.5, "what": "caf\udce9", "codes": ("a", "b"), "none": None}
    ledger.note("stopped_attempts", task="nightly", digest="d", decision_id="1", detail=detail)
    between = datetime.now(UTC)
    ledger.note("refused_repeat")
    first, second = ledger.audit()

    assert (first.event, first.task, first.digest, first.decision_id) == ("stopped_attempts", "nightly", "d", "1")
    assert first.decoded_detail() == {**detail, "what": "caf\\udce9", "codes": ["a", "b"]}
    assert (second.event, second.task, second.digest, second.decision_id) == ("refused_repeat", "", None, None)
    assert second.decoded_detail() == {}
    assert list(ledger.audit(since=between)) == [second]


def test_a_budget_keeps_the_limits_that_a_change_does_not_name(ledger: Ledger) -> None:
    first = ledger.set_budget("nightly", attempts=3, usd=0.5)
    second = ledger.set_budget("nightly", usd=None, tokens=10_000, grams=1.5, seconds=60)
    ledger.set_budget("other", attempts=1)

    assert first == Budget(task="nightly", at=first.at, attempts=3, usd=0.5)
    assert second == Budget(task="nightly", at=second.at, attempts=3, tokens=10_000, grams=1.5, seconds=60.0)
    assert ledger.budget("nightly") == second
    assert ledger.budget("unknown") is None
    assert [(entry.event, entry.task, entry.decoded_detail()) for entry in ledger.audit()] == [
        ("budget_set", "nightly", {"attempts": 3, "usd": 0.5}),
        ("budget_set", "nightly", {"usd": None, "tokens": 10_000, "grams": 1.5, "seconds": 60}),
        ("budget_set", "other", {"attempts": 1}),
    ]


@pytest.mark.parametrize(
    "limits",
    [
        {},
        {"attempts": -1},
        {"tokens": 1.5},
        {"tokens": 1 << 63},
        {"usd": float("nan")},
        {"grams": float("inf")},
        {"x": 1},
    ],
)
def test_what_is_no_limit_is_refused_and_changes_nothing(ledger: Ledger, limits: dict[str, float]) -> None:
    with pytest.raises(InputError) as told:
        ledger.set_budget("nightly", **limits)

    assert told.value.hint
    assert ledger.budget("nightly") is None
    assert list(ledger.audit()) == []


@pytest.mark.parametrize("name", ["", "  "])
def test_a_task_without_a_name_has_no_budget(ledger: Ledger, name: str) -> None:
    with pytest.raises(InputError, match="needs a name"):
        ledger.set_budget(name, attempts=1)
    with pytest.raises(InputError, match="needs a name"):
        ledger.used(name)

    assert ledger.budget(name) is None


def test_use_is_that_of_the_gate_and_of_the_newest_outcomes(ledger: Ledger) -> None:
    ledger.record([a_trip(1, task="nightly"), a_trip(2, task="nightly"), a_trip(3), a_trip(4, task="other")])
    ledger.book_outcome("crm-1", correct=False, tokens_in=1_000_000, seconds=9.0)
    ledger.book_outcome("crm-1", correct=True, tokens_in=1_000, tokens_out=500, seconds=10.0, usd=0.25, grams=2.0)
    ledger.book_outcome("crm-4", correct=True, tokens_in=7)

    # Each look took 900 + 300 tokens, 3.75 s, $ 0.0008 and 0.02 g.
    used = ledger.used("nightly")
    assert (used.attempts, used.tokens, used.unknown) == (2, 2 * 1_200 + 1_500, 0)
    assert (used.usd, used.grams, used.seconds) == pytest.approx((0.2516, 2.04, 17.5))
    assert ledger.used("unknown") == Used()


def test_what_is_not_known_of_a_tasks_use_is_counted(ledger: Ledger) -> None:
    passed = msgspec.structs.replace(FULL.verdict, verdict=VerdictName.PASSED)
    ledger.record([msgspec.structs.replace(free(a_trip(n, task="nightly")), verdict=passed) for n in (1, 2)])
    assert ledger.used("nightly") == Used(attempts=2, seconds=0.002, unknown=2)

    ledger.book_outcome("crm-1", correct=None, tokens_out=5, seconds=1.0)
    ledger.book_outcome("crm-2", correct=True, tokens_in=1, tokens_out=1, seconds=1.0, usd=0.0, grams=0.0)
    used = ledger.used("nightly")
    assert (used.tokens, used.unknown) == (7, 1)


def test_the_last_verdict_is_the_newest_on_this_text_for_this_task(ledger: Ledger) -> None:
    first, second = a_trip(1, task="nightly"), waived(task="nightly")
    ledger.record([first])
    ledger.record([second])
    ledger.record([a_trip(3, task="other"), a_trip(4, task="nightly", text="Something else."), free(a_trip(5))])
    rows = {row.decision_id: row for row in ledger.decisions()}
    digest = a_trip(text=TEXT).intent.digest

    assert ledger.last_verdict(digest, "nightly") == rows[second.decision_id]
    found = ledger.last_verdict(digest, "")
    assert found is not None
    assert (found.intent_id, found.cached) == ("crm-5", True)
    assert ledger.last_verdict(digest, "unknown") is None
    assert ledger.last_verdict("0" * 64, "nightly") is None


def test_without_a_ledger_nothing_is_known_and_no_budget_can_be_set() -> None:
    with Ledger.open("none") as ledger:
        ledger.note("refused_repeat")

        assert list(ledger.audit()) == []
        assert ledger.budget("nightly") is None
        assert ledger.used("nightly") == Used()
        assert ledger.last_verdict("d", "") is None
        with pytest.raises(InputError, match="no ledger is kept"):
            ledger.set_budget("nightly", attempts=1)


def test_what_a_hook_asks_never_imports_sqlalchemy(path: Path, file_ledger: Ledger) -> None:
    file_ledger.set_budget("nightly", attempts=3)
    work = (
        "ledger.record([a_trip(task='nightly')]); ledger.note('refused_repeat', task='nightly')\n"
        "print(ledger.budget('nightly').attempts, ledger.used('nightly').attempts)\n"
        "print(ledger.last_verdict(a_trip().intent.digest, 'nightly').verdict, 'sqlalchemy' in sys.modules)"
    )
    output, errors = started(work, path).communicate()

    assert (output, errors) == ("3 1\nblocked False\n", "")
