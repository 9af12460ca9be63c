"""What each framework's adapter adds, as a multiple of calling `Gate.check` directly on the same texts.

    python benchmarks/overhead.py [--only HOST,...] [--repeats N] [--output FILE]

Texts that the rules pass go, in turn and many times, through the host with its fake model, through the host with an
empty hook of the same kind, through `Gate.check` and then that host, and through the host with the gate in its hook.
Warm, nothing cached, every decision written to a ledger, and each text as good as new: sixty others came since it was
last read. Of the repeats of one text the quickest counts, so that a busy machine hits all alike.

    direct  = check, then host - host with an empty hook
    adapter = (with the gate - with an empty hook) / direct     what is ours, beside its limit
    whole   = (with the gate - without a hook)     / direct     with the host's own price of having a hook

The direct call stands before a run of the host, as it would in a program: after some other work the same check takes a
sixth longer than in a loop of its own, as the processor's caches are full of that work.

For CrewAI and LiteLLM, in the environments that ``make test`` makes, the hook is called as the host calls it, without
the host around it: a kickoff or a request takes a hundred times as long as the gate, and varies by more.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from ire_gate import Gate, Guard

LIMIT = 1.1
CORPUS = Path(__file__).parent.parent / "fixtures" / "corpus" / "dev.jsonl"
ELSEWHERE = ("crewai", "litellm")

Way = Callable[[str], Awaitable[Any]]
Ways = tuple[Way, Way, Way]


def openai_agents(guard: Guard) -> Ways:
    """Return an agent's run without a hook, with an empty one, and with the gate."""
    from agents import Agent, GuardrailFunctionOutput, InputGuardrail, Runner, set_tracing_disabled
    from agents.testing import ModelStep, ScriptedModel, assistant_message

    from ire_gate.integrations.openai_agents import guardrail

    set_tracing_disabled(disabled=True)
    passed = GuardrailFunctionOutput(output_info=None, tripwire_triggered=False)

    async def nothing(*_: Any) -> GuardrailFunctionOutput:
        return passed

    def way(*guardrails: InputGuardrail[Any]) -> Way:
        async def run(text: str) -> None:
            model = ScriptedModel([ModelStep(output=[assistant_message("done")])])
            await Runner.run(Agent(name="worker", model=model, input_guardrails=list(guardrails)), text)

        return run

    return way(), way(InputGuardrail(nothing, name="empty", run_in_parallel=False)), way(guardrail(guard))


def langchain(guard: Guard) -> Ways:
    """Return an agent's run without a hook, with an empty one, and with the gate."""
    from langchain.agents import create_agent
    from langchain.agents.middleware import AgentMiddleware, hook_config
    from langchain_core.language_models.fake_chat_models import FakeListChatModel

    from ire_gate.integrations.langchain import GatedState, IreGate

    class Empty(AgentMiddleware[Any, Any, Any]):
        state_schema = GatedState

        @hook_config(can_jump_to=["end"])
        async def abefore_agent(self, state: Any, runtime: Any) -> dict[str, Any]:  # noqa: ARG002 - the host's signature
            return {"ire_gate": None}

    def way(*middleware: AgentMiddleware[Any, Any, Any]) -> Way:
        agent: Any = create_agent(FakeListChatModel(responses=["done"]), middleware=middleware)
        return lambda text: agent.ainvoke({"messages": [{"role": "user", "content": text}]})

    return way(), way(Empty()), way(IreGate(guard))


def langgraph(guard: Guard) -> Ways:
    """Return a graph's run without a first node, with an empty one, and with the gate."""
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import RunnableLambda
    from langgraph.graph import END, START, MessagesState, StateGraph
    from langgraph.types import Command

    from ire_gate.integrations.langgraph import gate_node

    async def work(_: Any) -> dict[str, Any]:
        return {"messages": [AIMessage("done")]}

    async def nothing(_: Any) -> Command[str]:
        return Command(goto="work", update={"ire_gate": None})

    def way(first: Any = None) -> Way:
        graph: Any = StateGraph(MessagesState)
        graph.add_node("work", work)
        if first:
            graph.add_node("gate", first, destinations=("work", END))
        graph.add_edge(START, "gate" if first else "work")
        compiled = graph.compile()
        return lambda text: compiled.ainvoke({"messages": [{"role": "user", "content": text}]})

    empty = RunnableLambda(lambda _: Command(goto="work"), nothing)
    return way(), way(empty), way(gate_node(guard, then="work"))


def pydantic_ai(guard: Guard) -> Ways:
    """Return an agent's run without a hook, with an empty one, and with the gate."""
    from pydantic_ai import Agent
    from pydantic_ai.capabilities import AbstractCapability
    from pydantic_ai.models.test import TestModel

    from ire_gate.integrations.pydantic_ai import IreGate

    class Empty(AbstractCapability[Any]):
        async def wrap_run(self, ctx: Any, *, handler: Any) -> Any:  # noqa: ARG002 - the host's signature
            return await handler()

    def way(*capabilities: AbstractCapability[Any]) -> Way:
        agent = Agent(TestModel(), capabilities=capabilities)
        return agent.run

    return way(), way(Empty()), way(IreGate(guard))


def llama_index(guard: Guard) -> Ways:
    """Return the first step's question, beside nothing: a workflow has no hook to compare it with."""
    from ire_gate.integrations.llama_index import stopped

    return nothing, nothing, lambda text: stopped(guard, text)


def any_function(guard: Guard) -> Ways:
    """Return a function bare, in a decorator that does nothing, and gated."""
    import functools

    from ire_gate import gated

    @functools.wraps(nothing)
    async def wrapped(text: str) -> None:
        await nothing(text)

    return nothing, wrapped, gated(guard.gate)(nothing)


def crewai(guard: Guard) -> Ways:
    """Return what a callback before the kickoff does: nothing, nothing, and the gate."""
    from ire_gate.integrations.crewai import require

    async def gated(text: str) -> None:
        require(guard, {"request": text}, "request")

    return nothing, nothing, gated


def litellm(guard: Guard) -> Ways:
    """Return the guardrail's answer to a request, beside that of LiteLLM's own base class."""
    from litellm.integrations.custom_guardrail import CustomGuardrail

    from ire_gate.integrations.litellm import IreGate

    def way(guardrail: Any) -> Way:
        return lambda text: guardrail.async_pre_call_hook(
            user_api_key_dict=None,
            cache=None,
            data={"messages": [{"role": "user", "content": text}]},
            call_type="acompletion",
        )

    ours = IreGate(guardrail_name="ire-gate", event_hook="pre_call")
    ours.guard = guard
    return nothing, way(CustomGuardrail(guardrail_name="empty")), way(ours)


async def nothing(_text: str) -> None:
    """Do nothing: the empty hook of a host that only calls one."""


HOSTS: dict[str, Callable[[Guard], Ways]] = {
    host.__name__: host
    for host in (openai_agents, langchain, langgraph, pydantic_ai, llama_index, any_function, crewai, litellm)
}


async def measured(gate: Gate, ways: Ways, texts: list[str], repeats: int) -> dict[str, float]:
    """Return the milliseconds of one text on average: without a hook, with an empty one, checked before, and gated."""
    bare, empty, gated = ways

    async def direct(text: str) -> None:
        gate.check(text)
        await empty(text)

    names = ("bare", "empty", "direct", "gated")
    best = {name: [float("inf")] * len(texts) for name in names}
    for _ in range(repeats):
        for name, way in zip(names, (bare, empty, direct, gated), strict=True):
            for place, text in enumerate(texts):
                started = time.perf_counter()
                await way(text)
                best[name][place] = min(best[name][place], time.perf_counter() - started)
    return {name: sum(times) / len(times) * 1000 for name, times in best.items()}


def overhead(host: str, repeats: int) -> dict[str, Any]:
    """Measure one host in this process."""
    with tempfile.TemporaryDirectory() as folder, Gate("rules", cache=False, ledger=f"{folder}/ledger.db") as gate:
        rows = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
        texts = [row["clear"] for row in rows if "clear" in row]
        texts = [text for text in texts if gate.check(text).passed][:60]
        took = asyncio.run(measured(gate, HOSTS[host](Guard(gate)), texts, repeats))
    direct = took["direct"] - took["empty"]
    adapter, whole = (took["gated"] - took["empty"]) / direct, (took["gated"] - took["bare"]) / direct
    times = {name: round(value, 3) for name, value in took.items()}
    return {
        "adapter": round(adapter, 3),
        "limit": LIMIT,
        "met": adapter <= LIMIT,
        "whole": round(whole, 3),
        "ms": times,
    }


def elsewhere(host: str, repeats: int) -> dict[str, Any] | None:
    """Measure a host in the environment that was made for it, if it was."""
    python = Path(sys.prefix) / "hosts" / host / "bin" / "python"
    if not python.exists():
        return None
    command = [str(python), "-P", __file__, "--inside", "--only", host, "--repeats", str(repeats)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    """Print a line a host; write the figures if told where."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(HOSTS))
    parser.add_argument("--repeats", type=int, default=25)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    results: dict[str, Any] = {}
    for host in asked.only.split(","):
        measure = elsewhere if host in ELSEWHERE and not asked.inside else overhead
        if (result := measure(host, asked.repeats)) is None:
            print(f"{host:14} no environment: make test")
            continue
        results[host] = result
        gate, told = (
            result["ms"]["direct"] - result["ms"]["empty"],
            f"adapter {result['adapter']:.2f} (<= {LIMIT}), whole {result['whole']:.2f}",
        )
        print(f"{host:14} {told}; gate {gate:.2f} ms")
    if asked.inside:
        print(json.dumps(result))
    if asked.output:
        asked.output.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
