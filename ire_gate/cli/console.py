"""Standard output holds the report and nothing else; standard error is for people."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

from ire_gate.errors import UnavailableError
from ire_gate.reports.text import Style
from ire_gate.reports.visible import visible
from ire_gate.scrubbing import scrubbed

T = TypeVar("T")

_PIECES = "✓✗│…␛"
_A_FEW = 5
_NARROWEST, _PAGE, _WIDEST = 40, 100, 140


class OutputClosedError(Exception):
    """Whoever read standard output has gone; there is nobody to tell."""


def write(chunks: Iterable[str], *, is_data: bool = False) -> None:
    """Write a report to standard output as its pieces come.

    Args:
        chunks: The report.
        is_data: Whether a program reads it: then it is UTF-8 whatever the terminal speaks.

    Raises:
        OutputClosedError: The reader has gone.
        UnavailableError: The disk is full, or the like.
    """
    for chunk in chunks:
        try:
            sys.stdout.buffer.write(_encoded(chunk, "utf-8" if is_data else sys.stdout.encoding))
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            silence(sys.stdout)
            raise OutputClosedError from None
        except OSError as problem:
            raise lost_output(problem) from problem


def lost_output(problem: OSError) -> UnavailableError:
    """Give standard output up, and return the error that says why."""
    silence(sys.stdout)
    return UnavailableError(
        f"cannot write to standard output: {problem.strerror}", hint="give the output another place"
    )


def say(text: str) -> None:
    """Write a line for people to standard error, without secrets; where that is full, nobody can be told."""
    try:
        sys.stderr.write(f"{scrubbed(text)}\n")
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def complain(message: str, hint: str | None = None) -> None:
    """Write what is wrong, and what to do about it, to standard error."""
    say("\n".join(visible(line) for line in f"error: {message}".split("\n")))
    if hint:
        say(f"hint: {visible(hint)}")


def silence(stream: TextIO) -> None:
    """Send what is still to be written nowhere, so that the interpreter can end without a complaint of its own."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def fill_closed_streams() -> None:
    """Take the places of standard streams that are closed, so that no file of ours gets their numbers.

    Nobody misses what is told to a closed standard error. A closed standard output takes nothing: whoever writes to it
    learns that. A closed standard input stays None.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is not None:
            continue
        os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)  # the lowest number that is free
        if number:
            setattr(sys, name, open(number, "w", encoding="utf-8", closefd=False))  # noqa: SIM115 - for good


def progress(things: Iterable[T], *, total: int | None = None, is_hidden: bool = False) -> Iterator[T]:
    """Pass things on, with a bar on standard error if that is a terminal and there are more than a few things.

    Args:
        things: What is counted.
        total: How many there will be, if that is known.
        is_hidden: Whether the report itself shows on the terminal how far things are.
    """
    source = iter(things)
    yield from itertools.islice(source, _A_FEW)
    if is_hidden or not sys.stderr.isatty():
        yield from source
        return
    import click

    for thing in source:
        rest = itertools.chain((thing,), source)
        with click.progressbar(rest, length=total, label="checked", file=sys.stderr, show_pos=True) as bar:
            bar.update(_A_FEW)
            yield from bar


def style(*, explain: bool = False) -> Style:
    """Return the style that standard output can show."""
    is_terminal = sys.stdout.isatty()
    columns = _PAGE
    if is_terminal:
        from shutil import get_terminal_size

        columns = get_terminal_size().columns
    return Style(
        colour=is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
        unicode=_can_show(_PIECES),
        width=min(max(columns, _NARROWEST), _WIDEST),
        explain=explain,
    )


def _can_show(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _encoded(text: str, encoding: str | None) -> bytes:
    return text.encode(encoding or "ascii", "backslashreplace")
