"""What Prometheus collects: counts and sums; no text, no task, no tag, nobody's name."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from ire_gate.domain import RoundTrip, Severity, VerdictName
from ire_gate.result import Result

CONTENT_TYPE = CONTENT_TYPE_LATEST
_BUCKETS = (0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30, 60)


class Metrics:
    """The collectors of one server."""

    def __init__(self) -> None:
        self._registry = made = CollectorRegistry()

        def count(name: str, told: str, *labels: str) -> Counter:
            return Counter(f"ire_gate_{name}", told, labels, registry=made)

        self._results = count("results", "Answers by status and reason.", "status", "because")
        self._findings = count("blocking_findings", "Findings that block, by code.", "code")
        self._tokens = count("spent_tokens", "What the gate sent and got.")
        self._usd = count("spent_usd", "What the gate cost, where it is known.")
        self._grams = count("spent_gco2e", "The gate's grams of CO2e, where they are known.")
        self._risk = count("blocked_risk_tokens", "Tokens at risk of what was blocked.")
        self._requests = count("http_requests", "Requests by path and HTTP status.", "path", "status")
        self._seconds = Histogram("ire_gate_look_seconds", "Time of a look.", buckets=_BUCKETS, registry=made)
        self.under_way = Gauge("ire_gate_looks_under_way", "Looks that are not finished.", registry=made)

    def answered(self, path: str, status: int) -> None:
        """Count an answer."""
        self._requests.labels(path, str(status)).inc()

    def looked(self, result: Result, trip: RoundTrip | None) -> None:
        """Count a result and what it took."""
        self._results.labels(result.status, result.because).inc()
        if trip is None:
            return
        spent = trip.spent
        self._seconds.observe(spent.clock_s)
        self._tokens.inc((spent.tokens_in or 0) + (spent.tokens_out or 0))
        self._usd.inc(spent.coin_usd or 0)
        self._grams.inc(spent.carbon_g.mid or 0)
        for finding in trip.verdict.findings:
            if finding.severity is Severity.ERROR:
                self._findings.labels(finding.code).inc()
        if trip.verdict.verdict is VerdictName.BLOCKED:
            self._risk.inc(trip.at_risk.tokens.mid or 0)

    def text(self) -> bytes:
        """Return everything in the format that Prometheus reads."""
        return generate_latest(self._registry)
