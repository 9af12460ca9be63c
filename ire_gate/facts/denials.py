"""Denials in the words of an edit: *not*, *lacks*, and prefixes that deny (*untranslated*, *inactive*)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ire_gate.domain import Fact, Span
from ire_gate.facts.alignment import Alignment
from ire_gate.facts.scene import Facts
from ire_gate.language.tokens import Token, stem

FAMILY = "negation"

_DENYING = frozenset(
    "not no never none nothing nobody nowhere neither nor without cannot except unless only but less fewer few little "
    "seldom rare scarc scarce lack absent absenc miss fail refus forbid forbidden prohibit avoid prevent exclud ignor "
    "skip omit deni reject stop ceas instead ban empti outside".split()
)
_STARTS = ("un", "non", "dis", "in", "im", "ir", "il")
_LEAST_PREFIXED = 6

# Prefix → letters of the shortest word that it denies: *inside* is no denial of *side*.
_PREFIXES = {"un": 4, "non-": 3, "non": 4, "dis": 5, "in": 6, "im": 6, "ir": 6, "il": 5}
_NO_DENIALS = frozenset({"charge", "close", "count", "course", "cover", "crease", "patch", "perfect", "solve", "tract"})


def may_deny(key: str) -> bool:
    """Tell whether a word, as it is compared, may deny by itself: *not common* may stand against *uncommon*."""
    if denies(key):
        return True
    return len(key) >= _LEAST_PREFIXED and (key.startswith(_STARTS) or key.endswith("less"))


def denies(key: str) -> bool:
    """Tell whether a word, as it is compared, denies what it stands with."""
    return key in _DENYING or key.endswith("n't")


def denied_words(ours: Facts, theirs: Facts, alignment: Alignment) -> Iterator[tuple[Fact, Fact]]:
    """Yield the words of small edits that differ by a prefix that denies, as facts of both sides."""
    for edit in alignment.small_edits():
        mine, yours = ours.tokens[edit.start : edit.stop], theirs.tokens[edit.their_start : edit.their_stop]
        for our_word in mine:
            for their_word in yours:
                if _is_denial(our_word.lower, their_word.lower) and not _has_denial(yours):
                    yield _fact(our_word, their_word.lower, is_denied=True), _fact(their_word, their_word.lower)
                elif _is_denial(their_word.lower, our_word.lower) and not _has_denial(mine):
                    yield _fact(our_word, our_word.lower), _fact(their_word, our_word.lower, is_denied=True)


def _has_denial(words: Sequence[Token]) -> bool:
    return any(denies(word.lower) or denies(stem(word.lower)) for word in words)


def _is_denial(longer: str, shorter: str) -> bool:
    if not longer.endswith(shorter) or shorter in _NO_DENIALS:
        return False
    return len(shorter) >= _PREFIXES.get(longer.removesuffix(shorter), len(longer) + 1)


def _fact(token: Token, word: str, *, is_denied: bool = False) -> Fact:
    value = f"not {word}" if is_denied else word
    return Fact(family=FAMILY, value=value, span=Span(token.start, token.end), quote=token.text, about=word)
