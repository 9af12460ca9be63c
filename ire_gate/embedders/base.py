"""What an embedder is, and which one a name stands for."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Protocol

from ire_gate.errors import ConfigError

_KNOWN = "known: static, none, or a sentence-transformers model by name or folder"


class Embedder(Protocol):
    """Turns texts into vectors and compares them."""

    @property
    def name(self) -> str:
        """Which model and revision; a threshold fitted for one name says nothing about another's scores."""

    def similarities(self, ours: Sequence[str], theirs: Sequence[str]) -> list[list[float]]:
        """Return the cosine of each text of ours (rows) with each text of theirs (columns), -1…1, six decimals."""


@functools.cache
def get_embedder(name: str) -> Embedder | None:
    """Return the embedder of that name, one for the whole process; its model is loaded when it is first used.

    Args:
        name: ``static`` (bundled), ``none``, or a sentence-transformers model by name or folder.

    Raises:
        ConfigError: The name is empty, or it is a model's and the package sentence-transformers is missing.
    """
    if not name.strip():
        raise ConfigError("the embedder's name is empty", hint=_KNOWN)
    if name == "none":
        return None
    if name == "static":
        from ire_gate.embedders.static import StaticEmbedder

        return StaticEmbedder()
    from ire_gate.embedders.sentence import SentenceEmbedder

    return SentenceEmbedder(name)
