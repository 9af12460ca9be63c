from __future__ import annotations

import asyncio
from typing import Any

import pytest
from workflows import Workflow, step
from workflows.events import Event, StartEvent, StopEvent

from ire_gate.errors import LedgerError
from tests.integrations.conftest import CLEAR, MUDDLED, QUESTION, blocks, execute

(SET_UP,) = blocks("LlamaIndex workflows")


class Work(Event):
    request: str


def gated(done: list[str]) -> type[Any]:
    page: dict[str, Any] = {
        "Workflow": Workflow,
        "step": step,
        "StartEvent": StartEvent,
        "StopEvent": StopEvent,
        "Work": Work,
    }
    execute(SET_UP, page)

    class Whole(page["Gated"]):
        @step
        async def work(self, event: Work) -> StopEvent:
            done.append(event.request)
            return StopEvent(result="done")

    return Whole


def run(workflow: type[Any], request: str) -> Any:
    async def whole() -> Any:
        return await workflow(timeout=20).run(request=request)

    return asyncio.run(whole())


def test_the_page_blocks_and_passes() -> None:
    done: list[str] = []
    workflow = gated(done)
    assert run(workflow, MUDDLED)["questions"][0]["question"] == QUESTION
    assert done == []
    assert run(workflow, CLEAR) == "done"
    assert done == [CLEAR]


def test_an_error_of_the_gate_stops_the_workflow(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("IRE_GATE_LEDGER", str(tmp_path / "file" / "ledger.db"))
    done: list[str] = []
    with pytest.raises(LedgerError):
        run(gated(done), CLEAR)
    assert done == []
