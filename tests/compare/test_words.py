"""Words and what they are to one another."""

from __future__ import annotations

import pytest

from ire_gate.compare.closed import OPPOSITES
from ire_gate.compare.edits import edit
from ire_gate.compare.kinship import kinship
from ire_gate.compare.wordnet import look_up, relation
from ire_gate.compare.words import words_of
from ire_gate.language.tokens import tokenise


def norms(text: str) -> list[str]:
    return [word.norm for word in words_of(tokenise(text))]


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("begin", "start", "synonym"),
        ("began", "starts", "synonym"),
        ("increase", "decreases", "antonym"),
        ("quickly", "slowly", "antonym"),
        ("sad", "glad", "antonym"),
        ("car", "vehicle", "wider"),
        ("animal", "dog", "narrower"),
        ("guitar", "violin", "sibling"),
        ("invoice", "mountain", "other"),
        ("zzyzx", "mountain", None),
    ],
)
def test_wordnet_knows_what_a_word_is_to_another(ours: str, theirs: str, expected: str | None) -> None:
    assert relation(ours, theirs) == expected


@pytest.mark.parametrize("word", ["", "\n", ";", "=", "a;b", "ü", "aaaa", "zzzz", "a" * 10_000])
def test_what_is_no_word_has_no_entry(word: str) -> None:
    assert look_up(word) is None


@pytest.mark.parametrize("word", ["a", "aardvark", "went", "zygote", "zulus", "running", "biggest"])
def test_words_are_found_at_both_ends_of_the_file_and_in_their_forms(word: str) -> None:
    assert look_up(word) is not None


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("no more than 3", "at most three"),
        ("it doesn't have to", "it does not need to"),
        ("4,200 rows", "4200 rows"),
        ("rather than `x`", "instead of x"),
        ("the user’s name", "the user's names"),
        ('say "stop the old job now"', "say stop the old job now"),
        ("say ``stop the old job now'' and ``go''", 'say "stop the old job now" and "go"'),
    ],
)
def test_other_writing_is_the_same_word(ours: str, theirs: str) -> None:
    assert norms(ours) == norms(theirs)


def test_a_slip_of_a_finger_is_no_other_word() -> None:
    ours, theirs = words_of(tokenise("quickly")), words_of(tokenise("qickly"))

    assert kinship(ours[0], theirs[0]) == "spelling"


def test_words_that_changed_places_are_told_from_words_that_moved() -> None:
    swapped = edit(words_of(tokenise("Alice pays Bob")), words_of(tokenise("Bob pays Alice")), None)
    moved = edit(words_of(tokenise("Today Alice pays Bob")), words_of(tokenise("Alice pays Bob today")), None)

    assert {ours.lower for ours, _ in swapped.moved} <= {"alice", "bob", "pays"}
    assert not moved.lost
    assert not moved.exchanged


def test_spans_of_words_inside_a_quotation_point_into_the_text() -> None:
    text = 'Answer with "the order was not found" at once.'

    for word in words_of(tokenise(text)):
        assert text[word.start : word.end].lower() == word.lower


@pytest.mark.parametrize("pair", sorted(map(sorted, OPPOSITES)))
def test_opposites_are_two_words_as_the_comparison_sees_them(pair: list[str]) -> None:
    words = [words_of(tokenise(word)) for word in pair]

    assert [[word.norm for word in each] for each in words] == [[pair[0]], [pair[1]]]
    assert not any(word.is_content for each in words for word in each)
