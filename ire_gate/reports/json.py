"""Round trips as JSON: the published form ``ire_gate.verdict/1``, one array or one object a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal, TypeVar, cast

import msgspec
from msgspec import Struct

from ire_gate.domain import (
    EngineInfo,
    Finding,
    Ire,
    Range,
    RoundTrip,
    Scores,
    Spec,
    Spent,
    VerdictName,
)
from ire_gate.reports.secrets import without_secrets

S = TypeVar("S", bound=Struct)

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]

DECIMALS = 6
"""Digits after the point: finer than any of the values is known."""


class Source(Struct, frozen=True, kw_only=True):
    """Where an intent came from; ``line`` is 1-based and counts in the file, not in the intent."""

    path: str | None = None
    line: int | None = None


class Risk(Struct, frozen=True, kw_only=True):
    """What executing the intent as it stands would probably waste; time and money without their bounds."""

    tokens: Range
    clock_s: float | None
    coin_usd: float | None
    carbon_g: Range


class VerdictRow(Struct, frozen=True, kw_only=True):
    """One intent's verdict as it is published. Every key is always there; what is not known is null."""

    version: Literal["ire_gate.verdict/1"] = "ire_gate.verdict/1"
    id: str
    """The intent's own id, or the ledger's id of the decision."""
    source: Source
    verdict: VerdictName
    ambiguity: Share | None
    fidelity: Share | None
    threshold: Share
    engine: EngineInfo
    findings: tuple[Finding, ...]
    spec: Spec | None
    back_translation: str | None
    scores: Scores
    spent: Spent
    at_risk: Risk
    ire: Ire
    cached: bool


def row(trip: RoundTrip) -> VerdictRow:
    """Return a round trip in its published form, without secrets."""
    trip = without_secrets(trip)
    verdict, risk = trip.verdict, rounded(trip.at_risk)
    return VerdictRow(
        id=trip.intent.id or trip.decision_id,
        source=Source(path=trip.intent.source.path, line=trip.intent.source.line),
        verdict=verdict.verdict,
        ambiguity=_round(verdict.ambiguity),
        fidelity=_round(verdict.fidelity),
        threshold=verdict.threshold,
        engine=trip.engine,
        findings=tuple(map(rounded, verdict.findings)),
        spec=trip.reading.spec if trip.reading else None,
        back_translation=trip.back_translation.text if trip.back_translation else None,
        scores=rounded(trip.comparison.scores) if trip.comparison else Scores(),
        spent=rounded(trip.spent),
        at_risk=Risk(tokens=risk.tokens, clock_s=risk.clock_s.mid, coin_usd=risk.coin_usd.mid, carbon_g=risk.carbon_g),
        ire=rounded(trip.ire),
        cached=trip.cached,
    )


def line(trip: RoundTrip) -> str:
    """Return a round trip as one line of JSON, with its line feed."""
    return encode(row(trip)) + "\n"


def array(trips: Iterable[RoundTrip]) -> Iterator[str]:
    """Yield a JSON array piece by piece, an object a line, so that many intents need no more memory than one."""
    before = "[\n"
    for trip in trips:
        yield before + encode(row(trip))
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def lines(trips: Iterable[RoundTrip]) -> Iterator[str]:
    """Yield one JSON object a line."""
    return map(line, trips)


def encode(value: object) -> str:
    """Return a value as JSON on one line; half a surrogate pair, which JSON in UTF-8 cannot hold, becomes ``?``."""
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        return msgspec.json.encode(_whole(msgspec.to_builtins(value))).decode()


def rounded(struct: S) -> S:
    """Return a Struct with every float in it, at any depth, rounded to `DECIMALS`."""
    changes: dict[str, object] = {}
    for name in struct.__struct_fields__:
        value = getattr(struct, name)
        if value is None or isinstance(value, str):
            continue
        if isinstance(value, float):
            changes[name] = _round(value)
        elif isinstance(value, Struct):
            changes[name] = rounded(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], Struct):
            changes[name] = tuple(map(rounded, value))
    return msgspec.structs.replace(struct, **changes) if changes else struct


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS) + 0.0  # no negative zero


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, dict):
        return {cast("str", _whole(key)): _whole(part) for key, part in value.items()}
    return [_whole(part) for part in value] if isinstance(value, list | tuple) else value
