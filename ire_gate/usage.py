"""What executions used, read from what they leave behind: vendors' answers, OpenTelemetry spans, agents' transcripts.

Understood, in one JSON document, in a list of them, or one a line:

- an answer of OpenAI's Responses or Chat API or of Anthropic's Messages API, or the ``usage`` object alone;
- OpenTelemetry spans with the GenAI attributes, as OTLP in JSON or as the Python SDK prints them;
- the transcript that Claude Code keeps of a conversation (``transcript_path`` in its hooks).

Whatever else stands between them is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from ire_gate.config.profiles import MOST
from ire_gate.config.rules import is_line
from ire_gate.currencies.carbon import grams
from ire_gate.currencies.coin import provider_of, usd
from ire_gate.errors import InputError

_NANO = 1e9
_LEAST_DIGITS = 18
"""Of a time in nanoseconds; seconds and milliseconds have fewer."""
_MOST_DIGITS = 30
"""Of a number in quotes."""


class Use(Struct, frozen=True, kw_only=True):
    """One exchange with a model."""

    model: str = ""
    provider: str = ""
    tokens_in: int | None = None
    """Everything sent, cached tokens included."""
    tokens_cached: int | None = None
    tokens_out: int | None = None
    start: float | None = None
    """Seconds since 1970."""
    end: float | None = None
    key: str = ""
    """The same exchange, told twice, has the same; empty where nobody numbers them."""


class Total(Struct, frozen=True, kw_only=True):
    """What an execution used, as an outcome books it; a part that is not known makes the sum unknown."""

    tokens_in: int | None
    tokens_out: int | None
    seconds: float | None
    """From the first moment to the last."""
    usd: float | None
    grams: float | None
    model: str | None
    """Several are joined by `` + ``."""
    exchanges: int


def read_usage(data: bytes, *, where: str) -> list[Use]:
    """Return the exchanges that a file tells of, each once.

    Raises:
        InputError: It is not JSON, or tells of none.
    """
    found: dict[str, Use] = {}
    for number, document in enumerate(_documents(data, where)):
        for place, use in enumerate(_uses(document)):
            key = use.key or f"{number}.{place}"
            first = found.get(key, use).start
            found[key] = msgspec.structs.replace(use, start=first)
    if not found:
        raise InputError(
            f"{where}: tells of no use of a model",
            hint="give an answer of OpenAI or Anthropic, OpenTelemetry spans in JSON, or a transcript of Claude Code",
        )
    return list(found.values())


def total(uses: Iterable[Use], *, zone: str, model: str | None = None) -> Total:
    """Return the sum of exchanges in tokens, time and the two currencies, each priced by itself: prices have steps.

    Args:
        uses: The exchanges.
        zone: Electricity mix for the grams.
        model: For those that do not name their own, ``PROVIDER:MODEL`` or ``MODEL``.
    """
    named = [_named(use, model) for use in uses]
    starts = [use.start for use in named if use.start is not None]
    ends = [use.end for use in named if use.end is not None]
    return Total(
        tokens_in=_sum(use.tokens_in for use in named),
        tokens_out=_sum(use.tokens_out for use in named),
        seconds=max(ends) - min(starts) if starts and ends else None,
        usd=_sum(_usd(use) for use in named),
        grams=_sum(_grams(use, zone) for use in named),
        model=" + ".join(sorted({use.model for use in named if use.model})) or None,
        exchanges=len(named),
    )


def split_model(text: str) -> tuple[str, str]:
    """Return provider and name of ``PROVIDER:MODEL`` or ``MODEL``; the name may have colons.

    >>> split_model("openai:llama3:8b"), split_model("gpt-5")
    (('openai', 'llama3:8b'), ('', 'gpt-5'))
    """
    provider, colon, name = text.partition(":")
    return (provider, name) if colon else ("", text)


def _named(use: Use, model: str | None) -> Use:
    provider, name = split_model(model or "")
    name = use.model or name
    return msgspec.structs.replace(use, model=name, provider=use.provider or provider or provider_of(name) or "")


def _usd(use: Use) -> float | None:
    if use.tokens_in is None or use.tokens_out is None or not use.model:
        return None
    return usd(use.provider, use.model, use.tokens_in, use.tokens_cached or 0, use.tokens_out)


def _grams(use: Use, zone: str) -> float | None:
    seconds = use.end - use.start if use.end is not None and use.start is not None else None
    return grams(use.provider, use.model, use.tokens_out, seconds, zone).mid if use.model else None


def _sum(values: Iterable[Any]) -> Any:
    found = list(values)
    return None if None in found else sum(found)


def _documents(data: bytes, where: str) -> Iterator[Any]:
    try:
        whole = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        yield from _lines(data, where)
    else:
        yield whole


def _lines(data: bytes, where: str) -> Iterator[Any]:
    for number, line in enumerate(data.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
            raise InputError(f"{where}, line {number}: not JSON: {problem}", hint="give JSON or JSON lines") from None


def _uses(document: Any) -> Iterator[Use]:
    if isinstance(document, list):
        for part in document:
            yield from _uses(part)
    elif isinstance(document, Mapping):
        if "resourceSpans" in document:
            yield from _spans(document)
        elif isinstance(document.get("attributes"), Mapping):
            yield from _span(document["attributes"], document.get("start_time"), document.get("end_time"))
        elif isinstance(document.get("message"), Mapping):
            yield from _turn(document, document["message"])
        else:
            usage = document.get("usage", document)
            if isinstance(usage, Mapping):
                yield from _usage(usage, document)


def _usage(usage: Mapping[str, Any], around: Mapping[str, Any], moment: float | None = None) -> Iterator[Use]:
    """Read a vendor's usage object; OpenAI counts cached tokens among those that were sent, Anthropic beside them."""
    sent = _count(usage, "input_tokens", "prompt_tokens")
    made = _count(usage, "output_tokens", "completion_tokens")
    if sent is None and made is None:
        return
    details = usage.get("input_tokens_details") or usage.get("prompt_tokens_details") or {}
    cached = _count(details, "cached_tokens") if isinstance(details, Mapping) else None
    read, written = _count(usage, "cache_read_input_tokens"), _count(usage, "cache_creation_input_tokens")
    if read is not None or written is not None:
        sent, cached = (sent or 0) + (read or 0) + (written or 0), read
    yield Use(
        model=_text(around, "model"),
        tokens_in=sent,
        tokens_cached=cached,
        tokens_out=made,
        start=moment,
        end=moment,
        key=_text(around, "id"),
    )


def _turn(line: Mapping[str, Any], message: Mapping[str, Any]) -> Iterator[Use]:
    """Read a line of a transcript; a message that came in parts stands there once for each of them."""
    if isinstance(message.get("usage"), Mapping):
        yield from _usage(message["usage"], message, _moment(line.get("timestamp")))


def _spans(document: Mapping[str, Any]) -> Iterator[Use]:
    for resource in _tables(document, "resourceSpans"):
        for scope in _tables(resource, "scopeSpans"):
            for span in _tables(scope, "spans"):
                attributes = dict(map(_attribute, _tables(span, "attributes")))
                yield from _span(attributes, span.get("startTimeUnixNano"), span.get("endTimeUnixNano"))


def _tables(table: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return the tables of a list; what is empty may be left out."""
    found = table.get(name)
    return [part for part in found if isinstance(part, Mapping)] if isinstance(found, list) else []


def _attribute(pair: Mapping[str, Any]) -> tuple[Any, Any]:
    value = pair.get("value")
    return pair.get("key"), next(iter(value.values()), None) if isinstance(value, Mapping) else None


def _span(attributes: Mapping[str, Any], start: Any, end: Any) -> Iterator[Use]:
    sent, made = _count(attributes, "gen_ai.usage.input_tokens"), _count(attributes, "gen_ai.usage.output_tokens")
    if sent is None and made is None:
        return
    yield Use(
        model=_text(attributes, "gen_ai.response.model") or _text(attributes, "gen_ai.request.model"),
        provider=_text(attributes, "gen_ai.provider.name") or _text(attributes, "gen_ai.system"),
        tokens_in=sent,
        tokens_cached=_count(attributes, "gen_ai.usage.cache_read.input_tokens"),
        tokens_out=made,
        start=_moment(start),
        end=_moment(end),
    )


def _moment(told: Any) -> float | None:
    """Return seconds of what may be nanoseconds, in digits or not, or ISO 8601."""
    text = str(told)
    if _is_number(text):
        return int(text) / _NANO if len(text) >= _LEAST_DIGITS else float(text)
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        return None


def _count(table: Mapping[str, Any], *names: str) -> int | None:
    """Return the first of these that is a count; OTLP writes whole numbers in quotes."""
    for name in names:
        value = table.get(name)
        if isinstance(value, str) and _is_number(value):
            value = int(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MOST:
            return int(value)
    return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def _text(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name)
    return value if isinstance(value, str) and is_line(value) else ""
