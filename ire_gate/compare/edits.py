"""Two word sequences → edits: what was replaced, left out, put in, moved or exchanged."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence

from msgspec import Struct

from ire_gate.compare.closed import HARMLESS
from ire_gate.compare.kinship import NEAREST, is_inflected, is_misspelt, kinship, nearness, senses
from ire_gate.compare.words import Word
from ire_gate.embedders.base import Embedder

_RANK = {name: rank for rank, name in enumerate(NEAREST)}
_MOST_PAIRS = 600
_MOST_LEFT = 24
_NEAR = 0.5
"""Cosine from which two words left over in different places are taken for one another."""


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
    nearness: float | None = None
    """Cosine of the two words; None without an embedder, or where the relation says enough."""


class Edits(Struct, frozen=True, kw_only=True):
    """The whole difference between two word sequences."""

    blocks: tuple[Block, ...]
    equal: int
    """Words in common at their place."""
    aligned: tuple[tuple[Word, Word], ...]
    """The content words among them."""
    pairs: tuple[Pair, ...]
    lost: tuple[Word, ...]
    """Content words of ours without a partner."""
    added: tuple[Word, ...]
    """Content words of theirs without a partner."""
    moved: tuple[tuple[Word, Word], ...]
    """The same content word in another block."""
    exchanged: tuple[tuple[Word, Word], ...]
    """Those of the moved whose old block took in a word that moved the other way, other than around *and* or *or*."""
    gone: int
    """Content words that one block lost at most, nothing standing in their place."""
    new: int
    """Content words that one block took in at most, where nothing stood."""

    @property
    def is_harmless(self) -> bool:
        """Whether they change articles, punctuation, case and spelling, and nothing else."""
        slips = {pair.ours for pair in self.pairs if pair.relation == "spelling"}
        slips |= {pair.theirs for pair in self.pairs if pair.relation == "spelling"}
        words = (word for block in self.blocks for word in (*block.ours, *block.theirs))
        return all(word.norm in HARMLESS or word in slips for word in words) and not any(
            is_inflected(ours.lower, theirs.lower) for ours, theirs in self.aligned
        )


def edit(ours: Sequence[Word], theirs: Sequence[Word], embedder: Embedder | None) -> Edits:
    """Return the edits that make `theirs` of `ours`."""
    blocks, equal, aligned, listed = _blocks(ours, theirs)
    moved, exchanged, mine, yours = _moves(blocks, listed)
    pairs: list[Pair] = []
    for index in range(len(blocks)):
        pairs += _paired(mine[index], yours[index])
    pairs += _paired_afar(mine, yours)
    for index in range(len(blocks)):
        pairs += _left_over(mine[index], yours[index], embedder)
    gone = max((len(words) for words, others in zip(mine, yours, strict=True) if not others), default=0)
    new = max((len(words) for words, others in zip(yours, mine, strict=True) if not others), default=0)
    lost, added = [word for words in mine for word in words], [word for words in yours for word in words]
    if embedder is not None and len(lost) <= _MOST_LEFT and len(added) <= _MOST_LEFT:
        pairs += _near(lost, added, embedder)
    return Edits(
        blocks=blocks,
        equal=equal,
        aligned=aligned,
        pairs=tuple(pairs),
        lost=tuple(lost),
        added=tuple(added),
        moved=tuple(moved),
        exchanged=tuple(exchanged),
        gone=gone,
        new=new,
    )


_Blocks = tuple[tuple[Block, ...], int, tuple[tuple[Word, Word], ...], frozenset[int]]


_LISTS = frozenset({"and", "or", "the", "a"})


def _blocks(ours: Sequence[Word], theirs: Sequence[Word]) -> _Blocks:
    """Return the blocks, the words in common, and the blocks that only a list's joints part from the one before."""
    if not ours and not theirs:
        return (), 0, (), frozenset()
    from rapidfuzz.distance import Indel

    blocks: list[Block] = []
    aligned: list[tuple[Word, Word]] = []
    listed: set[int] = set()
    equal = i = j = 0
    for code in Indel.opcodes([word.norm for word in ours], [word.norm for word in theirs]):
        if code.tag != "equal":
            continue
        if code.src_start > i or code.dest_start > j:
            blocks.append(_block(ours[i : code.src_start], theirs[j : code.dest_start]))
        i, j = code.src_end, code.dest_end
        equal += i - code.src_start
        if blocks and all(word.norm in _LISTS for word in ours[code.src_start : i]):
            listed.add(len(blocks))
        run = zip(ours[code.src_start : i], theirs[code.dest_start : j], strict=True)
        aligned += [(mine, yours) for mine, yours in run if mine.is_content]
    if i < len(ours) or j < len(theirs):
        blocks.append(_block(ours[i:], theirs[j:]))
    return tuple(blocks), equal, tuple(aligned), frozenset(listed)


def _block(ours: Sequence[Word], theirs: Sequence[Word]) -> Block:
    """Make a block, without the closed words that one side only misspells."""
    if not ours or not theirs or len(ours) * len(theirs) > _MOST_PAIRS:
        return Block(tuple(ours), tuple(theirs))
    yours = list(theirs)
    mine = []
    for a in ours:
        slip = next((b for b in yours if a.is_content != b.is_content and is_misspelt(a.lower, b.lower)), None)
        if slip is None:
            mine.append(a)
        else:
            yours.remove(slip)
    return Block(tuple(mine), tuple(yours))


_Moves = tuple[list[tuple[Word, Word]], list[tuple[Word, Word]], list[list[Word]], list[list[Word]]]


def _moves(blocks: tuple[Block, ...], listed: frozenset[int]) -> _Moves:
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
    exchanged = [
        (a, b)
        for here, there, a, b in routes
        if here != there and (there, here) in ways and not (abs(here - there) == 1 and max(here, there) in listed)
    ]
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
            pairs.append(Pair(mine[i], yours[j], NEAREST[rank]))
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
            for sense in senses(word):
                by_sense[sense].append((index, word))
    pairs = []
    taken: set[int] = set()
    for words in mine:
        for word in tuple(words):
            options = [row for sense in senses(word) for row in by_sense[sense] if row[1].start not in taken]
            if options:
                index, other = min(options, key=lambda row: row[1].start)
                pairs.append(Pair(word, other, "synonym"))
                taken.add(other.start)
                words.remove(word)
                yours[index].remove(other)
    return pairs


def _left_over(mine: list[Word], yours: list[Word], embedder: Embedder | None) -> list[Pair]:
    """Let what remains of a block stand against each other in its order."""
    count = min(len(mine), len(yours))
    pairs = [
        Pair(ours, theirs, kinship(ours, theirs), nearness(ours, theirs, embedder))
        for ours, theirs in zip(mine[:count], yours[:count], strict=True)
    ]
    del mine[:count], yours[:count]
    return pairs


def _near(lost: list[Word], added: list[Word], embedder: Embedder) -> list[Pair]:
    """Take words of like meaning out of what was lost and added in different places."""
    if not lost or not added:
        return []
    cosines = embedder.similarities([word.lower for word in lost], [word.lower for word in added])
    ranked = sorted((-cosine, i, j) for i, row in enumerate(cosines) for j, cosine in enumerate(row) if cosine >= _NEAR)
    pairs, gone_ours, gone_theirs = [], set(), set()
    for negative, i, j in ranked:
        if i not in gone_ours and j not in gone_theirs and "literal" not in {lost[i].sort, added[j].sort}:
            pairs.append(Pair(lost[i], added[j], kinship(lost[i], added[j]), -negative))
            gone_ours.add(i)
            gone_theirs.add(j)
    lost[:] = [word for i, word in enumerate(lost) if i not in gone_ours]
    added[:] = [word for j, word in enumerate(added) if j not in gone_theirs]
    return pairs
