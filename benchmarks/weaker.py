"""What passes when the translator is made worse on purpose: recorded answers with gaps, clauses or steps tampered with.

    python benchmarks/weaker.py --corpus fixtures/corpus/dev.jsonl --recordings FOLDER [--output FILE.json]

A damaged spec goes back to English through the local realisation, which hides nothing and mends nothing, and is then
compared with the intent. ``unseen`` is the share of damaged trips that the local comparison calls the same for certain:
no adjudicator would be asked, and they would pass. ``vetoed`` is the share that is stopped without asking anybody. All
others are adjudicated, and undecided without an answer. ``passed`` is the share of ambiguous texts that pass once
declared gaps are dropped: what a reader does not see, the gate cannot ask about.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from ambiguity import corpus_texts
from metrics import provenance, shown

from ire_gate import calibration
from ire_gate.compare import compare
from ire_gate.decide import VETO
from ire_gate.domain import Gap, Intent, Requirement, Spec
from ire_gate.embedders.base import get_embedder
from ire_gate.errors import RecordingError
from ire_gate.providers.registry import get_provider
from ire_gate.reading import read, realise
from ire_gate.specify import specify

THRESHOLD = 0.5
INVENTED = {"action": "write", "target": "a test for each of these points", "values": (), "conditions": ()}

Damage = Callable[[Spec, random.Random], Spec]


def _lose(spec: Spec, dice: random.Random) -> Spec:
    lost = dice.randrange(len(spec.requirements))
    kept = spec.requirements[:lost] + spec.requirements[lost + 1 :]
    return msgspec.structs.replace(spec, requirements=kept)


def _invent(spec: Spec, _: random.Random) -> Spec:
    step: Requirement = msgspec.structs.replace(spec.requirements[-1], **INVENTED, details=(), after=(), exceptions=())
    return msgspec.structs.replace(spec, requirements=(*spec.requirements, step))


DAMAGES: dict[str, Damage] = {"a clause lost": _lose, "a step invented": _invent}


def main() -> None:
    """Damage, look and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--recordings", type=Path, required=True)
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    provider, embedder, dice = get_provider(f"replay:{arguments.recordings}"), get_embedder("static"), random.Random(1)
    trips: dict[str, list[tuple[bool, bool]]] = {name: [] for name in DAMAGES}
    passed: dict[str, list[bool]] = {"as declared": [], "the largest gap dropped": [], "all gaps dropped": []}
    for text in corpus_texts(arguments.corpus):
        intent = Intent(text=text.text.strip())
        local = read(intent.text).ambiguity
        try:
            reading, _ = specify(intent, provider, local=local)
        except RecordingError:
            continue
        if text.is_ambiguous:
            ranked: list[Gap] = sorted(reading.gaps, key=lambda gap: -gap.probability)
            for kept, outcomes in zip((ranked, ranked[1:], []), passed.values(), strict=True):
                outcomes.append(calibration.ambiguity(kept, intent.text, local=local) <= THRESHOLD)
        elif len(reading.spec.requirements) > 1:
            for name, damage in DAMAGES.items():
                back = realise(damage(reading.spec, dice)).text
                found = compare(intent.text, back, spec=None, embedder=embedder)
                vetoed = any(difference.certainty >= VETO for difference in found.differences)
                trips[name].append((found.certain and not vetoed, vetoed))
    results: dict[str, Any] = {
        name: {
            "n": len(seen),
            "unseen": _share(unseen for unseen, _ in seen),
            "vetoed": _share(veto for _, veto in seen),
        }
        for name, seen in trips.items()
    }
    results |= {f"ambiguous, {name}": {"n": len(seen), "passed": _share(seen)} for name, seen in passed.items()}
    for name, found_ in results.items():
        print(f"{name:36} " + "  ".join(f"{key} {shown(value)}" for key, value in found_.items()))
    if arguments.output:
        made = {**provenance(["python", *sys.argv], [arguments.corpus]), "sets": results}
        arguments.output.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")


def _share(hits: Any) -> float | None:
    counted = list(hits)
    return sum(counted) / len(counted) if counted else None


if __name__ == "__main__":
    main()
