"""OpenAI's Responses API, and the chat completions of the servers that imitate OpenAI (Ollama, vLLM, LM Studio, …)."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import Struct

from ire_gate.providers.addresses import base_url_of, host_of, joined, key_of, query_of
from ire_gate.providers.base import Request, Usage
from ire_gate.providers.calling import Answer, ModelProvider
from ire_gate.providers.faults import Address, Fault

OWN_HOST = "api.openai.com"
"""The host, and the end of the regional hosts' names, that the Responses API is used at."""

_KEY = "OPENAI_API_KEY"
_NO_SCHEMA = "Answer with one JSON object and nothing else. It must fit this JSON Schema:\n"
_REFUSED = frozenset({400, 422, 501})


def connect(model: str, *, base_url: str | None, timeout: float, max_retries: int) -> ModelProvider:
    """Return a provider for a model of OpenAI or, where a base URL is set, of a compatible server.

    Raises:
        ConfigError: The base URL is not one, or there is no key for OpenAI itself.
    """
    parts = base_url_of(base_url, "OPENAI_BASE_URL")
    host = host_of(parts) if parts else OWN_HOST
    is_own_server = parts is not None and not f".{parts.hostname}".endswith(f".{OWN_HOST}")
    _, key = key_of(_KEY, is_own_server=is_own_server)
    import openai

    from ire_gate.providers.deadlines import http_client, limits

    url = joined(parts, _path(parts.path)) if parts else f"https://{OWN_HOST}/v1"
    # The client's own pool takes 1,000 connections and keeps 100: enough for 64 threads.
    client = openai.OpenAI(
        api_key=key,
        base_url=url,
        timeout=limits(timeout),
        http_client=http_client(openai, timeout),
        max_retries=0,
        default_query=query_of(parts),
    )
    where = Address(provider="openai", model=model, host=host, key_variable=_KEY, timeout=timeout)
    wire = ChatWire() if is_own_server else ResponsesWire()
    return ModelProvider(openai, client, wire, where, max_retries=max_retries)


def _path(path: str) -> str:
    """Return a base URL's path as the client wants it: a bare host gets ``/v1``, a whole endpoint is cut back."""
    path = path.rstrip("/").removesuffix("/chat/completions").removesuffix("/responses")
    return path or "/v1"


def _usage(
    raw: msgspec.Raw, decoder: msgspec.json.Decoder[_ChatUsage] | msgspec.json.Decoder[_ResponsesUsage]
) -> Usage:
    """Read usage on its own: an oddity there must not cost the answer."""
    try:
        return decoder.decode(raw).usage()
    except ValueError:
        return Usage()


def _cached(details: _CachedTokens | None) -> int | None:
    return details.cached_tokens if details else None


class _CachedTokens(Struct):
    cached_tokens: int | None = None


# --- Responses


class _ResponsesUsage(Struct):
    input_tokens: int | None = None
    input_tokens_details: _CachedTokens | None = None
    output_tokens: int | None = None

    def usage(self) -> Usage:
        return Usage(
            tokens_in=self.input_tokens,
            tokens_cached=_cached(self.input_tokens_details),
            tokens_out=self.output_tokens,
        )


class _OutputPart(Struct):
    type: str
    text: str | None = None
    refusal: str | None = None


class _OutputItem(Struct):
    type: str
    content: msgspec.Raw = msgspec.Raw(b"null")


class _Reason(Struct):
    reason: str | None = None


class _Message(Struct):
    message: str | None = None


class _ResponsesBody(Struct):
    output: list[_OutputItem]
    status: str | None = None
    error: _Message | None = None
    incomplete_details: _Reason | None = None
    usage: msgspec.Raw = msgspec.Raw(b"null")


class ResponsesWire:
    """OpenAI's own protocol."""

    path = "/responses"
    models_path = "/models"

    def body(self, model: str, request: Request) -> bytes:
        """Write a request that the service does not store."""
        form = {"type": "json_schema", "name": request.schema_name, "schema": request.schema, "strict": True}
        return msgspec.json.encode(
            {
                "model": model,
                "instructions": request.system,
                "input": request.user,
                "text": {"format": form},
                "max_output_tokens": request.max_tokens,
                "store": False,
            }
        )

    def read(self, body: bytes) -> Answer:
        """Join the text of all messages."""
        read = _RESPONSES.decode(body)
        messages = [item.content for item in read.output if item.type == "message"]
        parts = [part for content in messages for part in _PARTS.decode(content)]
        reason = read.incomplete_details.reason if read.incomplete_details else None
        refusal = next((part.refusal for part in parts if part.type == "refusal"), None)
        failure = None
        if read.status in {"failed", "cancelled"}:
            failure = (read.error and read.error.message) or f"the response is {read.status}"
        return Answer(
            text="".join(part.text or "" for part in parts if part.type == "output_text"),
            usage=_usage(read.usage, _RESPONSES_USAGE),
            is_cut=read.status == "incomplete" and reason != "content_filter",
            refusal="content filter" if reason == "content_filter" else refusal,
            failure=failure,
        )

    def yielding(self, fault: Fault) -> None:
        """Leave nothing out: the service accepts all of it."""


# --- chat completions


class _ChatUsage(Struct):
    prompt_tokens: int | None = None
    prompt_tokens_details: _CachedTokens | None = None
    completion_tokens: int | None = None

    def usage(self) -> Usage:
        return Usage(
            tokens_in=self.prompt_tokens,
            tokens_cached=_cached(self.prompt_tokens_details),
            tokens_out=self.completion_tokens,
        )


class _ContentPart(Struct):
    type: str
    text: str | None = None


class _ChatMessage(Struct):
    content: str | list[_ContentPart] | None = None
    refusal: str | None = None


class _Choice(Struct):
    message: _ChatMessage
    finish_reason: str | None = None


class _ChatBody(Struct):
    choices: list[_Choice]
    usage: msgspec.Raw = msgspec.Raw(b"null")


_Format = Literal["json_schema", "json_object", "none"]
_Limit = Literal["max_tokens", "max_completion_tokens", "none"]
_ABOUT_FORMAT = ("response_format", "json_schema", "structured output", "grammar")
_LOOSER: dict[_Format, _Format] = {"json_schema": "json_object", "json_object": "none"}


class ChatWire(Struct, frozen=True, kw_only=True):
    """The protocol that nearly every server speaks, with the parameters that this one takes."""

    format: _Format = "json_schema"
    limit: _Limit = "max_tokens"
    path: str = "/chat/completions"
    models_path: str = "/models"

    def body(self, model: str, request: Request) -> bytes:
        """Write a request; where the server takes no schema, the prompt carries it."""
        system = request.system
        if self.format != "json_schema":
            system = f"{system}\n\n{_NO_SCHEMA}{msgspec.json.encode(request.schema).decode()}"
        messages = [{"role": "system", "content": system}, {"role": "user", "content": request.user}]
        return msgspec.json.encode(
            {"model": model, "messages": messages, **self._response_format(request), **self._room(request)}
        )

    def read(self, body: bytes) -> Answer:
        """Read the first choice."""
        read = _CHAT.decode(body)
        if not read.choices:
            raise ValueError("no choices")
        choice = read.choices[0]
        content = choice.message.content
        if isinstance(content, list):
            content = "".join(part.text or "" for part in content if part.type == "text")
        is_filtered = choice.finish_reason == "content_filter"
        return Answer(
            text=content or "",
            usage=_usage(read.usage, _CHAT_USAGE),
            is_cut=choice.finish_reason == "length",
            refusal="content filter" if is_filtered else choice.message.refusal or None,
        )

    def yielding(self, fault: Fault) -> ChatWire | None:
        """Take the server's complaint at its word: rename or drop the limit, loosen the format."""
        said = fault.message.lower()
        if fault.status not in _REFUSED:
            return None
        if self.limit == "max_tokens" and "max_completion_tokens" in said:
            return msgspec.structs.replace(self, limit="max_completion_tokens")
        if self.limit != "none" and ("max_tokens" in said or "context length" in said):
            return msgspec.structs.replace(self, limit="none")
        if self.format in _LOOSER and any(word in said for word in _ABOUT_FORMAT):
            return msgspec.structs.replace(self, format=_LOOSER[self.format])
        return None

    def _response_format(self, request: Request) -> dict[str, Any]:
        if self.format == "none":
            return {}
        if self.format == "json_object":
            return {"response_format": {"type": "json_object"}}
        schema = {"name": request.schema_name, "schema": request.schema, "strict": True}
        return {"response_format": {"type": "json_schema", "json_schema": schema}}

    def _room(self, request: Request) -> dict[str, int]:
        return {} if self.limit == "none" else {self.limit: request.max_tokens}


# Made at import: msgspec crashes if threads make one for a type at once.
_RESPONSES = msgspec.json.Decoder(_ResponsesBody)
_RESPONSES_USAGE = msgspec.json.Decoder(_ResponsesUsage, strict=False)
_PARTS = msgspec.json.Decoder(list[_OutputPart])
_CHAT = msgspec.json.Decoder(_ChatBody)
_CHAT_USAGE = msgspec.json.Decoder(_ChatUsage, strict=False)
