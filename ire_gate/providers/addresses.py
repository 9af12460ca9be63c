"""Where a model is and with which key it is asked: the base URL from the settings, the key from the environment."""

from __future__ import annotations

import os
from urllib.parse import SplitResult, parse_qsl, urlsplit, urlunsplit

from ire_gate.errors import ConfigError

NO_KEY = "none"
"""Sent to servers of one's own, which ask for some key and accept any."""


def base_url_of(base_url: str | None, variable: str) -> SplitResult | None:
    """Return the parts of the base URL that is set, or None if the vendor's own holds.

    Args:
        base_url: From the settings.
        variable: The environment variable that counts where the settings say nothing.

    Raises:
        ConfigError: It is not a base URL.
    """
    given, origin = (base_url, "base_url") if base_url else (os.environ.get(variable, ""), variable)
    if not given.strip():
        return None
    hint = "write it like http://127.0.0.1:8000/v1"
    try:
        parts = urlsplit(given.strip())
        is_usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError as problem:
        raise ConfigError(f"{origin}: not a URL: {problem}", hint=hint) from problem
    if not is_usable or any(character.isspace() for character in given.strip()):
        raise ConfigError(f"{origin}: not an http or https URL: {_without_userinfo(given)!r}", hint=hint)
    return parts


def joined(parts: SplitResult, path: str) -> str:
    """Return the URL with another path and without its query, which clients take apart from it."""
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def query_of(parts: SplitResult | None) -> dict[str, str]:
    """Return the query that every request to this base URL carries (Azure's ``api-version``)."""
    return dict(parse_qsl(parts.query)) if parts else {}


def host_of(parts: SplitResult) -> str:
    """Return host and port, without a user's name and password."""
    return parts.netloc.rpartition("@")[2]


def key_of(*variables: str, is_own_server: bool) -> tuple[str, str]:
    """Return the first variable that holds a key, and the key.

    Raises:
        ConfigError: None holds one and the vendor wants one, or it holds what cannot be a key.
    """
    for variable in variables:
        key = os.environ.get(variable, "").strip()
        if key and not (key.isascii() and key.isprintable() and " " not in key):
            raise ConfigError(
                f"{variable} holds characters that no key has", hint="copy the key again, alone on one line"
            )
        if key:
            return variable, key
    if is_own_server:
        return variables[0], NO_KEY
    raise ConfigError(
        f"no key: the environment variable {variables[0]} is not set",
        hint=f"set {variables[0]}, name a server of your own with --base-url, or use --engine rules, which needs none",
    )


def _without_userinfo(url: str) -> str:
    scheme, mark, rest = url.rpartition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}"
