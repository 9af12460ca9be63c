"""A team's ledger in PostgreSQL holds the same rows, takes many writers, and makes its schema once.

Needs the driver (psycopg) and the server's programs, or a database to write to in ``IRE_GATE_TEST_POSTGRES``.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

import pytest
import sqlalchemy as sa

from ire_gate.errors import InputError, LedgerError
from ire_gate.ledger.booking import calls_of, decision_of
from ire_gate.ledger.database import Database
from ire_gate.ledger.quick import QuickFile
from ire_gate.ledger.store import Ledger
from tests.ledger.processes import finished, started
from tests.ledger.trips import TEXT, a_trip, free

pytest.importorskip("psycopg")

SERVER = "postgres"
"""The user whom a server of root's runs as: it refuses to be root."""


def programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [Path(shutil.which("initdb") or "/nowhere")]
    return found[-1].parent if found[-1].exists() else None


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the tests of this file."""
    if "IRE_GATE_TEST_POSTGRES" in os.environ:
        yield os.environ["IRE_GATE_TEST_POSTGRES"]
        return
    folder = programs()
    if folder is None:
        pytest.skip("no PostgreSQL server here")
    home = Path(mkdtemp(prefix="ire-gate-pg-"))
    user = SERVER if os.getuid() == 0 else None
    if user:
        shutil.chown(home, user)
    with socket.create_server(("127.0.0.1", 0)) as free_port:
        port = free_port.getsockname()[1]

    def run(program: str, *arguments: str) -> None:
        command = [str(folder / program), "-D", str(home / "data"), *arguments]
        subprocess.run(command, cwd=home, user=user, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    run("initdb", "-U", "ire", "-A", "trust", "--no-sync", "--locale=C.UTF-8")
    run("pg_ctl", "-w", "-l", str(home / "log"), "-o", f"-p {port} -k {home} -h 127.0.0.1 -F", "start")
    yield f"postgresql://ire@127.0.0.1:{port}/postgres"
    run("pg_ctl", "-m", "immediate", "stop")
    shutil.rmtree(home)


@pytest.fixture
def url(server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty database."""
    name = f"t{abs(hash(request.node.name)):x}"
    engine = sa.create_engine(server.replace("postgresql:", "postgresql+psycopg:", 1), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


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


def test_a_ledger_does_all_that_a_file_does(url: str) -> None:
    with Ledger.open(url, store_text=True) as ledger:
        ledger.prepare()
        ledger.record([a_trip(number, tags={"team": "100%"}) for number in range(1, 12)])
        between = datetime.now(UTC)
        ledger.record([a_trip(1)])
        for number in range(2, 12):
            ledger.book_outcome(f"crm-{number}", correct=number % 2 == 0, seconds=float(number), tokens_in=number)
        first = next(iter(ledger.decisions()))
        ledger.book_outcome(first.decision_id, correct=True, seconds=1.0, tokens_in=1)
        found = ledger.typical({"team": "100%"})

        assert first.text == TEXT
        assert found is not None
        assert (found.outcomes, found.seconds.low, found.seconds.mid, found.seconds.high) == (11, 2.0, 6.0, 10.0)
        assert ledger.typical({"team": "other"}) is None
        assert len(list(ledger.decisions(since=between))) == 1
        assert sorted(outcome.correct is True for outcome in ledger.outcomes().values()) == [False] * 5 + [True] * 6
        with pytest.raises(InputError, match="more than one"):
            ledger.book_outcome(first.decision_id[:6], correct=True)
        with pytest.raises(InputError, match="no decision or intent"):
            ledger.book_outcome("crm-%%%", correct=True)
        assert "ire" in (ledger.where or "")


def test_a_user_who_may_not_write_is_refused_before_anything_is_spent(url: str) -> None:
    with Ledger.open(url) as ledger:
        ledger.record([a_trip(1)])
    with Ledger.open(f"{url}?options=-cdefault_transaction_read_only%3Don") as ledger:
        with pytest.raises(LedgerError, match="read-only"):
            ledger.prepare()

        assert len(list(ledger.decisions())) == 1


def test_many_rows_are_read_as_a_stream_while_others_write(url: str) -> None:
    with Ledger.open(url) as ledger:
        for _ in range(3):
            ledger.record([a_trip(number) for number in range(500)])
        reading = ledger.decisions()
        next(reading)
        ledger.record([a_trip(1)])

        assert sum(1 for _ in reading) == 1_499


def test_a_decision_recorded_twice_is_refused_whole_and_without_its_words(url: str) -> None:
    with Ledger.open(url, store_text=True) as ledger:
        first, second = a_trip(1), a_trip(2)
        ledger.record([first])
        with pytest.raises(LedgerError, match="duplicate key") as told:
            ledger.record([second, first])

        assert len(list(ledger.decisions())) == 1
        assert "customers" not in f"{told.value.message} {told.value.hint} {told.value.__cause__}"


def test_processes_make_the_schema_once_and_lose_nothing(url: str) -> None:
    work = (
        "print('ready', flush=True); sys.stdin.readline()\n"
        "for batch in range(5):\n"
        "    trips = [a_trip(n) for n in range(4)]\n"
        "    ledger.record(trips); print(*(trip.decision_id for trip in trips), sep='\\n')\n"
    )
    outputs = finished([started(work, url, number) for number in range(6)])
    announced = {line for output in outputs for line in output.split()}

    with Ledger.open(url) as ledger:
        assert len(announced) == 6 * 5 * 4
        assert {row.decision_id for row in ledger.decisions()} == announced


def test_a_connection_that_broke_is_replaced(url: str) -> None:
    with Ledger.open(url) as ledger:
        ledger.record([a_trip(1)])
        engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:", 1))
        with engine.begin() as other:
            mine = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            other.execute(sa.text(f"{mine} AND datname = current_database()"))
        engine.dispose()
        ledger.record([a_trip(2)])

        assert len(list(ledger.decisions())) == 2
