"""How well the gate tells ambiguous texts from clear ones, set by set, beside three trivial baselines.

    python benchmarks/ambiguity.py --corpus fixtures/corpus/dev.jsonl --public FOLDER [--engine E] [--output FILE]

A text is blocked when its ambiguity is above 0.5. Intervals are 95 % bootstrap intervals over groups of texts that
belong together. The corpus labels spans: a labelled span is hit if a gap overlaps it, and named if that gap has its
kind too.
"""

from __future__ import annotations

import argparse
import functools
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from metrics import Scored, ece, interval, provenance, read_rows, recall_above, reliability, shown, summary
from msgspec import Struct

from ire_gate.config import Settings
from ire_gate.decide import ambiguity_of
from ire_gate.domain import Gap, Intent
from ire_gate.engines import get_engine
from ire_gate.language.tokens import tokenise

THRESHOLD = 0.5
VAGUE = frozenset(
    "good bad best better fast quick slow big small large short long some many few several soon recently properly "
    "appropriate reasonable suitable relevant important usual normal etc easy simple nice clean right enough".split()
)
"""What a word list alone would look for; the baseline, not the detector."""


class Text(Struct, frozen=True, kw_only=True):
    """One labelled text of a set."""

    source: str
    id: str
    text: str
    is_ambiguous: bool
    group: str
    kind: str = ""
    pair: str = ""
    labels: tuple[tuple[str, int, int], ...] = ()
    """Kind, start and end of each labelled span."""


def corpus_texts(path: Path) -> Iterator[Text]:
    """Yield the pairs, and the texts that look the other way (`tricky`)."""
    for row in read_rows(path):
        source = "pairs" if {"clear", "ambiguous"} <= row.keys() else "tricky"
        if "clear" in row:
            yield Text(
                source=source, id=row["id"], text=row["clear"], is_ambiguous=False, group=row["id"], pair=row["id"]
            )
        if "ambiguous" in row:
            labels = []
            for gap in row["ambiguities"]:
                start = row["ambiguous"].find(gap["span"])
                labels.append((gap["kind"], start, start + len(gap["span"])))
            yield Text(
                source=source,
                id=row["id"],
                text=row["ambiguous"],
                is_ambiguous=True,
                group=row["id"],
                kind=row["ambiguities"][0]["kind"],
                pair=row["id"],
                labels=tuple(labels),
            )


def public_texts(folder: Path) -> Iterator[Text]:
    """Yield the texts of every ``ambiguity_*.jsonl`` of a folder; a variant is paired with its clear original."""
    for path in sorted(folder.glob("ambiguity_*.jsonl")):
        for row in read_rows(path):
            yield Text(
                source=path.stem.removeprefix("ambiguity_"),
                id=row["id"],
                text=row["text"],
                is_ambiguous=row["label"] == "ambiguous",
                group=row["group"],
                kind=row["kind"],
                pair=row["pair"] or row["id"],
            )


Judge = Callable[[str], tuple[float, tuple[Gap, ...]] | None]


def table(texts: Sequence[Text], judge: Judge) -> dict[str, Any] | None:
    """Return the measures of the texts of one set that the judge could look at; None if there are none."""
    looked_at = [(text, seen) for text in texts if (seen := judge(text.text))]
    if not looked_at:
        return None
    texts, judged = [text for text, _ in looked_at], [seen for _, seen in looked_at]
    rows = [_scored(text, score) for text, (score, _) in zip(texts, judged, strict=True)]
    found = summary(rows, threshold=THRESHOLD)
    found["recall_at_threshold_95"] = interval(rows, lambda held: recall_above(held, THRESHOLD))
    found["by_kind_at_threshold"] = _by_kind(rows)
    found["ece"] = ece(rows)
    found["reliability"] = reliability(rows)
    found |= _spans(texts, [gaps for _, gaps in judged])
    found["baselines"] = {
        name: summary([_scored(text, score(text.text)) for text in texts])["auroc"] for name, score in BASELINES.items()
    }
    return found


def _scored(text: Text, score: float) -> Scored:
    return Scored(score, text.is_ambiguous, text.group, text.kind, text.id, text.pair)


def _by_kind(rows: Sequence[Scored]) -> dict[str, str]:
    kinds: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        kinds[row.kind if row.is_positive else "(clear)"].append(row.score > THRESHOLD)
    return {kind: f"{sum(blocked)}/{len(blocked)}" for kind, blocked in sorted(kinds.items())}


def _spans(texts: Sequence[Text], found: Sequence[tuple[Gap, ...]]) -> dict[str, Any]:
    """Return how many labelled spans a gap overlaps, and how many of them one of the right kind."""
    total: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for text, gaps in zip(texts, found, strict=True):
        for kind, start, end in text.labels:
            over = [gap for gap in gaps if gap.span and gap.span.start < end and start < gap.span.end]
            total[kind] += 1
            hit[kind] += bool(over)
            named[kind] += any(gap.kind == kind for gap in over)
    if not total:
        return {}
    return {
        "span_hit_rate": hit.total() / total.total(),
        "kind_named_rate": named.total() / total.total(),
        "spans_by_kind": {kind: f"{hit[kind]} hit, {named[kind]} named of {total[kind]}" for kind in sorted(total)},
        "gaps_per_text": sum(len(gaps) for gaps in found) / len(texts),
    }


def _vague_words(text: str) -> float:
    return float(sum(token.lower in VAGUE for token in tokenise(text)))


BASELINES: dict[str, Callable[[str], float]] = {
    "length": lambda text: float(len(text.split())),
    "brevity": lambda text: -float(len(text.split())),
    "vague words": _vague_words,
    "few digits": lambda text: -float(sum(char.isdigit() for char in text)),
}


def judge_with(engine: str, base_url: str | None) -> Judge:
    """Return a function that gives a text's ambiguity and gaps as an engine sees them; None if it could not look."""
    if engine == "rules":
        from ire_gate.reading import read

        def locally(text: str) -> tuple[float, tuple[Gap, ...]]:
            reading = read(text)
            return reading.ambiguity, reading.gaps

        return locally
    looking = get_engine(Settings(engine=engine, base_url=base_url, cache=False, ledger="none"))

    @functools.cache
    def ask(text: str) -> tuple[float, tuple[Gap, ...]] | None:
        evidence = looking.look(Intent(text=text.strip()))
        if not evidence.readings:
            print(f"left out: {evidence.failure}", file=sys.stderr)
            return None
        return ambiguity_of(evidence.readings), evidence.readings[0].gaps

    return ask


def show(name: str, found: dict[str, Any]) -> None:
    """Print one set's measures."""
    print(f"\n{name}")
    for key, value in found.items():
        if key == "reliability":
            print(
                "  reliability  "
                + "  ".join(f"{bin_['score']:.2f}→{bin_['positive']:.2f} ({bin_['n']})" for bin_ in value)
            )
        elif isinstance(value, dict):
            print(f"  {key}  " + ", ".join(f"{part}: {shown(number)}" for part, number in value.items()))
        else:
            print(f"  {key}  {shown(value)}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--public", type=Path)
    parser.add_argument("--engine", default="rules")
    parser.add_argument("--base-url")
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    sets: dict[str, list[Text]] = defaultdict(list)
    for text in corpus_texts(arguments.corpus) if arguments.corpus else ():
        sets[text.source].append(text)
        sets["corpus (pairs and tricky)"].append(text)
    for text in public_texts(arguments.public) if arguments.public else ():
        sets[text.source].append(text)
    judge = judge_with(arguments.engine, arguments.base_url)
    results = {name: found for name, texts in sets.items() if (found := table(texts, judge))}
    for name, found in results.items():
        show(name, found)
    if arguments.output:
        files = [
            path
            for path in (arguments.corpus, *(arguments.public or Path("/nowhere")).glob("ambiguity_*.jsonl"))
            if path
        ]
        made = {"engine": arguments.engine, **provenance(["python", *sys.argv], files), "sets": results}
        arguments.output.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
