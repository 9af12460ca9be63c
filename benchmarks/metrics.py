"""The measures that the quality benchmarks share. Scores are higher for the positive class; labels are booleans."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct


class Scored(Struct, frozen=True):
    """One judged text or pair: its score, whether it is truly positive, its group, and its kind where it has one."""

    score: float
    is_positive: bool
    group: str
    kind: str = ""
    id: str = ""
    pair: str = ""


def auroc(rows: Sequence[Scored]) -> float | None:
    """Return the probability that a random positive scores above a random negative, ties counted half.

    Computed from rank sums (Mann and Whitney 1947); None if one of the classes is empty.
    """
    ordered = sorted(rows, key=lambda row: row.score)
    positives = sum(row.is_positive for row in ordered)
    negatives = len(ordered) - positives
    if not positives or not negatives:
        return None
    rank_sum, place = 0.0, 0
    while place < len(ordered):
        end = place
        while end < len(ordered) and ordered[end].score == ordered[place].score:
            end += 1
        mean_rank = (place + 1 + end) / 2
        rank_sum += mean_rank * sum(row.is_positive for row in ordered[place:end])
        place = end
    return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives)


def threshold_at(rows: Sequence[Scored], max_false: float) -> float:
    """Return the lowest threshold at which at most `max_false` of the negatives score above it."""
    negatives = sorted((row.score for row in rows if not row.is_positive), reverse=True)
    allowed = int(max_false * len(negatives))
    return negatives[allowed] if allowed < len(negatives) else float("-inf")


def recall_above(rows: Iterable[Scored], threshold: float) -> float | None:
    """Return the share of positives that score above a threshold; None without positives."""
    hits = [row.score > threshold for row in rows if row.is_positive]
    return sum(hits) / len(hits) if hits else None


def false_rate(rows: Iterable[Scored], threshold: float) -> float | None:
    """Return the share of negatives that score above a threshold; None without negatives."""
    hits = [row.score > threshold for row in rows if not row.is_positive]
    return sum(hits) / len(hits) if hits else None


def recall_at(rows: Sequence[Scored], max_false: float) -> float | None:
    """Return the recall at the lowest threshold that keeps false alarms at or below `max_false`."""
    return recall_above(rows, threshold_at(rows, max_false))


def recall_by_kind(rows: Sequence[Scored], max_false: float) -> dict[str, float]:
    """Return each positive kind's recall at the threshold that all negatives set together."""
    threshold = threshold_at(rows, max_false)
    kinds: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        if row.is_positive:
            kinds[row.kind].append(row.score > threshold)
    return {kind: sum(hits) / len(hits) for kind, hits in sorted(kinds.items())}


def paired_win_rate(rows: Sequence[Scored]) -> float | None:
    """Return how often a positive scores above its own negative partner (same ``pair``), ties counted half."""
    originals = {row.pair: row.score for row in rows if not row.is_positive and row.pair}
    wins = [
        1.0 if row.score > originals[row.pair] else 0.5 if row.score == originals[row.pair] else 0.0
        for row in rows
        if row.is_positive and row.pair in originals
    ]
    return sum(wins) / len(wins) if wins else None


def reliability(rows: Sequence[Scored], bins: int = 10) -> list[dict[str, float]]:
    """Return per bin of equal width: the mean score, the share of positives, and how many fell in."""
    table: list[list[Scored]] = [[] for _ in range(bins)]
    for row in rows:
        table[min(int(row.score * bins), bins - 1)].append(row)
    return [
        {
            "n": len(held),
            "score": sum(row.score for row in held) / len(held),
            "positive": sum(row.is_positive for row in held) / len(held),
        }
        for held in table
        if held
    ]


def ece(rows: Sequence[Scored], bins: int = 10) -> float | None:
    """Return the expected calibration error: mean |score - share of positives| over bins (Naeini et al. 2015)."""
    if not rows:
        return None
    return sum(held["n"] * abs(held["score"] - held["positive"]) for held in reliability(rows, bins)) / len(rows)


def interval(
    rows: Sequence[Scored], measure: Callable[[Sequence[Scored]], float | None], rounds: int = 500
) -> tuple[float, float] | None:
    """Return the 95 % bootstrap interval of a measure: whole groups drawn with replacement, always alike."""
    groups: dict[str, list[Scored]] = defaultdict(list)
    for row in rows:
        groups[row.group].append(row)
    names, values = list(groups), []
    draw = random.Random(20250101)
    for _ in range(rounds):
        sample = [row for name in draw.choices(names, k=len(names)) for row in groups[name]]
        value = measure(sample)
        if value is not None:
            values.append(value)
    values.sort()
    return (values[int(0.025 * len(values))], values[int(0.975 * len(values)) - 1]) if values else None


def summary(rows: Sequence[Scored], *, threshold: float | None = None) -> dict[str, Any]:
    """Return the measures that every table shows; with a threshold, what it would block and wrongly block."""
    found: dict[str, Any] = {
        "n": len(rows),
        "positives": sum(row.is_positive for row in rows),
        "auroc": auroc(rows),
        "auroc_95": interval(rows, auroc),
        **{f"recall_at_{share:.0%}": recall_at(rows, share) for share in (0.02, 0.05, 0.10)},
        "paired_win_rate": paired_win_rate(rows),
    }
    if threshold is not None:
        found |= {
            "recall_at_threshold": recall_above(rows, threshold),
            "false_blocks_at_threshold": false_rate(rows, threshold),
        }
    return found


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def provenance(command: Sequence[str], data: Iterable[Path]) -> dict[str, Any]:
    """Return what a result file needs to be made again: the command, the data's digests and the versions."""
    packages = ("ire-gate", "rapidfuzz", "msgspec", "sentence-transformers")
    return {
        "command": " ".join(command),
        "data": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(data)},
        "versions": {"python": platform.python_version()} | {name: _version(name) for name in packages},
    }


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def shown(value: object) -> str:
    """Return a figure as the tables print it."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, tuple):
        return "[" + ", ".join(shown(part) for part in value) + "]"
    return str(value)
