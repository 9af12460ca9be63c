"""Old decisions go with all that is theirs, and leave no trace but a count in the audit log."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from ire_gate.ledger.exchange import exported
from ire_gate.ledger.retention import pruned
from ire_gate.ledger.rows import moment
from ire_gate.ledger.store import Ledger
from tests.ledger.test_tasks import waived
from tests.ledger.trips import a_trip

COUNTS = {"calls": 6, "outcomes": 2, "waivers": 1, "decisions": 3}


def filled(ledger: Ledger) -> datetime:
    """Record three decisions before the moment that is returned, and two after it."""
    ledger.record([a_trip(1), a_trip(2), waived("nightly")])
    ledger.set_budget("nightly", attempts=3)
    ledger.book_outcome("crm-1", correct=True)
    between = datetime.now(UTC)
    ledger.record([a_trip(3), waived("later")])
    ledger.book_outcome("crm-2", correct=False)
    ledger.book_outcome("crm-3", correct=True)
    return between


def test_old_decisions_go_with_all_that_is_theirs(ledger: Ledger) -> None:
    between = filled(ledger)
    kept = list(ledger.decisions(since=between))

    assert pruned(ledger.database, between) == COUNTS
    assert list(ledger.decisions()) == kept
    assert {call.decision_id for call in ledger.calls()} == {row.decision_id for row in kept}
    assert list(ledger.outcomes()) == [kept[0].decision_id]
    assert sum(b'"table":"waivers"' in line for line in exported(ledger.database)) == 1
    assert ledger.budget("nightly") is not None
    last = list(ledger.audit())[-1]
    assert [entry.event for entry in ledger.audit()] == ["waived", "budget_set", "waived", "pruned"]
    assert last.decoded_detail() == {"before": moment(between), **COUNTS}


def test_a_rehearsal_counts_and_changes_nothing(ledger: Ledger) -> None:
    between = filled(ledger)
    before = list(exported(ledger.database))

    assert pruned(ledger.database, between, is_rehearsal=True) == COUNTS
    assert list(exported(ledger.database)) == before


def test_where_nothing_is_old_nothing_is_written(ledger: Ledger) -> None:
    filled(ledger)
    before = list(exported(ledger.database))
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)

    assert pruned(ledger.database, long_ago) == dict.fromkeys(COUNTS, 0)
    assert list(exported(ledger.database)) == before


def test_the_words_of_what_was_pruned_are_off_the_disk_and_the_file_is_smaller(path: Path) -> None:
    with Ledger.open(str(path), store_text=True) as ledger:
        ledger.record([a_trip(number, text=f"Rename the secret plan {number}.") for number in range(500)])
        between = datetime.now(UTC)
        ledger.record([a_trip(1, text="Keep this one.")])
        list(ledger.decisions())
        before = sum(file.stat().st_size for file in path.parent.iterdir())
        pruned(ledger.database, between)
        on_disk = b"".join(file.read_bytes() for file in path.parent.iterdir())

        assert b"secret plan" not in on_disk
        assert b"Keep this one." in on_disk
        assert sum(file.stat().st_size for file in path.parent.iterdir()) < before / 4
        ledger.record([a_trip(2)])
        assert len(list(ledger.decisions())) == 2
