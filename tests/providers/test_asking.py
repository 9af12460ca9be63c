"""One typed answer: validated, repaired at most once, every call booked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from werkzeug import Response

from ire_gate.domain import BackTranslation
from ire_gate.errors import ProviderError
from ire_gate.providers.asking import ask
from ire_gate.providers.base import Provider
from tests.providers.conftest import TEXT, Server, chat, messages, reply

Connect = Callable[..., Provider]
BOTH = pytest.mark.parametrize(("engine", "answer"), [("openai:stub", chat), ("anthropic:stub", messages)])


def restate(provider: Provider, spec: str = "{}") -> tuple[BackTranslation, int]:
    answer, calls = ask(provider, "backtranslate", {"spec": spec}, BackTranslation)
    return answer, len(calls)


@BOTH
def test_a_good_answer_takes_one_call(
    server: Server, connect: Connect, engine: str, answer: Callable[..., Response]
) -> None:
    server.steps = [answer()]

    assert restate(connect(engine)) == (BackTranslation("Set `retries` to 5."), 1)


@BOTH
def test_the_repair_request_holds_the_complaint_and_the_answer(
    server: Server, connect: Connect, engine: str, answer: Callable[..., Response]
) -> None:
    server.steps = [answer('{"text": 7}'), answer()]
    _, calls = restate(connect(engine))
    repair = server.bodies[1]["messages"][-1]["content"]

    assert calls == 2
    assert "$.text: Expected `str`, got `int`" in repair
    assert '{"text": 7}' in repair


@BOTH
@pytest.mark.parametrize("text", ["", "{", '{"goal": 1}', "I would rather not."], ids=["empty", "cut", "shape", "talk"])
def test_two_unusable_answers_are_an_error_with_both_calls(
    server: Server, connect: Connect, engine: str, answer: Callable[..., Response], text: str
) -> None:
    server.steps = [answer(text)]
    with pytest.raises(ProviderError, match=f"{engine} gave an unusable answer twice \\(backtranslate\\)") as caught:
        restate(connect(engine))

    assert [call.tokens_out for call in caught.value.calls] == [20, 20]
    assert len(server.bodies) == 2


def test_an_answer_that_is_cut_off_is_told_apart_from_broken_json(server: Server, connect: Connect) -> None:
    server.steps = [chat('{"text": "Se', finish="length")]
    with pytest.raises(ProviderError, match="it was cut off at 16000 tokens"):
        restate(connect())

    assert "it was cut off at 16000 tokens" in server.bodies[1]["messages"][-1]["content"]


def test_tries_before_an_answer_and_before_its_repair_are_all_booked(server: Server, connect: Connect) -> None:
    busy = reply({"error": {"message": "Busy."}}, 503, retry_after_ms="1")
    server.steps = [busy, chat("{"), busy, chat(TEXT)]
    _, calls = ask(connect(), "backtranslate", {"spec": "{}"}, BackTranslation)

    assert [call.error for call in calls] == ["HTTP 503", None, "HTTP 503", None]


def test_a_repair_that_fails_still_books_the_first_answer(server: Server, connect: Connect) -> None:
    server.steps = [chat("{"), reply({"error": {"message": "Gone."}}, 401)]
    with pytest.raises(ProviderError, match="Gone") as caught:
        restate(connect())

    assert [call.error for call in caught.value.calls] == [None, "HTTP 401"]


def test_half_a_surrogate_pair_in_an_intent_is_replaced_and_nothing_moves(server: Server, connect: Connect) -> None:
    server.steps = [chat()]
    restate(connect(), "a\ud800b")

    assert server.bodies[0]["messages"][-1]["content"] == "a?b"
