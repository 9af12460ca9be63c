"""The bundled embedder: a text is the sum of its word pieces' vectors, looked up in one mapped file.

Importing numpy alone would cost half of a cold check. So the file answers look-ups as it lies on disk, and Python's
long integers add the vectors: a row is one integer with a lane of 32 bits for each dimension.

The file holds, in little endian: `HEADER` (magic, number of names, number of buckets, bytes of names, characters of
the longest name); for each bucket and one past the last a `PLACE` (where its names start, its first row); the names,
bucket by bucket, a line feed before and after each; for each name a row of `DIMENSIONS` signed bytes, each plus 128.
``STATIC-MODEL.md`` beside it tells how it was made.
"""

from __future__ import annotations

import functools
import mmap
import struct
import unicodedata
from collections.abc import Callable, Sequence
from operator import mul
from pathlib import Path

from ire_gate.errors import ConfigError

BUNDLED = Path(__file__).with_name("static-minilm-128.bin")
DIMENSIONS = 128
MAGIC = b"IREGATE1"
HEADER = struct.Struct("<8s4I")
PLACE = struct.Struct("<2I")

_TWO_PLACES = struct.Struct("<4I")
_LANES = struct.Struct(f"<{DIMENSIONS}I")
_LONGEST_WORD = 100
"""Characters; a longer word is unknown, as it is to the teacher's tokenizer."""
_MOST_WORDS = 100_000
"""Words of one text that count; of at most 100 pieces each, so that no lane overflows."""
_CACHED_TEXT = 2_000
"""Characters; a longer text is hardly a clause that comes back."""
_CACHED_FOLDS = 4096
"""Characters; few texts have more kinds."""
_FINDS_BEFORE_INDEX = 10_000
"""Look-ups in the file that take as long as reading all names into a dict, which is five times faster from then on."""


class StaticEmbedder:
    """Static vectors distilled from all-MiniLM-L6-v2; needs no library and no network, and may be shared by threads.

    >>> ((near, far),) = StaticEmbedder().similarities(["delete the file"], ["remove this file", "pay the invoice"])
    >>> near > far
    True

    Args:
        path: The model file; opened when the first text is embedded.
    """

    name = "static-minilm-128/1"

    def __init__(self, path: Path = BUNDLED) -> None:
        self._path = path
        self._folds = _Folds()
        # Words and clauses come back; full, the two caches take about 8 MB.
        self._word = functools.lru_cache(4096)(self._embed_word)
        self._clause = functools.lru_cache(1024)(self._embed)

    def similarities(self, ours: Sequence[str], theirs: Sequence[str]) -> list[list[float]]:
        """Return the cosine of each text of ours (rows) with each text of theirs (columns), -1…1, six decimals.

        A text without a known word has 0 with every other, and 1 with one that differs in case and spacing only.

        Raises:
            ConfigError: The model file is missing or damaged.
        """
        columns = [(text, self._vector(text)) for text in theirs]
        return [
            [self._similarity(text, vector, *column) for column in columns]
            for text, vector in ((text, self._vector(text)) for text in ours)
        ]

    def pieces(self, text: str) -> list[str]:
        """Return the word pieces that a text is embedded by; unknown words are left out."""
        return [piece for word in self._words(text) for piece, _ in self._split(word)]

    @functools.cached_property
    def _file(self) -> ModelFile:
        return ModelFile(self._path)

    def _words(self, text: str) -> list[str]:
        return text.translate(self._folds).split()[:_MOST_WORDS]

    def _split(self, word: str) -> list[tuple[str, int]]:
        """Split a word into its longest known pieces from the left, each with its row; none if a part is unknown."""
        if len(word) > _LONGEST_WORD:
            return []
        split: list[tuple[str, int]] = []
        find, longest = self._file.finder(), self._file.longest
        start, prefix = 0, ""
        while start < len(word):
            for end in range(min(len(word), start + longest), start, -1):
                piece = prefix + word[start:end]
                row = find(piece)
                if row is not None:
                    break
            else:
                return []
            split.append((piece, row))
            start, prefix = end, "##"
        return split

    def _embed_word(self, word: str) -> tuple[int, int]:
        """Return the lanes of a word's pieces, summed, and their number."""
        split = self._split(word)
        return sum(self._file.lanes(row) for _, row in split), len(split)

    def _embed(self, text: str) -> tuple[float, ...] | None:
        """Return a text's vector of length 1, or None if it has no direction."""
        total = count = 0
        for word in self._words(text):
            lanes, pieces = self._word(word)
            total += lanes
            count += pieces
        shift = 128 * count
        sums = [lane - shift for lane in _LANES.unpack(total.to_bytes(_LANES.size, "little"))]
        length = sum(map(mul, sums, sums)) ** 0.5
        return tuple([lane / length for lane in sums]) if length else None

    def _vector(self, text: str) -> tuple[float, ...] | None:
        return self._clause(text) if len(text) <= _CACHED_TEXT else self._embed(text)

    def _similarity(
        self, our_text: str, ours: tuple[float, ...] | None, their_text: str, theirs: tuple[float, ...] | None
    ) -> float:
        if ours is None or theirs is None:
            return float(self._words(our_text) == self._words(their_text))
        cosine: float = sum(map(mul, ours, theirs))
        return round(cosine, 6) + 0.0  # no -0.0


class ModelFile:
    """A model file, mapped: what is not looked up is not read.

    Raises:
        ConfigError: The file is missing or damaged.
    """

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            magic, self._tokens, self._buckets, name_bytes, self.longest = HEADER.unpack_from(self._data)
        except (OSError, ValueError, struct.error) as problem:
            raise _damaged(path, str(problem)) from problem
        self._names = HEADER.size + PLACE.size * (self._buckets + 1)
        self._rows = self._names + name_bytes
        if magic != MAGIC or len(self._data) != self._rows + self._tokens * DIMENSIONS:
            raise _damaged(path, "not the format or the length that is expected")
        self._found = 0

    def finder(self) -> Callable[[str], int | None]:
        """Return what finds the row of a word piece; it gives None for an unknown one."""
        return self._find if self._found < _FINDS_BEFORE_INDEX else self._index.get

    def _find(self, piece: str) -> int | None:
        self._found += 1
        name = piece.encode()
        place = HEADER.size + PLACE.size * bucket_of(name, self._buckets)
        start, first, end, _ = _TWO_PLACES.unpack_from(self._data, place)
        names = self._data[self._names + start : self._names + end + 1]
        found = names.find(b"\n%b\n" % name)
        return first + names.count(b"\n", 0, found) if found >= 0 else None

    def lanes(self, row: int) -> int:
        """Return a row as one integer with 32 bits for each dimension, each plus 128."""
        spread = bytearray(_LANES.size)
        start = self._rows + row * DIMENSIONS
        spread[::4] = self._data[start : start + DIMENSIONS]
        return int.from_bytes(spread, "little")

    @functools.cached_property
    def _index(self) -> dict[str, int]:
        names = self._data[self._names : self._rows].decode().split()
        return dict(zip(names, range(self._tokens), strict=True))


def bucket_of(name: bytes, buckets: int) -> int:
    """Return where a name is filed; with a prime number of buckets this spreads well and costs no import."""
    return int.from_bytes(name, "little") % buckets


class _Folds(dict[int, str]):
    """What each character becomes before a text is split at white space; found out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if len(self) < _CACHED_FOLDS:
            self[code] = folded
        return folded


def _fold(character: str) -> str:
    """Do what BERT's uncased tokenizer does: lower case, no accents, punctuation and CJK characters alone."""
    if character.isascii() and character.isalnum():
        return character.lower()
    category = unicodedata.category(character)
    if character in "\t\n\r" or category[0] == "Z":
        return " "
    if category in {"Cc", "Cf", "Co", "Cs"} or character == "\ufffd":
        return ""
    if unicodedata.name(character, "").startswith(("CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH")):
        return f" {character} "
    parts = [part for part in unicodedata.normalize("NFD", character) if unicodedata.category(part) != "Mn"]
    return "".join(f" {part} " if _is_punctuation(part) else part.lower() for part in parts)


def _is_punctuation(character: str) -> bool:
    if character.isascii():
        return not character.isalnum()
    return unicodedata.category(character)[0] == "P"


def _damaged(path: Path, why: str) -> ConfigError:
    return ConfigError(
        f"{path}: the bundled embedding model cannot be read: {why}",
        hint='install ire-gate again, or set embedder = "none"',
    )
