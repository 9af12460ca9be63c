"""How well the rule tells intents from other prompts to a coding agent, beside two trivial rules.

    python benchmarks/prompts.py fixtures/prompts.jsonl

``missed`` are intents that would pass unjudged, ``judged`` are other prompts that would be judged. Each prompt is taken
as the first of a conversation.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from ire_gate.hooks.prompts import is_intent

RULES: dict[str, Callable[[str], bool]] = {
    "shipped": is_intent,
    "more than 3 words": lambda prompt: len(prompt.split()) > 3,  # noqa: PLR2004 - the rule is its number
    "no question mark": lambda prompt: not prompt.rstrip().endswith("?"),
    "everything": lambda _: True,
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument("prompts", type=Path)
    parser.add_argument("--wrong", action="store_true", help="list what the shipped rule gets wrong")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in arguments.prompts.read_text(encoding="utf-8").splitlines()]
    intents = [row["prompt"] for row in rows if row["label"] == "intent"]
    others = [row["prompt"] for row in rows if row["label"] != "intent"]
    for name, rule in RULES.items():
        missed = sum(not rule(prompt) for prompt in intents)
        judged = sum(rule(prompt) for prompt in others)
        print(f"{name:20} missed {missed}/{len(intents)}  judged {judged}/{len(others)}")
    if arguments.wrong:
        for prompt in intents + others:
            if is_intent(prompt) != (prompt in intents):
                print(f"  {prompt}")


if __name__ == "__main__":
    main()
