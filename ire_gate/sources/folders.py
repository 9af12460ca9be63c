"""The files of a folder that hold intents."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from ire_gate.sources.problems import UnfitError

NEVER = frozenset({".git", ".venv", "node_modules", "__pycache__"})

Glob = tuple[str, ...]


def intent_files(root: Path, include: Sequence[str]) -> Iterator[Path | UnfitError]:
    """Return the files below a folder that match a glob, in the order of their names, a folder where its name stands.

    ``**`` stands for any number of folders, and at the start of a glob for those that lead to `root` too: in the folder
    ``docs/prompts`` the glob ``**/prompts/**/*.md`` finds every ``.md``. Hidden files and folders are passed by unless
    a glob writes out their name; `NEVER`, READMEs, and folders that are links (no loop is walked) always are.

    Yields:
        Paths, and an `UnfitError` for a folder that cannot be read, or if nothing matches.
    """
    globs = [tuple(part for part in glob.split("/") if part not in {"", "."}) for glob in include]
    named = {part for glob in globs for part in glob if part.startswith(".")}
    anywhere = [glob for glob in globs if glob[0] == "**"]
    above = _leading_to(root)

    def is_wanted(parts: Glob) -> bool:
        return any(_matches(parts, glob) for glob in globs) or any(_matches(above + parts, glob) for glob in anywhere)

    is_empty = True
    waiting: list[tuple[Path, Glob, bool]] = [(root, (), True)]
    while waiting:
        path, parts, is_folder = waiting.pop()
        if not is_folder:
            is_empty = False
            yield path
            continue
        try:
            found = _below(path, parts, named, is_wanted)
        except OSError as problem:
            yield UnfitError(f"the folder {path} cannot be read: {problem.strerror}", hint="check its permissions")
            continue
        waiting.extend(sorted(found, reverse=True))
    if is_empty:
        yield UnfitError(
            "no file in it matches the setting include",
            hint=f"name the files themselves, or set include in .ire-gate.toml; it holds {', '.join(include)}",
        )


def _below(
    folder: Path, parts: Glob, named: set[str], is_wanted: Callable[[Glob], bool]
) -> list[tuple[Path, Glob, bool]]:
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            name, path = entry.name, folder / entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if name in NEVER or (name.startswith(".") and not any(fnmatchcase(name, part) for part in named)):
                continue
            is_file = not is_folder and not name.lower().startswith("readme.") and is_wanted((*parts, name))
            if is_folder or (is_file and not path.is_dir()):
                found.append((path, (*parts, name), is_folder))
    return found


def _leading_to(root: Path) -> Glob:
    """Return the names of the folders from the working folder to `root`, or of `root` alone if it is elsewhere."""
    there, here = root.resolve(), Path.cwd()
    return there.relative_to(here).parts if there.is_relative_to(here) else (there.name,)


def _matches(parts: Glob, glob: Glob) -> bool:
    if not parts or not glob:
        return not parts and not glob
    if glob[-1] != "**":
        return fnmatchcase(parts[-1], glob[-1]) and _matches_folders(parts[:-1], glob[:-1])
    return _matches_folders(parts, glob)


def _matches_folders(parts: Glob, glob: Glob) -> bool:
    if not glob:
        return not parts
    if glob[0] == "**":
        return any(_matches_folders(parts[skipped:], glob[1:]) for skipped in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], glob[0]) and _matches_folders(parts[1:], glob[1:])
