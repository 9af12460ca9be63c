"""A comparison's evidence as numbers that a reader can check by hand."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from ire_gate.compare.edits import Edits
from ire_gate.compare.words import CLASSES, Word
from ire_gate.domain import ClauseMatch, FactDifference

RELATIONS = ("spelling", "synonym", "similar", "antonym", "wider", "narrower", "sibling", "other", "literal")


def measure(
    edits: Edits,
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
        "blocks": len(edits.blocks),
        "questions": abs(texts[0].count("?") - texts[1].count("?")),
        "facts": sum(found.certainty for found in differences),
        "clauses_lost": sum(match.status == "lost" for match in clauses),
        "clauses_added": sum(match.status == "added" for match in clauses),
    }
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
    measured["fact"] = max((found.certainty for found in differences), default=0.0)
    return measured


def _kept(words: tuple[int, int], edits: Edits) -> int:
    touched = sum(len(block.ours) for block in edits.blocks) + edits.equal
    return max(words[0] - touched, 0)


def _distance(ours: Iterable[Word], theirs: Iterable[Word], sort: str) -> int:
    """Return how many words of a sort one side has more than the other, both ways, the greater of the two."""
    mine = Counter(word.norm for word in ours if word.sort == sort)
    yours = Counter(word.norm for word in theirs if word.sort == sort)
    return max((mine - yours).total(), (yours - mine).total())
