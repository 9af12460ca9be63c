"""``ire-gate doctor``: what the gate finds around it, and what is in its way."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from ire_gate import __version__, prompts
from ire_gate.cache import Cache
from ire_gate.cli.console import style, write
from ire_gate.cli.options import engine_options, settings_from
from ire_gate.config import Settings
from ire_gate.errors import ConfigError, IreGateError
from ire_gate.ledger.store import Ledger

OK, WARN, FAIL = "ok", "warn", "fail"
_COLOURS = {OK: "32", WARN: "33", FAIL: "31"}


class Found(Struct, frozen=True):
    """One line of the doctor: what it looked at and what it found."""

    state: str
    what: str
    detail: str
    hint: str | None = None
    exit_code: int = 0


Look = Callable[[Settings], Found]


@click.command("doctor", short_help="Look at what the gate needs.")
@click.option("--offline", is_flag=True, help="Do not ask the endpoint of the engine.")
@engine_options
def command(offline: bool, **flags: Any) -> int:
    """Look at Python, configuration, ledger, cache, prompts, embedder, keys and the engine's endpoint.

    The exit code is 0 if the gate can work, 2 if you can mend what it cannot, 3 if something cannot be reached. Keys
    are never printed.
    """
    found = []
    page = style()
    for one in _examined(flags, offline=offline):
        found.append(one)
        line = f"{page.paint(one.state.ljust(4), _COLOURS[one.state])}  {one.what:<9} {page.safe(one.detail)}\n"
        write([line, *([f"{'':16}{page.safe(one.hint)}\n"] if one.hint else [])])
    codes = {one.exit_code for one in found if one.state == FAIL}
    return min(codes) if codes else 0


def _examined(flags: dict[str, Any], *, offline: bool) -> Iterator[Found]:
    version = platform.python_version()
    yield Found(OK, "ire-gate", f"{__version__} on Python {version} ({sys.executable})")
    try:
        settings = settings_from(flags)
    except ConfigError as problem:
        yield _failed("config", problem)
        return
    yield _configuration()
    looks: dict[str, Look] = {
        "ledger": _ledger,
        "cache": _cache,
        "prompts": _prompts,
        "embedder": _embedder,
        "engine": _engine,
    }
    for what, look in looks.items():
        try:
            yield look(settings)
        except IreGateError as problem:
            yield _failed(what, problem)
    if not offline:
        yield from _endpoint(settings)


def _failed(what: str, problem: IreGateError) -> Found:
    return Found(FAIL, what, problem.message, problem.hint, problem.exit_code)


def _configuration() -> Found:
    from ire_gate.config.files import find_table

    found = find_table(Path.cwd())
    return Found(OK, "config", str(found[0]) if found else "no file; the defaults hold (ire-gate init writes one)")


def _ledger(settings: Settings) -> Found:
    with Ledger.open(settings.ledger, store_text=settings.store_text) as ledger:
        if ledger.where is None:
            return Found(WARN, "ledger", "none is kept, so nothing is reported or learned")
        ledger.prepare()
        number = sum(1 for _ in ledger.decisions(None))
        kept = "; keeps the texts" if settings.store_text else ""
        return Found(OK, "ledger", f"{ledger.where}: writable, {number:,} decisions{kept}")


def _cache(settings: Settings) -> Found:
    cache = Cache.open(settings.cache)
    try:
        if cache.path is None:
            return Found(OK, "cache", "off")
        if cache.problem:
            return Found(
                WARN, "cache", f"of no use: {cache.problem}", "checks work without it, and look again each time"
            )
        return Found(OK, "cache", str(cache.path))
    finally:
        cache.close()


def _prompts(_: Settings) -> Found:
    return Found(OK, "prompts", f"{prompts.folder()} (digest {prompts.digest()[:12]})")


def _embedder(settings: Settings) -> Found:
    from ire_gate.embedders.base import get_embedder

    embedder = get_embedder(settings.embedder)
    if embedder is None:
        return Found(OK, "embedder", "none")
    embedder.similarities(["the same"], ["the same"])
    return Found(OK, "embedder", embedder.name)


def _engine(settings: Settings) -> Found:
    from ire_gate.engines import get_engine

    engine = get_engine(settings)
    engine.close()
    if settings.engine == "rules":
        return Found(OK, "engine", "rules: local, no key, no network")
    return Found(OK, "engine", f"{settings.engine}{_key(settings)}")


def _key(settings: Settings) -> str:
    vendor = settings.engine.partition(":")[0].upper()
    if f"{vendor}_API_KEY" not in {"OPENAI_API_KEY", "ANTHROPIC_API_KEY"}:
        return ""
    state = "is set" if os.environ.get(f"{vendor}_API_KEY") else "is not set"
    return f"; {vendor}_API_KEY {state}"


def _endpoint(settings: Settings) -> Iterator[Found]:
    vendor, _, model = settings.engine.partition(":")
    if vendor not in {"openai", "anthropic"}:
        return
    from ire_gate.cli.endpoint import ask

    try:
        answer = ask(vendor, settings.base_url)
    except ConfigError:
        return  # the engine said so already
    if answer.status is None:
        yield Found(
            FAIL, "endpoint", f"{answer.host} does not answer: {answer.problem}", "check the address and the network", 3
        )
    elif answer.is_refused:
        yield Found(FAIL, "endpoint", f"{answer.host} refuses the key (HTTP {answer.status})", "check the key", 2)
    elif answer.models is None:
        yield Found(WARN, "endpoint", f"{answer.host} answers (HTTP {answer.status}), but does not tell its models")
    elif model not in answer.models:
        yield Found(WARN, "endpoint", f"{answer.host} answers, but does not name {model} among its models")
    else:
        yield Found(OK, "endpoint", f"{answer.host} answers and has {model}")
