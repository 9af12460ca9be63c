"""What stops an unattended agent: budgets, a blocked intent that comes again unchanged, and what is written of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ire_gate import Gate, Guard, Intent, IntentBlocked, TaskStopped, gated
from ire_gate.domain import Limits, Waiver
from ire_gate.errors import ConfigError
from tests.conftest import Endpoint, gap, specification

CLEAR = "Rename `get_usr` to `get_user` in `auth/session.py`."
VAGUE = "Send the report to the relevant people."


@pytest.fixture
def gate() -> Iterator[Gate]:
    with Gate("rules") as gate:
        yield gate


def events(gate: Gate) -> list[str]:
    return [entry.event for entry in gate.ledger.audit()]


def test_a_blocked_intent_sent_again_unchanged_is_refused_at_no_cost(endpoint: Endpoint) -> None:
    endpoint.answers["Specification"] = [specification(gap("relevant people", 0.9))]
    with Gate("openai:test", base_url=endpoint.url, cache=False) as gate:
        first = Guard(gate, task="T-1").ask(VAGUE)
        again = Guard(gate, task="T-1").ask(VAGUE)
        told = events(gate)
        decisions = len(list(gate.ledger.decisions()))

    assert (first.because, again.because) == ("needs_answer", "repeated")
    assert not again.may_execute
    assert again.decision_id == first.decision_id
    assert len(endpoint.asked) == 1
    assert decisions == 1
    assert told == ["refused_repeat"]


def test_what_is_refused_again_still_tells_the_questions(gate: Gate) -> None:
    guard = Guard(gate, task="T-1")

    assert guard.ask(VAGUE).questions == guard.ask(VAGUE).questions != ()


def test_a_changed_intent_another_task_and_another_threshold_are_looked_at(gate: Gate) -> None:
    Guard(gate, task="T-1").ask(VAGUE)
    changed = Guard(gate, task="T-1").ask(f"{VAGUE} Do it soon.")
    elsewhere = Guard(gate, task="T-2").ask(VAGUE)
    with Gate("rules", threshold=1.0) as lenient:
        lenient_result = Guard(lenient, task="T-1").ask(VAGUE)

    assert [result.because for result in (changed, elsewhere, lenient_result)] == [
        "needs_answer",
        "needs_answer",
        "passed",
    ]


def test_a_waived_repeat_is_looked_at(gate: Gate) -> None:
    Guard(gate, task="T-1").ask(VAGUE)
    waiver = Waiver(codes=("IRE103",), reason="the list stands in the ticket", until="9999-12-31", line=1)

    assert Guard(gate, task="T-1").ask(Intent(text=VAGUE, waivers=(waiver,))).because != "repeated"


def test_without_a_task_nothing_is_kept(gate: Gate) -> None:
    assert [Guard(gate).ask(VAGUE).because for _ in range(2)] == ["needs_answer"] * 2
    assert events(gate) == []


@pytest.mark.parametrize(
    ("limits", "event"),
    [
        (Limits(attempts=1), "stopped_attempts"),
        (Limits(tokens=120), "stopped_tokens"),
        (Limits(usd=0.5), "stopped_usd"),
        (Limits(grams=2.0), "stopped_grams"),
        (Limits(seconds=30), "stopped_seconds"),
    ],
)
def test_a_spent_budget_stops_the_task_and_no_other(limits: Limits, event: str) -> None:
    with Gate("rules", budget=limits) as gate:
        guard = Guard(gate, task="T-1")
        first = guard.ask(CLEAR)
        gate.ledger.book_outcome(
            first.decision_id, correct=False, tokens_in=100, tokens_out=20, usd=0.5, grams=2.0, seconds=30.0
        )
        stopped, other = guard.ask("Set `retries` to 5 in `jobs.yaml`."), Guard(gate, task="T-2").ask(CLEAR)

        assert first.may_execute
        assert (stopped.may_execute, stopped.because, stopped.decision_id) == (False, "budget", "")
        assert "T-1" in stopped.reason
        assert other.may_execute
        assert events(gate) == [event]


def test_a_task_s_own_limit_wins_over_that_of_every_task() -> None:
    with Gate("rules", budget={"attempts": 1}) as gate:
        gate.ledger.set_budget("T-1", attempts=2)
        because = [Guard(gate, task="T-1").ask(f"Set `retries` to {n} in `jobs.yaml`.").because for n in range(3)]

    assert because == ["passed", "passed", "budget"]


def test_many_at_once_do_not_go_beyond_the_attempts() -> None:
    with Gate("rules", budget={"attempts": 3}) as gate, ThreadPoolExecutor(8) as pool:
        guard = Guard(gate, task="T-1")
        results = pool.map(guard.ask, [f"Set `retries` to {number} in `jobs.yaml`." for number in range(16)])

        assert sum(result.may_execute for result in results) <= 3


def test_letting_the_undecided_through_is_written_down() -> None:
    with Gate("openai:test", base_url="http://127.0.0.1:9/v1", max_retries=0, on_undecided="allow") as gate:
        result = Guard(gate, task="T-1").ask(CLEAR)
        entry = next(iter(gate.ledger.audit()))

    assert (result.status, result.may_execute, result.because) == ("undecided", True, "undecided_allowed")
    assert (entry.event, entry.task, entry.decision_id) == ("allowed_undecided", "T-1", result.decision_id)


def test_nothing_runs_on_undecided_by_itself() -> None:
    with Gate("openai:test", base_url="http://127.0.0.1:9/v1", max_retries=0) as gate:
        result = Guard(gate).ask(CLEAR)

    assert (result.status, result.may_execute) == ("undecided", False)


def test_a_gated_function_stops_with_its_task(gate: Gate) -> None:
    ran: list[str] = []

    @gated(Guard(gate, task="T-1"))
    def execute(request: str) -> None:
        ran.append(request)

    @gated(Guard(gate, task="T-1"))
    async def aexecute(request: str) -> None:
        ran.append(request)

    with pytest.raises(IntentBlocked) as blocked:
        execute(VAGUE)
    with pytest.raises(TaskStopped) as stopped:
        execute(VAGUE)
    with pytest.raises(TaskStopped):
        asyncio.run(aexecute(VAGUE))
    asyncio.run(aexecute(CLEAR))

    assert blocked.value.trip.verdict.findings
    assert stopped.value.result.because == "repeated"
    assert stopped.value.hint == stopped.value.result.questions[0].question
    assert ran == [CLEAR]


@pytest.mark.parametrize(
    ("limits", "named"),
    [({"atempts": 1}, "attempts"), ({"usd": -1}, "budget.usd"), ({"tokens": 1.5}, "budget.tokens"), (7, "budget")],
)
def test_an_impossible_budget_is_refused(limits: object, named: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        Gate("rules", budget=limits, ledger=str(tmp_path / "l.db"))

    assert named in f"{caught.value.message} {caught.value.hint}"
