"""What was decided is in the ledger, whole, in order, and without the words of the intent."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from ire_gate import __version__
from ire_gate.currencies.waste import Typical
from ire_gate.domain import Profile
from ire_gate.errors import InputError, LedgerError
from ire_gate.ledger.booking import calls_of, decision_of
from ire_gate.ledger.database import Database
from ire_gate.ledger.quick import QuickFile
from ire_gate.ledger.rows import BookedCall, Decision
from ire_gate.ledger.store import Ledger
from tests.ledger.trips import FULL, TEXT, a_trip, free


def test_every_column_comes_back_as_it_was_recorded(ledger: Ledger) -> None:
    trip = a_trip(7, profile=Profile(model="gpt-5", tokens_in=100))
    ledger.record([trip])
    (row,) = ledger.decisions()

    assert msgspec.structs.asdict(row) == {
        "decision_id": trip.decision_id,
        "at": row.at,
        "intent_id": "crm-7",
        "digest": trip.intent.digest,
        "text": None,
        "path": "docs/crm.md",
        "line": 12,
        "tags": '{"product":"Wörk 100%","team":"sales"}',
        "engine": "openai",
        "model": "gpt-5-mini",
        "embedder": "static",
        "readings": 2,
        "verdict": "blocked",
        "ambiguity": 0.75,
        "fidelity": 0.5,
        "threshold": 0.4,
        "findings": '[{"code":"IRE101","severity":"error","probability":0.75},'
        '{"code":"IRE105","severity":"note","probability":null}]',
        "calls": 2,
        "tokens_in": 900,
        "tokens_out": 300,
        "clock_s": 3.75,
        "coin_usd": 0.0008,
        "carbon_low": 0.01,
        "carbon_mid": 0.02,
        "carbon_high": 0.03,
        "risk_tokens_low": 1.0,
        "risk_tokens_mid": 2.0,
        "risk_tokens_high": 3.0,
        "risk_clock_s": 9.0,
        "risk_coin_usd": 0.5,
        "risk_carbon_low": 4.0,
        "risk_carbon_mid": 5.0,
        "risk_carbon_high": 6.0,
        "ire_value": 0.125,
        "cached": False,
        "version": __version__,
        "task": "",
        "waived": 0,
        "spec": None,
        "back_translation": None,
        "profile": '{"provider":null,"model":"gpt-5","tokens_in":100,"tokens_out":null,"seconds":null,'
        '"max_attempts":3}',
        "risk_clock_low": 8.0,
        "risk_clock_high": 10.0,
        "risk_coin_low": 0.4,
        "risk_coin_high": 0.6,
    }
    assert row.decoded_profile() == trip.intent.profile
    assert abs(datetime.now(UTC) - datetime.fromisoformat(row.at)) < timedelta(minutes=1)


def test_a_row_gives_back_what_it_was_made_of(ledger: Ledger) -> None:
    ledger.record([a_trip()])
    (row,) = ledger.decisions()

    assert row.decoded_tags() == FULL.intent.tags
    assert [(noted.code, noted.probability) for noted in row.decoded_findings()] == [("IRE101", 0.75), ("IRE105", None)]


def test_what_was_not_measured_stays_unknown_and_nothing_spent_stays_nothing(ledger: Ledger) -> None:
    ledger.record([free(a_trip())])
    (row,) = ledger.decisions()

    assert (row.model, row.ire_value, row.risk_tokens_mid, row.risk_clock_s) == (None, None, None, None)
    assert (row.calls, row.tokens_in, row.coin_usd, row.carbon_high) == (0, 0, 0.0, 0.0)
    assert row.cached is True
    assert list(ledger.calls()) == []


def test_each_call_is_booked_failed_ones_too(ledger: Ledger) -> None:
    trip = a_trip()
    ledger.record([trip])
    failed, answered = ledger.calls()

    assert (failed.position, failed.error, failed.tokens_in) == (0, "HTTP 429", None)
    assert (answered.position, answered.tokens_in, answered.tokens_cached, answered.seconds) == (1, 900, 100, 2.25)
    assert failed.decision_id == answered.decision_id == trip.decision_id


def test_both_ways_of_writing_make_the_same_rows(path: Path, tmp_path: Path) -> None:
    trips = [a_trip(1), free(a_trip(2))]
    decisions = [decision_of(trip, at="2026-11-22T10:00:00.000000+00:00", store_text=True) for trip in trips]
    calls = [call for trip in trips for call in calls_of(trip)]
    rows: list[tuple[list[Decision], list[BookedCall]]] = []
    for file, way in ((path, QuickFile), (tmp_path / "other.db", Database.in_file)):
        with Ledger.open(str(file)) as ledger:
            ledger.prepare()
            with closing(way(file)) as writer:
                writer.write({"decisions": decisions, "calls": calls})
            rows.append((list(ledger.decisions()), list(ledger.calls())))

    assert rows[0] == rows[1] == (decisions, calls)
    assert [type(value) for value in msgspec.structs.astuple(rows[0][0][1])] == [
        type(value) for value in msgspec.structs.astuple(rows[1][0][1])
    ]


def test_no_word_of_the_intent_is_on_the_disk_unless_asked_for(path: Path) -> None:
    for store_text, is_expected in ((False, False), (True, True)):
        with Ledger.open(str(path), store_text=store_text) as ledger:
            ledger.record([a_trip()])
            on_disk = b"".join(file.read_bytes() for file in path.parent.iterdir())

        assert (TEXT.encode() in on_disk) is is_expected
        assert (b"Which customers" in on_disk) is is_expected
        assert (b"by revenue" in on_disk) is is_expected
        assert FULL.intent.digest.encode() in on_disk
    with Ledger.open(str(path)) as ledger:
        assert [row.text for row in ledger.decisions()] == [None, TEXT]


def test_a_batch_is_recorded_whole_or_not_at_all(ledger: Ledger) -> None:
    first, second = a_trip(1), a_trip(2)
    ledger.record([first])

    with pytest.raises(LedgerError, match=r"(?i)unique") as told:
        ledger.record([second, first])

    assert [row.decision_id for row in ledger.decisions()] == [first.decision_id]
    assert told.value.hint == "each decision is recorded once"
    ledger.record([second])
    assert len(list(ledger.decisions())) == 2


def test_decisions_come_in_the_order_of_time_from_a_moment_on(ledger: Ledger) -> None:
    ledger.record([a_trip(number) for number in range(3)])
    between = datetime.now(UTC)
    ledger.record([a_trip(3)])
    everything = [row.intent_id for row in ledger.decisions()]

    assert everything == ["crm-0", "crm-1", "crm-2", "crm-3"]
    assert [row.intent_id for row in ledger.decisions(since=between)] == ["crm-3"]
    assert [row.intent_id for row in ledger.decisions(since=between.astimezone().replace(tzinfo=None))] == ["crm-3"]
    assert len(list(ledger.calls(since=between))) == 2
    assert list(ledger.decisions(since=datetime.now(UTC))) == []


def test_recording_goes_on_while_somebody_reads(ledger: Ledger) -> None:
    ledger.record([a_trip(number) for number in range(1_200)])
    reading = ledger.decisions()
    next(reading)
    ledger.record([a_trip(2_000)])

    assert sum(1 for _ in reading) == 1_199
    assert sum(1 for _ in ledger.decisions()) == 1_201


def test_a_reader_that_stops_early_holds_nothing_up(ledger: Ledger) -> None:
    ledger.record([a_trip(number) for number in range(1_200)])
    for _ in range(50):
        next(iter(ledger.decisions()))
    ledger.record([a_trip(2_000)])

    assert sum(1 for _ in ledger.decisions()) == 1_201


@pytest.mark.parametrize("odd", ["a\0b", "caf\udce9.md", "\U0001f512 ключ", "'; DROP TABLE decisions; --", ""])
def test_any_text_can_be_recorded(place: str, odd: str) -> None:
    with Ledger.open(place, store_text=True) as ledger:
        trip = a_trip(text=odd, id=odd, source=msgspec.structs.replace(FULL.intent.source, path=odd), tags={odd: odd})
        ledger.record([trip])
        (row,) = ledger.decisions()
        ledger.typical({odd: odd})

    shown = odd.replace("\0", "\\x00").replace("\udce9", "\\udce9")
    assert (row.text, row.intent_id, row.path, row.decoded_tags()) == (shown, shown, shown, {shown: shown})
    assert row.digest == trip.intent.digest


def test_nothing_to_record_makes_no_file(path: Path, file_ledger: Ledger) -> None:
    file_ledger.record([])

    assert not path.exists()


def test_an_empty_ledger_can_be_read(ledger: Ledger) -> None:
    assert list(ledger.decisions()) == []
    assert list(ledger.calls()) == []
    assert ledger.outcomes() == {}
    assert ledger.typical({}) is None


def test_no_ledger_records_nothing_and_can_still_be_used() -> None:
    with Ledger.open("none") as ledger:
        ledger.prepare()
        ledger.record([a_trip()])

        assert list(ledger.decisions()) == []
        assert list(ledger.calls()) == []
        assert ledger.outcomes() == {}
        assert ledger.typical({}) is None
        assert ledger.where is None
        with pytest.raises(InputError, match="no ledger is kept"):
            ledger.book_outcome("crm-0", correct=True)


def test_the_environment_says_where_if_nobody_else_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IRE_GATE_LEDGER", str(tmp_path / "said.db"))
    assert Ledger.open(None).where == str(tmp_path / "said.db")
    monkeypatch.setenv("IRE_GATE_LEDGER", "none")
    assert Ledger.open(None).where is None


def test_a_url_of_a_file_is_that_file(path: Path, file_ledger: Ledger) -> None:
    file_ledger.record([a_trip()])

    with Ledger.open(f"sqlite:///{path}") as other:
        assert other.where == str(path)
        assert len(list(other.decisions())) == 1


def test_a_path_means_the_folder_in_which_it_was_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Ledger.open("here.db") as ledger:
        (tmp_path / "below").mkdir()
        monkeypatch.chdir(tmp_path / "below")
        ledger.record([a_trip()])

    assert (tmp_path / "here.db").exists()


def test_a_closed_ledger_opens_again_when_used(ledger: Ledger) -> None:
    ledger.record([a_trip(1)])
    ledger.close()
    ledger.close()
    ledger.record([a_trip(2)])

    assert len(list(ledger.decisions())) == 2


def test_threads_record_and_ask_side_by_side(ledger: Ledger) -> None:
    def work(number: int) -> Typical | None:
        ledger.record([a_trip(number)])
        return ledger.typical({"team": "sales"})

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(100))) == {None}

    assert {row.intent_id for row in ledger.decisions()} == {f"crm-{number}" for number in range(100)}


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions of another kind")
def test_nobody_else_may_read_the_ledger(path: Path, file_ledger: Ledger) -> None:
    before = os.umask(0o022)
    try:
        file_ledger.record([a_trip()])
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    finally:
        os.umask(before)

    assert modes == dict.fromkeys(("ledger.db", "ledger.db-wal", "ledger.db-shm"), 0o600)
