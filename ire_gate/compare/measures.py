"""A comparison's evidence as numbers that a reader can check by hand."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from ire_gate.compare.closed import CLASSES, HARMLESS, OPPOSITES
from ire_gate.compare.edits import Edits
from ire_gate.compare.structure import Structure
from ire_gate.compare.words import Word
from ire_gate.domain import ClauseMatch, FactDifference

RELATIONS = ("spelling", "synonym", "similar", "antonym", "wider", "narrower", "sibling", "other", "literal")


NEAR = 0.5
"""Cosine of two words that probably say the same."""


SIGNS = dict.fromkeys(
    "added lost added_literal lost_literal antonym opposite clauses_added clauses_lost exchanged moved broken inverted "
    "reattached reordered literal other sibling questions blocks rewritten length far drift farthest negator "
    "negator_here quantifier quantifier_here modal modal_here preposition preposition_here conjunction "
    "conjunction_here pronoun pronoun_here tense tense_here particle inflected fact facts".split(),
    -1,
) | dict.fromkeys("near synonym spelling similar".split(), 1)
"""Which way a measure may move the fidelity: -1 down only, 1 up only; others both ways."""


def measure(
    edits: Edits,
    form: Structure,
    words: tuple[int, int],
    clauses: Sequence[ClauseMatch],
    differences: Sequence[FactDifference],
    texts: tuple[str, str],
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
        "broken": form.broken,
        "inverted": form.inverted,
        "reattached": form.reattached,
        "blocks": len(edits.blocks),
        "questions": abs(texts[0].count("?") - texts[1].count("?")),
        "facts": sum(found.certainty for found in differences),
        "clauses_lost": sum(match.status == "lost" for match in clauses),
        "clauses_added": sum(match.status == "added" for match in clauses),
    }
    particles = [block for block in edits.blocks if any(_is_particle(word) for word in (*block.ours, *block.theirs))]
    counts["particle"] = len(particles)
    for name in CLASSES:
        counts[name] = _distance(
            (word for block in edits.blocks for word in block.ours),
            (word for block in edits.blocks for word in block.theirs),
            name,
        )
        counts[f"{name}_here"] = sum(_distance(block.ours, block.theirs, name) for block in edits.blocks)
    longest = max(*words, 1)
    measured = {name: math.log1p(count) for name, count in counts.items()}
    measured["rewritten"] = 1 - (edits.equal + _kept(words, edits)) / longest
    measured["length"] = math.log1p(longest)
    cosines = [match.semantic for match in clauses if match.semantic is not None]
    measured["drift"] = 1 - sum(cosines) / len(cosines) if cosines else 0.0
    measured["farthest"] = 1 - min(cosines) if cosines else 0.0
    measured["fact"] = max((found.certainty for found in differences), default=0.0)
    return measured


def _kept(words: tuple[int, int], edits: Edits) -> int:
    touched = sum(len(block.ours) for block in edits.blocks) + edits.equal
    return max(words[0] - touched, 0)


def _is_particle(word: Word) -> bool:
    return word.sort == "filler" and word.norm not in HARMLESS


def _opposites(ours: Sequence[Word], theirs: Sequence[Word]) -> int:
    """Return how many closed words of a block meet their opposite on the other side."""
    mine = {word.norm for word in ours if not word.is_content}
    yours = {word.norm for word in theirs if not word.is_content}
    return sum(frozenset((a, b)) in OPPOSITES for a in mine - yours for b in yours - mine)


def _distance(ours: Iterable[Word], theirs: Iterable[Word], sort: str) -> int:
    """Return how many words of a sort one side has more than the other, both ways, the greater of the two."""
    mine = Counter(word.norm for word in ours if word.sort == sort)
    yours = Counter(word.norm for word in theirs if word.sort == sort)
    return max((mine - yours).total(), (yours - mine).total())
