"""What the intent of a conversation is: the newest words of the user, if nothing has answered a tool since."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ire_gate.language.lexicon import ASSENTS

_USER = frozenset(("user", "human"))
_TOOL = frozenset(("tool", "function", "tool_result", "mcp_approval_response"))
_WORDS = frozenset(("text", "input_text"))
_LONGEST_REPLY = 5


def newest_intent(said: str | Sequence[Any] | None) -> str | None:
    """Return the text of the newest message of the user, or None if there is nothing to judge.

    Nothing is to judge where the newest thing is a tool's result (the run goes on with an intent that was judged when
    it came), and where the newest message of the user has no words, or only replies. Earlier turns are never added to
    it: the gate reads the newest message alone, so what only they explain is open to it.

    Args:
        said: A text, or the messages of OpenAI's or Anthropic's interfaces or of LangChain, oldest first. What the
            model, the developer or the system said is passed over.
    """
    if said is None or isinstance(said, str):
        return _words(said)
    for message in reversed(said):
        role = str(_field(message, "role") or _field(message, "type") or "")
        content = _field(message, "content")
        if role in _TOOL or role.endswith("_output") or _has_tool_result(content):
            return None
        if role in _USER:
            return words_of(content)
    return None


def words_of(content: Any) -> str | None:
    """Return the text parts of one message, None if it has none; pictures, sound and files are not read."""
    if content is None or isinstance(content, str):
        return _words(content)
    texts = (part if isinstance(part, str) else _field(part, "text") for part in _parts(content))
    return _words("\n".join(text for text in texts if isinstance(text, str)))


def _parts(content: Any) -> Iterable[Any]:
    """Return the parts that carry the user's own words."""
    if not isinstance(content, Sequence):
        return ()
    return [part for part in content if isinstance(part, str) or _field(part, "type") in _WORDS]


def _has_tool_result(content: Any) -> bool:
    if isinstance(content, str) or not isinstance(content, Sequence):
        return False
    return any(_field(part, "type") == "tool_result" for part in content)


def _field(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


def _words(text: str | None) -> str | None:
    return text if text and text.strip() and not is_reply(text) else None


def is_reply(text: str) -> bool:
    """Whether a text asks for nothing by itself: “yes”, “go on”, “2”, “the second one, please”.

    Every word must be one of few that name no deed and no thing, so “fix it” is none.
    """
    words = re.findall(r"\w+", text.lower())
    return len(words) <= _LONGEST_REPLY and all(word in ASSENTS or len(word) == 1 or word.isdecimal() for word in words)
