"""Fixed phrases that mean one thing: a table from what they mean to how they are written, looked up word by word."""

from __future__ import annotations

from collections.abc import Mapping

from ire_gate.facts.scene import Scene


class Phrases:
    """Phrases by one of their words: the first, or the rarer one marked with ``*``. The longest that fits counts.

    Args:
        table: Meaning → its phrases, separated by ``|``.

    Attributes:
        words: The words that phrases are found by.

    >>> sorted(Phrases({"only if": "only if | on *condition that"}).words)
    ['condition', 'only']
    """

    __slots__ = ("_found", "words")

    def __init__(self, table: Mapping[str, str]) -> None:
        self._found: dict[str, list[tuple[int, tuple[str, ...], str]]] = {}
        for meaning, phrases in table.items():
            for phrase in phrases.split("|"):
                words = phrase.split()
                at = next((at for at, word in enumerate(words) if word[0] == "*"), 0)
                words[at] = words[at].removeprefix("*")
                self._found.setdefault(words[at], []).append((at, tuple(words), meaning))
        for found in self._found.values():
            found.sort(key=_longest_first)
        self.words = frozenset(self._found)

    def at(self, scene: Scene, index: int) -> tuple[str, int, int]:
        """Return the meaning of the phrase that a token belongs to, its first token and one past its last.

        The meaning is ``""`` if there is no such phrase.
        """
        lows = scene.lows
        for at, words, meaning in self._found.get(lows[index], ()):
            length = len(words)
            if length == 1:
                return meaning, index, index + 1
            start = index - at
            first, stop = scene.bounds[index]
            if start >= first and start + length <= stop and tuple(lows[start : start + length]) == words:
                return meaning, start, start + length
        return "", index, index


def _longest_first(phrase: tuple[int, tuple[str, ...], str]) -> int:
    return -len(phrase[1])
