"""Bearer tokens: the server knows their digests only."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from pathlib import Path

from ire_gate.errors import ConfigError

_LINE = re.compile(r"([\w.-]{1,64}):([0-9a-f]{64})")


class Tokens:
    """Who may ask, by the digests of their tokens.

    Args:
        digests: SHA-256 in hex by the name of the token; a token's name is for its owner to find it again.
    """

    def __init__(self, digests: dict[str, str]) -> None:
        self._digests = digests

    def __bool__(self) -> bool:
        return bool(self._digests)

    def name_of(self, header: str) -> str | None:
        """Return the name of the token in an ``Authorization`` header; None if it is not known."""
        scheme, _, token = header.partition(" ")
        digest = hashlib.sha256(token.strip().encode()).hexdigest()
        found = None
        for name, known in self._digests.items():  # all of them, so that the time tells nothing
            if hmac.compare_digest(digest, known):
                found = name
        return found if scheme.lower() == "bearer" else None


def tokens_from(text: str, where: str) -> Tokens:
    """Return the tokens that lines of ``NAME:SHA256`` spell; ``#`` begins a comment.

    Raises:
        ConfigError: A line is no such line, or a name comes twice.
    """
    digests: dict[str, str] = {}
    for number, line in enumerate(text.replace(",", "\n").splitlines(), start=1):
        said = line.partition("#")[0].strip()
        found = _LINE.fullmatch(said)
        if said and (found is None or found[1] in digests):
            raise ConfigError(
                f"{where}, line {number}: not NAME:SHA256, or a name for the second time",
                hint="ire-gate serve --new-token NAME prints a token and its line",
            )
        if found:
            digests[found[1]] = found[2]
    return Tokens(digests)


def read_tokens(path: Path) -> Tokens:
    """Return the tokens of a file.

    Raises:
        ConfigError: It cannot be read, or a line is wrong.
    """
    try:
        return tokens_from(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigError(f"{path}: cannot be read: {problem}", hint="check the path") from problem


def new_token(name: str) -> tuple[str, str]:
    """Return a new token and the line that lets it in.

    Raises:
        ConfigError: The name has other characters than letters, digits, ``.``, ``-`` and ``_``.
    """
    token = secrets.token_urlsafe(32)
    line = f"{name}:{hashlib.sha256(token.encode()).hexdigest()}"
    if not _LINE.fullmatch(line):
        raise ConfigError(f"{name!r} is no name of a token", hint="use letters, digits, '.', '-' and '_'")
    return token, line
