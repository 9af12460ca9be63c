"""YAML: many intents in one file."""

from __future__ import annotations

import pytest

from ire_gate.config import Settings
from ire_gate.domain import Intent, Profile
from ire_gate.sources import SourceProblem, read_sources
from tests.sources.conftest import Put, intents, problem, problems

LISTED = """\
# Work of the week
- id: 1.10
  text: |

    First line.
      Indented.
  tags: {team: x, sprint: 007}
  profile: {tokens_in: 5}
- "Just: text."
- text: >
    Folded
    text.
  owner: ignored
- id: plain
  text: Plain text
    over two lines.
"""


@pytest.mark.parametrize("name", ["a.yaml", "a.yml", "a.YAML"])
def test_a_list_of_texts_and_mappings_is_read_with_the_lines_of_the_texts(put: Put, name: str) -> None:
    path = put(name, LISTED)
    first, second, third, fourth = intents(path)

    assert (first.id, first.text, first.source.line) == ("1.10", "First line.\n  Indented.", 5)
    assert (first.tags, first.profile) == ({"team": "x", "sprint": "007"}, Profile(tokens_in=5))
    assert (second.text, second.source.line, second.source.path) == ("Just: text.", 9, path)
    assert (third.text, third.source.line) == ("Folded text.", 11)
    assert (fourth.id, fourth.text, fourth.source.line) == ("plain", "Plain text over two lines.", 15)


def test_a_mapping_has_its_list_under_intents_and_defaults_beside_it(put: Put) -> None:
    text = "version: 3\ntags: {team: t}\nprofile: {model: m}\nintents:\n- One.\n- {text: Two., tags: {team: u}}\n"
    first, second = intents(put("a.yaml", text))

    assert (first.text, first.tags, first.profile, first.source.line) == ("One.", {"team": "t"}, Profile(model="m"), 5)
    assert (second.tags, second.profile) == ({"team": "u"}, Profile(model="m"))


def test_a_file_of_several_documents_is_read_through(put: Put) -> None:
    text = "- One.\n---\n# nothing\n---\nintents: [Two.]\n---\nid: c\ntext: Three.\n...\n"

    assert [(read.id, read.text, read.source.line) for read in intents(put("a.yaml", text))] == [
        ("", "One.", 1),
        ("", "Two.", 5),
        ("c", "Three.", 8),
    ]


def test_windows_line_ends_and_a_byte_order_mark_are_read(put: Put) -> None:
    read = intents(put("a.yaml", b"\xef\xbb\xbf- text: |\r\n    One.\r\n    Two.\r\n- Three.\r\n"))

    assert [(found.text, found.source.line) for found in read] == [("One.\nTwo.", 2), ("Three.", 4)]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("- Set retries: 5", "the entry has no 'text'"),
        ("- {id: x, prompt: y}", "the entry has no 'text'"),
        ("- 2024-01-01", "text is date, not a string"),
        ("- [x]", "text is a list, not a string"),
        ("- yes", "text is bool, not a string"),
        ("-", "text is null, not a string"),
        ("- text: 5", "text is int, not a string"),
        ("- text: {x: y}", "text is an object, not a string"),
        ("- ''", "text is empty"),
        ("- text: ' '", "text is only white space"),
        ("- text: !!binary aGk=", "text is bytes, not a string"),
        ("- text: !!python/object/apply:os.getcwd []", "text is a list, not a string"),
        ("- text: !thing x", "not a value"),
        ("- {text: x, id: [y]}", "the id is of type list"),
        ("- {text: x, id: first}", "the id 'first' is taken by line 1"),
        ("- {text: x, text: y}", "'text' is written twice"),
        ("- {text: x, tags: [y]}", "tags: a list is not a table"),
        ("- {text: x, tags: {user: y}}", "names a person"),
        ("- {text: x, tags: {team: }}", "tags.team: None is not text"),
        ("- {text: x, tags: {team: {a: b}}}", "tags.team: a table is not text"),
        ("- {text: x, profile: {seconds: soon}}", "profile.seconds: 'soon'"),
        ("- {text: x, profile: {second: 1}}", "there is no key 'second'"),
        ("- text: x\n  <<: {tags: {team: x}}", "merge keys"),
        ("- " + "x" * 2001, "2,001 bytes, more than the limit of 2,000"),
        ("- text: x\n  profile: {seconds: !!float soon}", "not a value"),
    ],
)
def test_a_bad_entry_is_told_by_its_line_and_the_others_go_on(put: Put, entry: str, said: str) -> None:
    path = put("a.yaml", f"- {{id: first, text: A.}}\n{entry}\n- C.\n")
    first, found, third = read_sources([path], Settings(max_bytes=2000))

    assert isinstance(found, SourceProblem)
    assert said in found.error.message
    assert found.error.message.startswith((f"{path}:2: ", f"{path}:3: "))
    assert found.error.hint or " is not " in found.error.message
    assert [read.text for read in (first, third) if isinstance(read, Intent)] == ["A.", "C."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("# nothing\n", "empty"),
        ("[]", "empty"),
        ("intents: []", "empty"),
        ("\n\njust words", ":3: neither a list nor a mapping"),
        ("intents: One.", ":1: intents is no list"),
        ("intents:\n  a: One.", ":2: intents is no list"),
        ("name: x\nother: y", ":1: the entry has no 'text'"),
        ("\n- a: [", "not YAML"),
        ("a:\n\t- b\n", ":2: not YAML"),
        ("- x\n- é \x02\n", ":2: not YAML: unacceptable character"),
        ("- *nothing", ":1: not YAML: found undefined alias"),
        ("[" * 100_000, "not YAML"),
        ("- " * 100_000, "not YAML"),
    ],
)
def test_a_file_that_holds_no_intents_is_one_problem(put: Put, text: str, said: str) -> None:
    found = problem(put("a.yaml", text))

    assert said in found.error.message
    assert found.error.hint


def test_what_stands_before_the_break_is_read(put: Put) -> None:
    read = list(read_sources([put("a.yaml", "- One.\n---\n- Two: [\n")], Settings()))

    assert [isinstance(found, Intent) for found in read] == [True, False]


def test_aliases_that_would_unfold_into_gigabytes_stay_folded(put: Put) -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12))
    text = (
        f"l0: &l0 [x]\n{levels}\nintents:\n- {{text: Do it., tags: *l11}}\n- {{text: *l11}}\n- &loop [*loop]\n- Done.\n"
    )
    read = list(read_sources([put("a.yaml", text)], Settings()))

    assert [isinstance(found, SourceProblem) for found in read] == [True, True, True, False]


def test_ids_are_unique_over_the_documents_of_a_file(put: Put) -> None:
    path = put("a.yaml", "- {id: a, text: One.}\n---\n- {id: a, text: Two.}\n- {id: b, text: x}\n")

    assert [found.error.message for found in problems(path)] == [f"{path}:3: the id 'a' is taken by line 1"]
    flow = put("b.yaml", "[{id: a, text: One.}, {id: a, text: Two.}]")
    assert len(problems(flow)) == 1


def test_the_limit_of_the_file_is_a_multiple_of_the_limit_of_one_intent(put: Put) -> None:
    path = put("a.yaml", "".join(f"- Text {n}.\n" for n in range(100)))

    assert len(intents(path, settings=Settings(max_bytes=100))) == 100
    assert "more than the limit of 200" in problem(path, settings=Settings(max_bytes=10)).error.message
