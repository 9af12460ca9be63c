"""Which prompts to a coding agent are judged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ire_gate.hooks.prompts import is_intent

PROMPTS = Path(__file__).parent.parent.parent / "fixtures" / "prompts.jsonl"


def test_few_intents_are_missed_and_few_other_prompts_are_judged() -> None:
    rows = [json.loads(line) for line in PROMPTS.read_text(encoding="utf-8").splitlines()]
    wrong = [row["prompt"] for row in rows if is_intent(row["prompt"]) != (row["label"] == "intent")]

    assert len(rows) == 90
    assert wrong == ["can we get rid of moment.js?"]


@pytest.mark.parametrize("prompt", ["", "  \n", "🙂", "???", "/help", "!rm -rf x", "1", "a"])
def test_what_says_nothing_or_speaks_to_the_host_is_no_intent(prompt: str) -> None:
    assert not is_intent(prompt)


def test_a_short_prompt_is_judged_only_where_nothing_was_said_before() -> None:
    assert is_intent("do the same for the other tables")
    assert not is_intent("do the same for the other tables", has_begun=True)


def test_a_long_prompt_is_judged_in_a_conversation_too() -> None:
    prompt = "Now send the report to the relevant people and clean up whatever is no longer needed in the old folder."

    assert is_intent(prompt, has_begun=True)


def test_a_path_and_a_heading_of_a_longer_text_are_not_taken_for_commands() -> None:
    assert is_intent("# Task\nRename `a` to `b`.")
    assert is_intent("/etc/hosts: add the line `10.0.0.1 db`\nand reload")
