"""Which prompts to a coding agent are intents. Everything else passes without being judged. Pure.

The rule, in this order; “in a conversation” means that the agent has answered before:

1. A command of the host (``/compact``, ``!ls``, ``#note``, ``@file`` alone) is none.
2. What was only pasted (a log, a traceback, code in fences) is none; of a mixed prompt the user's own words count.
3. A reply of at most `REPLY` words that are all in `REPLIES`, numbers or single letters (*yes, go on*, *option b*) is
   none.
4. In a conversation, at most `FOLLOW_UP` words are none if they answer the agent's own question and add nothing to it
   (*also …* does), or if each sentence points back (*fix it*, *undo that*), names a routine (*run the tests*, *commit*)
   or asks for no deed (*the other file, too*).
5. A prompt whose every sentence asks to be told something (*what does …?*, *explain …*) is none. A question that asks
   for work (*can you rename …?*) is not one of these.
6. Everything else is an intent.
"""

from __future__ import annotations

import itertools
import re

from ire_gate.hooks.pasted import own_words
from ire_gate.language.clauses import sentences
from ire_gate.language.lexicon import ASSENTS, DETERMINERS, IMPERATIVES
from ire_gate.language.tokens import Token

REPLY, FOLLOW_UP, ROUTINE = 6, 12, 4
"""Words at most of a reply, of a follow-up, and of a sentence that names a routine."""

REPLIES = ASSENTS | frozenset(
    "yup y nah n k nice cool awesome thx ty lgtm looks look next do it pls stop wait cancel never mind nevermind "
    "again retry try wrong done both all none neither either of them these those a b c and but not yet now sounds "
    "works for me i agree skip undo keep going more ready approve approved confirm confirmed accept accepted reject "
    "same as before maybe so much very work job well".split()
)
"""To a coding agent, what is undone, skipped or kept going is what it did last."""

_COMMAND = re.compile(r"\s*(?:/[\w:-]+(?:\s|$)|!\S|#(?!#)|(?:@\S+\s*)+$)")
_FILLERS = frozenset(
    "please pls kindly just then and also so now ok okay next but hm hmm hey hi hello thanks great good cool nice "
    "perfect yes yeah no well actually first again maybe".split()
)
_ASKING = frozenset(
    "what what's whats why how how's where where's when when's who who's whose which is are was were am does did do "
    "has have had can could should would will isn't aren't doesn't don't didn't shouldn't couldn't any anyone anything "
    "wdyt wonder".split()
)
_REQUESTING = frozenset({"can", "could", "would", "will"})
_DOERS = frozenset({"you", "we", "someone", "somebody", "anyone", "u"})
"""*Can you …*, *could someone …* ask for work; *can two users share a cart?* asks to be told."""

_TELLING = frozenset(
    "explain tell elaborate clarify remind walk summarise summarize list say think know see understand compare".split()
)
"""Verbs whose work is an answer, unless it is to be written somewhere."""

_TELLING_ME = frozenset({"show", "give", "describe", "find", "get"})
"""The same where *me*, *us* or a question word follows: *show me where …*, not *show a spinner*."""

_WRITTEN = frozenset(
    "readme docs changelog comment comments docstring docstrings page file ticket issue wiki script function class "
    "test tests post".split()
)
_INTO = frozenset({"in", "into", "to", "as", "on"})
_TOLD = frozenset({"me", "us", "what", "how", "why", "where", "which", "who", "when", "whether"})
_PUZZLED = frozenset({"wonder", "wondering", "curious", "understand", "sure", "get", "confused"})
_POLITE = frozenset({"please", "pls"})
_WISHES = _POLITE | frozenset("should must need needs want wants shall let's lets wish like".split())
_PROPOSALS = ("why don't you", "why don't we", "why not", "how about", "would it be possible", "is it possible to")
_POINTERS = frozenset(
    "it its this that these those them they same again instead other others rest above previous back both all one "
    "everything".split()
)
_ROUTINES = frozenset("run rerun commit push pull test build lint format rebase retry undo redo continue stop".split())
_PULL_REQUEST = frozenset({"pr", "pull", "mr"})
_ADDING = frozenset("also next then plus another additionally besides".split())


def is_intent(prompt: str, *, after: str | None = None) -> bool:
    """Return whether a prompt asks for work that the gate should judge.

    >>> is_intent("/compact"), is_intent("yes, go on"), is_intent("What does `parse` return?")
    (False, False, False)
    >>> is_intent("Can you rename `parse` to `read`?"), is_intent("Fix it."), is_intent("Fix it.", after="")
    (True, True, False)

    Args:
        prompt: What the user typed.
        after: What the agent said last, empty if it said something that is not known; None at the start.
    """
    if is_command(prompt):
        return False
    found = [sentence for sentence in sentences(own_words(prompt)) if _words(sentence)]
    if sum(map(len, map(_words, found))) <= REPLY and all(map(_is_reply, found)):
        return False
    if after is not None and _follows_up(found, after):
        return False
    return not all(_is_reply(sentence) or _asks_to_be_told(sentence) for sentence in found)


def is_command(prompt: str) -> bool:
    """Return whether a prompt speaks to the host, not to the agent."""
    return bool(_COMMAND.match(prompt)) and "\n" not in prompt.strip()


def without_courtesies(prompt: str) -> str:
    """Blank out the bare replies that a prompt begins with; every other word stays where it is.

    >>> without_courtesies("Great, thanks! Now rename `a` to `b`.")
    '               Now rename `a` to `b`.'
    """
    end = 0
    for sentence in sentences(prompt):
        if not _is_reply(sentence):
            return re.sub(r"[^\n]", " ", prompt[:end]) + prompt[end:]
        end = sentence[-1].end
    return prompt


def _words(sentence: tuple[Token, ...]) -> list[str]:
    return [token.lower for token in sentence if token.kind != "punct"]


def _is_reply(sentence: tuple[Token, ...]) -> bool:
    words = [token for token in sentence if token.kind != "punct"]
    return len(words) <= REPLY and all(
        token.lower in REPLIES or token.kind == "number" or len(token.text) == 1 for token in words
    )


def _follows_up(found: list[tuple[Token, ...]], after: str) -> bool:
    words = [word for sentence in found for word in _words(sentence)]
    if len(words) > FOLLOW_UP:
        return False
    if after.rstrip().endswith("?") and _ADDING.isdisjoint(words):
        return True
    return all(_points_back(_deed(sentence)) or _asks_to_be_told(sentence) for sentence in found)


def _points_back(words: list[str]) -> bool:
    """Whether a sentence gets its meaning from what was said before, or asks for no deed at all."""
    if not words or words[0] in _ROUTINES:
        return len(words) <= ROUTINE
    if words[0] not in IMPERATIVES | {"do", "redo", "rm"}:
        return _WISHES.isdisjoint(words) and words[0] not in _REQUESTING
    if words[0] == "open" and not _PULL_REQUEST.isdisjoint(words):
        return len(words) <= ROUTINE
    return not _POINTERS.isdisjoint(words[1:3])


def _deed(sentence: tuple[Token, ...]) -> list[str]:
    """Return the words of a sentence without the fillers that it begins with."""
    return list(itertools.dropwhile(_FILLERS.__contains__, _words(sentence)))


def _asks_to_be_told(sentence: tuple[Token, ...]) -> bool:
    words = _deed(sentence)
    asked = words
    if words[1:2] and words[0] in _REQUESTING and words[1] in _DOERS:
        asked = [word for word in words[2:] if word not in _FILLERS]
    if not asked:
        return not words
    if _is_telling(asked):
        return not _orders_later(sentence)
    return asked is words and not _orders(words) and _is_question(sentence, words)


def _orders(words: list[str]) -> bool:
    """*Rename …*, *have the worker write …*, *why don't you …*, *how about adding …* ask for work."""
    is_causing = words[0] in {"have", "let"} and words[1:2] != [] and words[1] in DETERMINERS
    return words[0] in IMPERATIVES or is_causing or " ".join(words[:5]).startswith(_PROPOSALS)


def _is_question(sentence: tuple[Token, ...], words: list[str]) -> bool:
    if words[0] in {"i", "i'm", "not"}:
        return not _PUZZLED.isdisjoint(words[1:5]) and _WISHES.isdisjoint(words)
    if sentence[-1].text == "?":
        return _POLITE.isdisjoint(words)
    return words[0] in _ASKING and _WISHES.isdisjoint(words[1:]) and not _orders_later(sentence)


def _is_telling(words: list[str]) -> bool:
    """*explain how …*, *show me where …*, unless the answer is to be written somewhere."""
    if not _WRITTEN.isdisjoint(words) and not _INTO.isdisjoint(words):
        return False
    if words[0] in _TELLING_ME:
        return words[1:2] != [] and words[1] in _TOLD and _WRITTEN.isdisjoint(words[2:6])
    return words[0] in _TELLING and "should" not in words


def _orders_later(sentence: tuple[Token, ...]) -> bool:
    """*When the import fails, send a mail* and *explain the bug and fix it* give an order further on."""
    pairs = itertools.pairwise(token.lower for token in sentence)
    return any(first in {",", "and", "then", ";", ":"} and second in IMPERATIVES - _TELLING for first, second in pairs)
