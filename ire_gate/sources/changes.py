"""What changed since a commit, as git sees it: for checks of a pull request."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from ire_gate.domain import Intent
from ire_gate.errors import ConfigError
from ire_gate.sources.problems import SourceProblem

_HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_ROWS = frozenset({".jsonl", ".ndjson"})


class Changes:
    """The files that differ from where this branch left `ref`, those that git does not know yet among them.

    Args:
        ref: A branch, a tag or a commit.

    Raises:
        ConfigError: There is no git, no repository here, no such commit, or no common one (a shallow clone).
    """

    def __init__(self, ref: str) -> None:
        if ref.startswith("-"):
            raise ConfigError(f"--diff-from: {ref!r} is no commit", hint="name a branch, a tag or a commit")
        self._root = Path(_git("rev-parse", "--show-toplevel", why="this is no git repository").rstrip("\n"))
        _git("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", why=f"there is no commit {ref!r}")
        base = _git("merge-base", ref, "HEAD", why=f"{ref!r} and this branch have no commit in common that is here")
        self._base = base.strip()
        changed = self._listed("diff", "--name-only", "-z", "--diff-filter=d", self._base)
        self._new = self._listed("ls-files", "--others", "--exclude-standard", "-z")
        self._files = changed | self._new

    def of(self, items: Iterable[Intent | SourceProblem]) -> Iterator[Intent | SourceProblem]:
        """Yield what stands in changed files; of several intents of one file, those whose lines changed."""
        for path, group in groupby(items, key=lambda item: item.source.path if isinstance(item, Intent) else item.path):
            if path is None or path == "-":
                yield from group  # it is in no file: it was given by hand
            elif self._place(path) in self._files:
                yield from self._touched(path, list(group))

    def _touched(self, path: str, items: list[Intent | SourceProblem]) -> Iterator[Intent | SourceProblem]:
        place = self._place(path)
        if len(items) == 1 or place in self._new:
            yield from items
            return
        lines = self._lines(place)
        # What opens an intent (a fence, a key) stands in the line before it; a row is a line of its own.
        before = 0 if place.suffix.lower() in _ROWS else 1
        starts = [(item.source.line if isinstance(item, Intent) else item.line) or 1 for item in items]
        ends = [start - before for start in starts[1:]] + [max(lines, default=0) + 1]
        for item, start, end in zip(items, starts, ends, strict=True):
            if any(start - before <= line < end for line in lines):
                yield item

    def _lines(self, place: Path) -> set[int]:
        """Return the lines of a file that are new or changed, and those around what was taken out."""
        told = _git("diff", "--unified=0", "--no-color", "--no-ext-diff", self._base, "--", str(place))
        found: set[int] = set()
        for hunk in _HUNK.finditer(told):
            first, count = int(hunk[1]), int(hunk[2] or 1)
            found.update(range(first, first + count) if count else (first, first + 1))
        return found

    def _listed(self, *words: str) -> set[Path]:
        told = _git("-C", str(self._root), *words)
        return {self._root / name for name in told.split("\0") if name}

    def _place(self, path: str) -> Path:
        return Path(path).resolve()


def _git(*words: str, why: str = "git failed") -> str:
    try:
        done = subprocess.run(("git", *words), capture_output=True, check=False)  # noqa: S603, S607 - no shell, git of the user
    except OSError as problem:
        raise ConfigError(f"--diff-from: git cannot be run: {problem.strerror}", hint="install git") from problem
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        hint = "a shallow clone lacks it: fetch more (fetch-depth: 0), or check the name"
        raise ConfigError(f"--diff-from: {why}{f' ({said[-1]})' if said else ''}", hint=hint)
    return done.stdout.decode(errors="surrogateescape")
