"""One prompt of a conversation through the gate."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import msgspec

from ire_gate.domain import Finding, Intent, Severity, Waiver
from ire_gate.hooks.prompts import is_intent, without_courtesies
from ire_gate.hooks.telling import told
from ire_gate.sources.waivers import lifted

if TYPE_CHECKING:
    from collections.abc import Callable

    from ire_gate.config import Settings
    from ire_gate.gate import Gate
    from ire_gate.hooks.host import Said

IN_CONVERSATION = ("no_request", "unclear_reference")
"""Kinds of findings that the earlier turns of a conversation answer, which the gate does not see."""

_REASON = "said in a conversation, whose earlier turns the gate does not see"
_WORD = re.compile(r"\w{3,}")


def refusal_of(said: Said, settings_for: Callable[[str], Settings], *, after: str | None) -> str:
    """Return why a prompt is not to be sent, in the words that the user is to see; empty if it may be.

    Args:
        said: A prompt.
        settings_for: From the folder that the agent works in to the settings; not called for what is no intent.
        after: What the agent said last, see `is_intent`.

    Raises:
        IreGateError: The gate could not look, or could not record.
    """
    text, waivers = lifted(said.prompt)
    if not is_intent(text, after=after):
        return ""
    from ire_gate.gate import Gate
    from ire_gate.guard import Guard

    settings = settings_for(said.folder)
    intent = Intent(text=without_courtesies(text), task=said.session, waivers=waivers)
    with Gate(settings=settings) as gate:
        if after is not None and _lacks_only_what_was_said(gate, intent):
            intent = msgspec.structs.replace(intent, waivers=(*waivers, in_conversation()))
        result = Guard(gate).ask(intent)
    return "" if result.may_execute else told(result, today=_today() if settings.waivers else None)


def in_conversation() -> Waiver:
    """Return the waiver that holds for a prompt in a conversation; it is recorded like any other."""
    from ire_gate.codes import code_of

    return Waiver(codes=tuple(map(code_of, IN_CONVERSATION)), reason=_REASON, until=_today().isoformat(), line=0)


def _lacks_only_what_was_said(gate: Gate, intent: Intent) -> bool:
    """Whether something blocks that the conversation may answer; True as well where only a model could tell."""
    seen = gate.glance(intent)
    if seen is None:
        return True
    errors = [found for found in seen.verdict.findings if found.severity is Severity.ERROR]
    open_here = [found for found in errors if found.kind in IN_CONVERSATION]
    return bool(open_here) and not any(_is_between_words_of_its_own(found, intent.text) for found in open_here)


def _is_between_words_of_its_own(found: Finding, text: str) -> bool:
    """Whether the prompt itself names two things that a reference may mean: then no earlier turn settles it."""
    before = set(_WORD.findall(text[: found.span.start].lower())) if found.span else set()
    named = [reading for reading in found.readings if not before.isdisjoint(_WORD.findall(reading.lower()))]
    return len(named) > 1


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
