"""What WordNet knows of a word, read from a sorted file where it lies: no load, one binary search a word."""

from __future__ import annotations

import functools
import mmap
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("data") / "wordnet.txt"
_ENDINGS = (
    ("ies", "y"), ("es", "e"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", ""),
    ("er", ""), ("er", "e"), ("est", ""), ("est", "e"), ("ly", ""),
)  # fmt: skip
_LEAST = 3


class Entry(NamedTuple):
    """A word's senses and what they hang on; the names of senses are arbitrary."""

    base: str
    senses: frozenset[str]
    parents: frozenset[str]
    """The next wider senses."""
    heads: frozenset[str]
    """The adjectives that it is a shade of."""
    antonyms: frozenset[str]
    derived: frozenset[str]
    """Words of the same root, e.g. the noun of a verb."""


@functools.cache
def _data() -> mmap.mmap:
    with _FILE.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _line(word: str) -> str | None:
    """Return the line of a word by binary search."""
    data = _data()
    wanted = word.encode("ascii", "replace")
    low, high = 0, len(data)
    while low < high:
        middle = (low + high) // 2
        start = data.rfind(b"\n", low, middle) + 1 or low
        end = data.find(b"\n", middle)
        line = data[start:end]
        key = line.replace(b"=", b";").partition(b";")[0]
        if key == wanted:
            return line.decode("ascii")
        if key < wanted:
            low = end + 1
        else:
            high = start
    return None


@functools.lru_cache(maxsize=8192)
def look_up(word: str) -> Entry | None:
    """Return the entry of a lower-case word or of the word that it is a form of; None if there is none."""
    line = _line(word)
    if line is None:
        return _look_up_base(word)
    base, is_form, target = line.partition("=")
    if is_form:
        return look_up(target)
    base, *columns = line.split(";")
    sets = [frozenset(column.split()) for column in columns] + [frozenset[str]()] * (5 - len(columns))
    return Entry(base, *sets)


def _look_up_base(word: str) -> Entry | None:
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST - 1:
            stem = word[: -len(ending)] + instead
            for base in (stem, stem[:-1] if len(stem) > _LEAST and stem[-1] == stem[-2] else ""):
                line = _line(base) if base else None
                if line is not None:
                    return look_up(base)
    return None


@functools.lru_cache(maxsize=8192)
def relation(ours: str, theirs: str) -> str | None:
    """Return what one lower-case word is to the other.

    Returns:
        ``antonym``, ``synonym`` (a sense in common or the same root), ``similar`` (shades of one adjective), ``wider``
        (theirs is the wider word), ``narrower``, ``sibling`` (two kinds of one thing), ``other``, or None if a word is
        unknown.

    >>> relation("begin", "start"), relation("begin", "end"), relation("dog", "cat"), relation("car", "vehicle")
    ('synonym', 'antonym', 'other', 'wider')
    """
    a, b = look_up(ours), look_up(theirs)
    if a is None or b is None:
        return None
    if b.base in a.antonyms or a.base in b.antonyms:
        return "antonym"
    checks = (
        ("synonym", a.base == b.base or a.senses & b.senses or b.base in a.derived or a.base in b.derived),
        ("similar", a.heads & b.senses or b.heads & a.senses),
        ("wider", a.parents & b.senses),
        ("narrower", b.parents & a.senses),
        ("sibling", a.parents & b.parents or a.heads & b.heads),
    )
    return next((name for name, holds in checks if holds), "other")
