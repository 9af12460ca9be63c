from __future__ import annotations

import json

from ire_gate import Guard, Result
from ire_gate.integrations.telling import ASKED, FIELDS, as_json, as_text
from ire_gate.result import Question
from tests.integrations.conftest import CLEAR, MUDDLED, QUESTION


def test_what_is_told_has_every_field_of_a_result() -> None:
    assert (*FIELDS, "questions") == Result.__struct_fields__
    assert Question.__struct_fields__ == ASKED


def test_a_blocked_result_is_json_with_its_questions_and_its_decision(guard: Guard) -> None:
    told = json.loads(json.dumps(as_json(guard.ask(MUDDLED))))
    assert told["may_execute"] is False
    assert told["decision_id"]
    assert told["questions"][0]["question"] == QUESTION
    assert len(told["questions"][0]["readings"]) == 2


def test_people_read_the_reason_the_questions_and_the_decision(guard: Guard) -> None:
    result = guard.ask(MUDDLED)
    lines = as_text(result).splitlines()
    assert lines[0] == result.reason
    assert lines[1] == f"Q1 {QUESTION}"
    assert lines[-1] == f"decision {result.decision_id}"


def test_a_passed_result_asks_nothing(guard: Guard) -> None:
    assert as_json(guard.ask(CLEAR))["questions"] == []
