"""Make ``ire_gate/compare/data/wordnet.txt`` of the database files of WordNet 3.0.

Run: ``python benchmarks/build_wordnet.py --dict /usr/share/wordnet`` (Debian: ``apt-get install wordnet-base``).
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import Stemmer

OUTPUT = Path(__file__).parent.parent / "ire_gate" / "compare" / "data" / "wordnet.txt"
FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
SENSES = 6
"""Senses of a word and part of speech that count, most frequent first; rarer ones make synonyms nobody hears."""
PARENT_SENSES = 2
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MARKER = re.compile(r"\((?:a|p|ip)\)$")

Key = tuple[str, str]


class Synset(NamedTuple):
    """One sense: its words and its pointers (symbol, target, source word, target word; 0 is the whole synset)."""

    words: tuple[str, ...]
    pointers: tuple[tuple[str, Key, int, int], ...]


def read_synsets(folder: Path) -> dict[Key, Synset]:
    """Return all synsets by part of speech and offset."""
    return {key: synset for part, name in FILES.items() for key, synset in _read_file(folder / f"data.{name}", part)}


def _read_file(path: Path, part: str) -> Iterator[tuple[Key, Synset]]:
    for line in path.read_text("latin-1").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split("|")[0].split()
        count = int(fields[3], 16)
        words = tuple(_MARKER.sub("", fields[4 + 2 * index]).lower() for index in range(count))
        rest = fields[5 + 2 * count :]
        pointers = []
        for index in range(int(fields[4 + 2 * count])):
            symbol, offset, target, place = rest[4 * index : 4 * index + 4]
            pointers.append((symbol, (target, offset), int("0x" + place[:2], 0), int("0x" + place[2:], 0)))
        yield (part, fields[0]), Synset(words, tuple(pointers))


def read_senses(folder: Path) -> dict[str, list[list[Key]]]:
    """Return each single word's synsets, one list for each part of speech, most frequent sense first."""
    senses: defaultdict[str, list[list[Key]]] = defaultdict(list)
    for part, name in FILES.items():
        for line in (folder / f"index.{name}").read_text("latin-1").splitlines():
            fields = line.split()
            if line.startswith("  ") or not fields[0].replace("-", "").isalpha():
                continue
            count = int(fields[2])
            senses[fields[0]].append([(part, offset) for offset in fields[-count:]])
    return senses


def read_forms(folder: Path) -> dict[str, str]:
    """Return irregular inflected forms and their base."""
    forms: dict[str, str] = {}
    for name in FILES.values():
        for line in (folder / f"{name}.exc").read_text("latin-1").splitlines():
            form, base, *_ = line.split()
            if form.isalpha() and base.isalpha():
                forms.setdefault(form, base)
    return forms


def build(folder: Path) -> list[str]:
    """Return the file's lines: word; senses; parents; adjective heads; antonyms; derived words."""
    synsets, senses, forms = read_synsets(folder), read_senses(folder), read_forms(folder)
    names: dict[Key, str] = {}

    def named(keys: Iterable[Key]) -> str:
        return " ".join(dict.fromkeys(names.setdefault(key, _base62(len(names))) for key in keys))

    shared = _shared(synsets, senses)
    stemmer = Stemmer.Stemmer("english")
    lines = []
    for word in sorted(senses.keys() | forms.keys()):
        if word not in senses:
            lines.append(f"{word}={forms[word]}")
            continue
        ranked = [key for part in senses[word] for key in part[:SENSES]]
        top = [key for part in senses[word] for key in part[:PARENT_SENSES]]
        # A cluster's head points at dozens of satellites; one direction is enough to find the pair.
        alike = [target for key in ranked if len(rays := _rays(synsets[key])) == 1 for target in rays]
        parents = _parents(top, synsets)
        parents += _parents(parents, synsets)
        derived = {
            other
            for other in _pointed(word, ranked, synsets, {"+", "\\"})
            if stemmer.stemWord(other) != stemmer.stemWord(word)
        }
        columns = (
            named(key for key in ranked if key in shared),
            named(key for key in parents if key in shared),
            named(key for key in alike if key in shared),
            " ".join(sorted(_antonyms(word, ranked, synsets))),
            " ".join(sorted(derived)),
        )
        lines.append(f"{word};{';'.join(columns)}".rstrip(";"))
    return lines


def _parents(keys: Iterable[Key], synsets: dict[Key, Synset]) -> list[Key]:
    return [target for key in keys for symbol, target, *_ in synsets[key].pointers if symbol in {"@", "@i"}]


def _rays(synset: Synset) -> list[Key]:
    return [target for symbol, target, *_ in synset.pointers if symbol == "&"]


def _shared(synsets: dict[Key, Synset], senses: dict[str, list[list[Key]]]) -> set[Key]:
    """Return the synsets that more than one word can reach: the others relate nothing."""
    reached: defaultdict[Key, set[str]] = defaultdict(set)
    for word, parts in senses.items():
        for part in parts:
            for key in part[:SENSES]:
                reached[key].add(word)
            above = _parents(part[:PARENT_SENSES], synsets)
            for upper in [
                *above,
                *_parents(above, synsets),
                *(ray for key in part[:SENSES] for ray in _rays(synsets[key])),
            ]:
                reached[upper].add(word)
    return {key for key, words in reached.items() if len(words) > 1}


def _pointed(word: str, keys: Iterable[Key], synsets: dict[Key, Synset], symbols: set[str]) -> set[str]:
    found = set()
    for key in keys:
        synset = synsets[key]
        for symbol, target, source, place in synset.pointers:
            if symbol in symbols and source and synset.words[source - 1] == word:
                found.add(synsets[target].words[place - 1])
    return {other for other in found if other.isalpha()}


def _antonyms(word: str, keys: list[Key], synsets: dict[Key, Synset]) -> set[str]:
    """Return direct antonyms, and those of the adjectives that the word is similar to."""
    found = _pointed(word, keys, synsets, {"!"})
    for key in keys[:4]:
        for symbol, target, *_ in synsets[key].pointers:
            if symbol == "&":
                head = synsets[target]
                found |= _pointed(head.words[0], [target], synsets, {"!"})
    return found - {word}


def _base62(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 62)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dict", type=Path, required=True, help="folder with data.noun, index.noun, noun.exc, …")
    arguments = parser.parse_args()
    lines = build(arguments.dict)
    OUTPUT.write_text("\n".join(lines) + "\n", encoding="ascii", errors="ignore")
    print(f"{len(lines)} words, {OUTPUT.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
