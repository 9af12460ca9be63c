"""Words that both texts share → how far they still hang together in the same way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from ire_gate.compare.edits import Edits
from ire_gate.compare.words import Word

_COORDINATES = frozenset({"and", "or"})


class Structure(Struct, frozen=True, kw_only=True):
    """How many neighbourhoods of shared content words survived."""

    links: int
    """Neighbouring content words of ours that theirs has as well."""
    broken: int
    """Of these, neighbours no longer."""
    inverted: int
    """Of these, neighbours the other way round, other than around *and* or *or*."""
    reattached: int
    """Shared content words that another preposition leads in."""


class _Place(Struct, frozen=True):
    rank: int
    """Count of content words before it."""
    lead: str
    """The preposition before it, with nothing but fillers between; empty if there is none."""
    joins: bool
    """Whether *and* or *or* stands between it and the content word before."""


def structure(ours: Sequence[Word], theirs: Sequence[Word], edits: Edits) -> Structure:
    """Follow each shared content word from its neighbours in ours to its neighbours in theirs."""
    partner = {a.start: b.start for a, b in (*edits.aligned, *edits.moved)}
    partner |= {pair.ours.start: pair.theirs.start for pair in edits.pairs if pair.relation in {"synonym", "spelling"}}
    here, there = dict(_places(ours)), dict(_places(theirs))
    links = broken = inverted = reattached = 0
    before: int | None = None
    for start, place in here.items():
        after = partner.get(start)
        if after not in there:
            before = None
            continue
        reattached += bool(place.lead) and bool(there[after].lead) and place.lead != there[after].lead
        if before is not None:
            links += 1
            step = there[after].rank - there[before].rank
            broken += abs(step) > 1
            inverted += step == -1 and not place.joins
        before = after
    return Structure(links=links, broken=broken, inverted=inverted, reattached=reattached)


def _places(words: Sequence[Word]) -> Iterator[tuple[int, _Place]]:
    rank, lead, joins = 0, "", False
    for word in words:
        if word.is_content:
            yield word.start, _Place(rank, lead, joins)
            rank, lead, joins = rank + 1, "", False
        elif word.sort == "preposition":
            lead = word.norm
        elif word.norm in _COORDINATES:
            joins = True
        elif word.sort != "filler":
            lead = ""
