"""What is known of a task, the work that several attempts belong to: its limits, its use, and its last verdicts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from ire_gate.errors import InputError
from ire_gate.ledger.rows import Decision

LIMITS = ("attempts", "tokens", "usd", "grams", "seconds")
"""What a budget can limit, in the order of its columns."""


class Budget(Struct, frozen=True, kw_only=True, gc=False):
    """The limits of one task; None where there is none."""

    task: str
    at: str
    """When it was last changed."""
    attempts: int | None = None
    tokens: int | None = None
    usd: float | None = None
    grams: float | None = None
    seconds: float | None = None


class Used(Struct, frozen=True, kw_only=True, gc=False):
    """What a task has used: the gate's own looks, and the newest outcome of each decision.

    Each figure is the sum of what is known, so at least that was used; None if nothing is known of it.
    """

    attempts: int = 0
    """Decisions."""
    tokens: int | None = 0
    usd: float | None = 0.0
    grams: float | None = 0.0
    seconds: float | None = 0.0
    unknown: int = 0
    """Decisions and outcomes of which some figure is not known, and passed decisions without an outcome."""


BUDGET = f"SELECT task, at, {', '.join(LIMITS)} FROM budgets WHERE task = :task"  # noqa: S608 - our own names

LAST_VERDICT = f"""SELECT {", ".join(Decision.__struct_fields__)} FROM decisions
    WHERE digest = :digest AND task = :task ORDER BY at DESC, decision_id DESC LIMIT 1"""  # noqa: S608 - our own names

# PostgreSQL makes sums of whole numbers decimals, unless they are cast.
USED = """WITH mine AS (
        SELECT d.*, (SELECT MAX(outcome_id) FROM outcomes o WHERE o.decision_id = d.decision_id) AS newest
        FROM decisions d WHERE task = :task AND task <> ''),
    parts AS (
        SELECT tokens_in, tokens_out, coin_usd AS usd, carbon_mid AS grams, clock_s AS seconds FROM mine
        UNION ALL
        SELECT o.tokens_in, o.tokens_out, o.usd, o.grams, o.seconds
        FROM mine LEFT JOIN outcomes o ON o.outcome_id = mine.newest
        WHERE mine.newest IS NOT NULL OR mine.verdict = 'passed')
    SELECT (SELECT COUNT(*) FROM mine), CAST(SUM(COALESCE(tokens_in + tokens_out, tokens_in, tokens_out)) AS BIGINT),
        SUM(usd), SUM(grams), SUM(seconds), CAST(SUM(CASE WHEN tokens_in IS NULL OR tokens_out IS NULL OR usd IS NULL
            OR grams IS NULL OR seconds IS NULL THEN 1 ELSE 0 END) AS BIGINT)
    FROM parts"""


def set_limits(limits: Mapping[str, float | None]) -> str:
    """Return the SQL that sets these limits of a task's budget and leaves the others as they are.

    Raises:
        InputError: There is no limit of a name, or it is no amount.
    """
    if not limits:
        raise InputError("a budget without a limit", hint=f"limit one of {', '.join(LIMITS)}")
    for name, limit in limits.items():
        if name not in LIMITS:
            raise InputError(f"{name!r} cannot be limited", hint=f"limits: {', '.join(LIMITS)}")
        is_count = name in LIMITS[:2]
        if limit is not None and not (0 <= limit < math.inf and (not is_count or limit == int(limit) < 1 << 63)):
            raise InputError(f"{name}: {limit} is no limit", hint=f"a {'whole ' * is_count}number, 0 or more")
    changes = ", ".join(f"{name} = excluded.{name}" for name in ("at", *limits))
    marks = ", ".join(f":{name}" for name in ("task", "at", *LIMITS))
    return f"""INSERT INTO budgets (task, at, {", ".join(LIMITS)}) VALUES ({marks})
        ON CONFLICT (task) DO UPDATE SET {changes}"""  # noqa: S608 - our own names


def budget_from(rows: Sequence[Sequence[Any]]) -> Budget | None:
    """Return what `BUDGET` found."""
    return Budget(**dict(zip(Budget.__struct_fields__, rows[0], strict=True))) if rows else None


def decision_from(rows: Sequence[Sequence[Any]]) -> Decision | None:
    """Return what `LAST_VERDICT` found; SQLite has no booleans of its own."""
    if not rows:
        return None
    columns = dict(zip(Decision.__struct_fields__, rows[0], strict=True))
    return Decision(**{**columns, "cached": bool(columns["cached"])})


def used_from(rows: Sequence[Sequence[Any]]) -> Used:
    """Return what `USED` found."""
    (found,) = rows
    return Used(**dict(zip(Used.__struct_fields__, found, strict=True))) if found[0] else Used()
