"""Whether a model's endpoint answers: one request that costs nothing."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from msgspec import Struct

from ire_gate.providers.addresses import base_url_of, host_of, joined, key_of

PATIENCE_S = 5.0
_MOST_BYTES = 1_000_000
_VENDORS = {"openai": "https://api.openai.com/v1", "anthropic": "https://api.anthropic.com/v1"}
_REFUSED = (401, 403)


class Answer(Struct, frozen=True):
    """What an endpoint said to the question which models it has."""

    host: str
    status: int | None
    """None if there was no answer."""
    models: tuple[str, ...] | None
    """None if it does not tell."""
    problem: str | None = None

    @property
    def is_refused(self) -> bool:
        """Whether it did not take the key."""
        return self.status in _REFUSED


def ask(vendor: str, base_url: str | None) -> Answer:
    """Ask an endpoint for its models.

    Args:
        vendor: ``openai`` or ``anthropic``.
        base_url: From the settings; None for the environment's or the vendor's own.

    Raises:
        ConfigError: The base URL is not one, or there is no key.
    """
    parts = base_url_of(base_url, f"{vendor.upper()}_BASE_URL")
    path = parts.path.rstrip("/") if parts else ""
    url = (
        joined(parts, path if path.endswith("/v1") or (path and vendor == "openai") else f"{path}/v1") if parts else ""
    )
    _, key = key_of(f"{vendor.upper()}_API_KEY", is_own_server=parts is not None)
    request = Request(f"{url or _VENDORS[vendor]}/models", headers=_headers(vendor, key))  # noqa: S310 - http(s), checked above
    host = host_of(parts) if parts else _VENDORS[vendor].split("/")[2]
    try:
        with urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310 - the same
            return Answer(host, answer.status, _models(answer.read(_MOST_BYTES)))
    except HTTPError as problem:
        return Answer(host, problem.code, None)
    except (URLError, OSError, ValueError) as problem:
        return Answer(host, None, None, str(getattr(problem, "reason", problem)))


def _headers(vendor: str, key: str) -> dict[str, str]:
    named = {"Authorization": f"Bearer {key}"} if vendor == "openai" else {"x-api-key": key}
    return named | {"anthropic-version": "2023-06-01", "User-Agent": "ire-gate"}


def _models(body: bytes) -> tuple[str, ...] | None:
    try:
        data: Any = json.loads(body)["data"]
        return tuple(str(model["id"]) for model in data)
    except (ValueError, KeyError, TypeError):
        return None
