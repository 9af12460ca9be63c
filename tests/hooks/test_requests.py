"""Which prompts to a coding agent are judged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ire_gate.hooks.pasted import own_words
from ire_gate.hooks.prompts import is_intent, without_courtesies

REQUESTS = Path(__file__).parent.parent.parent / "fixtures" / "requests.jsonl"


@pytest.mark.parametrize(("split", "size", "missed", "judged"), [("seen", 199, 1, 0), ("unseen", 175, 8, 13)])
def test_the_rule_is_as_good_as_the_page_says(split: str, size: int, missed: int, judged: int) -> None:
    rows = [json.loads(line) for line in REQUESTS.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["split"] == split]
    wrong = [row["label"] for row in rows if is_intent(row["prompt"], after=row["after"]) != (row["label"] == "intent")]

    assert len(rows) == size
    assert (wrong.count("intent"), wrong.count("not_intent")) == (missed, judged)


@pytest.mark.parametrize(
    "prompt", ["", "  \n", "🙂", "???", "/help", "!rm -rf x", "1", "a", "@a.py @b.py", "```\nx\n```"]
)
def test_what_says_nothing_or_speaks_to_the_host_is_no_intent(prompt: str) -> None:
    assert not is_intent(prompt)


@pytest.mark.parametrize(
    "prompt", ["do the same for the other tables", "fix it", "run the tests", "the second file too"]
)
def test_what_points_back_is_judged_only_where_nothing_was_said_before(prompt: str) -> None:
    assert not is_intent(prompt, after="")
    assert is_intent(f"{prompt}, and send the report to the relevant people when all of that is done", after="")


def test_an_answer_to_the_agent_s_question_is_no_intent_unless_it_adds_something() -> None:
    answer = "use the staging database and keep the old file"

    assert not is_intent(answer, after="Which database shall I use?")
    assert is_intent(answer, after="I have changed the database.")
    assert is_intent(f"{answer}, then also tell the team", after="Which database shall I use?")


def test_a_new_request_is_judged_in_a_conversation_however_short_it_is() -> None:
    assert is_intent("drop the table", after="Done.")
    assert is_intent("send the summary to the team", after="")


def test_a_path_and_a_heading_of_a_longer_text_are_not_taken_for_commands() -> None:
    assert is_intent("# Task\nRename `a` to `b`.")
    assert is_intent("/etc/hosts: add the line `10.0.0.1 db`\nand reload")


def test_of_a_pasted_log_the_user_s_own_words_are_left() -> None:
    log = 'Traceback (most recent call last):\n  File "a.py", line 3, in f\n    g()\nKeyError: 1'

    assert own_words(log) == ""
    assert own_words(f"{log}\n\nmake `f` return None instead") == "make `f` return None instead"
    assert own_words(f"~~~\n{log}\n") == ""


def test_a_megabyte_is_told_apart_in_linear_time() -> None:
    assert is_intent("Rename `a` to `b`. " * 50_000)
    assert not is_intent("2026-10-02T08:14:03Z ERROR job failed\n" * 25_000)
    assert is_intent(", please " * 100_000 + "rename it")


def test_courtesies_are_blanked_and_places_stay() -> None:
    prompt = "Great, thanks!\nPlease rename `a` to `b`."

    assert without_courtesies(prompt) == " " * 14 + "\nPlease rename `a` to `b`."
    assert without_courtesies("Thanks!") == "Thanks!"
