"""The order of the stages, for each kind of engine: cheapest first, no step whose answer cannot change the verdict."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import SplitResult

import msgspec
from msgspec import Struct

from ire_gate.config import Settings
from ire_gate.config.engine_names import is_loopback
from ire_gate.currencies import carbon, energy
from ire_gate.decide import VETO, ambiguity_of, could_not_look, decide
from ire_gate.domain import (
    Adjudication,
    BackTranslation,
    Call,
    Comparison,
    EngineInfo,
    Intent,
    Reading,
    Verdict,
)
from ire_gate.embedders.base import Embedder, get_embedder
from ire_gate.errors import UnavailableError
from ire_gate.providers.addresses import base_url_of
from ire_gate.providers.base import Provider

DOUBT = 0.15
"""Distance from the threshold below which one reader's ambiguity is not trusted alone."""


class Evidence(Struct, kw_only=True):
    """What an engine found out about one intent."""

    readings: tuple[Reading, ...] = ()
    back_translation: BackTranslation | None = None
    comparison: Comparison | None = None
    adjudication: Adjudication | None = None
    calls: tuple[Call, ...] = ()
    failure: str | None = None
    """Why it could not look, if it could not."""


class Engine(Protocol):
    """Looks at an intent and gathers evidence."""

    is_deterministic: bool
    """Whether the same intent always gives the same evidence at no cost."""

    @property
    def info(self) -> EngineInfo:
        """Who looks."""

    def look(self, intent: Intent) -> Evidence:
        """Gather evidence; what could not be had is told in ``failure``, not raised."""

    def close(self) -> None:
        """Give back connections."""


class RulesEngine:
    """The local trip: a deterministic reader and realisation, no model and no network."""

    is_deterministic = True

    def __init__(self, embedder: Embedder | None) -> None:
        self._embedder = embedder
        self.info = EngineInfo(name="rules", model=None, readings=1, embedder=embedder.name if embedder else None)

    def look(self, intent: Intent) -> Evidence:
        """Read, realise and compare."""
        from ire_gate.compare import compare
        from ire_gate.reading import read, realise

        reading = read(intent.text)
        back = realise(reading.spec)
        comparison = compare(intent.text, back.text, spec=reading.spec, embedder=self._embedder)
        return Evidence(readings=(reading,), back_translation=back, comparison=comparison)

    def close(self) -> None:
        """Nothing to give back."""


class ModelEngine:
    """The trip through a model: one call, and more only while the verdict is open."""

    is_deterministic = False

    def __init__(self, provider: Provider, embedder: Embedder | None, *, threshold: float, readings: int) -> None:
        self._provider = provider
        self._embedder = embedder
        self._threshold = threshold
        self._readings = readings
        self.info = EngineInfo(
            name=provider.name, model=provider.model, readings=readings, embedder=embedder.name if embedder else None
        )

    def look(self, intent: Intent) -> Evidence:
        """Read; in doubt read again; if that is clear enough translate back, compare, and in doubt adjudicate."""
        evidence = Evidence()
        try:
            self._read(intent, evidence)
            asks = bool(evidence.readings[0].spec.requirements)
            if asks and ambiguity_of(evidence.readings) <= self._threshold:
                self._return_trip(intent, evidence)
                self._retry(intent, evidence)
        except UnavailableError as problem:
            evidence.calls += getattr(problem, "calls", ())
            evidence.failure = f"{problem.message}\nhint: {problem.hint}" if problem.hint else problem.message
        return evidence

    def close(self) -> None:
        """Close the provider's connections."""
        self._provider.close()

    def _read(self, intent: Intent, evidence: Evidence) -> None:
        from ire_gate.language.clauses import clauses
        from ire_gate.reading import read
        from ire_gate.specify import specify

        local = read(intent.text)
        for repeat in range(self._readings):
            reading, calls = specify(intent, self._provider, local=local.ambiguity, repeat=repeat)
            evidence.calls += calls
            if local.spec.requirements and not reading.spec.requirements:
                # There is a request, and the translator lost all of it: its own fault, so the hop is repeated once.
                everything = [clause.text for clause in clauses(intent.text)]
                reading, calls = specify(intent, self._provider, local=local.ambiguity, missed=everything)
                evidence.calls += calls
            evidence.readings += (reading,)
            if abs(reading.ambiguity - self._threshold) > DOUBT:
                return

    def _return_trip(self, intent: Intent, evidence: Evidence, *, repeat: int = 0) -> None:
        from ire_gate.adjudicate import adjudicate
        from ire_gate.backtranslate import backtranslate
        from ire_gate.compare import compare
        from ire_gate.diagnose import undisclosed

        reading = evidence.readings[0]
        spec = reading.spec
        evidence.back_translation, calls = backtranslate(spec, self._provider, repeat=repeat)
        evidence.calls += calls
        evidence.comparison = compare(intent.text, evidence.back_translation.text, spec=spec, embedder=self._embedder)
        evidence.adjudication = None
        if not evidence.comparison.certain:
            adjudication, calls = adjudicate(intent, evidence.back_translation, self._provider)
            evidence.calls += calls
            evidence.adjudication = undisclosed(adjudication, intent.text, reading.gaps)

    def _retry(self, intent: Intent, evidence: Evidence) -> None:
        """Repeat the hop that lost something, once; what is lost again is the intent's own."""
        from ire_gate.diagnose import Hop, failing_hop, losses
        from ire_gate.specify import specify

        if evidence.comparison is None:
            return
        lost = losses(evidence.comparison, evidence.adjudication, veto=VETO)
        hop = failing_hop(evidence.readings[0].spec, lost)
        if hop is None:
            return
        if hop is Hop.SPECIFY:
            missed = [loss.ours for loss in lost if loss.ours]
            # Its ambiguity is not independent of the first reader's, so only its spec counts.
            again, calls = specify(intent, self._provider, local=evidence.readings[0].ambiguity, missed=missed)
            evidence.calls += calls
            first = msgspec.structs.replace(evidence.readings[0], spec=again.spec)
            evidence.readings = (first, *evidence.readings[1:])
        self._return_trip(intent, evidence, repeat=1)


def judge(intent: Intent, evidence: Evidence, *, threshold: float, is_deterministic: bool) -> Verdict:
    """Return the verdict that the evidence supports."""
    if evidence.failure is not None:
        return could_not_look(evidence.failure, threshold=threshold)
    return decide(
        intent,
        evidence.readings,
        evidence.comparison,
        evidence.adjudication,
        threshold=threshold,
        is_deterministic=is_deterministic,
    )


def is_measured(settings: Settings) -> bool:
    """Whether the energy of this machine is measured while the engine of these settings looks.

    A model at a loopback address may be a vendor's behind a proxy: then the estimate for the vendor's holds.

    Raises:
        ConfigError: The address of the endpoint is none.
    """
    kind, _, model = settings.engine.partition(":")
    if kind == "rules":
        return settings.measure_energy == "all"
    if settings.measure_energy == "none" or not energy.is_installed():
        return False
    endpoint = endpoint_of(settings)
    if endpoint is None or not is_loopback(endpoint.hostname or ""):
        return False
    return not carbon.is_known(kind, model, settings.zone)


def endpoint_of(settings: Settings) -> SplitResult | None:
    """Return the address that the engine of these settings asks, if they or the environment name one.

    Raises:
        ConfigError: It is none.
    """
    kind = settings.engine.partition(":")[0]
    return base_url_of(settings.base_url, f"{kind.upper()}_BASE_URL") if kind in {"openai", "anthropic"} else None


def get_engine(settings: Settings) -> Engine:
    """Return the engine that the settings name.

    Raises:
        ConfigError: Unknown engine, no key, no model.
    """
    embedder = get_embedder(settings.embedder)
    if settings.engine == "rules":
        return RulesEngine(embedder)
    from ire_gate.providers.registry import get_provider

    provider = get_provider(
        settings.engine,
        base_url=settings.base_url,
        timeout=settings.timeout,
        max_retries=settings.max_retries,
        record=settings.record,
    )
    return ModelEngine(provider, embedder, threshold=settings.threshold, readings=settings.readings)
