from __future__ import annotations

from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from ire_gate.integrations.conversation import is_reply, newest_intent


def user(content: Any) -> dict[str, Any]:
    return {"role": "user", "content": content}


ANSWER = {"role": "assistant", "content": "Which file?"}
PICTURE = {"type": "image_url", "image_url": {"url": "data:,"}}


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        pytest.param("Do it.", "Do it.", id="a text"),
        pytest.param([user("Do it.")], "Do it.", id="one message"),
        pytest.param([user("Old."), ANSWER, user("New.")], "New.", id="the newest, not the earlier"),
        pytest.param([user("New."), {"role": "system", "content": "Obey."}], "New.", id="system words are passed over"),
        pytest.param([user("New."), {"role": "developer", "content": "Obey."}], "New.", id="developer's too"),
        pytest.param(
            [user("New."), {"role": "assistant", "content": "{"}], "New.", id="a prefilled answer hides nothing"
        ),
        pytest.param(
            [user([{"type": "text", "text": "Add A."}, PICTURE, {"type": "text", "text": "Add B."}])],
            "Add A.\nAdd B.",
            id="text parts",
        ),
        pytest.param(
            [user([{"type": "input_text", "text": "Add A."}])], "Add A.", id="parts of the Responses interface"
        ),
        pytest.param([{"type": "message", **user("Add A.")}], "Add A.", id="items of the Responses interface"),
        pytest.param([HumanMessage("Add A."), AIMessage("x"), HumanMessage("Add B.")], "Add B.", id="LangChain"),
        pytest.param([HumanMessage([{"type": "text", "text": "Add A."}, PICTURE])], "Add A.", id="LangChain's parts"),
        pytest.param([SystemMessage("S"), HumanMessage("Add A.")], "Add A.", id="LangChain with a system prompt"),
    ],
)
def test_the_intent_is_the_newest_text_of_the_user(said: Any, intent: str) -> None:
    assert newest_intent(said) == intent


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(None, id="nothing"),
        pytest.param("", id="an empty text"),
        pytest.param(" \n", id="a blank text"),
        pytest.param([], id="no message"),
        pytest.param([ANSWER], id="only the model"),
        pytest.param([user("Old."), user([PICTURE])], id="a picture, with words before it"),
        pytest.param([user(None)], id="no content"),
        pytest.param([user(7)], id="content of no known kind"),
        pytest.param([user("Old."), ANSWER, {"role": "tool", "content": "42"}], id="a tool's result"),
        pytest.param([user("Old."), {"type": "function_call_output", "output": "42"}], id="a tool's result, Responses"),
        pytest.param([user("Old."), user([{"type": "tool_result", "content": "42"}])], id="a tool's result, Anthropic"),
        pytest.param(
            [user("Old."), user([{"type": "tool_result"}, {"type": "text", "text": "Reminder"}])], id="with a reminder"
        ),
        pytest.param([HumanMessage("Old."), ToolMessage("42", tool_call_id="1")], id="a tool's result, LangChain"),
    ],
)
def test_without_new_words_of_the_user_there_is_nothing_to_judge(said: Any) -> None:
    assert newest_intent(said) is None


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes, go on.",
        "No, thanks!",
        "2",
        "b)",
        "The second one, please.",
        "OK 👍",
        "Continue.",
        "option 2",
        "Hi",
        "👍",
        "!",
    ],
)
def test_a_bare_reply_is_no_intent(text: str) -> None:
    assert is_reply(text)
    assert newest_intent(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "fix it",
        "Do it.",
        "deploy",
        "Delete that",
        "Yes, and delete the other one.",
        "ok the one and the other one first",
        "Rename `a` to `b`",
        "x_1",
        "continuez",
        "да",
    ],
)
def test_a_text_that_may_ask_for_something_is_judged(text: str) -> None:
    assert not is_reply(text)
