"""How the figures could be gamed, as `docs/gaming.md` has it, and what stops or shows it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ire_gate import Gate
from ire_gate.domain import Intent, Waiver
from ire_gate.errors import ConfigError
from tests.cli.conftest import CLEAR, VAGUE, Cli, cli

__all__ = ["cli"]
PARTS = ("Rename `get_usr` to `get_user` in `a.py`.", "Set `retries` to 3 in `jobs.yaml`.")

Totals = Callable[..., dict[str, Any]]


@pytest.fixture
def totals(cli: Cli, tmp_path: Path) -> Totals:
    """Return what checking some texts in a ledger of their own comes to, after outcomes that are booked for them."""

    def count(*texts: str, outcomes: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
        place = str(tmp_path / f"{len(list(tmp_path.glob('*.db')))}.db")
        with Gate("rules", ledger=place, profile={"tokens_in": 1000, "tokens_out": 100}) as gate:
            trips = [gate.check(text) for text in texts]
            for trip, outcome in zip(trips, outcomes, strict=False):
                gate.ledger.book_outcome(trip.decision_id, **outcome)
        ended = cli("report", "--ledger", place, "--format", "json")
        total: dict[str, Any] = json.loads(ended.out)["total"]
        return total

    return count


def test_sending_a_blocked_text_again_saves_nothing_more(totals: Totals) -> None:
    once, often = totals(VAGUE), totals(*[VAGUE] * 5)

    assert often["saved"]["tokens"] == once["saved"]["tokens"] > 0
    assert (often["decisions"], often["intents"]) == (5, 1)


def test_what_is_blocked_and_then_waived_saves_nothing(cli: Cli, tmp_path: Path) -> None:
    def saved() -> float:
        told = json.loads(cli("report", "--ledger", str(tmp_path / "l.db"), "--format", "json").out)
        tokens: float = told["total"]["saved"]["tokens"]
        return tokens

    with Gate("rules", ledger=str(tmp_path / "l.db"), profile={"tokens_in": 1000, "tokens_out": 100}) as gate:
        codes = tuple(found.code for found in gate.check(VAGUE).verdict.findings)
        before = saved()
        waiver = Waiver(codes=codes, reason="we know", until="2099-12-31", line=0)
        assert gate.check(Intent(text=VAGUE, waivers=(waiver,))).passed

    assert before > 0
    assert saved() == 0


def test_trivial_intents_save_nothing_and_cost_time(totals: Totals) -> None:
    total = totals(*[f"Set `retries` to {number} in `jobs.yaml`." for number in range(20)])

    assert total["saved"]["tokens"] == 0
    assert total["saved"]["clock_s"] < 0


def test_an_intent_split_into_parts_pays_the_gate_for_each(totals: Totals) -> None:
    used = {"correct": True, "tokens_in": 500, "tokens_out": 0, "seconds": 1.0, "usd": 0.05}
    whole = totals(" ".join(PARTS), outcomes=({**used, "seconds": 2.0, "usd": 0.1, "tokens_in": 1000, "value": 2.0},))
    split = totals(*PARTS, outcomes=({**used, "value": 1.0}, {**used, "value": 1.0}))

    assert split["decisions"] == 2 * whole["decisions"]
    assert split["results"]["gross_margin"] == pytest.approx(whole["results"]["gross_margin"])
    assert split["at_risk"] == whole["at_risk"]


def test_padding_a_vague_text_with_clear_sentences_does_not_let_it_through(totals: Totals) -> None:
    plain, padded = totals(VAGUE), totals(" ".join([VAGUE, *PARTS * 3]))

    assert plain["blocked"] == padded["blocked"] == 1


def test_what_a_waiver_lets_through_is_counted_and_keeps_its_ambiguity(cli: Cli, tmp_path: Path) -> None:
    place, waived = str(tmp_path / "l.db"), tmp_path / "waived.md"
    waived.write_text(f'<!-- ire-gate: allow IRE1 reason="because" until=2999-01-01 -->\n{VAGUE}\n', encoding="utf-8")
    codes = {
        found["code"] for found in json.loads(cli("check", "--text", VAGUE, "--format", "json").out)[0]["findings"]
    }
    waived.write_text(waived.read_text().replace("IRE1 ", f"{','.join(sorted(codes))} "), encoding="utf-8")
    assert cli("check", waived, "--ledger", place).code == 0
    total = json.loads(cli("report", "--ledger", place, "--format", "json").out)["total"]

    assert (total["passed"], total["waived"]) == (1, 1)
    assert total["ambiguity"] > 0.5


def test_that_only_good_results_were_booked_shows(totals: Totals) -> None:
    results = totals(CLEAR, *PARTS, outcomes=({"correct": True},))["results"]

    assert results["rework"] == 0
    assert results["judged"] == pytest.approx(1 / 3)


def test_without_results_no_figure_looks_good(totals: Totals) -> None:
    unknown = dict.fromkeys(("usd_per_correct", "tokens_per_correct", "rework", "gross_margin"))

    assert totals(CLEAR)["results"] == {"judged": 0.0, **unknown}


def test_a_wrong_result_without_a_value_costs_the_margin(totals: Totals) -> None:
    used = {"tokens_in": 1, "tokens_out": 1, "seconds": 1.0, "usd": 0.25}
    booked = ({**used, "correct": True, "value": 1.0}, {**used, "correct": False})

    assert totals(*PARTS, outcomes=booked)["results"]["gross_margin"] == pytest.approx(0.5)


def test_a_person_is_no_group(cli: Cli) -> None:
    with pytest.raises(ConfigError, match="author"), Gate("rules", ledger="none", tags={"author": "x"}):
        pass
    assert cli("report", "--by", "author").code == 2
    assert cli("report", "--smallest-group", "1").code == 2


def test_a_group_too_small_is_told_with_others(cli: Cli, tmp_path: Path) -> None:
    place = str(tmp_path / "l.db")
    for team, number in (("alpha", 6), ("beta", 5), ("solo", 1)):
        with Gate("rules", ledger=place, tags={"team": team}) as gate:
            for _ in range(number):
                gate.check(CLEAR)
    for form in ("text", "md", "json", "csv", "html"):
        page = cli("report", "--ledger", place, "--by", "team", "--format", form).out

        assert "alpha" in page
        assert "other (2 groups)" in page
        assert "solo" not in page
        assert "beta" not in page
