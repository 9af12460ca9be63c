"""``ire-gate check``: verdicts on intents from files, folders, standard input or the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ire_gate.cli.console import say, write
from ire_gate.cli.flow import Flow
from ire_gate.cli.options import engine_options, settings_from
from ire_gate.cli.reporting import FORMATS, Reporting
from ire_gate.codes import CODES, Code
from ire_gate.config import Settings
from ire_gate.config.files import shown_path
from ire_gate.domain import Intent
from ire_gate.errors import ConfigError, InputError
from ire_gate.paths import BASELINE, baseline_for, nearest_baseline
from ire_gate.reports.figures import count
from ire_gate.sources import SourceProblem, read_sources

if TYPE_CHECKING:
    from ire_gate.baseline import Baseline

CANNOT_RECORD = 2
"""Exit code where a baseline cannot be written, as not everything could be looked at."""


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
@click.option(
    "--report",
    "also",
    multiple=True,
    metavar="FORMAT=FILE",
    help="Write a report into a file besides; may be repeated.",
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
    also: tuple[str, ...],
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
    if write_baseline and not write_baseline.endswith(".json"):  # ``check --write-baseline prompts``: the same
        paths, write_baseline = (write_baseline, *paths), ""
    if not paths and text is None and ref is None:
        raise InputError("there is no intent to check", hint="give a path, - for standard input, or --text TEXT")
    settings = settings_from(flags)
    known = _baseline(baseline, is_wanted=not no_baseline and write_baseline is None)
    flow = Flow(settings, known)
    items = _items(paths, settings, text=text, ref=ref)
    why_none = "ire-gate: false takes out what was given" if ref is None else f"nothing changed since {ref}"
    with Reporting(flow, form, also, explain=explain is not None, why_none=why_none) as reporting:
        if write_baseline is not None:
            return _record(flow, items, reporting, write_baseline or baseline)
        code = reporting.of(flow.trips(items))
    if known and ref is None and not flow.failures() and (stale := known.stale()):
        number = sum(entry.count for entry in stale)
        say(f"{shown_path(known.path)}: {number:,} of its findings are gone; --write-baseline takes them out")
    return code


def _items(
    paths: tuple[str, ...], settings: Settings, *, text: str | None, ref: str | None
) -> Iterable[Intent | SourceProblem]:
    if ref is None:
        return read_sources(paths, settings, text=text)
    if text is not None or "-" in paths:
        raise ConfigError("--diff-from: what is in no file has no history", hint="give files and folders")
    from ire_gate.sources.changes import Changes

    return Changes(ref, settings).of(read_sources(paths or (".",), settings))


def _baseline(named: str | None, *, is_wanted: bool) -> Baseline | None:
    if not is_wanted:
        return None
    path = Path(named) if named else nearest_baseline(Path.cwd())
    if path is None:
        return None
    from ire_gate.baseline import Baseline

    return Baseline.read(path)


def _record(flow: Flow, items: Iterable[Intent | SourceProblem], reporting: Reporting, named: str | None) -> int:
    """Write what blocks now; what could not be read or looked at ends as ever, and then nothing is written."""
    from ire_gate.baseline import Baseline, Recorder

    path = Path(named) if named else baseline_for(Path.cwd())
    recorder = Recorder(Baseline.read(path) if path.exists() else Baseline(path))
    code = reporting.of(recorder.watch(flow.trips(items)))
    if code > 1 or flow.failures():
        say(f"{shown_path(path)} is not written: not everything could be looked at")
        return max(code, CANNOT_RECORD)
    say(f"wrote {shown_path(path)}: {count(recorder.write(), 'finding')} that will not block a check")
    return 0


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
