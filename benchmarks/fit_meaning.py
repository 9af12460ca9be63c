"""Fit the weights of ``ire_gate/compare/data/fidelity.json``.

Run: ``python benchmarks/fit_meaning.py --corpus FILE --public FOLDER [--half 0|1]``. Deterministic. With ``--half``
only that half of the groups is used, so that the other half can check it.

A weight may only have the sign that its measure says: what was lost, added or turned round never makes two texts more
alike. Without that the fit learns how the writers of the data write (in one set the true paraphrases stray farther from
the original than the changed ones) and not what changes a meaning.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from pairs import PairOfTexts, read_pairs

from ire_gate.compare.comparing import look
from ire_gate.compare.fidelity import Models, Weights, regime_of
from ire_gate.compare.measures import FREE, SIGNS
from ire_gate.embedders.base import get_embedder

OUTPUT = Path(__file__).parent.parent / "ire_gate" / "compare" / "data" / "fidelity.json"
PENALTY = 0.02
"""Weight of the squared standardised weights against the mean log loss."""
CORPUS_WEIGHT = 6.0
"""The corpus is of the gate's own kind of text; every other data set weighs 1, each of its classes one half."""
STEPS = 5000
LEAST_KEPT = 0.005
"""Least standardised weight that is written down: a smaller one moves no verdict."""
LEAST = {"light": {"clauses_lost": -1.5, "clauses_added": -1.5}, "free": {}}
"""Least weights: a text with a statement more or less is changed by definition, seldom as the data show it."""
GIVEN = {"reordered": -1.0, "uncovered": -6.0, "unasked": -6.0}
"""Weights that are not fitted, as the data hold next to none: statements in another order may be steps, and a text
about something else shares no facts that could differ."""

Table = NDArray[np.float64]


def fit(pairs: Sequence[PairOfTexts], embedder_name: str) -> dict[str, Weights]:
    """Return one model for lightly edited and one for freely rewritten texts."""
    embedder = get_embedder(embedder_name)
    name = embedder.name if embedder else "none"
    measured = [look(pair.a, pair.b, embedder).measured for pair in pairs]
    fitted = {}
    for regime in ("light", "free"):
        chosen = [index for index, row in enumerate(measured) if regime_of(row) == regime]
        fitted[f"{name}/{regime}"] = _logistic([measured[i] for i in chosen], [pairs[i] for i in chosen], regime)
    return fitted


def _logistic(measured: list[dict[str, float]], pairs: list[PairOfTexts], regime: str) -> Weights:
    """Fit by accelerated projected gradient descent (Beck and Teboulle 2009)."""
    spoken = {name for row in measured for name, value in row.items() if value and (regime == "light" or name in FREE)}
    names = sorted(spoken | LEAST[regime].keys() | GIVEN.keys())
    table = np.array([[row.get(name, 0.0) for name in names] for row in measured])
    same = np.array([float(not pair.is_changed) for pair in pairs])
    spread = table.std(axis=0)
    spread[spread == 0] = 1.0
    inputs = np.hstack([table / spread, np.ones((len(pairs), 1))])
    lowest = np.array([*(0.0 if SIGNS.get(name) == 1 else -np.inf for name in names), -np.inf])
    highest = np.array([*(0.0 if SIGNS.get(name) == -1 else np.inf for name in names), np.inf])
    for name, weight in (LEAST[regime] | GIVEN).items():
        highest[names.index(name)] = weight * spread[names.index(name)]
    for name, weight in GIVEN.items():
        lowest[names.index(name)] = weight * spread[names.index(name)]
    weights = _descend(inputs, same, _sample_weights(pairs), lowest, highest)
    kept = {
        name: round(float(weight), 4)
        for name, weight in zip(names, weights[:-1] / spread, strict=True)
        if abs(weight) >= LEAST_KEPT or name in GIVEN
    }
    return Weights(intercept=round(float(weights[-1]), 4), weights=kept)


def _descend(inputs: Table, same: Table, importance: Table, lowest: Table, highest: Table) -> Table:
    penalty = np.full(inputs.shape[1], PENALTY)
    penalty[-1] = 0.0
    steepest = 0.25 * float(np.linalg.norm(inputs * np.sqrt(importance)[:, None], 2)) ** 2 + PENALTY
    weights = ahead = np.zeros(inputs.shape[1])
    pace = 1.0
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-inputs @ ahead))
        slope = inputs.T @ (importance * (chance - same)) + penalty * ahead
        moved = np.clip(ahead - slope / steepest, lowest, highest)
        next_pace = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = moved + (pace - 1) / next_pace * (moved - weights)
        weights, pace = moved, next_pace
    return weights


def _sample_weights(pairs: list[PairOfTexts]) -> Table:
    counts = Counter((pair.dataset, pair.is_changed) for pair in pairs)
    raw = np.array(
        [(CORPUS_WEIGHT if pair.dataset == "corpus" else 1.0) / counts[pair.dataset, pair.is_changed] for pair in pairs]
    )
    return np.asarray(raw / raw.sum())


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--public", type=Path, required=True)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--embedder", action="append", help="may be repeated; none and static are the default")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    # A data set with one class only teaches nothing but its own name.
    pairs = [pair for pair in read_pairs(arguments.corpus, arguments.public) if pair.dataset != "ambient"]
    if arguments.half is not None:
        pairs = [pair for pair in pairs if pair.half == arguments.half]
    counts = Counter(pair.dataset for pair in pairs)
    models: dict[str, Weights] = {}
    for name in arguments.embedder or ("none", "static"):
        models |= fit(pairs, name)
    told = "Logistic models of benchmarks/fit_meaning.py, fitted to " + ", ".join(
        f"{name} ({count})" for name, count in sorted(counts.items())
    )
    if arguments.half is not None:
        told += f"; half {arguments.half} of the groups"
    data = msgspec.to_builtins(Models(provenance=told, models=models))
    arguments.output.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
