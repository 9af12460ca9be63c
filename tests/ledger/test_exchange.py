"""The ledger leaves as JSON lines and comes back the same, whatever the database; half an import is none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from ire_gate.errors import InputError
from ire_gate.ledger.exchange import exported, imported
from ire_gate.ledger.store import Ledger
from tests.ledger.places import PLACES, postgres_schema
from tests.ledger.test_tasks import waived
from tests.ledger.trips import a_trip, free

TABLES = ["decisions", "calls", "outcomes", "waivers", "budgets", "audit"]

Opener = Callable[[str], Ledger]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Opens new ledgers by the kind of their database."""
    numbers = count()
    with ExitStack() as stack:

        def new(kind: str) -> Ledger:
            file = str(tmp_path / f"{next(numbers)}.db")
            place = file if kind == "sqlite" else stack.enter_context(postgres_schema())
            return stack.enter_context(Ledger.open(place))

        yield new


def fill(ledger: Ledger) -> None:
    """Record and book something in every table, with odd texts and figures that doubles do not hold exactly."""
    odd = ["a_b", "ключ", "Z", "a", "\U0001f512", "caf\udce9", "a\0b", "~", "B-1", "b 2"]
    ledger.record([a_trip(number, tags={"team": text}, task=text) for number, text in enumerate(odd)])
    ledger.record([waived("nightly"), free(a_trip(50))])
    for number in range(5):
        ledger.book_outcome(f"crm-{number}", correct=number != 2, usd=0.1 + 0.2, seconds=1 / 3, value=-number)
    ledger.book_outcome("crm-1", correct=None, tokens_in=2**53 + 1, exit_code=-9, grams=1e-300)
    for text in odd:
        ledger.set_budget(text, usd=0.1, tokens=2**62)
    ledger.note("refused_repeat", task="nightly", digest="d", detail={"share": 1e22})


def lines(ledger: Ledger, since: datetime | None = None) -> list[bytes]:
    return list(exported(ledger.database, since))


def tables(exported_lines: list[bytes]) -> list[str]:
    return list(dict.fromkeys(json.loads(line)["table"] for line in exported_lines))


@pytest.mark.parametrize("source", PLACES)
@pytest.mark.parametrize("target", PLACES)
def test_a_ledger_moves_between_databases_and_back_without_a_change(opened: Opener, source: str, target: str) -> None:
    one, other = opened(source), opened(target)
    fill(one)
    before = lines(one)
    new = imported(other.database, before, "there")
    there = lines(other)

    assert tables(before) == TABLES
    assert new.total() == len(before)
    assert [line for line in there if b'"event":"imported"' not in line] == before
    assert list(one.decisions()) == list(other.decisions())
    assert one.outcomes() == other.outcomes()

    assert imported(one.database, there, "here").total() == 1
    assert lines(one) == there


def test_importing_twice_changes_nothing(ledger: Ledger, opened: Opener) -> None:
    other = opened("sqlite")
    fill(other)
    export = lines(other)
    first = imported(ledger.database, export, "f")
    after = lines(ledger)

    assert first["decisions"] == 12
    assert imported(ledger.database, export, "f").total() == 0
    assert lines(ledger) == after
    assert [entry.event for entry in ledger.audit()].count("imported") == 1
    assert list(ledger.audit())[-1].decoded_detail() == dict(first)


def test_what_is_there_already_stays_as_it_is(ledger: Ledger) -> None:
    fill(ledger)
    changed = [line.replace(b'"verdict":"blocked"', b'"verdict":"passed"') for line in lines(ledger)]
    before = lines(ledger)

    assert imported(ledger.database, changed, "f").total() == 0
    assert lines(ledger) == before


def test_only_what_is_new_is_added(ledger: Ledger, opened: Opener) -> None:
    other = opened("sqlite")
    fill(other)
    export = lines(other)
    imported(ledger.database, export[:7], "f")
    ledger.record([a_trip(99)])

    assert imported(ledger.database, export, "f").total() == len(export) - 7
    assert len(list(ledger.decisions())) == 13


def test_an_export_since_a_moment_has_the_decisions_from_then_on_with_all_that_is_theirs(ledger: Ledger) -> None:
    fill(ledger)
    between = datetime.now(UTC)
    ledger.record([a_trip(60), waived("later")])
    ledger.book_outcome("crm-60", correct=True)
    ledger.book_outcome("crm-3", correct=True)
    rows = [json.loads(line) for line in lines(ledger, between)]
    kept = {row["row"]["decision_id"] for row in rows if row["table"] == "decisions"}

    assert len(kept) == 2
    assert {row["row"]["decision_id"] for row in rows if row["table"] in ("calls", "outcomes", "waivers")} == kept
    counts = {name: sum(row["table"] == name for row in rows) for name in TABLES}
    assert counts == {"decisions": 2, "calls": 4, "outcomes": 1, "waivers": 1, "budgets": 10, "audit": 1}


def test_an_export_is_of_one_moment(ledger: Ledger) -> None:
    ledger.record([a_trip(number) for number in range(1_200)])
    reading = exported(ledger.database)
    first = next(reading)
    ledger.record([a_trip(2_000)])
    rest = [json.loads(line) for line in (first, *reading)]

    assert sum(row["table"] == "decisions" for row in rest) == 1_200
    assert sum(row["table"] == "calls" for row in rest) == 2_400


def changed(export: list[bytes], table: str, **columns: Any) -> bytes:
    """The first row of a table with other values in some columns."""
    line = json.loads(next(line for line in export if json.loads(line)["table"] == table))
    line["row"].update(columns)
    return json.dumps(line).encode() + b"\n"


WRONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "an unknown column": ("decisions", {"user": "x"}, "no column 'user'"),
    "a wrong type": ("decisions", {"readings": "two"}, "Expected `int`, got `str`"),
    "an unknown verdict": ("decisions", {"verdict": "maybe"}, "'maybe'"),
    "no time": ("decisions", {"at": "yesterday"}, "at is no time"),
    "a time of another form": ("outcomes", {"at": "2026-01-01T00:00:00+00:00"}, "at is no time"),
    "an empty key": ("decisions", {"decision_id": ""}, "decision_id is empty"),
    "a task without a name": ("budgets", {"task": ""}, "task is empty"),
    "a negative amount": ("outcomes", {"usd": -1.0}, "usd is negative"),
    "a number too large": ("outcomes", {"tokens_in": 2**63}, "larger than a column takes"),
    "a NUL character": ("waivers", {"reason": "a\0b"}, "NUL"),
    "a person": ("decisions", {"tags": '{"author":"x"}'}, "names a person"),
    "broken tags": ("decisions", {"tags": "{"}, "truncated"),
    "a person among the findings": (
        "decisions",
        {"findings": '[{"code":"IRE101","severity":"note","author":"x"}]'},
        "unknown field `author`",
    ),
    "a span that is none": (
        "decisions",
        {"findings": '[{"code":"IRE101","severity":"note","span":{"start":-3,"end":-1}}]'},
        "span of IRE101",
    ),
    "a share above 1": ("decisions", {"ambiguity": 5.0}, "ambiguity is above 1"),
    "an amount beyond all measure": ("outcomes", {"usd": 1e300}, "usd is beyond all measure"),
    "a digest that is none": ("decisions", {"digest": "my secret plan"}, "digest is no SHA-256"),
    "a broken spec": ("decisions", {"spec": "{}"}, "missing required field"),
    "a broken profile": ("decisions", {"profile": '{"owner":"x"}'}, "unknown field `owner`"),
    "broken findings": ("decisions", {"findings": "{}"}, "Expected `array`"),
    "broken codes": ("waivers", {"codes": "[1]"}, "Expected `str`"),
    "a broken detail": ("audit", {"detail": "[]"}, "Expected `object`"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_row_that_cannot_be_used_is_named_and_nothing_is_imported(ledger: Ledger, opened: Opener, wrong: str) -> None:
    other = opened("sqlite")
    fill(other)
    export = lines(other)
    table, columns, reason = WRONG[wrong]
    with pytest.raises(InputError) as told:
        imported(ledger.database, [*export, b"\n", changed(export, table, **columns)], "rows.jsonl")

    assert told.value.message.startswith(f"rows.jsonl, line {len(export) + 2}: ")
    assert reason in told.value.message
    assert "nothing was imported" in (told.value.hint or "")
    assert lines(ledger) == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "truncated"),
        (b"\xff\xfe", "malformed"),
        (b"[1]", "Expected `object`"),
        (b'{"id": "a", "text": "an intent"}', "unknown field `id`"),
        (b'{"form":"ire_gate.ledger/2","table":"decisions","row":{}}', "this version reads ire_gate.ledger/1"),
        (b'{"form":"ire_gate.ledger/1","table":"people","row":{}}', "no table 'people'"),
        (b'{"form":"ire_gate.ledger/1","table":"calls","row":{}}', "missing required field"),
        (b'{"form":"ire_gate.ledger/1","table":"calls","row":{},"more":1}', "unknown field"),
    ],
)
def test_a_line_that_is_no_row_is_refused_with_the_reason(file_ledger: Ledger, line: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=r"^rows\.jsonl, line 1: ") as told:
        imported(file_ledger.database, [line], "rows.jsonl")

    assert reason in told.value.message


def test_a_row_of_an_earlier_version_gets_what_it_lacks(file_ledger: Ledger) -> None:
    fill(file_ledger)
    line = json.loads(lines(file_ledger)[0])
    line["row"] |= {"decision_id": "early"}
    for column in ("task", "waived"):
        del line["row"][column]
    imported(file_ledger.database, [json.dumps(line).encode()], "f")

    early = next(row for row in file_ledger.decisions() if row.decision_id == "early")
    assert (early.task, early.waived) == ("", 0)
