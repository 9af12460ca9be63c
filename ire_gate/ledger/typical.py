"""What a ledger learnt of the outcomes that were booked: what executions use, and how ambiguity turns out."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from ire_gate.currencies.refit import Refit, refit
from ire_gate.currencies.waste import Typical
from ire_gate.domain import Range
from ire_gate.ledger.rows import storable, tags_text

OUTCOMES_NEEDED = 5
"""Outcomes below which a median says nothing."""

OUTCOMES_READ = 1_000
"""The newest outcomes that count: what work takes changes."""

OUTCOMES_SEARCHED = 10_000
"""The newest outcomes among which those with the tags are looked for, so that no check waits for old books."""

JUDGED = f"""SELECT d.ambiguity, o.correct
    FROM (SELECT * FROM outcomes WHERE correct IS NOT NULL ORDER BY outcome_id DESC LIMIT {OUTCOMES_READ}) o
    JOIN decisions d ON d.decision_id = o.decision_id
    WHERE d.ambiguity IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM outcomes n WHERE n.decision_id = o.decision_id AND n.outcome_id > o.outcome_id)"""  # noqa: S608 - our own number
"""The SQL for ambiguity and correctness of the newest outcomes that were judged."""

REMEMBERED = 1_000
"""Sets of tags whose typical use is kept in memory."""

Used = tuple[str, int | None, int | None, float | None]
"""Tags as the ledger writes them, tokens in, tokens out, seconds."""


class Place(Protocol):
    """What keeps a ledger."""

    def has_outcomes(self) -> bool:
        """Return whether any outcome was booked."""

    def select(self, sql: str, values: Mapping[str, str]) -> list[tuple[Any, ...]]:
        """Return the rows that a query finds."""


class Experience:
    """What was learnt at a place; each answer, None as well, is kept as long as this is."""

    def __init__(self, place: Place | None) -> None:
        self._place = place
        self._typical: dict[str, Typical | None] = {}

    def typical(self, tags: Mapping[str, str]) -> Typical | None:
        """Return what executions of intents with all of these tags used, or None if they are too few."""
        if self._place is None or not self._has_outcomes:
            return None
        key = tags_text(tags)
        if key in self._typical:
            return self._typical[key]
        found = typical(self._place.select(*query(tags)), tags)
        if len(self._typical) < REMEMBERED:
            self._typical[key] = found
        return found

    def refit(self) -> Refit | None:
        """Return how ambiguity turned out, or None if too few outcomes were judged."""
        return self._refit

    @functools.cached_property
    def _has_outcomes(self) -> bool:
        return self._place is not None and self._place.has_outcomes()

    @functools.cached_property
    def _refit(self) -> Refit | None:
        if self._place is None or not self._has_outcomes:
            return None
        rows = [(ambiguity, not correct) for ambiguity, correct in self._place.select(JUDGED, {})]
        return refit(rows) if len(rows) >= OUTCOMES_NEEDED else None


def query(tags: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return the SQL and its parameters for the newest outcome of each decision that has `tags`, newest first.

    It looks for each tag as it stands in the JSON text. That may find too much (an escaped quote, letter case), which
    `typical` drops, and never too little.
    """
    wanted = {f"tag{number}": _as_in_json(*tag) for number, tag in enumerate(sorted(tags.items()))}
    conditions = "".join(f" AND d.tags LIKE :{name} ESCAPE '!'" for name in wanted)
    sql = f"""SELECT d.tags, o.tokens_in, o.tokens_out, o.seconds
        FROM (SELECT * FROM outcomes ORDER BY outcome_id DESC LIMIT {OUTCOMES_SEARCHED}) o
        JOIN decisions d ON d.decision_id = o.decision_id
        WHERE NOT EXISTS (SELECT 1 FROM outcomes n WHERE n.decision_id = o.decision_id AND n.outcome_id > o.outcome_id)
        {conditions} ORDER BY o.outcome_id DESC LIMIT {OUTCOMES_READ}"""  # noqa: S608 - numbered names and our own numbers only
    return sql, wanted


def typical(rows: Iterable[Used], tags: Mapping[str, str]) -> Typical | None:
    """Return median, tenth and ninetieth percentile of what executions with `tags` used; None if they are too few."""
    wanted = {(storable(key), storable(value)) for key, value in tags.items()}
    used = [row for row in rows if wanted <= msgspec.json.decode(row[0], type=dict[str, str]).items()]
    if len(used) < OUTCOMES_NEEDED:
        return None
    return Typical(
        tokens_in=_percentiles([row[1] for row in used]),
        tokens_out=_percentiles([row[2] for row in used]),
        seconds=_percentiles([row[3] for row in used]),
        outcomes=len(used),
    )


def _percentiles(values: Sequence[float | None]) -> Range:
    known = [value for value in values if value is not None]
    if len(known) < OUTCOMES_NEEDED:
        return Range()
    from statistics import quantiles

    tenths = quantiles(known, n=10, method="inclusive")
    return Range(tenths[0], tenths[4], tenths[8])


def _as_in_json(key: str, value: str) -> str:
    pair = msgspec.json.encode({storable(key): storable(value)}).decode()[1:-1]
    for special in "!%_":
        pair = pair.replace(special, f"!{special}")
    return f"%{pair}%"
