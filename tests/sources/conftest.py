"""Files to read, and what comes of reading them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from ire_gate.config import Settings
from ire_gate.domain import Intent
from ire_gate.sources import SourceProblem, read_sources

Put = Callable[[str, str | bytes], str]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write a file and return its path."""

    def write(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def intents(
    *paths: str, settings: Settings | None = None, stdin: BinaryIO | None = None, text: str | None = None
) -> list[Intent]:
    """Read what must be without problems."""
    read = list(read_sources(paths, settings or Settings(), stdin=stdin, text=text))
    assert [found.error.message for found in read if isinstance(found, SourceProblem)] == []
    return [found for found in read if isinstance(found, Intent)]


def problems(
    *paths: str, settings: Settings | None = None, stdin: BinaryIO | None = None, text: str | None = None
) -> list[SourceProblem]:
    read = read_sources(paths, settings or Settings(), stdin=stdin, text=text)
    return [found for found in read if isinstance(found, SourceProblem)]


def intent(
    *paths: str, settings: Settings | None = None, stdin: BinaryIO | None = None, text: str | None = None
) -> Intent:
    (only,) = intents(*paths, settings=settings, stdin=stdin, text=text)
    return only


def problem(
    *paths: str, settings: Settings | None = None, stdin: BinaryIO | None = None, text: str | None = None
) -> SourceProblem:
    (only,) = list(read_sources(paths, settings or Settings(), stdin=stdin, text=text))
    assert isinstance(only, SourceProblem)
    return only
