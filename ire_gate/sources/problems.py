"""What becomes of a place that holds no intent."""

from __future__ import annotations

from msgspec import Struct

from ire_gate.errors import InputError


class SourceProblem(Struct, frozen=True):
    """A place that could not be read. It stands where its intent would have stood, so that the others go on."""

    path: str | None
    line: int | None
    """1-based; None where the whole source is meant."""
    error: InputError
    """Its message begins with path and line."""


class UnfitError(Exception):
    """Why a part of a source cannot be read; becomes a `SourceProblem` where the path is known."""

    def __init__(self, what: str, *, hint: str, line: int | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.line = line


def problem_at(path: str | None, unfit: UnfitError) -> SourceProblem:
    """Return what the caller gets in place of an intent; `path` is None for text from the command line."""
    shown = None if path is None else printable(path)
    place = shown or "--text"
    if unfit.line is not None:
        place = f"{place}:{unfit.line}"
    return SourceProblem(shown, unfit.line, InputError(f"{place}: {unfit.what}", hint=unfit.hint))


def printable(path: str) -> str:
    """Return a path that can be written as UTF-8; file systems allow others."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
