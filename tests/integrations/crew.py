"""Run by the Python of CrewAI's environment: kicks off crews that the page's block gates, and tells what happened.

Takes the block and the requests as JSON on standard input, and answers with JSON.
"""

import json
import sys
from typing import Any

from crewai import Agent, Crew, Task
from crewai.hooks.dispatch import HookAborted
from crewai.llms.base_llm import BaseLLM

from ire_gate import Gate, Guard
from ire_gate.errors import IreGateError


class Counting(BaseLLM):  # type: ignore[misc]  # CrewAI is not installed where types are checked
    """A model that counts its calls."""

    calls: int = 0

    def call(self, *_: Any, **__: Any) -> str:
        self.calls += 1
        return "Thought: I know.\nFinal Answer: done"


def kicked_off(block: str, inputs: dict[str, Any], broken_ledger: str | None) -> dict[str, Any]:
    model = Counting(model="counting")
    worker = Agent(role="worker", goal="work", backstory="works", llm=model)
    task = Task(description="Do: {request}", expected_output="done", agent=worker)
    page: dict[str, Any] = {"Crew": Crew, "worker": worker, "task": task}
    exec(block, page)  # noqa: S102 - the project's own page
    if broken_ledger:
        page["guard"] = Guard(Gate("rules", ledger=broken_ledger))
    try:
        output = str(page["crew"].kickoff(inputs=inputs))
    except HookAborted as aborted:
        return {"calls": model.calls, "blocked": aborted.result, "text": str(aborted)}
    except IreGateError as error:
        return {"calls": model.calls, "error": type(error).__name__}
    return {"calls": model.calls, "output": output}


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    told = [kicked_off(asked["block"], inputs, ledger) for inputs, ledger in asked["kickoffs"]]
    sys.stdout.write("\n" + json.dumps(told))
