"""What every provider is asked and what it answers."""

from __future__ import annotations

from typing import Any, Protocol

from msgspec import Struct

from ire_gate.domain import Call


class Request(Struct, frozen=True, kw_only=True):
    """One question to a model: two prompts and the closed JSON Schema that the answer must fit."""

    role: str
    """``specify``, ``backtranslate`` or ``adjudicate``."""
    system: str
    user: str
    schema_name: str
    schema: dict[str, Any]
    max_tokens: int
    """Room for the answer and, where a model thinks first, for its thoughts."""
    repeat: int = 0
    """Index of an independent reading: two requests that differ only here must not share a recording."""


class Usage(Struct, frozen=True, kw_only=True):
    """Tokens of one exchange; None where the server did not say."""

    tokens_in: int | None = None
    """Everything sent, cached tokens included."""
    tokens_cached: int | None = None
    tokens_out: int | None = None
    """Everything written, thoughts included."""


class Completion(Struct, frozen=True, kw_only=True):
    """A model's text, not yet validated, and what it took to get it."""

    text: str
    call: Call
    failed: tuple[Call, ...] = ()
    """Tries before the one that answered."""
    is_cut: bool = False
    """Whether the model ran out of room before it had finished."""


class Provider(Protocol):
    """Answers requests; used by many threads at once."""

    name: str
    model: str

    def complete(self, request: Request) -> Completion:
        """Answer one request.

        Raises:
            ProviderError: No text came; its ``calls`` are what was used all the same.
            RecordingError: A recording is missing or unreadable.
            ConfigError: A recording is another model's than the rest of its folder.
        """

    def close(self) -> None:
        """Give back connections; requests that wait for another try give up."""
