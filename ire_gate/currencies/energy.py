"""Energy of work on this machine, by CodeCarbon: from the processor's counters, or else its rated power and load."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from threading import Lock
from typing import Any

from msgspec import Struct

from ire_gate.errors import ConfigError

NO_COUNTRY = "USA"
"""CodeCarbon wants one for grams that are not used: they come from the same electricity mix as those of vendors."""

INSTALL = 'pip install "ire-gate[energy]"'

_GUESSED = ("cpu_load", "constant")
"""CodeCarbon's ways of knowing a processor without counters."""


class Share(Struct, eq=False):
    """What one stretch of work used of the machine's energy."""

    kwh: float | None = 0.0
    """None if it could not be measured; complete when the stretch has ended."""


class Meter:
    """Measures the whole machine, and shares its energy out equally among the stretches of work under way.

    Any thread may use it. It starts when it is first used, which takes a second or two. What CodeCarbon cannot do, it
    warns of once, and the energy is unknown from then on. No thread of it lives on while no work is under way.
    """

    def __init__(self) -> None:
        self._begin()
        if hasattr(os, "register_at_fork"):
            # The child has none of the threads that hold the lock or do the work.
            os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        self._lock = Lock()
        self._under_way: list[Share] = []
        self._tracker: Any = None
        self._is_broken = False

    def start(self) -> None:
        """Get ready, so that no stretch of work waits for it."""
        with self._lock:
            if self._tracker is None and not self._is_broken:
                with self._trying():
                    self._tracker = _tracker()
                    self._tracker.start_task()  # it looks for the machine's parts at the first
                    self._tracker.stop_task()

    def source(self) -> str | None:
        """Return what the figures rest on, for people; None if there are none."""
        self.start()
        if self._tracker is None:
            return None
        has = self._tracker.get_detected_hardware()
        is_guess = any(getattr(part, "_mode", None) in _GUESSED for part in self._tracker._hardware)  # noqa: SLF001 - told nowhere else
        way = "estimated from rated power and load, no counters" if is_guess else "energy counters"
        return f"{has['cpu_model']} ({way}); graphics: {has['gpu_model'] or 'none seen'}"

    @contextmanager
    def share(self) -> Iterator[Share]:
        """Yield the share of a stretch of work; it is complete after the block."""
        self.start()
        share = Share()
        self._turn(self._under_way.append, share)
        try:
            yield share
        finally:
            self._turn(self._under_way.remove, share)

    def _turn(self, change: Any, share: Share) -> None:
        """Share out what was used since the last turn among those under way, then change who is."""
        with self._lock:
            used = self._used() if self._under_way else 0.0
            for one in self._under_way:
                one.kwh = None if used is None or one.kwh is None else one.kwh + used / len(self._under_way)
            change(share)
            if self._is_broken:
                share.kwh = None
            elif self._under_way:
                with self._trying():
                    self._tracker.start_task()

    def _used(self) -> float | None:
        if self._is_broken:
            return None
        with self._trying():
            told = self._tracker.stop_task()
            self._tracker._tasks.clear()  # noqa: SLF001 - it would keep each of them for ever
            return float(told.energy_consumed)
        return None

    @contextmanager
    def _trying(self) -> Iterator[None]:
        try:
            with _silenced():
                yield
        except Exception as problem:  # noqa: BLE001 - whatever a library on unknown hardware may raise
            self._is_broken = True
            warnings.warn(f"ire-gate: energy is not measured: {problem}", RuntimeWarning, stacklevel=3)


METER = Meter()
"""The one of this process: each would count the whole machine."""


def is_installed() -> bool:
    """Whether the library that measures energy is there."""
    return find_spec("codecarbon") is not None


def require() -> None:
    """Make sure that energy can be measured.

    Raises:
        ConfigError: The library is not installed.
    """
    if not is_installed():
        raise ConfigError(
            "measure_energy = all needs a library that measures energy, and it is not installed",
            hint=f'{INSTALL}, or set measure_energy = "models"',
        )


def method() -> str:
    """Return the name and version of the library, for reports."""
    from importlib.metadata import version

    return f"CodeCarbon {version('codecarbon')}"


def _tracker() -> Any:
    """Return a tracker of the machine that writes no file and asks no network.

    What is given here, no ``.codecarbon.config`` changes: it may come with the repository that is checked.
    """
    from tempfile import gettempdir

    from codecarbon import OfflineEmissionsTracker

    return OfflineEmissionsTracker(
        country_iso_code=NO_COUNTRY,
        country_2letter_iso_code=None,
        region=None,
        cloud_provider=None,
        cloud_region=None,
        electricitymaps_api_token="",
        emissions_endpoint=None,
        output_methods=[],
        output_handlers=[],
        output_dir=gettempdir(),
        allow_multiple_runs=True,
        tracking_mode="machine",
        log_level="critical",
    )


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep the library's remarks off standard error; whoever else uses it here keeps theirs."""
    import logging

    logger = logging.getLogger("codecarbon")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before
