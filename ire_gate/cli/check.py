"""``ire-gate check``: verdicts on intents from files, folders, standard input or the command line."""

from __future__ import annotations

import itertools
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ire_gate.cli.console import complain, progress, say, style, write
from ire_gate.cli.flow import Flow
from ire_gate.cli.options import engine_options, settings_from
from ire_gate.codes import CODES, Code
from ire_gate.domain import Intent, RoundTrip
from ire_gate.errors import ConfigError, InputError
from ire_gate.paths import BASELINE, baseline_for, nearest_baseline
from ire_gate.sources import SourceProblem, read_sources

if TYPE_CHECKING:
    from ire_gate.baseline import Baseline

FORMATS = ("text", "json", "jsonl", "sarif", "junit", "github")
_WHOLE = ("sarif", "junit")
"""Formats that can only be written when everything is known."""


@click.command("check", short_help="Check intents.")
@click.argument("paths", nargs=-1, metavar="[PATH|-]...")
@click.option("--text", metavar="TEXT", help="Check this text.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Of the report.")
@click.option(
    "--explain",
    is_flag=False,
    flag_value="",
    metavar="[CODE]",
    help="Explain a code (IRE101 or vague_term) and end; without CODE, explain each finding.",
)
@click.option("--diff-from", "ref", metavar="REF", help="Check only what changed since this branch left REF (git).")
@click.option("--baseline", metavar="FILE", help=f"Findings that do not block; otherwise the nearest {BASELINE}.")
@click.option("--no-baseline", is_flag=True, help="Let no baseline excuse anything.")
@click.option(
    "--write-baseline",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Write what blocks now into a baseline, and end with 0.",
)
@engine_options
def command(  # noqa: PLR0917 - a command has as many parameters as flags
    paths: tuple[str, ...],
    text: str | None,
    form: str,
    explain: str | None,
    ref: str | None,
    baseline: str | None,
    no_baseline: bool,
    write_baseline: str | None,
    **flags: Any,
) -> int:
    """Check intents: is each one clear enough to execute?

    PATH is a text file (one intent), a Markdown file (one, or several fences of language intent), a .jsonl or .yaml
    file (many), a folder (its configured files), or - for standard input.
    """
    if explain and _is_path(explain):  # ``check --explain a.md``: the path was taken for the code
        paths, explain = (explain, *paths), ""
    if explain:
        return _explain(explain)
    if not paths and text is None and ref is None:
        raise InputError("there is no intent to check", hint="give a path, - for standard input, or --text TEXT")
    settings = settings_from(flags)
    items = read_sources(paths or ((".",) if ref is not None and text is None else ()), settings, text=text)
    if ref is not None:
        from ire_gate.sources.changes import Changes

        items = Changes(ref).of(items)
    if write_baseline is not None:
        return _record(Flow(settings), items, write_baseline or baseline)
    known = None if no_baseline else _baseline(baseline)
    flow = Flow(settings, known)
    code = _report(flow, flow.trips(items), form, is_explained=explain is not None)
    if known and (stale := known.stale()):
        say(f"{known.path}: {len(stale):,} of its findings are gone; write it anew with --write-baseline")
    return code


def _baseline(named: str | None) -> Baseline | None:
    path = Path(named) if named else nearest_baseline(Path.cwd())
    if path is None:
        return None
    from ire_gate.baseline import Baseline

    return Baseline.read(path)


def _record(flow: Flow, items: Iterable[Intent | SourceProblem], named: str | None) -> int:
    """Write what blocks now; what could not be read or looked at ends as ever, and then nothing is written."""
    from ire_gate.baseline import Baseline, Recorder

    path = Path(named) if named else baseline_for(Path.cwd())
    recorder = Recorder(Baseline.read(path) if path.exists() else Baseline(path))
    for _ in recorder.watch(flow.trips(items)):
        pass
    code = flow.exit_code()
    if code > 1:
        return code
    say(f"wrote {path}: {recorder.write():,} findings that do not block from now on")
    return 0


def _report(flow: Flow, trips: Iterator[RoundTrip], form: str, *, is_explained: bool) -> int:
    head = next(trips, None)
    if head is None:
        code = flow.exit_code()  # raises what the gate failed of, before a report could be taken for a clean one
        if not flow.problems and code == 0:  # a hook that is given only such files must not fail
            say("nothing to check: ire-gate: false takes out what was given")
        trips = iter(())
    else:
        trips = itertools.chain((head,), trips)
    is_seen = sys.stdout.isatty() and form not in _WHOLE
    report = _rendered(form, progress(trips, is_hidden=is_seen), flow, is_explained=is_explained)
    write(report, is_data=form != "text")
    return flow.exit_code()


def _rendered(form: str, trips: Iterable[RoundTrip], flow: Flow, *, is_explained: bool) -> Iterable[str]:
    if form == "text":
        from ire_gate.reports import text

        return text.report(trips, style(explain=is_explained))
    if form in {"json", "jsonl"}:
        from ire_gate.reports import json

        return json.array(trips) if form == "json" else json.lines(trips)
    if form == "github":
        return _annotated(trips, is_explained=is_explained)
    from ire_gate.reports import junit, sarif

    return ((sarif if form == "sarif" else junit).report(trips, flow.failures),)


def _annotated(trips: Iterable[RoundTrip], *, is_explained: bool) -> Iterator[str]:
    from ire_gate.reports import github

    summary = github.Summary()
    yield from github.report(summary.watch(trips), explain=is_explained)
    if page := os.environ.get("GITHUB_STEP_SUMMARY"):
        try:
            with Path(page).open("a", encoding="utf-8") as file:
                file.write(summary.text())
        except OSError as problem:
            complain(f"{page}: cannot write the summary: {problem.strerror}", "the annotations are complete")


def _is_path(word: str) -> bool:
    return _page_of(word) is None and (word == "-" or not re.fullmatch(r"[\w-]+", word) or Path(word).exists())


def _page_of(word: str) -> Code | None:
    by_name = {code.name: code for code in CODES.values()}
    return CODES.get(word.upper()) or by_name.get(word.lower().replace("-", "_"))


def _explain(word: str) -> int:
    from ire_gate.reports.text import page

    found = _page_of(word)
    if found is None:
        from ire_gate.config.rules import nearest

        close = nearest(word, [*CODES, *(code.name for code in CODES.values())])
        hint = f"did you mean {close}?" if close else f"known: {', '.join(CODES)}"
        raise ConfigError(f"--explain: there is no code {word!r}", hint=hint)
    write([page(found)])
    return 0
