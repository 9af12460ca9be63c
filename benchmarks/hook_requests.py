"""How well the rule of the hooks tells intents from other prompts to a coding agent, and what it spares their users.

    python benchmarks/hook_requests.py fixtures/requests.jsonl [--wrong] [--output FILE]

``missed`` are intents that would pass unjudged, ``judged`` are other prompts that the gate would judge, beside trivial
rules. Prompts of the split ``seen`` were in view when the rule was written; those of ``unseen`` were written after it,
scored once, and nothing was changed for them.

The second table is about prompts in a conversation, with the local rules as the engine: how many the gate would block
if it judged each as if nothing had been said before, if it let pass all of at most twelve words, and as shipped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from ire_gate.domain import Intent
from ire_gate.gate import Gate
from ire_gate.hooks.judging import in_conversation
from ire_gate.hooks.prompts import FOLLOW_UP, is_intent, without_courtesies

Row = dict[str, Any]
Rule = Callable[[Row], bool]

RULES: dict[str, Rule] = {
    "shipped": lambda row: is_intent(row["prompt"], after=row["after"]),
    "more than 3 words": lambda row: len(row["prompt"].split()) > 3,  # noqa: PLR2004 - the rule is its number
    "more than 5 words": lambda row: len(row["prompt"].split()) > 5,  # noqa: PLR2004
    "no ? at the end": lambda row: not row["prompt"].rstrip().endswith("?"),
    "> 3 words, no ?": lambda row: len(row["prompt"].split()) > 3 and not row["prompt"].rstrip().endswith("?"),  # noqa: PLR2004
    "everything": lambda _: True,
}


def errors(rows: list[Row], rule: Rule) -> dict[str, Any]:
    """Count what a rule gets wrong."""
    intents = [row for row in rows if row["label"] == "intent"]
    others = [row for row in rows if row["label"] != "intent"]
    return {
        "intents": len(intents),
        "missed": sum(not rule(row) for row in intents),
        "others": len(others),
        "judged": sum(map(rule, others)),
    }


def conversation(rows: list[Row]) -> dict[str, dict[str, int]]:
    """Count the prompts in a conversation that each policy blocks."""
    policies: dict[str, Rule] = {
        "judged as if first": lambda _: True,
        f"more than {FOLLOW_UP} words": lambda row: len(row["prompt"].split()) > FOLLOW_UP,
        "shipped": RULES["shipped"],
    }
    rows = [row for row in rows if row["after"] is not None]
    with Gate(engine="rules", ledger="none", cache=False) as gate:

        def blocks(row: Row, policy: str) -> bool:
            if not policies[policy](row):
                return False
            intent = Intent(text=row["prompt"])
            if policy == "shipped":
                text = without_courtesies(row["prompt"])
                intent = msgspec.structs.replace(intent, text=text, waivers=(in_conversation(),))
            return not gate.check(intent).passed

        return {
            policy: {
                label: sum(blocks(row, policy) for row in rows if row["label"] == label)
                for label in ("intent", "not_intent")
            }
            for policy in policies
        }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument("requests", type=Path)
    parser.add_argument("--wrong", action="store_true", help="list what the shipped rule gets wrong")
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    data = arguments.requests.read_bytes()
    rows = [json.loads(line) for line in data.splitlines()]
    result: dict[str, Any] = {"data_sha256": hashlib.sha256(data).hexdigest()}
    for split in ("seen", "unseen"):
        part = [row for row in rows if row["split"] == split]
        result[split] = {name: errors(part, rule) for name, rule in RULES.items()}
        for name, found in result[split].items():
            print(f"{split:7} {name:18} missed {found['missed']:2}/{found['intents']}", end="")
            print(f"  judged {found['judged']:3}/{found['others']}")
        result[split]["conversation"] = conversation(part)
        for name, found in result[split]["conversation"].items():
            print(f"{split:7} in a conversation, {name:20} blocked: {found['not_intent']} others", end="")
            print(f", {found['intent']} intents")
    if arguments.wrong:
        for row in rows:
            if RULES["shipped"](row) != (row["label"] == "intent"):
                print(f"  {row['split']} {row['label']}: {row['prompt']!r}")
    if arguments.output:
        arguments.output.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
