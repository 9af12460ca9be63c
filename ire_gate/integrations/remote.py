"""A guard in another process: asks a running ``ire-gate serve`` over HTTP, with nothing but the standard library.

For hosts whose dependencies cannot be installed beside ire-gate's, and for one ledger behind many processes.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from ire_gate.errors import ConfigError, UnavailableError

if TYPE_CHECKING:
    from ire_gate.result import Result


class RemoteGuard:
    """Asks as `ire_gate.Guard` does, and fails closed: no answer, or one that is no result, is an error.

    Args:
        url: Where the server listens, e.g. ``http://127.0.0.1:8383``.
        token: What it wants as a bearer token.
        task: The task whose budget the executions count against.
        timeout: Seconds to wait for an answer.

    Raises:
        ConfigError: The address is not one of HTTP.
    """

    def __init__(self, url: str, token: str | None = None, *, task: str = "", timeout: float = 60.0) -> None:
        if not url.startswith(("http://", "https://")):
            raise ConfigError(f"{url!r} is no address of a server", hint="give http://HOST:PORT or https://HOST")
        self._url = url.rstrip("/")
        self._headers = {"Content-Type": "application/json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._task = task
        self._timeout = timeout
        self._opener = urllib.request.build_opener(_NoRedirect)

    def ask(self, intent: str) -> Result:
        """Return whether the intent may be executed; the decision is in the server's ledger already.

        The result has the fields of `ire_gate.Result` without being one.

        Raises:
            UnavailableError: The server did not answer, or refused, or what it said is no result.
        """
        told = self._post("/v1/check", {"text": intent, "task": self._task} if self._task else {"text": intent})
        result = getattr(told, "result", told)
        if not isinstance(getattr(result, "may_execute", None), bool):
            raise UnavailableError(f"{self._url}: the answer is no result", hint="is this an ire-gate server?")
        return cast("Result", result)

    async def aask(self, intent: str) -> Result:
        """Do what `ask` does without blocking the event loop."""
        import asyncio

        return await asyncio.to_thread(self.ask, intent)

    def book(self, decision_id: str, *, correct: bool | None = None, **used: Any) -> None:
        """Book what an execution that was allowed has come to, as `Guard.book` does.

        Raises:
            UnavailableError: The server did not take it.
        """
        self._post("/v1/outcomes", {"decision_id": decision_id, "correct": correct, **used})

    def _post(self, path: str, body: dict[str, Any]) -> SimpleNamespace:
        data = json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data, self._headers)  # noqa: S310 - http(s), checked above
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                return cast(
                    "SimpleNamespace", json.loads(answer.read(), object_hook=lambda told: SimpleNamespace(**told))
                )
        except urllib.error.HTTPError as refusal:
            with refusal:
                said = refusal.read(2_000).decode(errors="replace").strip()
            raise UnavailableError(f"{self._url}{path}: {refusal.code} {said}".rstrip()) from refusal
        except (OSError, ValueError) as problem:
            raise UnavailableError(f"{self._url}{path}: {problem}", hint="is `ire-gate serve` running?") from problem


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would take the text and the token to another place."""

    def redirect_request(self, *_: Any) -> None:
        """Follow none: the answer is an error as it stands."""
