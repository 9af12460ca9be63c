"""Text → tokens, each with its span and kind. One small pattern; what a token means is looked up elsewhere."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

import Stemmer

# Repeats that another one may follow are bounded, so that a megabyte without a space still takes linear time, and so
# are words, of which many are remembered.
_PATTERN = re.compile(
    r"(?P<fence>```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z))"
    r"|(?P<latex>``(?! )[^`\n]{1,400}?(?<=[\w.,;:!?)\]%])''(?!')|`` [^`\n]{1,400}? ''(?![\w'`]))"
    r"|(?P<code>``[^\n]+?``|`[^`\n]+`)"
    r'|(?P<quoted>"[^"\n]{1,400}"|“[^”\n]{1,400}”|«[^»\n]{1,400}»|(?<!\w)[\'‘][^\'’\n]{1,80}[\'’](?!\w))'
    r"|(?P<url>[a-z][a-z0-9+.-]{1,10}://[^\s<>\"')\]]*[^\s<>\"')\].,;:!?])"
    r"|(?P<mail>[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<date>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?(?!\w))"
    r"|(?P<time>(?<![\d:])\d{1,2}:\d\d(?::\d\d)?(?![\d:]))"
    r"|(?P<slashed>~?(?:[\w.{}*$@-]{0,200}/)+[\w.{}*$@-]*)"
    r"|(?P<flag>(?<![\w-])--?[a-zA-Z][\w-]*)"
    r"|(?P<ident>\d+x\d+(?!\w)|v\d+(?:\.\d+)+|[1-5]xx(?!\w)|[#@][A-Za-z0-9][\w-]*|\$[A-Za-z_]\w*|[A-Za-z_]\w{0,200}(?:[.:]{1,2}\w{1,200}){0,20}\(\)|\d+(?:\.\d+){2,}"
    r"|[A-Za-z]\w{0,200}(?:\.[A-Za-z_]\w*)+|\.\w+(?:\.\w+)*|[A-Za-z]{1,200}-\d[\w-]*|(?=\w{0,200}[A-Za-z])[^\W_]{1,200}_\w*|_\w+|[A-Za-z]{1,200}\d\w*)"
    r"|(?P<number>\d+(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?(?:e[+-]?\d+)?)"
    r"|(?P<word>[^\W\d_]{1,200}(?:['’-][^\W\d_]{1,200}){0,20})"
    r"|(?P<blank>\n[ \t\r]*\n\s*)"
    r"|(?P<line>\n\s*)"
    r"|(?P<punct>[^\s])",
    re.DOTALL,
)
_CAMEL = re.compile(r"[a-z]+[A-Z]|[A-Z][a-z]+[A-Z]|[A-Z]{2,}[a-z]+[A-Z]")
_PATHLIKE = re.compile(r"[~/.$]|.*(?:/$|/.*/|[._\d{}*])")
_ABBREVIATIONS = frozenset({"a.m", "p.m", "e.g", "i.e", "u.s", "u.k", "a.k.a", "w.r.t"})

TEXTS = 4
"""Texts that each stage remembers: the two of a trip, and the two of another thread's or of a pair of clauses."""

NAMES = frozenset({"code", "url", "mail", "path", "ident", "flag"})
"""Kinds of tokens that name something and are never read as English."""


class Token(NamedTuple):
    """A piece of the text.

    ``kind`` is one of: word, number, date (ISO), time (hh:mm), code (back-quoted), fence (code block), quoted, url,
    mail, path, ident, flag, punct, line (line break), blank (empty line).
    """

    kind: str
    text: str
    lower: str
    start: int
    end: int


def tokenise(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text in order; together with the white space between them they are the text.

    >>> [token.kind for token in tokenise("Set `x` in src/a.py to 5s, e.g. 2025-01-31.")]
    ['word', 'code', 'word', 'path', 'word', 'number', 'word', 'punct', 'word', 'punct', 'date', 'punct']
    """
    tokens: list[Token] = []
    for found in _PATTERN.finditer(text):
        kind, piece, start = found.lastgroup or "punct", found.group(), found.start()
        if kind == "slashed":
            tokens += _slashed(piece, start)
            continue
        if kind == "latex":
            kind = "quoted"
        elif kind == "word" and _CAMEL.match(piece):
            kind = "ident"
        elif kind == "ident" and piece.lower() in _ABBREVIATIONS:
            kind = "word"
        tokens.append(Token(kind, piece, piece.lower(), start, start + len(piece)))
    return tuple(tokens)


def _slashed(piece: str, start: int) -> Iterator[Token]:
    """Tell a path from words joined by a slash (and/or), and give back a full stop that ends the sentence."""
    stem = piece.rstrip(".") or piece
    if _PATHLIKE.match(stem) and len(stem) > 1:
        yield Token("path", stem, stem.lower(), start, start + len(stem))
    else:
        for part in re.finditer(r"[^/]+|/", stem):
            kind = "punct" if part.group() in "./" else "word"
            yield Token(kind, part.group(), part.group().lower(), start + part.start(), start + part.end())
    for stop in range(start + len(stem), start + len(piece)):
        yield Token("punct", ".", ".", stop, stop + 1)


@functools.lru_cache(maxsize=TEXTS)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Return `tokenise(text)`, remembered: the stages of one trip ask for the same two texts again and again."""
    return tokenise(text)


@functools.lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return a lower-case word's stem (Snowball English), so that *retries*, *retried* and *retry* are one.

    >>> stem("retries") == stem("retrying") == stem("retry")
    True
    """
    return str(_stemmer().stemWord(word))


@functools.cache
def _stemmer() -> Stemmer.Stemmer:
    # Its own cache would only double ours.
    return Stemmer.Stemmer("english", 0)
