"""``ire-gate clarify``: ask what is open, write the answers into the file, check again."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from ire_gate.clarify import Answer, answer_to, answers_from, in_place, under_heading
from ire_gate.cli.console import say, write
from ire_gate.cli.flow import COULD_NOT_LOOK, nothing_to_check
from ire_gate.cli.options import engine_options, settings_from
from ire_gate.config import Settings
from ire_gate.domain import Intent, VerdictName
from ire_gate.errors import InputError
from ire_gate.gate import Gate
from ire_gate.result import Question, Result, result_of
from ire_gate.sources import SourceProblem, read_sources
from ire_gate.sources.reading import MARKDOWN
from ire_gate.sources.rewriting import replace_file, rewritten

MOST_ROUNDS = 5
"""Times that questions are asked of one intent; whoever is asked more often should write another text."""

_EXIT = {VerdictName.PASSED: 0, VerdictName.BLOCKED: 1, VerdictName.UNDECIDED: COULD_NOT_LOOK}
_ROWS = frozenset({".jsonl", ".ndjson", ".yaml", ".yml"})

Ask = Callable[[tuple[Question, ...], str], tuple[Answer, ...]]


@click.command("clarify", short_help="Ask what is open, write the answers into the file.")
@click.argument("path", metavar="PATH")
@click.option("--answers", metavar="FILE", help="JSON or YAML: answers by question id, quote or code; - is stdin.")
@click.option("--inline", is_flag=True, help="Write each answer behind the words that it is about.")
@engine_options
def command(path: str, answers: str | None, inline: bool, **flags: Any) -> int:
    """Ask the questions that block the intents of PATH, write the answers into the file, and check again.

    Without a terminal and without --answers nothing is asked: the result is printed as JSON (ire_gate.result/1, its
    status needs_answer where answers would unblock) and the command ends at once, with 1 if an intent is blocked.
    """
    if path == "-" or Path(path).suffix.lower() in _ROWS or Path(path).is_dir():
        hint = "give a text or Markdown file; in rows, write the answers into the row's text"
        raise InputError(f"{path}: answers are written into one file of text", hint=hint)
    settings = settings_from(flags)
    given = None if answers is None else _answers(answers)
    is_asking = given is None and sys.stdin is not None and sys.stdin.isatty()
    codes = []
    count = len(_intents(path, settings))
    if given and count > 1:
        raise InputError(f"{path}: holds {count} intents", hint="--answers is for a file with one")
    with Gate(settings=settings) as gate:
        for place in range(count):
            ask = _from_person if is_asking else _from_table(given or {})
            codes.append(_clarified(gate, path, place, ask, is_inline=inline, rounds=MOST_ROUNDS if is_asking else 1))
    return 1 if 1 in codes else max(codes)


def _clarified(gate: Gate, path: str, place: int, ask: Ask, *, is_inline: bool, rounds: int) -> int:
    """Ask about one intent of a file until it passes or nobody answers, and return the exit code."""
    for number in range(rounds + 1):
        before = Path(path).read_bytes()
        intent = _intents(path, gate.settings)[place]
        trip = gate.check(intent)
        result = result_of(trip, on_undecided=gate.settings.on_undecided)
        answers = ask(result.questions, intent.text) if number < rounds and not trip.passed else ()
        if not answers:
            break
        text = _with(intent, answers, is_inline=is_inline, is_markdown=Path(path).suffix.lower() in MARKDOWN)
        after = rewritten(before, intent, text)
        replace_file(Path(path), before, after)
        say("".join(_diff(path, before, after)).rstrip())
    if ask is _from_person:
        say(result.reason)
    else:
        write([f"{_encoded(result)}\n"], is_data=True)
    return _EXIT[trip.verdict.verdict]


def _intents(path: str, settings: Settings) -> list[Intent]:
    found = []
    for item in read_sources([path], settings):
        if isinstance(item, SourceProblem):
            raise item.error
        found.append(item)
    if not found:
        raise nothing_to_check(path)
    return found


def _with(intent: Intent, answers: tuple[Answer, ...], *, is_inline: bool, is_markdown: bool) -> str:
    if is_inline:
        return in_place(intent, answers)
    day = datetime.now(UTC).date().isoformat()
    return under_heading(intent, answers, day=day, is_markdown=is_markdown)


def _from_person(questions: tuple[Question, ...], text: str) -> tuple[Answer, ...]:
    """Ask at the terminal; whoever ends the input has answered what was answered until then."""
    found = []
    for number, question in enumerate(questions, start=1):
        said = _said(question, f"{number}/{len(questions)}")
        if said is None:
            break
        if said:
            found.append(answer_to(question, said, text))
    return tuple(found)


def _said(question: Question, count: str) -> str | None:
    """Return a letter or an answer, nothing if the question is skipped, None if the input has ended."""
    lines = [f"\n{count}  “{question.quote}”", f"  {question.question}"]
    lines += [f"    {chr(97 + place)}) {reading}" for place, reading in enumerate(question.readings)]
    click.echo("\n".join([*lines, "  a letter, your own words, or - to leave it open"]), err=True)
    try:
        said = click.prompt("  answer", default="a" if question.readings else "-", err=True)
    except click.Abort:
        click.echo(err=True)
        return None
    return "" if said.strip() == "-" else str(said)


def _from_table(given: dict[str, str | None]) -> Ask:
    return lambda questions, text: answers_from(given, questions, text)


def _answers(path: str) -> dict[str, str | None]:
    """Return the answers of a file.

    Raises:
        InputError: It cannot be read, or is not a table of texts.
    """
    import yaml

    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8-sig")
        return msgspec.convert(yaml.safe_load(text), dict[str, str | None])
    except OSError as problem:
        raise InputError(f"{path}: cannot be read: {problem.strerror}", hint="check the path") from problem
    except (yaml.YAMLError, UnicodeDecodeError, msgspec.ValidationError) as problem:
        said = f"{path}: not a table of answers: {' '.join(str(problem).split())}"
        raise InputError(said, hint='write {"Q1": "a", "Q2": "in UTC"}') from problem


def _diff(path: str, before: bytes, after: bytes) -> Iterator[str]:
    ours, theirs = (data.decode("utf-8-sig").splitlines(keepends=True) for data in (before, after))
    for line in difflib.unified_diff(ours, theirs, path, path):
        yield line if line.endswith("\n") else f"{line}\n"


def _encoded(result: Result) -> str:
    return msgspec.json.encode(result).decode()
