"""Every block of the server's page is run."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.server.conftest import Serve, Server

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")
COMMANDS = [line[2:] for line in PAGE.splitlines() if line.startswith("$ ")]


def asked(line: str, server: Server, decision: str = "") -> str:
    words = shlex.split(line.replace("http://127.0.0.1:8383", server.url).replace("DECISION", decision))
    return subprocess.run(words, capture_output=True, check=True, text=True).stdout


def test_every_command_of_the_page_is_of_a_kind_that_is_run_below() -> None:
    blocks = re.findall(r"^```(\w*)\n", PAGE, flags=re.MULTILINE)[::2]
    kinds = ("pip install ", "curl ", "ire-gate serve ", "opentelemetry-instrument ")

    assert set(blocks) == {"console"}
    assert [line for line in COMMANDS if not line.startswith(kinds)] == []


def test_what_the_page_installs_there_is() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    named = {
        extra for line in COMMANDS for found in re.findall(r"ire-gate\[(.*)\]'", line) for extra in found.split(",")
    }

    assert named == {"server", "otel"}
    assert named <= set(extras)


def test_the_requests_of_the_page_do_what_it_says(serve: Serve) -> None:
    (start,) = [line for line in COMMANDS if line.startswith("ire-gate serve --engine")]
    server = serve(*shlex.split(start)[2:])
    check, outcome, health, metrics, report, description, many = [line for line in COMMANDS if line.startswith("curl")]
    checked = json.loads(asked(check, server))
    decision = checked["result"]["decision_id"]
    booked = json.loads(asked(outcome, server, decision))
    counted = asked(metrics, server)
    first, second = json.loads(asked(many, server))

    assert checked["result"]["status"] == "needs_answer"
    assert checked["verdict"]["version"] == "ire_gate.verdict/1"
    assert booked["decision_id"] == decision
    assert json.loads(asked(health, server)) == {"status": "ok", "engine": "rules", "ledger": True}
    assert 'ire_gate_results_total{because="needs_answer",status="needs_answer"} 1.0' in counted
    assert "relevant people" not in counted
    assert asked(report, server).startswith("<!doctype html>")
    assert json.loads(asked(description, server))["openapi"] == "3.1.0"
    assert (first["result"]["may_execute"], second["result"]["may_execute"]) == (True, False)


def test_the_metrics_that_the_page_names_are_all_that_there_are(serve: Serve) -> None:
    _, counted = serve().ask("/metrics")
    named = re.findall(r"`(ire_gate_[a-z_]+)`", PAGE)

    assert sorted(named) == sorted(re.findall(r"^# TYPE (ire_gate_\w+?)(?<!_created) \w+$", counted, re.MULTILINE))


def test_the_token_of_the_page_is_made(serve: Serve) -> None:
    (make,) = [line for line in COMMANDS if "--new-token" in line]
    command = [sys.executable, "-m", "ire_gate", *shlex.split(make)[1:]]
    made = subprocess.run(command, capture_output=True, check=True, text=True)
    server = serve(IRE_GATE_SERVE_TOKENS=made.stderr.splitlines()[-1])

    assert server.ask("/metrics")[0] == 401
    assert server.ask("/metrics", Authorization=f"Bearer {made.stdout.strip()}")[0] == 200


def test_the_traced_server_of_the_page_tells_its_spans(serve: Serve) -> None:
    (line,) = [line for line in COMMANDS if line.startswith("opentelemetry-instrument")]
    before, _, flags = line.partition(" ire-gate serve ")
    tracer, *options = shlex.split(before)
    server = serve(*shlex.split(flags), before=(str(Path(sys.executable).parent / tracer), *options))
    above = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    server.ask("/v1/check", {"text": "Set `quince` to 5."}, traceparent=above)
    server.process.terminate()
    told, _ = server.process.communicate(timeout=60)
    span = json.loads(told)

    assert (span["name"], span["parent_id"]) == ("ire_gate.check", "0xb7ad6b7169203331")
    assert span["events"][0]["name"] == "gen_ai.evaluation.result"
    assert "quince" not in told
