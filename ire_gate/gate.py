"""The gate: intents in, recorded round trips out. Owns the cache, the ledger and the threads."""

from __future__ import annotations

import contextvars
import datetime as dt
import functools
import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Self

import msgspec

from ire_gate import __version__, prompts, tracing
from ire_gate.cache import Cache
from ire_gate.config import Settings, refuse_person_tags
from ire_gate.currencies import energy
from ire_gate.currencies.carbon import grams_of_energy
from ire_gate.currencies.spent import ire, spent
from ire_gate.currencies.waste import at_risk
from ire_gate.domain import VERDICT_VERSION, Intent, Profile, RoundTrip
from ire_gate.engines import Engine, endpoint_of, get_engine, is_measured, judge
from ire_gate.errors import InputError
from ire_gate.ledger.rows import new_id
from ire_gate.ledger.store import Ledger
from ire_gate.looks import batches, finished, result
from ire_gate.packing import pack, unpack
from ire_gate.waiving import present_day, with_waivers

if TYPE_CHECKING:
    from concurrent.futures import Future

    from ire_gate.baseline import Baseline

BATCH = 64
"""Intents that share one cache query."""

QUICK = 1_000
"""Characters that the rules read in some 5 ms, for which an event loop may wait: a thread costs 0.1 ms more."""

LONGEST_WAIT = 0.2
"""Seconds of local work that may share one ledger transaction: each waits for the disk, and nobody waits longer."""


class Gate:
    """The quality gate in front of an execution.

    >>> gate = Gate(engine="rules", ledger="none", cache=False)
    >>> str(gate.check("Rename `get_usr` to `get_user` in `auth/session.py`.").verdict.verdict)
    'passed'

    Args:
        engine: ``rules``, ``openai:MODEL``, ``anthropic:MODEL`` or ``replay:DIR``.
        settings: All settings at once; the defaults if not given.
        baseline: Findings that do not block; for reports only, since nothing may be executed for it.
        today: The day that waivers are held against; the present one (UTC) if not given.
        **overrides: Single fields of `Settings` by name, e.g. ``threshold=0.4`` or ``base_url="http://127.0.0.1:8000/v1"``.

    Attributes:
        ledger: What the decisions are booked in, and the outcomes.

    Raises:
        ConfigError: A setting is unknown or impossible, or a key is missing.
    """

    def __init__(
        self,
        engine: str | None = None,
        *,
        settings: Settings | None = None,
        baseline: Baseline | None = None,
        today: Callable[[], dt.date] | None = None,
        **overrides: Any,
    ) -> None:
        chosen = overrides if engine is None else {"engine": engine, **overrides}
        self.settings = (settings or Settings()).replace(**chosen)
        self._cache = Cache.open(self.settings.cache) if _remembers(self.settings) else None
        self.ledger = Ledger.open(self.settings.ledger, store_text=self.settings.store_text)
        if self.settings.measure_energy == "all":
            energy.require()
        self._baseline = baseline
        self._today = today or present_day

    @functools.cached_property
    def engine(self) -> Engine:
        """The engine, made when the first intent needs it: an unchanged file needs none."""
        return get_engine(self.settings)

    def check(
        self, intent: str | Intent, *, tags: Mapping[str, str] | None = None, profile: Profile | None = None
    ) -> RoundTrip:
        """Send one intent through the gate.

        Args:
            intent: The text, or an `Intent` with its source.
            tags: What to book it under (team, product, service); never a person.
            profile: What an execution would use, for the estimate of what is at risk.

        Returns:
            The round trip; it is in the ledger already.

        Raises:
            ConfigError: A tag names a person.
            LedgerError: The decision could not be recorded, so it is not announced.
        """
        if isinstance(intent, str):
            intent = Intent(text=intent)
        if not isinstance(intent, Intent):
            raise TypeError(f"an intent is a str or an Intent, not {type(intent).__name__}")
        if tags or profile:
            intent = msgspec.structs.replace(
                intent, tags={**intent.tags, **(tags or {})}, profile=profile or intent.profile
            )
        return next(self.check_many([intent]))

    async def acheck(
        self, intent: str | Intent, *, tags: Mapping[str, str] | None = None, profile: Profile | None = None
    ) -> RoundTrip:
        """Do what `check` does without blocking the event loop for more than a few milliseconds."""
        if self.is_quick(intent):
            return self.check(intent, tags=tags, profile=profile)
        import asyncio

        return await asyncio.to_thread(self.check, intent, tags=tags, profile=profile)

    def check_many(self, intents: Iterable[Intent]) -> Iterator[RoundTrip]:
        """Send many intents through the gate; memory does not grow with their number.

        Yields:
            The round trips in the order of the intents, each recorded before it is yielded.

        Raises:
            ConfigError: A tag names a person.
            InputError: An intent is empty or too long.
            LedgerError: The ledger cannot be written.
        """
        intents = map(self.sound, intents)
        self.ledger.prepare()  # before anything is paid for: a decision that cannot be recorded is not announced
        is_alone = self.settings.engine == "rules" or self.settings.concurrency == 1
        looked_at = self._one_by_one(intents) if is_alone else self._side_by_side(intents)
        for trips in looked_at:
            if trips:
                settled = list(map(self._settled, trips))
                self.ledger.record(settled)
                tracing.tell_recalled(settled)
                yield from settled

    def glance(self, intent: Intent) -> RoundTrip | None:
        """Return what the gate can tell of an intent at no cost, from the cache or by the local rules; not recorded."""
        intent = self.sound(intent)
        ((_, recalled),) = self._recalled([intent])
        if recalled is None and self.settings.engine == "rules":
            recalled = self._looked(intent)
        return recalled and self._settled(recalled)

    def close(self) -> None:
        """Give back connections and files."""
        if "engine" in self.__dict__:
            self.engine.close()
        if self._cache:
            self._cache.close()
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def sound(self, intent: Intent) -> Intent:
        """Return an intent with the settings' tags and profile; one that cannot be looked at raises a `UserError`."""
        if not intent.text.strip():
            raise InputError("the intent is empty", hint="say what should be done")
        if len(intent.text) > self.settings.max_bytes:
            raise InputError(
                f"the intent has {len(intent.text):,} characters, the limit is {self.settings.max_bytes:,}",
                hint="split it, or raise `max_bytes`",
            )
        tags = {**self.settings.tags, **intent.tags}
        refuse_person_tags(tags)
        profile = intent.profile or self.settings.profile
        if tags == intent.tags and profile is intent.profile:
            return intent
        return msgspec.structs.replace(intent, tags=tags, profile=profile)

    def is_quick(self, intent: str | Intent) -> bool:
        """Whether a look takes less than a thread is worth: a short text, a warm local engine, a ledger in a file."""
        text = intent if isinstance(intent, str) else intent.text
        is_warm = self.settings.engine == "rules" and "engine" in self.__dict__
        return is_warm and len(text) <= QUICK and "://" not in (self.ledger.where or "")

    def _one_by_one(self, intents: Iterable[Intent]) -> Iterator[list[RoundTrip]]:
        ready: list[RoundTrip] = []
        since = time.perf_counter()
        for batch in batches(intents, BATCH if self.settings.engine == "rules" else 1):
            for intent, recalled in self._recalled(batch):
                ready.append(recalled or self._look(intent))
                if time.perf_counter() - since > LONGEST_WAIT:
                    yield ready
                    ready, since = [], time.perf_counter()
        yield ready

    def _side_by_side(self, intents: Iterable[Intent]) -> Iterator[list[RoundTrip]]:
        """Keep `concurrency` looks under way, and hand out what is finished at the head of the line."""
        from concurrent.futures import ThreadPoolExecutor

        width = self.settings.concurrency
        pool = ThreadPoolExecutor(width, thread_name_prefix="ire-gate")
        line: deque[RoundTrip | Future[RoundTrip]] = deque()
        try:
            for batch in batches(intents, width):
                for intent, recalled in self._recalled(batch):
                    if recalled is None:
                        _ = self.engine, self._meter  # made here: threads would each make one
                    line.append(recalled or pool.submit(contextvars.copy_context().run, self._look, intent))
                while len(line) > width:
                    yield finished(line)
            while line:
                yield finished(line)
        except (Exception, KeyboardInterrupt):
            # What is finished anywhere in the line has been paid for, whatever became of the others.
            yield [done for done in map(result, line) if done]
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _settled(self, trip: RoundTrip) -> RoundTrip:
        """Apply what holds today and here: waivers and the baseline are no part of what is remembered."""
        trip = self._waived(trip)
        return self._baseline.excuse(trip) if self._baseline else trip

    def _waived(self, trip: RoundTrip) -> RoundTrip:
        is_free = not trip.intent.waivers or not self.settings.waivers
        return trip if is_free else with_waivers(trip, today=self._today())

    def _look(self, intent: Intent) -> RoundTrip:
        with tracing.span("ire_gate.check") as traced:
            trip = self._looked(intent)
            if traced:
                # Without the baseline, which excuses the intents in their order: this one may be looked at out of it.
                tracing.tell_trip(traced, self._waived(trip))
            return trip

    def _looked(self, intent: Intent) -> RoundTrip:
        zone, limit = self.settings.zone, self.settings.threshold
        with self._meter.share() if self._meter else nullcontext() as used:
            started = time.perf_counter()
            evidence = self.engine.look(intent)
            verdict = judge(intent, evidence, threshold=limit, is_deterministic=self.engine.is_deterministic)
            clock = time.perf_counter() - started
        local = None if used is None else grams_of_energy(used.kwh, zone)
        trip = RoundTrip(
            intent=intent,
            verdict=verdict,
            engine=msgspec.structs.replace(self.engine.info, readings=len(evidence.readings)),
            reading=evidence.readings[0] if evidence.readings else None,
            back_translation=evidence.back_translation,
            comparison=evidence.comparison,
            calls=evidence.calls,
            spent=spent(evidence.calls, clock, zone, local),
        )
        if self._cache and evidence.failure is None:
            self._cache.put_many({self._key(intent): pack(trip)})
        return self._booked(trip, intent)

    @functools.cached_property
    def _meter(self) -> energy.Meter | None:
        return energy.METER if is_measured(self.settings) else None

    def _booked(self, trip: RoundTrip, intent: Intent) -> RoundTrip:
        """Add what depends on the moment and the ledger, not on the evidence."""
        typical, model = self.ledger.typical(intent.tags), self.ledger.refit()
        risk = at_risk(trip.verdict.ambiguity, intent.profile, typical, self.settings.zone, model)
        return msgspec.structs.replace(
            trip,
            intent=intent,
            at_risk=risk,
            ire=ire(trip.verdict.fidelity, trip.verdict.ambiguity, trip.spent),
            decision_id=new_id(),
        )

    def _recalled(self, batch: list[Intent]) -> Iterator[tuple[Intent, RoundTrip | None]]:
        """Yield each intent with its round trip if the cache has it."""
        if self._cache is None:
            yield from ((intent, None) for intent in batch)
            return
        keys = [self._key(intent) for intent in batch]
        known = self._cache.get_many(keys)
        for intent, key in zip(batch, keys, strict=True):
            packed = known.get(key)
            yield intent, self._booked(unpack(packed, intent.text), intent) if packed else None

    def _key(self, intent: Intent) -> str:
        return hashlib.sha256(f"{self._conditions}\0{intent.digest}".encode()).hexdigest()

    @functools.cached_property
    def _conditions(self) -> str:
        """All but the intent that a verdict depends on."""
        settings = self.settings
        parts = (
            VERDICT_VERSION,
            __version__,
            prompts.digest(),
            settings.engine,
            endpoint_of(settings),
            settings.threshold,
            settings.embedder,
            settings.readings,
        )
        return "\0".join(map(str, parts))


def _remembers(settings: Settings) -> bool:
    """A recording needs every exchange, and a replay's folder may change under the same name: neither is cached."""
    return bool(settings.cache) and not settings.record and not settings.engine.startswith("replay:")
