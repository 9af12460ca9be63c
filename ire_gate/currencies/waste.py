"""What executing an intent as it stands would probably waste."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from ire_gate.currencies.carbon import grams
from ire_gate.currencies.coin import provider_of, usd
from ire_gate.currencies.ranges import each, exactly, product, total
from ire_gate.currencies.refit import Refit
from ire_gate.domain import AtRisk, Profile, Range


class Typical(Struct, frozen=True, kw_only=True):
    """What executions used so far: the tenth percentile, the median and the ninetieth of each, and of how many."""

    tokens_in: Range
    tokens_out: Range
    seconds: Range
    outcomes: int


_UNSEEN = Typical(tokens_in=Range(), tokens_out=Range(), seconds=Range(), outcomes=0)


def at_risk(
    ambiguity: float | None,
    profile: Profile | None,
    typical: Typical | None,
    zone: str,
    model: Refit | None = None,
) -> AtRisk:
    """Return the probable waste of executing an intent of this ambiguity.

    With A the ambiguity and m the attempts at most, an attempt that is misunderstood is tried again, so
    A + A² + … + Aᵐ attempts are wasted; each currency is that many times its use per attempt.

    Args:
        ambiguity: 0…1, or None if it was not measured: then nothing is known.
        profile: What one attempt uses; its fields come first, one by one. A provider that it leaves open is the
            one whose models are called so.
        typical: What attempts used so far, for the fields that the profile leaves open. The bounds of tokens in and out
            are added, so that low and high are a little wider than percentiles of the sum.
        zone: Electricity mix for the grams.
        model: How ambiguity turned out on this ledger; then its estimate takes A's place, and its interval widens the
            bounds.
    """
    if ambiguity is None or (profile is None and typical is None):
        return AtRisk()
    attempt = _with_provider(profile or Profile())
    seen = typical or _UNSEEN
    odds = exactly(ambiguity) if model is None else model.wrong(ambiguity)
    wasted = each(odds, lambda wrong: wasted_attempts(wrong, attempt.max_attempts))
    tokens_in = _per_attempt(attempt.tokens_in, seen.tokens_in)
    tokens_out = _per_attempt(attempt.tokens_out, seen.tokens_out)
    seconds = _per_attempt(attempt.seconds, seen.seconds)
    return AtRisk(
        tokens=_rounded(product(total((tokens_in, tokens_out)), wasted)),
        clock_s=_rounded(product(seconds, wasted)),
        coin_usd=product(_coin(attempt, tokens_in, tokens_out), wasted),
        carbon_g=product(_carbon(attempt, tokens_out, seconds, zone), wasted),
    )


def wasted_attempts(ambiguity: float, attempts: int) -> float:
    """Return the attempts that are probably wasted of so many at most.

    >>> round(wasted_attempts(0.5, 3), 3)
    0.875
    """
    return sum(ambiguity**number for number in range(1, attempts + 1))


def _with_provider(profile: Profile) -> Profile:
    if profile.model is None or profile.provider is not None:
        return profile
    return msgspec.structs.replace(profile, provider=provider_of(profile.model))


def _per_attempt(said: float | None, seen: Range) -> Range:
    return seen if said is None else exactly(said)


def _coin(attempt: Profile, tokens_in: Range, tokens_out: Range) -> Range:
    low, mid, high = (
        _price(attempt, sent, made)
        for sent, made in (
            (tokens_in.low, tokens_out.low),
            (tokens_in.mid, tokens_out.mid),
            (tokens_in.high, tokens_out.high),
        )
    )
    return Range(low, mid, high)


def _price(attempt: Profile, tokens_in: float | None, tokens_out: float | None) -> float | None:
    if attempt.provider is None or attempt.model is None or tokens_in is None or tokens_out is None:
        return None
    return usd(attempt.provider, attempt.model, round(tokens_in), 0, round(tokens_out))


def _carbon(attempt: Profile, tokens_out: Range, seconds: Range, zone: str) -> Range:
    """Return the grams of one attempt: the low bound of the fewest tokens up to the high bound of the most."""
    if attempt.provider is None or attempt.model is None:
        return Range()
    low, mid, high = (
        grams(attempt.provider, attempt.model, None if tokens is None else round(tokens), limit, zone)
        for tokens, limit in (
            (tokens_out.low, seconds.low),
            (tokens_out.mid, seconds.mid),
            (tokens_out.high, seconds.high),
        )
    )
    return Range(low.low, mid.mid, high.high)


def _rounded(estimate: Range) -> Range:
    return each(estimate, lambda bound: round(bound, 6))
