"""What can go wrong between a request and its answer, in words that say what next."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from ire_gate.providers.base import Usage
from ire_gate.scrubbing import scrubbed

LONGEST_WAIT = 30.0
"""Seconds that the gate waits because a server asks for it; beyond that it gives up at once."""

_TOLD = 200
_AGAIN = frozenset({408, 409, 429})  # with every 5xx: what both vendors' own clients try again
_ELSEWHERE = range(300, 400)
_SERVER_ERROR = 500
_HINTS = {
    401: "set {where.key_variable} to a valid key",
    403: "the key in {where.key_variable} may not use this model",
    404: "check the name of the model ({where.model}) and the base URL",
    429: "check the limits and the balance of the account, or lower `concurrency`",
}
_OTHER_HINT = "the server does not accept the request: try another model, or a shorter intent"
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_QUOTA = "insufficient_quota"


class Address(Struct, frozen=True, kw_only=True):
    """Which model is asked and where, for the messages about it."""

    provider: str
    model: str
    host: str
    key_variable: str
    timeout: float

    def __str__(self) -> str:
        return f"{self.provider}:{self.model} at {self.host}"


class Fault(Struct, frozen=True, kw_only=True):
    """One try that gave no answer."""

    label: str
    """A word or two for the booked call: ``HTTP 429``, ``timeout``, ``refusal``."""
    message: str
    hint: str
    status: int | None = None
    is_passing: bool = False
    """Whether another try may succeed."""
    wait: float | None = None
    """Seconds that the server asks to wait."""

    @property
    def is_unreadable(self) -> bool:
        """Whether an answer came that is not of the protocol."""
        return self.label == "unreadable"

    @property
    def usage(self) -> Usage:
        """What the try used: vendors bill no tokens where they answer with an error status; else nobody knows."""
        return Usage() if self.status is None else Usage(tokens_in=0, tokens_cached=0, tokens_out=0)


class _Told(Struct):
    """The places where servers put an error's message."""

    error: Any = None
    message: Any = None
    detail: Any = None


_TOLD_BODY = msgspec.json.Decoder(_Told)  # made at import: msgspec crashes if threads make one for a type at once


def no_answer_in_time(where: Address) -> Fault:
    """Nothing came within the time-out."""
    return Fault(
        label="timeout",
        message=f"{where}: no answer within {where.timeout:g} s",
        hint=f"raise `timeout` (IRE_GATE_TIMEOUT, now {where.timeout:g} s) or take a faster model",
        is_passing=True,
    )


def no_connection(where: Address, problem: BaseException) -> Fault:
    """The connection could not be made or broke off."""
    cause = problem.__cause__ or problem
    reason = _cut(scrubbed(str(cause) or type(cause).__name__))
    return Fault(
        label="connection",
        message=f"{where}: no connection: {reason}",
        hint="is the server running? check the base URL, the network and the proxy settings",
        is_passing=True,
    )


def bad_status(where: Address, status: int, headers: Mapping[str, str], body: bytes) -> Fault:
    """The server answered with an error."""
    told = told_by(body)
    if status in _ELSEWHERE:
        return _sent_on(where, status, headers.get("location", ""))
    should = headers.get("x-should-retry")
    is_passing = (status in _AGAIN or status >= _SERVER_ERROR) and _QUOTA not in told
    wait = wait_asked_for(headers)
    if should in {"true", "false"}:
        is_passing = should == "true"
    if is_passing and wait is not None and wait > LONGEST_WAIT:
        return Fault(
            label=f"HTTP {status}",
            message=f"{where}: HTTP {status}, asks to wait {wait:.0f} s (the gate waits {LONGEST_WAIT:.0f} s at most)",
            hint="try again later, or lower `concurrency`",
            status=status,
        )
    return Fault(
        label=f"HTTP {status}",
        message=f"{where}: HTTP {status}: {told or 'no reason given'}",
        hint=_hint(where, status),
        status=status,
        is_passing=is_passing,
        wait=wait,
    )


def _sent_on(where: Address, status: int, location: str) -> Fault:
    """Redirects are not followed: whoever can send one could have the key sent anywhere."""
    try:
        host = urlsplit(location).hostname
    except ValueError:
        host = None
    return Fault(
        label=f"HTTP {status}",
        message=f"{where}: HTTP {status}: sends on to {_cut(host or 'another path')}",
        hint="redirects are not followed, so that no key goes astray: set the base URL to the right address",
        status=status,
    )


def unreadable(where: Address, body: bytes, problem: str) -> Fault:
    """The server answered with success, but not with what its protocol promises."""
    if told := _told_as_json(body):
        return Fault(label="error", message=f"{where}: {told}", hint="see the message of the server")
    return Fault(
        label="unreadable",
        message=f"{where}: not an answer of this protocol ({problem}): {told_by(body) or 'nothing'}",
        hint="a proxy or a login page may stand in between, or the base URL is wrong",
    )


def refused(where: Address, said: str) -> Fault:
    """The model would not answer."""
    return Fault(
        label="refusal",
        message=f"{where}: the model refused: {_cut(scrubbed(said)) or 'no reason given'}",
        hint="read the intent for what it may have taken offence at, or take another model",
    )


def failed(where: Address, said: str) -> Fault:
    """The server took the request and then gave it up."""
    return Fault(label="failed", message=f"{where}: {_cut(scrubbed(said))}", hint="try again, or take another model")


def told_by(body: bytes) -> str:
    """Return what a server says in an error's body, short and without secrets; empty if it says nothing."""
    if told := _told_as_json(body):
        return told
    text = body.decode("utf-8", "replace").strip()
    if text.startswith("<"):
        title = _TITLE.search(text)
        return f"an HTML page ({_cut(scrubbed(title[1].strip()))})" if title else "an HTML page"
    return _cut(scrubbed(text))


def wait_asked_for(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a server asks to wait (``retry-after-ms``, ``retry-after`` in seconds or as a date)."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * unit
        except ValueError:
            continue
        if 0 <= seconds < float("inf"):
            return seconds
    return _until(headers.get("retry-after", ""))


def _until(date: str) -> float | None:
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(date).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _hint(where: Address, status: int) -> str:
    if status >= _SERVER_ERROR:
        return "the server has a problem of its own; try again later"
    return _HINTS.get(status, _OTHER_HINT).format(where=where)


def _told_as_json(body: bytes) -> str:
    try:
        told = _TOLD_BODY.decode(body)
    except (ValueError, RecursionError):
        return ""
    error = told.error
    if isinstance(error, dict):
        code = error.get("code")
        text = str(error.get("message") or error.get("type") or "")
        error = f"{text} ({code})" if text and isinstance(code, str) else text or code
    said = error or told.message or told.detail
    return _cut(scrubbed(said if isinstance(said, str) else msgspec.json.encode(said).decode())) if said else ""


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _TOLD else f"{text[:_TOLD]}…"
