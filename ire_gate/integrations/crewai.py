"""CrewAI: stops a crew before its first task."""

from __future__ import annotations

from typing import Any

from crewai.hooks.dispatch import HookAborted

from ire_gate.errors import InputError
from ire_gate.integrations.conversation import words_of
from ire_gate.integrations.telling import AnyGuard, as_json, as_text


def require(guard: AnyGuard, inputs: dict[str, Any] | None, key: str) -> dict[str, Any]:
    """Return the inputs of a kickoff if its intent may be executed; for a ``before_kickoff`` callback.

    (A hook at an interception point would not do: CrewAI swallows the errors of those, and executes.)

    Args:
        guard: Whom to ask.
        inputs: What the crew was given.
        key: The input that holds the user's words.

    Raises:
        HookAborted: It may not; its ``result`` is what the gate said, as JSON.
        InputError: There is no such input.
    """
    if not inputs or key not in inputs:
        raise InputError(f"the crew's inputs have no {key!r}, which holds the intent", hint="see kickoff(inputs=...)")
    intent = words_of(inputs[key])
    result = guard.ask(intent) if intent else None
    if result and not result.may_execute:
        aborted = HookAborted(as_text(result), source="ire-gate")
        aborted.result = as_json(result)
        raise aborted
    return inputs
