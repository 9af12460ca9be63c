"""What a detector reports, and the rules that are no more than lists of phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ire_gate.reading.scene import Scene
from ire_gate.reading.words import MONTHS, WEEKDAYS


class Smell(NamedTuple):
    """A place that a rule finds open. ``start`` and ``end`` are indices of tokens."""

    rule: str
    """``group.name``; `ire_gate.reading.calibration` knows how much it weighs."""
    kind: str
    start: int
    end: int
    question: str
    readings: tuple[str, ...]


class Phrases(NamedTuple):
    """A rule that is a list of phrases.

    In `phrases` a comma parts phrases, a slash alternatives of a word, ``_`` is any noun and ``#`` any number.
    In `question` and `readings` ``{q}`` is the quoted place, ``{w}`` the phrase and ``{n}`` the noun it belongs to.
    """

    rule: str
    kind: str
    question: str
    readings: tuple[str, ...]
    phrases: str
    guards: str = ""
    """``m``: no gap beside a figure; ``a``: only before a noun; ``d``: a gap even if the text defines a word of it;
    ``p``: only without a noun after it; ``c``: not in a condition; ``f``: not before a figure;
    ``o``: not before *of*; ``s``: not before *to*; ``t``: not before *than*;
    ``r``: not before another *per*."""
    unless_after: str = ""
    """Words that excuse the phrase when one of them stands right before it; ``#`` is any number."""


_CALENDAR = WEEKDAYS | MONTHS


class _Node:
    __slots__ = ("after", "rule")

    def __init__(self) -> None:
        self.after: dict[str, _Node] = {}
        self.rule: Phrases | None = None


class PhraseFinder:
    """Finds all phrases of many rules in one pass over a text; the longest match at a place wins."""

    def __init__(self, rules: Iterable[Phrases], compounds: dict[str, frozenset[str]]) -> None:
        self._compounds = compounds
        self._nodes: dict[str, _Node] = {}
        self._heads: dict[str, list[tuple[list[str], Phrases]]] = {}
        for rule in rules:
            for phrase in rule.phrases.split(","):
                words = phrase.split()
                for head in words[0].split("/"):
                    self._heads.setdefault(head, []).append((words[1:], rule))

    def _node(self, head: str) -> _Node | None:
        """Return the phrases that start with a word; most words of most texts start none, so they are unfolded late."""
        if head not in self._nodes and head in self._heads:
            root = self._nodes[head] = _Node()
            for words, rule in self._heads[head]:
                _unfold(root, words, rule)
        return self._nodes.get(head)

    def find(self, scene: Scene) -> Iterator[Smell]:
        """Yield a smell for each phrase that no guard excuses."""
        index = 0
        while index < scene.place:
            head = self._node(scene.low[index])
            if head is not None:
                end, rule = _longest(scene, index, head)
                if rule is not None and not self._is_excused(scene, index, end, rule):
                    yield _smell(scene, index, end, rule)
                    index = end
                    continue
            index += 1

    def _is_excused(self, scene: Scene, start: int, end: int, rule: Phrases) -> bool:
        following, before = scene.word(end), scene.word(start - 1)
        if rule.unless_after and (
            before in rule.unless_after.split() or ("#" in rule.unless_after and scene.is_figure(start - 1))
        ):
            return True
        if end - start == 1 and start > scene.sentence(start)[0] and scene.tokens[start].text[0].isupper():
            return True  # a proper noun: Polish, Best Buy
        if end - start > 1 and scene.tokens[end - 1].text.istitle() and scene.low[end - 1] not in _CALENDAR:
            return True
        if following in self._compounds.get(scene.low[end - 1], ()):
            return True
        has_noun = end < scene.place and scene.is_noun(end) and scene.sentence_of[end] == scene.sentence_of[start]
        return (
            ("a" in rule.guards and not has_noun)
            or ("c" in rule.guards and scene.is_conditional(start))
            or ("r" in rule.guards and "per" in scene.low[end : end + 4])
            or ("o" in rule.guards and following == "of")
            or ("s" in rule.guards and following == "to")
            or ("t" in rule.guards and "than" in scene.low[end : end + 4])
            or ("f" in rule.guards and scene.is_figure(end))
            or ("p" in rule.guards and has_noun)
            or ("m" in rule.guards and scene.is_measured(start, end))
            or ("d" not in rule.guards and scene.is_defined(start, end))
        )


def _unfold(root: _Node, words: Iterable[str], rule: Phrases) -> None:
    nodes = [root]
    for word in words:
        nodes = [node.after.setdefault(part, _Node()) for node in nodes for part in word.split("/")]
    for node in nodes:
        if node.rule is None:
            node.rule = rule


def _longest(scene: Scene, start: int, head: _Node) -> tuple[int, Phrases | None]:
    """Return where the longest phrase that starts at a token ends, and its rule."""
    index, nodes = start + 1, [head]
    best = (index, head.rule)
    while nodes and index < scene.place:
        word = scene.low[index]
        following = []
        for node in nodes:
            if word in node.after:
                following.append(node.after[word])
            if "_" in node.after and scene.is_noun(index):
                following.append(node.after["_"])
            if "#" in node.after and scene.kinds[index] == "number":
                following.append(node.after["#"])
        nodes = following
        index += 1
        for node in nodes:
            if node.rule is not None:
                best = (index, node.rule)
    return best


def _smell(scene: Scene, start: int, end: int, rule: Phrases) -> Smell:
    stop = scene.noun_phrase_from(end) if "P" not in rule.guards else end
    if stop - end > 4 or scene.sentence_of[min(stop, scene.place) - 1] != scene.sentence_of[start]:  # noqa: PLR2004 - a phrase, not half a line
        stop = end
    words = {"w": scene.quote(start, end), "q": scene.quote(start, stop), "n": scene.quote(end, stop) or "it"}
    return Smell(
        rule.rule,
        rule.kind,
        start,
        stop,
        rule.question.format_map(words),
        tuple(reading.format_map(words) for reading in rule.readings),
    )
