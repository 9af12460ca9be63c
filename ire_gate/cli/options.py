"""The flags that commands with an engine share, and the settings that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from ire_gate.config import Settings, load_settings
from ire_gate.errors import ConfigError

WORLD = "WOR"
"""The zone that is always known: to look another up takes the library that knows them."""

F = TypeVar("F", bound=Callable[..., Any])

_ENGINE = (
    click.option("--engine", metavar="ENGINE", help="rules, openai:MODEL, anthropic:MODEL or replay:DIR."),
    click.option("--base-url", metavar="URL", help="Address of an endpoint in place of the vendor's own."),
)
_GATE = (
    click.option("--threshold", type=float, metavar="NUMBER", help="Ambiguity above it blocks (0 to 1; usually 0.5)."),
    click.option("--tag", "tags", multiple=True, metavar="KEY=VALUE", help="Book under a team, product or service."),
    click.option("--no-cache", is_flag=True, help="Look again at what was looked at before."),
    click.option("--ledger", metavar="URL", help="A path, an SQLAlchemy URL, or none."),
)
_CALLS = (
    click.option("--record", metavar="DIR", help="Record the calls in this folder, for --engine replay:DIR."),
    click.option("--concurrency", type=int, metavar="N", help="Intents under way at the same time."),
    click.option("--timeout", type=float, metavar="SECONDS", help="Bound of one try of a call; retries get it anew."),
    click.option("--embedder", metavar="NAME", help="static, none, or a sentence-transformers model."),
    click.option("--zone", metavar="CODE", help="Electricity zone for carbon, e.g. FRA or WOR."),
)


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Import what an extra brings inside; where it is not installed, say how to.

    Raises:
        ConfigError: A library of the extra is missing.
    """
    try:
        yield
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.startswith("ire_gate"):
            raise
        raise ConfigError(
            f"the library {missing.name} is not installed", hint=f"pip install 'ire-gate[{extra}]'"
        ) from missing


def engine_options(command: F) -> F:
    """Declare the flags of the gate; the command gets them as keyword arguments and hands them to `settings_from`."""
    return _declared(command, (*_ENGINE, *_GATE, *_CALLS))


def model_options(command: F) -> F:
    """Declare the flags of whoever asks a model without a gate: no verdict, no cache, no ledger."""
    return _declared(command, (*_ENGINE, *_CALLS))


def _declared(command: F, options: Sequence[Callable[[F], F]]) -> F:
    for option in reversed(options):
        command = option(command)
    return command


def settings_from(flags: dict[str, Any], *, start: Path | None = None) -> Settings:
    """Return the settings that hold with these flags, here or in another folder.

    Raises:
        ConfigError: A file, a variable or a flag is wrong.
    """
    flags = dict(flags)
    if "no_cache" in flags:
        flags["cache"] = False if flags.pop("no_cache") else None
    if "tags" in flags:
        flags["tags"] = flags["tags"] or None
    settings = load_settings(start or Path.cwd(), flags)
    if settings.zone != WORLD and settings.engine != "rules":  # before anything is paid for
        from ire_gate.currencies.carbon import refuse_unknown_zone

        refuse_unknown_zone(settings.zone)
    return settings
