"""The baseline: what was there before does not block, what is new does, and no word of the intents is in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ire_gate import Gate
from ire_gate.baseline import Baseline, Recorder, fingerprint
from ire_gate.domain import Intent, RoundTrip, Source, VerdictName, Waiver
from tests.conftest import Endpoint, specification

MUDDLED = "Send the report to the relevant people."
WORSE = "Improve the performance of the search as soon as possible."
CLEAR = "Rename `get_usr` to `get_user` in `auth/session.py`."


def checked(*texts: str, path: str = "prompts/a.md", baseline: Baseline | None = None) -> list[RoundTrip]:
    intents = [Intent(text=text, source=Source(path, line)) for line, text in enumerate(texts, start=1)]
    with Gate("rules", ledger="none", baseline=baseline) as gate:
        return list(gate.check_many(intents))


def recorded(*texts: str, path: str = "prompts/a.md", file: str = "b.json") -> Baseline:
    recorder = Recorder(Baseline(Path(file)))
    list(recorder.watch(checked(*texts, path=path)))
    recorder.write()
    return Baseline.read(Path(file))


def verdicts(trips: list[RoundTrip]) -> list[str]:
    return [str(trip.verdict.verdict) for trip in trips]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("prompts").mkdir()
    Path("prompts/a.md").touch()


def test_what_is_in_it_is_a_note_that_says_so() -> None:
    (trip,) = checked(MUDDLED, baseline=recorded(MUDDLED))
    (note,) = trip.verdict.findings

    assert trip.verdict.verdict is VerdictName.PASSED
    assert (note.severity.value, note.excuse) == ("note", "in the baseline")
    assert trip.verdict.ambiguity is not None
    assert trip.verdict.ambiguity > trip.verdict.threshold


@pytest.mark.parametrize("text", [MUDDLED, f"{MUDDLED} {WORSE}", WORSE, "Handle it.", "Billing."])
def test_whatever_blocks_it_passes_right_after_it_was_recorded(text: str) -> None:
    assert verdicts(checked(text, baseline=recorded(text))) == ["passed"]


@pytest.mark.parametrize(
    "moved",
    [
        f"# Report\n\n{MUDDLED}",
        f"{CLEAR}\n{MUDDLED}\n{CLEAR}",
        f"{CLEAR} {MUDDLED} {CLEAR}",
        MUDDLED.replace(" the report", "  the report"),
    ],
)
def test_it_may_move_within_its_file(moved: str) -> None:
    assert verdicts(checked(moved, baseline=recorded(MUDDLED))) == ["passed"]


@pytest.mark.parametrize(
    "new",
    [MUDDLED.replace("report", "invoice"), f"{MUDDLED}\n{WORSE}", f"{MUDDLED}\nSend the bill to the right people."],
)
def test_what_is_new_blocks_and_what_is_old_stays_a_note(new: str) -> None:
    (trip,) = checked(new, baseline=recorded(MUDDLED))

    assert trip.verdict.verdict is VerdictName.BLOCKED
    assert any(found.severity == "error" for found in trip.verdict.findings)


def test_the_same_words_once_more_or_in_another_file_are_new() -> None:
    baseline = recorded(MUDDLED)
    twice = checked(MUDDLED, MUDDLED, baseline=baseline)
    elsewhere = checked(MUDDLED, path="prompts/b.md", baseline=recorded(MUDDLED))

    assert verdicts(twice) == ["passed", "blocked"]
    assert verdicts(elsewhere) == ["blocked"]


def test_a_file_that_is_given_twice_is_one_file() -> None:
    baseline = recorded(MUDDLED)
    intent = Intent(text=MUDDLED, source=Source("prompts/a.md", 1))
    again = Intent(text=MUDDLED, source=Source("./prompts/../prompts/a.md", 1))
    with Gate("rules", ledger="none", baseline=baseline) as gate:
        assert verdicts(list(gate.check_many([intent, again, intent]))) == ["passed"] * 3


def test_no_word_of_an_intent_is_in_the_file() -> None:
    recorded(MUDDLED, f"{WORSE} Billing.")
    written = Path("b.json").read_text()
    page = json.loads(written)

    assert page["version"] == "ire_gate.baseline/1"
    assert {"prompts/a.md"} == {entry["path"] for entry in page["findings"]}
    assert not [word for word in f"{MUDDLED} {WORSE}".split() if len(word) > 3 and word in written]


def test_the_file_is_the_same_for_the_same_findings_in_any_order() -> None:
    recorded(MUDDLED, WORSE, file="one.json")
    recorded(WORSE, MUDDLED, file="two.json")

    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()


def test_writing_it_anew_replaces_what_was_looked_at_and_drops_files_that_are_gone() -> None:
    for name in ("b", "c"):
        Path(f"prompts/{name}.md").touch()
    recorder = Recorder(Baseline(Path("b.json")))
    for name in ("a", "b", "c"):
        list(recorder.watch(checked(MUDDLED, path=f"prompts/{name}.md")))
    recorder.write()
    Path("prompts/c.md").unlink()
    anew = Recorder(Baseline.read(Path("b.json")))
    list(anew.watch(checked(CLEAR, path="prompts/a.md")))
    anew.write()

    assert [entry.path for entry in Baseline.read(Path("b.json")).entries] == ["prompts/b.md"]


def test_stale_is_what_was_looked_for_and_is_gone() -> None:
    Path("prompts/b.md").touch()
    recorder = Recorder(Baseline(Path("b.json")))
    list(recorder.watch([*checked(MUDDLED, WORSE), *checked(MUDDLED, path="prompts/b.md")]))
    recorder.write()
    baseline = Baseline.read(Path("b.json"))
    checked(MUDDLED, CLEAR, baseline=baseline)
    stale = {entry.path for entry in baseline.stale()}
    Path("prompts/b.md").unlink()

    assert stale == {"prompts/a.md"}
    assert {entry.path for entry in baseline.stale()} == {"prompts/a.md", "prompts/b.md"}


def test_what_nobody_could_look_at_is_neither_recorded_nor_gone(endpoint: Endpoint) -> None:
    baseline = recorded(MUDDLED)
    endpoint.answers["Specification"] = ["no JSON"]
    intent = Intent(text=MUDDLED, source=Source("prompts/a.md", 1))
    with Gate("openai:m", base_url=endpoint.url, ledger="none", max_retries=0, baseline=baseline) as gate:
        (trip,) = gate.check_many([intent])
    recorder = Recorder(Baseline(Path("c.json")))
    list(recorder.watch([trip]))

    assert trip.verdict.verdict is VerdictName.UNDECIDED
    assert baseline.stale() == []
    assert recorder.write() == 0


def test_waivers_and_baseline_add_up_and_a_flawed_waiver_is_never_recorded() -> None:
    expired = Waiver(codes=("IRE103",), reason="x", until="2020-01-01", line=1)
    intent = Intent(text=MUDDLED, source=Source("prompts/a.md", 1), waivers=(expired,))
    recorder = Recorder(Baseline(Path("b.json")))
    with Gate("rules", ledger="none") as gate:
        list(recorder.watch(gate.check_many([intent])))
    recorder.write()
    with Gate("rules", ledger="none", baseline=Baseline.read(Path("b.json"))) as gate:
        (trip,) = gate.check_many([intent])

    assert trip.verdict.verdict is VerdictName.BLOCKED
    assert [found.kind for found in trip.verdict.findings if found.severity == "error"] == ["waiver_expired"]


def test_a_text_from_no_file_is_neither_recorded_nor_excused() -> None:
    trips = [Intent(text=MUDDLED), Intent(text=MUDDLED, source=Source("-", 1))]
    recorder = Recorder(Baseline(Path("b.json")))
    with Gate("rules", ledger="none", baseline=recorded(MUDDLED)) as gate:
        assert verdicts(list(recorder.watch(gate.check_many(trips)))) == ["blocked", "blocked"]
    assert recorder.write() == 0


def test_side_by_side_looks_share_it_in_the_order_of_the_intents(endpoint: Endpoint) -> None:
    vague = {
        "kind": "vague_term",
        "basis": "wording",
        "quote": "best",
        "question": "Best?",
        "readings": ["a", "b"],
        "chosen": 0,
        "probability": 0.9,
    }
    endpoint.answers["Specification"] = [specification(vague)]
    intents = [Intent(text="List the best.", source=Source("prompts/a.md", line)) for line in range(1, 7)]
    options: dict[str, Any] = {"base_url": endpoint.url, "ledger": "none", "cache": False, "concurrency": 4}
    recorder = Recorder(Baseline(Path("b.json")))
    with Gate("openai:m", **options) as gate:
        list(recorder.watch(gate.check_many(intents[:3])))
    recorder.write()
    with Gate("openai:m", baseline=Baseline.read(Path("b.json")), **options) as gate:
        assert verdicts(list(gate.check_many(intents))) == ["passed"] * 3 + ["blocked"] * 3


def test_a_fingerprint_needs_the_code_the_words_and_their_sentence() -> None:
    def mark(text: str) -> str:
        (trip,) = checked(text)
        return fingerprint(text, next(found for found in trip.verdict.findings if found.code == "IRE103"))

    assert mark(MUDDLED) == mark(f"{CLEAR} {MUDDLED} {CLEAR}") == mark(f"# X\n\n  {MUDDLED}\n{CLEAR}")
    assert mark(MUDDLED) != mark(MUDDLED.replace("report", "plan"))
