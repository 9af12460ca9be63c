"""Count the table of ``ire_gate/facts/certainty.py`` anew, or check it on pairs that were not counted.

Run: ``python benchmarks/fit_facts.py --corpus FILE --public FOLDER [--pairs FILE.jsonl] [--check]``. Deterministic;
prints the rows as they stand there. ``--pairs`` are round trips, rows of {"a", "b", "label"}, of which those labelled
``same`` count. With ``--check`` each half of the groups is judged by what the other half counted, and the share of
pairs with a veto is printed instead, by data set and kind.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from metrics import read_rows
from msgspec import Struct
from pairs import PairOfTexts, read_pairs

from ire_gate.decide import VETO
from ire_gate.facts import extract
from ire_gate.facts.certainty import row_of, rows, share_of
from ire_gate.facts.pairing import mismatches


class Seen(Struct, frozen=True):
    """A pair and the rows of the table that its mismatches belong to."""

    pair: PairOfTexts
    rows: frozenset[int]


class Counted(Struct, frozen=True):
    """Pairs of the same and of a changed meaning, in all and by row."""

    pairs: tuple[int, int]
    rows: list[tuple[int, int]]


def look(pair: PairOfTexts) -> Seen:
    """Find the rows of one pair."""
    found = set()
    for mismatch in mismatches(extract(pair.a), extract(pair.b)):
        row = row_of(mismatch)
        if row is not None:
            found.add(row)
    return Seen(pair, frozenset(found))


def count(seen: Sequence[Seen]) -> Counted:
    """Count pairs, not mismatches: one change may show in several."""
    pairs = Counter(each.pair.is_changed for each in seen)
    found = Counter((row, each.pair.is_changed) for each in seen for row in each.rows)
    return Counted(
        pairs=(pairs[False], pairs[True]),
        rows=[(found[row, False], found[row, True]) for row in range(len(rows()))],
    )


def table(counted: Counted) -> str:
    """Write the counts as the table of the module."""
    lines = [f"SAME_PAIRS, CHANGED_PAIRS = {counted.pairs[0]}, {counted.pairs[1]}"]
    for (family, ways, places, details), (same, changed) in zip(rows(), counted.rows, strict=True):
        lines.append(f"{family:<10} {ways:<22} {places:<11} {details:<21} {same:>3} {changed:>4}")
    return "\n".join(lines)


def vetoes(seen: Sequence[Seen], counted: Counted) -> Counter[tuple[str, str, bool]]:
    """Count the pairs with and without a veto, by data set and kind."""
    same_pairs, changed_pairs = counted.pairs
    shares = [share_of(*found, same_pairs=same_pairs, changed_pairs=changed_pairs) for found in counted.rows]
    return Counter((each.pair.dataset, each.pair.kind, any(shares[row] >= VETO for row in each.rows)) for each in seen)


def check(seen: Sequence[Seen]) -> str:
    """Judge each half of the groups by the other half."""
    halves = [[each for each in seen if each.pair.half == half] for half in (0, 1)]
    found = vetoes(halves[0], count(halves[1])) + vetoes(halves[1], count(halves[0]))
    named = sorted({(dataset, kind) for dataset, kind, _ in found})
    lines = []
    for dataset, kind in named:
        vetoed, passed = found[dataset, kind, True], found[dataset, kind, False]
        lines.append(f"{dataset:<16} {kind:<24} {vetoed:>4} of {vetoed + passed}")
    return "\n".join(lines)


def read_trips(path: Path) -> list[PairOfTexts]:
    """Return the round trips that kept the meaning; what is said to be changed in the others may be anything."""
    return [
        PairOfTexts("round trips", row["a"], row["b"], is_changed=False, kind="same", group=row["a"])
        for row in read_rows(path)
        if row["label"] == "same"
    ]


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--public", type=Path, required=True)
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    # A data set with one class only teaches nothing but its own name.
    pairs = [pair for pair in read_pairs(arguments.corpus, arguments.public) if pair.dataset != "ambient"]
    seen = [look(pair) for pair in pairs + (read_trips(arguments.pairs) if arguments.pairs else [])]
    print(check(seen) if arguments.check else table(count(seen)))


if __name__ == "__main__":
    main()
