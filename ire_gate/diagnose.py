"""What of a difference is nobody's fault, and which hop lost the rest: to the spec, or from the spec back to English.

Pure; no model is asked.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence

import msgspec

from ire_gate.domain import Adjudication, Comparison, Difference, Gap, Spec
from ire_gate.language.lexicon import FUNCTION_WORDS
from ire_gate.language.tokens import NAMES, stem, tokens_of
from ire_gate.quotes import locate

HELD = 0.6
"""Share of a quotation's content words that the spec must hold for the quoted statement to count as being in it."""


class Hop(enum.StrEnum):
    """A translation that can lose meaning; the value is the role of the call that makes it."""

    SPECIFY = "specify"
    BACKTRANSLATE = "backtranslate"


class Loss(msgspec.Struct, frozen=True):
    """A change of meaning that stands: what the intent says and what came back; one of them may be empty."""

    ours: str
    theirs: str


def losses(comparison: Comparison, adjudication: Adjudication | None, *, veto: float) -> tuple[Loss, ...]:
    """Return the changes of meaning that would block: vetoes of the local comparison, else the adjudicator's."""
    vetoes = tuple(
        Loss(found.ours.quote if found.ours else "", found.theirs.quote if found.theirs else "")
        for found in comparison.differences
        if found.certainty >= veto
    )
    if vetoes or adjudication is None:
        return vetoes
    return tuple(Loss(found.quote_intent, found.quote_back) for found in adjudication.differences)


def undisclosed(adjudication: Adjudication, text: str, gaps: Sequence[Gap]) -> Adjudication:
    """Return an adjudication without the differences that the translator had declared as its choices.

    A gap is closed by adopting a reading, so the way back says more than the intent. That weighs on ambiguity, where
    the gap is counted; it is no loss of fidelity. Only a gap whose words are in the text excuses anything, and a change
    of other words than its own is none of its business.
    """
    located = [gap for gap in gaps if gap.span is not None and gap.readings]
    standing = tuple(found for found in adjudication.differences if not _is_choice(found, text, located))
    if adjudication.differences and not standing:
        return Adjudication(same=True, differences=())
    return msgspec.structs.replace(adjudication, differences=standing)


def _is_choice(found: Difference, text: str, gaps: Sequence[Gap]) -> bool:
    told = _content(found.quote_back) - _content(found.quote_intent)
    if found.kind != "added":
        changed = locate(found.quote_intent, text)
        gaps = [gap for gap in gaps if gap.span and changed and gap.span.overlaps(changed)]
    return bool(told) and any(_share(told, _content(gap.readings[gap.chosen])) >= HELD for gap in gaps)


def failing_hop(spec: Spec, lost: tuple[Loss, ...]) -> Hop | None:
    """Return the first hop at which any of the losses happened; None without a loss.

    What the spec still says was lost on the way back; what it does not say was lost on the way there. Words that only
    came back were added by the first hop if the spec has them, else by the second.
    """
    if not lost:
        return None
    held = _content(" ".join(_strings(msgspec.to_builtins(spec))))
    return Hop.SPECIFY if any(_at_specify(one, held) for one in lost) else Hop.BACKTRANSLATE


def _at_specify(loss: Loss, held: frozenset[str]) -> bool:
    ours, theirs = _content(loss.ours), _content(loss.theirs)
    only_ours, only_theirs = ours - theirs, theirs - ours
    if only_ours:
        return _share(only_ours, held) < HELD
    if only_theirs:
        return _share(only_theirs, held) >= HELD
    return True  # the same words in another arrangement: the spec is where the arrangement is decided


def _share(words: frozenset[str], held: frozenset[str]) -> float:
    return len(words & held) / len(words)


def _content(text: str) -> frozenset[str]:
    """Return a text's names, numbers and the stems of its content words."""
    return frozenset(
        token.text.strip("`") if token.kind in NAMES else stem(token.lower)
        for token in tokens_of(text)
        if token.kind not in {"punct", "line", "blank"} and token.lower not in FUNCTION_WORDS
    )


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _strings(part)
