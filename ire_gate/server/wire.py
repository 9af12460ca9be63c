"""What goes over the wire, as types; `ire_gate.server.description` tells them as OpenAPI."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct
from msgspec.json import Decoder

from ire_gate.config.profiles import MOST_ATTEMPTS
from ire_gate.config.tags import LONGEST_KEY, LONGEST_VALUE
from ire_gate.reports.json import VerdictRow
from ire_gate.result import Result

JSON, PROBLEM = "application/json", "application/problem+json"

# A pattern stands in the description only: the gate's own rules say better what is wrong.
Text = Annotated[str, Meta(min_length=1, extra_json_schema={"pattern": r"\S"})]
_LINE = r"[^\x00\n\r]*[^\s\x00][^\x00\n\r]*"
Name = Annotated[str, Meta(max_length=200, extra_json_schema={"pattern": f"^({_LINE})?$"})]
Line = Annotated[str, Meta(max_length=200, extra_json_schema={"pattern": f"^{_LINE}$"})]
Key = Annotated[str, Meta(max_length=LONGEST_KEY, extra_json_schema={"pattern": r"^[^\s,=]+$"})]
Value = Annotated[str, Meta(max_length=LONGEST_VALUE, extra_json_schema={"pattern": r"\S"})]
Count = Annotated[int, Meta(ge=0, le=2**53)]
Amount = Annotated[float, Meta(ge=0, le=1e15)]


class ProfileRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one execution of the intent would use, for the estimate of what is at risk."""

    provider: Line | None = None
    model: Line | None = None
    tokens_in: Count | None = None
    tokens_out: Count | None = None
    seconds: Amount | None = None
    max_attempts: Annotated[int, Meta(ge=1, le=MOST_ATTEMPTS)] = 3


class CheckRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An intent, and what it is booked under."""

    text: Text
    id: Name = ""
    task: Name = ""
    tags: dict[Key, Value] = {}
    profile: ProfileRequest | None = None


class CheckResponse(Struct, frozen=True, kw_only=True):
    """Whether it may be executed, and the whole verdict; none if its task was stopped before the gate looked."""

    result: Result
    verdict: VerdictRow | None


class OutcomeRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an execution came to; what is not said stays as it was said before."""

    decision_id: Text
    correct: bool | None = None
    tokens_in: Count | None = None
    tokens_out: Count | None = None
    seconds: Amount | None = None
    usd: Amount | None = None
    grams: Amount | None = None
    value: Annotated[float, Meta(ge=-1e15, le=1e15)] | None = None
    model: Line | None = None


class OutcomeResponse(Struct, frozen=True, kw_only=True):
    """Where it was booked."""

    decision_id: str
    outcome_id: str


class Health(Struct, frozen=True, kw_only=True):
    """Whether a decision could be recorded now."""

    status: str
    engine: str
    ledger: bool


class Problem(Struct, frozen=True, kw_only=True):
    """An error (RFC 9457): what is wrong, and what to do about it."""

    title: str
    status: int
    detail: str
    hint: str | None = None
    type: str = "about:blank"


Many = Annotated[list[CheckRequest], Meta(min_length=1)]

CHECK = Decoder(CheckRequest | Many)
OUTCOME = Decoder(OutcomeRequest)
