"""The names of engines and the addresses of endpoints."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from ire_gate.config.rules import is_line, misfit, nearest, shown
from ire_gate.errors import ConfigError

ENGINES = {"rules": "", "openai": "MODEL", "anthropic": "MODEL", "replay": "DIR"}
"""What follows the colon in each engine's name."""

ALLOWED = "'rules', 'openai:MODEL', 'anthropic:MODEL' or 'replay:DIR'"
VENDORS = {"gpt": "openai", "claude": "anthropic"}
"""How the names of a vendor's models begin, for people who give the model alone."""


def engine_name(value: Any, where: str) -> str:
    """Return an engine's name.

    Raises:
        ConfigError: Unknown (the hint names the nearest known), or the model or folder is missing or too much.
    """
    if not isinstance(value, str) or not is_line(value):
        raise misfit(value, where, ALLOWED)
    kind, colon, rest = (part.strip() for part in value.partition(":"))
    kind = kind.lower()
    if kind not in ENGINES:
        raise ConfigError(f"{where}: there is no engine {shown(value)}", hint=_hint(kind, rest))
    needs = ENGINES[kind]
    if needs and not rest:
        what = "a model" if needs == "MODEL" else "a folder"
        raise ConfigError(f"{where}: {shown(value)} lacks {what}", hint=f"give {kind}:{needs}")
    if colon and not needs:
        raise ConfigError(f"{where}: the engine {kind} takes nothing after its name", hint=f"give {kind}")
    return f"{kind}:{rest}" if rest else kind


def base_url(value: Any, where: str) -> str | None:
    """Return the address of an endpoint.

    Raises:
        ConfigError: Not an ``http://`` or ``https://`` address with a host.
    """
    if value is None:
        return None
    if isinstance(value, str) and _is_address(value.strip()):
        return value.strip()
    bare = re.sub("//[^/]*@", "//…@", value) if isinstance(value, str) else value
    raise misfit(bare, where, "an address such as http://127.0.0.1:8000/v1")


def is_loopback(host: str) -> bool:
    """Whether a host's name or address is this machine's own."""
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _hint(kind: str, rest: str) -> str:
    vendor = next((vendor for prefix, vendor in VENDORS.items() if kind.startswith(prefix)), None)
    if vendor and not rest:
        return f"did you mean '{vendor}:{kind}'?"
    close = nearest(kind, ENGINES)
    if not close:
        return f"give {ALLOWED}"
    needs = ENGINES[close]
    return f"did you mean '{close}:{rest or needs}'?" if needs else f"did you mean '{close}'?"


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and address.isprintable() and " " not in address
