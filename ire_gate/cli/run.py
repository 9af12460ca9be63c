"""``ire-gate run``: a command behind the gate."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import time
from pathlib import Path
from types import FrameType
from typing import Any, cast

import click

from ire_gate.cli.console import complain, say
from ire_gate.cli.flow import COULD_NOT_LOOK, nothing_to_check
from ire_gate.cli.options import engine_options, settings_from
from ire_gate.cli.outcome import used
from ire_gate.config import Settings
from ire_gate.domain import Intent, VerdictName
from ire_gate.errors import InputError, IntentBlocked, IreGateError, TaskStopped
from ire_gate.gate import Gate
from ire_gate.guard import Guard
from ire_gate.ledger.booking import refuse_impossible
from ire_gate.ledger.store import Ledger
from ire_gate.reports import text as report
from ire_gate.sources import SourceProblem, read_sources
from ire_gate.usage import split_model

INTENT, DECISION = "IRE_INTENT", "IRE_DECISION"
"""Environment of the command: the text, and the decision's id. Not ``IRE_GATE_…``: those are settings."""


@click.command(
    "run", short_help="Execute a command only if its intent passes.", context_settings={"ignore_unknown_options": False}
)
@click.option("--text", metavar="TEXT", help="The intent.")
@click.option("--intent", "path", metavar="PATH", help="File with the intent; - for standard input.")
@click.option(
    "--correct-on-success", is_flag=True, help="Book exit code 0 as a correct result, any other as a wrong one."
)
@click.option("--usage", metavar="FILE", help="Written by CMD: what it used, as ire-gate outcome --usage takes it.")
@click.option("--model", metavar="PROVIDER:MODEL", help="What CMD executes with, if usage does not name it.")
@click.option("--value", type=float, metavar="V", help="What the result is worth in US dollars, unless it is wrong.")
@click.option("--task", default="", metavar="NAME", help="What this is an attempt at: its budget and repeats are kept.")
@engine_options
@click.argument("words", nargs=-1, required=True, metavar="-- CMD...", type=click.UNPROCESSED)
def command(
    words: tuple[str, ...],
    *,
    text: str | None,
    path: str | None,
    correct_on_success: bool,
    usage: str | None,
    model: str | None,
    value: float | None,
    task: str,
    **flags: Any,
) -> int:
    """Execute CMD only if its intent may be executed, and book what came of it.

    CMD finds the intent in its environment as IRE_INTENT and the id of the decision as IRE_DECISION (for ire-gate
    outcome); nothing is substituted in its arguments. Time and exit code are booked; tokens, money and grams too if CMD
    writes what it used to the file of --usage. The exit code is 1 if the intent is blocked or its task is
    stopped, 3 if it is undecided, and CMD's own otherwise.
    """
    if (path is None) == (text is None):
        raise InputError("give exactly one of --text and --intent", hint="--intent - reads standard input")
    refuse_impossible({"value": value, "model": model and split_model(model)[1]})
    settings = settings_from(flags)
    intent = _only_intent(path, text, settings)
    with Gate(settings=settings) as gate:
        try:
            decision = Guard(gate, task=task).require(intent).decision_id
        except TaskStopped:
            raise
        except IntentBlocked as blocked:
            say(report.block(blocked.trip).rstrip())
            return 1 if blocked.trip.verdict.verdict is VerdictName.BLOCKED else COULD_NOT_LOOK
    before = _read(usage)
    code, seconds = _execute(words, intent.text, decision)
    correct = (code == 0) if correct_on_success else None
    said = {"correct": correct, "seconds": seconds, "exit_code": code, "value": None if correct is False else value}
    _book(settings, decision, _used(usage, before, model, settings.zone) | said)
    return code


def _only_intent(path: str | None, text: str | None, settings: Settings) -> Intent:
    found = list(itertools.islice(read_sources([path] if path else [], settings, text=text), 2))
    for item in found:
        if isinstance(item, SourceProblem):
            raise item.error
    if not found:
        raise nothing_to_check(path)
    if len(found) > 1:
        raise InputError(f"{path}: holds more than one intent", hint="give a file with one")
    return cast("Intent", found[0])


def _read(path: str | None) -> tuple[int, bytes]:
    """Return when a file was written last and what it holds; nothing of one that would keep its reader waiting."""
    try:
        file = Path(path or "")
        return (file.stat().st_mtime_ns, file.read_bytes()) if file.is_file() else (0, b"")
    except OSError:
        return 0, b""


def _used(path: str | None, before: tuple[int, bytes], model: str | None, zone: str) -> dict[str, Any]:
    """Return what the execution used by a file that it wrote, or added to; if that cannot be read, it is said why."""
    named = {"model": split_model(model)[1]} if model else {}
    if path is None:
        return named
    after = _read(path)
    has_added = len(after[1]) > len(before[1]) and after[1].startswith(before[1])
    fresh = after[1][len(before[1]) :] if has_added else after[1]
    if after == before or not fresh.strip():
        complain(f"{path}: the command wrote no usage there", "tokens, money and grams are not booked")
        return named
    try:
        return used(fresh, model, zone, where=path)
    except InputError as problem:
        complain(problem.message, problem.hint)
        return named


def _book(settings: Settings, decision: str, said: dict[str, Any]) -> None:
    """Book the outcome; a ledger that fails now does not undo what was executed, so its exit code stands."""
    try:
        with Ledger.open(settings.ledger) as ledger:
            if ledger.where:
                ledger.book_outcome(decision, **said)
    except IreGateError as problem:
        complain(f"the outcome is not booked: {problem.message}", problem.hint)


def _execute(words: tuple[str, ...], text: str, decision: str) -> tuple[int, float]:
    """Run the command in this terminal and return its exit code, 128 + signal if a signal ended it, and its time."""
    environment = {**os.environ, INTENT: text, DECISION: decision}
    started = time.perf_counter()
    try:
        child = subprocess.Popen(words, env=environment)  # noqa: S603 - to run the user's command is what was asked for
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or str(problem)
        raise InputError(f"{words[0]}: cannot be executed: {why}", hint="check the command after --") from problem

    def passed_on(number: int, _: FrameType | None) -> None:
        # A terminal sends Ctrl-C to the child by itself; a second one might be taken for impatience.
        if number != signal.SIGINT or not os.isatty(0):
            child.send_signal(number)

    before = {number: signal.signal(number, passed_on) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        code = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    seconds = time.perf_counter() - started
    if code < 0:
        complain(f"{words[0]} was ended by signal {-code}")
    return (code if code >= 0 else 128 - code), seconds
