"""The server keeps what its description promises, whatever is sent."""

from __future__ import annotations

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from ire_gate import Gate, Guard
from ire_gate.server.app import Service
from ire_gate.server.limits import Limits, Rate
from ire_gate.server.tokens import new_token, tokens_from

EXAMPLES = {"/v1/check": 150, "/v1/outcomes": 100}
"""How many requests of the paths that take a body."""


@pytest.mark.heavy
def test_no_request_that_fits_the_description_or_does_not_breaks_the_server(tmp_path: Path) -> None:
    token, line = new_token("fuzz")
    with Gate("rules", ledger=str(tmp_path / "ledger.db"), cache=False) as gate:
        app = Service(Guard(gate), tokens_from(line, "here"), Limits(per_minute=10**6)).app()
        schema = schemathesis.openapi.from_asgi("/openapi.json", app)
        seen = set()
        for result in schema.get_all_operations():
            operation = result.ok()

            @given(case=operation.as_strategy())
            @settings(
                max_examples=EXAMPLES.get(operation.path, 5),
                deadline=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            def holds(case: schemathesis.Case) -> None:
                answer = case.call(headers={"Authorization": f"Bearer {token}"})
                # A tag that names a person, and 5.0 for a count, are refused, which no schema says.
                case.validate_response(answer, excluded_checks=[positive_data_acceptance])
                seen.add((case.path, answer.status_code))

            holds()

    assert {path for path, _ in seen} == {"/v1/check", "/v1/outcomes", "/healthz", "/metrics", "/report"}
    assert {("/v1/check", 200), ("/v1/check", 400), ("/v1/outcomes", 404)} <= seen
    assert not [status for _, status in seen if status >= 500]


def test_a_rate_fills_evenly() -> None:
    now = [0.0]
    rate = Rate(60, now=lambda: now[0])
    taken = [rate.wait_of("a") for _ in range(61)]
    now[0] = 0.5
    early = rate.wait_of("a")
    now[0] = 1.0

    assert taken[:60] == [0.0] * 60
    assert taken[60] == 1.0
    assert early == pytest.approx(0.5)
    assert rate.wait_of("a") == 0.0
    assert rate.wait_of("b") == 0.0


def test_what_is_taken_at_once_is_owed() -> None:
    now = [0.0]
    rate = Rate(60, now=lambda: now[0])
    first = rate.wait_of("a")
    rate.take("a", 89)
    owed = rate.wait_of("a")
    now[0] = 31.0

    assert first == 0.0
    assert owed == pytest.approx(31.0)
    assert rate.wait_of("a") == 0.0
