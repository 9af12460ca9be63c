"""What Prometheus collects: counts and sums; no text, no task, no tag, nobody's name."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from ire_gate.domain import RoundTrip, Severity, VerdictName
from ire_gate.result import Result

CONTENT_TYPE = CONTENT_TYPE_LATEST
_BUCKETS = (0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30, 60)

_SPENT: dict[str, Callable[[RoundTrip], float | None]] = {
    "tokens": lambda trip: _sum(trip.spent.tokens_in, trip.spent.tokens_out),
    "usd": lambda trip: trip.spent.coin_usd,
    "gco2e": lambda trip: trip.spent.carbon_g.mid,
}
_RISK: dict[str, Callable[[RoundTrip], float | None]] = {
    "tokens": lambda trip: trip.at_risk.tokens.mid,
    "seconds": lambda trip: trip.at_risk.clock_s.mid,
    "usd": lambda trip: trip.at_risk.coin_usd.mid,
    "gco2e": lambda trip: trip.at_risk.carbon_g.mid,
}


class Metrics:
    """The collectors of one server."""

    def __init__(self) -> None:
        self._registry = made = CollectorRegistry()

        def count(name: str, told: str, *labels: str) -> Counter:
            return Counter(f"ire_gate_{name}", told, labels, registry=made)

        self._results = count("results", "Answers by status and reason.", "status", "because")
        self._findings = count("findings", "Findings by code and severity.", "code", "severity")
        self._spent = count("spent", "What the gate used, where that is known.", "currency")
        self._risk = count("blocked_risk", "At risk of what was blocked, where that is known.", "currency")
        self._unknown = count("unknown", "Looks whose figure is not known, so not in the sum.", "figure", "currency")
        self._requests = count("http_requests", "Requests by path and HTTP status.", "path", "status")
        self._seconds = Histogram("ire_gate_look_seconds", "Time of a look.", buckets=_BUCKETS, registry=made)
        self.under_way = Gauge("ire_gate_looks_under_way", "Looks that are not finished.", registry=made)

    def answered(self, path: str, status: int) -> None:
        """Count an answer; `path` is one of ours, whatever was asked for."""
        self._requests.labels(path, str(status)).inc()

    def looked(self, result: Result, trip: RoundTrip | None) -> None:
        """Count a result and what it took."""
        self._results.labels(result.status, result.because).inc()
        if trip is None:
            return
        self._seconds.observe(trip.spent.clock_s)
        for finding in trip.verdict.findings:
            self._findings.labels(finding.code, Severity(finding.severity).value).inc()
        self._add("spent", self._spent, _SPENT, trip)
        if trip.verdict.verdict is VerdictName.BLOCKED:
            self._add("blocked_risk", self._risk, _RISK, trip)

    def text(self) -> bytes:
        """Return everything in the format that Prometheus reads."""
        return generate_latest(self._registry)

    def _add(
        self, figure: str, into: Counter, read: dict[str, Callable[[RoundTrip], float | None]], trip: RoundTrip
    ) -> None:
        for currency, amount in read.items():
            found = amount(trip)
            if found is None:
                self._unknown.labels(figure, currency).inc()
            else:
                into.labels(currency).inc(found)


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other
