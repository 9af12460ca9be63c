"""Ctrl-C and SIGTERM end a check neatly: what is finished is told, what is under way gets a moment, then it ends."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from types import FrameType
from typing import Any, Self, TypeVar

T = TypeVar("T")

INTERRUPTED = 130

GRACE_S = 1.5
"""How long the intents under way may still take to finish after the first interrupt."""

_RETRY_S = 0.05
_ALARM = getattr(signal, "SIGALRM", None)  # not on Windows: there the first interrupt ends the wait at once


class Interrupts:
    """Watches for interrupts while it is entered.

    The first sets `requested`, so that no further intent is begun. When the moment of grace is over, or at the second
    interrupt, the waiting in `each` ends, but never the writing of a report, so that no line is cut.
    """

    def __init__(self) -> None:
        self.requested = False
        self._is_waiting = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._heard)
            if _ALARM is not None:
                self._before[_ALARM] = signal.signal(_ALARM, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        self._arm(0)
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def each(self, things: Iterable[T]) -> Iterator[T]:
        """Yield things as they come until there are no more or the waiting for the next is interrupted."""
        source = iter(things)
        while True:
            try:
                self._is_waiting = True
                thing = next(source)
                self._is_waiting = False
            except (StopIteration, KeyboardInterrupt):
                return
            finally:
                self._is_waiting = False
            yield thing

    def _heard(self, number: int, frame: FrameType | None) -> None:
        is_first, self.requested = not self.requested, True
        if is_first and _ALARM is not None:
            self._arm(GRACE_S)
        else:
            self._stop(number, frame)

    def _stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - a signal handler's signature
        self._arm(_RETRY_S)  # also where it is raised: in a finalizer, Python would drop it
        if self._is_waiting:
            raise KeyboardInterrupt

    def _arm(self, delay_s: float) -> None:
        if _ALARM is not None:
            signal.setitimer(signal.ITIMER_REAL, delay_s)
