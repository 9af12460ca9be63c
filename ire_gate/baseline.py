"""The baseline: findings that were there before the gate was, by digest. They are shown and do not block a check.

Nothing is executed for a baseline: it is for reports on files, and the guards do not know it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from ire_gate.domain import Finding, Intent, RoundTrip, Severity, VerdictName
from ire_gate.errors import ConfigError, InputError
from ire_gate.waiving import UNWAIVABLE, excused

EXCUSE = "in the baseline"

_CONTEXT = 5
"""Words before and behind a quotation that tell it from the same words elsewhere."""
_WINDOW = 400
_SENTENCE_END = re.compile(r"[.!?:;](?=\s|\Z)|\n")
"""Where the context ends: what is written before or behind a sentence makes no other sentence of it."""
_AMBIGUITY = "IRE1"


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, order=True):
    """A finding that is excused as often as `count` says; none of the intent's words are in it."""

    path: str
    """Relative to the folder of the baseline, with ``/``."""
    code: str
    fingerprint: str
    count: int = 1


class _Page(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: Literal["ire_gate.baseline/1"] = "ire_gate.baseline/1"
    findings: tuple[Entry, ...] = ()


_PAGE = msgspec.json.Decoder(_Page)

_Key = tuple[str, str, str]


class Baseline:
    """What is excused, and what of it was met.

    Args:
        path: The file, whether it exists or not; paths in it are relative to its folder.
        entries: What it holds.
    """

    def __init__(self, path: Path, entries: Iterable[Entry] = ()) -> None:
        self.path = path
        self.entries = tuple(entries)
        self._root = path.absolute().parent
        self._left: Counter[_Key] = Counter()
        for entry in self.entries:
            self._left[_key(entry)] += entry.count
        self._granted: dict[tuple[str, int | None, str], list[str | None]] = {}
        self._settled: set[str] = set()
        self._open: set[str] = set()

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Return the baseline in a file.

        Raises:
            ConfigError: The file cannot be read, or is no baseline.
        """
        try:
            return cls(path, _PAGE.decode(path.read_bytes()).findings)
        except OSError as problem:
            hint = "write one: ire-gate check PATHS --write-baseline"
            raise ConfigError(f"{path}: cannot be read: {problem.strerror}", hint=hint) from problem
        except (msgspec.DecodeError, UnicodeDecodeError) as problem:
            hint = "delete it and write it anew: ire-gate check PATHS --write-baseline"
            raise ConfigError(f"{path}: not a baseline: {problem}", hint=hint) from None

    def excuse(self, trip: RoundTrip) -> RoundTrip:
        """Return a round trip in which the findings of the baseline do not count, each as often as it is in there."""
        path = self.path_of(trip.intent)
        if path is None:
            return trip
        is_blocked = trip.verdict.verdict is VerdictName.BLOCKED
        (self._open if trip.verdict.verdict is VerdictName.UNDECIDED else self._settled).add(path)
        if not is_blocked or not self.entries:
            return trip
        place = (path, trip.intent.source.line, trip.intent.digest)  # a file that is given twice is one file
        if place not in self._granted:
            self._granted[place] = [self._grant(path, trip.intent, found) for found in trip.verdict.findings]
        return msgspec.structs.replace(trip, verdict=excused(trip.verdict, self._granted[place]))

    def stale(self) -> list[Entry]:
        """Return what was looked for and is not there any more: in files that were looked at, and in lost ones."""
        checked = self._settled - self._open
        return [
            msgspec.structs.replace(entry, count=min(entry.count, self._left[_key(entry)]))
            for entry in self.entries
            if self._left[_key(entry)] > 0 and (entry.path in checked or not (self._root / entry.path).exists())
        ]

    def path_of(self, intent: Intent) -> str | None:
        """Return the path by which the baseline knows an intent's file; None if it came from no file."""
        path = intent.source.path
        if path in {None, "", "-"}:
            return None
        return Path(os.path.relpath(str(path), self._root)).as_posix()

    def _grant(self, path: str, intent: Intent, finding: Finding) -> str | None:
        if finding.excuse:
            return finding.excuse
        key = (path, finding.code, fingerprint(intent.text, finding))
        if self._left[key] <= 0:
            return None
        self._left[key] -= 1
        return EXCUSE


class Recorder:
    """Gathers what blocks now, for a new baseline.

    Args:
        old: The baseline so far: its entries for files that are not looked at now, and still exist, are kept.
    """

    def __init__(self, old: Baseline) -> None:
        self._old = old
        self._found: Counter[_Key] = Counter()
        self._checked: set[str] = set()
        self._seen: set[tuple[str, int | None, str]] = set()

    def watch(self, trips: Iterable[RoundTrip]) -> Iterator[RoundTrip]:
        """Pass round trips on and note what blocks in them, and every gap beside it: each has its share in that."""
        for trip in trips:
            path = self._old.path_of(trip.intent)
            if path is not None:
                place = (path, trip.intent.source.line, trip.intent.digest)
                if place not in self._seen and trip.verdict.verdict is VerdictName.BLOCKED:
                    self._found.update(
                        (path, found.code, fingerprint(trip.intent.text, found))
                        for found in trip.verdict.findings
                        if _is_reason(found)
                    )
                self._seen.add(place)
                self._checked.add(path)
            yield trip

    def write(self) -> int:
        """Write the baseline and return how many findings it holds.

        Raises:
            InputError: It cannot be written.
        """
        root = self._old.path.absolute().parent
        entries = [
            entry for entry in self._old.entries if entry.path not in self._checked and (root / entry.path).exists()
        ]
        entries += [
            Entry(path=path, code=code, fingerprint=mark, count=count)
            for (path, code, mark), count in self._found.items()
        ]
        page = msgspec.json.format(msgspec.json.encode(_Page(findings=tuple(sorted(entries)))), indent=1)
        draft = self._old.path.with_name(f"{self._old.path.name}.{os.getpid()}")
        try:
            draft.write_bytes(page + b"\n")
            draft.replace(self._old.path)
        except OSError as problem:
            draft.unlink(missing_ok=True)
            raise InputError(
                f"{self._old.path}: cannot be written: {problem.strerror}", hint="check the folder, or name another"
            ) from problem
        return sum(entry.count for entry in entries)


def fingerprint(text: str, finding: Finding) -> str:
    """Return what a finding is known by wherever it moves to: its code, its words and some of their sentence and line.

    A finding at no place is known by the whole text.
    """
    span = finding.span
    if span is None:
        words = [" ".join(text.split())]
    else:
        before = _SENTENCE_END.split(text[max(0, span.start - _WINDOW) : span.start])[-1].split()[-_CONTEXT:]
        behind = _SENTENCE_END.split(text[span.end : span.end + _WINDOW], maxsplit=1)[0].split()[:_CONTEXT]
        words = [" ".join(part) for part in (before, span.of(text).split(), behind)]
    return hashlib.sha256("\0".join((finding.code, *words)).encode(errors="replace")).hexdigest()[:32]


def _is_reason(finding: Finding) -> bool:
    if finding.excuse or finding.code in UNWAIVABLE:
        return False
    return finding.severity is Severity.ERROR or finding.code.startswith(_AMBIGUITY)


def _key(entry: Entry) -> _Key:
    return entry.path, entry.code, entry.fingerprint
