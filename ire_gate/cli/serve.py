"""``ire-gate serve``: the gate over HTTP."""

from __future__ import annotations

import os
import socket
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ire_gate.cli.console import say, write
from ire_gate.cli.interrupts import INTERRUPTED
from ire_gate.cli.options import engine_options, needing, settings_from
from ire_gate.config.engine_names import is_loopback
from ire_gate.config.loading import SERVE_TOKENS
from ire_gate.errors import ConfigError
from ire_gate.gate import Gate
from ire_gate.guard import Guard

if TYPE_CHECKING:
    from ire_gate.server.tokens import Tokens

PORT = 8383

_COUNT, _SECONDS = click.IntRange(1), click.FloatRange(0.001)


@click.command("serve", short_help="Serve the gate over HTTP.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=int, default=PORT, show_default=True, help="Port to listen at; 0 for any that is free.")
@click.option("--token-file", metavar="FILE", help=f"Lines of NAME:SHA256; or {SERVE_TOKENS} with such lines.")
@click.option("--new-token", metavar="NAME", help="Print a new token and the line that lets it in, and end.")
@click.option("--most-bytes", type=_COUNT, default=1_000_000, show_default=True, help="Of a request.")
@click.option("--most-intents", type=_COUNT, default=64, show_default=True, help="Of a request.")
@click.option("--most-seconds", type=_SECONDS, default=60.0, show_default=True, help="Of a request.")
@click.option("--per-minute", type=_COUNT, default=600, show_default=True, help="Intents and requests of one asker.")
@click.option("--at-once", type=_COUNT, default=16, show_default=True, help="Looks under way.")
@click.option("--show-intents", is_flag=True, help="In /report, one by one, with their words where texts are stored.")
@click.option("--grace", type=_COUNT, default=30, show_default=True, help="Seconds to finish in when stopped.")
@engine_options
def command(
    host: str,
    port: int,
    token_file: str | None,
    new_token: str | None,
    show_intents: bool,
    grace: int,
    **flags: Any,
) -> int:
    """Serve POST /v1/check and /v1/outcomes, GET /healthz, /metrics, /report and /openapi.json until stopped.

    Beyond this machine it listens only with tokens. SIGTERM ends it neatly: what is under way is finished and recorded.
    """
    if new_token is not None:
        return _made(new_token)
    with needing("server"):
        from ire_gate.server.app import Service
        from ire_gate.server.limits import Limits
        from ire_gate.server.process import serve
    limits = Limits(
        body=flags.pop("most_bytes"),
        many=flags.pop("most_intents"),
        seconds=flags.pop("most_seconds"),
        per_minute=flags.pop("per_minute"),
        at_once=flags.pop("at_once"),
    )
    tokens = _tokens(token_file)
    hosts = _hosts(host, tokens)
    gate = Gate(settings=settings_from(flags))
    _ = gate.engine  # what is missing for it is told now, not to the first who asks
    service = Service(Guard(gate), tokens, limits, hosts, shows_intents=show_intents)
    listening = _listening(host, port)
    shown = f"[{host}]" if ":" in host else host
    say(f"listening at http://{shown}:{listening.getsockname()[1]}")
    serve(service.app(), service.looks, listening, seconds=limits.seconds, grace=grace)
    return INTERRUPTED if service.looks.is_cut else 0


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
    return tokens_from(os.environ.get(SERVE_TOKENS, ""), SERVE_TOKENS)


def _hosts(host: str, tokens: Tokens) -> Collection[str]:
    """Return the names that the server may be called by: with tokens any, as there may be a proxy in front.

    Raises:
        ConfigError: Others than this machine could ask, and there are no tokens.
    """
    from ire_gate.server.intake import LOOPBACK

    if tokens:
        return ()
    if not is_loopback(host):
        raise ConfigError(
            f"--host {host}: others than this machine could ask, and no token is set",
            hint="ire-gate serve --new-token NAME, then --token-file FILE",
        )
    return LOOPBACK | {host}


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError) as problem:
        raise ConfigError(f"cannot listen at {host}, port {port}: {problem}", hint="--port names another") from problem
    # asyncio does this for sockets that say that they are TCP, which these do not: an answer would wait for 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening
