from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from ire_gate import schemas
from ire_gate.domain import Scores, Spent
from ire_gate.reports import json as reports
from tests.reports.trips import BLOCKED, PASSED, UNDECIDED, finding, trip

KEYS = {
    "": "version id source verdict ambiguity fidelity threshold engine findings spec back_translation scores spent "
    "at_risk ire cached",
    "source": "path line",
    "engine": "name model readings embedder",
    "scores": "semantic lexical facts coverage echo lift",
    "spent": "calls tokens_in tokens_out clock_s coin_usd carbon_g",
    "at_risk": "tokens clock_s coin_usd carbon_g",
    "ire": "value per_second per_usd per_gram",
}
FINDING_KEYS = "code kind severity span quote message question readings back_span probability excuse"


@pytest.mark.parametrize("of", [PASSED, BLOCKED, UNDECIDED], ids=["passed", "blocked", "undecided"])
def test_every_key_is_there_in_its_order_whatever_the_verdict(of: object) -> None:
    row = json.loads(reports.line(of))  # type: ignore[arg-type]

    for place, keys in KEYS.items():
        assert list(row[place] if place else row) == keys.split()
    for found in row["findings"]:
        assert list(found) == FINDING_KEYS.split()


def test_what_is_not_known_is_null_and_never_zero() -> None:
    row = json.loads(reports.line(UNDECIDED))

    assert row["ambiguity"] is None
    assert row["fidelity"] is None
    assert row["spec"] is None
    assert row["back_translation"] is None
    assert row["spent"]["coin_usd"] is None
    assert set(row["scores"].values()) == {None}
    assert set(row["ire"].values()) == {None}


def test_values_stand_where_the_contract_says() -> None:
    row = json.loads(reports.line(trip(finding(), name="T-1")))
    found = row["findings"][0]

    assert (row["version"], row["id"], row["verdict"]) == ("ire_gate.verdict/1", "T-1", "blocked")
    assert row["source"] == {"path": "prompts/list.md", "line": 3}
    assert (found["code"], found["kind"], found["severity"]) == ("IRE101", "vague_term", "error")
    assert found["span"] == {"start": 33, "end": 47}
    assert found["readings"] == ["by revenue", "by number of orders"]


def test_an_intent_without_an_id_is_known_by_its_decision() -> None:
    assert json.loads(reports.line(BLOCKED))["id"] == "d1"


def test_floats_have_at_most_six_decimals() -> None:
    row = json.loads(reports.line(trip(spent=Spent(clock_s=1 / 3, coin_usd=-1e-9))))

    assert row["spent"]["clock_s"] == 0.333333
    assert str(row["spent"]["coin_usd"]) == "0.0"


def test_an_array_is_json_for_none_one_and_many() -> None:
    assert json.loads("".join(reports.array([]))) == []
    assert len(json.loads("".join(reports.array([BLOCKED])))) == 1
    assert [row["verdict"] for row in json.loads("".join(reports.array([PASSED, BLOCKED])))] == ["passed", "blocked"]


def test_lines_are_one_object_each() -> None:
    written = "".join(reports.lines([PASSED, BLOCKED, UNDECIDED]))

    assert [json.loads(line)["verdict"] for line in written.splitlines()] == ["passed", "blocked", "undecided"]


def test_half_a_surrogate_pair_does_not_stop_the_report() -> None:
    row = json.loads(reports.line(trip(finding(message="bad \ud800 half"), name="\udcff")))

    assert row["findings"][0]["message"] == "bad ? half"
    assert row["id"] == "?"


def test_the_same_round_trip_gives_the_same_bytes() -> None:
    assert reports.line(BLOCKED) == reports.line(trip(finding()))


@pytest.mark.parametrize("name", list(schemas.TYPES))
def test_the_published_schemas_are_current(name: str) -> None:
    published = (Path(schemas.__file__).parent / f"{name}.json").read_text(encoding="utf-8")

    assert published == schemas.text(name), "run python -m ire_gate.schemas"
    Draft202012Validator.check_schema(json.loads(published))


def test_rows_fit_the_published_schema() -> None:
    fits = Draft202012Validator(schemas.schema("verdict-1"))
    for of in (PASSED, BLOCKED, UNDECIDED):
        assert fits.is_valid(json.loads(reports.line(of)))


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "maybe"},
        {"ambiguity": 1.5},
        {"threshold": None},
        {"findings": [{"code": "IRE101"}]},
        {"version": "ire_gate.verdict/2"},
        {"cached": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_schema_refuses_what_is_no_verdict(change: dict[str, object]) -> None:
    row = {**json.loads(reports.line(BLOCKED)), **change}
    with pytest.raises(ValidationError):
        Draft202012Validator(schemas.schema("verdict-1")).validate(row)


@pytest.mark.parametrize("key", KEYS[""].split())
def test_the_schema_asks_for_every_key(key: str) -> None:
    row = json.loads(reports.line(BLOCKED))
    del row[key]
    assert not Draft202012Validator(schemas.schema("verdict-1")).is_valid(row)


def test_rounding_leaves_structs_without_floats_alone() -> None:
    assert reports.rounded(Scores()) == Scores()
