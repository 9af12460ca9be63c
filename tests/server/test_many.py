"""Many intents in one request: all or none, in their order, and counted one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from ire_gate import Gate, Guard
from ire_gate.domain import Intent, RoundTrip
from ire_gate.result import Result
from ire_gate.server.app import Service
from ire_gate.server.limits import Limits
from ire_gate.server.tokens import Tokens
from tests.server.conftest import CLEAR, MUDDLED


class Breaking(Guard):
    """A guard with a bug."""

    def look(self, intent: str | Intent) -> tuple[Result, RoundTrip | None]:
        raise RuntimeError(str(intent))


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    with Gate("rules", ledger=str(tmp_path / "ledger.db"), cache=False) as made:
        yield made


def client_of(guard: Guard, **limits: Any) -> TestClient:
    return TestClient(Service(guard, Tokens({}), Limits(**limits)).app(), raise_server_exceptions=False)


def test_many_are_answered_in_their_order_and_are_in_the_ledger(gate: Gate) -> None:
    texts = [MUDDLED, CLEAR] * 10
    with client_of(Guard(gate)) as client:
        answers = client.post("/v1/check", json=[{"text": text, "id": str(n)} for n, text in enumerate(texts)]).json()
    recorded = {decision.decision_id: decision.intent_id for decision in gate.ledger.decisions()}

    assert [answer["verdict"]["id"] for answer in answers] == [str(number) for number in range(20)]
    assert [answer["result"]["may_execute"] for answer in answers] == [False, True] * 10
    assert [recorded[answer["result"]["decision_id"]] for answer in answers] == [str(number) for number in range(20)]


def test_one_in_an_array_is_answered_with_an_array(gate: Gate) -> None:
    with client_of(Guard(gate)) as client:
        (answer,) = client.post("/v1/check", json=[{"text": CLEAR}]).json()

    assert answer["result"]["status"] == "passed"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"text": " "}, "[2]: the intent is empty"),
        ({"text": CLEAR, "tags": {"author": "x"}}, "[2]: tags: the tag 'author' names a person"),
        ({"text": CLEAR, "profile": {"model": " "}}, "[2]: profile.model"),
        ({"text": CLEAR, "txet": ""}, "`txet` - at `$[2]`"),
    ],
)
def test_if_one_cannot_be_looked_at_none_is(gate: Gate, wrong: dict[str, Any], told: str) -> None:
    with client_of(Guard(gate)) as client:
        answer = client.post("/v1/check", json=[{"text": CLEAR}, {"text": CLEAR}, wrong])

    assert answer.status_code == 400
    assert told in answer.json()["detail"]
    assert list(gate.ledger.decisions()) == []


def test_more_than_a_request_may_have_are_refused(gate: Gate) -> None:
    with client_of(Guard(gate), many=3) as client:
        most = client.post("/v1/check", json=[{"text": CLEAR}] * 3)
        more = client.post("/v1/check", json=[{"text": CLEAR}] * 4)

    assert (most.status_code, more.status_code) == (200, 413)
    assert more.json()["detail"] == "more than 3 intents"


def test_each_of_many_counts_against_the_rate(gate: Gate) -> None:
    with client_of(Guard(gate), per_minute=6) as client:
        first = client.post("/v1/check", json=[{"text": CLEAR}] * 10)
        second = client.post("/v1/check", json={"text": CLEAR})

    assert (first.status_code, second.status_code) == (200, 429)
    assert 45 <= int(second.headers["retry-after"]) <= 51


def test_a_profile_and_tags_are_what_the_estimate_and_the_ledger_get(gate: Gate) -> None:
    profile = {"model": "gpt-4o", "tokens_in": 10_000, "tokens_out": 2_000, "max_attempts": 1}
    with client_of(Guard(gate)) as client:
        answer = client.post("/v1/check", json={"text": MUDDLED, "profile": profile, "tags": {"team": " crm "}}).json()
        counted = client.get("/metrics").text
    (decision,) = gate.ledger.decisions()
    risk = answer["verdict"]["at_risk"]

    assert risk["tokens"]["mid"] == pytest.approx(12_000 * answer["verdict"]["ambiguity"], abs=0.1)
    assert risk["coin_usd"] > 0
    assert f'ire_gate_blocked_risk_total{{currency="usd"}} {risk["coin_usd"]:.6f}'[:60] in counted
    assert decision.tags == '{"team":"crm"}'


def test_a_task_that_is_stopped_has_no_verdict(gate: Gate) -> None:
    body = {"text": MUDDLED, "task": "T-1"}
    with client_of(Guard(gate)) as client:
        first, second = (client.post("/v1/check", json=body).json() for _ in range(2))

    assert (first["result"]["because"], second["result"]["because"]) == ("needs_answer", "repeated")
    assert second["verdict"] is None
    assert second["result"]["questions"] == first["result"]["questions"]


def test_a_bug_tells_nothing_of_itself_and_is_counted(gate: Gate) -> None:
    with client_of(Breaking(gate)) as client:
        answer = client.post("/v1/check", json={"text": "Send the quince."})
        counted = client.get("/metrics").text

    assert (answer.status_code, answer.json()["status"]) == (500, 500)
    assert "quince" not in answer.text
    assert 'ire_gate_http_requests_total{path="/v1/check",status="500"} 1.0' in counted


def test_what_is_asked_for_makes_no_new_series(gate: Gate) -> None:
    with client_of(Guard(gate)) as client:
        before = client.get("/metrics").text
        for number in range(5):
            client.get(f"/nothing/{number}")
            client.post("/v1/check?x=1", json={"text": CLEAR, "tags": {f"t{number}": "x"}, "task": str(number)})
        client.get("/metrics")
        after = client.get("/metrics").text
    series = [line for line in after.splitlines() if not line.startswith("#")]

    assert len(before) < len(after)
    assert not [line for line in series if "nothing" in line or "x=1" in line or '"t1"' in line]
    assert len([line for line in series if line.startswith("ire_gate_http_requests_total")]) == 2
