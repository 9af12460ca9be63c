"""The form of a page."""

from __future__ import annotations

from msgspec import Struct


class Code(Struct, frozen=True):
    """What a code means: its page, in the order in which it is read."""

    code: str
    name: str
    what: str
    why: str
    example: str
    instead: str
