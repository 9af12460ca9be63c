"""A bound on the hook's own time: a host that waits no longer lets the prompt through."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Self

from ire_gate.errors import ConfigError


class Deadline:
    """Ends the process when the time is up, whatever it is waiting for: input, a model, a locked file.

    Args:
        seconds: How long from now.
        ending: Called when the time is up, from a thread; it tells the host, and returns the exit code.

    Raises:
        ConfigError: It is no time.
    """

    def __init__(self, seconds: float, ending: Callable[[], int]) -> None:
        if not 0 < seconds < threading.TIMEOUT_MAX:
            raise ConfigError(f"--deadline: {seconds:g} is no time", hint="give a number of seconds above 0")
        self._ending = ending
        self._answered = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def claim(self) -> None:
        """Claim the right to answer, which only one gets: returns, unless the deadline is answering already."""
        self._answered.acquire()

    def _end(self) -> None:
        if self._answered.acquire(blocking=False):
            os._exit(self._ending())

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()
