"""JSONL: rows as a stream."""

from __future__ import annotations

import io
import json
import tracemalloc
from pathlib import Path

import pytest

from ire_gate.config import Settings
from ire_gate.domain import Intent, Profile
from ire_gate.sources import Row, SourceProblem, intent_at, iter_rows, read_sources
from tests.sources.conftest import Put, intent, intents, problem, problems


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson"])
def test_each_row_is_an_intent_with_its_line(put: Put, name: str) -> None:
    rows = [
        {"id": " a ", "text": "\nOne.\r\nMore.\n", "tags": {"team": "x", "sprint": 4}, "profile": {"tokens_in": 5}},
        {"id": 7, "text": "Two.", "domain": "ignored", "tags": None, "profile": None},
        {"text": "Three.", "id": None},
    ]
    path = put(name, "\n\n".join(map(json.dumps, rows)) + "\n\n")
    first, second, third = intents(path)

    assert (first.id, first.text, first.source.line) == ("a", "One.\nMore.", 1)
    assert (first.tags, first.profile) == ({"team": "x", "sprint": "4"}, Profile(tokens_in=5))
    assert (second.id, second.source.line, second.tags, second.profile) == ("7", 3, {}, None)
    assert (third.id, third.source.line, third.source.path) == ("", 5, path)


def test_a_byte_order_mark_windows_line_ends_and_a_missing_last_line_end_are_read(put: Put) -> None:
    path = put("a.jsonl", b'\xef\xbb\xbf{"text": "One."}\r\n{"text": "\\u00e9\\ud83d\\ude00"}')

    assert [read.text for read in intents(path)] == ["One.", "é😀"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (b'{"text": "x"', "not JSON"),
        (b'{"text": NaN}', "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'["x"]', "the row is a list, not an object"),
        (b'"x"', "the row is of type str, not an object"),
        (b"null", "the row is of type NoneType, not an object"),
        (b'{"id": "x", "prompt": "y"}', "the row has no 'text'"),
        (b"{}", "the row has no 'text'"),
        (b'{"text": 5}', "'text' is int, not a string"),
        (b'{"text": null}', "'text' is null, not a string"),
        (b'{"text": ["x"]}', "'text' is a list, not a string"),
        (b'{"text": {"x": 1}}', "'text' is an object, not a string"),
        (b'{"text": ""}', "'text' is empty"),
        (b'{"text": " \\n"}', "'text' is only white space"),
        (b'{"text": "a\\u0000b"}', "'text' holds a NUL character"),
        (b'{"text": "a\\ud800b"}', "half of a surrogate pair"),
        (b'{"text": "\\udc00"}', "half of a surrogate pair"),
        (b'{"text": "caf\xe9"}', "not UTF-8: byte 0xe9 at byte offset 40"),
        (b'{"text": "x", "id": "a\\u0007b"}', "control characters"),
        (b'{"text": "x", "id": "a\\u202eb"}', "control characters"),
        (b'{"text": "x", "id": true}', "the id is of type bool"),
        (b'{"text": "x", "id": 1.5}', "the id is of type float"),
        (b'{"text": "x", "id": ["y"]}', "the id is of type list"),
        (b'{"text": "x", "id": "first"}', "the id 'first' is taken by line 1"),
        (b'{"text": "x", "tags": ["y"]}', "tags: 'y' is not KEY=VALUE"),
        (b'{"text": "x", "tags": {"user": "y"}}', "names a person"),
        (b'{"text": "x", "tags": {"team": null}}', "tags.team: None is not text"),
        (b'{"text": "x", "profile": {"tokenz_in": 1}}', "there is no key 'tokenz_in'"),
        (b'{"text": "x", "profile": 5}', "profile: 5 is not a table"),
        (b'{"text": "%s"}' % (b"x" * 2001), "2,001 bytes, more than the limit of 2,000"),
    ],
)
def test_a_bad_row_is_told_by_its_number_and_the_others_go_on(put: Put, row: bytes, said: str) -> None:
    path = put("a.jsonl", b'{"id":"first","text":"A."}\n' + row + b'\n{"text": "C."}\n')
    first, found, third = read_sources([path], Settings(max_bytes=2000))

    assert isinstance(found, SourceProblem)
    assert found.error.message.startswith(f"{path}:2: ")
    assert said in found.error.message
    assert (found.line, bool(found.error.hint) or " is not " in found.error.message) == (2, True)
    assert [read.text for read in (first, third) if isinstance(read, Intent)] == ["A.", "C."]


def test_a_row_far_beyond_the_limit_is_passed_by_without_keeping_it(put: Put) -> None:
    path = put("a.jsonl", '{"text": "A."}\n{"text": "' + "x" * 3_000_000 + '"}\n{"text": "C."}\n')
    first, found, third = read_sources([path], Settings(max_bytes=100))

    assert isinstance(found, SourceProblem)
    assert (found.line, "3,000,013 bytes" in found.error.message) == (2, True)
    assert isinstance(first, Intent)
    assert isinstance(third, Intent)
    assert third.source.line == 3


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        ('{"text": "x"}\n'.encode("utf-16"), "UTF-16"),
        (b"SQLite format 3\x00\n\x00\n\x00\n", "binary"),
        (b'[\n  {"text": "x"},\n  {"text": "y"}\n]\n', "one JSON value over many lines"),
        (b'{\r\n  "text": "x"\r\n}\r\n', "one JSON value over many lines"),
    ],
)
def test_a_file_that_has_no_rows_is_one_problem(put: Put, data: bytes, said: str) -> None:
    found = problem(put("a.jsonl", data))

    assert said in found.error.message
    assert found.error.hint


def test_missing_and_irregular_files_are_problems(tmp_path: Path) -> None:
    assert "there is no such file" in problem(str(tmp_path / "a.jsonl")).error.message
    (tmp_path / "b.jsonl").symlink_to("/dev/null")
    assert "a device" in problem(str(tmp_path / "b.jsonl")).error.message


def test_rows_without_ids_never_collide_and_ids_of_two_files_may_be_the_same(put: Put) -> None:
    one, two = (
        put(name, '{"text": "x", "id": "a"}\n{"text": "x"}\n{"text": "x"}\n') for name in ("1.jsonl", "2.jsonl")
    )

    assert len(intents(one, two)) == 6


def test_every_row_of_a_taken_id_names_the_first(put: Put) -> None:
    path = put("a.jsonl", '{"text": "x", "id": 1}\n{"text": "x", "id": "1"}\n{"text": "x", "id": " 1 "}\n')

    assert [found.error.message.rpartition(" ")[2] for found in problems(path)] == ["1", "1"]


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("w") as file:
        file.writelines(json.dumps({"id": f"row-{n}", "text": f"Do {n}. " + "x" * 1000}) + "\n" for n in range(20_000))
    tracemalloc.start()
    count = sum(isinstance(read, Intent) for read in read_sources([str(path)], Settings()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 20_000
    assert peak < path.stat().st_size / 4


def test_rows_of_pairs_share_the_rules(put: Put) -> None:
    path = put("a.jsonl", '{"id": "1", "a": "One.\\n", "b": "1.", "label": "same"}\n{"id": "2", "a": "x"}\n')
    row, found = iter_rows(path, Settings(), texts=("a", "b"))

    assert isinstance(row, Row)
    assert (row.line, row.id, row.texts, row.values["label"]) == (1, "1", ("One.", "1."), "same")
    assert isinstance(found, SourceProblem)
    assert "the row has no 'b'" in found.error.message
    assert found.error.hint == "its keys: 'id', 'a'"


def test_rows_come_from_standard_input_too() -> None:
    stdin = io.BytesIO(b'{"text": "One."}\nnot JSON\n')
    row, found = iter_rows("-", Settings(), stdin=stdin)

    assert isinstance(row, Row)
    assert row.texts == ("One.",)
    assert isinstance(found, SourceProblem)
    assert found.error.message.startswith("-:2: ")


def test_an_intent_of_a_row_has_the_settings_tags_too(put: Put) -> None:
    path = put("a.jsonl", '{"text": "x", "tags": {"team": "own"}}')

    assert intent(path, settings=Settings(tags={"team": "all", "kind": "k"})).tags == {"team": "own", "kind": "k"}


def test_a_row_becomes_an_intent_or_a_problem_at_its_line() -> None:
    good = Row(line=3, id="a", texts=("Do it.",), values={"tags": {"kind": "k"}})
    bad = Row(line=4, id="b", texts=("Do it.",), values={"tags": {"owner": "x"}})
    read, found = (intent_at("a.jsonl", row, Settings(tags={"team": "t"})) for row in (good, bad))

    assert isinstance(read, Intent)
    assert (read.id, read.source.line, read.tags) == ("a", 3, {"team": "t", "kind": "k"})
    assert isinstance(found, SourceProblem)
    assert found.error.message.startswith("a.jsonl:4: tags: the tag 'owner' names a person")
