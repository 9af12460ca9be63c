"""The ledger's schema as named steps of SQL that SQLite and PostgreSQL both take.

A step that was ever released is never edited: a change of the schema is a new step at the end.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from ire_gate.errors import LedgerError

CREATE_MIGRATIONS = "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, at TEXT NOT NULL)"


class Step(Struct, frozen=True):
    """One change of the schema."""

    name: str
    statements: tuple[str, ...]


STEPS = (
    Step(
        "0001-decisions",
        (
            """CREATE TABLE decisions (
            decision_id TEXT PRIMARY KEY, at TEXT NOT NULL,
            intent_id TEXT NOT NULL, digest TEXT NOT NULL, text TEXT, path TEXT, line BIGINT, tags TEXT NOT NULL,
            engine TEXT NOT NULL, model TEXT, embedder TEXT, readings BIGINT NOT NULL,
            verdict TEXT NOT NULL, ambiguity DOUBLE PRECISION, fidelity DOUBLE PRECISION,
            threshold DOUBLE PRECISION NOT NULL, findings TEXT NOT NULL,
            calls BIGINT NOT NULL, tokens_in BIGINT, tokens_out BIGINT,
            clock_s DOUBLE PRECISION NOT NULL, coin_usd DOUBLE PRECISION,
            carbon_low DOUBLE PRECISION, carbon_mid DOUBLE PRECISION, carbon_high DOUBLE PRECISION,
            risk_tokens_low DOUBLE PRECISION, risk_tokens_mid DOUBLE PRECISION, risk_tokens_high DOUBLE PRECISION,
            risk_clock_s DOUBLE PRECISION, risk_coin_usd DOUBLE PRECISION,
            risk_carbon_low DOUBLE PRECISION, risk_carbon_mid DOUBLE PRECISION, risk_carbon_high DOUBLE PRECISION,
            ire_value DOUBLE PRECISION, cached BOOLEAN NOT NULL, version TEXT NOT NULL)""",
            "CREATE INDEX decisions_by_time ON decisions (at, decision_id)",
        ),
    ),
    Step(
        "0002-calls",
        (
            """CREATE TABLE calls (
            decision_id TEXT NOT NULL, position BIGINT NOT NULL, role TEXT NOT NULL,
            provider TEXT NOT NULL, model TEXT NOT NULL, tokens_in BIGINT, tokens_cached BIGINT, tokens_out BIGINT,
            seconds DOUBLE PRECISION NOT NULL, error TEXT, PRIMARY KEY (decision_id, position))""",
        ),
    ),
    Step(
        "0003-outcomes",
        (
            """CREATE TABLE outcomes (
            outcome_id TEXT PRIMARY KEY, decision_id TEXT NOT NULL, at TEXT NOT NULL, correct BOOLEAN,
            tokens_in BIGINT, tokens_out BIGINT, seconds DOUBLE PRECISION, usd DOUBLE PRECISION,
            value DOUBLE PRECISION, exit_code BIGINT)""",
            "CREATE INDEX outcomes_by_decision ON outcomes (decision_id, outcome_id)",
        ),
    ),
    Step(
        "0004-tasks",
        (
            "ALTER TABLE decisions ADD COLUMN task TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE decisions ADD COLUMN waived BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE outcomes ADD COLUMN grams DOUBLE PRECISION",
            "CREATE INDEX decisions_by_task ON decisions (task, at) WHERE task <> ''",
            "CREATE INDEX decisions_by_digest ON decisions (digest, at)",
        ),
    ),
    Step(
        "0005-waivers",
        (
            """CREATE TABLE waivers (
            waiver_id TEXT PRIMARY KEY, at TEXT NOT NULL, decision_id TEXT NOT NULL, codes TEXT NOT NULL,
            reason TEXT NOT NULL, until TEXT NOT NULL, path TEXT, line BIGINT)""",
            "CREATE INDEX waivers_by_decision ON waivers (decision_id, waiver_id)",
        ),
    ),
    Step(
        "0006-budgets",
        (
            """CREATE TABLE budgets (
            task TEXT PRIMARY KEY, at TEXT NOT NULL, attempts BIGINT, tokens BIGINT,
            usd DOUBLE PRECISION, grams DOUBLE PRECISION, seconds DOUBLE PRECISION)""",
        ),
    ),
    Step(
        "0007-audit",
        (
            """CREATE TABLE audit (
            audit_id TEXT PRIMARY KEY, at TEXT NOT NULL, event TEXT NOT NULL, task TEXT NOT NULL,
            digest TEXT, decision_id TEXT, detail TEXT NOT NULL)""",
            "CREATE INDEX audit_by_time ON audit (at, audit_id)",
        ),
    ),
    Step(
        "0008-intents",
        ("CREATE INDEX decisions_by_intent ON decisions (intent_id, at, decision_id) WHERE intent_id <> ''",),
    ),
    Step(
        "0009-trips",
        (
            "ALTER TABLE decisions ADD COLUMN spec TEXT",
            "ALTER TABLE decisions ADD COLUMN back_translation TEXT",
            "ALTER TABLE decisions ADD COLUMN profile TEXT",
            "ALTER TABLE decisions ADD COLUMN risk_clock_low DOUBLE PRECISION",
            "ALTER TABLE decisions ADD COLUMN risk_clock_high DOUBLE PRECISION",
            "ALTER TABLE decisions ADD COLUMN risk_coin_low DOUBLE PRECISION",
            "ALTER TABLE decisions ADD COLUMN risk_coin_high DOUBLE PRECISION",
            "ALTER TABLE outcomes ADD COLUMN model TEXT",
        ),
    ),
)


def pending(applied: Collection[str], where: str) -> tuple[Step, ...]:
    """Return the steps that a ledger still lacks, in order.

    Raises:
        LedgerError: It has had a step that this version does not know.
    """
    unknown = sorted(set(applied) - {step.name for step in STEPS})
    if unknown:
        raise LedgerError(
            f"{where}: the ledger was made by a newer version of ire-gate (it has had {', '.join(unknown)})",
            hint="update ire-gate, or name another ledger (IRE_GATE_LEDGER)",
        )
    return tuple(step for step in STEPS if step.name not in applied)
