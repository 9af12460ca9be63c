"""The pairs of texts that the benchmarks of meaning are fitted to and measured on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from metrics import read_rows
from msgspec import Struct


class PairOfTexts(Struct, frozen=True):
    """Two texts, and whether the second asks for something else."""

    dataset: str
    a: str
    b: str
    is_changed: bool
    kind: str
    group: str
    """Pairs of one group share sentences; they are never split over fitting and checking."""

    @property
    def half(self) -> int:
        """Which half of the data the group belongs to, 0 or 1."""
        return hashlib.sha256(self.group.encode()).digest()[0] & 1


def read_pairs(corpus: Path | None, public: Path | None) -> list[PairOfTexts]:
    """Return the restatements of a corpus file and the pairs of all ``meaning_*.jsonl`` files of a folder."""
    pairs = list(_restatements(corpus)) if corpus else []
    for path in sorted(public.glob("meaning_*.jsonl")) if public else ():
        name = path.stem.removeprefix("meaning_")
        pairs += [
            PairOfTexts(name, row["a"], row["b"], row["label"] == "changed", row["kind"], row["group"])
            for row in read_rows(path)
        ]
    return pairs


def _restatements(path: Path) -> Iterator[PairOfTexts]:
    for row in read_rows(path):
        for text in row.get("faithful", ()):
            yield PairOfTexts("corpus", row["clear"], text, is_changed=False, kind="same", group=row["id"])
        for change in row.get("unfaithful", ()):
            yield PairOfTexts(
                "corpus", row["clear"], change["text"], is_changed=True, kind=change["kind"], group=row["id"]
            )
