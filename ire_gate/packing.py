"""Round trips as the cache keeps them."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from ire_gate.domain import Finding, Gap, Intent, RoundTrip, Spent

Q = TypeVar("Q", Finding, Gap)


def pack(trip: RoundTrip) -> bytes:
    """Encode what a second look would find out again, without the intent, its quotations and what this look spent."""
    comparison = trip.comparison and msgspec.structs.replace(trip.comparison, clauses=(), differences=())
    blank = msgspec.structs.replace(trip, intent=Intent(text=""), comparison=comparison, calls=())
    return msgspec.msgpack.encode(_quoting(blank, None))


def unpack(packed: bytes, text: str) -> RoundTrip:
    """Return a packed round trip with its quotations from `text`; the intent itself is for the caller to fill in."""
    return msgspec.structs.replace(_quoting(_TRIP.decode(packed), text), spent=Spent(), cached=True)


def _quoting(trip: RoundTrip, text: str | None) -> RoundTrip:
    """Fill in the words at every span of the intent, or cut them out."""

    def quoting(quoted: Q) -> Q:
        if quoted.span is None:
            return quoted
        return msgspec.structs.replace(quoted, quote=quoted.span.of(text) if text is not None else "")

    verdict = msgspec.structs.replace(trip.verdict, findings=tuple(map(quoting, trip.verdict.findings)))
    reading = trip.reading and msgspec.structs.replace(trip.reading, gaps=tuple(map(quoting, trip.reading.gaps)))
    return msgspec.structs.replace(trip, verdict=verdict, reading=reading)


_TRIP = msgspec.msgpack.Decoder(RoundTrip)
