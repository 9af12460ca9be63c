"""Tells prose from code, so that words in code are never read as English."""

from __future__ import annotations

import re
from bisect import bisect_left

_HINTS = re.compile(r"```|~~~|>>>|Traceback|\n(?: {4}|\t)|\bdef |\bimport |\{|\}|;\s*\n|^\$ |\(\)|\w\(\S|=>|==|\n\|")
_PROMPT = re.compile(r"\s*(?:>>>|\.\.\. ?\S|\.\.\.$|In \[\d*\]:|Out\[\d*\]:|\$ |# \$|-{4,}|={4,}|\^+\s*$|~{3,})")
_STATEMENT = re.compile(
    r"\s*(?:def \w+\(|class \w+[(:]|import [\w.]+(?:\s|$)(?!and )|from [\w.]+ import |return\b.*[\[\](){}=.]|"
    r"(?:if|for|while|with|elif|except)\b.*:\s*(?:#.*)?$|else:|try:|finally:|raise \w+|print\(|@\w+|assert .*[=(]|"
    r"#include|SELECT .* FROM |File \".*\", line \d|<[\w/!][^>]*>\s*$|[\w.\[\]'\"]+ ?[-+*/|&]?= ?\S+.*$|"
    r"[\w.]+\(.*\)\s*(?:#.*|[=!<>]=.*|=>.*|➞.*|=.*|->.*|;|,)?$|[\[({\"'].*[\])}\"'],?\s*$|-?[\d.]+,?$|[\])}]+[,;]?$)"
)
_WORDS = re.compile(r"[A-Za-z]{2,}")
_SYMBOLS = re.compile(r"[][(){}=<>;|&_\\^%$+*/~]")
_DOCSTRING = re.compile(r'("""|\'\'\')(.*?)(?:\1|\Z)', re.DOTALL)
_SIGNATURE = re.compile(r"^[ \t]*(?:async[ \t]+)?def \w+\(", re.MULTILINE)
_LONGEST_PREAMBLE = 60
"""Words of imports that may stand in front of a function to be written."""

_SENTENCE, _LETTERS = 4, 0.6
"""Words, and share of letters in them, from which on a line reads as prose."""

_DENSE = 0.18
_LONGEST_LINE = 2_000


def masked(text: str) -> str:
    r"""Return a text of the same length in which code is blanked out, so that spans still hold.

    Fenced blocks, interpreter sessions, tracebacks and lines that read as statements are code. Of a function with a
    docstring only the docstring's prose is left.

    >>> masked("Fix `f`:\n>>> f(1)\n2\nIt must return 3.").split()
    ['Fix', '`f`:', 'It', 'must', 'return', '3.']
    """
    if not _HINTS.search(text):
        return text
    kept: list[str] = []
    fenced = traced = answered = False
    inside = _docstrings(text)
    place = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        is_fence = stripped.startswith(("```", "~~~"))
        if is_fence and not stripped[3:].endswith(stripped[:3]):
            fenced = not fenced
        traced = stripped.startswith("Traceback (most") or (traced and _goes_on(line))
        prompt = bool(_PROMPT.match(line))
        is_output = answered and stripped != "" and not _reads_as_prose(stripped, _SENTENCE - 1)
        outside = inside is not None and not _is_inside(inside, place, place + len(line))
        code = fenced or is_fence or traced or prompt or is_output or outside or _is_code(line)
        answered = stripped.startswith((">>>", "... ")) or (is_output and answered)
        kept.append(_blank(line) if code else line.replace('"""', "   ").replace("'''", "   "))
        place += len(line)
    return "".join(kept)


def _docstrings(text: str) -> list[tuple[int, int]] | None:
    """Return the places of the docstrings if the text is a function to be written, else None."""
    signature = _SIGNATURE.search(text)
    if not signature or len(text[: signature.start()].split()) > _LONGEST_PREAMBLE:
        return None
    places = [found.span(2) for found in _DOCSTRING.finditer(text, signature.start())]
    return places or None


def _is_inside(places: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a line shares a character with one of the places."""
    last = bisect_left(places, (end, end)) - 1
    return last >= 0 and places[last][1] > start


def _goes_on(line: str) -> bool:
    """A traceback goes on while lines are indented or name the error."""
    return line.startswith((" ", "\t")) or bool(re.match(r"[\w.]+(?:Error|Exception|Warning)?\b:? ", line))


def _reads_as_prose(line: str, least: int = _SENTENCE) -> bool:
    words = _WORDS.findall(line)
    return len(words) >= least and sum(map(len, words)) > _LETTERS * len(line)


def _is_code(line: str) -> bool:
    stripped = line.strip()
    if not stripped or len(stripped) > _LONGEST_LINE:
        return False
    if stripped[0] in "-*•" and stripped[1:2] == " ":
        return False
    if "`" in stripped:
        stripped = re.sub(r"`[^`]*`", "x", stripped)
    if _STATEMENT.match(stripped) and not _reads_as_prose(stripped):
        return True
    return len(_SYMBOLS.findall(stripped)) > _DENSE * len(stripped) and not _reads_as_prose(stripped)


def _blank(line: str) -> str:
    return "".join("\n" if char == "\n" else " " for char in line)
