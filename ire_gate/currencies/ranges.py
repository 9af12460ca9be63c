"""Arithmetic on estimates: what is unknown in a part is unknown in the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ire_gate.domain import Range


def exactly(value: float | None) -> Range:
    """Return the range of a value that is known exactly, or not at all."""
    return Range(value, value, value)


def total(ranges: Iterable[Range]) -> Range:
    """Return the sum of ranges, bound by bound."""
    parts = list(ranges)
    return Range(
        known_sum(part.low for part in parts),
        known_sum(part.mid for part in parts),
        known_sum(part.high for part in parts),
    )


def product(one: Range, other: Range) -> Range:
    """Return the product of ranges that are not negative, bound by bound."""
    low, mid, high = (
        None if ours is None or theirs is None else ours * theirs
        for ours, theirs in ((one.low, other.low), (one.mid, other.mid), (one.high, other.high))
    )
    return Range(low, mid, high)


def each(estimate: Range, change: Callable[[float], float]) -> Range:
    """Return a range with its known bounds changed."""
    low, mid, high = (None if bound is None else change(bound) for bound in (estimate.low, estimate.mid, estimate.high))
    return Range(low, mid, high)


def known_sum(values: Iterable[float | None]) -> float | None:
    """Return the sum, or None if one of the values is unknown."""
    parts: list[float] = []
    for value in values:
        if value is None:
            return None
        parts.append(value)
    return sum(parts)
