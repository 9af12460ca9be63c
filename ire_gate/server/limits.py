"""How much one asker, and all of them together, may ask."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from msgspec import Struct

MOST_ASKERS = 10_000
"""Askers whose rate is remembered; whoever has not asked for longest is forgotten first."""


class Limits(Struct, frozen=True, kw_only=True):
    """What the server takes."""

    body: int = 1_000_000
    """Bytes of a request."""
    many: int = 64
    """Intents of a request."""
    per_minute: int = 600
    """Intents, and other requests, of one token or, without tokens, one address; as many at once."""
    seconds: float = 60.0
    """That a request may take; the look goes on and is recorded."""
    at_once: int = 16
    """Looks under way; four times as many may wait."""


class Rate:
    """A bucket of requests for each asker, which fills evenly.

    Args:
        per_minute: Its size, and what flows into it in a minute.
        now: Seconds of a clock that never goes back.
    """

    def __init__(self, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._now = now
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_of(self, asker: str) -> float:
        """Take one request, and return 0; or take none, and return the seconds until there is one."""
        left = self._left(asker)
        self._keep(asker, left - 1 if left >= 1 else left)
        return 0.0 if left >= 1 else (1 - left) * 60 / self._size

    def take(self, asker: str, requests: int) -> None:
        """Take more requests; those that are not there are owed, and waited for before the next."""
        self._keep(asker, self._left(asker) - requests)

    def _left(self, asker: str) -> float:
        left, since = self._buckets.pop(asker, (self._size, self._now()))
        return min(self._size, left + (self._now() - since) * self._size / 60)

    def _keep(self, asker: str, left: float) -> None:
        self._buckets[asker] = (left, self._now())
        if len(self._buckets) > MOST_ASKERS:
            self._buckets.popitem(last=False)
