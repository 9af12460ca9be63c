"""What each order of calls costs and catches, counted over recorded answers.

    python benchmarks/policies.py --corpus fixtures/corpus/dev.jsonl --recordings FOLDER [--output FILE.json]

A policy is which calls are made when. All of them judge the same recorded answers, so that they differ in nothing else:

    one       one reading decides
    doubt     a second, independent reading within 0.15 of the threshold, then the mean
    both      always two readings, then the mean
    gap       one reading, its largest gap as declared, uncalibrated
    judge     one call that is asked for nothing but the ambiguity (``judge.py``), where that was recorded

Behind each stand the calls and tokens per intent when what passes is translated back and adjudicated. ``flips`` is the
share of texts on which two independent readings, judged alone, give different verdicts.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ambiguity import Text, corpus_texts
from judge import judge
from metrics import Scored, interval, provenance, recall_above, shown, summary
from msgspec import Struct
from pairs import read_pairs

from ire_gate.adjudicate import adjudicate
from ire_gate.backtranslate import backtranslate
from ire_gate.currencies.coin import usd
from ire_gate.diagnose import undisclosed
from ire_gate.domain import BackTranslation, Call, Gap, Intent, Reading, Span
from ire_gate.engines import DOUBT
from ire_gate.errors import RecordingError
from ire_gate.providers.base import Provider
from ire_gate.providers.registry import get_provider
from ire_gate.questions import MOST_QUESTIONS, ranked
from ire_gate.reading import read
from ire_gate.specify import specify

THRESHOLD = 0.5


class Recorded(Struct, frozen=True, kw_only=True):
    """One text with its recorded readings, and what the way back would cost and say if it were taken."""

    text: Text
    readings: tuple[Reading, Reading]
    spent: tuple[tuple[Call, ...], tuple[Call, ...]]
    """The calls of each reading."""
    back: tuple[Call, ...] | None
    """The calls of translating back and adjudicating; None if that was not recorded."""
    same: bool | None
    """Whether the adjudicator found the way back to say the same."""
    judged: float | None
    """What `judge` made of it; None if that was not recorded."""


class Chosen(Struct, frozen=True):
    """What a policy makes of one text."""

    ambiguity: float
    readings: int


Policy = Callable[[Recorded], Chosen]
Price = Callable[[Call], float]


def _one(seen: Recorded) -> Chosen:
    return Chosen(seen.readings[0].ambiguity, 1)


def _both(seen: Recorded) -> Chosen:
    return Chosen(sum(reading.ambiguity for reading in seen.readings) / 2, 2)


def _doubt(seen: Recorded) -> Chosen:
    return _both(seen) if abs(seen.readings[0].ambiguity - THRESHOLD) <= DOUBT else _one(seen)


def _gap(seen: Recorded) -> Chosen:
    return Chosen(max((gap.probability for gap in seen.readings[0].gaps), default=0.0), 1)


def _judge(seen: Recorded) -> Chosen:
    return Chosen(seen.judged or 0.0, 1)


POLICIES: dict[str, Policy] = {"one (shipped)": _one, "doubt": _doubt, "both": _both, "gap": _gap, "judge": _judge}


def recorded(corpus: Path, provider: Provider) -> Iterator[Recorded]:
    """Yield the corpus texts with two recorded readings."""
    for text in corpus_texts(corpus):
        intent = Intent(text=text.text.strip())
        local = read(intent.text).ambiguity
        try:
            first, calls = specify(intent, provider, local=local)
            second, more = specify(intent, provider, local=local, repeat=1)
        except RecordingError:
            continue
        back, same = _way_back(intent, first, provider)
        yield Recorded(
            text=text,
            readings=(first, second),
            spent=(calls, more),
            back=back,
            same=same,
            judged=_judged(intent, provider),
        )


def _way_back(intent: Intent, reading: Reading, provider: Provider) -> tuple[tuple[Call, ...] | None, bool | None]:
    try:
        back, calls = backtranslate(reading.spec, provider)
        found, more = adjudicate(intent, back, provider)
    except RecordingError:
        return None, None
    return (*calls, *more), undisclosed(found, intent.text, reading.gaps).same


def _judged(intent: Intent, provider: Provider) -> float | None:
    try:
        return judge(intent.text, provider)
    except RecordingError:
        return None


def tokens(call: Call) -> float:
    """Return all tokens of a call."""
    return float((call.tokens_in or 0) + (call.tokens_out or 0))


def measured(seen: Sequence[Recorded], policy: Policy, price: Price) -> dict[str, Any]:
    """Return a policy's quality, and its cost per intent."""
    chosen = [policy(one) for one in seen]
    rows = [
        Scored(what.ambiguity, one.text.is_ambiguous, one.text.group, one.text.kind, one.text.id, one.text.pair)
        for one, what in zip(seen, chosen, strict=True)
    ]
    found = summary(rows, threshold=THRESHOLD)
    found["recall_at_threshold_95"] = interval(rows, lambda held: recall_above(held, THRESHOLD))
    passed = [one for one, what in zip(seen, chosen, strict=True) if what.ambiguity <= THRESHOLD]
    judged = [one for one in passed if one.same is not None]
    clear = [one.same for one in judged if not one.text.is_ambiguous]
    found["clear_stopped_by_adjudication"] = 1 - sum(map(bool, clear)) / len(clear) if clear else None
    read_by = [calls for one, what in zip(seen, chosen, strict=True) for calls in one.spent[: what.readings]]
    for name, cost in (("calls", lambda _: 1.0), ("tokens", tokens), ("usd", price)):
        there = sum(cost(call) for calls in read_by for call in calls)
        back = sum(cost(call) for one in judged for call in one.back or ()) / max(1, len(judged))
        found[name] = round((there + back * len(passed)) / len(seen), 6)
    return found


def flips(seen: Sequence[Recorded]) -> float:
    """Return how often two independent readings, each alone, would give different verdicts."""
    return sum(len({reading.ambiguity > THRESHOLD for reading in one.readings}) > 1 for one in seen) / len(seen)


def restatements(corpus: Path, provider: Provider) -> dict[str, Any] | None:
    """Return how well recorded adjudications tell changed restatements of the corpus from faithful ones."""
    rows = []
    for pair in read_pairs(corpus, None):
        try:
            found, _ = adjudicate(Intent(text=pair.a), BackTranslation(pair.b), provider)
        except RecordingError:
            continue
        rows.append(Scored(float(not found.same), pair.is_changed, pair.group, pair.kind))
    return summary(rows, threshold=THRESHOLD) if rows else None


def asked_about(seen: Sequence[Recorded]) -> dict[str, float | None]:
    """Return how often the questions of a blocked text are about what is labelled.

    The shares: of the labelled ambiguities, those among the five questions; and of the texts, those whose first
    question is about a labelled ambiguity.
    """
    hits, firsts = [], []
    for one in seen:
        asked = ranked(one.readings[0].gaps, one.text.text)[:MOST_QUESTIONS]
        labels = [Span(start, end) for _, start, end in one.text.labels]
        if one.readings[0].ambiguity > THRESHOLD and labels and asked:
            hits += [any(_is_about(gap, label) for gap in asked) for label in labels]
            firsts.append(any(_is_about(asked[0], label) for label in labels))
    return {
        "labelled_spans_asked_about": sum(hits) / len(hits) if hits else None,
        "first_question_is_about_one": sum(firsts) / len(firsts) if firsts else None,
    }


def _is_about(gap: Gap, label: Span) -> bool:
    return gap.span is not None and gap.span.overlaps(label)


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--recordings", type=Path, required=True)
    parser.add_argument("--price-as", default="openai:gpt-5-mini", help="whose prices `usd` is counted with")
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    vendor, _, model = arguments.price_as.partition(":")

    def price(call: Call) -> float:
        return usd(vendor, model, call.tokens_in, call.tokens_cached, call.tokens_out) or float("nan")

    provider = get_provider(f"replay:{arguments.recordings}")
    seen = list(recorded(arguments.corpus, provider))
    results: dict[str, Any] = {name: measured(seen, policy, price) for name, policy in POLICIES.items()}
    results["restatements, adjudicated"] = restatements(arguments.corpus, provider)
    results["stability"] = {"flips": flips(seen)}
    results["questions"] = asked_about(seen)
    for name, found in results.items():
        print(f"\n{name}")
        for key, value in (found or {}).items():
            print(f"  {key:30} {shown(value)}")
    if arguments.output:
        made = {**provenance(["python", *sys.argv], [arguments.corpus]), "sets": results}
        arguments.output.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
