"""COIN: what a call costs, by the price table of genai-prices (bundled, no network)."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime


def usd(
    provider: str,
    model: str,
    tokens_in: int | None,
    tokens_cached: int | None,
    tokens_out: int | None,
    at: datetime | None = None,
) -> float | None:
    """Return the price of one call in US dollars, or None if it is not known.

    Price call by call and add up, never the sum of the tokens: some models cost more per token for a long prompt.

    Args:
        provider: As the price table knows it (``openai``, ``anthropic``, ...).
        model: Its name.
        tokens_in: All tokens sent, cached ones included.
        tokens_cached: Those of them that were read from the provider's cache. None counts as no cache, which is the
            dearer way. Writing to a cache is priced as plain input.
        tokens_out: Tokens generated, reasoning included.
        at: When the call was made, for the prices of that day; now if not given.
    """
    if tokens_in is None or tokens_out is None:
        return None
    from genai_prices import Usage, calc_price

    cached = {"cache_read_tokens": tokens_cached} if tokens_cached else {}
    try:
        usage = Usage(input_tokens=tokens_in, output_tokens=tokens_out, **cached)
        return float(calc_price(usage, model, provider_id=provider, genai_request_timestamp=at).total_price)
    except (LookupError, ValueError):  # unknown, or counts that contradict one another
        return None


@functools.cache
def provider_of(model: str) -> str | None:
    """Return the one provider whose own models are called like this, as the price table knows it; None if in doubt."""
    from genai_prices.data_snapshot import get_snapshot

    matches = ((provider.id, provider.model_match) for provider in get_snapshot().providers)
    makers = [name for name, match in matches if match is not None and match.is_match(model.lower())]
    return makers[0] if len(makers) == 1 else None


def price_table() -> str:
    """Return the name and version of the price table and the date of the newest prices in force, for reports."""
    from datetime import UTC, datetime

    from genai_prices import __version__
    from genai_prices.data_snapshot import get_snapshot

    snapshot = get_snapshot()
    if snapshot.from_auto_update:
        return f"genai-prices {__version__}, updated {snapshot.timestamp:%Y-%m-%d}"
    today = datetime.now(UTC).date()
    newest = max((day for day in _price_changes(snapshot.providers) if day <= today), default=None)
    return f"genai-prices {__version__}" + (f", prices of {newest:%Y-%m-%d}" if newest else "")


def _price_changes(providers: list[Any]) -> Iterator[date]:
    for provider in providers:
        for model in provider.models:
            conditional = model.prices if isinstance(model.prices, list) else []
            for price in (*conditional, *(model.price_variants or ())):
                start = getattr(price.constraint, "start_date", None)
                if start is not None:
                    yield start
