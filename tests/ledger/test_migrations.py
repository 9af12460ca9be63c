"""A ledger of any earlier version is brought up to date, with what it holds."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from ire_gate.ledger.migrations import CREATE_MIGRATIONS, STEPS, pending
from ire_gate.ledger.store import Ledger
from tests.ledger.places import database_at, writing
from tests.ledger.trips import a_trip


def make_as_an_earlier_version(place: str, steps: int) -> None:
    """Make a ledger that has had only the first steps, with one decision in it."""
    if "://" not in place:
        Path(place).parent.mkdir()
    with writing(place) as old:
        old.execute(sa.text(CREATE_MIGRATIONS))
        for step in STEPS[:steps]:
            for statement in step.statements:
                old.execute(sa.text(statement))
            old.execute(sa.text("INSERT INTO migrations VALUES (:name, '2026-01-01')"), {"name": step.name})
        old.execute(
            sa.text(
                "INSERT INTO decisions (decision_id, at, intent_id, digest, tags, engine, readings, verdict, threshold,"
                " findings, calls, clock_s, cached, version) VALUES ('old', '2026-01-01T00:00:00.000000+00:00',"
                " 'crm-old', 'd', '{}', 'rules', 1, 'passed', 0.5, '[]', 0, 0.1, FALSE, '0.0.1')"
            )
        )


@pytest.mark.parametrize("steps", range(1, len(STEPS) + 1))
@pytest.mark.parametrize("way", ["quick", "sqlalchemy"])
def test_an_older_ledger_keeps_its_decisions_and_takes_new_ones(place: str, steps: int, way: str) -> None:
    make_as_an_earlier_version(place, steps)
    if way == "sqlalchemy":
        with closing(database_at(place)) as database:
            database.prepare()
    with Ledger.open(place) as ledger:
        ledger.record([a_trip(1, task="nightly")])
        ledger.book_outcome("crm-old", correct=True, grams=1.0)
        ledger.set_budget("nightly", attempts=2)

        assert [(row.intent_id, row.task, row.waived) for row in ledger.decisions()] == [
            ("crm-old", "", 0),
            ("crm-1", "nightly", 0),
        ]
        assert list(ledger.outcomes()) == ["old"]
        assert sum(1 for _ in ledger.calls()) == 2
        assert ledger.used("nightly").attempts == 1
        assert [entry.event for entry in ledger.audit()] == ["budget_set"]
    with writing(place) as connection:
        names = list(connection.scalars(sa.text("SELECT name FROM migrations ORDER BY name")))
    assert names == [step.name for step in STEPS]


def test_steps_are_numbered_and_have_names_of_their_own() -> None:
    assert [step.name.split("-")[0] for step in STEPS] == [f"{number:04}" for number in range(1, len(STEPS) + 1)]


def test_a_ledger_lacks_exactly_the_steps_it_has_not_had() -> None:
    assert pending((), "here") == STEPS
    assert pending([step.name for step in STEPS], "here") == ()
    assert pending([STEPS[0].name], "here") == STEPS[1:]
