"""Speed and memory of the gate as ratios within one run, each beside its limit.

    python benchmarks/speed.py [--only cold,cached,rules,models,memory,large] [--output FILE]

Absolute times differ from machine to machine and from minute to minute; the ratios are what is promised.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
WORDS = (
    "In `jobs.yaml`, set `retries` to 5 for the job `nightly` and to 2 for the job `hourly`. Write one log line with "
    "level ERROR when a run fails more than 3 times within 24 hours. If the queue `imports` holds over 1,000 messages, "
    "start one more worker, up to 8. Do not restart workers that are idle. After the last retry send the file name and "
    "the error code to `#data-ops`, but never the contents of the file. Keep the existing values for all other jobs. "
    "The report lists the failed runs of the previous day (UTC), oldest first, with the columns `job`, `started_at` "
    "and `error`."
)


def text(number: int) -> str:
    """Return a hundred-word intent; no two numbers give the same one."""
    return WORDS.replace("`nightly`", f"`nightly-{number}`")


def run(command: list[str], folder: Path, *, passing: tuple[int, ...] = (0,)) -> float:
    """Run a command with its data in `folder` and return the wall time in seconds."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"IRE_GATE_LEDGER": str(folder / "ledger.db"), "IRE_GATE_CACHE": str(folder / "cache.db")}
    started = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, cwd=folder, env=environment)
    elapsed = time.perf_counter() - started
    if done.returncode not in passing:
        shown = " ".join(command)[:200]
        raise SystemExit(f"{shown}: exit {done.returncode}\n{done.stderr.decode()[-2000:]}")
    return elapsed


def gate(*arguments: str) -> list[str]:
    """Return the command line of the gate with these arguments."""
    return [sys.executable, "-m", "ire_gate", *arguments]


def alternating(one: Callable[[], float], other: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Return both medians of two timings taken in turn, so that a drifting machine hits both alike."""
    pairs = [(one(), other()) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def cold(folder: Path) -> tuple[float, float, str]:
    """Cold `check --engine rules` of one file, as a multiple of an empty Python."""
    (folder / "one.md").write_text(text(0))
    check = gate("check", "one.md", "--engine", "rules", "--no-cache")
    run(check, folder, passing=(0, 1))  # makes the ledger
    ours, bare = alternating(
        lambda: run(check, folder, passing=(0, 1)), lambda: run([sys.executable, "-c", "pass"], folder), 11
    )
    return ours / bare, 12, f"{ours * 1000:.0f} ms against {bare * 1000:.0f} ms"


def cached(folder: Path) -> tuple[float, float, str]:
    """1,000 unchanged files, as a multiple of reading and hashing them plus the cold start of one."""
    many = folder / "many"
    many.mkdir()
    for number in range(1000):
        (many / f"{number:04}.md").write_text(text(number))
    (folder / "one.md").write_text(text(0))
    check = gate("check", *sorted(str(path) for path in many.iterdir()), "--engine", "rules")
    one = gate("check", "one.md", "--engine", "rules")
    run(check, folder, passing=(0, 1))
    run(one, folder, passing=(0, 1))

    def hashing() -> float:
        started = time.perf_counter()
        for path in many.iterdir():
            hashlib.sha256(path.read_bytes()).hexdigest()
        return time.perf_counter() - started

    ours, base = alternating(
        lambda: run(check, folder, passing=(0, 1)), lambda: run(one, folder, passing=(0, 1)) + hashing(), 5
    )
    return ours / base, 2, f"{ours * 1000:.0f} ms against {base * 1000:.0f} ms"


def rules(_: Path) -> tuple[float, float, str]:
    """Hundred-word intents a second on one core, whole trip with comparison and verdict, nothing cached or recorded."""
    from ire_gate.config import Settings
    from ire_gate.domain import Intent
    from ire_gate.engines import get_engine, judge

    engine = get_engine(Settings(engine="rules"))
    intents = [Intent(text=text(number)) for number in range(600)]
    best = 0.0
    for _round in range(3):
        started = time.process_time()
        for intent in intents:
            judge(intent, engine.look(intent), threshold=0.5, is_deterministic=True)
        best = max(best, len(intents) / (time.process_time() - started))
    return best, 300, f"{len(WORDS.split())} words each"


_BARE = """
import asyncio, json, sys, time
from openai import AsyncOpenAI
bodies = [json.loads(line) for line in open(sys.argv[2])]
chains, width = int(sys.argv[3]), int(sys.argv[4])
each = len(bodies) // chains
async def main():
    client = AsyncOpenAI(base_url=sys.argv[1], api_key="none", max_retries=0)
    places = asyncio.Semaphore(width)
    async def chain(number):
        async with places:
            for body in bodies[number * each : (number + 1) * each]:
                await client.chat.completions.create(**body)
    started = time.perf_counter()
    await asyncio.gather(*(chain(number) for number in range(chains)))
    print(time.perf_counter() - started)
asyncio.run(main())
"""
_GATED = """
import sys, time
import openai
from ire_gate import Gate, Intent
chains, width = int(sys.argv[2]), int(sys.argv[3])
intents = [Intent(text=f"Set `retries` to 5 for the job `nightly` in `jobs.yaml`. [{n}]") for n in range(chains)]
# The stub stands for a vendor's model: this machine's energy is not to be measured.
with Gate("openai:stub", base_url=sys.argv[1], concurrency=width, cache=False, measure_energy="none") as gate:
    started = time.perf_counter()
    trips = list(gate.check_many(intents))
    elapsed = time.perf_counter() - started
assert len(trips) == chains and all(trip.verdict.fidelity is not None for trip in trips), trips[0].verdict
print(elapsed)
"""


def models(folder: Path) -> tuple[float, float, str]:
    """200 intents against a stub with 100 ms latency at concurrency 32, against the same calls made bare."""
    chains, width = 200, 32
    seen = folder / "seen.jsonl"
    stub = [sys.executable, str(HERE / "stub_server.py"), "--latency"]

    def timed(script: str, *arguments: str, seen_in: Path | None = None) -> float:
        command = [*stub, "0.1", *(["--seen", str(seen_in)] if seen_in else [])]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            port = next(iter(server.stdout or ()), "").strip()
            url = f"http://127.0.0.1:{port}/v1"
            try:
                environment = {**os.environ, "IRE_GATE_LEDGER": str(folder / "ledger.db")}
                done = subprocess.run(
                    [sys.executable, "-c", script, url, *arguments],
                    check=True,
                    capture_output=True,
                    text=True,
                    env=environment,
                )
            finally:
                server.kill()
        return float(done.stdout)

    timed(_GATED, str(chains), str(width), seen_in=seen)
    calls = len(seen.read_text().splitlines())
    ours, bare = alternating(
        lambda: timed(_GATED, str(chains), str(width)),
        lambda: timed(_BARE, str(seen), str(chains), str(width)),
        3,
    )
    return ours / bare, 1.25, f"{ours:.2f} s against {bare:.2f} s, {calls} calls"


def memory(folder: Path) -> tuple[float, float, str]:
    """Peak memory of a 20,000-row batch, as a multiple of a 2,000-row one."""
    texts = [f"Set `retries_{number}` to 5." for number in range(20_000)]
    return _growth(folder, texts, len(texts) // 10)


def large(folder: Path) -> tuple[float, float, str]:
    """Peak memory of a batch of 60 texts of 60 kB, as a multiple of one of 6: what is remembered must not pile up."""
    texts = ["\n\n".join(text(100 * number + part) for part in range(100)) for number in range(60)]
    return _growth(folder, texts, len(texts) // 10)


def _growth(folder: Path, texts: list[str], few: int) -> tuple[float, float, str]:
    one, all_of_them = (_peak_mib(folder, texts[:count]) for count in (few, len(texts)))
    return all_of_them / one, 1.3, f"{all_of_them:.0f} MiB against {one:.0f} MiB"


def _peak_mib(folder: Path, texts: list[str]) -> float:
    name = str(len(texts))
    with (folder / f"{name}.jsonl").open("w") as file:
        file.writelines(json.dumps({"id": str(number), "text": text}) + "\n" for number, text in enumerate(texts))
    command = gate("batch", f"{name}.jsonl", "--output", f"{name}.out.jsonl", "--engine", "rules", "--no-cache")
    script = (
        "import resource, subprocess, sys; code = subprocess.run(sys.argv[1:], capture_output=True).returncode; "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command],
        check=True,
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "IRE_GATE_LEDGER": str(folder / f"{name}.db")},
    )
    peak, code = map(int, done.stdout.split())
    written = len((folder / f"{name}.out.jsonl").read_text().splitlines())
    if code not in (0, 1) or written != len(texts):
        raise SystemExit(f"batch of {name} rows: exit {code}, {written} rows written")
    return peak / 1024


MEASURES = {"cold": cold, "cached": cached, "rules": rules, "models": models, "memory": memory, "large": large}
AT_LEAST = {"rules"}


def main() -> None:
    """Measure, print a table, and end with 1 if a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(MEASURES), help="comma-separated names")
    parser.add_argument("--output", type=Path, help="write the figures here as JSON too")
    options = parser.parse_args()
    results = {}
    for name in options.only.split(","):
        with tempfile.TemporaryDirectory() as folder:
            value, limit, detail = MEASURES[name](Path(folder))
        is_met = value >= limit if name in AT_LEAST else value <= limit
        results[name] = {"value": round(value, 3), "limit": limit, "met": is_met, "detail": detail}
        sign = ">=" if name in AT_LEAST else "<="
        print(f"{name:8} {value:8.2f}  {sign} {limit:<6} {'met' if is_met else 'MISSED':7} {detail}")
    if options.output:
        options.output.write_text(json.dumps(results, indent=1) + "\n")
    sys.exit(0 if all(result["met"] for result in results.values()) else 1)


if __name__ == "__main__":
    main()
