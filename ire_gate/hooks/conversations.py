"""What a hook remembers of a conversation between two of its processes."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Self

import msgspec
from msgspec import Struct

from ire_gate.paths import hooks_folder


class Conversation(Struct, kw_only=True):
    """A file of its own for each conversation; nobody but the user may read it.

    A file that cannot be read counts as a conversation that has not begun.
    """

    prompts: int = 0
    """How many there were."""
    refusal: str = ""
    """Why the newest was refused, in the words that the user is to see; empty if it was not."""

    @classmethod
    def of(cls, session: str) -> Self:
        """Return what is known of a conversation."""
        try:
            return msgspec.json.decode(_place(session).read_bytes(), type=cls)
        except (OSError, msgspec.MsgspecError):
            return cls()

    def keep(self, session: str) -> None:
        """Write it down.

        Raises:
            OSError: It cannot be written.
        """
        place = _place(session)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = place.with_suffix(f".{os.getpid()}")
        beside.touch(mode=0o600)
        beside.write_bytes(msgspec.json.encode(self))
        beside.replace(place)


def _place(session: str) -> Path:
    return hooks_folder() / f"{hashlib.sha256(session.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.json"
