"""Asks a provider for one typed answer: renders the role's prompts, validates, and repairs at most once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from msgspec import Struct

from ire_gate import prompts
from ire_gate.domain import Call
from ire_gate.errors import ProviderError
from ire_gate.providers.base import Completion, Provider, Request
from ire_gate.providers.structured import UnusableAnswerError, decode, strict_schema

T = TypeVar("T", bound=Struct)

MAX_TOKENS = 16_000
"""Room for an answer, a reasoning model's thoughts included; what is not used costs nothing."""

_REPAIR_LIMIT = 4_000
"""Characters of an unusable answer that the repair request shows again."""


def ask(
    provider: Provider, role: str, values: Mapping[str, object], answer_type: type[T], *, repeat: int = 0
) -> tuple[T, tuple[Call, ...]]:
    """Return a provider's answer as a value of `answer_type`, and every call that it took.

    Args:
        provider: Who is asked.
        role: ``specify``, ``backtranslate`` or ``adjudicate``; names the prompt templates.
        values: What the templates need.
        answer_type: A msgspec Struct; its closed JSON Schema is sent as the answer's format.
        repeat: Index of an independent reading; part of the cache and replay key.

    Raises:
        ProviderError: No usable answer after one repair; its ``calls`` are what was used all the same.
    """
    system = _sendable(prompts.render(f"{role}.system", values))
    user = _sendable(prompts.render(f"{role}.user", values))
    schema = strict_schema(answer_type)

    def request(text: str) -> Request:
        return Request(
            role=role,
            system=system,
            user=text,
            schema_name=answer_type.__name__,
            schema=schema,
            max_tokens=MAX_TOKENS,
            repeat=repeat,
        )

    first = provider.complete(request(user))
    try:
        return decode(answer_type, first.text), calls_of(first)
    except UnusableAnswerError as problem:
        shown = first.text[:_REPAIR_LIMIT]
        repair = {"user": user, "problem": _told(problem, first), "answer": shown, "limit": _REPAIR_LIMIT}
    try:
        second = provider.complete(request(_sendable(prompts.render("repair.user", repair))))
    except ProviderError as problem:
        problem.calls = (*calls_of(first), *problem.calls)
        raise
    booked = (*calls_of(first), *calls_of(second))
    try:
        return decode(answer_type, second.text), booked
    except UnusableAnswerError as problem:
        raise ProviderError(
            f"{provider.name}:{provider.model} gave an unusable answer twice ({role}): {_told(problem, second)}",
            hint="try a model with structured output, or a larger one",
            calls=booked,
        ) from problem


def calls_of(completion: Completion) -> tuple[Call, ...]:
    """Return everything that a completion used: failed tries first, then the call that answered."""
    return (*completion.failed, completion.call)


def _sendable(text: str) -> str:
    """Replace half surrogate pairs, which no JSON may hold; everything else stays, offsets too."""
    return text.encode("utf-8", "replace").decode()


def _told(problem: UnusableAnswerError, completion: Completion) -> str:
    return f"it was cut off at {MAX_TOKENS} tokens" if completion.is_cut else str(problem)
