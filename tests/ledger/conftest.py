"""A ledger of the test's own: `path` is that of a file, `place` once a file and once a PostgreSQL database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ire_gate.ledger.store import Ledger
from tests.ledger.places import PLACES, postgres_schema


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "books" / "ledger.db"


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield str(path)
        return
    with postgres_schema() as url:
        yield url


@pytest.fixture
def file_ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(str(path)) as opened:
        yield opened


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    with Ledger.open(place) as opened:
        yield opened
