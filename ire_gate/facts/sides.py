"""The facts of two texts while partners are sought: who has one, who has not, and how partners differ."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice
from typing import NamedTuple

from ire_gate.domain import Fact
from ire_gate.facts.scene import Facts
from ire_gate.facts.values import is_said, wordings, words_of

CANDIDATES = 24
"""Facts of the other text that one fact is held against at most, so that the time stays linear."""

_ALIKE = 0.5


class Mismatch(NamedTuple):
    """Two facts that do not agree, or one without a partner, and what is known of how.

    `way`: ``changed`` (another value), ``replaced`` (another value, and on either side the only one of its kind that
    has no partner), ``exchanged`` (another value, and each stands on the other side too), ``unit`` (same number),
    ``bound`` (same amount, bounded otherwise), ``turned`` (bounded the other way, or in the opposite order), ``form``
    (may well be the same), ``lost``, ``added``. `place`: ``here`` (in the same place of a text and its light edit;
    without a partner: and no other words stand there), ``near`` (other words stand there), ``amid`` (between the same
    words of two texts that are otherwise worded anew), ``alike`` (half of what they are about is the same), ``akin``
    (some of it is), ``apart``.
    """

    ours: Fact | None
    theirs: Fact | None
    way: str
    place: str


class Forms(NamedTuple):
    """The values of a text, and the forms that its numbers and times go by; see `wordings`."""

    values: frozenset[tuple[str, str]]
    exact: frozenset[str]
    loose: frozenset[str]

    def have(self, fact: Fact) -> bool:
        """Tell whether a fact is one of the text, or goes by a form of one."""
        said = wordings(fact)
        is_form = not self.exact.isdisjoint(said) or not self.loose.isdisjoint(said[:1])
        return is_form or (fact.family, fact.value) in self.values


def _forms(facts: Sequence[Fact]) -> Forms:
    forms = [said for fact in facts if (said := wordings(fact))]
    return Forms(
        values=frozenset((fact.family, fact.value) for fact in facts),
        exact=frozenset(said[0] for said in forms),
        loose=frozenset(wording for said in forms for wording in said[1:]),
    )


class Sides:
    """The facts of both texts, those that have no partner yet, and the mismatches found."""

    def __init__(self, ours: Sequence[Fact], theirs: Sequence[Fact]) -> None:
        self.ours, self.theirs = ours, theirs
        self.our_rest = dict.fromkeys(range(len(ours)))
        self.their_rest = dict.fromkeys(range(len(theirs)))
        self.agreeing: list[tuple[Fact, Fact, str]] = []
        self.found: list[Mismatch] = []
        self._our_words: frozenset[str] | None = None
        self._their_words: frozenset[str] | None = None
        self._our_forms: Forms | None = None
        self._their_forms: Forms | None = None

    def settle(self, ours: int, theirs: int, way: str = "", place: str = "") -> None:
        """Make two facts partners, with a way if they do not agree."""
        del self.our_rest[ours], self.their_rest[theirs]
        mine, yours = self.ours[ours], self.theirs[theirs]
        if way:
            self.found.append(Mismatch(mine, yours, way, place))
        else:
            self.agreeing.append((mine, yours, place))

    def our_words(self) -> frozenset[str]:
        """Return the words that ours has; without its text, those of its facts."""
        if self._our_words is None:
            self._our_words = _words(self.ours)
        return self._our_words

    def their_words(self) -> frozenset[str]:
        """Return the words that theirs has; without its text, those of its facts."""
        if self._their_words is None:
            self._their_words = _words(self.theirs)
        return self._their_words

    def ours_says(self, fact: Fact) -> bool:
        """Tell whether a number, time or name of theirs stands in ours as well, in another fact or in no fact."""
        if self._our_forms is None:
            self._our_forms = _forms(self.ours)
        return self._our_forms.have(fact) or is_said(fact, self.our_words())

    def theirs_says(self, fact: Fact) -> bool:
        """Tell whether a number, time or name of ours stands in theirs as well, in another fact or in no fact."""
        if self._their_forms is None:
            self._their_forms = _forms(self.theirs)
        return self._their_forms.have(fact) or is_said(fact, self.their_words())

    def closest(
        self, ours: int, theirs: deque[int], is_rival: Callable[[Fact, Fact], bool] | None = None
    ) -> int | None:
        """Return the fact of theirs without a partner that is about most of the same; None if there is none.

        Facts that have a partner are taken from the front of `theirs`, so that nothing is looked at twice for long.
        """
        while theirs and theirs[0] not in self.their_rest:
            theirs.popleft()
        fact = self.ours[ours]
        best, most = None, -1.0
        for index in islice(theirs, CANDIDATES):
            rival = self.theirs[index]
            if index not in self.their_rest or (is_rival and not is_rival(fact, rival)):
                continue
            share = overlap(fact.about, rival.about)
            if share > most:
                best, most = index, share
        return best


def _words(facts: Sequence[Fact]) -> frozenset[str]:
    text = facts.text if isinstance(facts, Facts) else " ".join(fact.quote for fact in facts)
    return words_of(text)


def overlap(ours: str, theirs: str) -> float:
    """Return the share of words in common of two facts' surroundings, counted on the shorter one."""
    mine, yours = set(ours.split()), set(theirs.split())
    return len(mine & yours) / (min(len(mine), len(yours)) or 1)


def place_of(ours: Fact, theirs: Fact) -> str:
    """Return ``alike``, ``akin`` or ``apart`` for two facts that stand in different places; see `Mismatch`."""
    share = overlap(ours.about, theirs.about)
    return "alike" if share >= _ALIKE else "akin" if share else "apart"
