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
from ire_gate.currencies import carbon, coin, energy
from ire_gate.engines import is_measured
from ire_gate.errors import ConfigError, IreGateError
from ire_gate.ledger.store import Ledger
from ire_gate.providers.faults import Address, Fault

PATIENCE_S = 5.0
_MENDABLE = (*range(300, 400), 401, 403)
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
        "carbon": _carbon,
        "energy": _energy,
        "prices": _prices,
    }
    for what, look in looks.items():
        try:
            yield look(settings)
        except IreGateError as problem:
            yield _failed(what, problem)
    try:
        yield from _engine(settings, offline=offline)
    except IreGateError as problem:
        yield _failed("engine", problem)


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


def _carbon(settings: Settings) -> Found:
    carbon.refuse_unknown_zone(settings.zone)
    return Found(OK, "carbon", carbon.method(settings.zone, settings.measure_energy))


def _energy(settings: Settings) -> Found:
    if settings.measure_energy == "all":
        energy.require()
    if settings.measure_energy == "none":
        return Found(OK, "energy", "not measured on this machine (measure_energy)")
    if not energy.is_installed():
        return Found(OK, "energy", "of models on this machine: unknown", energy.INSTALL)
    if not is_measured(settings):
        return Found(OK, "energy", f"{energy.method()}; with this engine there is nothing to measure here")
    source = energy.METER.source()
    if source is None:
        return Found(
            WARN, "energy", f"{energy.method()} cannot measure this machine", "grams of what runs here are unknown"
        )
    return Found(OK, "energy", f"{energy.method()}: {source}")


def _prices(_: Settings) -> Found:
    return Found(OK, "prices", coin.price_table())


def _engine(settings: Settings, *, offline: bool) -> Iterator[Found]:
    from ire_gate.providers.registry import connect, get_provider

    vendor = settings.engine.partition(":")[0]
    if vendor == "rules":
        yield Found(OK, "engine", "rules: local, no key, no network")
        return
    if vendor == "replay":
        get_provider(settings.engine, record=settings.record).close()
        yield Found(OK, "engine", settings.engine)
        return
    patience = min(settings.timeout, PATIENCE_S)
    provider = connect(settings.engine, base_url=settings.base_url, timeout=patience, max_retries=0)
    try:
        variable = provider.where.key_variable
        state = "is set" if os.environ.get(variable, "").strip() else "is not set"
        yield Found(OK, "engine", f"{settings.engine}; {variable} {state}")
        if not offline:
            yield _endpoint(provider.where, provider.models())
    finally:
        provider.close()


def _endpoint(where: Address, answer: tuple[str, ...] | Fault) -> Found:
    if isinstance(answer, Fault):
        if answer.status is None:
            return Found(FAIL, "endpoint", answer.message, answer.hint, 3)
        if answer.status in _MENDABLE:
            return Found(FAIL, "endpoint", answer.message, answer.hint, 2)
        return Found(WARN, "endpoint", f"{where.host} answers ({answer.label}), but does not tell its models")
    if not answer:
        return Found(WARN, "endpoint", f"{where.host} answers, but does not tell its models")
    if where.model not in answer:
        return Found(WARN, "endpoint", f"{where.host} answers, but does not name {where.model} among its models")
    return Found(OK, "endpoint", f"{where.host} answers and has {where.model}")
