"""Many processes write at once and lose nothing; a killed one loses nothing that it announced."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing

import pytest

from ire_gate.ledger.store import Ledger
from tests.ledger.processes import finished, started


def test_many_processes_make_one_ledger_and_lose_nothing(place: str) -> None:
    work = (
        "print('ready', flush=True); sys.stdin.readline()\n"
        "for batch in range(5):\n"
        "    trips = [a_trip(int(sys.argv[2]) * 1000 + batch * 10 + n) for n in range(4)]\n"
        "    ledger.record(trips); print(*(trip.decision_id for trip in trips), sep='\\n')\n"
    )
    count = 6 if "://" in place else 16  # one that imports SQLAlchemy takes a second to begin
    outputs = finished([started(work, place, number) for number in range(count)])
    announced = {line for output in outputs for line in output.split()}

    assert len(announced) == count * 5 * 4
    with Ledger.open(place) as ledger:
        assert {row.decision_id for row in ledger.decisions()} == announced
        assert sum(1 for _ in ledger.calls()) == 2 * len(announced)


def test_processes_that_read_book_and_record_do_not_stop_one_another(place: str) -> None:
    work = (
        "ledger.record([a_trip(int(sys.argv[2]))])\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "for _ in range(5):\n"
        "    ledger.record([a_trip(99)]); list(ledger.decisions())\n"
        "    ledger.book_outcome('crm-' + sys.argv[2], correct=True, seconds=1.0)\n"
    )
    finished([started(work, place, number) for number in range(4)])

    with Ledger.open(place) as ledger:
        assert sum(1 for _ in ledger.decisions()) == 4 * 6
        assert len(ledger.outcomes()) == 4


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_a_killed_process_loses_no_decision_that_it_announced(place: str) -> None:
    work = (
        "while True:\n"
        "    trips = [a_trip(n) for n in range(3)]; ledger.record(trips)\n"
        "    print(*(trip.decision_id for trip in trips), sep='\\n', flush=True)\n"
    )
    announced: list[str] = []
    for lines in (1, 40, 90):
        process = started(work, place)
        assert process.stdout is not None
        announced += [process.stdout.readline().strip() for _ in range(lines)]
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate()
        announced += [line for line in rest.split("\n")[:-1] if line]

    with Ledger.open(place) as ledger:
        recorded = [row.decision_id for row in ledger.decisions()]
        assert set(announced) <= set(recorded)
        assert len(recorded) % 3 == 0
        assert sum(1 for _ in ledger.calls()) == 2 * len(recorded)
    if "://" not in place:
        with closing(sqlite3.connect(place)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_records_through_a_connection_of_its_own(place: str) -> None:
    work = (
        "ledger.record([a_trip(1)]); list(ledger.decisions())\n"
        "if not os.fork():\n"
        "    ledger.record([a_trip(2)]); list(ledger.decisions()); ledger.close(); os._exit(0)\n"
        "_, status = os.wait(); ledger.record([a_trip(3)])\n"
        "print(status, sum(1 for _ in ledger.decisions()))\n"
    )
    output, errors = started(work, place).communicate()

    assert (output, errors) == ("0 3\n", "")
