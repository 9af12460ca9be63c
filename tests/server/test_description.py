"""The server keeps what its description promises, whatever is sent."""

from __future__ import annotations

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from ire_gate import Gate, Guard
from ire_gate.server.app import Service
from ire_gate.server.limits import Limits
from ire_gate.server.tokens import Tokens

pytestmark = pytest.mark.heavy


def test_no_request_that_fits_the_description_or_does_not_breaks_the_server(tmp_path: Path) -> None:
    with Gate("rules", ledger=str(tmp_path / "ledger.db"), cache=False) as gate:
        limits = Limits(per_minute=10**6)
        app = Service(Guard(gate), Tokens({}), limits).app()
        schema = schemathesis.openapi.from_asgi("/openapi.json", app)
        seen = set()
        for result in schema.get_all_operations():
            operation = result.ok()

            @given(case=operation.as_strategy())
            @settings(
                max_examples=60,
                deadline=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            def holds(case: schemathesis.Case) -> None:
                answer = case.call()
                # White space is no intent and 5.0 no count, which no schema says.
                case.validate_response(answer, excluded_checks=[positive_data_acceptance])
                seen.add((case.path, answer.status_code))

            holds()

    assert {path for path, _ in seen} == {"/v1/check", "/v1/outcomes", "/healthz", "/metrics", "/report"}
    assert ("/v1/check", 200) in seen
    assert not [status for _, status in seen if status >= 500]


def test_a_rate_fills_evenly() -> None:
    from ire_gate.server.limits import Rate

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
