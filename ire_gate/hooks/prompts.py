"""Which prompts to a coding agent are intents. Everything else passes without being judged.

The rule, in this order:

1. A command of the host (``/compact``, ``!ls``, ``#note``) is none, nor is a prompt without a word in it.
2. A reply of at most `REPLY` words that are all in `REPLIES`, numbers or single letters (*yes, go on*, *option b*) is
   none.
3. In a conversation that has begun, a prompt of at most `FOLLOW_UP` words is none: what it refers to stands in the
   conversation, which the gate cannot see.
4. A prompt whose every sentence asks for information (ends with a question mark, or begins with a question word) and
   whose sentences ask for no work (*can you …*, *please …*, a verb that requests begin with) is none.
5. Everything else is an intent.
"""

from __future__ import annotations

import itertools
import re

from ire_gate.language.clauses import sentences
from ire_gate.language.lexicon import IMPERATIVES
from ire_gate.language.tokens import Token

REPLY, FOLLOW_UP = 6, 12
"""Words at most of a reply, and of a follow-up."""

REPLIES = frozenset(
    "yes yeah yep yup y no nope nah n ok okay k sure fine great good perfect nice cool thanks thank you thx lgtm looks "
    "look go on ahead continue proceed next do it that this one please pls stop wait cancel never mind nevermind again "
    "retry try right correct wrong exactly agreed done the first second third last option both all none neither either "
    "of them these those a b c and but not yet now hello hi hey sounds works for me i agree skip undo keep going more "
    "done ready approve approved confirm confirmed accept accepted reject same as before maybe".split()
)

_COMMAND = re.compile(r"\s*(?:/[\w:-]+(?:\s|$)|!\S|#(?!#))")
_ASKING = frozenset(
    "what what's whats why how how's where where's when who who's whose which is are was were am does did has have "
    "had can could should would will isn't aren't doesn't don't didn't any anyone".split()
)
_WORK = frozenset({"can", "could", "would", "will"})
"""Followed by *you* they ask for work, unless the verb only asks to be told."""

_TELLING = frozenset(
    "explain tell describe show summarise summarize elaborate clarify remind walk say think know see".split()
)
"""Verbs whose work is an answer: *can you explain …?* asks for information."""

_POLITE = frozenset({"please", "pls", "kindly", "just", "then", "and", "also", "so", "now", "ok", "okay"})


def is_intent(prompt: str, *, has_begun: bool = False) -> bool:
    """Return whether a prompt asks for work that the gate should judge.

    >>> is_intent("/compact"), is_intent("yes, go on"), is_intent("What does `parse` return?")
    (False, False, False)
    >>> is_intent("Can you rename `parse` to `read`?"), is_intent("Fix it."), is_intent("Fix it.", has_begun=True)
    (True, True, False)

    Args:
        prompt: What the user typed.
        has_begun: Whether the conversation has had a prompt before.
    """
    if _COMMAND.match(prompt) and "\n" not in prompt.strip():
        return False
    found = sentences(prompt)
    words = [token for sentence in found for token in sentence if token.kind != "punct"]
    if not words or (len(words) <= REPLY and all(map(_is_reply, words))):
        return False
    if has_begun and len(words) <= FOLLOW_UP:
        return False
    return not all(_asks_to_be_told(sentence) for sentence in found)


def _is_reply(token: Token) -> bool:
    return token.lower in REPLIES or token.kind == "number" or len(token.text) == 1


def _asks_to_be_told(sentence: tuple[Token, ...]) -> bool:
    words = [token.lower for token in sentence if token.kind != "punct"]
    while words and words[0] in _POLITE:
        words = words[1:]
    if not words:
        return True
    if words[0] in _WORK and words[1:2] == ["you"]:
        asked = [word for word in words[2:] if word not in _POLITE]
        return bool(asked) and asked[0] in _TELLING
    if words[0] in _TELLING:
        return words[0] not in IMPERATIVES or words[1:2] == ["me"]
    if words[0] in IMPERATIVES:
        return False
    return sentence[-1].text == "?" or (words[0] in _ASKING and not _orders_behind_a_comma(sentence))


def _orders_behind_a_comma(sentence: tuple[Token, ...]) -> bool:
    """*When the import fails, send a mail* begins like a question and is none."""
    pairs = itertools.pairwise(token.lower for token in sentence)
    return any(first == "," and second in IMPERATIVES for first, second in pairs)
