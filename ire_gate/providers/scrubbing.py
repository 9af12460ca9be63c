"""Takes keys and tokens out of a text before it is stored or shown."""

from __future__ import annotations

import os
import re

SCRUBBED = "[secret]"
"""Stands in place of each secret."""

_SHAPES = re.compile(
    r"\bsk-[\w-]{10,}"  # OpenAI, Anthropic and the servers that imitate them
    r"|(?<=\bBearer )[\w.~+/=-]{12,}"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"
    r"|\bgh[a-z]_\w{30,}|\bgithub_pat_\w{30,}"
    r"|\bxox[a-z]-[\w-]{10,}"
    r"|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*"  # JSON Web Tokens
    r'|-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*?-----END [A-Z ]*PRIVATE KEY-----',
    re.IGNORECASE,
)
_ALWAYS = ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")
_ENDINGS = ("_API_KEY", "_TOKEN", "_SECRET", "_SECRET_KEY", "_ACCESS_KEY", "_PASSWORD")
_SHORTEST = 8
_SHORTEST_OF_OTHERS = 12  # below it, a variable such as CI_TOKEN=none would blank ordinary words


def scrubbed(text: str) -> str:
    """Return the text with every secret replaced that its shape gives away or that the environment holds.

    >>> scrubbed("Authorization: Bearer abcdefghijkl0123")
    'Authorization: Bearer [secret]'
    """
    for secret in _of_environment():
        text = text.replace(secret, SCRUBBED)
    return _SHAPES.sub(SCRUBBED, text)


def _of_environment() -> list[str]:
    """Return the values of variables that are named like a secret, the longest first."""
    found = {
        value.strip()
        for name, value in os.environ.items()
        if (name in _ALWAYS and len(value.strip()) >= _SHORTEST)
        or (name.endswith(_ENDINGS) and len(value.strip()) >= _SHORTEST_OF_OTHERS)
    }
    return sorted(found, key=len, reverse=True)
