"""Fit the weights of ``ire_gate/compare/data/fidelity.json``.

Run: ``python benchmarks/fit_meaning.py --corpus FILE --public FOLDER [--half 0|1]``. Deterministic. With ``--half``
only that half of the groups is used, so that the other half can check it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from pairs import PairOfTexts, read_pairs
from sklearn.linear_model import LogisticRegression

from ire_gate.compare.comparing import look
from ire_gate.compare.fidelity import LIGHT, Models, Weights
from ire_gate.embedders.base import get_embedder

OUTPUT = Path(__file__).parent.parent / "ire_gate" / "compare" / "data" / "fidelity.json"
STRENGTH = 0.3
"""Inverse of the L2 penalty on standardised measures."""
CORPUS_WEIGHT = 3.0
"""The corpus is of the gate's own kind of text; every other data set weighs 1, each of its classes one half."""


def fit(pairs: Sequence[PairOfTexts], embedder_name: str) -> dict[str, Weights]:
    """Return one model for lightly edited and one for freely rewritten texts."""
    embedder = get_embedder(embedder_name)
    name = embedder.name if embedder else "none"
    measured = [look(pair.a, pair.b, embedder).measured for pair in pairs]
    fitted = {}
    for regime in ("light", "free"):
        chosen = [index for index, row in enumerate(measured) if (row["rewritten"] <= LIGHT) == (regime == "light")]
        fitted[f"{name}/{regime}"] = _logistic([measured[i] for i in chosen], [pairs[i] for i in chosen])
    return fitted


def _logistic(measured: list[dict[str, float]], pairs: list[PairOfTexts]) -> Weights:
    names = sorted(measured[0])
    table = np.array([[row[name] for name in names] for row in measured])
    same = np.array([not pair.is_changed for pair in pairs])
    mean, spread = table.mean(axis=0), table.std(axis=0)
    spread[spread == 0] = 1.0
    model = LogisticRegression(C=STRENGTH, max_iter=5000)
    model.fit((table - mean) / spread, same, sample_weight=_sample_weights(pairs))
    weights = model.coef_[0] / spread
    intercept = float(model.intercept_[0] - (weights * mean).sum())
    return Weights(
        intercept=round(intercept, 4),
        weights={name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)},
    )


def _sample_weights(pairs: list[PairOfTexts]) -> Any:
    counts = Counter((pair.dataset, pair.is_changed) for pair in pairs)
    raw = np.array(
        [(CORPUS_WEIGHT if pair.dataset == "corpus" else 1.0) / counts[pair.dataset, pair.is_changed] for pair in pairs]
    )
    return raw / raw.mean()


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--public", type=Path, required=True)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    pairs = read_pairs(arguments.corpus, arguments.public)
    if arguments.half is not None:
        pairs = [pair for pair in pairs if pair.half == arguments.half]
    counts = Counter(pair.dataset for pair in pairs)
    models = {**fit(pairs, "none"), **fit(pairs, "static")}
    told = "Logistic models of benchmarks/fit_meaning.py, fitted to " + ", ".join(
        f"{name} ({count})" for name, count in sorted(counts.items())
    )
    if arguments.half is not None:
        told += f"; half {arguments.half} of the groups"
    data = msgspec.to_builtins(Models(provenance=told, models=models))
    arguments.output.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
