"""The ledger and the cache lie where the caller or the environment says, or in the user's own folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from ire_gate import paths
from ire_gate.gate import Gate


def test_the_environment_is_asked_where_nobody_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IRE_GATE_LEDGER", str(tmp_path / "a.db"))
    monkeypatch.setenv("IRE_GATE_CACHE", "~/b.db")
    monkeypatch.setenv("HOME", str(tmp_path))

    assert paths.ledger_place(None) == str(tmp_path / "a.db")
    assert paths.cache_path(said=True) == tmp_path / "b.db"
    assert paths.ledger_place("/elsewhere/l.db") == "/elsewhere/l.db"
    assert paths.cache_path("/elsewhere/c.db") == Path("/elsewhere/c.db")
    assert paths.cache_path(said=False) is None


@pytest.mark.parametrize("value", ["", " ", "True", "on", "1"])
def test_yes_and_nothing_mean_the_users_own_folders(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("IRE_GATE_LEDGER", value)
    monkeypatch.setenv("IRE_GATE_CACHE", value)

    ledger, cache = Path(paths.ledger_place(None) or ""), paths.cache_path(said=True)

    assert cache is not None
    assert (ledger.name, cache.name) == ("ledger.db", "cache.db")
    assert "ire-gate" in ledger.parts
    assert ledger.is_absolute()


@pytest.mark.parametrize("value", ["none", "off", "OFF", "no", "False", "0"])
def test_no_means_none_in_the_environment_and_in_an_argument(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    assert (paths.ledger_place(value), paths.cache_path(value)) == (None, None)

    monkeypatch.setenv("IRE_GATE_LEDGER", value)
    monkeypatch.setenv("IRE_GATE_CACHE", value)

    assert (paths.ledger_place(None), paths.cache_path(said=True)) == (None, None)


def test_a_url_names_a_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IRE_GATE_LEDGER", "postgresql://host/ledger")

    assert paths.ledger_place(None) == "postgresql://host/ledger"


def test_a_gate_from_python_keeps_no_cache_where_the_environment_says_off(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setenv("IRE_GATE_CACHE", "off")

    with Gate(engine="rules", ledger="none") as gate:
        trips = [gate.check("Set `retries` to 5."), gate.check("Set `retries` to 5.")]

    assert [trip.cached for trip in trips] == [False, False]
    assert not (tmp_path / "caches").exists()
