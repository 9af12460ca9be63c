"""How many blocked texts the answers to the gate's questions let pass, by the rules.

    python benchmarks/clarify.py fixtures/corpus/dev.jsonl ... [--rounds 2]

Each question gets the labelled reading of the words that it is about, else the recommended one. The answers go under a
heading, or behind their words. No answer is chosen for passing, and whether it is a good one is not judged.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from metrics import read_rows

from ire_gate import Gate, Intent
from ire_gate.clarify import answer_to, in_place, under_heading
from ire_gate.result import Question, result_of

DAY = "2026-01-01"


def said(question: Question, labels: list[dict[str, Any]]) -> str:
    """Return the labelled reading of what a question is about, or the letter of the recommended one."""
    for label in labels:
        if label["span"] in question.quote or question.quote in label["span"]:
            return str(label["readings"][0])
    return "a"


def passes(gate: Gate, row: dict[str, Any], *, rounds: int, is_inline: bool) -> bool:
    """Answer a text's questions until it passes or the rounds are over."""
    text: str = row["ambiguous"]
    for _ in range(rounds):
        trip = gate.check(text)
        if trip.passed:
            return True
        questions = result_of(trip, on_undecided="block").questions
        answers = [answer_to(question, said(question, row["ambiguities"]), text) for question in questions]
        intent = Intent(text=text)
        text = in_place(intent, answers) if is_inline else under_heading(intent, answers, day=DAY, is_markdown=True)
    return gate.check(text).passed


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=2)
    arguments = parser.parse_args()
    with Gate("rules", ledger="none", cache=False) as gate:
        rows = [row for path in arguments.corpus for row in read_rows(path) if "ambiguous" in row]
        blocked = [row for row in rows if not gate.check(row["ambiguous"]).passed]
        for name, is_inline in (("under a heading", False), ("inline", True)):
            count = sum(passes(gate, row, rounds=arguments.rounds, is_inline=is_inline) for row in blocked)
            print(f"{name:16} {count} of {len(blocked)} pass after {arguments.rounds} rounds")


if __name__ == "__main__":
    main()
