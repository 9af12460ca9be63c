"""ire-gate: a quality gate in front of execution."""

from __future__ import annotations
