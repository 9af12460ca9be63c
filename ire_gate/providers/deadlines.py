"""An HTTP client whose exchanges end by a deadline, and that never carries a key to another address."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx2


def http_client(sdk: Any, timeout: float) -> Any:
    """Return the vendor's own kind of client, with a deadline for each exchange and without redirects.

    A client's time-out is one for each read, so that a server that sends a byte now and then would never be given up.
    Here a body ends when the time of the whole exchange is over; only the head of an answer has each read's limit.

    Args:
        sdk: `openai` or `anthropic`.
        timeout: Seconds.
    """

    def begin(request: Any) -> None:
        request.extensions["ends"] = time.perf_counter() + timeout

    def watch(response: Any) -> None:
        response.stream = _Timed(response.stream, response.request)

    return sdk.DefaultHttpxClient(
        timeout=limits(timeout),
        follow_redirects=False,  # the headers that hold the key would go along
        event_hooks={"request": [begin], "response": [watch]},
    )


def limits(timeout: float) -> httpx2.Timeout:
    """Return the limits of single steps: connecting, and each read."""
    return httpx2.Timeout(timeout, connect=min(timeout, 10.0))


class _Timed(httpx2.SyncByteStream):
    """The body of an answer, which breaks off when the time of the exchange is over."""

    def __init__(self, stream: Any, request: Any) -> None:
        self._stream = stream
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        ends = self._request.extensions["ends"]
        self._request.extensions["timeout"]["read"] = max(0.001, ends - time.perf_counter())
        for part in self._stream:
            yield part
            if time.perf_counter() > ends:
                raise httpx2.ReadTimeout("the time of the exchange is over", request=self._request)

    def close(self) -> None:
        self._stream.close()
