"""Calls one model through its vendor's client: tries again where that helps, and books every try.

The clients' own retries are off, because a try that fails there is never seen, and so are their response models: the
body is read once, straight into the few fields that count, and usage survives an answer that is cut off or refused.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import msgspec
from msgspec import Struct

from ire_gate import tracing
from ire_gate.domain import Call
from ire_gate.errors import ProviderError
from ire_gate.providers import faults
from ire_gate.providers.base import Completion, Request, Usage
from ire_gate.providers.faults import Address, Fault

T = TypeVar("T")

FIRST_WAIT = 0.5
LONGEST_BACKOFF = 8.0
"""Seconds before the second try where the server does not say, and the most that doubling leads to."""

_LASTING = frozenset({401, 403, 404})
SHUT_S = 30.0
"""Statuses that the next request would meet too (no key, no right, no model), and seconds without one after them."""

_HEADERS = {"headers": {"Content-Type": "application/json"}}


class Answer(Struct, frozen=True, kw_only=True):
    """What a response body holds."""

    text: str
    usage: Usage
    is_cut: bool = False
    refusal: str | None = None
    failure: str | None = None


class Wire(Protocol):
    """A vendor's protocol: how a request is written and an answer read."""

    @property
    def path(self) -> str:
        """Where it is sent, below the base URL."""

    @property
    def models_path(self) -> str:
        """Where the list of models is."""

    def body(self, model: str, request: Request) -> bytes:
        """Write the body of a request."""

    def read(self, body: bytes) -> Answer:
        """Read the body of a response.

        Raises:
            ValueError: It is not what the protocol promises.
        """

    def yielding(self, fault: Fault) -> Wire | None:
        """Return a wire that leaves out what the server just refused; None if nothing can be left out."""


class _Model(Struct):
    id: str


class _Models(Struct):
    data: list[_Model]


_MODELS = msgspec.json.Decoder(_Models)


class ModelProvider:
    """One model at one endpoint. Safe for many threads.

    Args:
        sdk: The vendor's module, for its exceptions: `openai` and `anthropic` name them alike.
        client: Its client, with its own retries off.
        wire: The protocol.
        where: Which model, and where.
        max_retries: Tries after the first.
    """

    def __init__(self, sdk: Any, client: Any, wire: Wire, where: Address, *, max_retries: int) -> None:
        import httpx2

        self.name = where.provider
        self.model = where.model
        self._sdk = sdk
        self._client = client
        self._wire = wire
        self.where = where
        self._max_retries = max_retries
        self._raw = httpx2.Response
        self._closed = threading.Event()
        self._has_answered = False
        self._shut: tuple[Fault, float] | None = None

    def complete(self, request: Request) -> Completion:
        """Ask, and ask again while that may help.

        Raises:
            ProviderError: No text came; nobody was asked if the last request met what the next would meet too.
        """
        if self._shut and time.monotonic() < self._shut[1]:
            raise _error(self._shut[0], [])
        wire = self._wire
        body = wire.body(self.model, request)
        tries: list[Call] = []
        waits = 0
        while True:
            started = time.perf_counter()
            with tracing.span(f"chat {self.model}", "CLIENT") as traced:
                outcome = self._ask(wire, body)
                label = None if isinstance(outcome, Answer) else outcome.label
                seconds = time.perf_counter() - started
                tracing.tell_call(traced, self._call(request, outcome.usage, seconds, label))
            if isinstance(outcome, Answer):
                self._wire = wire  # what one thread has learnt of the server, all use from now on
                self._has_answered = True
                return self._completion(request, outcome, seconds, tuple(tries))
            tries.append(self._call(request, outcome.usage, seconds, outcome.label))
            if looser := wire.yielding(outcome):
                wire = looser
                body = wire.body(self.model, request)
                continue
            if not outcome.is_passing or waits == self._max_retries or self._closed.wait(_wait(outcome, waits)):
                self._note(outcome)
                raise _error(outcome, tries)
            waits += 1

    def models(self) -> tuple[str, ...] | Fault:
        """Ask once for the names of the models, which costs nothing; empty if the server answers with no such list."""
        found = self._exchange(
            lambda: self._client.get(self._wire.models_path, cast_to=self._raw, options=_HEADERS),
            lambda body: tuple(model.id for model in _MODELS.decode(body).data),
        )
        return () if isinstance(found, Fault) and found.is_unreadable else found

    def close(self) -> None:
        """Close the connections, and wake whoever waits for another try."""
        self._closed.set()
        self._client.close()

    def _note(self, fault: Fault) -> None:
        """Shut the door after a failure that lasts; a 403 after answers is about one text (moderation)."""
        if fault.status in _LASTING and not (fault.status == 403 and self._has_answered):  # noqa: PLR2004 - forbidden
            self._shut = fault, time.monotonic() + SHUT_S

    def _ask(self, wire: Wire, body: bytes) -> Answer | Fault:
        return self._exchange(
            lambda: self._client.post(wire.path, content=body, cast_to=self._raw, options=_HEADERS), wire.read
        )

    def _exchange(self, send: Callable[[], Any], read: Callable[[bytes], T]) -> T | Fault:
        try:
            response = send()
        except self._sdk.APITimeoutError:
            return faults.no_answer_in_time(self.where)
        except self._sdk.APIConnectionError as problem:
            return faults.no_connection(self.where, problem)
        except self._sdk.APIStatusError as problem:
            response = problem.response
            return faults.bad_status(self.where, response.status_code, response.headers, response.content)
        try:
            return read(response.content)
        except (ValueError, RecursionError) as problem:
            return faults.unreadable(self.where, response.content, str(problem))

    def _completion(self, request: Request, answer: Answer, seconds: float, before: tuple[Call, ...]) -> Completion:
        fault = None
        if answer.refusal is not None:
            fault = faults.refused(self.where, answer.refusal)
        elif answer.failure is not None:
            fault = faults.failed(self.where, answer.failure)
        call = self._call(request, answer.usage, seconds, fault.label if fault else None)
        if fault:
            raise _error(fault, [*before, call])
        return Completion(text=answer.text, call=call, failed=before, is_cut=answer.is_cut)

    def _call(self, request: Request, usage: Usage, seconds: float, error: str | None) -> Call:
        return Call(
            role=request.role,
            provider=self.name,
            model=self.model,
            tokens_in=usage.tokens_in,
            tokens_cached=usage.tokens_cached,
            tokens_out=usage.tokens_out,
            seconds=seconds,
            error=error,
        )


def _wait(fault: Fault, waits: int) -> float:
    """Return the seconds before the next try: what the server asks for, else doubling, spread by a quarter.

    The spread keeps threads that failed together from coming back together, and never shortens the server's wish.
    """
    spread = os.urandom(1)[0] / 1024
    if fault.wait is not None:
        return fault.wait * (1 + spread)
    return min(LONGEST_BACKOFF, FIRST_WAIT * 2.0**waits) * (1 - spread)


def _error(fault: Fault, tries: list[Call]) -> ProviderError:
    times = f" ({len(tries)} tries)" if len(tries) > 1 else ""
    return ProviderError(f"{fault.message}{times}", hint=fault.hint, calls=tuple(tries))
