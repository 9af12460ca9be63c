"""The ambiguity is a probability that behaves: more gaps, more of it; length alone, nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

from ire_gate.reading import read, realise
from tests.conftest import FIXTURES

CORPORA = {
    name: [
        json.loads(line) for line in (FIXTURES / "corpus" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    for name in ("dev", "train")
}
ROWS = CORPORA["dev"]
PAIRS = [row for row in ROWS if {"clear", "ambiguous"} <= row.keys()]


def test_the_muddled_twin_is_nearly_always_the_more_ambiguous_one() -> None:
    wins = [read(row["ambiguous"]).ambiguity > read(row["clear"]).ambiguity for row in PAIRS]

    assert sum(wins) / len(wins) > 0.85


@pytest.mark.parametrize(("corpus", "least"), [("dev", 0.6), ("train", 0.4)])
def test_few_clear_texts_are_above_the_threshold_and_many_muddled_ones_are(corpus: str, least: float) -> None:
    rows = CORPORA[corpus]
    false = [read(row["clear"]).ambiguity > 0.5 for row in rows if "clear" in row]
    right = [read(row["ambiguous"]).ambiguity > 0.5 for row in rows if "ambiguous" in row]

    assert sum(false) / len(false) < 0.10
    assert sum(right) / len(right) > least


def test_whatever_is_above_the_threshold_has_a_place_to_show() -> None:
    for row in ROWS:
        for key in ("clear", "ambiguous"):
            reading = read(row.get(key, ""))
            assert reading.ambiguity <= 0.5 or any(gap.probability >= 0.2 for gap in reading.gaps)


def test_a_clear_text_stays_clear_however_long_it_is() -> None:
    step = "Set `{name}` to {value} ms in `conf/{name}.toml`.\n"
    text = "".join(step.format(name=f"key_{number}", value=number) for number in range(200))

    assert read(text).ambiguity < 0.2


def test_an_empty_text_has_no_gap_and_no_requirement() -> None:
    reading = read("")

    assert not reading.gaps
    assert not reading.spec.requirements
    assert reading.ambiguity < 0.5


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ud800 set the \udfff limit or", id="lone surrogates"),
        pytest.param("".join(map(chr, range(32))) * 20, id="control characters"),
        pytest.param("🙂 Set 🙂 it to 🙂 or 🙂 and the", id="emoji"),
        pytest.param("and the", id="joins nothing"),
        pytest.param("set timeout to " + "9" * 5000, id="a number without an end"),
        pytest.param("((((`\"'“«", id="open marks"),
        pytest.param("or " * 50, id="only joins"),
        pytest.param("{{ config }} {% raw %} {{ '' }}", id="template syntax"),
        pytest.param('def f():\n    """', id="docstring without an end"),
        pytest.param("```\nunfinished", id="fence without an end"),
    ],
)
def test_any_text_is_read_and_realised(text: str) -> None:
    reading = read(text)

    assert 0.0 <= reading.ambiguity <= 1.0
    assert isinstance(realise(reading.spec).text, str)


@pytest.mark.parametrize(
    "piece",
    [
        "a or b and c ",
        "The cat and the dog saw it. ",
        "at 10:00 if `x ",
        "03/04/2025 ",
        "x",
        "1 ",
        "if a, ",
        "é1",
        "a:",
        "- Do the thing.\n",
        "def f():\n    pass\n",
        "(",
        "word word\n",
        "the files ",
        "{a:1};\n",
    ],
)
def test_reading_takes_time_in_proportion_to_length(piece: str) -> None:
    def seconds(size: int) -> float:
        taken = []
        for attempt in range(3):  # the least of three: a busy machine only ever adds
            started = time.process_time()
            read(piece * (size // len(piece)) + " " * attempt)
            taken.append(time.process_time() - started)
        return min(taken)

    seconds(1_000)
    assert seconds(80_000) < 12 * max(seconds(20_000), 0.01)


def test_the_same_text_gives_the_same_reading() -> None:
    text = PAIRS[0]["ambiguous"]
    program = "import sys; from ire_gate.reading import read; r = read(sys.argv[1]); print(r.ambiguity, len(r.gaps))"
    ours = f"{read(text).ambiguity} {len(read(text).gaps)}"
    command = [sys.executable, "-c", program, text]
    environments = [os.environ | {"PYTHONHASHSEED": seed} for seed in ("1", "2")]
    runs = {
        subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.strip()
        for environment in environments
    }

    assert runs == {ours}
