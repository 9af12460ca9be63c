"""How well the local comparison tells a changed meaning from other words for the same.

Run: ``python benchmarks/meaning.py --corpus FILE --public FOLDER [--embedder static] [--half 0|1] [--output FILE]``.
A pair's score is 1 - fidelity; "positive" is a changed meaning. ``--half`` checks weights that
``fit_meaning.py --half`` fitted to the other half of the groups.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from metrics import Scored, ece, provenance, recall_by_kind, shown, summary
from pairs import PairOfTexts, read_pairs
from rapidfuzz import fuzz

from ire_gate.compare import compare
from ire_gate.decide import VETO
from ire_gate.domain import Comparison
from ire_gate.embedders.base import Embedder, get_embedder

_CUES = re.compile(r"\d+(?:[.,]\d+)*|\b(?:not|no|never|none|without|cannot|except|only)\b|n't\b", re.IGNORECASE)


def measure(pairs: Sequence[PairOfTexts], embedder: Embedder | None) -> dict[str, Any]:
    """Return the figures of one data set: ours, then the trivial baselines."""
    seen = [compare(pair.a, pair.b, spec=None, embedder=embedder) for pair in pairs]
    rows = [_scored(pair, 1 - comparison.fidelity) for pair, comparison in zip(pairs, seen, strict=True)]
    kinds = recall_by_kind(rows, 0.05)
    return {
        "ours": {
            **summary(rows),
            "ece": ece(rows),
            "recall_by_kind_at_5%": kinds,
            "recall_macro_at_5%": sum(kinds.values()) / len(kinds) if kinds else None,
            "vetoes": _vetoes(pairs, seen),
            "certain": _certain(pairs, seen),
        },
        **{
            name: summary([_scored(pair, score(pair.a, pair.b)) for pair in pairs])
            for name, score in baselines(embedder).items()
        },
    }


def _scored(pair: PairOfTexts, score: float) -> Scored:
    return Scored(score, pair.is_changed, pair.group, pair.kind)


def _vetoes(pairs: Iterable[PairOfTexts], seen: Iterable[Comparison]) -> dict[str, Any]:
    """Return how often a veto is right, and how many of the changes it finds; also by fact family."""
    vetoed = [
        (pair.is_changed, {found.family for found in comparison.differences if found.certainty >= VETO})
        for pair, comparison in zip(pairs, seen, strict=True)
    ]
    changed = [families for is_changed, families in vetoed if is_changed]
    same = [families for is_changed, families in vetoed if not is_changed]
    names = sorted({name for _, families in vetoed for name in families})
    hits, slips = sum(map(bool, changed)), sum(map(bool, same))
    return {
        "n": hits + slips,
        "precision": hits / (hits + slips) if hits + slips else None,
        "recall": hits / len(changed) if changed else None,
        "false_rate": slips / len(same) if same else None,
        "by_family": {
            name: {"right": sum(name in row for row in changed), "wrong": sum(name in row for row in same)}
            for name in names
        },
    }


def _certain(pairs: Iterable[PairOfTexts], seen: Iterable[Comparison]) -> dict[str, Any]:
    """Return how many pairs are settled without a model, and how often that is wrong each way."""
    table = [
        (pair.is_changed, comparison.fidelity < 0.5)  # noqa: PLR2004 - settled means near 0 or near 1
        for pair, comparison in zip(pairs, seen, strict=True)
        if comparison.certain
    ]
    total = sum(1 for _ in pairs)
    as_same = [is_changed for is_changed, says_changed in table if not says_changed]
    as_changed = [is_changed for is_changed, says_changed in table if says_changed]
    return {
        "share": len(table) / total if total else None,
        "called_same": len(as_same),
        "of_these_changed": sum(as_same) / len(as_same) if as_same else None,
        "called_changed": len(as_changed),
        "of_these_same": as_changed.count(False) / len(as_changed) if as_changed else None,
    }


def baselines(embedder: Embedder | None) -> dict[str, Callable[[str, str], float]]:
    """Return what takes no thought: each gives a score that is higher the less the texts seem to agree."""
    found: dict[str, Callable[[str, str], float]] = {
        "fuzzy ratio": lambda a, b: 1 - fuzz.ratio(a, b) / 100,
        "word overlap": lambda a, b: 1 - _overlap(set(a.lower().split()), set(b.lower().split())),
        "digits and negation": lambda a, b: float(sorted(_CUES.findall(a.lower())) != sorted(_CUES.findall(b.lower()))),
    }
    if embedder is not None:
        found["cosine"] = lambda a, b: 1 - embedder.similarities([a], [b])[0][0]
    return found


def _overlap(ours: set[str], theirs: set[str]) -> float:
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 1.0


def report(results: dict[str, dict[str, Any]]) -> None:
    """Print the tables."""
    print(f"{'data set':16} {'method':20} {'n':>5} {'AUROC':>6} {'95 %':>16} {'R@2%':>6} {'R@5%':>6} {'R@10%':>6}")
    for dataset, methods in results.items():
        for method, figures in methods.items():
            recalls = " ".join(f"{shown(figures[f'recall_at_{share}']):>6}" for share in ("2%", "5%", "10%"))
            print(
                f"{dataset:16} {method:20} {figures['n']:>5} {shown(figures['auroc']):>6} "
                f"{shown(figures['auroc_95']):>16} {recalls}"
            )
    for dataset, methods in results.items():
        ours = methods["ours"]
        vetoes, certain = ours["vetoes"], ours["certain"]
        print(f"\n{dataset}: calibration error {shown(ours['ece'])}")
        print(f"  vetoes {vetoes['n']}: precision {shown(vetoes['precision'])}, recall {shown(vetoes['recall'])}")
        for family, counts in vetoes["by_family"].items():
            print(f"    {family}: {counts['right']} right, {counts['wrong']} wrong")
        print(
            f"  certain {shown(certain['share'])}: called same {certain['called_same']}, "
            f"of these changed {shown(certain['of_these_changed'])}; called changed {certain['called_changed']}, "
            f"of these same {shown(certain['of_these_same'])}"
        )
        kinds = ", ".join(f"{kind} {recall:.2f}" for kind, recall in ours["recall_by_kind_at_5%"].items())
        print(f"  found at 5 % false alarms: macro {shown(ours['recall_macro_at_5%'])}; {kinds}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--public", type=Path)
    parser.add_argument("--embedder", default="static")
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    if arguments.corpus is None and arguments.public is None:
        parser.error("give --corpus, --public or both")
    embedder = get_embedder(arguments.embedder)
    by_dataset: defaultdict[str, list[PairOfTexts]] = defaultdict(list)
    for pair in read_pairs(arguments.corpus, arguments.public):
        if arguments.half is None or pair.half == arguments.half:
            by_dataset[pair.dataset].append(pair)
    results = {name: measure(pairs, embedder) for name, pairs in by_dataset.items()}
    report(results)
    if arguments.output:
        data = [path for path in (arguments.corpus, *_files(arguments.public)) if path]
        told = {"embedder": arguments.embedder, **provenance(sys.argv, data), "results": results}
        arguments.output.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _files(folder: Path | None) -> list[Path]:
    return sorted(folder.glob("meaning_*.jsonl")) if folder else []


if __name__ == "__main__":
    main()
