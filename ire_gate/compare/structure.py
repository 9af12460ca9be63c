"""Words that both texts share → how far they still hang together in the same way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from ire_gate.compare.edits import Edits
from ire_gate.compare.words import Word
from ire_gate.domain import ClauseMatch, Span

_COORDINATES = frozenset({"and", "or"})


class Structure(Struct, frozen=True, kw_only=True):
    """How many of the ties of shared content words did not survive."""

    broken: int
    """Neighbouring content words of ours that theirs has too, and not as neighbours."""
    inverted: int
    """Neighbours that theirs has the other way round, other than around *and* or *or*."""
    reversed: int
    """Three neighbours that theirs has in the opposite order: *who does whom* turned round."""
    reattached: int
    """Shared content words that another preposition leads in."""
    crossed: int
    """Shared content words in a clause that does not correspond to their own."""


class _Place(Struct, frozen=True):
    rank: int
    """Count of content words before it."""
    lead: str
    """The preposition before it, with nothing but fillers between; empty if there is none."""
    joins: bool
    """Whether *and* or *or* stands between it and the content word before."""


_Tie = tuple[_Place, _Place]
"""Where a shared word stands in ours and in theirs."""


def structure(ours: Sequence[Word], theirs: Sequence[Word], edits: Edits, matches: Sequence[ClauseMatch]) -> Structure:
    """Follow each shared content word from its neighbours and its clause in ours to those in theirs."""
    partner = {a.start: b.start for a, b in (*edits.aligned, *edits.moved)}
    partner |= {pair.ours.start: pair.theirs.start for pair in edits.pairs if pair.relation in {"synonym", "spelling"}}
    here, there = dict(_places(ours)), dict(_places(theirs))
    chain = [(here[a], there[b]) for a, b in ((start, partner.get(start)) for start in here) if b in there]
    ties = list(pairwise(chain))
    return Structure(
        broken=sum(_are_near(a, b) and abs(b[1].rank - a[1].rank) > 1 for a, b in ties),
        inverted=sum(_are_near(a, b) and b[1].rank - a[1].rank == -1 and not b[0].joins for a, b in ties),
        reversed=sum(_is_reversed(a, b, c) for (a, b), (_, c) in pairwise(ties)),
        reattached=sum(bool(a.lead) and bool(b.lead) and a.lead != b.lead for a, b in chain),
        crossed=_crossed(partner, matches),
    )


def _are_near(first: _Tie, second: _Tie) -> bool:
    """Tell whether two words are neighbours in ours."""
    return second[0].rank - first[0].rank == 1


def _is_reversed(first: _Tie, middle: _Tie, last: _Tie) -> bool:
    """Tell whether *who does whom* came back as *whom does who*, other than in the passive or in a list."""
    (here, there), (middle_here, middle_there), (last_here, last_there) = first, middle, last
    steps = last_here.rank - here.rank, there.rank - middle_there.rank, middle_there.rank - last_there.rank
    is_list = any(place.joins for place in (middle_here, last_here, there, middle_there))
    return steps == (2, 1, 1) and not is_list and "by" not in {there.lead, last_here.lead}


def _crossed(partner: Mapping[int, int], matches: Sequence[ClauseMatch]) -> int:
    """Return how many words stand in a clause that does not correspond to their own."""
    pairs = {(match.ours.span, match.theirs.span) for match in matches if match.ours and match.theirs}
    ours, theirs = sorted({a for a, _ in pairs}), sorted({b for _, b in pairs})
    if len(ours) <= 1 or len(theirs) <= 1:
        return 0
    places = ((_at(ours, a), _at(theirs, b)) for a, b in partner.items())
    return sum(a is not None and b is not None and (a, b) not in pairs for a, b in places)


def _at(spans: Sequence[Span], place: int) -> Span | None:
    """Return the one of the ascending spans that holds a place."""
    index = bisect_right(spans, place, key=_start) - 1
    return spans[index] if index >= 0 and place < spans[index].end else None


def _start(span: Span) -> int:
    return span.start


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
