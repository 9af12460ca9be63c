"""CrewAI: a callback that stops a crew before its first task."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crewai.hooks.dispatch import HookAborted

from ire_gate.errors import InputError
from ire_gate.integrations.conversation import words_of
from ire_gate.integrations.telling import AnyGuard, as_json, as_text

Inputs = dict[str, Any]


def before_kickoff(guard: AnyGuard, key: str) -> Callable[[Inputs | None], Inputs]:
    """Return a callback for ``Crew(before_kickoff_callbacks=[...])``.

    A blocked kickoff raises `HookAborted`; its ``result`` is what the gate said as JSON. (A hook at an interception
    point would not do: CrewAI swallows the errors of those, and executes.)

    Args:
        guard: Whom to ask.
        key: The input that holds the user's words.
    """

    def ire_gate(inputs: Inputs | None) -> Inputs:
        if not inputs or key not in inputs:
            raise InputError(
                f"the crew's inputs have no {key!r}, which holds the intent", hint="see kickoff(inputs=...)"
            )
        intent = words_of(inputs[key])
        result = guard.ask(intent) if intent else None
        if result and not result.may_execute:
            aborted = HookAborted(as_text(result), source="ire-gate")
            aborted.result = as_json(result)
            raise aborted
        return inputs

    return ire_gate
