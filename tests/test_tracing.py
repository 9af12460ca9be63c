"""Spans for whoever traces: what a look and its calls used, and no word of an intent."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from ire_gate import Gate, Guard
from ire_gate.baseline import Baseline
from ire_gate.domain import Intent, RoundTrip, Source, Waiver
from ire_gate.server.app import Service
from ire_gate.server.limits import Limits
from ire_gate.server.tokens import Tokens
from tests.conftest import Endpoint


@pytest.fixture(scope="module")
def exporter() -> InMemorySpanExporter:
    found = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(found))
    trace.set_tracer_provider(provider)
    return found


@pytest.fixture
def spans(exporter: InMemorySpanExporter) -> InMemorySpanExporter:
    exporter.clear()
    return exporter


def test_a_look_is_a_span_and_its_calls_are_below_it(spans: InMemorySpanExporter, endpoint: Endpoint) -> None:
    with Gate("openai:test", base_url=endpoint.url) as gate, trace.get_tracer("t").start_as_current_span("caller"):
        list(gate.check_many([Intent(text="Set `retries` to 5, says the quartermaster.")]))
    caller = next(span for span in spans.get_finished_spans() if span.name == "caller")
    look = next(span for span in spans.get_finished_spans() if span.name == "ire_gate.check")
    calls = [span for span in spans.get_finished_spans() if span.name == "chat test"]

    assert look.parent is not None
    assert look.parent.span_id == caller.context.span_id
    assert {call.parent.span_id for call in calls} == {look.context.span_id}
    assert [call.attributes["gen_ai.usage.input_tokens"] for call in calls] == [100] * len(endpoint.asked)
    assert {call.attributes["gen_ai.request.model"] for call in calls} == {"test"}
    assert look.attributes["ire_gate.verdict"] == "passed"
    assert look.events[0].attributes["gen_ai.evaluation.score.value"] == look.attributes["ire_gate.fidelity"]
    assert not any("quartermaster" in span.to_json() for span in spans.get_finished_spans())


def test_tracing_leaves_the_order_in_which_a_baseline_excuses_as_it_is(
    spans: InMemorySpanExporter, endpoint: Endpoint
) -> None:
    asked: list[int | None] = []

    class Watched(Baseline):
        def excuse(self, trip: RoundTrip) -> RoundTrip:
            asked.append(trip.intent.source.line)
            return super().excuse(trip)

    intents = [Intent(text=f"Set `a` to {line}.", source=Source("a.md", line)) for line in range(8)]
    with Gate("openai:test", base_url=endpoint.url, baseline=Watched(Path("b.json")), concurrency=4) as gate:
        list(gate.check_many(intents))

    assert asked == list(range(8))
    assert len([span for span in spans.get_finished_spans() if span.name == "ire_gate.check"]) == 8


def test_the_server_goes_on_with_the_trace_of_its_caller(spans: InMemorySpanExporter, tmp_path: Path) -> None:
    with Gate("rules", ledger=str(tmp_path / "ledger.db"), cache=False) as gate:
        client = TestClient(Service(Guard(gate), Tokens({}), Limits()).app())
        above = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        client.post("/v1/check", json={"text": "Set `a` to 5."}, headers={"traceparent": above})
    look = next(span for span in spans.get_finished_spans() if span.name == "ire_gate.check")

    assert f"{look.context.trace_id:032x}" == "0af7651916cd43dd8448eb211c80319c"


def test_every_look_of_a_request_belongs_to_its_callers_trace(spans: InMemorySpanExporter, tmp_path: Path) -> None:
    with Gate("rules", ledger=str(tmp_path / "ledger.db"), cache=False) as gate:
        client = TestClient(Service(Guard(gate), Tokens({}), Limits()).app())
        above = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        many = [{"text": f"Set `a` to {number}."} for number in range(3)]
        answers = client.post("/v1/check", json=many, headers={"traceparent": above}).json()
    looks = [span for span in spans.get_finished_spans() if span.name == "ire_gate.check"]

    assert {f"{look.parent.span_id:016x}" for look in looks} == {"b7ad6b7169203331"}
    assert {look.attributes["ire_gate.decision"] for look in looks} == {
        answer["result"]["decision_id"] for answer in answers
    }


def test_a_look_that_the_cache_answers_is_a_span_too(spans: InMemorySpanExporter) -> None:
    with Gate("rules") as gate:
        first, second = (gate.check("Set `a` to 5 in `b.py`.") for _ in range(2))
    looks = [span for span in spans.get_finished_spans() if span.name == "ire_gate.check"]

    assert [look.attributes["ire_gate.cached"] for look in looks] == [False, True]
    assert [look.attributes["ire_gate.decision"] for look in looks] == [first.decision_id, second.decision_id]


def test_what_a_waiver_lets_through_is_told_as_it_was_announced(spans: InMemorySpanExporter) -> None:
    text = "Send the report to the relevant people."
    with Gate("rules") as gate:
        codes = tuple({finding.code for finding in gate.check(text).verdict.findings})
        waiver = Waiver(codes=codes, reason="they know", until="2999-01-01", line=0)
        trips = [
            gate.check(Intent(text=text, waivers=(waiver,))),
            gate.check(Intent(text=f"{text} ", waivers=(waiver,))),
        ]
    told = [span.attributes["ire_gate.verdict"] for span in spans.get_finished_spans()]

    assert [trip.verdict.verdict.value for trip in trips] == ["passed", "passed"]
    assert told == ["blocked", "passed", "passed"]


def test_a_look_that_is_not_recorded_is_no_span(spans: InMemorySpanExporter) -> None:
    with Gate("rules", cache=False) as gate:
        assert gate.glance(Intent(text="Set `a` to 5 in `b.py`."))

    assert spans.get_finished_spans() == ()


def test_a_failed_call_is_told(spans: InMemorySpanExporter) -> None:
    with Gate("openai:test", base_url="http://127.0.0.1:9/v1", max_retries=0) as gate:
        gate.check("Set `retries` to 5.")
    call = next(span for span in spans.get_finished_spans() if span.name == "chat test")

    assert call.attributes["error.type"]
    assert call.status.status_code is trace.StatusCode.ERROR


def test_without_tracing_nothing_of_it_is_imported() -> None:
    script = (
        "import sys; from ire_gate import Gate; Gate('rules', ledger='none', cache=False).check('Set `a` to 5.');"
        "sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
