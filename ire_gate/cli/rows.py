"""JSONL out, row by row: a file that survives a kill at any moment, and that a second run goes on with."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from hashlib import blake2b
from io import FileIO
from pathlib import Path
from typing import Self

import msgspec
from msgspec import Struct

from ire_gate.cli.console import write
from ire_gate.domain import VERDICT_VERSION, VerdictName
from ire_gate.errors import InputError

_BEGINS = f'{{"version":"{VERDICT_VERSION}"'.encode()
"""How every row of ours begins, so that nobody's other file is cut or continued."""

_SYNC_EVERY_S = 1.0


class DoneBy(Struct, frozen=True):
    """Who looked at a finished row."""

    name: str
    model: str | None


class Done(Struct, frozen=True):
    """What a finished row tells a later run."""

    version: str
    id: str
    verdict: VerdictName
    threshold: float
    engine: DoneBy


OnDone = Callable[[Done], None]


class RowFile:
    """Writes rows to a file; ``-`` is standard output.

    A kill loses at most the row that was being written, a power cut at most the last second.

    Args:
        path: The file; its folder must exist.
        source: The file that the rows are made from, which is never written over.
        on_done: Rows that are there already stay and are told to it one by one, but for a torn last row, which is cut,
            and for undecided ones, which are taken out.

    Raises:
        InputError: The file cannot be written, holds something else, or another run is writing it.
    """

    def __init__(self, path: str, *, source: str, on_done: OnDone) -> None:
        self._path = path
        self._file: FileIO | None = None
        self._synced = time.monotonic()
        if path == "-":
            return
        refuse_input(path, source)
        try:
            self._file = FileIO(path, "a")
        except (OSError, ValueError) as problem:
            raise unwritable(self._path, problem) from problem
        try:
            if Path(path).is_file():  # a pipe or /dev/stdout has no rows to keep
                _lock(self._file, path)
                self._take_up(on_done)
        except BaseException:
            self._file.close()
            raise

    def add(self, row: str) -> None:
        """Write a row that ends with a line feed; it is out of this process when the call returns.

        Raises:
            InputError: The disk is full, or the like.
        """
        if self._file is None:
            write([row], is_data=True)
            return
        rest = memoryview(row.encode())
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
            if time.monotonic() - self._synced > _SYNC_EVERY_S:
                self._sync()
        except OSError as problem:
            raise unwritable(self._path, problem) from problem

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._sync()
            self._file.close()

    def _take_up(self, on_done: OnDone) -> None:
        assert self._file is not None  # noqa: S101 - opened by the caller
        end, has_open = _end_of_rows(self._path, on_done)
        self._file.truncate(end)
        if has_open:
            old, self._file = self._file, _without_open_rows(Path(self._path).resolve())
            old.close()

    def _sync(self) -> None:
        if self._file is not None and Path(self._path).is_file():
            os.fsync(self._file.fileno())
            self._synced = time.monotonic()


def refuse_input(path: str, source: str) -> None:
    """Refuse to write over what the rows are made from.

    Raises:
        InputError: Both are the same file.
    """
    if source != "-" and Path(path).exists() and Path(source).exists() and Path(path).samefile(source):
        raise InputError(f"{path}: this is the input", hint="give --output a file of its own")


def unwritable(path: str, problem: OSError | ValueError) -> InputError:
    """Return the error for a file that the system does not let us write."""
    why = getattr(problem, "strerror", None) or str(problem)
    return InputError(f"{path}: cannot be written: {why}", hint="give --output another place")


def foreign(path: str, line: int) -> InputError:
    """Return the error for a file that is somebody else's."""
    return InputError(f"{path}:{line}: not a row that ire-gate wrote", hint="give --output a file of its own")


def hashed(identifier: str) -> int:
    """Return 8 bytes that stand for an id, so that millions of them can be remembered."""
    return int.from_bytes(blake2b(identifier.encode(errors="surrogatepass"), digest_size=8).digest())


def _end_of_rows(path: str, on_done: OnDone) -> tuple[int, bool]:
    """Tell the finished rows; return the offset behind the last row, and whether there are undecided ones."""
    end, has_open = 0, False
    with Path(path).open("rb") as file:
        for number, line in enumerate(file, 1):
            done = _finished(line)
            if done is None:
                if file.read(1) or not _is_torn(line):
                    raise foreign(path, number)
                return end, has_open
            end += len(line)
            if done.verdict is VerdictName.UNDECIDED:
                has_open = True
            else:
                on_done(done)
    return end, has_open


def _without_open_rows(path: Path) -> FileIO:
    """Put a copy without the undecided rows in the file's place, in one step, and return it open and locked."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with path.open("rb") as rows, draft.open("wb") as kept:
            kept.writelines(row for row in rows if _is_decided(row))
            kept.flush()
            os.fsync(kept.fileno())
        draft.chmod(path.stat().st_mode)
        file = FileIO(draft, "a")
        _lock(file, str(draft))
        draft.replace(path)
    except OSError as problem:
        draft.unlink(missing_ok=True)
        raise unwritable(str(path), problem) from problem
    return file


def _is_decided(row: bytes) -> bool:
    done = _finished(row)
    return done is not None and done.verdict is not VerdictName.UNDECIDED


def _finished(line: bytes) -> Done | None:
    try:
        done = _DECODE(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return done if line.endswith(b"\n") and done.version == VERDICT_VERSION else None


def _is_torn(line: bytes) -> bool:
    """Whether a line is the beginning of a row of ours, as a kill, a full disk or a power cut leaves it."""
    return line[: len(_BEGINS)] == _BEGINS[: len(line)] or not line.strip(b"\0\n")


def _lock(file: FileIO, path: str) -> None:
    """Two runs that append to one file would mix their rows."""
    try:
        import fcntl
    except ImportError:  # Windows has another lock; there the user takes care
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_ours = os.path.samestat(os.fstat(file.fileno()), Path(path).stat())  # and not what it just replaced
    except OSError:
        is_ours = False
    if not is_ours:
        raise InputError(f"{path}: another run is writing this file", hint="wait for it, or give another --output")


_DECODE = msgspec.json.Decoder(Done).decode
