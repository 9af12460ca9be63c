"""What a host is: how it says what happened, and what it wants to hear."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Literal

from msgspec import Struct

from ire_gate.errors import InputError

Event = Literal["prompt", "tool", "other"]
Message = Mapping[str, Any]

_LONGEST_NAME = 200


class Said(Struct, frozen=True, kw_only=True):
    """What a host told its hook."""

    event: Event
    prompt: str = ""
    session: str = ""
    """The conversation; where the host does not name it, the folder stands for it. Empty if neither is known."""
    folder: str = ""
    transcript: str = ""
    """A file with what was said before, if the host keeps one."""


class Host(Struct, frozen=True, kw_only=True):
    """One kind of coding agent."""

    event: str
    """Its own name of the event before a prompt is sent."""
    file: str
    """Where it looks for its hooks, below a project's folder."""
    hooks: dict[str, Any]
    """What that file has to say."""
    refused: Callable[[Event, str], dict[str, Any]]
    """From the event and the reason to the object that stops it."""
    passed: str = "{}"
    """JSON that lets a prompt, or a tool call, through."""
    exits: bool = True
    """Whether exit code 2 stops a prompt; where it does not, a failure is answered like a refusal."""
    asks_again: bool = False
    """Whether the hook is asked before each tool call as well, so that a verdict has to be kept."""


def said(host: Host, message: Message) -> Said:
    """Return what a host's message says.

    Raises:
        InputError: It has no prompt where it should.
    """
    told: Event = "tool" if host.asks_again and ("toolName" in message or "tool_name" in message) else "prompt"
    prompt, event = message.get("prompt"), word(message, "hook_event_name", "hookEventName")
    if told == "prompt" and not isinstance(prompt, str):
        if event in {"", host.event}:
            raise InputError("the hook's input has no prompt", hint=f"it belongs to the event {host.event}")
        told = "other"
    folder = word(message, "cwd") or _first(message.get("workspace_roots"))
    return Said(
        event=told,
        prompt=word(message, "prompt"),
        session=word(message, "session_id", "sessionId", "conversation_id")[:_LONGEST_NAME] or _named_after(folder),
        folder=folder,
        transcript=word(message, "transcript_path", "transcriptPath"),
    )


def word(message: Message, *names: str) -> str:
    """Return the first field of these names that is a text, empty if none is; half a character becomes a ``?``."""
    found = next((value for name in names if isinstance(value := message.get(name), str) and value), "")
    return found.encode("utf-8", "replace").decode()


def _first(values: Any) -> str:
    return word({"": values[0]}, "") if isinstance(values, list) and values else ""


def _named_after(folder: str) -> str:
    """A folder's path may name a person, and a session goes into the ledger."""
    return f"folder-{hashlib.sha256(folder.encode()).hexdigest()[:12]}" if folder else ""
