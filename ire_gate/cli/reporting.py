"""What ``ire-gate check`` tells: a report on standard output, and others in files besides."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Self, TextIO

from ire_gate.cli.console import complain, progress, say, style, write
from ire_gate.cli.flow import Flow
from ire_gate.domain import RoundTrip
from ire_gate.errors import ConfigError, InputError

FORMATS = ("text", "json", "jsonl", "sarif", "junit", "github")
_WHOLE = ("sarif", "junit")
"""Formats that can only be written when everything is known."""


class Reporting:
    """The reports of one run; a context manager that closes their files.

    Args:
        flow: The run.
        form: Format of the report on standard output, one of `FORMATS`.
        also: Reports in files besides, as ``FORMAT=FILE``.
        explain: Whether every finding is explained.
        why_none: What is said if there turns out to be nothing to check.

    Raises:
        ConfigError: Something in `also` is no format.
        InputError: A file cannot be written; found out before anything is paid for.
    """

    def __init__(self, flow: Flow, form: str, also: Iterable[str], *, explain: bool, why_none: str) -> None:
        self._flow = flow
        self._form = form
        self._explain = explain
        self._why_none = why_none
        self._files = ExitStack()
        self._also = [self._opened(word) for word in also]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, problem: type[BaseException] | None, *rest: object) -> None:
        self._files.close()
        if problem is not None:  # an empty file is no report
            for _, file in self._also:
                Path(file.name).unlink(missing_ok=True)

    def of(self, trips: Iterator[RoundTrip]) -> int:
        """Write all the reports, as the round trips come, and return the exit code of the run."""
        head = next(trips, None)
        if head is None:
            code = self._flow.exit_code()  # raises what the gate failed of: no report may be taken for a clean one
            if not self._flow.problems and code == 0:  # a hook that is given only such files must not fail
                say(f"nothing to check: {self._why_none}")
            trips = iter(())
        else:
            trips = itertools.chain((head,), trips)
        is_seen = sys.stdout.isatty() and self._form not in _WHOLE
        seen: Iterable[RoundTrip] = progress(trips, is_hidden=is_seen)
        kept: list[RoundTrip] = []
        if self._also:
            seen = _keeping(seen, kept)
        write(self._rendered(self._form, seen), is_data=self._form != "text")
        for form, file in self._also:
            try:
                file.writelines(self._rendered(form, kept))
                file.flush()
            except OSError as problem:
                raise _unwritable(file.name, problem) from problem
        return self._flow.exit_code()

    def _opened(self, word: str) -> tuple[str, TextIO]:
        form, is_pair, path = word.partition("=")
        if not is_pair or not path or form not in FORMATS:
            raise ConfigError(f"--report: {word!r} is not FORMAT=FILE", hint=f"formats: {', '.join(FORMATS)}")
        try:
            return form, self._files.enter_context(Path(path).open("w", encoding="utf-8", errors="replace"))
        except (OSError, ValueError) as problem:
            self._files.close()
            raise _unwritable(path, problem) from problem

    def _rendered(self, form: str, trips: Iterable[RoundTrip]) -> Iterable[str]:
        if form == "text":
            from ire_gate.reports import text

            return text.report(trips, style(explain=self._explain) if form == self._form else text.PLAIN)
        if form in {"json", "jsonl"}:
            from ire_gate.reports import json

            return json.array(trips) if form == "json" else json.lines(trips)
        if form == "github":
            return self._annotated(trips)
        from ire_gate.reports import junit, sarif

        return ((sarif if form == "sarif" else junit).report(trips, self._flow.failures),)

    def _annotated(self, trips: Iterable[RoundTrip]) -> Iterator[str]:
        from ire_gate.reports import github

        summary = github.Summary()
        yield from github.report(summary.watch(trips), explain=self._explain)
        _append("GITHUB_STEP_SUMMARY", summary.text())
        _append("GITHUB_OUTPUT", summary.counts())


def _keeping(trips: Iterable[RoundTrip], kept: list[RoundTrip]) -> Iterator[RoundTrip]:
    for trip in trips:
        kept.append(trip)
        yield trip


def _append(variable: str, text: str) -> None:
    """Add to a file of the runner of GitHub Actions, if there is one."""
    if page := os.environ.get(variable):
        try:
            with Path(page).open("a", encoding="utf-8") as file:
                file.write(text)
        except OSError as problem:
            complain(f"{page}: cannot be written: {problem.strerror}", "the annotations are complete")


def _unwritable(path: str, problem: OSError | ValueError) -> InputError:
    why = getattr(problem, "strerror", None) or str(problem)
    return InputError(f"--report: {path}: cannot be written: {why}", hint="give it another place")
