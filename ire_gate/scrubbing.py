"""Takes keys and passwords out of a text before it is stored or shown.

A text without any of the marks that secrets begin with costs one search for each mark, no pattern.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

SCRUBBED = "[secret]"
"""Stands in place of each secret."""

_MARKS = (
    "sk-", "earer ", "EARER ", "asic ", "ASIC ", "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_",
    "glpat-", "hf_", "npm_", "xox", "AIza", "eyJ", "://", "PRIVATE KEY",
)  # fmt: skip
# A word begins here: in a text, or in one that is still JSON, where an escaped line end stands before it.
_START = r"(?:(?<![A-Za-z0-9_])|(?<=\\[nrt]))"
_SHAPES = (
    r"sk-(?:(?=[\w-]*\d)[\w-]{10,}|[\w-]{24,})"  # OpenAI, Anthropic and the servers that imitate them
    r"|(?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Za-z])"
    r"|gh[opsur]_[A-Za-z0-9]{20,}|github_pat_\w{20,}"
    r"|glpat-[\w-]{16,}|hf_[A-Za-z0-9]{24,}|npm_[A-Za-z0-9]{30,}"
    r"|xox[a-z]-(?=[\w-]*\d)[\w-]{10,}"
    r"|AIza[\w-]{30,}"
    r"|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*"  # JSON Web Tokens
    r"|(?i:bearer) +(?P<bearer>(?=\S*\d)[\w.~+/=-]{12,})"
    r"|(?i:basic) +(?P<basic>[A-Za-z0-9+/]{6,}={0,2})"
)
_PASSWORD = r"://[^\s/:@?#\"']*:(?P<password>[^\s/\"'${<*]+)(?=@)"  # noqa: S105 - the shape of one
_BLOCK = r"-----(?P<block>BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----)"
# A closed block up to its end, and of one that is not closed the lines that look like a key's.
_KEY_LINES = r"(?:[^\"]*?-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|(?:(?:\s|\\[nr])+[A-Za-z0-9+/=]{20,})+)"

_ALWAYS = ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")
_ENDINGS = ("_API_KEY", "_TOKEN", "_SECRET", "_SECRET_KEY", "_ACCESS_KEY", "_PASSWORD")
_steady: tuple[str, ...] | None = None
_SHORTEST = 8
_SHORTEST_OF_OTHERS = 12  # below it, a variable such as CI_TOKEN=none would blank ordinary words


def scrubbed(text: str) -> str:
    """Return the text with every secret replaced that its shape gives away or that the environment holds.

    >>> scrubbed("Authorization: Bearer abcdefghijkl0123")
    'Authorization: Bearer [secret]'
    """
    parts, last = [], 0
    for start, end in _secrets(text):
        if start >= last:
            parts += [text[last:start], SCRUBBED]
        last = max(last, end)
    return "".join([*parts, text[last:]]) if parts else text


def masked(text: str) -> str:
    """Return the text with an asterisk for each character of a secret: every offset and every line stays.

    >>> masked("Use Bearer abcdefghijkl0123 here")
    'Use Bearer **************** here'
    """
    for start, end in _secrets(text):
        hidden = "".join(char if char == "\n" else "*" for char in text[start:end])
        text = text[:start] + hidden + text[end:]
    return text


def may_hold(written: str) -> bool:
    """Whether a text, or the strings in JSON, may hold a secret: a quick look that never overlooks one."""
    return _is_marked(written) or any(secret in written or _in_json(secret) in written for secret in _of_environment())


def _is_marked(text: str) -> bool:
    # A loop, as `any` with a generator takes three times as long, for every text that is shown.
    for mark in _MARKS:  # noqa: SIM110 - see above
        if mark in text:
            return True
    return False


def _in_json(secret: str) -> str:
    return secret.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _secrets(text: str) -> list[tuple[int, int]]:
    """Return where secrets stand, in order; they may overlap."""
    found = [(at, at + len(secret)) for secret in _of_environment() for at in _places(text, secret)]
    if _is_marked(text):
        found += filter(None, map(_span, _shapes().finditer(text)))
    return sorted(found)


def _span(match: re.Match[str]) -> tuple[int, int] | None:
    group = match.lastgroup
    if group is None or group == "block":
        return match.span()
    return None if group == "basic" and not _is_basic(match["basic"]) else match.span(group)


def _is_basic(word: str) -> bool:
    """Whether a word is ``user:password`` in base64, so that "basic authentication" stays."""
    from base64 import b64decode

    try:
        pair = b64decode(word, validate=True).decode()
    except ValueError:
        return False
    return ":" in pair and pair.isprintable()


def _places(text: str, secret: str) -> Iterator[int]:
    at = text.find(secret)
    while at >= 0:
        yield at
        at = text.find(secret, at + len(secret))


@cache
def _shapes() -> re.Pattern[str]:
    return re.compile(f"{_START}(?:{_SHAPES})|{_PASSWORD}|{_BLOCK}{_KEY_LINES}")


@contextmanager
def steady_environment() -> Iterator[None]:
    """Look the environment's secrets up once for all texts within: nothing but ourselves changes it there."""
    global _steady  # noqa: PLW0603 - one environment, one process
    _steady = tuple(_of_environment())
    try:
        yield
    finally:
        _steady = None


def _of_environment() -> Iterator[str]:
    """Yield the values of variables that are named like a secret."""
    if _steady is not None:
        yield from _steady
        return
    for name in _names_of_secrets(tuple(os.environ)):
        value = os.environ.get(name, "").strip()
        if len(value) >= (_SHORTEST if name in _ALWAYS else _SHORTEST_OF_OTHERS):
            yield value


@cache
def _names_of_secrets(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return which variables to look at; the environment hardly changes while texts are shown."""
    return (*_ALWAYS, *(name for name in names if name.endswith(_ENDINGS) and name not in _ALWAYS))
