"""A ledger of any earlier version is brought up to date, with what it holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ire_gate.ledger.database import Database
from ire_gate.ledger.migrations import CREATE_MIGRATIONS, STEPS, pending
from ire_gate.ledger.store import Ledger
from tests.ledger.trips import a_trip


def made_by_an_earlier_version(path: Path, steps: int) -> None:
    """Make a ledger that has had only the first steps, with one decision in it."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as old:
        old.execute(CREATE_MIGRATIONS)
        for step in STEPS[:steps]:
            for statement in step.statements:
                old.execute(statement)
            old.execute("INSERT INTO migrations VALUES (?, '2026-01-01')", (step.name,))
        old.execute(
            "INSERT INTO decisions (decision_id, at, intent_id, digest, tags, engine, readings, verdict, threshold,"
            " findings, calls, clock_s, cached, version) VALUES ('old', '2026-01-01T00:00:00.000000+00:00', 'crm-old',"
            " 'd', '{}', 'rules', 1, 'passed', 0.5, '[]', 0, 0.1, 0, '0.0.1')"
        )
        old.commit()


@pytest.mark.parametrize("steps", range(1, len(STEPS) + 1))
@pytest.mark.parametrize("way", ["quick", "sqlalchemy"])
def test_an_older_ledger_keeps_its_decisions_and_takes_new_ones(path: Path, steps: int, way: str) -> None:
    made_by_an_earlier_version(path, steps)
    if way == "sqlalchemy":
        with closing(Database.in_file(path)) as database:
            database.prepare()
    with Ledger.open(str(path)) as ledger:
        ledger.record([a_trip(1)])
        ledger.book_outcome("crm-old", correct=True)

        assert [row.intent_id for row in ledger.decisions()] == ["crm-old", "crm-1"]
        assert list(ledger.outcomes()) == ["old"]
        assert sum(1 for _ in ledger.calls()) == 2
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM migrations ORDER BY name")]
    assert names == [step.name for step in STEPS]


def test_steps_are_numbered_and_have_names_of_their_own() -> None:
    assert [step.name.split("-")[0] for step in STEPS] == [f"{number:04}" for number in range(1, len(STEPS) + 1)]


def test_a_ledger_lacks_exactly_the_steps_it_has_not_had() -> None:
    assert pending((), "here") == STEPS
    assert pending([step.name for step in STEPS], "here") == ()
    assert pending([STEPS[0].name], "here") == STEPS[1:]
