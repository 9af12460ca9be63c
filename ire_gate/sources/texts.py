"""From bytes to the text of an intent, and what is no text."""

from __future__ import annotations

import codecs

from ire_gate.sources.problems import UnfitError

WIDE_BOMS = (
    ("UTF-32", codecs.BOM_UTF32_LE),
    ("UTF-32", codecs.BOM_UTF32_BE),
    ("UTF-16", codecs.BOM_UTF16_LE),
    ("UTF-16", codecs.BOM_UTF16_BE),
)
CONTROLS = bytes([*range(7), *range(14, 27), *range(28, 32), 127])
"""The control characters that do not occur in text (BEL, backspace, tab, line ends, form feed and ESC do)."""
MOST_CONTROLS = 0.3
"""Share of control characters from which a file is binary: what Perl's ``-B`` uses."""


def decoded(data: bytes, *, offset: int = 0, line: int = 1, is_start: bool = True) -> str:
    r"""Return the text of a file, without a byte order mark and with ``\r\n`` and ``\r`` as ``\n``.

    Spans therefore count a line end as one character, as editors and reports do.

    Args:
        data: The bytes, or a part of them that begins with a line.
        offset: Bytes of the file before `data`.
        line: 1-based line that `data` begins with.
        is_start: Whether `data` is the start, where a byte order mark may stand.

    Raises:
        UnfitError: Binary, UTF-16 or UTF-32, or not UTF-8.
    """
    if is_start:
        refuse_binary(data)
        bare = data.removeprefix(codecs.BOM_UTF8)
        offset += len(data) - len(bare)
        data = bare
    try:
        return _with_newlines(data.decode())
    except UnicodeDecodeError as problem:
        raise UnfitError(
            f"not UTF-8: byte 0x{data[problem.start]:02x} at byte offset {offset + problem.start}",
            hint="save it as UTF-8",
            line=line + data.count(b"\n", 0, problem.start),
        ) from None


def refuse_binary(data: bytes) -> None:
    """Refuse what is no text in UTF-8 at first sight.

    Raises:
        UnfitError: A byte order mark of another encoding, NUL bytes, or mostly control characters.
    """
    for encoding, mark in WIDE_BOMS:
        if data.startswith(mark):
            raise UnfitError(f"{encoding}, not UTF-8, by its byte order mark", hint="save it as UTF-8")
    hint = "give a text file in UTF-8"
    nul = data.find(b"\0")
    if nul >= 0:
        raise UnfitError(f"binary: a NUL byte at byte offset {nul}", hint=hint)
    if len(data) - len(data.translate(None, CONTROLS)) > MOST_CONTROLS * len(data):
        raise UnfitError("binary: mostly control characters", hint=hint)


def sound_text(text: object, *, line: int | None, max_bytes: int, name: str = "text") -> tuple[str, int | None]:
    r"""Return the text of an intent and the line that it begins with.

    Line ends become ``\n``; blank lines before the text, and white space after it, are no part of it.

    Raises:
        UnfitError: Not a string, nothing to see in it, a NUL or half of a surrogate pair, or more than `max_bytes`.
    """
    if not isinstance(text, str):
        kinds = {dict: "an object", list: "a list", type(None): "null"}
        raise UnfitError(
            f"{name} is {kinds.get(type(text), type(text).__name__)}, not a string",
            hint=f"write {name} in quotes",
            line=line,
        )
    refuse_odd_characters(text, line=line, name=name)
    size = len(text.encode())
    if size > max_bytes:
        raise too_large(size, max_bytes, line=line)
    if not any(mark.isprintable() and not mark.isspace() for mark in text):
        what = "only white space" if text else "empty"
        raise UnfitError(f"{name} is {what}", hint="write what is to be done, or take it out", line=line)
    text = _with_newlines(text).rstrip()
    blank = text[: len(text) - len(text.lstrip())]
    return text[blank.rfind("\n") + 1 :], None if line is None else line + blank.count("\n")


def too_large(size: int | None, limit: int, *, line: int | None = None) -> UnfitError:
    """Return the error for more bytes than the settings allow; `size` is None if nobody counted to the end."""
    return UnfitError(
        f"more than the limit of {limit:,} bytes"
        if size is None
        else f"{size:,} bytes, more than the limit of {limit:,}",
        hint="split it, or raise the setting max_bytes (up to 100,000,000)",
        line=line,
    )


def refuse_odd_characters(text: str, *, line: int | None, name: str) -> None:
    """Refuse what cannot be written as UTF-8 text.

    Raises:
        UnfitError: NUL, or half of a surrogate pair.
    """
    if "\0" in text:
        raise UnfitError(f"{name} holds a NUL character", hint="take it out", line=line)
    try:
        text.encode()
    except UnicodeEncodeError as problem:
        half = f"U+{ord(text[problem.start]):04X}"
        what = f"{name} holds half of a surrogate pair ({half}) at character {problem.start}"
        raise UnfitError(what, hint="give text in UTF-8", line=line) from None


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
