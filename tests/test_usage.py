"""What executions used, read from what vendors, tracers and agents leave behind, and booked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ire_gate.currencies.coin import usd
from ire_gate.ledger.store import Ledger
from tests.cli.conftest import CLEAR, Cli, cli

__all__ = ["cli"]

RESPONSES = {
    "object": "response",
    "id": "resp_1",
    "model": "gpt-5-mini",
    "usage": {"input_tokens": 1000, "input_tokens_details": {"cached_tokens": 400}, "output_tokens": 50},
}
CHAT = {
    "object": "chat.completion",
    "id": "chatcmpl-1",
    "model": "gpt-5-mini",
    "usage": {"prompt_tokens": 1000, "prompt_tokens_details": {"cached_tokens": 400}, "completion_tokens": 50},
}
MESSAGE = {
    "type": "message",
    "id": "msg_1",
    "model": "claude-haiku-4-5",
    "usage": {
        "input_tokens": 100,
        "cache_read_input_tokens": 700,
        "cache_creation_input_tokens": 200,
        "output_tokens": 50,
    },
}
ATTRIBUTES: dict[str, Any] = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-5-mini",
    "gen_ai.usage.input_tokens": 1000,
    "gen_ai.usage.output_tokens": 50,
    "gen_ai.usage.cache_read.input_tokens": 400,
}


def otlp(told: Any) -> dict[str, str]:
    return {"intValue": str(told)} if isinstance(told, int) else {"stringValue": told}


OTLP = {
    "resourceSpans": [
        {
            "scopeSpans": [
                {
                    "spans": [
                        {
                            "name": "chat gpt-5-mini",
                            "startTimeUnixNano": "1764000000000000000",
                            "endTimeUnixNano": "1764000002500000000",
                            "attributes": [{"key": key, "value": otlp(told)} for key, told in ATTRIBUTES.items()],
                        },
                        {"name": "http", "attributes": []},
                    ]
                }
            ]
        }
    ]
}
PRINTED = {
    "name": "chat gpt-5-mini",
    "start_time": "2026-11-25T10:00:00.000000Z",
    "end_time": "2026-11-25T10:00:02.500000Z",
    "attributes": ATTRIBUTES,
}


def turn(moment: str, message: dict[str, Any]) -> str:
    return json.dumps({"type": "assistant", "timestamp": moment, "sessionId": "s", "message": message})


TRANSCRIPT = "\n".join(
    [
        json.dumps({"type": "summary", "summary": "A title"}),
        json.dumps({"type": "user", "timestamp": "2026-11-25T10:00:00Z", "message": {"role": "user", "content": "Hi"}}),
        turn("2026-11-25T10:00:01Z", MESSAGE),
        turn("2026-11-25T10:00:02Z", MESSAGE),
        turn("2026-11-25T10:00:31Z", {**MESSAGE, "id": "msg_2"}),
    ]
)

OPENAI = usd("openai", "gpt-5-mini", 1000, 400, 50)
CLAUDE = usd("anthropic", "claude-haiku-4-5", 1000, 700, 50)


@pytest.fixture
def decision(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    found: str = json.loads(cli("check", "--text", CLEAR, "--format", "jsonl").out)["id"]
    return found


def booked(decision: str) -> Any:
    with Ledger.open(None) as ledger:
        return ledger.outcomes()[decision]


@pytest.mark.parametrize(
    ("text", "tokens", "seconds", "cost"),
    [
        pytest.param(json.dumps(RESPONSES), (1000, 50), None, OPENAI, id="OpenAI Responses"),
        pytest.param(json.dumps(CHAT), (1000, 50), None, OPENAI, id="OpenAI Chat"),
        pytest.param(json.dumps(MESSAGE), (1000, 50), None, CLAUDE, id="Anthropic Messages"),
        pytest.param(json.dumps([RESPONSES, MESSAGE]), (2000, 100), None, (OPENAI or 0) + (CLAUDE or 0), id="a list"),
        pytest.param(json.dumps(OTLP), (1000, 50), 2.5, OPENAI, id="OTLP"),
        pytest.param(json.dumps(PRINTED, indent=2), (1000, 50), 2.5, OPENAI, id="a printed span"),
        pytest.param(TRANSCRIPT, (2000, 100), 30.0, 2 * (CLAUDE or 0), id="a transcript of Claude Code"),
    ],
)
def test_usage_is_read_and_booked(
    cli: Cli, decision: str, text: str, tokens: tuple[int, int], seconds: float | None, cost: float | None
) -> None:
    Path("used").write_text(text, encoding="utf-8")
    ended = cli("outcome", decision, "--correct", "--usage", "used")
    outcome = booked(decision)

    assert ended.code == 0
    assert (outcome.tokens_in, outcome.tokens_out) == tokens
    assert outcome.seconds == seconds
    assert outcome.usd == pytest.approx(cost)
    assert outcome.grams > 0


def test_a_bare_usage_object_is_priced_by_the_model_that_is_named(cli: Cli, decision: str) -> None:
    usage = json.dumps(RESPONSES["usage"]).encode()
    cli("outcome", decision, "--usage", "-", stdin=usage)
    unknown = booked(decision)
    cli("outcome", decision, "--usage", "-", "--model", "openai:gpt-5-mini", stdin=usage)

    assert (unknown.tokens_in, unknown.usd, unknown.grams) == (1000, None, None)
    assert booked(decision).usd == pytest.approx(OPENAI)
    assert booked(decision).model == "gpt-5-mini"


@pytest.mark.parametrize(
    "text",
    [
        '{"resourceSpans": [{"scopeSpans": [{"spans": [{"name": "GET /"}]}]}]}',
        '{"resourceSpans": null}',
        '{"resourceSpans": [1, {"scopeSpans": [{"spans": [{"attributes": [{"key": "a"}, {"value": 1}]}]}]}]}',
        '{"usage": {"prompt_tokens": "²"}}',
        '{"usage": {"input_tokens": "%s"}}' % ("9" * 5000),
        '{"usage": {"input_tokens": 1e30}}',
        '{"attributes": {"gen_ai.usage.input_tokens": -1}, "start_time": "²"}',
    ],
)
def test_odd_usage_breaks_nothing_and_books_nothing(cli: Cli, decision: str, text: str) -> None:
    ended = cli("outcome", decision, "--usage", "-", stdin=text.encode())

    assert ended.code == 2
    assert "tells of no use of a model" in ended.err


@pytest.mark.parametrize("model", ["", "openai:", ":", "a\x1bb", "x" * 2000])
def test_what_is_no_models_name_is_refused_and_leaves_the_one_that_was_booked(
    cli: Cli, decision: str, model: str
) -> None:
    cli("outcome", decision, "--model", "gpt-5")
    ended = cli("outcome", decision, "--model", model)

    assert (ended.code, booked(decision).model) == (2, "gpt-5")


def test_the_model_is_booked_by_its_name_several_together(cli: Cli, decision: str) -> None:
    cli("outcome", decision, "--model", "ollama:llama3:8b")
    alone = booked(decision).model
    cli("outcome", decision, "--usage", "-", stdin=json.dumps([RESPONSES, MESSAGE, RESPONSES]).encode())

    assert alone == "llama3:8b"
    assert booked(decision).model == f"{MESSAGE['model']} + {RESPONSES['model']}"


def test_an_unknown_model_has_tokens_and_no_price(cli: Cli, decision: str) -> None:
    cli("outcome", decision, "--usage", "-", stdin=json.dumps({**RESPONSES, "model": "our-own"}).encode())

    assert (booked(decision).tokens_out, booked(decision).usd) == (50, None)


def test_what_is_given_beside_it_wins_and_what_was_booked_before_stays(cli: Cli, decision: str) -> None:
    cli("outcome", decision, "--usage", "-", "--seconds", "7", stdin=json.dumps(CHAT).encode())
    cli("outcome", decision, "--wrong")
    outcome = booked(decision)

    assert (outcome.seconds, outcome.tokens_in, outcome.correct) == (7, 1000, False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "tells of no use"),
        (b"{}", "tells of no use"),
        (b'{"usage": {"input_tokens": "many"}}', "tells of no use"),
        (b'{"usage": {}}\n{', "line 2: not JSON"),
        (b"\xff\xfe", "line 1: not JSON"),
    ],
)
def test_what_tells_of_no_use_is_refused(cli: Cli, decision: str, text: bytes, told: str) -> None:
    ended = cli("outcome", decision, "--usage", "-", stdin=text)

    assert ended.code == 2
    assert told in ended.err
    with Ledger.open(None) as ledger:
        assert ledger.outcomes() == {}
