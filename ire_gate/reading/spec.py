"""Clauses → a typed spec: controlled English in, requirements out, and nothing lost on the way.

Each clause becomes one requirement. What has a field goes there; the rest stays, in order, in ``details``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ire_gate.domain import SPEC_VERSION, Modality, Requirement, Spec
from ire_gate.reading.parts import Part, has_verb, parts
from ire_gate.reading.quantities import values_of
from ire_gate.reading.statement import Statement, read_statement

_DEFINES = re.compile(r"[\"“][^\"”]+[\"”][^.]{0,60}?(?:\bmeans?\b|\bmeaning\b|\bis one\b|\bis any\b)|\bmeans\b")
_FOLLOWS = re.compile(r"\b(?:then|afterwards|after that|finally)\b")
_LONGEST_CLAUSE = 2_000
"""Characters from which on a clause is no English and is kept as it stands."""

_LONGEST_HEADING = 4
"""Words up to which something without a verb asks for nothing."""


def specify(text: str, prose: str) -> Spec:
    """Return the spec of a text.

    Args:
        text: The intent.
        prose: The intent with code blanked out (same length); what is blank there becomes context.
    """
    requirements: list[Requirement] = []
    definitions: list[str] = []
    fragments: list[str] = []
    asks = False
    for part in parts(prose):
        body = " ".join(part.text.split())
        if _DEFINES.search(body):
            definitions.append(body)
            continue
        if _is_fragment(part):
            fragments.append(body)
        else:
            asks = True
        made = _requirement(part, body, requirements)
        if made is not None:
            requirements.append(made)
    if not asks:
        requirements = []
    goal = next((f"{made.action} {made.target or ''}".strip() for made in requirements if made.action), "")
    return Spec(
        version=SPEC_VERSION,
        goal=goal,
        requirements=tuple(requirements),
        definitions=tuple(definitions),
        context=(*(() if asks else fragments), *(_code_of(text, prose) if text is not prose else ())),
    )


def _is_fragment(part: Part) -> bool:
    """A heading, a greeting, a single name: no verb, and too short to state anything."""
    return len(part.tokens) <= _LONGEST_HEADING and not has_verb(part.tokens)


def _code_of(text: str, prose: str) -> Iterator[str]:
    """Yield the stretches of whole lines that were blanked out as code."""
    held: list[str] = []
    for ours, theirs in zip(text.splitlines(), prose.splitlines(), strict=False):
        if ours.strip() and not theirs.strip():
            held.append(ours)
        elif held and ours.strip():
            yield "\n".join(held)
            held = []
    if held:
        yield "\n".join(held)


def _requirement(part: Part, body: str, known: list[Requirement]) -> Requirement | None:
    if len(body) > _LONGEST_CLAUSE:
        found: Statement | None = Statement(Modality.FACT, None, "", body, [])
    else:
        found = read_statement(part, body)
    if found is None:
        return None
    follows = known and _FOLLOWS.search(part.joined)
    return Requirement(
        id=f"R{len(known) + 1}",
        modality=found.modality,
        actor=found.actor,
        action=found.action,
        target=found.target,
        quantifier=found.quantifier,
        origin=found.origin,
        destination=found.destination,
        values=values_of(found.tokens),
        conditions=tuple(found.conditions),
        exceptions=found.exceptions,
        timing=found.timing,
        after=(known[-1].id,) if follows else (),
        details=(found.rest,) if found.rest else (),
    )
