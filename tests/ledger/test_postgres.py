"""What a PostgreSQL database does in its own way; all else is tested beside the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from ire_gate.errors import LedgerError
from ire_gate.ledger.booking import calls_of, decision_of
from ire_gate.ledger.database import Database
from ire_gate.ledger.quick import QuickFile
from ire_gate.ledger.store import Ledger
from tests.ledger.places import postgres_schema, writing
from tests.ledger.trips import a_trip, free


@pytest.fixture
def url() -> Iterator[str]:
    with postgres_schema() as made:
        yield made


def test_the_rows_are_those_of_a_file(url: str, path: Path) -> None:
    trips = [a_trip(1), free(a_trip(2)), a_trip(3, text="a\0b", tags={"team": "ключ"})]
    decisions = [decision_of(trip, at="2026-11-22T10:00:00.000000+00:00", store_text=True) for trip in trips]
    calls = [call for trip in trips for call in calls_of(trip)]
    for writer in (QuickFile(path), Database(url)):
        with closing(writer):
            writer.prepare()
            writer.write({"decisions": decisions, "calls": calls})

    with Ledger.open(url) as shared, Ledger.open(str(path)) as file:
        assert list(shared.decisions()) == list(file.decisions()) == decisions
        assert list(shared.calls()) == list(file.calls()) == calls


def test_a_user_who_may_not_write_is_refused_before_anything_is_spent(url: str) -> None:
    with Ledger.open(url) as ledger:
        ledger.record([a_trip(1)])
    options = "-csearch_path%3D"
    with Ledger.open(url.replace(options, f"-cdefault_transaction_read_only%3Don%20{options}")) as ledger:
        with pytest.raises(LedgerError, match="read-only"):
            ledger.prepare()

        assert len(list(ledger.decisions())) == 1


def test_a_decision_recorded_twice_is_refused_whole_and_without_its_words(url: str) -> None:
    with Ledger.open(url, store_text=True) as ledger:
        first, second = a_trip(1), a_trip(2)
        ledger.record([first])
        with pytest.raises(LedgerError, match="duplicate key") as told:
            ledger.record([second, first])

        assert len(list(ledger.decisions())) == 1
        assert "customers" not in f"{told.value.message} {told.value.hint} {told.value.__cause__}"


def test_a_connection_that_broke_is_replaced(url: str) -> None:
    with Ledger.open(url) as ledger:
        ledger.record([a_trip(1)])
        with writing(url) as other:
            mine = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            other.execute(sa.text(f"{mine} AND application_name = current_setting('application_name')"))
        ledger.record([a_trip(2)])

        assert len(list(ledger.decisions())) == 2
