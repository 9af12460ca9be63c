"""Fits the weights of the local reader and writes ``ire_gate/reading/weights.json``.

    python benchmarks/ambiguity_fit.py --corpus fixtures/corpus/dev.jsonl fixtures/corpus/train.jsonl --public FOLDER

A logistic model with a normal prior on each weight (maximum a posteriori, Newton's method): rules that the data hardly
show keep about their prior weight. The split probability of a rule is the share of its finds that lie on a labelled
span, drawn towards its prior. Two cross-validations are printed, by group and by author (the texts of each author under
weights fitted without any of them: the honest figures); the shipped weights are fitted on everything.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from metrics import Scored, ece, read_rows, shown, summary

from ire_gate.reading.calibration import reach_of, rule_features, text_features
from ire_gate.reading.detect import smells
from ire_gate.reading.scene import Scene
from ire_gate.reading.smell import Smell

SHARES = {
    "pairs": 1.0,
    "tricky": 1.0,
    "restated": 0.25,
    "agentless": 0.5,
    "ambigswe": 0.2,
    "humanevalcomm": 0.3,
    "in3": 0.2,
    "reqeval": 0.4,
}
"""How much one text of each set counts. Restated: the faithful restatements of clear texts, which are clear as well."""

CLEAR = 1.3
"""How much more a clear text counts than an ambiguous one: blocking good work is the expensive error."""

WEAK = {"vague.size", "undefined.status", "scope.everything"}
TOLD = {"reference.subject_alike", "reference.person", "reference.namesake"}
"""References of which the form alone tells that two things are possible."""

FORM = (
    "temporal.day_or_month",
    "edge.hole",
    "conflict.overlap",
    "conflict.shares",
    "conflict.cap",
    "clash.",
    "value.points",
    "quantifier.all_not",
    "scope.not_like",
    "attachment.mixed_",
    "attachment.relative",
    "attachment.direction",
    "attachment.owner",
    "reference.namesake",
    "attachment.negated_verb",
)
"""Rules that show two readings by the form of the words alone, whatever the text is about."""

PRIOR, PRIOR_FORM, PRIOR_WEAK, PRIOR_REFERENCE, SPREAD, TEXT_SPREAD = 1.0, 1.8, 0.3, 0.15, 0.4, 1.5
SPLIT_PRIOR, SPLIT_PRIOR_REFERENCE, SPLIT_STRENGTH = 0.5, 0.15, 4.0
LONG_TEXT, CODE_DAMPING, SLOPE, FOLDS = 80, 0.4, 1.5, 10
ENOUGH = 1e-7
"""Largest step at which no digit that is written changes any more."""

TARGET = Path(__file__).parent.parent / "ire_gate" / "reading" / "weights.json"


class Example(NamedTuple):
    """One labelled text."""

    source: str
    text: str
    is_ambiguous: bool
    group: str
    author: str
    """Whose texts it belongs to: the file, and what its ids start with."""
    spans: tuple[tuple[int, int], ...] | None
    """Labelled places; empty for a clear text, None where nobody labelled them."""


def examples(corpora: Sequence[Path], public: Path | None) -> list[Example]:
    """Return all labelled texts."""
    found = [example for corpus in corpora for row in read_rows(corpus) for example in _of_corpus(row)]
    for name in ("agentless", "ambigswe", "humanevalcomm", "in3", "reqeval"):
        if public is None:
            break
        found += [
            Example(name, row["text"], row["label"] == "ambiguous", row["group"], "public", None)
            for row in read_rows(public / f"ambiguity_{name}.jsonl")
        ]
    return found


def _of_corpus(row: dict[str, Any]) -> Iterator[Example]:
    source = "pairs" if {"clear", "ambiguous"} <= row.keys() else "tricky"
    name, author = row["id"], row["id"].partition("-")[0]
    if "clear" in row:
        yield Example(source, row["clear"], False, name, author, ())
    if "ambiguous" in row:
        starts = [(row["ambiguous"].find(gap["span"]), len(gap["span"])) for gap in row["ambiguities"]]
        spans = tuple((start, start + size) for start, size in starts)
        yield Example(source, row["ambiguous"], True, name, author, spans)
    for text in row.get("faithful", ()):
        yield Example("restated", text, False, name, author, None)


def prior_of(rule: str) -> float:
    """Return a rule's weight before any data."""
    if rule.startswith(("reference.", "quantifier.the_")) and rule not in TOLD:
        return PRIOR_REFERENCE
    if rule.startswith(FORM):
        return PRIOR_FORM
    return PRIOR_WEAK if rule in WEAK else PRIOR


def fit(design: Any, labels: Any, shares: Any, means: Any, spreads: Any) -> Any:
    """Return the weights with the highest posterior."""
    weights = means.copy()
    for _ in range(40):
        chance = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (shares * (labels - chance)) - (weights - means) / spreads**2
        bend = (design * (shares * chance * (1 - chance))[:, None]).T @ design + np.diag(1 / spreads**2)
        step = np.linalg.solve(bend, slope)
        weights += step
        if float(np.abs(step).max()) < ENOUGH:
            break
    return weights


def splits(rows: list[Example], found: list[tuple[Scene, list[Smell]]]) -> dict[str, float]:
    """Return for each rule the share of its finds that lie on a labelled span."""
    hits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row, (scene, smelt) in zip(rows, found, strict=True):
        if row.spans is None:
            continue
        for smell in smelt:
            start, end = scene.tokens[smell.start].start, scene.tokens[smell.end - 1].end
            total[smell.rule] += 1
            hits[smell.rule] += any(start < stop and begin < end for begin, stop in row.spans)
    return {
        rule: (hits[rule] + SPLIT_STRENGTH * (SPLIT_PRIOR_REFERENCE if prior_of(rule) < PRIOR else SPLIT_PRIOR))
        / (total[rule] + SPLIT_STRENGTH)
        for rule in {smell.rule for _, smelt in found for smell in smelt}
    }


def main() -> None:
    """Fit, print the cross-validation, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True)
    parser.add_argument("--public", type=Path)
    arguments = parser.parse_args()
    rows = examples(arguments.corpus, arguments.public)
    found = [(scene, smells(scene)) for scene in (Scene(row.text) for row in rows)]
    features = [
        rule_features(smelt, reach_of(scene)) | {f"text:{name}": value for name, value in text_features(scene).items()}
        for scene, smelt in found
    ]
    names = sorted({name for row in features for name in row})
    design = np.array([[row.get(name, 0.0) for name in names] + [1.0] for row in features])
    labels = np.array([float(row.is_ambiguous) for row in rows])
    balance = {name: _balance(rows, name) for name in ("humanevalcomm", "in3")}
    shares = np.array(
        [SHARES[row.source] * (balance.get(row.source, 1.0) if row.is_ambiguous else CLEAR) for row in rows]
    )
    means = np.array([0.0 if name.startswith("text:") else prior_of(name) for name in names] + [-1.0])
    spreads = np.array([TEXT_SPREAD if name.startswith("text:") else SPREAD for name in names] + [3.0])
    is_shape = np.array([name.startswith("text:") for name in names] + [False])
    groups = np.array([int(hashlib.sha256(row.group.encode()).hexdigest(), 16) % FOLDS for row in rows])
    authors = sorted({row.author for row in rows} - {"public"})
    by_author = np.array([authors.index(row.author) if row.author in authors else -1 for row in rows])
    for title, folds in (("by group", groups), ("by author", by_author)):
        print(title)
        chances = _cross_validate(folds, (design, labels, shares), (means, spreads), is_shape)
        _show(rows, chances, folds, authors if title == "by author" else ())
    weights = fit(design, labels, shares, means, spreads)
    split = splits(rows, found)
    _write(arguments, rows, dict(zip([*names, "bias"], weights, strict=True)), split)


def _balance(rows: list[Example], source: str) -> float:
    """Sets with many variants of one original count as if there were one of each."""
    labels = [row.is_ambiguous for row in rows if row.source == source]
    return labels.count(False) / labels.count(True) if True in labels else 1.0


def _cross_validate(folds: Any, data: tuple[Any, Any, Any], prior: tuple[Any, Any], is_shape: Any) -> Any:
    """Return each text's chance under weights fitted without its fold; fold -1 is always fitted on and never judged."""
    design, labels, shares = data
    chances = np.full(len(labels), np.nan)
    for fold in sorted(set(folds.tolist()) - {-1}):
        inside = folds != fold
        weights = fit(design[inside], labels[inside], shares[inside], *prior)
        weights[~is_shape] = np.append(np.maximum(weights[~is_shape][:-1], 0.0), weights[-1])
        shape = design[~inside][:, is_shape] @ weights[is_shape]
        score = design[~inside][:, ~is_shape] @ weights[~is_shape] + np.minimum(shape, 0.0)
        chances[~inside] = 1 / (1 + np.exp(-SLOPE * score))
    return chances


def _show(rows: list[Example], chances: Any, folds: Any, authors: Sequence[str]) -> None:
    """Print the measures of each set, and of each author's where the folds are authors."""
    for number, author in enumerate(authors or [""]):
        for source in SHARES:
            held = [
                Scored(float(chance), row.is_ambiguous, row.group, pair=row.group)
                for row, chance, fold in zip(rows, chances, folds, strict=True)
                if row.source == source and fold >= 0 and (not authors or fold == number)
            ]
            if held:
                found = summary(held, threshold=0.5) | {"ece": ece(held)}
                print(f"{author:6}{source:14}", *(f"{name}={shown(value)}" for name, value in found.items()))


def _write(
    arguments: argparse.Namespace, rows: list[Example], weights: dict[str, float], split: dict[str, float]
) -> None:
    text = {name.removeprefix("text:"): value for name, value in weights.items() if name.startswith("text:")}
    rules = {name: value for name, value in weights.items() if not name.startswith("text:") and name != "bias"}
    counts = Counter(row.source for row in rows)
    corpora = " ".join(map(str, arguments.corpus))
    model = {
        "provenance": {
            "command": f"python benchmarks/ambiguity_fit.py --corpus {corpora} --public FOLDER",
            "texts": ", ".join(f"{name} {number}" for name, number in sorted(counts.items())),
            "corpus_sha256": ", ".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in arguments.corpus),
            "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        },
        "bias": round(weights["bias"], 3),
        "slope": SLOPE,
        "long_text": LONG_TEXT,
        "code_damping": CODE_DAMPING,
        "unknown": PRIOR_WEAK,
        "text": {name: round(value, 3) for name, value in sorted(text.items())},
        # Never below 0: mending a gap must not make a text more ambiguous.
        "rules": {name: [max(0.0, round(value, 3)), round(split[name], 3)] for name, value in sorted(rules.items())},
    }
    lines = json.dumps(model, indent=2).replace("[\n      ", "[").replace(",\n      ", ", ").replace("\n    ]", "]")
    TARGET.write_text(lines + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
