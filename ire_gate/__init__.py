"""ire-gate: a quality gate in front of execution.

>>> from ire_gate import Gate
>>> with Gate(engine="rules", ledger="none", cache=False) as gate:
...     trip = gate.check("In `jobs.yaml`, set `retries` to 5 for the job `nightly`.")
>>> trip.passed
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ire_gate.domain import Intent, Profile, RoundTrip
    from ire_gate.errors import IntentBlocked, IreGateError, TaskStopped
    from ire_gate.gate import Gate
    from ire_gate.guard import Guard, gated, require
    from ire_gate.result import Result

__version__ = "0.1.0"

_HOMES = {
    "Gate": "gate",
    "Guard": "guard",
    "Intent": "domain",
    "IntentBlocked": "errors",
    "IreGateError": "errors",
    "Profile": "domain",
    "Result": "result",
    "RoundTrip": "domain",
    "TaskStopped": "errors",
    "gated": "guard",
    "require": "guard",
}

__all__ = [
    "Gate",
    "Guard",
    "Intent",
    "IntentBlocked",
    "IreGateError",
    "Profile",
    "Result",
    "RoundTrip",
    "TaskStopped",
    "gated",
    "require",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that the command line starts without what it does not need."""
    if name not in _HOMES:
        raise AttributeError(f"module 'ire_gate' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"ire_gate.{_HOMES[name]}"), name)
