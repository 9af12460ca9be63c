"""Texts as the ledger stores them: whole, with an asterisk for each character of a secret.

What `scrubbing` finds is the floor; `detect_secrets` knows more services, and passwords by the word before them. Only
its patterns are used: it never asks a service whether a secret is a real one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any

from ire_gate.errors import ConfigError
from ire_gate.ledger.rows import storable
from ire_gate.scrubbing import masked

_SHORTEST = 4
_SAID = re.compile(
    r"(?i)\b(?:password|passphrase|passwd|secret|token|(?:api|access|secret)[ _-]?key)\b[^.\n]{0,40}?"
    r"\b(?:to|is|be|as|from|with)\s+[\"']([^\"'\s]{6,})[\"']"
)
"""A password in a sentence, where the patterns know assignments."""
_NO_SECRETS = frozenset({"IPPublicDetector"})

Finder = Callable[[str], Iterable[str]]


def require_scanner() -> None:
    """Make sure that texts can be stored without their secrets.

    Raises:
        ConfigError: The library is not installed.
    """
    if find_spec("detect_secrets") is None:
        raise ConfigError(
            "store_text needs a library that finds secrets, and it is not installed",
            hint='pip install "ire-gate[secrets]", or set store_text = false',
        )


def without_secrets(text: str, known: Iterable[str] = ()) -> str:
    """Return a text with every secret masked; every offset and every line stays.

    >>> without_secrets('Set password = "correcthorse" in `.env`.')
    'Set password = "************" in `.env`.'

    Args:
        text: The text.
        known: Secrets that were found where their surroundings gave them away.
    """
    stored = "\n".join(map(_masked_line, masked(storable(text)).split("\n")))
    for secret in known:
        stored = stored.replace(secret, "*" * len(secret))
    return stored


def secrets_in(text: str) -> list[str]:
    """Return what `without_secrets` masks in a text, the longest first; fewer than four letters are no secret."""
    plain = storable(text)
    stored = without_secrets(text)
    hidden = "".join(was if now == "*" else "\n" for was, now in zip(plain, stored, strict=True))
    return sorted({word for word in hidden.split("\n") if len(word) >= _SHORTEST and word.strip("*")}, key=len)[::-1]


def _masked_line(line: str) -> str:
    # People put literals of all kinds between backticks; the patterns know quotes.
    quoted = line.replace("`", '"')
    found = {secret for find in _finders() for secret in find(quoted) if secret.strip("*")}
    for secret in sorted(found, key=len, reverse=True):
        at = quoted.find(secret)
        while at >= 0:
            line = line[:at] + "*" * len(secret) + line[at + len(secret) :]
            at = quoted.find(secret, at + 1)
    return line


@cache
def _finders() -> tuple[Finder, ...]:
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
    from detect_secrets.plugins.keyword import CONFIG_DENYLIST_REGEX_TO_GROUP

    known: dict[str, Any] = get_mapping_from_secret_type_to_class()
    kinds: dict[str, Any] = {kind.__name__: kind for kind in known.values()}
    plugins = [kind() for name, kind in sorted(kinds.items()) if name not in _NO_SECRETS]
    keyword = kinds["KeywordDetector"]()
    said: Finder = _SAID.findall  # of what is between the quotation marks
    unquoted: Finder = lambda line: keyword.analyze_string(line, CONFIG_DENYLIST_REGEX_TO_GROUP)  # noqa: E731
    return (*map(_finder, plugins), unquoted, said)


def _finder(plugin: Any) -> Finder:
    """Return how to find what a plugin looks for; of random-looking words only those above its limit."""
    limit = getattr(plugin, "entropy_limit", None)

    def find(line: str) -> Iterator[str]:
        for secret in plugin.analyze_string(line):
            if limit is None or plugin.calculate_shannon_entropy(secret) > limit:
                yield secret

    return find
