"""How long a hook of a coding agent takes, cold and warm, as multiples of starting Python.

    python benchmarks/hook_speed.py [--rounds 15]

Cold is the first prompt after the bytecode cache is gone; warm is any other, and the limit for it is 300 ms. ``reply``
is a warm “yes”, which is not judged.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROMPT = "In `jobs.yaml`, set `retries` to 5 for the job `nightly-{}` and send the log to the relevant people."


def timed(command: list[str], data: str, environment: dict[str, str]) -> float:
    """Run a command and return the wall time in seconds."""
    started = time.perf_counter()
    subprocess.run(command, input=data.encode(), env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    hook = [sys.executable, "-m", "ire_gate", "hook", "claude-code"]
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: told for name, told in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= {
            "IRE_GATE_LEDGER": f"{folder}/ledger.db",
            "IRE_GATE_CACHE": f"{folder}/cache.db",
            "PYTHONPYCACHEPREFIX": f"{folder}/pycache",
        }
        bare, cold, warm, reply = [], [], [], []
        for number in range(rounds):
            event = {"hook_event_name": "UserPromptSubmit", "session_id": str(number), "cwd": folder}
            data = json.dumps({**event, "prompt": PROMPT.format(number)})
            if number < 3:  # noqa: PLR2004 - enough for a median
                shutil.rmtree(Path(folder) / "pycache", ignore_errors=True)
                cold.append(timed(hook, data, environment))
                continue
            bare.append(timed([sys.executable, "-c", "pass"], "", environment))
            warm.append(timed(hook, data, environment))
            reply.append(timed(hook, json.dumps({**event, "prompt": "yes"}), environment))
    start = statistics.median(bare)
    for name, times in (("cold", cold), ("warm", warm), ("reply", reply)):
        took = statistics.median(times)
        print(f"{name:5}  {took / start:6.1f} × python -c pass   {took * 1000:6.0f} ms")


if __name__ == "__main__":
    main()
