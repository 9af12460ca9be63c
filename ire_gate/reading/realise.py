"""Spec → English: the local engine's way back, the same words for the same fields, in the spec's order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ire_gate.domain import BackTranslation, Modality, Requirement, Spec
from ire_gate.language.lexicon import FUNCTION_WORDS

# Plain Python and not a template: Jinja2 would be a fifth of what a commit hook waits for.
_WITH_ACTOR = {
    Modality.MUST: "must",
    Modality.MUST_NOT: "must not",
    Modality.SHOULD: "should",
    Modality.SHOULD_NOT: "should not",
    Modality.MAY: "may",
    Modality.FACT: "",
}
_WITHOUT_ACTOR = {
    Modality.MUST: "",
    Modality.MUST_NOT: "do not",
    Modality.SHOULD: "it should be that",
    Modality.SHOULD_NOT: "it should not be that",
    Modality.MAY: "optionally",
    Modality.FACT: "",
}
_BEFORE_STOP = re.compile(r" +([,;.:])(?=\s|$)")
_FIRST_WORD = re.compile(r"^[a-z]+(?= )", re.MULTILINE)


def realise(spec: Spec) -> BackTranslation:
    """Return English that says what a spec says: nothing else is seen, and the same spec gives the same text."""
    lines = [_ended(told, ".:!?`") for told in (*spec.context, *spec.definitions)]
    lines += [_ended(_told(part), ".:!?") for part in spec.requirements]
    text = _BEFORE_STOP.sub(r"\1", "\n".join(lines))
    return BackTranslation(_FIRST_WORD.sub(_capitalised, text).strip())


def _told(part: Requirement) -> str:
    leads = ", ".join(condition.text for condition in part.conditions if condition.text[:1].isupper())
    line = " ".join(filter(None, _pieces(part, leads)))
    is_capital = part.after or leads or (not part.actor and part.modality is not Modality.FACT)
    return line[:1].upper() + line[1:] if is_capital else line


def _pieces(part: Requirement, leads: str) -> Iterator[str | None]:
    yield "then" if part.after else None
    yield f"{leads}," if leads else None
    yield part.actor
    yield (_WITH_ACTOR if part.actor else _WITHOUT_ACTOR)[part.modality]
    yield part.action
    yield part.quantifier
    yield part.target
    yield f"from {part.origin}" if part.origin else None
    yield f"to {part.destination}" if part.destination else None
    yield from part.details
    yield part.timing
    yield from (condition.text for condition in part.conditions if not condition.text[:1].isupper())
    yield from part.exceptions


def _ended(line: str, stops: str) -> str:
    return line if line[-1:] in stops else f"{line}."


def _capitalised(found: re.Match[str]) -> str:
    """A name at the start of a line keeps its case; only words of closed classes are surely no names."""
    word = found.group()
    return word.capitalize() if word in FUNCTION_WORDS else word
