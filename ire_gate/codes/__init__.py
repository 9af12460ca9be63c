"""The codes of findings, each with the page that ``ire-gate check --explain CODE`` prints.

IRE1xx is ambiguity, one code for each kind of gap. IRE2xx is fidelity: what the round trip lost, added or changed.
IRE3xx is the gate itself. A code is never given a second meaning.
"""

from __future__ import annotations

from ire_gate.codes import ambiguity, fidelity, itself
from ire_gate.codes.page import Code

__all__ = ["CODES", "Code", "code_of", "kind_of_change"]

_PAGES = (*ambiguity.PAGES, *fidelity.PAGES, *itself.PAGES)

CODES: dict[str, Code] = {page.code: page for page in _PAGES}
"""Every code's page, in ascending order of the codes."""

_CODE_OF_KIND = {page.name: page.code for page in _PAGES}


def code_of(kind: str) -> str:
    """Return the code of a finding's kind.

    >>> code_of("conflict")
    'IRE109'
    """
    return _CODE_OF_KIND[kind]


def kind_of_change(family: str) -> str:
    """Return the kind of a change in a fact family; ``meaning_changed`` for what has no family of its own.

    >>> kind_of_change("number"), kind_of_change("other")
    ('number_changed', 'meaning_changed')
    """
    kind = f"{family}_changed"
    return kind if kind in _CODE_OF_KIND else "meaning_changed"
