"""What HTTP adds to a look, as multiples of calling `Gate.check` directly on the same texts.

    python benchmarks/server_speed.py [--repeats N]

Warm rules, nothing cached, every decision written to a ledger. All texts go, way after way, through `Gate.check`,
through the application without a network, and through a real `ire-gate serve` over one connection that is kept; of the
repeats of one text the quickest counts. Then the same texts from eight connections, and sixty in a request, against one
caller that calls `Gate.check` in a loop.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from ire_gate import Gate, Guard
from ire_gate.server.app import Service
from ire_gate.server.limits import Limits
from ire_gate.server.tokens import Tokens

CORPUS = Path(__file__).parent.parent / "fixtures" / "corpus" / "dev.jsonl"
MANY = 60
WIDTH = 8
ENOUGH = 10**7


def handler(gate: Gate) -> Callable[[str], None]:
    """Return a function that asks the application without a network."""
    app = Service(Guard(gate), Tokens({}), Limits(per_minute=ENOUGH)).app()
    scope = {"type": "http", "http_version": "1.1", "method": "POST", "path": "/v1/check", "query_string": b""}
    runner = asyncio.Runner()

    async def asked(body: bytes) -> None:
        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            if message.get("status", 200) != 200:  # noqa: PLR2004 - the code for a verdict
                raise RuntimeError(message)

        await app({**scope, "headers": [(b"content-type", b"application/json")], "state": {}}, receive, send)

    return lambda text: runner.run(asked(json.dumps({"text": text}).encode()))


def post(connection: http.client.HTTPConnection, body: Any) -> None:
    """Ask over a connection."""
    connection.request("POST", "/v1/check", json.dumps(body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    told = answer.read()
    if answer.status != 200:  # noqa: PLR2004 - the code for a verdict
        raise RuntimeError(told)


def best(ways: dict[str, Callable[[str], object]], texts: list[str], repeats: int) -> dict[str, float]:
    """Return the seconds of one text on average, each way."""
    found = {name: [float("inf")] * len(texts) for name in ways}
    for _ in range(repeats):
        for name, way in ways.items():  # not text by text: the second to read a text finds it half read
            for place, text in enumerate(texts):
                started = time.perf_counter()
                way(text)
                found[name][place] = min(found[name][place], time.perf_counter() - started)
    return {name: sum(times) / len(times) for name, times in found.items()}


def took(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure(gate: Gate, port: int, texts: list[str], repeats: int) -> None:
    """Print the ratios."""

    def connected() -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def share(start: int) -> None:
        with closing(connected()) as own:
            for text in texts[start::WIDTH]:
                post(own, {"text": text})

    def side_by_side() -> None:
        with ThreadPoolExecutor(WIDTH) as pool:
            list(pool.map(share, range(WIDTH)))

    def at_once() -> None:
        with closing(connected()) as own:
            for start in range(0, len(texts), MANY):
                post(own, [{"text": text} for text in texts[start : start + MANY]])

    with closing(connected()) as kept:
        ways: dict[str, Callable[[str], object]] = {
            "direct": gate.check,
            "handler": handler(gate),
            "http": lambda text: post(kept, {"text": text}),
        }
        found = best(ways, texts, repeats)
    for name in ("handler", "http"):
        print(f"{name:22} {found[name] / found['direct']:.2f} of Gate.check ({found['direct'] * 1000:.2f} ms)")
    alone = took(lambda: [gate.check(text) for text in texts])
    print(f"{WIDTH} connections          {alone / took(side_by_side):.2f} of a loop's throughput")
    print(f"{MANY} in a request        {alone / took(at_once):.2f} of a loop's throughput")


def main() -> None:
    """Start a server and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=7)
    repeats = parser.parse_args().repeats
    rows = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    texts = [row["clear"] for row in rows if "clear" in row]
    command = [sys.executable, "-m", "ire_gate", "serve", "--engine", "rules", "--no-cache", "--port", "0"]
    with tempfile.TemporaryDirectory() as folder, Gate("rules", cache=False, ledger=f"{folder}/own.db") as gate:
        environment = {**os.environ, "IRE_GATE_LEDGER": f"{folder}/served.db"}
        flags = ("--per-minute", str(ENOUGH))
        with subprocess.Popen([*command, *flags], stderr=subprocess.PIPE, text=True, env=environment) as process:
            try:
                port = int((process.stderr.readline() if process.stderr else "").rpartition(":")[2])
                measure(gate, port, texts, repeats)
            finally:
                process.terminate()


if __name__ == "__main__":
    main()
