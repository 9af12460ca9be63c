"""What executions used so far, from the outcomes that were booked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ire_gate.currencies.waste import Typical
from ire_gate.domain import Range
from ire_gate.ledger.rows import storable

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

Used = tuple[str, int | None, int | None, float | None]
"""Tags as the ledger writes them, tokens in, tokens out, seconds."""


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
