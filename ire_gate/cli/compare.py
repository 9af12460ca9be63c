"""``ire-gate compare``: how faithful restatements are, without a gate, a verdict or a ledger."""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click
import msgspec
from msgspec import Struct

from ire_gate.adjudicate import adjudicate
from ire_gate.cli.console import complain, progress, say
from ire_gate.cli.drafts import Draft
from ire_gate.cli.interrupts import INTERRUPTED, Interrupts
from ire_gate.cli.options import model_options, settings_from
from ire_gate.compare import compare
from ire_gate.config import Settings
from ire_gate.currencies.spent import spent
from ire_gate.decide import could_not_look, is_settled, weigh
from ire_gate.domain import BackTranslation, Call, Finding, Intent, Scores, Spent
from ire_gate.embedders.base import Embedder, get_embedder
from ire_gate.errors import UnavailableError
from ire_gate.providers.base import Provider
from ire_gate.reports.figures import Bill, count
from ire_gate.reports.json import encode, rounded
from ire_gate.reports.secrets import findings_without_secrets
from ire_gate.sources import Row, SourceProblem, iter_rows

if TYPE_CHECKING:
    from concurrent.futures import Future


class ComparedRow(Struct, frozen=True, kw_only=True):
    """How faithful one restatement is; unknown is null."""

    id: str
    fidelity: float | None
    scores: Scores
    findings: tuple[Finding, ...]
    certain: bool
    """Whether the fidelity is settled: by the local evidence, or by a model that was asked."""
    spent: Spent
    failure: str | None = None
    """Why the model that was asked gave no answer."""


@click.command("compare", short_help="Score restatements.")
@click.argument("rows", metavar="IN.jsonl")
@click.option("--output", required=True, metavar="OUT.jsonl", help="Where the scores go; - for standard output.")
@model_options
def command(rows: str, output: str, **flags: Any) -> int:
    """Score the rows {"id": "…", "a": "…", "b": "…"} of a JSONL file: does b still ask for what a asks?

    No model is asked unless --engine is given; then it settles the rows that the local evidence leaves open.
    OUT.jsonl is written over when all is done, if it holds scores or nothing.
    """
    settings = settings_from(flags)
    source = iter_rows(rows, settings, texts=("a", "b"))
    first = next(source, None)
    if isinstance(first, SourceProblem) and first.line is None:
        raise first.error
    pairs = itertools.chain((first,), source) if first is not None else source
    judge = _Judge(settings, asks=flags["engine"] not in {None, "rules"})
    interrupts, is_broken, totals = Interrupts(), False, _Totals()
    try:
        with interrupts, Draft(output, source=rows, is_ours=_is_ours) as out:
            wanted = itertools.takewhile(lambda _: not interrupts.requested, pairs)
            for done in progress(interrupts.each(judge.judged(wanted))):
                if isinstance(done, SourceProblem):
                    is_broken = True
                    complain(done.error.message, done.error.hint)
                else:
                    totals.add(done)
                    out.add(encode(done) + "\n")
    finally:
        judge.close()
    totals.say()
    if interrupts.requested:
        say(f"interrupted: {output} holds the rows that are finished, and no others")
        return INTERRUPTED
    return 2 if is_broken else 3 if totals.failure else 0


class _Totals:
    """What is said at the end: rows settled, what was spent, and the first reason why a model gave no answer."""

    def __init__(self) -> None:
        self._rows = self._settled = 0
        self._spent = Bill.new()
        self.failure: str | None = None

    def add(self, row: ComparedRow) -> None:
        self._rows += 1
        self._settled += row.certain
        self._spent.add_spent(row.spent)
        self.failure = self.failure or row.failure

    def say(self) -> None:
        calls = f"spent {count(self._spent.calls, 'call')}, {self._spent.say()}"
        say(f"{count(self._rows, 'row')}: {self._settled:,} settled, {self._rows - self._settled:,} open; {calls}")
        if self.failure:
            complain(self.failure, "the rows that no model has settled have a failure; run it again")


def _is_ours(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=ComparedRow)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return line.endswith(b"\n")


class _Judge:
    """Compares pairs; asks the model, if there is one, about those that the local evidence leaves open."""

    def __init__(self, settings: Settings, *, asks: bool) -> None:
        self._settings = settings
        self._embedder: Embedder | None = get_embedder(settings.embedder)
        self._provider: Provider | None = None
        if asks:
            from ire_gate.providers.registry import get_provider

            self._provider = get_provider(
                settings.engine,
                base_url=settings.base_url,
                timeout=settings.timeout,
                max_retries=settings.max_retries,
                record=settings.record,
            )

    def judged(self, rows: Iterable[Row | SourceProblem]) -> Iterator[ComparedRow | SourceProblem]:
        """Yield rows judged, in their order; problems stay where they are."""
        if self._provider is None:
            return map(self._judge, rows)
        return _side_by_side(self._judge, rows, self._settings.concurrency)

    def close(self) -> None:
        """Give back the provider's connections."""
        if self._provider:
            self._provider.close()

    def _judge(self, row: Row | SourceProblem) -> ComparedRow | SourceProblem:
        if isinstance(row, SourceProblem):
            return row
        started = time.perf_counter()
        ours, theirs = Intent(text=row.texts[0]), BackTranslation(row.texts[1])
        local = compare(ours.text, theirs.text, spec=None, embedder=self._embedder)
        calls: tuple[Call, ...] = ()
        adjudication, failure = None, None
        if self._provider is not None and not local.certain:
            try:
                adjudication, calls = adjudicate(ours, theirs, self._provider)
            except UnavailableError as problem:
                calls, failure = getattr(problem, "calls", ()), problem.message
        fidelity, findings = weigh(local, adjudication, ours.text, blocks=True)
        if failure:
            findings += could_not_look(failure, threshold=self._settings.threshold).findings
        return ComparedRow(
            id=row.id,
            fidelity=fidelity,
            scores=rounded(local.scores),
            findings=tuple(map(rounded, findings_without_secrets(tuple(findings), ours.text))),
            certain=is_settled(local, adjudication),
            spent=rounded(spent(calls, time.perf_counter() - started, self._settings.zone)),
            failure=failure,
        )


def _side_by_side(
    judge: Callable[[Row | SourceProblem], ComparedRow | SourceProblem],
    rows: Iterable[Row | SourceProblem],
    width: int,
) -> Iterator[ComparedRow | SourceProblem]:
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(width, thread_name_prefix="ire-gate")
    line: deque[Future[ComparedRow | SourceProblem]] = deque()
    try:
        for row in rows:
            line.append(pool.submit(judge, row))
            if len(line) > 2 * width:
                yield line.popleft().result()
        while line:
            yield line.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
