"""Whether the ledger's work grows in line with its decisions: insert, report, page, export, import, prune, one look-up.

    python benchmarks/ledger.py [--sizes 50000,100000,200000] [--postgres URL] [--output FILE]

Each size gets a new ledger. What a command takes on an empty ledger is taken off its time; what is promised is that a
row of the largest ledger takes at most 1.3 times what one of the smallest takes. With a URL (or TEST_POSTGRES_URL,
which .ci/with-postgres sets) PostgreSQL is measured as well.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import msgspec
import sqlalchemy as sa

from ire_gate.domain import (
    AtRisk,
    Call,
    EngineInfo,
    Finding,
    Intent,
    Ire,
    Range,
    RoundTrip,
    Severity,
    Spent,
    Verdict,
    VerdictName,
)
from ire_gate.ledger.retention import pruned
from ire_gate.ledger.rows import Outcome, new_id, now
from ire_gate.ledger.store import Ledger

LIMIT = 1.3
BATCH = 64
"""What the gate records together."""
LOOK_UPS = 200
TEAMS, CODES = 12, 10

CALL = Call(role="specify", provider="openai", model="m", tokens_in=900, tokens_cached=0, tokens_out=300, seconds=2.0)
TRIP = RoundTrip(
    intent=Intent(text=""),
    verdict=Verdict(verdict=VerdictName.PASSED, ambiguity=0.1, fidelity=0.9, threshold=0.5, findings=()),
    engine=EngineInfo(name="openai", model="m", readings=1, embedder="static"),
    calls=(CALL, msgspec.structs.replace(CALL, role="backtranslate")),
    spent=Spent(calls=2, tokens_in=1_800, tokens_out=600, clock_s=4.0, coin_usd=0.002, carbon_g=Range(0.1, 0.2, 0.3)),
    at_risk=AtRisk(
        tokens=Range(1.0, 2.0, 3.0),
        clock_s=Range(8.0, 9.0, 10.0),
        coin_usd=Range(0.4, 0.5, 0.6),
        carbon_g=Range(4.0, 5.0, 6.0),
    ),
    ire=Ire(value=0.8),
)


def trip(number: int) -> RoundTrip:
    """Return the round trip of an intent of its own; every third is blocked."""
    intent = Intent(
        text=f"Rename `a` to `b` in `file_{number}.py`.",
        id=f"crm-{number}",
        tags={"team": f"team-{number % TEAMS}", "product": "crm"},
        task=f"ticket-{number // 5}" if number % 4 == 0 else "",
    )
    changed = msgspec.structs.replace(TRIP, intent=intent, decision_id=new_id())
    if number % 3:
        return changed
    finding = Finding(
        code=f"IRE1{number % CODES + 1:02}",
        kind="vague_term",
        severity=Severity.ERROR,
        span=None,
        quote="fast",
        message="m",
        probability=0.8,
    )
    verdict = msgspec.structs.replace(
        TRIP.verdict, verdict=VerdictName.BLOCKED, ambiguity=0.8, findings=(finding, finding)
    )
    return msgspec.structs.replace(changed, verdict=verdict)


def insert(place: str, size: int) -> dict[str, float]:
    """Fill a new ledger as the gate does, and look up what hooks and executions ask."""
    recording = 0.0
    with Ledger.open(place) as ledger:
        ledger.prepare()
        for start in range(0, size, BATCH):
            trips = [trip(number) for number in range(start, min(start + BATCH, size))]
            outcomes = [
                Outcome(
                    outcome_id=new_id(),
                    decision_id=done.decision_id,
                    at=now(),
                    correct=number % 7 != 0,
                    tokens_in=5_000,
                    tokens_out=1_000,
                    seconds=30.0,
                    usd=0.01,
                )
                for number, done in enumerate(trips)
                if done.passed
            ]
            began = time.perf_counter()
            ledger.record(trips)
            ledger.database.write({"outcomes": outcomes})
            recording += time.perf_counter() - began
        if "://" in place:
            with ledger.database.writing() as connection:
                connection.execute(sa.text("ANALYZE"))  # PostgreSQL does so by itself within minutes
        looked = [trip(size * number // LOOK_UPS) for number in range(LOOK_UPS)]
        began = time.perf_counter()
        for known in looked:
            ledger.last_verdict(known.intent.digest, known.intent.task)
            ledger.used(known.intent.task or "ticket-0")
            ledger.note("refused_repeat", task=known.intent.task)
            ledger.book_outcome(known.intent.id, correct=True)
        asking = time.perf_counter() - began
    return {"insert": recording, "look-up": asking / LOOK_UPS}


def timed(*arguments: str) -> tuple[float, float]:
    """Run a command; return its wall time in seconds and the most memory it held in MiB."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)}: exit {process.returncode}")
    return elapsed, usage.ru_maxrss / 1024


@contextmanager
def new_place(postgres: str | None, folder: Path) -> Iterator[str]:
    """Yield the place of a ledger that does not exist yet."""
    if postgres is None:
        yield str(folder / f"{uuid4().hex}.db")
        return
    name = f"b{uuid4().hex}"
    url = sa.make_url(postgres)
    engine = sa.create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {name}"))
    yield url.update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


def measured(postgres: str | None, size: int, folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Return the seconds and the MiB of each step with a ledger of so many decisions."""
    file = str(folder / "export.jsonl")
    gate = ("-m", "ire_gate")
    seconds: dict[str, float] = {}
    memory: dict[str, float] = {}
    with new_place(postgres, folder) as place, new_place(postgres, folder) as other:
        told = subprocess.run(
            [sys.executable, __file__, "--insert", place, str(size)], check=True, capture_output=True, text=True
        )
        seconds |= json.loads(told.stdout)
        steps = {
            "report": (*gate, "report", "--format", "json", "--by", "team", "--ledger", place),
            "page": (*gate, "report", "--format", "html", "--ledger", place),
            "export": (*gate, "ledger", "export", "--output", file, "--ledger", place),
            "import": (*gate, "ledger", "import", file, "--ledger", other),
        }
        for name, arguments in steps.items():
            seconds[name], memory[name] = timed(*arguments)
        with Ledger.open(place) as ledger:
            ledger.prepare()
            began = time.perf_counter()
            gone = pruned(ledger.database, datetime.now(UTC))
            seconds["prune"] = time.perf_counter() - began
        if gone["decisions"] != size:
            raise SystemExit(f"{gone} went, of {size} decisions")
    return seconds, memory


def results(database: str, postgres: str | None, sizes: list[int]) -> dict[str, dict[str, object]]:
    """Measure all sizes and return each step's ratio with its limit."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty, _ = measured(postgres, BATCH, folder)
        runs = {size: measured(postgres, size, folder) for size in sizes}
    small, large = min(sizes), max(sizes)
    found: dict[str, dict[str, object]] = {}
    for step in runs[small][0]:
        taken = {size: seconds[step] for size, (seconds, _) in runs.items()}
        if step == "look-up":
            ratio = taken[large] / taken[small]
            detail = ", ".join(f"{size:,}: {one * 1e3:.2f} ms" for size, one in taken.items())
        else:
            fixed = empty[step] if step in runs[small][1] else 0.0
            ratio = (taken[large] - fixed) / large / ((taken[small] - fixed) / small)
            detail = ", ".join(f"{size:,}: {one:.1f} s" for size, one in taken.items())
            detail += f"; {(taken[large] - fixed) / large * 1e6:.0f} µs a decision"
        if step in runs[large][1]:
            detail += f"; {runs[small][1][step]:.0f} MiB, then {runs[large][1][step]:.0f} MiB"
        found[f"{database} {step}"] = {
            "value": round(ratio, 3),
            "limit": LIMIT,
            "met": ratio <= LIMIT,
            "detail": detail,
        }
        print(f"{database} {step}: {ratio:.2f} (limit {LIMIT}); {detail}", flush=True)
    return found


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="50000,100000,200000")
    parser.add_argument("--postgres", default=os.environ.get("TEST_POSTGRES_URL"))
    parser.add_argument("--output", type=Path)
    parser.add_argument("--insert", nargs=2, metavar=("PLACE", "SIZE"), help=argparse.SUPPRESS)
    flags = parser.parse_args()
    if flags.insert:
        print(json.dumps(insert(flags.insert[0], int(flags.insert[1]))))
        return 0
    sizes = [int(size) for size in flags.sizes.split(",")]
    found = results("sqlite", None, sizes)
    if flags.postgres:
        found |= results("postgresql", flags.postgres, sizes)
    if flags.output:
        flags.output.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    return 0 if all(step["met"] for step in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
