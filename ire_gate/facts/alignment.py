"""Two texts laid over each other word by word: what stands in both, and the edits between."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import NamedTuple

from ire_gate.domain import Fact
from ire_gate.facts.scene import Facts

# The time grows with the product of the lengths.
_LONGEST = 4_000
_LEAST_GAP = 2
_SMALL = 6
_ALIKE = 0.6
_FLANK = 5
# A way back that was written anew seldom shares so many of its words with its intent.
_LIGHT = 0.8
_FEW_EDITS = 2


class Edit(NamedTuple):
    """Tokens of ours from `start` to `stop`, in whose place theirs has those from `their_start` to `their_stop`.

    `before` and `after` count the tokens next to it on either side that are the same in both texts.
    """

    start: int
    stop: int
    their_start: int
    their_stop: int
    before: int
    after: int


class Place(NamedTuple):
    """Where a fact stands: the number of its edit and 0; or, outside all edits, -1 and its first token in theirs."""

    edit: int
    token: int


class Alignment:
    """The edits that make one text of the other.

    Attributes:
        ours: Where each fact of ours stands.
        theirs: Where each fact of theirs stands.
        beside_ours: For each fact of ours outside all edits, the one that put words right before or after it.
        beside_theirs: For each fact of theirs, the edit that left out words there.
        our_words: The words of ours as they are compared.
        their_words: The words of theirs.
        is_light: Whether one text is the other with a few edits; if not it was written anew, and what stands in the
            same place may do so by chance.
        here: What such a place is called; see `Mismatch`.
    """

    def __init__(self, ours: Facts, theirs: Facts) -> None:
        self._ours, self._theirs = ours.keys, theirs.keys
        self._edits, self._shared = _edits(ours.keys, theirs.keys)
        has_few_edits = self._shared >= _ALIKE and len(self._edits) <= _FEW_EDITS
        self.is_light = self._shared >= _LIGHT or has_few_edits
        self.here = "here" if self.is_light else "amid"
        our_stops = [edit.stop for edit in self._edits]
        their_stops = [edit.their_stop for edit in self._edits]
        self.ours = [self._of_ours(start, stop, our_stops) for start, stop in ours.places]
        self.theirs = [self._of_theirs(start, stop, their_stops) for start, stop in theirs.places]
        self.beside_ours = [_beside(start, stop, self._edits, our_stops, mine=True) for start, stop in ours.places]
        self.beside_theirs = [
            _beside(start, stop, self._edits, their_stops, mine=False) for start, stop in theirs.places
        ]
        self.our_words, self.their_words = frozenset(ours.keys), frozenset(theirs.keys)

    def _of_ours(self, start: int, stop: int, stops: list[int]) -> Place:
        at = bisect.bisect_right(stops, start)
        if at < len(stops) and self._edits[at].start < stop:
            return Place(at, 0)
        return Place(-1, start + (self._edits[at - 1].their_stop - self._edits[at - 1].stop if at else 0))

    def _of_theirs(self, start: int, stop: int, stops: list[int]) -> Place:
        at = bisect.bisect_right(stops, start)
        if at < len(stops) and self._edits[at].their_start < stop:
            return Place(at, 0)
        return Place(-1, start)

    def is_in_place(self, place: Place) -> bool:
        """Tell whether what surrounds a fact is the same in both texts, so that both sides stand for each other."""
        return place.edit < 0 or self._is_small(self._edits[place.edit])

    def _is_small(self, edit: Edit) -> bool:
        if max(edit.stop - edit.start, edit.their_stop - edit.their_start) > _SMALL:
            return False
        return self._shared >= _ALIKE or min(edit.before, edit.after) >= _FLANK

    def words(self, place: Place) -> tuple[Sequence[str] | None, Sequence[str] | None]:
        """Return the words of ours and of theirs in the edit of a fact that is in place; None for any other."""
        if place.edit < 0 or not self.is_in_place(place):
            return None, None
        edit = self._edits[place.edit]
        return self._ours[edit.start : edit.stop], self._theirs[edit.their_start : edit.their_stop]

    def small_edits(self) -> list[Edit]:
        """Return the edits that are in place."""
        return [edit for edit in self._edits if self._is_small(edit)]


def _beside(start: int, stop: int, edits: Sequence[Edit], stops: list[int], *, mine: bool) -> Place | None:
    """Return the edit with no words on this side at either end of a fact."""
    for end in (start, stop):
        at = bisect.bisect_left(stops, end)
        if at < len(edits):
            edit = edits[at]
            here = (edit.start, edit.stop) if mine else (edit.their_start, edit.their_stop)
            if here == (end, end):
                return Place(at, 0)
    return None


def _edits(ours: Sequence[str], theirs: Sequence[str]) -> tuple[list[Edit], float]:
    """Return the edits in text order and the share of words in common; two edits with one word between are one."""
    # Who only reads facts need not wait for rapidfuzz to load.
    from rapidfuzz.distance import Levenshtein

    edits: list[Edit] = []
    same = run = 0
    for code in Levenshtein.opcodes(ours, theirs):
        if code.tag == "equal":
            run = code.src_end - code.src_start
            same += run
            if edits:
                edits[-1] = edits[-1]._replace(after=run)
        elif edits and code.src_start - edits[-1].stop < _LEAST_GAP:
            edits[-1] = edits[-1]._replace(stop=code.src_end, their_stop=code.dest_end)
        else:
            edits.append(Edit(code.src_start, code.src_end, code.dest_start, code.dest_end, run, 0))
    return edits, 2 * same / (len(ours) + len(theirs) or 1)


def align(ours: Sequence[Fact], theirs: Sequence[Fact]) -> Alignment | None:
    """Lay two texts over each other; None without the texts, or if they are too long for that to be cheap."""
    if not isinstance(ours, Facts) or not isinstance(theirs, Facts):
        return None
    if max(len(ours.keys), len(theirs.keys)) > _LONGEST:
        return None
    return Alignment(ours, theirs)


def is_light_edit(ours: Sequence[Fact], theirs: Sequence[Fact]) -> bool:
    """Tell whether one text is the other with a few edits, and not written anew; False where that is not known."""
    alignment = align(ours, theirs)
    return alignment is not None and alignment.is_light
