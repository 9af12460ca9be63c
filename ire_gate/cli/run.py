"""``ire-gate run``: a command behind the gate."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import closing
from types import FrameType
from typing import Any

import click

from ire_gate.cli.console import complain, say
from ire_gate.cli.flow import COULD_NOT_LOOK, Flow, nothing_to_check
from ire_gate.cli.options import engine_options, settings_from
from ire_gate.config import Settings
from ire_gate.domain import RoundTrip
from ire_gate.errors import InputError, IreGateError
from ire_gate.guard import may_execute
from ire_gate.ledger.store import Ledger
from ire_gate.reports import text as report
from ire_gate.sources import read_sources

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
@engine_options
@click.argument("words", nargs=-1, required=True, metavar="-- CMD...", type=click.UNPROCESSED)
def command(words: tuple[str, ...], text: str | None, path: str | None, correct_on_success: bool, **flags: Any) -> int:
    """Execute CMD only if its intent may be executed, and book what came of it.

    CMD finds the intent in its environment as IRE_INTENT and the id of the decision as IRE_DECISION (for ire-gate
    outcome); nothing is substituted in its arguments. The exit code is 1 if the intent is blocked, 3 if it is
    undecided, and CMD's own otherwise.
    """
    if (path is None) == (text is None):
        raise InputError("give exactly one of --text and --intent", hint="--intent - reads standard input")
    settings = settings_from(flags)
    flow = Flow(settings)
    with closing(flow.trips(read_sources([path] if path else [], settings, text=text))) as checked:
        trips = list(checked)
    refused = [trip for trip in trips if not may_execute(trip, on_undecided=settings.on_undecided)]
    for trip in refused:
        say(report.block(trip).rstrip())
    code = flow.exit_code()
    if refused or code not in {0, COULD_NOT_LOOK}:
        return code
    if not trips:
        raise nothing_to_check(path)
    if len(trips) > 1:
        raise InputError(f"{path}: holds {len(trips)} intents", hint="give a file with one")
    code, seconds = _execute(words, trips[0])
    _book(settings, trips[0], correct=(code == 0) if correct_on_success else None, seconds=seconds, code=code)
    return code


def _book(settings: Settings, trip: RoundTrip, *, correct: bool | None, seconds: float, code: int) -> None:
    """Book the outcome; a ledger that fails now does not undo what was executed, so its exit code stands."""
    try:
        with Ledger.open(settings.ledger) as ledger:
            if ledger.where:
                ledger.book_outcome(trip.decision_id, correct=correct, seconds=seconds, exit_code=code)
    except IreGateError as problem:
        complain(f"the outcome is not booked: {problem.message}", problem.hint)


def _execute(words: tuple[str, ...], trip: RoundTrip) -> tuple[int, float]:
    """Run the command in this terminal and return its exit code, 128 + signal if a signal ended it, and its time."""
    environment = {**os.environ, INTENT: trip.intent.text, DECISION: trip.decision_id}
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
