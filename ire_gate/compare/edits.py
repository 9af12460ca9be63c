"""Two word sequences → edits: what was replaced, left out, put in, moved or exchanged."""

from __future__ import annotations

import functools
from collections import defaultdict, deque
from collections.abc import Sequence

from msgspec import Struct
from rapidfuzz.distance import OSA, Indel

from ire_gate.compare.wordnet import look_up, relation
from ire_gate.compare.words import Word

_NEAREST = ("spelling", "synonym", "antonym", "similar", "wider", "narrower", "sibling")
_RANK = {name: rank for rank, name in enumerate(_NEAREST)}
_MOST_PAIRS = 600
_LEAST_SPELLED = 4


class Block(Struct, frozen=True):
    """A place where the two texts differ: words of ours against words of theirs; either side may be empty."""

    ours: tuple[Word, ...]
    theirs: tuple[Word, ...]


class Pair(Struct, frozen=True):
    """Two content words, one in place of the other, and what they are to one another."""

    ours: Word
    theirs: Word
    relation: str
    """``spelling``, a relation of `ire_gate.compare.wordnet`, ``literal`` (a name or number is in it) or ``other``."""


class Edits(Struct, frozen=True, kw_only=True):
    """The whole difference between two word sequences."""

    blocks: tuple[Block, ...]
    equal: int
    """Words in common at their place."""
    pairs: tuple[Pair, ...]
    lost: tuple[Word, ...]
    """Content words of ours without a partner."""
    added: tuple[Word, ...]
    """Content words of theirs without a partner."""
    moved: tuple[tuple[Word, Word], ...]
    """The same content word in another block."""
    exchanged: tuple[tuple[Word, Word], ...]
    """Those of the moved whose old block took in a word that moved the other way."""


def edit(ours: Sequence[Word], theirs: Sequence[Word]) -> Edits:
    """Return the edits that make `theirs` of `ours`."""
    blocks, equal = _blocks(ours, theirs)
    moved, exchanged, mine, yours = _moves(blocks)
    pairs: list[Pair] = []
    for index in range(len(blocks)):
        pairs += _paired(mine[index], yours[index])
    pairs += _paired_afar(mine, yours)
    for index in range(len(blocks)):
        pairs += _left_over(mine[index], yours[index])
    return Edits(
        blocks=blocks,
        equal=equal,
        pairs=tuple(pairs),
        lost=tuple(word for words in mine for word in words),
        added=tuple(word for words in yours for word in words),
        moved=tuple(moved),
        exchanged=tuple(exchanged),
    )


def _blocks(ours: Sequence[Word], theirs: Sequence[Word]) -> tuple[tuple[Block, ...], int]:
    blocks: list[Block] = []
    equal = i = j = 0
    for code in Indel.opcodes([word.norm for word in ours], [word.norm for word in theirs]):
        if code.tag != "equal":
            continue
        if code.src_start > i or code.dest_start > j:
            blocks.append(Block(tuple(ours[i : code.src_start]), tuple(theirs[j : code.dest_start])))
        equal += code.src_end - code.src_start
        i, j = code.src_end, code.dest_end
    if i < len(ours) or j < len(theirs):
        blocks.append(Block(tuple(ours[i:]), tuple(theirs[j:])))
    return tuple(blocks), equal


_Moves = tuple[list[tuple[Word, Word]], list[tuple[Word, Word]], list[list[Word]], list[list[Word]]]


def _moves(blocks: tuple[Block, ...]) -> _Moves:
    """Find the content words that stand in another block, and those that changed places; return the rest by block."""
    places: defaultdict[str, deque[tuple[int, Word]]] = defaultdict(deque)
    for index, block in enumerate(blocks):
        for word in block.theirs:
            if word.is_content:
                places[word.norm].append((index, word))
    routes: list[tuple[int, int, Word, Word]] = []
    mine: list[list[Word]] = [[] for _ in blocks]
    for index, block in enumerate(blocks):
        for word in block.ours:
            if not word.is_content:
                continue
            if places[word.norm]:
                there, other = places[word.norm].popleft()
                routes.append((index, there, word, other))
            else:
                mine[index].append(word)
    yours: list[list[Word]] = [[] for _ in blocks]
    for index, word in sorted((row for rest in places.values() for row in rest), key=lambda row: row[1].start):
        yours[index].append(word)
    ways = {(here, there) for here, there, *_ in routes}
    exchanged = [(a, b) for here, there, a, b in routes if here != there and (there, here) in ways]
    return [(a, b) for *_, a, b in routes], exchanged, mine, yours


def _paired(mine: list[Word], yours: list[Word]) -> list[Pair]:
    """Take the kindred words out of one block, closest kin first."""
    if not mine or not yours or len(mine) * len(yours) > _MOST_PAIRS:
        return []
    kindred = [
        (_RANK[name], i, j)
        for i, ours in enumerate(mine)
        for j, theirs in enumerate(yours)
        if (name := kinship(ours, theirs)) in _RANK
    ]
    pairs, gone_ours, gone_theirs = [], set(), set()
    for rank, i, j in sorted(kindred):
        if i not in gone_ours and j not in gone_theirs:
            pairs.append(Pair(mine[i], yours[j], _NEAREST[rank]))
            gone_ours.add(i)
            gone_theirs.add(j)
    mine[:] = [word for i, word in enumerate(mine) if i not in gone_ours]
    yours[:] = [word for j, word in enumerate(yours) if j not in gone_theirs]
    return pairs


def _paired_afar(mine: list[list[Word]], yours: list[list[Word]]) -> list[Pair]:
    """Take synonyms out of different blocks."""
    by_sense: defaultdict[str, list[tuple[int, Word]]] = defaultdict(list)
    for index, words in enumerate(yours):
        for word in words:
            for sense in _senses(word):
                by_sense[sense].append((index, word))
    pairs = []
    taken: set[int] = set()
    for words in mine:
        for word in tuple(words):
            options = {row for sense in _senses(word) for row in by_sense[sense] if row[1].start not in taken}
            if options:
                index, other = min(options, key=lambda row: row[1].start)
                pairs.append(Pair(word, other, "synonym"))
                taken.add(other.start)
                words.remove(word)
                yours[index].remove(other)
    return pairs


def _senses(word: Word) -> frozenset[str]:
    entry = look_up(word.lower) if word.sort == "content" else None
    return entry.senses if entry else frozenset()


def _left_over(mine: list[Word], yours: list[Word]) -> list[Pair]:
    """Let what remains of a block stand against each other in its order."""
    count = min(len(mine), len(yours))
    pairs = [Pair(mine[i], yours[i], kinship(mine[i], yours[i])) for i in range(count)]
    del mine[:count], yours[:count]
    return pairs


def kinship(ours: Word, theirs: Word) -> str:
    """Return what a content word is to another that stands in its place."""
    if "literal" in {ours.sort, theirs.sort}:
        return "literal"
    if _is_misspelt(ours.lower, theirs.lower):
        return "spelling"
    return relation(ours.lower, theirs.lower) or "other"


@functools.lru_cache(maxsize=8192)
def _is_misspelt(ours: str, theirs: str) -> bool:
    """Tell whether one is the other with a slip of a finger: at most two letters off, and no word of its own."""
    if min(len(ours), len(theirs)) < _LEAST_SPELLED:
        return False
    most = 1 if min(len(ours), len(theirs)) < 2 * _LEAST_SPELLED else 2
    if OSA.distance(ours, theirs, score_cutoff=most) > most:
        return False
    return look_up(ours) is None or look_up(theirs) is None
