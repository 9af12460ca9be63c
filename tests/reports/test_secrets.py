"""Keys and passwords of an intent reach no report."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Callable, Iterable

import pytest

from ire_gate.domain import BackTranslation, Reading, RoundTrip, Spec
from ire_gate.reports import github, json, junit, sarif, text
from ire_gate.reports.secrets import without_secrets
from tests.reports.trips import finding, trip

KEY = "sk-proj-0123456789abcdefghij"
WORDS = f"Call the service with {KEY}\nand list the best customers."
LEAK = f"what {KEY} is"


def summary_of(trips: Iterable[RoundTrip]) -> str:
    summary = github.Summary()
    list(summary.watch(trips))
    return summary.text()


FORMATS: dict[str, Callable[[Iterable[RoundTrip]], str]] = {
    "text": lambda trips: "".join(text.report(trips)),
    "json": lambda trips: "".join(json.array(trips)),
    "sarif": sarif.report,
    "junit": junit.report,
    "github": lambda trips: "".join(github.report(trips)),
    "page": summary_of,
}


def leaking() -> RoundTrip:
    import msgspec

    found = finding(WORDS, quote=KEY, message=LEAK, question=LEAK, readings=(LEAK, "another"))
    part = finding(WORDS, quote="0123456789abcdefghij\nand")
    spec = Spec(version="ire_gate.spec/1", goal=LEAK, requirements=(), definitions=(LEAK,), context=())
    reading = Reading(spec=spec, gaps=(), ambiguity=0.8, reader="rules")
    return msgspec.structs.replace(
        trip(found, part, text=WORDS), reading=reading, back_translation=BackTranslation(LEAK)
    )


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_shows_a_secret(name: str) -> None:
    report = FORMATS[name]([leaking()])

    assert KEY not in report
    assert "0123456789abcdefghij" not in report
    assert "secret" in report


def test_what_the_environment_calls_a_secret_goes_whatever_characters_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", 'correct"horse\\ü-battery')
    report = json.line(trip(finding(message='uses correct"horse\\ü-battery')))

    assert jsonlib.loads(report)["findings"][0]["message"] == "uses [secret]"


def test_spans_and_the_carets_stay_where_they_were() -> None:
    of = trip(finding(f"{KEY} best customers"), text=f"{KEY} best customers", line=1)
    row = jsonlib.loads(json.line(of))
    shown, carets = text.block(of).splitlines()[1:3]

    assert row["findings"][0]["span"] == {"start": len(KEY) + 1, "end": len(KEY) + 15}
    assert shown.index("best") == carets.index("^")


def test_a_trip_without_a_secret_is_not_touched() -> None:
    of = trip(finding())
    assert without_secrets(of) is of
