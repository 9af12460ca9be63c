"""OpenTelemetry spans for whoever traces already: without its API in the process this costs a dictionary look-up.

Names are those of the GenAI conventions, which have none for money and grams. No word of an intent is in a span.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ire_gate.domain import Call, RoundTrip


@contextmanager
def span(name: str, kind: str = "INTERNAL") -> Iterator[Any]:
    """Open a span and yield it; None where nobody traces."""
    api = sys.modules.get("opentelemetry.trace")
    if api is None:
        yield None
        return
    with api.get_tracer("ire-gate").start_as_current_span(name, kind=api.SpanKind[kind]) as opened:
        yield opened


@contextmanager
def going_on_with(headers: Mapping[str, str]) -> Iterator[None]:
    """Let spans belong to the trace that a request's headers name (W3C ``traceparent``)."""
    if "opentelemetry.trace" not in sys.modules:
        yield
        return
    from opentelemetry import context, propagate

    token = context.attach(propagate.extract(headers))
    try:
        yield
    finally:
        context.detach(token)


def tell_call(opened: Any, call: Call) -> None:
    """Write what an exchange with a model used into its span."""
    if opened is None:
        return
    if call.error:
        opened.set_status(sys.modules["opentelemetry.trace"].StatusCode.ERROR)
    _set(
        opened,
        {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": call.provider,
            "gen_ai.request.model": call.model,
            "gen_ai.usage.input_tokens": call.tokens_in,
            "gen_ai.usage.output_tokens": call.tokens_out,
            "gen_ai.usage.cache_read.input_tokens": call.tokens_cached,
            "ire_gate.role": call.role,
            "error.type": call.error,
        },
    )


def tell_trip(opened: Any, trip: RoundTrip) -> None:
    """Write a verdict and what it cost into its span, and the fidelity as an evaluation's result."""
    verdict, spent = trip.verdict, trip.spent
    _set(
        opened,
        {
            "ire_gate.verdict": verdict.verdict.value,
            "ire_gate.ambiguity": verdict.ambiguity,
            "ire_gate.fidelity": verdict.fidelity,
            "ire_gate.threshold": verdict.threshold,
            "ire_gate.engine": trip.engine.name,
            "ire_gate.decision": trip.decision_id,
            "ire_gate.cached": trip.cached,
            "ire_gate.coin.usd": spent.coin_usd,
            "ire_gate.carbon.gco2e": spent.carbon_g.mid,
        },
    )
    result = {
        "gen_ai.evaluation.name": "ire_gate.fidelity",
        "gen_ai.evaluation.score.value": verdict.fidelity,
        "gen_ai.evaluation.score.label": verdict.verdict.value,
    }
    opened.add_event("gen_ai.evaluation.result", {name: value for name, value in result.items() if value is not None})


def tell_recalled(trips: Iterable[RoundTrip]) -> None:
    """Give each look that the cache answered its span, which took no time."""
    if "opentelemetry.trace" in sys.modules:
        for trip in trips:
            if trip.cached:
                with span("ire_gate.check") as opened:
                    tell_trip(opened, trip)


def _set(opened: Any, attributes: Mapping[str, Any]) -> None:
    opened.set_attributes({name: value for name, value in attributes.items() if value is not None})
