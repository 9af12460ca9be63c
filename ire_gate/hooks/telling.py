"""What the user of a coding agent sees of a refusal: at most eight lines."""

from __future__ import annotations

import datetime as dt

from ire_gate.reports.visible import visible
from ire_gate.result import Question, Result

MOST_SHOWN = 3
"""Questions that are shown at once; the others come when these are answered."""

_LONGEST = 300


def told(result: Result, *, today: dt.date | None) -> str:
    """Return why a prompt was not sent, the first questions with their readings, and how to go on.

    Args:
        result: One that may not be executed.
        today: The day of the waiver that is offered; None if waivers do not hold.
    """
    shown = result.questions[:MOST_SHOWN]
    lines = [_headline(result), *map(_line, shown)]
    if len(result.questions) > len(shown):
        lines.append(f"and {len(result.questions) - len(shown)} more")
    return "\n".join([*lines, *_ways_on(result, today)])


def _headline(result: Result) -> str:
    if result.because == "budget" or not result.questions:
        return visible(result.reason)
    points = "one point is open" if len(result.questions) == 1 else f"{len(result.questions)} points are open"
    again = ", as before" if result.because == "repeated" else ""
    ambiguity = "" if result.ambiguity is None else f"; ambiguity {result.ambiguity:.2f}, limit {result.threshold:.2f}"
    return f"ire-gate: not sent{again}: {points} ({_codes(result)}{ambiguity})"


def _line(question: Question) -> str:
    readings = "; ".join(
        f"{chr(97 + place)}) {reading}{'' if place else ' (recommended)'}"
        for place, reading in enumerate(question.readings)
    )
    line = visible(f"{question.id} {question.question} {readings}".rstrip())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _ways_on(result: Result, today: dt.date | None) -> list[str]:
    if result.because == "budget":
        return ["To go on: ire-gate ledger budget raises the limits of this task."]
    if result.status == "undecided":
        return ['To go on: mend what failed and send it again; on_undecided = "allow" lets such prompts through.']
    if not result.questions:
        return ["To go on: say what should be done, and send it again."]
    ways = ["To go on: say which in the prompt, and send it again."]
    if today is not None:
        ways.append(f'To send it as it is, add at its end: # ire-gate: allow {_codes(result)} reason="…" until={today}')
    return ways


def _codes(result: Result) -> str:
    return ", ".join(dict.fromkeys(question.code for question in result.questions))
