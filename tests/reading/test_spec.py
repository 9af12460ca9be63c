"""The spec takes every clause, and the realisation says the same again."""

from __future__ import annotations

import json
import re

import pytest

from ire_gate.domain import Modality, Requirement
from ire_gate.reading import read, realise
from tests.conftest import FIXTURES

CLEAR = [
    row["clear"]
    for row in map(json.loads, (FIXTURES / "corpus" / "dev.jsonl").read_text(encoding="utf-8").splitlines())
    if "clear" in row
]


def only(text: str) -> Requirement:
    (requirement,) = read(text).spec.requirements
    return requirement


def back(text: str) -> str:
    return realise(read(text).spec).text


@pytest.mark.parametrize(
    ("text", "modality", "actor"),
    [
        ("Set `a` to 1.", Modality.MUST, None),
        ("Please set `a` to 1.", Modality.MUST, None),
        ("Can you set `a` to 1?", Modality.MUST, None),
        ("hey, could someone please set `a` to 1?", Modality.MUST, None),
        ("Do not change `a`.", Modality.MUST_NOT, None),
        ("Never change `a`.", Modality.MUST_NOT, None),
        ("The API shall return 410.", Modality.MUST, "The API"),
        ("The API must not return 410.", Modality.MUST_NOT, "The API"),
        ("The API should return 410.", Modality.SHOULD, "The API"),
        ("The API may return 410.", Modality.MAY, "The API"),
        ("The API needs to return 410.", Modality.MUST, "The API"),
        ("Shipping of 0 shows the word `Free`.", Modality.FACT, "Shipping of 0"),
    ],
)
def test_modality_and_actor_are_read(text: str, modality: Modality, actor: str | None) -> None:
    requirement = only(text)

    assert (requirement.modality, requirement.actor) == (modality, actor)


def test_directions_quantifiers_conditions_and_exceptions_have_their_fields() -> None:
    requirement = only("If the plan changes, rename every file from `a` to `b`, except those under `raw/`.")

    assert requirement.action == "rename"
    assert requirement.quantifier == "every"
    assert requirement.origin == "`a`"
    assert requirement.destination == "`b`"
    assert [(condition.kind, condition.text) for condition in requirement.conditions] == [("if", "If the plan changes")]
    assert requirement.exceptions == ("except those under `raw/`",)


def test_figures_become_values_with_comparator_and_unit() -> None:
    values = only("Wait at most 30 seconds and pay EUR 5.").values

    assert [(value.comparator, value.value, value.unit) for value in values] == [
        ("<=", "30", "seconds"),
        ("=", "5", "EUR"),
    ]


def test_then_orders_a_requirement_behind_the_one_before() -> None:
    first, second = read("Back up `db1`, then migrate `db1`.").spec.requirements

    assert second.after == (first.id,)
    assert back("Back up `db1`, then migrate `db1`.").splitlines()[1].startswith("Then migrate")


@pytest.mark.parametrize("text", ["Billing.", "Quarterly figures", "", "Hello!", "# Title", "`config.py`"])
def test_a_text_without_a_request_has_no_requirement(text: str) -> None:
    assert not read(text).spec.requirements


@pytest.mark.parametrize(
    "text",
    [
        "As a manager I want to download the list as CSV.",
        "`f([])` raises a TypeError. It should not fail.",
        "The backup of `db1` shall run every 12 hours.",
        "I need the report as PDF.",
        'def f(x: int) -> int:\n    """Return x plus one.\n    >>> f(1)\n    2\n    """',
    ],
)
def test_stories_bugs_and_docstrings_are_requests(text: str) -> None:
    assert read(text).spec.requirements


def test_definitions_are_kept_apart() -> None:
    spec = read('"Fast" means a p95 of at most 120 ms. Make `/orders` fast.').spec

    assert spec.definitions == ('"Fast" means a p95 of at most 120 ms',)
    assert len(spec.requirements) == 1


def test_code_is_context_and_comes_back_whole() -> None:
    text = "Mend `f`.\n\n```python\ndef f():\n    return 1\n```"

    assert any("return 1" in background for background in read(text).spec.context)
    assert "return 1" in back(text)


@pytest.mark.parametrize("text", CLEAR)
def test_no_word_is_lost_on_the_way_through_the_spec(text: str) -> None:
    """Function words may change with the modality; content words, names and figures may not."""
    dropped = {
        "hi",
        "hey",
        "hello",
        "please",
        "pls",
        "can",
        "could",
        "you",
        "someone",
        "shall",
        "must",
        "need",
        "needs",
        "to",
    }
    dropped |= {"has", "have", "never", "and", "but", "then", "or", "so", "do", "not", "let", "us"}
    bullets = re.compile(r"^\s*(?:[-*]|\d+[.)])\s+", re.MULTILINE)
    words = re.compile(r"[\w]+(?:[.:,'’/-]\w+)*")
    theirs = [word.lower() for word in words.findall(back(text))]
    lost = [word for word in words.findall(bullets.sub("", text)) if word.lower() not in theirs]

    assert not [word for word in lost if word.lower() not in dropped]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Set `a` to 1 and do not restart `b`.", "Set `a` to 1.\nDo not restart `b`."),
        ("If it fails, stop.", "If it fails, stop."),
        ("Stop if it fails.", "Stop if it fails."),
        ("The API shall not return 404.", "The API must not return 404."),
        ("can you sort the rows by `id`?", "Sort the rows by `id`."),
        ("Return 410 instead of 404; log the id.", "Return 410 instead of 404.\nLog the id."),
        ("Check-in is at 15:00 and costs EUR 1,482,300.55.", "Check-in is at 15:00 and costs EUR 1,482,300.55."),
        ("Change the label from `No` to `Later` in `a.vue`.", "Change the label from `No` to `Later` in `a.vue`."),
    ],
)
def test_the_way_back_is_plain_english(text: str, expected: str) -> None:
    assert back(text) == expected


def test_the_way_back_is_made_from_the_spec_alone() -> None:
    spec = read("Set `a` to 1.").spec

    assert realise(spec) == realise(read("Please set `a` to 1").spec)
