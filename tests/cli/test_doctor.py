"""The doctor on the energy of this machine."""

from __future__ import annotations

import re

import pytest

from ire_gate.currencies import energy
from tests.cli.conftest import Cli

pytestmark = pytest.mark.heavy


def test_the_doctor_says_what_can_be_measured_and_by_what(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(*flags: str) -> str:
        ended = cli("doctor", *flags, "--offline")
        assert ended.code == 0, ended.err
        return next(line for line in ended.out.splitlines() if line[6:].startswith("energy"))

    here = ("--engine", "openai:our-own-8b", "--base-url", "http://127.0.0.1:9/v1")
    assert re.search(r"CodeCarbon [\d.]+: .+ \((energy counters|estimated from .*)\); graphics: .", told(*here))
    assert "nothing to measure" in told()
    monkeypatch.setenv("IRE_GATE_MEASURE_ENERGY", "none")
    assert "not measured" in told(*here)
    monkeypatch.setenv("IRE_GATE_MEASURE_ENERGY", "models")
    monkeypatch.setattr(energy, "find_spec", lambda _: None)
    assert "unknown" in told(*here)
    monkeypatch.setenv("IRE_GATE_MEASURE_ENERGY", "all")
    ended = cli("doctor")
    assert (ended.code, "ire-gate[energy]" in ended.out) == (2, True)
