"""Looks under way: so many at once, each in a thread, and each finished and recorded even if its asker has gone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from ire_gate.domain import Intent, RoundTrip
from ire_gate.guard import Guard
from ire_gate.reports.json import row
from ire_gate.result import Result
from ire_gate.server.limits import Limits
from ire_gate.server.metrics import Metrics
from ire_gate.server.refusal import Refusal
from ire_gate.server.wire import CheckResponse

WAITING = 4
"""How many times as many looks may wait as are under way."""

SPARE = 4
"""Threads for the other requests, so that they do not wait for a look."""


class Looks:
    """The guard, asked by many at once.

    Args:
        guard: What is asked.
        limits: How many looks are under way.
        metrics: What counts them.
    """

    def __init__(self, guard: Guard, limits: Limits, metrics: Metrics) -> None:
        self._guard = guard
        self._at_once = limits.at_once
        self._metrics = metrics
        self._slots = asyncio.Semaphore(limits.at_once)
        self._under_way: set[asyncio.Task[CheckResponse]] = set()
        self._end: float | None = None
        self.is_cut = False
        """Whether looks were left unfinished at the end."""

    async def at(self, intents: list[Intent], seconds: float) -> list[CheckResponse]:
        """Return the answers for intents in their order.

        Raises:
            Refusal: There is no room for them, or they take longer; what was begun is then finished all the same.
            IreGateError: The gate could not look at one of them, or not record it.
        """
        room = self._at_once * (1 + WAITING)
        if self._under_way and len(self._under_way) + len(intents) > room:
            raise Refusal(503, "too many looks are under way", hint="try again soon", Retry_After="1")
        tasks = [asyncio.create_task(self._look(intent)) for intent in intents]
        for task in tasks:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        _, left = await asyncio.wait(tasks, timeout=seconds)
        if left:
            raise Refusal(504, "it took too long", hint="the look goes on; its decision will be in the ledger")
        return [task.result() for task in tasks]

    def end_by(self, moment: float) -> None:
        """Set when looks that are still under way are given up, by the loop's clock."""
        self._end = moment

    @asynccontextmanager
    async def threads(self) -> AsyncIterator[None]:
        """Give the loop the threads that the looks need; at the end, wait for the looks under way."""
        loop = asyncio.get_running_loop()
        pool = ThreadPoolExecutor(self._at_once + SPARE, thread_name_prefix="ire-gate")
        loop.set_default_executor(pool)
        try:
            yield
        finally:
            if self._under_way:  # what is looked at has been paid for: it is recorded, whoever has gone
                seconds = None if self._end is None else max(0.0, self._end - loop.time())
                _, left = await asyncio.wait(self._under_way, timeout=seconds)
                self.is_cut = bool(left)
            if self.is_cut:
                pool.shutdown(wait=False, cancel_futures=True)
                loop.set_default_executor(ThreadPoolExecutor(1))  # the loop would wait for the other's threads

    async def _look(self, intent: Intent) -> CheckResponse:
        async with self._slots:
            with self._metrics.under_way.track_inprogress():
                # Always in a thread: a ledger that others write, too, may keep one waiting, and everybody with it.
                result, trip, answer = await asyncio.to_thread(self._asked, intent)
        self._metrics.looked(result, trip)
        return answer

    def _asked(self, intent: Intent) -> tuple[Result, RoundTrip | None, CheckResponse]:
        result, trip = self._guard.look(intent)
        return result, trip, CheckResponse(result=result, verdict=row(trip) if trip else None)
