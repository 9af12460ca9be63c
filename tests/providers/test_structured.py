"""The schema is one that strict modes take, and an answer that departs from it is refused with its place."""

from __future__ import annotations

import copy
import enum
import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import jsonschema  # type: ignore[import-untyped]
import msgspec
import pytest
from msgspec import Struct

from ire_gate import specify
from ire_gate.domain import Adjudication, BackTranslation
from ire_gate.providers.structured import UnusableAnswerError, decode, strict_schema
from tests.conftest import gap, specification

ANSWERS = [specify.Specification, BackTranslation, Adjudication]
KEYWORDS = {"type", "properties", "required", "additionalProperties", "items", "enum", "anyOf"}


class Colour(enum.StrEnum):
    """Documented, which no model needs to read."""

    RED = "red"
    BLUE = "blue"


class Point(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Documented, too."""

    title: str
    description: str | None
    size: Annotated[int, msgspec.Meta(ge=1, description="at least 1")]
    colour: Colour
    kind: Literal["a", "b"] = "a"


class Points(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    first: Point
    others: tuple[Point, ...]
    share: float
    is_open: bool


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema inside a schema; the names of properties are no keywords."""
    yield schema
    inside = [*schema.get("properties", {}).values(), *schema.get("anyOf", [])]
    for child in [*inside, *([schema["items"]] if "items" in schema else [])]:
        yield from nodes(child)


@pytest.mark.parametrize("answer", [*ANSWERS, Points])
def test_every_object_is_closed_and_requires_all_its_properties(answer: type) -> None:
    schema = strict_schema(answer)
    jsonschema.Draft202012Validator.check_schema(schema)

    assert schema["type"] == "object"
    for node in nodes(schema):
        assert set(node) <= KEYWORDS
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])


@pytest.mark.parametrize("answer", [*ANSWERS, Points])
def test_the_vendors_own_transformation_finds_nothing_to_change(answer: type) -> None:
    import anthropic

    # It leaves out the type beside an enum, which says it already.
    ours = copy.deepcopy(strict_schema(answer))
    for node in nodes(ours):
        if "enum" in node:
            del node["type"]

    assert anthropic.transform_schema(ours) == ours


def test_properties_keep_the_order_of_the_fields_because_a_model_writes_in_it() -> None:
    assert list(strict_schema(specify.Specification)["properties"])[:2] == ["gaps", "goal"]
    assert list(strict_schema(Adjudication)["properties"]) == ["differences", "same"]


def test_defaults_bounds_and_documentation_are_left_out_and_names_are_not() -> None:
    point = strict_schema(Points)["properties"]["first"]

    assert point["properties"] == {
        "title": {"type": "string"},
        "description": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "size": {"type": "integer"},
        "colour": {"type": "string", "enum": ["blue", "red"]},
        "kind": {"type": "string", "enum": ["a", "b"]},
    }


class Maps(Struct):
    counts: dict[str, int]


class Pair(Struct):
    pair: tuple[int, str]


class Cycle(Struct):
    next: Cycle | None


class Cat(Struct, tag=True):
    name: str


class Dog(Struct, tag=True):
    name: str


class Pet(Struct):
    pet: Cat | Dog


class Anything(Struct):
    value: Any


@pytest.mark.parametrize("answer", [Maps, Pair, Cycle, Pet, Anything])
def test_a_type_that_strict_modes_refuse_is_refused_here(answer: type) -> None:
    with pytest.raises(TypeError, match=r"strict structured output"):
        strict_schema(answer)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"text": "a"}', id="bare"),
        pytest.param('\n  {"text": "a"}\n', id="space"),
        pytest.param('```json\n{"text": "a"}\n```', id="fence"),
        pytest.param('Here it is:\n```\n{"text": "a"}\n```\nAnything else?', id="fence and talk"),
        pytest.param('Sure! {"text": "a"} Done.', id="talk"),
        pytest.param('{"text": "a"}\n\nI hope this helps!', id="trailing talk"),
        pytest.param('<think>It wants {"text": ...}.</think>{"text": "a"}', id="thought"),
        pytest.param('\ufeff{"text": "a"}', id="byte order mark"),
    ],
)
def test_what_stands_around_the_object_is_skipped(text: str) -> None:
    assert decode(BackTranslation, text).text == "a"


def test_an_object_that_talks_about_thoughts_is_left_alone() -> None:
    assert decode(BackTranslation, '{"text": "Strip </think> and ``` tags."}').text.startswith("Strip </think>")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "the answer is empty", id="empty"),
        pytest.param(" \n", "the answer is empty", id="blank"),
        pytest.param("I would rather not.", "holds no JSON object", id="talk"),
        pytest.param("null", "holds no JSON object", id="null"),
        pytest.param('["a"]', "holds no JSON object", id="list"),
        pytest.param("{", r"\$: Input data was truncated", id="cut"),
        pytest.param('{"text": "a', r"\$: Input data was truncated", id="cut in a string"),
        pytest.param("} {", r"\$: Input data was truncated", id="backwards"),
        pytest.param('{"text": "a"} {"text": "b"}', r"\$: JSON is malformed", id="two objects"),
        pytest.param("{'text': 'a'}", r"\$: JSON is malformed", id="single quotes"),
        pytest.param('{"text": 1}', r"\$\.text: Expected `str`, got `int`", id="type"),
        pytest.param("{}", r"\$: Object missing required field `text`", id="missing"),
        pytest.param('{"text": "a", "score": 1}', r"\$: Object contains unknown field `score`", id="unknown"),
        pytest.param('{"text": "\ud800"}', "surrogates not allowed", id="half a pair"),
        pytest.param('{"text": ' + "[" * 100_000, "Expected `str`", id="deep"),
    ],
)
def test_an_unusable_answer_says_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(UnusableAnswerError, match=said):
        decode(BackTranslation, text)


def test_the_place_of_a_departure_is_named() -> None:
    answer = json.dumps(specification(gap("best", 0.5), gap("fast", 0.5, kind="hearsay")))
    with pytest.raises(UnusableAnswerError, match=r"^\$\.gaps\[1\]\.kind: Invalid enum value 'hearsay'$"):
        decode(specify.Specification, answer)


def test_bounds_hold_although_the_schema_does_not_tell_them() -> None:
    with pytest.raises(UnusableAnswerError, match=r"^\$\.size: Expected `int` >= 1$"):
        decode(Point, '{"title": "", "description": null, "size": 0, "colour": "red", "kind": "a"}')


def test_a_message_never_repeats_a_long_answer() -> None:
    with pytest.raises(UnusableAnswerError) as caught:
        decode(Point, json.dumps({"title": "", "description": None, "size": 1, "colour": "x" * 5000}))

    assert str(caught.value).startswith("$.colour: Invalid enum value 'xxx")
    assert len(str(caught.value)) < 300
