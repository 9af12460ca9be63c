"""What a hook remembers of a conversation between two of its processes."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

import msgspec
from msgspec import Struct

from ire_gate.errors import UnavailableError
from ire_gate.paths import hooks_folder

KEPT_S = 30 * 24 * 3600
"""Seconds after which a conversation in which nothing was said is forgotten."""


class Conversation(Struct, kw_only=True):
    """A file of its own for each conversation; nobody but the user may read it. No prompt is in it."""

    has_begun: bool = False
    """Whether a prompt that the agent answers came through."""
    refusal: str = ""
    """Why the newest prompt was refused, in the words that the user is to see; empty if it was not."""

    @classmethod
    def of(cls, session: str) -> Self:
        """Return what is known of a conversation.

        Raises:
            UnavailableError: It is written down and cannot be read.
        """
        try:
            return msgspec.json.decode(_place(session).read_bytes(), type=cls)
        except FileNotFoundError:
            return cls()
        except (OSError, msgspec.MsgspecError) as problem:
            raise _unusable(session, "read", problem) from problem

    def keep(self, session: str) -> None:
        """Write it down; without a session there is nothing to keep it under.

        Raises:
            UnavailableError: It cannot be written.
        """
        if not session:
            return
        place = _place(session)
        beside = place.with_suffix(f".{os.getpid()}")
        try:
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                _forget_old(place.parent)
            beside.touch(mode=0o600)
            beside.write_bytes(msgspec.json.encode(self))
            beside.replace(place)
        except OSError as problem:
            raise _unusable(session, "written", problem) from problem


def _unusable(session: str, how: str, problem: Exception) -> UnavailableError:
    return UnavailableError(
        f"{_place(session)}: what the hook keeps of the conversation cannot be {how}: {problem}",
        hint="check the folder, or take the file away",
    )


def _forget_old(folder: Path) -> None:
    with suppress(OSError):
        for entry in os.scandir(folder):
            if entry.stat().st_mtime < time.time() - KEPT_S:
                os.unlink(entry.path)  # noqa: PTH108 - an entry is no Path, and there may be thousands


def _place(session: str) -> Path:
    return hooks_folder() / f"{hashlib.sha256(session.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.json"
