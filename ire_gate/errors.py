"""The errors, each with the exit code that the command line ends with.

    IreGateError              3   catch this to catch them all; carries a message and a hint
    ├─ UserError              2   something the user wrote
    │   ├─ ConfigError            a setting, a flag or a configuration file
    │   ├─ InputError             a path, an encoding, front matter, a JSONL line
    │   └─ TemplateError          a prompt template
    ├─ UnavailableError       3   the gate could not look
    │   ├─ ProviderError          a model endpoint: key, network, limit, refusal, unusable answer
    │   ├─ RecordingError         a replay folder has no answer for a request
    │   └─ LedgerError            the ledger cannot be read or written
    └─ IntentBlocked          1   raised by the guards only; carries the round trip
        └─ TaskStopped            a budget is spent, or a blocked intent came again unchanged; the gate did not look

Only ``ire_gate.__main__`` turns them into lines on stderr and exit codes.
"""

from __future__ import annotations

import typing

if typing.TYPE_CHECKING:
    from ire_gate.domain import Call, RoundTrip
    from ire_gate.result import Result


class IreGateError(Exception):
    """Something went wrong; `message` says what and where, `hint` what to do next."""

    exit_code = 3

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UserError(IreGateError):
    """Something the user wrote can be mended by the user."""

    exit_code = 2


class ConfigError(UserError):
    """A setting, a flag or a configuration file is wrong."""


class InputError(UserError):
    """An intent cannot be read: a path, an encoding, front matter, a JSONL line, a size."""


class TemplateError(UserError):
    """A prompt template is missing, broken or reaches for something it may not have."""


class UnavailableError(IreGateError):
    """The gate could not look; nothing is known about the intent."""


class ProviderError(UnavailableError):
    """A model endpoint did not give a usable answer.

    Attributes:
        calls: What the failed calls used, so that it is booked all the same.
    """

    def __init__(self, message: str, *, hint: str | None = None, calls: tuple[Call, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.calls = calls


class RecordingError(UnavailableError):
    """A replay folder has no answer for a request."""


class LedgerError(UnavailableError):
    """The ledger cannot be read or written."""


class IntentBlocked(IreGateError):  # noqa: N818 - the public name says what happened, not that something broke
    """The intent did not pass, so nothing was executed.

    Attributes:
        trip: The whole round trip; its findings say where and why.
    """

    exit_code = 1

    def __init__(self, trip: RoundTrip) -> None:
        said = f"intent {trip.intent.id or trip.intent.digest[:12]} is {trip.verdict.verdict}"
        first = next(iter(trip.verdict.findings), None)
        if first:
            said = f"{said}: {first.message} {first.question or ''}".rstrip()
        super().__init__(said, hint=first.question if first else None)
        self.trip = trip


class TaskStopped(IntentBlocked):
    """A task is not gone on with, so nothing was executed and the gate did not look.

    Attributes:
        result: Why, and the questions that are still open.
    """

    def __init__(self, result: Result) -> None:
        hint = result.questions[0].question if result.questions else "raise the task's budget, or change the intent"
        IreGateError.__init__(self, result.reason, hint=hint)
        self.result = result
