"""``ire-gate outcome``: what an execution came to, booked against the decision that let it run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ire_gate.cli.console import say
from ire_gate.cli.options import settings_from
from ire_gate.errors import InputError
from ire_gate.ledger.store import Ledger
from ire_gate.reports.figures import count

_TOKENS = click.IntRange(min=0, max=2**63 - 1)
"""What a column of the ledger holds."""


@click.command("outcome", short_help="Book what an execution came to.")
@click.argument("decision", metavar="ID")
@click.option("--correct", "is_correct", is_flag=True, help="The result was what was meant.")
@click.option("--wrong", "is_wrong", is_flag=True, help="It was not.")
@click.option("--tokens-in", type=_TOKENS, metavar="N", help="Tokens sent, cached ones included.")
@click.option("--tokens-out", type=_TOKENS, metavar="N", help="Tokens generated.")
@click.option("--seconds", type=click.FloatRange(min=0), metavar="S", help="How long it took.")
@click.option("--usd", type=click.FloatRange(min=0), metavar="X", help="What it cost.")
@click.option("--grams", type=click.FloatRange(min=0), metavar="G", help="CO2e that it caused.")
@click.option("--value", type=float, metavar="V", help="What the result is worth in US dollars.")
@click.option("--usage", metavar="FILE", help="Where what it used stands; - for standard input.")
@click.option("--model", metavar="PROVIDER:MODEL", help="What executed it, if usage does not name it.")
@click.option("--ledger", metavar="URL", help="A path or an SQLAlchemy URL.")
def command(
    decision: str,
    is_correct: bool,
    is_wrong: bool,
    usage: str | None,
    model: str | None,
    ledger: str | None,
    **amounts: Any,
) -> int:
    """Book what an execution came to.

    ID is a decision's id (the id in the JSON report, or IRE_DECISION in ire-gate run), the beginning of one, or an
    intent's id, which means its newest decision. Of several outcomes of a decision the newest counts; what it does not
    say stays as it was. --usage takes tokens, time, money and grams from an answer of OpenAI or Anthropic, from
    OpenTelemetry spans in JSON, or from a transcript of Claude Code; what is given beside it wins.
    """
    from ire_gate.usage import split_model

    if is_correct and is_wrong:
        raise click.UsageError("give one of --correct and --wrong")
    correct = is_correct if is_correct or is_wrong else None
    settings = settings_from({"ledger": ledger})
    if usage is not None:
        amounts = used(_read(usage), model, settings.zone, where=usage) | {
            name: n for name, n in amounts.items() if n is not None
        }
    elif model is not None:
        amounts["model"] = split_model(model)[1]
    if correct is None and all(amount is None for amount in amounts.values()):
        raise click.UsageError("give --correct or --wrong, or what it used")
    with Ledger.open(settings.ledger) as books:
        outcome = books.book_outcome(decision, correct=correct, **amounts)
    word = {True: "correct", False: "wrong", None: "not yet judged"}[correct]
    say(f"booked: decision {outcome.decision_id} is {word}")
    return 0


def _read(path: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as problem:
        raise InputError(f"{path}: cannot be read: {problem.strerror}", hint="check the path") from problem


def used(data: bytes, model: str | None, zone: str, *, where: str) -> dict[str, Any]:
    """Return what `data` tells that an execution used, by the names of the ledger's columns.

    Raises:
        InputError: It tells of nothing.
    """
    from ire_gate.usage import read_usage, total

    found = total(read_usage(data, where=where), zone=zone, model=model)
    say(f"{where}: {count(found.exchanges, 'exchange')} with a model")
    return {name: getattr(found, name) for name in ("tokens_in", "tokens_out", "seconds", "usd", "grams", "model")}
