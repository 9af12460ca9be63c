"""Fixed phrases that mean one thing: a table from what they mean to how they are written, looked up word by word."""

from __future__ import annotations

from collections.abc import Mapping

from ire_gate.facts.scene import Scene


class Phrases:
    """Phrases by their first word; the longest that fits counts.

    Args:
        table: Meaning → its phrases, separated by ``|``.

    >>> Phrases({"only if": "only if | provided that"}).words
    frozenset({'only', 'provided'})
    """

    __slots__ = ("_lengths", "_meanings", "words")

    def __init__(self, table: Mapping[str, str]) -> None:
        self._meanings = {
            tuple(phrase.split()): meaning for meaning, phrases in table.items() for phrase in phrases.split("|")
        }
        lengths: dict[str, set[int]] = {}
        for phrase in self._meanings:
            lengths.setdefault(phrase[0], set()).add(len(phrase))
        self._lengths = {word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()}
        self.words = frozenset(lengths)

    def at(self, scene: Scene, index: int) -> tuple[str, int]:
        """Return the meaning of the phrase that starts at a token and one past its end; ``("", index)`` if none does."""
        for length in self._lengths[scene.lows[index]]:
            meaning = self._meanings.get(scene.phrase(index, length))
            if meaning:
                return meaning, index + length
        return "", index
