"""The ledger and the cache lie where the environment says, or in the user's own folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from ire_gate import paths


def test_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IRE_GATE_LEDGER", str(tmp_path / "a.db"))
    monkeypatch.setenv("IRE_GATE_CACHE", "~/b.db")
    monkeypatch.setenv("HOME", str(tmp_path))

    assert paths.ledger_path() == tmp_path / "a.db"
    assert paths.cache_path() == tmp_path / "b.db"


@pytest.mark.parametrize("value", ["", " ", "none", "True", "0", "postgresql://host/ledger"])
def test_a_value_that_is_no_path_leaves_the_users_folders(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("IRE_GATE_LEDGER", value)
    monkeypatch.setenv("IRE_GATE_CACHE", value)

    assert paths.ledger_path().name == "ledger.db"
    assert paths.cache_path().name == "cache.db"
    assert "ire-gate" in paths.ledger_path().parts
    assert paths.ledger_path().is_absolute()
