"""Print the README's quality table from the result files.

    python benchmarks/table.py [FOLDER]        default: benchmarks/results

The files are those that ``ambiguity.py`` and ``meaning.py`` write with ``--output``; each names the command, the
digests of its data and the versions that made it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"
AMBIGUITY = (
    "ambiguity-rules",
    "ambiguity-rules-held",
    "ambiguity-rules-fresh",
    "ambiguity-model",
    "ambiguity-model-held",
    "ambiguity-model-public",
)
OTHERS = {"-held": "held", "-fresh": "fresh", "-public": "sample"}
ENGINES = {"ambiguity-rules": "rules", "ambiguity-model": "model"}


def figure(value: float | None) -> str:
    """Return a share or an AUROC as the table shows it."""
    return "–" if value is None else f"{value:.2f}"


def ambiguity_rows(name: str, made: dict[str, Any]) -> Iterator[str]:
    """Yield a row for each set that one engine was measured on."""
    engine = next(label for start, label in ENGINES.items() if name.startswith(start))
    for label, found in made["sets"].items():
        if label.startswith("corpus"):
            continue
        of = OTHERS.get(name[name.rfind("-") :])
        shown = f"{label} ({of})" if of else label
        low, high = found["auroc_95"] or (None, None)
        area = f"{figure(found['auroc'])} [{figure(low)}, {figure(high)}]" if found["auroc"] is not None else "–"
        best = max((value for value in found["baselines"].values() if value is not None), default=None)
        yield (
            f"| {shown} | {engine} | {found['n']} | {area} | {figure(found['recall_at_5%'])} | "
            f"{figure(found['recall_at_threshold'])} / {figure(found['false_blocks_at_threshold'])} | {figure(best)} |"
        )


def meaning_rows(made: dict[str, Any]) -> Iterator[str]:
    """Yield a row for each set of pairs."""
    for label, methods in made["results"].items():
        ours = methods["ours"]
        if ours["auroc"] is None:
            continue
        low, high = ours["auroc_95"]
        best = max(found["auroc"] for name, found in methods.items() if name != "ours")
        vetoes = ours["vetoes"]
        yield (
            f"| {label} | {ours['n']} | {figure(ours['auroc'])} [{figure(low)}, {figure(high)}] "
            f"| {figure(ours['recall_at_5%'])} | {vetoes['n']}, {figure(vetoes['precision'])} right | {figure(best)} |"
        )


def main() -> None:
    """Read and print."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    made = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
    print(
        "| ambiguous from clear | engine | n | AUROC [95 %] | recall at 5 % false | at 0.5: recall / false | baseline |"
    )
    print("|---|---|---|---|---|---|---|")
    for name in AMBIGUITY:
        if name in made:
            print("\n".join(ambiguity_rows(name, made[name])))
    if "meaning" in made:
        print("\n| changed from same, no model | n | AUROC [95 %] | recall at 5 % false | vetoes | baseline |")
        print("|---|---|---|---|---|---|")
        print("\n".join(meaning_rows(made["meaning"])))


if __name__ == "__main__":
    main()
