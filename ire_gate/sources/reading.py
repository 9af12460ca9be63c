"""From paths to intents, whatever the files look like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from ire_gate.config import Settings, profile_from, tags_from
from ire_gate.domain import Intent, Source
from ire_gate.errors import ConfigError
from ire_gate.sources.files import read_file, read_stream, standard_input
from ire_gate.sources.folders import intent_files
from ire_gate.sources.markdown import markdown_rows
from ire_gate.sources.problems import SourceProblem, UnfitError, printable, problem_at
from ire_gate.sources.rows import Row, iter_rows
from ire_gate.sources.texts import decoded, sound_text
from ire_gate.sources.waivers import lifted, listed

JSONL = frozenset({".jsonl", ".ndjson"})
YAML = frozenset({".yaml", ".yml"})
MARKDOWN = frozenset({".md", ".markdown"})
MANY = 20
"""How many times one intent's limit a YAML file of many may have; it is not read as a stream."""


def read_sources(
    paths: Sequence[str], settings: Settings, *, stdin: BinaryIO | None = None, text: str | None = None
) -> Iterator[Intent | SourceProblem]:
    r"""Read intents, one by one, as they are asked for.

    A text file is one intent. Markdown may mark several with fences, ``.jsonl`` and ``.yaml`` hold many, and a folder
    is walked for ``settings.include``. Line ends are ``\n`` in every text; a text has no blank lines before it and no
    white space after it, and `Source.line` is the line that the text begins with. An intent has the settings' tags and
    its own, which win.

    Args:
        paths: Files, folders, and ``-`` for standard input as one intent.
        settings: ``include``, ``max_bytes`` and ``tags`` are used.
        stdin: What ``-`` stands for; the process's own if not given.
        text: One more intent, before the paths; its source has no path.

    Yields:
        Intents in the order of `paths`, a folder's in the order of their names; and a `SourceProblem` for each that
        cannot be read, in its place.
    """
    if text is not None:
        yield from _placed(None, _whole(text, settings, line=None), settings)
    for path in paths:
        if not path:
            yield problem_at("''", UnfitError("the path is empty", hint="give a file, a folder or -"))
        elif path == "-":
            yield from _placed("-", _streamed(stdin, settings), settings)
        elif _is_folder(place := Path(path)):
            for found in intent_files(place, settings.include):
                if isinstance(found, UnfitError):
                    yield problem_at(path, found)
                else:
                    yield from _read(str(found), found, settings)
        else:
            yield from _read(path, place, settings)


def _read(path: str, place: Path, settings: Settings) -> Iterator[Intent | SourceProblem]:
    suffix = place.suffix.lower()
    rows: Iterable[Row | UnfitError | SourceProblem]
    if suffix in JSONL:
        rows = iter_rows(path, settings)
    elif suffix in YAML:
        rows = _from_yaml(place, settings)
    elif suffix in MARKDOWN:
        rows = _from_markdown(place, settings)
    else:
        rows = _from_text(place, settings)
    return _placed(path, rows, settings)


def _placed(
    path: str | None, rows: Iterable[Row | UnfitError | SourceProblem], settings: Settings
) -> Iterator[Intent | SourceProblem]:
    """Turn rows into intents of this path, and what could not be read into problems."""
    try:
        for row in rows:
            if isinstance(row, Row):
                yield intent_at(path, row, settings)
            else:
                yield row if isinstance(row, SourceProblem) else problem_at(path, row)
    except UnfitError as unfit:
        yield problem_at(path, unfit)


def intent_at(path: str | None, row: Row, settings: Settings) -> Intent | SourceProblem:
    """Return the intent of a row with its own tags and the settings', or why its tags or profile do not fit."""
    try:
        tags, profile = row.values.get("tags"), row.values.get("profile")
        waivers = row.waivers + listed(row.values.get("waivers"), line=row.line, lines=row.lines)
        return Intent(
            text=row.texts[0],
            id=row.id,
            source=Source(None if path is None else printable(path), row.line, row.column),
            tags=settings.tags if tags is None else settings.tags | tags_from(tags, "tags"),
            profile=None if profile is None else profile_from(profile, "profile"),
            waivers=waivers,
        )
    except ConfigError as problem:
        return problem_at(path, UnfitError(problem.message, hint=problem.hint or "", line=_line_of(problem, row)))


def _line_of(problem: ConfigError, row: Row) -> int | None:
    """Return the line of the tag or of the part of the profile that an error is about; the row's if it is in none."""
    found = row.line
    for place, line in row.lines.items():
        kind, _, name = place.partition(".")
        is_named = name and problem.message.startswith(f"{kind}:") and repr(name) in problem.message
        if is_named or problem.message.startswith(f"{place}:"):
            found = line
    return found


def _from_text(path: Path, settings: Settings) -> Iterator[Row]:
    yield from _whole(decoded(read_file(path, settings.max_bytes)), settings)


def _from_markdown(path: Path, settings: Settings) -> Iterator[Row | UnfitError]:
    yield from markdown_rows(decoded(read_file(path, settings.max_bytes)), settings)


def _from_yaml(path: Path, settings: Settings) -> Iterator[Row | UnfitError]:
    from ire_gate.sources.yaml_rows import yaml_rows

    yield from yaml_rows(decoded(read_file(path, MANY * settings.max_bytes)), settings)


def _streamed(stdin: BinaryIO | None, settings: Settings) -> Iterator[Row]:
    yield from _whole(decoded(read_stream(stdin or standard_input(), settings.max_bytes)), settings)


def _whole(text: str, settings: Settings, *, line: int | None = 1) -> Iterator[Row]:
    text, waivers = lifted(text)
    whole, first = sound_text(text, line=line, max_bytes=settings.max_bytes)
    yield Row(line=first, id="", texts=(whole,), values={}, waivers=waivers)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
