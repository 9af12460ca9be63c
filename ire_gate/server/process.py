"""The process around the service: uvicorn, with a bound on slow headers and an end that loses no decision."""

from __future__ import annotations

import asyncio
import math
import signal
import socket
from types import FrameType

import h11
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from ire_gate.server.looks import Looks

KEEP_ALIVE_S = 15
"""How long a connection may be idle, and a request's headers may take to come, at most."""


class Connection(H11Protocol):
    """A connection that is closed when a request's headers do not come in time; uvicorn would wait for ever."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        if self._late:
            self._late.cancel()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Wait for headers as long as none is whole."""
        super().handle_events()
        self._watch()

    def _watch(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            if self._late:
                self._late.cancel()
            self._late = None
        elif self._late is None:
            self._late = self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, looks: Looks, grace: int) -> None:
        super().__init__(config)
        self._looks = looks
        self._grace = grace

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._looks.end_by(asyncio.get_running_loop().time() + self._grace)
        await super().shutdown(sockets)


def serve(app: Starlette, looks: Looks, listening: socket.socket, *, seconds: float, grace: int) -> None:
    """Serve until a signal.

    Args:
        app: What is served.
        looks: What is finished at the end.
        listening: Where.
        seconds: That a request may take, and its headers, too.
        grace: Seconds for what is under way when a signal comes.
    """
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        access_log=False,
        log_level="warning",
        proxy_headers=False,  # whoever can reach it could name another address, and so have no limit
        server_header=False,
        timeout_graceful_shutdown=grace,
        timeout_keep_alive=min(KEEP_ALIVE_S, math.ceil(seconds)),
    )
    server = _Server(config, looks, grace)

    def ended(*_: int | FrameType | None) -> None:
        if not server.started:
            raise KeyboardInterrupt

    # When it has ended neatly, uvicorn raises the signal once more, for whoever was to hear it before.
    before = signal.signal(signal.SIGTERM, ended)
    try:
        server.run(sockets=[listening])
    finally:
        signal.signal(signal.SIGTERM, before)
