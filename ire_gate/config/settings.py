"""The settings and their limits."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, Literal, Self

import msgspec
from msgspec import Struct, field

from ire_gate.config.engine_names import base_url, engine_name
from ire_gate.config.limits import limits_from
from ire_gate.config.profiles import profile_from
from ire_gate.config.rules import Rule, is_line, unknown
from ire_gate.config.tags import tags_from
from ire_gate.domain import Limits, Profile

INCLUDE = (
    "**/*.intent.md",
    "**/*.intent.txt",
    "**/*.prompt.md",
    "**/*.prompt.txt",
    "**/*.intents.jsonl",
    "**/*.intents.yaml",
    "**/*.intents.yml",
    "**/intents/**/*.md",
    "**/intents/**/*.txt",
    "**/prompts/**/*.md",
    "**/prompts/**/*.txt",
    "**/specs/**/*.md",
    "**/tickets/**/*.md",
)
LARGEST = 100_000_000


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that can be set, each value within its limits however it was set.

    Raises:
        ConfigError: A value is out of its limits (when making one).
    """

    engine: str = "rules"
    """``rules``, ``openai:MODEL``, ``anthropic:MODEL`` or ``replay:DIR``."""
    base_url: str | None = None
    """Address of an endpoint that speaks the vendor's protocol, in place of the vendor's own."""
    threshold: float = 0.5
    """0…1: ambiguity above it blocks."""
    embedder: str = "static"
    """``static`` (comes with the package), ``none``, or a sentence-transformers model by name or folder."""
    readings: int = 1
    """Independent readings of one intent at most, 1…5; `benchmarks/policies.py` shows what more than one is worth."""
    timeout: float = 60.0
    """Seconds that one call may take."""
    max_retries: int = 2
    """Retries of one call after a failure that may pass, 0…10."""
    record: str | None = None
    """Folder to record calls in, for a replay."""
    cache: bool | str = True
    """False: none. A path: that file. True: the file in the user's cache folder."""
    ledger: str | None = None
    """None: the file in the user's data folder. ``none``: no ledger. Otherwise a path or an SQLAlchemy URL."""
    store_text: bool = False
    """Whether the ledger keeps the texts themselves besides their digests."""
    on_undecided: Literal["block", "allow"] = "block"
    """What becomes of an intent that the gate could not look at."""
    on_failure: Literal["block", "allow"] = "block"
    """What becomes of a prompt to a coding agent if its hook fails; ``allow`` lets the undecided through as well."""
    waivers: bool = True
    """Whether waivers hold; turn them off where texts come from people who may not answer for them."""
    concurrency: int = 8
    """Intents under way at the same time, 1…256."""
    zone: str = "WOR"
    """Electricity zone for carbon: an ISO 3166 alpha-3 country, ``EEE`` (Europe) or ``WOR`` (world)."""
    measure_energy: Literal["none", "models", "all"] = "models"
    """What is measured of this machine's energy, if the library is installed: models at a loopback address that the
    carbon method does not know, or the looks of ``rules`` as well."""
    include: tuple[str, ...] = INCLUDE
    """Globs of the files to read in a folder, relative to it; ``**`` stands for any number of folders."""
    max_bytes: int = 1_000_000
    """Size of one intent at most (UTF-8), up to 100 MB."""
    tags: dict[str, str] = field(default_factory=dict)
    """What every intent is booked under, unless it has a tag of that name itself."""
    profile: Profile | None = None
    """What an execution would use, for intents that do not say."""
    budget: Limits | None = None
    """What each task may use at most, where the ledger has no limits of its own for it."""

    def __post_init__(self) -> None:
        for name in FIELDS:
            value = getattr(self, name)
            checked = fitted(name, value, name)
            if checked is not value:
                msgspec.structs.force_setattr(self, name, checked)

    def replace(self, **changes: Any) -> Self:
        """Return settings with other values for the named fields.

        Raises:
            ConfigError: There is no such field (the hint names the nearest), or a value is out of its limits.
        """
        for name in changes:
            if name not in FIELDS:
                raise unknown("settings", name, FIELDS)
        return msgspec.structs.replace(self, **changes)


def fitted(name: str, value: Any, where: str) -> Any:
    """Return `value` as the field `name` holds it.

    Raises:
        ConfigError: It does not fit; `where` says where it stands.
    """
    return FIELDS[name](os.fspath(value) if isinstance(value, os.PathLike) else value, where)


def _whole(low: int, high: int) -> Rule:
    return Rule(int, f"a whole number from {low} to {high}", lambda value: low <= value <= high)


def _is_include(globs: tuple[str, ...]) -> bool:
    return bool(globs) and all(glob.strip("/") == glob.strip() != "" and ".." not in glob.split("/") for glob in globs)


def _cache(value: Any, where: str) -> bool | str:
    kept = Rule(
        bool | str, "true, false or the path of a file", lambda cache: isinstance(cache, bool) or is_line(cache)
    )
    return False if value == "none" else kept(value, where)


FIELDS: dict[str, Callable[[Any, str], Any]] = {
    "engine": engine_name,
    "base_url": base_url,
    "threshold": Rule(float, "a number from 0 to 1", lambda value: 0 <= value <= 1),
    "embedder": Rule(str, "'static', 'none', or the name or folder of a sentence-transformers model", is_line),
    "readings": _whole(1, 5),
    "timeout": Rule(float, "a number of seconds above 0", lambda value: 0 < value < float("inf")),
    "max_retries": _whole(0, 10),
    "record": Rule(str | None, "the path of a folder", is_line),
    "cache": _cache,
    "ledger": Rule(str | None, "a path, an SQLAlchemy URL or 'none'", is_line),
    "store_text": Rule(bool, "true or false", lambda _: True),
    "on_undecided": Rule(str, "'block' or 'allow'", lambda value: value in {"block", "allow"}),
    "on_failure": Rule(str, "'block' or 'allow'", lambda value: value in {"block", "allow"}),
    "waivers": Rule(bool, "true or false", lambda _: True),
    "concurrency": _whole(1, 256),
    "zone": Rule(
        str,
        "an upper-case code of three letters, for example FRA, USA or WOR (world)",
        lambda value: len(value) == 3 and value.isascii() and value.isalpha() and value.isupper(),  # noqa: PLR2004 - alpha-3
    ),
    "measure_energy": Rule(str, "'none', 'models' or 'all'", lambda value: value in {"none", "models", "all"}),
    "include": Rule(
        tuple[str, ...], "a list of globs relative to the folder, for example ['**/*.intent.md']", _is_include
    ),
    "max_bytes": _whole(1, LARGEST),
    "tags": tags_from,
    "profile": profile_from,
    "budget": limits_from,
}
"""What checks each field, by name."""
