"""``ire-gate mcp``: the gate as tools for agents, over standard input and output."""

from __future__ import annotations

from typing import Any

import click

from ire_gate.cli.options import engine_options, needing, settings_from
from ire_gate.gate import Gate
from ire_gate.guard import Guard


@click.command("mcp", short_help="Serve the gate's tools over the Model Context Protocol.")
@engine_options
def command(**flags: Any) -> int:
    """Serve check_intent, clarify_intent and record_outcome to agents over standard input and output (MCP)."""
    settings = settings_from(flags)
    with needing("mcp"):
        from ire_gate.mcp_server import server
    server(Guard(Gate(settings=settings))).run("stdio")
    return 0
