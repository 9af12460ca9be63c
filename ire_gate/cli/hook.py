"""``ire-gate hook``: the gate in front of a coding agent's prompts."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import click
import msgspec

from ire_gate.cli.console import complain, say, write
from ire_gate.cli.options import engine_options, settings_from
from ire_gate.config import Settings, load_settings
from ire_gate.domain import Intent
from ire_gate.errors import ConfigError, InputError, IreGateError, UnavailableError
from ire_gate.gate import Gate
from ire_gate.guard import Guard
from ire_gate.hooks.conversations import Conversation
from ire_gate.hooks.hosts import HOSTS, Host, Said, said
from ire_gate.hooks.prompts import is_intent
from ire_gate.result import Result
from ire_gate.sources.waivers import lifted

STOPS_THE_PROMPT = 2
"""The exit code that all hosts take for a refusal, with the reason on standard error."""

_OURS = ("engine", "base_url", "embedder", "record", "ledger", "cache", "store_text", "on_undecided")
"""Settings that say where a prompt goes and what is let through: not for a folder that somebody cloned to decide."""

HOW_TO_GO_ON = 'Say it and send it again, or add a line: # ire-gate: allow CODE reason="…" until=YYYY-MM-DD'

_MOST_SHOWN = 3
"""Questions that are shown at once; the others come when these are answered."""


@click.command("hook", short_help="Stand in front of a coding agent's prompts.")
@click.argument("host", type=click.Choice(list(HOSTS)))
@click.option(
    "--on-failure",
    type=click.Choice(["block", "allow"]),
    default="block",
    show_default=True,
    help="What becomes of a prompt when the hook itself fails.",
)
@click.option(
    "--deadline",
    type=float,
    default=15.0,
    show_default=True,
    metavar="SECONDS",
    help="Longer than that is a failure.",
)
@click.option("--install", is_flag=True, help="Write the hook into HOST's file in this folder, and end.")
@engine_options
def command(host: str, on_failure: str, deadline: float, install: bool, **flags: Any) -> int:
    """Read what HOST sends its hook from standard input, and answer as HOST wants it.

    A prompt that is blocked comes back with the reason and the questions. Commands of the host, short replies and
    questions are not intents and pass. Engine, endpoint, ledger and on_undecided are taken from flags and IRE_GATE_…
    variables, and never from a configuration in the folder that the agent works in.
    """
    if install:
        from ire_gate.hooks import setup

        say(f"wrote {setup.install(host, Path.cwd())}")
        return 0
    chosen = HOSTS[host]
    try:
        with _within(deadline):
            answer = _answer(chosen, said(_input()), flags)
    except (IreGateError, OSError) as problem:
        return _failed(chosen, problem, on_failure)
    except Exception as problem:  # noqa: BLE001 - a host takes a crash for a pass
        return _failed(chosen, problem, on_failure)
    write([f"{answer}\n"], is_data=True)
    return 0


def _answer(host: Host, heard: Said, flags: dict[str, Any]) -> str:
    conversation = Conversation.of(heard.session)
    if heard.event == "tool":
        return _refused(host, conversation.refusal) if conversation.refusal else host.passed
    refusal = ""
    if is_intent(heard.prompt, has_begun=conversation.prompts > 0):
        text, waivers = lifted(heard.prompt)
        with Gate(settings=_settings(flags, heard.folder)) as gate:
            result = Guard(gate).ask(Intent(text=text, task=heard.session, waivers=waivers))
        refusal = "" if result.may_execute else told(result)
    conversation.prompts += not refusal  # what was refused never reached the conversation
    conversation.refusal = refusal
    try:
        conversation.keep(heard.session)
    except OSError as problem:
        if host.listens_to == "tool":
            raise UnavailableError(f"the verdict cannot be kept: {problem}", hint="check the cache folder") from problem
    return _refused(host, refusal) if refusal and host.listens_to == "prompt" else host.passed


def told(result: Result) -> str:
    """Return what the user sees of a refusal: why, the first questions with their readings, and how to go on."""
    lines = [f"ire-gate: {_count(result)}" if result.questions else result.reason]
    for question in result.questions[:_MOST_SHOWN]:
        readings = "; ".join(f"{chr(97 + place)}) {reading}" for place, reading in enumerate(question.readings))
        lines.append(f"- {question.question} {readings}".rstrip())
    lines.append(HOW_TO_GO_ON)
    return "\n".join(lines)


def _count(result: Result) -> str:
    open_points = len(result.questions)
    points = "one point is open" if open_points == 1 else f"{open_points} points are open"
    codes = ", ".join(dict.fromkeys(question.code for question in result.questions))
    again = ", as before" if result.because == "repeated" else ""
    return f"not sent{again}: {points} ({codes})"


def _refused(host: Host, reason: str) -> str:
    return msgspec.json.encode(host.refused(reason)).decode()


def _settings(flags: dict[str, Any], folder: str) -> Settings:
    ours = settings_from(flags, start=Path(os.sep))
    if not Path(folder).is_dir():
        return ours
    return load_settings(Path(folder), {}).replace(**{name: getattr(ours, name) for name in _OURS})


def _input() -> bytes:
    if sys.stdin is None or sys.stdin.isatty():
        raise InputError("a hook is called by its agent, which sends it JSON", hint="ire-gate check is for people")
    return sys.stdin.buffer.read()


def _failed(host: Host, problem: Exception, on_failure: str) -> int:
    """Tell what went wrong, and end so that the host does what was chosen."""
    if isinstance(problem, IreGateError):
        complain(problem.message, problem.hint)
    else:
        complain(f"{type(problem).__name__}: {problem}", "please report this")
    code = 0
    if on_failure == "allow":
        write([f"{host.passed}\n"], is_data=True)
    else:
        complain("the prompt was not sent, as the gate could not look", "--on-failure allow lets prompts through then")
        code = STOPS_THE_PROMPT
    if threading.active_count() > 1:
        os._exit(code)  # a thread that still waits for a model would hold the host until the model answers
    return code


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """End what takes longer; where there is no such alarm, the host's own limit has to do."""
    if seconds <= 0:
        raise ConfigError(f"--deadline: {seconds:g} is no time", hint="give a number of seconds above 0")
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_: int, __: FrameType | None) -> None:
        raise UnavailableError(f"the gate took longer than {seconds:g} s", hint="--deadline sets the limit")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
