"""A loopback endpoint that answers every chat completion after a fixed latency, as cheaply as Python can.

It stands in for a model where only the gate's own overhead is measured; its answers are constant and mean nothing.

    python benchmarks/stub_server.py --latency 0.1 [--seen FILE]     prints its port, serves until killed
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

TEXT = "Set `retries` to 5 for the job `nightly` in `jobs.yaml`."

_REQUIREMENT = {
    "id": "R1",
    "modality": "must",
    "actor": None,
    "action": "set",
    "target": "`retries` of the job `nightly` in `jobs.yaml`",
    "quantifier": None,
    "origin": None,
    "destination": None,
    "values": [{"name": "retries", "comparator": "=", "value": "5", "unit": None}],
    "conditions": [],
    "exceptions": [],
    "timing": None,
    "after": [],
    "details": [],
}
ANSWERS = {
    "Specification": {
        "gaps": [],
        "goal": "The nightly job is retried five times.",
        "requirements": [_REQUIREMENT],
        "definitions": [],
        "context": [],
    },
    "BackTranslation": {"text": TEXT},
    "Adjudication": {"differences": [], "same": True},
}


def reply(body: bytes) -> bytes:
    """Return the whole HTTP response to one chat completion request."""
    name = json.loads(body)["response_format"]["json_schema"]["name"]
    message = {"role": "assistant", "content": json.dumps(ANSWERS[name]), "refusal": None}
    answer = {
        "id": "chatcmpl-stub",
        "object": "chat.completion",
        "created": 0,
        "model": "stub",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message, "logprobs": None}],
        "usage": {"prompt_tokens": 1500, "completion_tokens": 300, "total_tokens": 1800},
    }
    data = json.dumps(answer).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(data), data)


async def serve(latency: float, seen: Path | None) -> None:
    """Serve on a free loopback port until cancelled."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next(
                    int(line.split(b":")[1])
                    for line in head.split(b"\r\n")
                    if line.lower().startswith(b"content-length")
                )
                body = await reader.readexactly(length)
                if seen:
                    with seen.open("ab") as file:
                        file.write(body.replace(b"\n", b" ") + b"\n")
                await asyncio.sleep(latency)
                writer.write(reply(body))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, limit=1 << 20)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


def main() -> None:
    """Parse the flags and serve."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--latency", type=float, default=0.1, help="seconds before each answer")
    parser.add_argument("--seen", type=Path, help="append each request's body here, a line each")
    options = parser.parse_args()
    asyncio.run(serve(options.latency, options.seen))


if __name__ == "__main__":
    main()
