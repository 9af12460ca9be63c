"""``ire-gate demo``: the whole trip on recorded answers of a model; no key, no network, nothing of yours is touched."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from ire_gate.cli.console import style, write
from ire_gate.config import Settings
from ire_gate.domain import Intent, Profile, RoundTrip, Source, VerdictName
from ire_gate.errors import InputError
from ire_gate.gate import Gate
from ire_gate.reports.text import Style, block
from ire_gate.reports.totals import Totals
from ire_gate.sources import SourceProblem, read_sources

_PACKAGED = Path(__file__).parent.parent / "_fixtures"
_CHECKOUT = Path(__file__).parent.parent.parent / "fixtures"

_MEANT = {"clear": VerdictName.PASSED, "ambiguous": VerdictName.BLOCKED}
"""What the end of a file's name says of the text in it."""

_SHOWN_OF_EACH = 2

_PROFILE = Profile(provider="openai", model="gpt-5-mini", tokens_in=40_000, tokens_out=6_000, seconds=90.0)
_RISK = (
    f"at risk: what three attempts of {_PROFILE.model} with {_PROFILE.tokens_in:,} tokens in and "
    f"{_PROFILE.tokens_out:,} out would probably waste"
)

_NEXT = """\
Next:
  ire-gate check --text "Make the search fast."         your own words, by the local rules
  ire-gate check prompts/ --engine openai:MODEL         your files, by a model (set OPENAI_API_KEY)
  ire-gate init                                         a configuration and the commit hook
  ire-gate check --explain IRE101                       what a code means
"""


@click.command("demo", short_help="Run the gate on recorded examples.")
def command() -> int:
    """Run the gate on recorded examples: first with a model's recorded answers, then with the local rules."""
    fixtures = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
    folder, recordings = fixtures / "intents", fixtures / "recordings"
    number = sum(1 for _ in folder.glob("*.md"))
    if not number or not recordings.is_dir():
        raise InputError(f"{fixtures}: the recorded examples are not there", hint="reinstall ire-gate")
    page = style()
    with tempfile.TemporaryDirectory(prefix="ire-gate-demo-") as place:
        ledger = str(Path(place) / "ledger.db")
        by_model = Settings(engine=f"replay:{recordings}", ledger=ledger, cache=False, profile=_PROFILE)
        by_rules = by_model.replace(engine="rules")
        write([f"{_RISK}\n\n{number} intents, by a model (recorded answers)\n\n"])
        write(_told(by_model, folder, page, shown=_SHOWN_OF_EACH))
        write(["The same, by the local rules: no model, no key, no network\n\n"])
        write(_told(by_rules, folder, page, shown=0))
    write([_NEXT])
    return 0


def _told(settings: Settings, folder: Path, page: Style, *, shown: int) -> Iterator[str]:
    totals = Totals.new()
    left = dict.fromkeys(VerdictName, shown)
    right = dict.fromkeys(_MEANT, 0)
    seen = dict.fromkeys(_MEANT, 0)
    for trip in _trips(settings, folder):
        totals.add(trip)
        meant = Path(trip.intent.source.path or "").stem.rpartition("-")[2]
        if meant in _MEANT:
            seen[meant] += 1
            right[meant] += trip.verdict.verdict is _MEANT[meant]
        if left[trip.verdict.verdict] > 0:
            left[trip.verdict.verdict] -= 1
            yield block(trip, page)
    kept = f"{right['clear']} of {seen['clear']} clear texts passed"
    stopped = f"{right['ambiguous']} of {seen['ambiguous']} ambiguous texts were blocked"
    yield f"{page.paint(totals.say(), '1')}\n{kept}, {stopped}.\n\n"


def _trips(settings: Settings, folder: Path) -> Iterator[RoundTrip]:
    def intents() -> Iterator[Intent]:
        for item in read_sources([str(path) for path in sorted(folder.glob("*.md"))], settings):
            if isinstance(item, SourceProblem):
                raise item.error
            shown = f"{folder.name}/{Path(item.source.path or '').name}"
            yield msgspec.structs.replace(item, source=Source(shown, item.source.line))

    with Gate(settings=settings) as gate:
        yield from gate.check_many(intents())
