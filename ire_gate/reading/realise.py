"""Spec → English, by template: the local engine's way back."""

from __future__ import annotations

import re

from ire_gate.domain import BackTranslation, Spec
from ire_gate.prompts import render

_BEFORE_STOP = re.compile(r" +([,;.:])(?=\s|$)")


def realise(spec: Spec) -> BackTranslation:
    """Return English that says what a spec says: the same words for the same fields, in the spec's order.

    The same spec always gives the same text, and nothing but the spec is seen.

    Raises:
        TemplateError: The template ``realise.j2`` is missing or broken.
    """
    text = render("realise", {"spec": spec})
    return BackTranslation(_BEFORE_STOP.sub(r"\1", text).strip())
