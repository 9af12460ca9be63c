"""``ire-gate ledger``: the ledger's rows for other programs, how long they stay, its audit log and its budgets."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar

import click
import msgspec

from ire_gate.cli.books import SINCE, existing, moment, readable
from ire_gate.cli.console import say, write
from ire_gate.cli.drafts import Draft
from ire_gate.cli.options import settings_from
from ire_gate.errors import InputError
from ire_gate.ledger.store import Ledger
from ire_gate.ledger.tasks import LIMITS
from ire_gate.reports.visible import visible

F = TypeVar("F", bound=Callable[..., Any])

_PIECE = 500
"""Lines that are written together."""

_ledger: Callable[[F], F] = click.option("--ledger", metavar="URL", help="A path or an SQLAlchemy URL.")
_since: Callable[[F], F] = click.option("--since", metavar="DATE", help=SINCE)
_format: Callable[[F], F] = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@click.group("ledger", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Move the ledger, decide how long it keeps decisions, and look at its audit log and its budgets."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@command.command("export")
@_since
@click.option("--output", metavar="FILE", default="-", help="In place of standard output.")
@_ledger
def export(since: str | None, output: str, ledger: str | None) -> int:
    """Write all rows as JSON lines.

    With --since, the decisions from then on with all that belongs to them. The file appears when all is written.
    """
    from ire_gate.ledger.exchange import exported
    from ire_gate.ledger.lines import FORM

    begins = f'{{"form":"{FORM.partition("/")[0]}/'.encode()
    start = _moment(since)
    with _books(ledger) as books:
        place = str(books.where)
        with Draft(output, source=place, is_ours=lambda line: line.startswith(begins)) as out:
            lines = exported(books.database, start)
            while piece := b"".join(islice(lines, _PIECE)).decode():
                out.add(piece)
    return 0


@command.command("import")
@click.argument("file", metavar="FILE|-")
@_ledger
def import_(file: str, ledger: str | None) -> int:
    """Add the rows of an export that the ledger does not have yet.

    All of them, or none if a line cannot be used. Rows that are there stay as they are, so that importing twice changes
    nothing.
    """
    from ire_gate.ledger.exchange import imported

    with _whole(file) as lines, Ledger.open(settings_from({"ledger": ledger}).ledger) as books:
        new = imported(books.database, lines, "standard input" if file == "-" else file)
    say(f"imported: {_counted(new) or 'nothing new'}")
    return 0


@command.command("prune")
@click.option("--before", required=True, metavar="DATE", help=SINCE)
@click.option("--dry-run", is_flag=True, help="Only count.")
@_ledger
def prune(before: str, dry_run: bool, ledger: str | None) -> int:
    """Delete old decisions with their calls, outcomes and waivers.

    Budgets and the audit log stay, and the audit log says how many rows went.
    """
    from ire_gate.ledger.retention import pruned

    end = moment(before, "--before")
    with Ledger.open(existing(settings_from({"ledger": ledger}).ledger, is_named=ledger is not None)) as books:
        counts = pruned(books.database, end, is_rehearsal=dry_run)
    verb = "would remove" if dry_run else "removed"
    write([f"{verb}, from before {end.isoformat(timespec='seconds')}: {_counted(counts) or 'nothing'}\n"])
    return 0


@command.command("audit")
@_since
@_format
@_ledger
def audit(since: str | None, form: str, ledger: str | None) -> int:
    """List the audit log, the oldest entry first."""
    start = _moment(since)
    with _books(ledger) as books:
        entries = books.audit(start)
        if form == "json":
            write(_array(msgspec.json.encode(_told(msgspec.structs.asdict(entry))) for entry in entries), is_data=True)
        else:
            write(_line(msgspec.structs.asdict(entry)) for entry in entries)
    return 0


class _Limit(click.ParamType[Any]):
    """A number, or ``none`` to take a limit away."""

    name = "number"

    def __init__(self, kind: type[int | float]) -> None:
        self._kind = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the limit; what is out of range, the ledger refuses."""
        if value == "none":
            return value
        try:
            return self._kind(value)
        except ValueError:
            self.fail(f"{value!r} is neither a number nor none", param, ctx)


@command.command("budget")
@click.argument("task")
@click.option("--attempts", type=_Limit(int), metavar="N", help="Attempts at most, or none to take the limit away.")
@click.option("--tokens", type=_Limit(int), metavar="N", help="Tokens at most.")
@click.option("--usd", type=_Limit(float), metavar="X", help="US dollars at most.")
@click.option("--grams", type=_Limit(float), metavar="G", help="Grams of CO2e at most.")
@click.option("--seconds", type=_Limit(float), metavar="S", help="Seconds at most.")
@_format
@_ledger
def budget(task: str, form: str, ledger: str | None, **limits: Any) -> int:
    """Set or show the limits of a task, with what it has used.

    A limit that is not named stays as it is.
    """
    named = {name: None if limit == "none" else limit for name, limit in limits.items() if limit is not None}
    with Ledger.open(existing(settings_from({"ledger": ledger}).ledger, is_named=False)) as books:
        found = books.set_budget(task, **named) if named else books.budget(task)
        used = msgspec.structs.asdict(books.used(task))
    held = {name: getattr(found, name, None) for name in LIMITS}
    if form == "json":
        write([f"{msgspec.json.encode({'task': task, 'limits': held, 'used': used}).decode()}\n"], is_data=True)
        return 0
    rows = [f"  {name:<9} {_amount(used[name]):>14} of {_amount(held[name], 'no limit')}\n" for name in LIMITS]
    unknown = f"  {used['unknown']} decisions or outcomes are not fully known, so it is at least that\n"
    write([f"{visible(task)}\n", *rows, *([unknown] if used["unknown"] else [])])
    return 0


def _moment(since: str | None) -> datetime | None:
    return moment(since, "--since") if since else None


@contextmanager
def _books(ledger: str | None) -> Iterator[Ledger]:
    """Open the ledger to read it."""
    place = existing(settings_from({"ledger": ledger}).ledger, is_named=ledger is not None)
    with readable(place) as there, Ledger.open(there) as books:
        yield books


@contextmanager
def _whole(file: str) -> Iterator[IO[bytes]]:
    """Open a file to read it; what may come slowly is read to its end first, so that nobody waits for the ledger."""
    try:
        with _given(file) as given:
            if file != "-" and Path(file).is_file():
                yield given
                return
            with TemporaryFile() as copy:
                shutil.copyfileobj(given, copy)
                copy.seek(0)
                yield copy
    except OSError as problem:
        raise InputError(f"{file}: cannot be read: {problem.strerror}", hint="name a file, or -") from problem


def _given(file: str) -> IO[bytes]:
    if file != "-":
        return Path(file).open("rb")
    if sys.stdin is None:
        raise InputError("standard input is closed", hint="name a file")
    return sys.stdin.buffer


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items() if count)


def _array(rows: Iterable[bytes]) -> Iterator[str]:
    separator = "["
    for row in rows:
        yield f"{separator}\n{row.decode()}"
        separator = ","
    yield "[]\n" if separator == "[" else "\n]\n"


def _told(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "detail": msgspec.json.decode(entry["detail"])}


def _line(entry: dict[str, Any]) -> str:
    about = [f"{name} {entry[name]}" for name in ("task", "decision_id") if entry[name]]
    detail = [f"{name} {_plain(value)}" for name, value in _told(entry)["detail"].items()]
    return f"{entry['at'][:19]}Z  {visible('  '.join([entry['event'], *about, *detail]))}\n"


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(_plain, value))
    return "none" if value is None else str(value)


def _amount(amount: float | None, absent: str = "unknown") -> str:
    return absent if amount is None else f"{amount:,}" if isinstance(amount, int) else f"{amount:,.6g}"
