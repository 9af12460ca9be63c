"""An outcome finds its decision, the newest counts, and enough of them say what executions typically use."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from ire_gate.currencies.waste import Typical
from ire_gate.domain import Range
from ire_gate.errors import InputError
from ire_gate.ledger.rows import Outcome, now
from ire_gate.ledger.store import Ledger
from tests.ledger.places import database_at
from tests.ledger.trips import ROOT, a_trip


@pytest.fixture
def recorded(ledger: Ledger) -> Ledger:
    """A ledger with four decisions, two of them about one intent."""
    ledger.record([a_trip(number) for number in (1, 2, 3)])
    ledger.record([a_trip(2)])
    return ledger


def ids(ledger: Ledger) -> list[str]:
    return [row.decision_id for row in ledger.decisions()]


def test_an_outcome_is_booked_against_a_decisions_id(recorded: Ledger) -> None:
    second = ids(recorded)[1]
    booked = recorded.book_outcome(
        second, correct=False, tokens_in=10, tokens_out=5, seconds=1.5, usd=0.25, value=-3.0, exit_code=2
    )

    assert recorded.outcomes() == {second: booked}
    assert booked == Outcome(
        outcome_id=booked.outcome_id,
        decision_id=second,
        at=booked.at,
        correct=False,
        tokens_in=10,
        tokens_out=5,
        seconds=1.5,
        usd=0.25,
        value=-3.0,
        exit_code=2,
    )


def test_a_beginning_that_no_other_id_has_is_enough(recorded: Ledger) -> None:
    third = ids(recorded)[2]

    assert recorded.book_outcome(f" {third[:-1].upper()} ", correct=True).decision_id == third


def test_an_intents_id_means_its_newest_decision(recorded: Ledger) -> None:
    assert recorded.book_outcome("crm-2", correct=True).decision_id == ids(recorded)[3]


def test_the_newest_outcome_counts_and_keeps_what_it_does_not_say(recorded: Ledger) -> None:
    recorded.book_outcome("crm-1", correct=None, exit_code=0)
    recorded.book_outcome("crm-1", correct=False)
    newest = recorded.book_outcome("crm-1", correct=True)

    assert recorded.outcomes() == {ids(recorded)[0]: newest}
    assert newest.exit_code == 0


def test_outcomes_of_two_copies_that_were_brought_together_are_one(recorded: Ledger) -> None:
    first = ids(recorded)[0]
    used = Outcome(outcome_id="1", decision_id=first, at=now(), correct=None, tokens_in=7, usd=0.5)
    recorded.database.write({"outcomes": [used, Outcome(outcome_id="2", decision_id=first, at=now(), correct=True)]})
    found = recorded.outcomes()[first]

    assert (found.outcome_id, found.correct, found.tokens_in, found.usd) == ("2", True, 7, 0.5)


def test_bookings_at_the_same_moment_lose_nothing_of_one_another(recorded: Ledger, place: str) -> None:
    said: list[dict[str, Any]] = [{"tokens_in": 7}, {"seconds": 1.5}, {"usd": 0.25}, {"model": "m"}, {"correct": True}]

    def book(amount: dict[str, Any]) -> None:
        with Ledger.open(place) as own:
            start.wait()
            own.book_outcome("crm-1", **{"correct": None, **amount})

    start = Barrier(len(said))
    with ThreadPoolExecutor(len(said)) as pool:
        list(pool.map(book, said))
    newest = recorded.outcomes()[ids(recorded)[0]]

    assert [getattr(newest, name) for name in ("tokens_in", "seconds", "usd", "model", "correct")] == [
        7, 1.5, 0.25, "m", True,
    ]  # fmt: skip


def test_an_unknown_name_is_told_what_is_near_it(recorded: Ledger) -> None:
    with pytest.raises(InputError, match="no decision or intent has the id 'crm-333'") as told:
        recorded.book_outcome("crm-333", correct=True)

    assert "near it" in (told.value.hint or "")
    assert f"{ids(recorded)[2]} (intent crm-3)" in (told.value.hint or "")
    assert recorded.outcomes() == {}


def test_a_name_like_no_other_is_told_the_newest(recorded: Ledger) -> None:
    with pytest.raises(InputError) as told:
        recorded.book_outcome("qqqqqqqq", correct=True)

    assert (told.value.hint or "").startswith(f"the newest: {ids(recorded)[3]}")


def test_a_beginning_of_many_ids_is_told_which(recorded: Ledger) -> None:
    with pytest.raises(InputError, match="more than one decision begins with") as told:
        recorded.book_outcome(ids(recorded)[0][:6], correct=True)

    assert all(decision in (told.value.hint or "") for decision in ids(recorded))


@pytest.mark.parametrize("short", ["", "  ", "1", "18eb3", "%", "______"])
def test_a_beginning_that_is_too_short_or_a_pattern_finds_nothing(recorded: Ledger, short: str) -> None:
    with pytest.raises(InputError, match="no decision or intent"):
        recorded.book_outcome(short, correct=True)


def test_an_empty_ledger_says_so(ledger: Ledger) -> None:
    with pytest.raises(InputError) as told:
        ledger.book_outcome("crm-1234", correct=True)

    assert told.value.hint == "the ledger holds no decisions yet"


@pytest.mark.parametrize(
    "amount", [{"tokens_in": -1}, {"seconds": float("nan")}, {"usd": float("inf")}, {"value": float("nan")}]
)
def test_an_impossible_amount_is_refused(recorded: Ledger, amount: dict[str, float]) -> None:
    with pytest.raises(InputError, match=next(iter(amount))):
        recorded.book_outcome("crm-1", correct=True, **amount)  # type: ignore[arg-type]

    assert recorded.outcomes() == {}


def executed(ledger: Ledger, count: int, *, factor: int = 1, **tags: str) -> None:
    """Record and book `count` executions that used 1 × factor, 2 × factor, … tokens and seconds."""
    for number in range(1, count + 1):
        ledger.record([a_trip(number, tags=tags)])
        ledger.book_outcome(
            f"crm-{number}", correct=True, tokens_in=100 * number * factor, tokens_out=number * factor, seconds=number
        )


def test_typical_use_is_the_median_with_the_tenth_and_ninetieth_percentile(ledger: Ledger) -> None:
    executed(ledger, 11, team="a")

    # Of 1…11 the first tenth lies at 2, the middle at 6, the ninth at 10.
    assert ledger.typical({"team": "a"}) == Typical(
        tokens_in=Range(200.0, 600.0, 1_000.0),
        tokens_out=Range(2.0, 6.0, 10.0),
        seconds=Range(2.0, 6.0, 10.0),
        outcomes=11,
    )


def test_four_outcomes_are_too_few_and_five_are_enough(ledger: Ledger) -> None:
    executed(ledger, 4, team="a")
    assert ledger.typical({"team": "a"}) is None
    executed(ledger, 1, team="a")

    found = ledger.typical({"team": "a"})
    assert found is not None
    assert found.outcomes == 5


def test_only_decisions_with_all_of_the_tags_count(ledger: Ledger) -> None:
    executed(ledger, 6, team="a", product="x")
    executed(ledger, 5, factor=100, team="a", product="y")

    def outcomes(**tags: str) -> int | None:
        found = ledger.typical(tags)
        return found.outcomes if found else None

    assert outcomes() == 11
    assert outcomes(team="a") == 11
    assert outcomes(team="a", product="x") == 6
    assert outcomes(product="y", team="a") == 5
    assert outcomes(product="z") is None
    assert outcomes(team="A") is None
    assert outcomes(team="a", service="s") is None


@pytest.mark.parametrize("value", ["100%", "a_b", 'say "hi"', "back\\slash", "a!b", "ключ", "\0", '","team":"b'])
def test_a_tag_is_matched_as_it_is_written(ledger: Ledger, value: str) -> None:
    executed(ledger, 5, team=value, product="x")
    executed(ledger, 5, team=value + "x", product="x")
    found = ledger.typical({"team": value})

    assert found is not None
    assert found.outcomes == 5
    assert ledger.typical({"team": "b"}) is None


def test_a_decision_counts_once_with_its_newest_outcome(ledger: Ledger) -> None:
    executed(ledger, 5)
    for number in range(1, 6):
        ledger.book_outcome(f"crm-{number}", correct=True, seconds=50.0)
    found = ledger.typical({})

    assert found is not None
    assert (found.outcomes, found.seconds) == (5, Range(50.0, 50.0, 50.0))


def test_the_answer_costs_no_second_look_until_an_outcome_is_booked_here(place: str, ledger: Ledger) -> None:
    executed(ledger, 5)
    before = ledger.typical({})
    with Ledger.open(place) as other:
        executed(other, 5)

    assert ledger.typical({}) is before
    executed(ledger, 1)
    after = ledger.typical({})
    assert after is not None
    assert after.outcomes == 11


def test_old_outcomes_give_way_to_the_newest_thousand(place: str, ledger: Ledger) -> None:
    trips = [a_trip(number, tags={}) for number in range(1_010)]
    ledger.record(trips)
    outcomes = [
        Outcome(
            outcome_id=f"{number:024x}",
            decision_id=trip.decision_id,
            at=now(),
            correct=True,
            seconds=1.0 if number < 10 else 2.0,
        )
        for number, trip in enumerate(trips)
    ]
    with closing(database_at(place)) as database:
        database.write({"outcomes": outcomes})
    found = ledger.typical({})

    assert found is not None
    assert (found.outcomes, found.seconds) == (1_000, Range(2.0, 2.0, 2.0))


def test_recording_and_typical_use_never_import_sqlalchemy(path: Path, file_ledger: Ledger) -> None:
    executed(file_ledger, 5)
    work = (
        "import sys; from ire_gate.ledger.store import Ledger; from tests.ledger.trips import a_trip\n"
        "ledger = Ledger.open(sys.argv[1]); ledger.prepare(); ledger.record([a_trip()])\n"
        "print(ledger.typical({}).outcomes, 'sqlalchemy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", work, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "5 False\n"
