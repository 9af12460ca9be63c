"""Facts of two texts → their differences, each with how sure it is to change the meaning."""

from __future__ import annotations

from collections.abc import Sequence

from ire_gate.domain import Fact, FactDifference
from ire_gate.facts.certainty import certainty
from ire_gate.facts.pairing import mismatches


def differences(ours: Sequence[Fact], theirs: Sequence[Fact]) -> tuple[FactDifference, ...]:
    """Return the facts that one text has and the other lacks or contradicts, in the order of ours, then of theirs.

    Facts as `extract` returns them know their texts, which are laid over each other: what was edited between words
    that both share is told apart from what was reworded. Any other facts are compared by what they are about alone.
    What turns up as often where the meaning is the same is left out.

    Args:
        ours: The intent's facts.
        theirs: The back-translation's facts.
    """
    found = (
        FactDifference(family=fact.family, ours=mismatch.ours, theirs=mismatch.theirs, certainty=share)
        for mismatch in mismatches(ours, theirs)
        if (fact := mismatch.ours or mismatch.theirs) and (share := certainty(mismatch))
    )
    return tuple(sorted(found, key=_place))


def _place(difference: FactDifference) -> tuple[bool, int]:
    fact = difference.ours or difference.theirs
    return difference.ours is None, fact.span.start if fact else 0
