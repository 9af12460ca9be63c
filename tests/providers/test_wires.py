"""What goes over the wire in each protocol, and what comes of each kind of answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import openai
import pytest
from werkzeug import Response

from ire_gate.errors import ProviderError
from ire_gate.providers.base import Provider
from ire_gate.providers.calling import ModelProvider
from ire_gate.providers.faults import Address
from ire_gate.providers.openai import ResponsesWire
from tests.providers.conftest import SCHEMA, TEXT, Server, asked, chat, messages, reply, responses

Connect = Callable[..., Provider]
BOTH = pytest.mark.parametrize(("engine", "answer"), [("openai:stub", chat), ("anthropic:stub", messages)])


@pytest.fixture
def own(server: Server) -> Iterator[ModelProvider]:
    """A provider that speaks to OpenAI itself, as far as the protocol goes."""
    client = openai.OpenAI(api_key="k", base_url=f"{server.root}/v1", max_retries=0)
    where = Address(provider="openai", model="gpt", host=server.host, key_variable="OPENAI_API_KEY", timeout=60)
    provider = ModelProvider(openai, client, ResponsesWire(), where, max_retries=0)
    yield provider
    provider.close()


@BOTH
def test_an_answer_comes_with_its_usage_cached_tokens_included(
    server: Server, connect: Connect, engine: str, answer: Callable[..., Response]
) -> None:
    server.steps = [answer()]
    completion = connect(engine).complete(asked())
    call = completion.call

    assert completion.text == TEXT
    assert (call.role, f"{call.provider}:{call.model}") == ("backtranslate", engine)
    assert (call.tokens_in, call.tokens_cached, call.tokens_out) == (100, 64, 20)
    assert call.seconds > 0
    assert call.error is None
    assert (completion.failed, completion.is_cut) == ((), False)


def test_the_responses_api_gives_text_and_usage_and_stores_nothing(server: Server, own: ModelProvider) -> None:
    server.steps = [responses()]
    completion = own.complete(asked())
    sent = server.bodies[0]
    form = {"type": "json_schema", "name": "BackTranslation", "schema": SCHEMA, "strict": True}

    assert completion.text == TEXT
    assert (completion.call.tokens_in, completion.call.tokens_cached, completion.call.tokens_out) == (100, 64, 20)
    assert server.paths == ["/v1/responses"]
    assert sent["text"] == {"format": form}
    assert (sent["instructions"], sent["input"], sent["max_output_tokens"]) == ("Write English.", "the spec", 500)
    assert sent["store"] is False


def test_a_compatible_server_gets_a_strict_schema_in_a_chat_completion(server: Server, connect: Connect) -> None:
    server.steps = [chat()]
    connect().complete(asked())
    sent = server.bodies[0]
    schema = {"name": "BackTranslation", "schema": SCHEMA, "strict": True}

    assert server.paths == ["/v1/chat/completions"]
    assert sent["response_format"] == {"type": "json_schema", "json_schema": schema}
    assert [message["role"] for message in sent["messages"]] == ["system", "user"]
    assert (sent["model"], sent["max_tokens"]) == ("stub", 500)


def test_anthropic_gets_the_schema_natively_and_no_temperature(server: Server, connect: Connect) -> None:
    server.steps = [messages()]
    connect("anthropic:stub").complete(asked())
    sent = server.bodies[0]

    assert server.paths == ["/v1/messages"]
    assert sent["output_config"] == {"format": {"type": "json_schema", "schema": SCHEMA}}
    assert (sent["system"], sent["max_tokens"]) == ("Write English.", 500)
    assert not {"temperature", "top_p", "tools"} & set(sent)


@BOTH
@pytest.mark.parametrize("usage", [None, {}, "free", {"output_tokens": [1]}], ids=repr)
def test_usage_that_is_missing_or_odd_is_unknown_and_costs_no_answer(
    server: Server, connect: Connect, engine: str, answer: Callable[..., Response], usage: object
) -> None:
    server.steps = [answer(usage=usage)]
    completion = connect(engine).complete(asked())

    assert completion.text == TEXT
    assert (completion.call.tokens_in, completion.call.tokens_cached, completion.call.tokens_out) == (None, None, None)


@pytest.mark.parametrize(
    ("engine", "answer"),
    [
        pytest.param("openai:stub", chat('{"text": "Se', finish="length"), id="chat"),
        pytest.param("anthropic:stub", messages('{"text": "Se', stop="max_tokens"), id="messages"),
        pytest.param("anthropic:stub", messages('{"text": "Se', stop="model_context_window_exceeded"), id="context"),
    ],
)
def test_an_answer_that_is_cut_off_is_marked_and_its_usage_kept(
    server: Server, connect: Connect, engine: str, answer: Response
) -> None:
    server.steps = [answer]
    completion = connect(engine).complete(asked())

    assert completion.is_cut
    assert completion.text == '{"text": "Se'
    assert completion.call.tokens_out == 20


def test_a_response_that_is_cut_off_is_marked_and_its_usage_kept(server: Server, own: ModelProvider) -> None:
    server.steps = [responses("{", status="incomplete", incomplete_details={"reason": "max_output_tokens"})]
    completion = own.complete(asked())

    assert (completion.is_cut, completion.text, completion.call.tokens_out) == (True, "{", 20)


@pytest.mark.parametrize(
    ("engine", "answer"),
    [
        pytest.param("openai:stub", chat(None, refusal="I cannot help with that."), id="chat"),
        pytest.param("openai:stub", chat("", finish="content_filter"), id="filtered"),
        pytest.param("anthropic:stub", messages("", stop="refusal"), id="messages"),
        pytest.param(
            "anthropic:stub", messages("", stop="refusal", stop_details={"explanation": "Against policy."}), id="told"
        ),
    ],
)
def test_a_refusal_says_so_and_is_booked_with_its_tokens(
    server: Server, connect: Connect, engine: str, answer: Response
) -> None:
    server.steps = [answer]
    with pytest.raises(ProviderError, match="the model refused") as caught:
        connect(engine).complete(asked())
    (call,) = caught.value.calls

    assert (call.error, call.tokens_in, call.tokens_out) == ("refusal", 100, 20)
    assert caught.value.hint
    assert len(server.bodies) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"output": [{"type": "message", "content": [{"type": "refusal", "refusal": "No."}]}]},
            "the model refused: No.",
        ),
        (
            {"status": "incomplete", "incomplete_details": {"reason": "content_filter"}},
            "the model refused: content filter",
        ),
        ({"status": "failed", "error": {"code": "server_error", "message": "Out of memory."}}, "Out of memory."),
        ({"status": "cancelled"}, "the response is cancelled"),
    ],
)
def test_a_response_without_an_answer_says_why(
    server: Server, own: ModelProvider, changes: dict[str, Any], said: str
) -> None:
    server.steps = [responses(**changes)]
    with pytest.raises(ProviderError, match=said) as caught:
        own.complete(asked())

    assert caught.value.calls[0].tokens_in == 100


def test_text_in_parts_is_joined(server: Server, connect: Connect) -> None:
    parts = [
        {"type": "thinking", "thinking": []},
        {"type": "text", "text": '{"text": '},
        {"type": "text", "text": '""}'},
    ]
    server.steps = [chat(parts)]

    assert connect().complete(asked()).text == '{"text": ""}'


PAGE = Response("<!DOCTYPE html><html><title>Sign\n in</title></html>", content_type="text/html")


@pytest.mark.parametrize("engine", ["openai:stub", "anthropic:stub"])
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param(PAGE, r"an HTML page \(Sign in\)", id="page"),
        pytest.param(Response("", content_type="application/json"), "nothing", id="empty body"),
        pytest.param(Response("[" * 50_000), "not an answer of this protocol", id="deep"),
        pytest.param(Response(b"\xff\xfe\x00"), "not an answer of this protocol", id="bytes"),
        pytest.param(reply([]), "not an answer of this protocol", id="list"),
        pytest.param(reply({"error": {"message": "No credit.", "code": 402}}), "No credit", id="error with success"),
        pytest.param(reply({"choices": [], "content": None}), "not an answer of this protocol", id="hollow"),
    ],
)
def test_a_body_of_another_kind_is_told_in_one_line(
    server: Server, connect: Connect, engine: str, answer: Response, said: str
) -> None:
    server.steps = [answer]
    with pytest.raises(ProviderError, match=said) as caught:
        connect(engine).complete(asked())

    assert server.host in caught.value.message
    assert engine in caught.value.message
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 500
    assert len(caught.value.calls) == 1


def test_a_server_without_schemas_is_asked_for_json_and_told_the_schema(server: Server, connect: Connect) -> None:
    no_schema = reply({"error": {"message": "response_format type 'json_schema' is not supported"}}, 400)
    no_json = reply({"error": "unknown field response_format"}, 422)
    server.steps = [no_schema, no_json, chat()]
    provider = connect(max_retries=0)
    first = provider.complete(asked())
    second = provider.complete(asked())

    assert first.text == second.text == TEXT
    assert [call.error for call in first.failed] == ["HTTP 400", "HTTP 422"]
    assert second.failed == ()
    assert server.bodies[1]["response_format"] == {"type": "json_object"}
    assert "response_format" not in server.bodies[2]
    assert server.bodies[3] == server.bodies[2]
    assert json.dumps(SCHEMA, separators=(",", ":")) in server.bodies[2]["messages"][0]["content"]


@pytest.mark.parametrize(
    ("complaint", "then"),
    [
        (
            "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
            "max_completion_tokens",
        ),
        ("This model's maximum context length is 4096 tokens, you asked for 16500.", None),
    ],
)
def test_a_limit_that_the_server_does_not_take_is_renamed_or_left_out(
    server: Server, connect: Connect, complaint: str, then: str | None
) -> None:
    server.steps = [reply({"error": {"message": complaint}}, 400), chat()]
    completion = connect().complete(asked())

    assert completion.text == TEXT
    assert len(completion.failed) == 1
    assert {"max_tokens", "max_completion_tokens"} & set(server.bodies[1]) == ({then} if then else set())


def test_a_server_that_refuses_everything_is_asked_a_bounded_number_of_times(server: Server, connect: Connect) -> None:
    complaint = "bad max_tokens, bad max_completion_tokens, bad response_format"
    server.steps = [reply({"error": {"message": complaint}}, 400)]
    with pytest.raises(ProviderError, match="HTTP 400") as caught:
        connect().complete(asked())

    assert len(server.bodies) == len(caught.value.calls) == 5


def test_one_request_that_is_too_long_does_not_lift_the_limit_for_the_others(server: Server, connect: Connect) -> None:
    too_long = reply({"error": {"message": "maximum context length exceeded"}}, 400)
    server.steps = [too_long, too_long, chat()]
    provider = connect()
    with pytest.raises(ProviderError, match="context length"):
        provider.complete(asked("long " * 1000))
    provider.complete(asked())

    assert ["max_tokens" in body for body in server.bodies] == [True, False, True]


def test_the_model_learns_nothing_of_the_repeat(server: Server, connect: Connect) -> None:
    server.steps = [chat()]
    provider = connect()
    provider.complete(asked(repeat=0))
    provider.complete(asked(repeat=1))

    assert server.bodies[0] == server.bodies[1]
