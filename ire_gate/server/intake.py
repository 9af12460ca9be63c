"""What stands before every request: who asks, by which name, how often, and how much."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection
from typing import TypeVar

import msgspec
from msgspec.json import Decoder
from starlette.requests import Request

from ire_gate.config.rules import nearest
from ire_gate.server.limits import Limits, Rate
from ire_gate.server.refusal import Refusal
from ire_gate.server.tokens import Tokens
from ire_gate.server.wire import JSON, ProfileRequest

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names that a browser on this machine may call the server by; another name is a page that plays tricks with DNS."""

T = TypeVar("T")

_HOST = re.compile(r"\[?([^\[\]]*?)\]?(?::\d*)?")
_UNKNOWN = re.compile(r"unknown field `(.*?)`(?: - at `(.*)`)?", re.DOTALL)


class Intake:
    """Lets requests in.

    Args:
        tokens: Who may ask; with none, everybody who reaches the server.
        limits: How much.
        hosts: The names that the server may be called by; any, if none is given.
    """

    def __init__(self, tokens: Tokens, limits: Limits, hosts: Collection[str] = ()) -> None:
        self._tokens = tokens
        self._limits = limits
        self._hosts = hosts
        self._rate = Rate(limits.per_minute)

    def admit(self, request: Request, *, is_open: bool) -> None:
        """Let a request in; what `is_open` needs no token.

        Raises:
            Refusal: It may not come in, or not yet.
        """
        if self._hosts and _called(request) not in self._hosts:
            hint = "call it by the address that it listens at"
            raise Refusal(400, "this server has another name", hint=hint)
        asker = request.client.host if request.client else ""
        if self._tokens and not is_open:
            name = self._tokens.name_of(request.headers.get("authorization", ""))
            if name is None:
                hint = "send Authorization: Bearer TOKEN"
                raise Refusal(401, "no token, or a wrong one", hint=hint, WWW_Authenticate="Bearer")
            asker = f"token {name}"
        if wait := self._rate.wait_of(asker):
            seconds = str(int(wait) + 1)
            raise Refusal(429, "too many requests", hint=f"wait {seconds} s", Retry_After=seconds)
        request.state.asker = asker

    def count(self, request: Request, intents: int) -> None:
        """Count the intents of a request against its asker's rate.

        Raises:
            Refusal: They are more than a request may have.
        """
        if intents > self._limits.many:
            raise Refusal(413, f"more than {self._limits.many} intents", hint="split it, or raise --most-intents")
        if intents > 1:
            self._rate.take(request.state.asker, intents - 1)

    async def body(self, request: Request, decoder: Decoder[T], known: Collection[str]) -> T:
        """Read and decode a body; what is too large is not read to its end.

        Only JSON by its own name is taken: a page in a browser can send other kinds without asking.

        Raises:
            Refusal: It is not what was asked for; `known` are the fields that it may have.
        """
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
            raise Refusal(415, "the body is not JSON by its Content-Type", hint=f"send Content-Type: {JSON}")
        try:
            async with asyncio.timeout(self._limits.seconds):
                data = await self._read(request)
        except TimeoutError:
            raise Refusal(408, "the body did not come in time", Connection="close") from None
        try:
            return decoder.decode(data)
        except msgspec.ValidationError as problem:
            raise Refusal(400, str(problem), hint=_hint(str(problem), known)) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
            raise Refusal(400, f"not JSON: {problem}") from None

    async def _read(self, request: Request) -> bytes:
        said = request.headers.get("content-length", "")
        data = bytearray()
        if not (said.isdecimal() and int(said) > self._limits.body):
            async for chunk in request.stream():
                data += chunk
                if len(data) > self._limits.body:
                    break
            else:
                return bytes(data)
        hint = "split it, or raise --most-bytes"
        raise Refusal(413, f"more than {self._limits.body:,} bytes", hint=hint, Connection="close")


def _called(request: Request) -> str:
    """Return the name that the asker has for this server; empty if there is none, or none that can be."""
    found = _HOST.fullmatch(request.headers.get("host", ""))
    return found[1].lower() if found else ""


def _hint(told: str, known: Collection[str]) -> str | None:
    """Return the hint for a field that there is not."""
    found = _UNKNOWN.search(told)
    if found is None:
        return None
    fields = ProfileRequest.__struct_fields__ if (found[2] or "").endswith("profile") else known
    close = nearest(found[1], fields)
    return f"did you mean {close}?" if close else f"known: {', '.join(fields)}"
