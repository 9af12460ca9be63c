"""Anthropic's Messages API, with its native structured output."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from ire_gate.providers.addresses import base_url_of, host_of, joined, key_of, query_of
from ire_gate.providers.base import Request, Usage
from ire_gate.providers.calling import Answer, ModelProvider
from ire_gate.providers.faults import Address, Fault

OWN_HOST = "api.anthropic.com"
_KEY = "ANTHROPIC_API_KEY"
_TOKEN = "ANTHROPIC_AUTH_TOKEN"  # noqa: S105 - the name of a variable
_CUT = frozenset({"max_tokens", "model_context_window_exceeded"})


def connect(model: str, *, base_url: str | None, timeout: float, max_retries: int) -> ModelProvider:
    """Return a provider for a model of Anthropic or, where a base URL is set, of a compatible server.

    Raises:
        ConfigError: The base URL is not one, or there is no key for Anthropic itself.
    """
    parts = base_url_of(base_url, "ANTHROPIC_BASE_URL")
    host = host_of(parts) if parts else OWN_HOST
    variable, key = key_of(_KEY, _TOKEN, is_own_server=parts is not None and parts.hostname != OWN_HOST)
    import anthropic

    from ire_gate.providers.deadlines import http_client, limits

    url = joined(parts, _path(parts.path)) if parts else f"https://{OWN_HOST}"
    client = anthropic.Anthropic(
        api_key=key if variable == _KEY else None,
        auth_token=key if variable == _TOKEN else None,
        base_url=url,
        timeout=limits(timeout),
        http_client=http_client(anthropic, timeout),
        max_retries=0,
        default_query=query_of(parts),
    )
    where = Address(provider="anthropic", model=model, host=host, key_variable=variable, timeout=timeout)
    return ModelProvider(anthropic, client, MessagesWire(), where, max_retries=max_retries)


def _path(path: str) -> str:
    """Return a base URL's path as the client wants it: without ``/v1``, which the client adds."""
    return path.rstrip("/").removesuffix("/messages").removesuffix("/v1")


class _Usage(Struct):
    input_tokens: int | None = None
    cache_read_input_tokens: int | None = None
    cache_creation_input_tokens: int | None = None
    output_tokens: int | None = None


class _Block(Struct):
    type: str
    text: str | None = None


class _StopDetails(Struct):
    explanation: str | None = None


class _Body(Struct):
    content: list[_Block]
    stop_reason: str | None = None
    stop_details: _StopDetails | None = None
    usage: msgspec.Raw = msgspec.Raw(b"null")


class MessagesWire:
    """Anthropic's own protocol. There is no temperature: the service has none."""

    path = "/v1/messages"
    models_path = "/v1/models"

    def body(self, model: str, request: Request) -> bytes:
        """Write a request."""
        return msgspec.json.encode(
            {
                "model": model,
                "max_tokens": request.max_tokens,
                "system": request.system,
                "messages": [{"role": "user", "content": request.user}],
                "output_config": {"format": {"type": "json_schema", "schema": request.schema}},
            }
        )

    def read(self, body: bytes) -> Answer:
        """Join the text blocks; thoughts are left out."""
        read = _BODY.decode(body)
        refusal = None
        if read.stop_reason == "refusal":
            refusal = (read.stop_details and read.stop_details.explanation) or ""
        return Answer(
            text="".join(block.text or "" for block in read.content if block.type == "text"),
            usage=_usage(read.usage),
            is_cut=read.stop_reason in _CUT,
            refusal=refusal,
        )

    def yielding(self, fault: Fault) -> None:
        """Leave nothing out: the service accepts all of it."""


def _usage(raw: msgspec.Raw) -> Usage:
    """Add the cache's tokens to the input's, which excludes them here."""
    try:
        usage = _USAGE.decode(raw)
    except ValueError:
        return Usage()
    cached = usage.cache_read_input_tokens
    total = usage.input_tokens
    if total is not None:
        total += (cached or 0) + (usage.cache_creation_input_tokens or 0)
    return Usage(tokens_in=total, tokens_cached=cached, tokens_out=usage.output_tokens)


# Made at import: msgspec crashes if threads make one for a type at once.
_BODY = msgspec.json.Decoder(_Body)
_USAGE = msgspec.json.Decoder(_Usage, strict=False)
