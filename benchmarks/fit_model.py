"""Fit ``ire_gate/calibration.json``: from what a model declares to the probability that a text is ambiguous.

    python benchmarks/fit_model.py --corpus FILE [FILE ...] --recordings FOLDER

Uses the first readings in the folder. The figures it prints are of ten-fold cross-validation by group: no text is
judged by a fit that has seen it or its partner.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from ambiguity import corpus_texts
from metrics import Scored, ece, provenance, recall_above, shown, summary
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from ire_gate.calibration import features
from ire_gate.domain import Intent
from ire_gate.errors import RecordingError
from ire_gate.providers.registry import get_provider
from ire_gate.reading import read
from ire_gate.specify import specify

OUTPUT = Path(__file__).parent.parent / "ire_gate" / "calibration.json"
STRENGTH = 1.0
"""Inverse strength of the ridge penalty: the local reader has seen this corpus, so its weight must not run free."""

CLEAR_COUNTS = 1.6
"""How much more a clear text counts than an ambiguous one: blocking good work is the expensive error."""


class Example(NamedTuple):
    """One labelled text as the model sees it."""

    source: str
    group: str
    is_ambiguous: bool
    features: tuple[float, ...]


def examples(corpus: Path, recordings: Path) -> Iterator[Example]:
    """Yield the corpus texts that have a recorded first reading."""
    provider = get_provider(f"replay:{recordings}")
    for text in corpus_texts(corpus):
        try:
            reading, _ = specify(Intent(text=text.text.strip()), provider, local=0.5)
        except RecordingError:
            continue
        local = read(text.text.strip()).ambiguity
        yield Example(text.source, text.group, text.is_ambiguous, features(reading.gaps, text.text, local))


def fitted_on(seen: np.ndarray, truth: np.ndarray) -> LogisticRegression:
    """Return the model that some texts support."""
    weights = np.where(truth, 1.0, CLEAR_COUNTS)
    return LogisticRegression(C=STRENGTH).fit(seen, truth, sample_weight=weights)


def main() -> None:
    """Fit, print the cross-validated figures, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument("--corpus", type=Path, required=True, nargs="+")
    parser.add_argument("--recordings", type=Path, required=True)
    arguments = parser.parse_args()
    files: list[Path] = arguments.corpus
    found = [example for file in files for example in examples(file, arguments.recordings)]
    seen = np.array([example.features for example in found])
    truth = np.array([example.is_ambiguous for example in found])
    groups = [example.group for example in found]
    held_out = np.zeros(len(found))
    for train, test in GroupKFold(10).split(seen, truth, groups):
        held_out[test] = fitted_on(seen[train], truth[train]).predict_proba(seen[test])[:, 1]
    rows = [
        Scored(float(score), example.is_ambiguous, example.group)
        for score, example in zip(held_out, found, strict=True)
    ]
    figures = summary(rows, threshold=0.5) | {"ece": ece(rows), "recall": recall_above(rows, 0.5)}
    for name, value in figures.items():
        print(f"{name:28} {shown(value)}")
    fitted = fitted_on(seen, truth)
    largest, others, words, local = (round(float(weight), 4) for weight in fitted.coef_[0])
    made = {
        "provenance": {
            "model": f"logistic, ridge {STRENGTH}, clear × {CLEAR_COUNTS}, {len(found)} recorded first readings",
            "data_sha256": ", ".join(f"{name} {digest}" for name, digest in provenance([], files)["data"].items()),
            "command": "python benchmarks/fit_model.py --corpus FILE [FILE ...] --recordings FOLDER",
            "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
            "cross_validated_auroc": shown(figures["auroc"]),
        },
        "bias": round(float(fitted.intercept_[0]), 4),
        "largest": largest,
        "others": others,
        "words": words,
        "local": local,
    }
    OUTPUT.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
