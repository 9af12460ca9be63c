"""Starts the command line and gives every ending its exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from ire_gate.cli.console import OutputClosedError, complain, fill_closed_streams, lost_output, say, silence
from ire_gate.cli.interrupts import INTERRUPTED
from ire_gate.cli.main import cli
from ire_gate.errors import IreGateError
from ire_gate.scrubbing import steady_environment

WRONG_USE = 2
COULD_NOT_LOOK = 3


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; see `ire_gate.errors` for what the codes mean.

    Left alone, Python ends a crash with 1 and click ends an interrupt and a closed pipe with 1. Here 1 says that an
    intent was blocked and nothing else.
    """
    fill_closed_streams()
    try:
        with steady_environment():
            code = cli.main(arguments, prog_name="ire-gate", standalone_mode=False)
        sys.stdout.flush()
    except (IreGateError, click.ClickException) as problem:
        return _refused(problem)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except (OutputClosedError, BrokenPipeError, SystemExit):  # click ends with SystemExit when its own output is closed
        silence(sys.stdout)
        return COULD_NOT_LOOK
    except Exception as problem:  # noqa: BLE001 - the last place where a crash can still be told from a blocked intent
        return _crashed(problem)
    return code if isinstance(code, int) else 0


def main() -> None:
    """Be the console script ``ire-gate``."""
    code = run()
    if code == INTERRUPTED:
        # Threads that still wait for a model would hold the process until the model answers.
        with suppress(OSError):
            sys.stdout.flush()
        os._exit(code)
    sys.exit(code)


def _refused(problem: IreGateError | click.ClickException) -> int:
    if isinstance(problem, IreGateError):
        complain(problem.message, problem.hint)
        return problem.exit_code
    context = getattr(problem, "ctx", None)
    if context:
        say(context.get_usage())
    where = context.command_path if context else "ire-gate"
    complain(problem.format_message(), f"{where} --help lists what there is")
    return WRONG_USE


def _crashed(problem: Exception) -> int:
    import traceback

    is_echo = traceback.extract_tb(problem.__traceback__)[-1].name == "echo"
    if isinstance(problem, OSError) and is_echo:  # click could not write its help
        return _refused(lost_output(problem))
    say(traceback.format_exc().rstrip())
    complain(
        "ire-gate broke; nothing is known about the intents that it did not report", "please report the lines above"
    )
    return COULD_NOT_LOOK


if __name__ == "__main__":
    main()
