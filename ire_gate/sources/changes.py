"""What changed since a commit, as git sees it: for checks of a pull request."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from ire_gate.config import Settings
from ire_gate.domain import Intent
from ire_gate.errors import ConfigError
from ire_gate.sources.problems import SourceProblem
from ire_gate.sources.reading import read_sources

_SHALLOW = "the clone is shallow: fetch the whole history (git fetch --unshallow; in a workflow fetch-depth: 0)"
_MOVED = ("R", "C")

Read = Intent | SourceProblem


class Changes:
    """The files that differ from where this branch left `ref`, those that git does not know yet among them.

    Args:
        ref: A branch, a tag or a commit.
        settings: Those that the files are read with.

    Raises:
        ConfigError: There is no git, no repository here, no such commit, or no common one (a shallow clone).
    """

    def __init__(self, ref: str, settings: Settings) -> None:
        self._settings = settings
        self._root = Path(_git("rev-parse", "--show-toplevel", why="this is no git repository").rstrip("\n"))
        self._base = _base_of(ref)
        self._before: dict[Path, str | None] = {}
        """What changed, with the name that it had in the common commit; None for what is new."""
        self._gone: set[Path] = set()
        self._compare()

    def of(self, items: Iterable[Read]) -> Iterator[Read]:
        """Yield what stands in changed files; of several intents of one file, those that were not there before.

        What cannot be read is told if it changed, or if it does not exist and never did.
        """
        for path, group in groupby(items, key=lambda item: item.source.path if isinstance(item, Intent) else item.path):
            place = Path(path or "").resolve()
            if place in self._before:
                yield from self._new_in(place, list(group))
            elif not place.exists() and place not in self._gone:
                yield from group

    def _new_in(self, place: Path, items: list[Read]) -> Iterator[Read]:
        before = self._before[place]
        if before is None or len(items) == 1:
            yield from items
            return
        known = self._intents_of(before)
        for item in items:
            if isinstance(item, Intent) and known[_said(item)] > 0:
                known[_said(item)] -= 1
            else:
                yield item

    def _intents_of(self, name: str) -> Counter[object]:
        """Return the intents that a file held in the common commit."""
        data = _run("-C", str(self._root), "show", f"{self._base}:{name}").stdout
        with TemporaryDirectory(prefix="ire-gate-") as folder:
            copy = Path(folder, Path(name).name)
            copy.write_bytes(data)
            read = read_sources([str(copy)], self._settings)
            return Counter(_said(item) for item in read if isinstance(item, Intent))

    def _compare(self) -> None:
        told = self._listed("diff", "--name-status", "--find-renames", "--no-ext-diff", "-z", self._base)
        while told:
            status, name = told.pop(0), told.pop(0)
            if status[0] == "D":
                self._gone.add(self._root / name)
            elif status[0] in _MOVED:
                self._gone.add(self._root / name)
                self._before[self._root / told.pop(0)] = name
            else:
                self._before[self._root / name] = None if status[0] == "A" else name
        untracked = self._listed("ls-files", "--others", "--exclude-standard", "-z")
        self._before |= {self._root / name: None for name in untracked}

    def _listed(self, *words: str) -> list[str]:
        return [part for part in _git("-C", str(self._root), *words).split("\0") if part]


def _said(intent: Intent) -> object:
    """Return what a verdict on an intent depends on, wherever it stands."""
    return intent.text, tuple((waiver.codes, waiver.reason, waiver.until, waiver.problem) for waiver in intent.waivers)


def _base_of(ref: str) -> str:
    """Return the commit at which this branch left `ref`."""
    _git("rev-parse", "--verify", "--quiet", "HEAD^{commit}", why="this repository has no commit yet")
    hint = "check the name, or fetch it first (git fetch origin NAME)"
    named = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    commit = _git(*named, why=f"there is no commit {ref!r} here", hint=hint).strip()
    why = f"{ref!r} and this branch have no commit in common here"
    return _git("merge-base", commit, "HEAD", why=why, hint="name a commit that this branch comes from").split("\n")[0]


def _git(*words: str, why: str = "git failed", hint: str | None = None) -> str:
    done = _run(*words)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        is_shallow = hint is not None and _run("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
        message = f"--diff-from: {why}{f' ({said[-1]})' if said else ''}"
        raise ConfigError(message, hint=_SHALLOW if is_shallow else hint or "run it in a folder that git knows")
    return done.stdout.decode(errors="surrogateescape")


def _run(*words: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(("git", *words), capture_output=True, check=False)  # noqa: S603, S607 - no shell, the user's git
    except OSError as problem:
        raise ConfigError(f"--diff-from: git cannot be run: {problem.strerror}", hint="install git") from problem
