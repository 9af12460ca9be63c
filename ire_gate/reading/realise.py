"""Spec → English, by template: the local engine's way back."""

from __future__ import annotations

import re

import msgspec

from ire_gate.domain import BackTranslation, Spec
from ire_gate.language.lexicon import FUNCTION_WORDS
from ire_gate.prompts import render

_BEFORE_STOP = re.compile(r" +([,;.:])(?=\s|$)")
_FIRST_WORD = re.compile(r"^[a-z]+(?= )", re.MULTILINE)


def realise(spec: Spec) -> BackTranslation:
    """Return English that says what a spec says: the same words for the same fields, in the spec's order.

    The same spec always gives the same text, and nothing but the spec is seen.

    Raises:
        TemplateError: The template ``realise.j2`` is missing or broken.
    """
    # Plain dicts: the sandbox checks every attribute of an object, and that takes five times as long.
    text = render("realise", {"spec": msgspec.to_builtins(spec)})
    return BackTranslation(_FIRST_WORD.sub(_capitalised, _BEFORE_STOP.sub(r"\1", text)).strip())


def _capitalised(found: re.Match[str]) -> str:
    """A name at the start of a line keeps its case; only words of closed classes are surely no names."""
    word = found.group()
    return word.capitalize() if word in FUNCTION_WORDS else word
