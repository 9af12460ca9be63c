"""Looks at intents that are under way side by side, handed out in the order of the intents."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ire_gate.domain import Intent, RoundTrip

if TYPE_CHECKING:
    from concurrent.futures import Future


def batches(intents: Iterable[Intent], size: int) -> Iterator[list[Intent]]:
    """Yield `size` intents at a time, asked for no earlier than that."""
    source = iter(intents)
    while batch := list(itertools.islice(source, size)):
        yield batch


def finished(line: deque[RoundTrip | Future[RoundTrip]]) -> list[RoundTrip]:
    """Wait for the head of the line, then take it and what else is done right behind it."""
    if not isinstance(line[0], RoundTrip):
        line[0].result()  # before anything is taken: if this is interrupted or fails, nothing is lost
    taken: list[RoundTrip] = []
    while line and (trip := result(line[0])):
        taken.append(trip)
        line.popleft()
    return taken


def result(trip: RoundTrip | Future[RoundTrip]) -> RoundTrip | None:
    """Return a finished round trip; None while it is under way, or if it failed."""
    if isinstance(trip, RoundTrip):
        return trip
    return trip.result() if trip.done() and trip.exception() is None else None
