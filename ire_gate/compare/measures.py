"""A comparison's evidence as numbers that a reader can check by hand."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from ire_gate.compare.closed import CLASSES, HARMLESS, OPPOSITES
from ire_gate.compare.edits import Edits
from ire_gate.compare.structure import Structure
from ire_gate.compare.words import Word
from ire_gate.domain import ClauseMatch, FactDifference

RELATIONS = ("spelling", "synonym", "similar", "antonym", "wider", "narrower", "sibling", "other", "literal")


NEAR = 0.5
"""Cosine of two words that probably say the same."""


LIGHT = 0.45
"""Share of rewritten words up to which a text counts as lightly edited: there each single edit speaks."""

_SUREST = 0.98
_ALONE = 0.4

_DOWN = """
fact facts
lost gone lost_literal added new added_literal clauses_lost clauses_added uncovered unasked
shorter longer rewritten blocks length
literal antonym opposite sibling other far drift farthest
exchanged moved reordered crossed reversed broken inverted reattached
questions particle inflected
negator quantifier modal preposition conjunction pronoun tense
negator_here quantifier_here modal_here preposition_here conjunction_here pronoun_here tense_here
"""
_UP = "near synonym spelling similar"

SIGNS = dict.fromkeys(_DOWN.split(), -1) | dict.fromkeys(_UP.split(), 1)
"""Which way a measure may move the fidelity: -1 down only, 1 up only; *wider* and *narrower* words both ways."""

FREE = frozenset(
    "fact facts shorter longer lost_literal added_literal clauses_lost clauses_added uncovered unasked "
    "questions".split()
)
"""What still says something when all is put in other words; edits of single words then only tell how far it strays."""


class Sizes(Struct, frozen=True, kw_only=True):
    """Counts of words."""

    ours: int
    theirs: int
    kept: int
    """Words of ours in identical clauses."""
    moved: int
    """Identical clauses that stand in another order."""
    characters: tuple[int, int]
    """Of ours and of theirs."""


def measure(
    edits: Edits,
    form: Structure,
    sizes: Sizes,
    clauses: Sequence[ClauseMatch],
    differences: Sequence[FactDifference],
) -> dict[str, float]:
    """Return the evidence by name; counts are log(1 + n), shares 0…1."""
    related = Counter(pair.relation for pair in edits.pairs)
    counts = {name: related[name] for name in RELATIONS} | {
        "moved": len(edits.moved) - len(edits.exchanged),
        "exchanged": len(edits.exchanged),
        "lost": sum(word.sort == "content" for word in edits.lost),
        "added": sum(word.sort == "content" for word in edits.added),
        "lost_literal": sum(word.sort == "literal" for word in edits.lost),
        "added_literal": sum(word.sort == "literal" for word in edits.added),
        "opposite": sum(_opposites(block.ours, block.theirs) for block in edits.blocks),
        "inflected": sum(a.lower != b.lower for a, b in edits.aligned if a.sort == "content"),
        "far": sum(1 - max(pair.nearness, 0.0) for pair in edits.pairs if pair.nearness is not None),
        "near": sum(pair.nearness >= NEAR for pair in edits.pairs if pair.nearness is not None),
        "gone": max(edits.gone - 1, 0),
        "new": max(edits.new - 1, 0),
        "broken": form.broken,
        "inverted": form.inverted,
        "crossed": form.crossed,
        "reversed": form.reversed,
        "reattached": form.reattached,
        "blocks": len(edits.blocks),
        "reordered": sizes.moved,
        "clauses_lost": sum(match.status == "lost" for match in clauses),
        "clauses_added": sum(match.status == "added" for match in clauses),
    }
    particles = [block for block in edits.blocks if any(_is_particle(word) for word in (*block.ours, *block.theirs))]
    counts["particle"] = len(particles)
    counts |= _closed(edits)
    longest = max(sizes.ours, sizes.theirs, 1)
    measured = {name: math.log1p(count) for name, count in counts.items()}
    measured["rewritten"] = 1 - min((edits.equal + sizes.kept) / longest, 1.0)
    ratio = math.log((sizes.ours + 1) / (sizes.theirs + 1))
    if measured["rewritten"] > LIGHT:
        # In other words a text has another length, but a much shorter one has left something out.
        measured["shorter"], measured["longer"] = max(ratio, 0.0), max(-ratio, 0.0)
    measured["length"] = math.log1p(longest)
    measured["uncovered"], measured["unasked"] = _shares_alone(clauses, sizes)
    cosines = [match.semantic for match in clauses if match.semantic is not None]
    measured["drift"] = 1 - sum(cosines) / len(cosines) if cosines else 0.0
    measured["farthest"] = 1 - min(cosines) if cosines else 0.0
    measured["fact"] = max((found.certainty for found in differences), default=0.0)
    # The differences as independent witnesses: minus the log of the chance that all of them are wrong.
    measured["facts"] = -sum(math.log(1 - min(found.certainty, _SUREST)) for found in differences)
    return measured


def _shares_alone(clauses: Sequence[ClauseMatch], sizes: Sizes) -> tuple[float, float]:
    """Return by how much more than two fifths of ours lie in lost clauses, and of theirs in added ones, by length.

    A freely reworded text that says the same hardly ever leaves so much without a partner.
    """
    lost = sum(len(match.ours.text) for match in clauses if match.ours and match.theirs is None)
    added = sum(len(match.theirs.text) for match in clauses if match.theirs and match.ours is None)
    ours, theirs = sizes.characters
    return max(lost / max(ours, 1) - _ALONE, 0.0), max(added / max(theirs, 1) - _ALONE, 0.0)


def _is_particle(word: Word) -> bool:
    return word.sort == "filler" and word.norm not in HARMLESS


def _opposites(ours: Sequence[Word], theirs: Sequence[Word]) -> int:
    """Return how many closed words of a block meet their opposite on the other side."""
    mine = {word.norm for word in ours if not word.is_content}
    yours = {word.norm for word in theirs if not word.is_content}
    return sum(frozenset((a, b)) in OPPOSITES for a in mine - yours for b in yours - mine)


def _closed(edits: Edits) -> dict[str, int]:
    """Return for each class of closed words how many differ, over the whole text and place by place."""
    counts = dict.fromkeys((*CLASSES, *(f"{name}_here" for name in CLASSES)), 0)
    all_ours, all_theirs = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for block in edits.blocks:
        ours = Counter((word.sort, word.norm) for word in block.ours if word.sort in CLASSES)
        theirs = Counter((word.sort, word.norm) for word in block.theirs if word.sort in CLASSES)
        for name, count in _distances(ours, theirs).items():
            counts[f"{name}_here"] += count
        all_ours += ours
        all_theirs += theirs
    return counts | _distances(all_ours, all_theirs)


def _distances(ours: Counter[tuple[str, str]], theirs: Counter[tuple[str, str]]) -> dict[str, int]:
    """Return by class how many words one side has more than the other, the greater of both ways."""
    if ours == theirs:
        return {}
    more, less = Counter[str](), Counter[str]()
    for side, other, surplus in ((ours, theirs, more), (theirs, ours, less)):
        for key, count in side.items():
            surplus[key[0]] += max(count - other[key], 0)
    return {name: max(more[name], less[name]) for name in more | less}
