"""What the gate itself used for one intent, and what fidelity that bought."""

from __future__ import annotations

from collections.abc import Sequence

from ire_gate.currencies.carbon import grams
from ire_gate.currencies.coin import usd
from ire_gate.currencies.ranges import known_sum, total
from ire_gate.domain import Call, Ire, Range, Spent


def spent(calls: Sequence[Call], clock_s: float, zone: str, local_g: Range | None = None) -> Spent:
    """Return what an intent's calls used together; a part that is unknown makes its total unknown, not less.

    Args:
        calls: Every exchange with a model, failed ones too.
        clock_s: Wall time in seconds; kept to the microsecond.
        zone: Electricity mix for the grams, e.g. ``WOR``.
        local_g: Grams of this machine, if it was measured: they stand for those of models that are not known otherwise.
            Where it was not, and no model was called, the grams are 0: they are those of models.
    """
    clock = round(clock_s, 6)
    if not calls:
        return Spent(clock_s=clock) if local_g is None else Spent(clock_s=clock, carbon_g=local_g)
    carbon = total(grams(call.provider, call.model, call.tokens_out, call.seconds, zone) for call in calls)
    tokens_in, tokens_out = (known_sum(values) for values in zip(*map(_tokens, calls), strict=True))
    return Spent(
        calls=len(calls),
        tokens_in=None if tokens_in is None else int(tokens_in),
        tokens_out=None if tokens_out is None else int(tokens_out),
        clock_s=clock,
        coin_usd=known_sum(
            usd(call.provider, call.model, call.tokens_in, call.tokens_cached, call.tokens_out) for call in calls
        ),
        carbon_g=local_g if local_g is not None and carbon.mid is None else carbon,
    )


def ire(fidelity: float | None, ambiguity: float | None, spent: Spent) -> Ire:
    """Return fidelity × (1 − ambiguity), alone and per second, dollar and (middle) gram of what was spent.

    A ratio is None when the value or what was spent is unknown, or nothing was spent.
    """
    if fidelity is None or ambiguity is None:
        return Ire()
    value = fidelity * (1 - ambiguity)
    return Ire(
        value=value,
        per_second=_per(value, spent.clock_s),
        per_usd=_per(value, spent.coin_usd),
        per_gram=_per(value, spent.carbon_g.mid),
    )


def _tokens(call: Call) -> tuple[int | None, int | None]:
    return call.tokens_in, call.tokens_out


def _per(value: float, used: float | None) -> float | None:
    return value / used if used else None
