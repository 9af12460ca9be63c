"""``ire-gate serve``: the gate over HTTP."""

from __future__ import annotations

import ipaddress
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ire_gate.cli.console import say, write
from ire_gate.cli.options import engine_options, needing, settings_from
from ire_gate.errors import ConfigError
from ire_gate.gate import Gate
from ire_gate.guard import Guard

if TYPE_CHECKING:
    from ire_gate.server.tokens import Tokens

PORT = 8383
TOKENS = "IRE_SERVE_TOKENS"
"""Not ``IRE_GATE_…``: those are settings."""
GRACE_S = 30
"""How long requests under way may take to finish when the server is stopped."""


@click.command("serve", short_help="Serve the gate over HTTP.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=int, default=PORT, show_default=True, help="Port to listen at; 0 for any that is free.")
@click.option("--token-file", metavar="FILE", help="Lines of NAME:SHA256; or IRE_SERVE_TOKENS with such lines.")
@click.option("--new-token", metavar="NAME", help="Print a new token and the line that lets it in, and end.")
@click.option("--most-bytes", type=click.IntRange(1), default=1_000_000, show_default=True, help="Of a request.")
@click.option("--per-minute", type=click.IntRange(1), default=600, show_default=True, help="Requests of one asker.")
@click.option("--most-seconds", type=click.FloatRange(0.001), default=60.0, show_default=True, help="Of a request.")
@click.option("--at-once", type=click.IntRange(1), default=16, show_default=True, help="Looks under way.")
@engine_options
def command(host: str, port: int, token_file: str | None, new_token: str | None, **flags: Any) -> int:
    """Serve POST /v1/check and /v1/outcomes, GET /healthz, /metrics and /openapi.json until stopped.

    Beyond this machine it listens only with tokens. SIGTERM ends it neatly: what is under way is finished and recorded.
    """
    if new_token is not None:
        return _made(new_token)
    with needing("server"):
        import uvicorn

        from ire_gate.server.app import LOOPBACK, Service
        from ire_gate.server.limits import Limits
    limits = Limits(
        body=flags.pop("most_bytes"),
        per_minute=flags.pop("per_minute"),
        seconds=flags.pop("most_seconds"),
        at_once=flags.pop("at_once"),
    )
    settings = settings_from(flags)
    tokens, is_loopback = _tokens(token_file), _is_loopback(host)
    if not is_loopback and not tokens:
        raise ConfigError(
            f"--host {host}: others than this machine could ask, and no token is set",
            hint="ire-gate serve --new-token NAME, then --token-file FILE",
        )
    listening = _listening(host, port)
    app = Service(Guard(Gate(settings=settings)), tokens, limits).app(hosts=LOOPBACK if is_loopback else None)
    config = uvicorn.Config(
        app,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=15,
        server_header=False,
    )
    say(f"listening at http://{host}:{listening.getsockname()[1]}")
    uvicorn.Server(config).run(sockets=[listening])
    return 0


def _made(name: str) -> int:
    from ire_gate.server.tokens import new_token

    token, line = new_token(name)
    say("the token, which is shown this once:")
    write([f"{token}\n"])
    say(f"the line for --token-file:\n{line}")
    return 0


def _tokens(path: str | None) -> Tokens:
    from ire_gate.server.tokens import read_tokens, tokens_from

    if path is not None:
        return read_tokens(Path(path))
    return tokens_from(os.environ.get(TOKENS, ""), TOKENS)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError) as problem:
        raise ConfigError(f"cannot listen at {host}, port {port}: {problem}", hint="--port names another") from problem


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
