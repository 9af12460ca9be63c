"""``ire-gate hook``: the gate in front of a coding agent's prompts."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import msgspec

from ire_gate.cli.console import OutputClosedError, complain, write
from ire_gate.cli.options import engine_options, settings_from
from ire_gate.config import Settings
from ire_gate.config.settings import LARGEST
from ire_gate.errors import ConfigError, InputError, IreGateError, UnavailableError
from ire_gate.hooks.conversations import Conversation
from ire_gate.hooks.deadline import Deadline
from ire_gate.hooks.host import Event, Host, said
from ire_gate.hooks.hosts import HOSTS
from ire_gate.hooks.judging import refusal_of
from ire_gate.hooks.prompts import is_command
from ire_gate.hooks.transcripts import last_words
from ire_gate.reports.visible import visible

STOPS_THE_PROMPT = 2
"""The exit code that most hosts take for a refusal, with the reason on standard error."""

OURS = (
    "engine",
    "base_url",
    "embedder",
    "record",
    "ledger",
    "cache",
    "store_text",
    "on_undecided",
    "on_failure",
    "waivers",
)
"""Settings that say where a prompt goes and what is let through: not for a folder that somebody cloned to decide."""

_TO_NOTE_S = 0.5
"""Seconds that a note in the audit log may take when the hook has failed; the ledger may be what failed."""


@click.command("hook", short_help="Stand in front of a coding agent's prompts.")
@click.argument("host", type=click.Choice(list(HOSTS)))
@click.option(
    "--on-failure",
    type=click.Choice(["block", "allow"]),
    help="What becomes of a prompt when the gate could not look; block unless it is set.",
)
@click.option(
    "--deadline",
    type=float,
    default=15.0,
    show_default=True,
    metavar="SECONDS",
    help="Longer than that is a failure; the host's own limit must be longer still.",
)
@engine_options
def command(host: str, deadline: float, **flags: Any) -> int:
    """Read what HOST sends its hook from standard input, and answer as HOST wants it.

    A prompt that is blocked comes back with the reason and the questions. Commands of the host, short replies and
    questions are not intents and pass. Engine, endpoint, ledger, on_undecided and on_failure are taken from flags,
    IRE_GATE_… variables and the configuration in your home folder, and never from the folder that the agent works in.
    """
    code = _ended(_Hook(HOSTS[host], flags), deadline)
    if threading.active_count() > 1:
        os._exit(code)  # a thread that still waits for a model would hold the host until the model answers
    return code


def _ended(hook: _Hook, seconds: float) -> int:
    late = UnavailableError(f"the gate took longer than {seconds:g} s", hint="--deadline sets the limit")
    try:
        with Deadline(seconds, lambda: hook.fail(late)) as deadline:
            try:
                answer = hook.answer()
            except Exception as problem:  # noqa: BLE001 - a host takes a crash for a pass
                deadline.claim()
                return hook.fail(problem)
            deadline.claim()
            return hook.tell(answer)
    except ConfigError as problem:
        return hook.fail(problem)


class _Hook:
    """One call of a host's hook: what was heard, and how it ends."""

    def __init__(self, host: Host, flags: dict[str, Any]) -> None:
        self._host = host
        self._flags = flags
        self._event: Event = "prompt"
        self._session = ""

    def answer(self) -> str:
        """Return the JSON that the host is to get."""
        heard = said(self._host, _message(_input()))
        self._event, self._session = heard.event, heard.session
        if heard.event == "tool":
            return self._answer(Conversation.of(heard.session).refusal)
        if heard.event == "other":
            complain("this event has no prompt, so there is nothing to judge", f"it belongs to {self._host.event}")
            return self._host.passed
        conversation = Conversation()
        with suppress(UnavailableError):  # what cannot be read is written anew
            conversation = Conversation.of(heard.session)
        after = last_words(heard.transcript)
        if after is None and conversation.has_begun:
            after = ""
        refusal = refusal_of(heard, self._settings, after=after)
        # What was refused, or was for the host alone, never reached the agent.
        begins = conversation.has_begun or not (refusal or is_command(heard.prompt))
        self._keep(Conversation(has_begun=begins, refusal=refusal))
        return self._answer(refusal)

    def tell(self, answer: str) -> int:
        """Give the host its answer; where that cannot be heard, the exit code says the same."""
        try:
            write([f"{answer}\n"], is_data=True)
        except (OutputClosedError, IreGateError):
            return STOPS_THE_PROMPT if answer != self._host.passed else 0
        return 0

    def fail(self, problem: Exception) -> int:
        """Tell what went wrong, and return the exit code with which the host does what was chosen."""
        if isinstance(problem, IreGateError):
            complain(problem.message, problem.hint)
        else:
            complain(f"{type(problem).__name__}: {problem}", "please report this")
        if self._is_open():
            self._note(problem)
            return self.tell(self._host.passed)
        complain(
            "the prompt was not sent, as the gate could not look", 'on_failure = "allow" lets prompts through then'
        )
        if self._host.exits:
            return STOPS_THE_PROMPT
        reason = f"ire-gate: not sent, as the gate could not look: {visible(str(problem))}"
        if self._event == "prompt":
            with suppress(UnavailableError):  # the host is told all the same
                Conversation(refusal=reason).keep(self._session)
        return self.tell(self._answer(reason))

    def _answer(self, refusal: str) -> str:
        if not refusal:
            return self._host.passed
        return msgspec.json.encode(self._host.refused(self._event, refusal)).decode()

    def _keep(self, conversation: Conversation) -> None:
        try:
            conversation.keep(self._session)
        except UnavailableError:
            if self._host.asks_again:
                raise

    def _settings(self, folder: str) -> Settings:
        ours = self._own_settings()
        if not Path(folder).is_dir():
            return ours
        theirs = settings_from(self._flags, start=Path(folder))
        return theirs.replace(**{name: getattr(ours, name) for name in OURS})

    def _own_settings(self) -> Settings:
        ours = settings_from(self._flags, start=_home())
        return ours.replace(on_undecided="allow") if ours.on_failure == "allow" else ours

    def _is_open(self) -> bool:
        """Whether failures let prompts through; where the settings cannot tell, a flag or a variable may."""
        try:
            return self._own_settings().on_failure == "allow"
        except IreGateError:
            return (self._flags["on_failure"] or os.environ.get("IRE_GATE_ON_FAILURE", "").strip()) == "allow"

    def _note(self, problem: Exception) -> None:
        """Write into the audit log that a prompt went through unjudged, if that can be done in a moment."""
        noting = threading.Thread(target=self._noted, args=(problem,), daemon=True)
        noting.start()
        noting.join(_TO_NOTE_S)

    def _noted(self, problem: Exception) -> None:
        from ire_gate.ledger.store import Ledger

        with suppress(IreGateError), Ledger.open(self._own_settings().ledger) as ledger:
            ledger.note("allowed_failure", task=self._session, detail={"problem": type(problem).__name__})


def _input() -> bytes:
    if sys.stdin is None or sys.stdin.isatty():
        raise InputError("a hook is called by its agent, which sends it JSON", hint="ire-gate check is for people")
    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InputError(f"the hook's input is larger than {LARGEST:,} bytes", hint="give the agent a file to read")
    return data


def _message(data: bytes) -> Mapping[str, Any]:
    hint = "the hook reads the JSON that the agent sends it; to check a text, use ire-gate check"
    try:
        message = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise InputError(f"the hook's input is not JSON: {problem}", hint=hint) from problem
    if not isinstance(message, Mapping):
        raise InputError("the hook's input is not a JSON object", hint=hint)
    return message


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # nobody's home
        return Path(os.sep)
