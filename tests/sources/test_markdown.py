"""Markdown: the whole file, front matter, fences."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ire_gate.config import Settings
from ire_gate.domain import Profile
from ire_gate.sources import read_sources
from tests.sources.conftest import Put, intent, intents, problem, problems


@pytest.mark.parametrize("name", ["a.md", "a.markdown", "a.MD"])
def test_a_file_without_marks_is_one_intent(put: Put, name: str) -> None:
    read = intent(put(name, "\n# Title\n\n```python\nx = 1\n```\n"))

    assert (read.text, read.source.line) == ("# Title\n\n```python\nx = 1\n```", 2)


def test_front_matter_gives_id_tags_and_profile_and_is_no_part_of_the_text(put: Put) -> None:
    text = (
        "---\nid: T-1\ntitle: 'Other tools: theirs'\ntags:\n  team: payments\n  sprint: 042\n"
        "profile:\n  model: small\n  tokens-in: 1_000\n  seconds: 2\n---\n\nDo it.\n"
    )
    read = intent(put("a.md", text))

    assert (read.id, read.text, read.source.line) == ("T-1", "Do it.", 13)
    assert read.tags == {"team": "payments", "sprint": "042"}
    assert read.profile == Profile(model="small", tokens_in=1000, seconds=2.0)


def test_own_tags_win_over_the_settings(put: Put) -> None:
    path = put("a.md", "---\ntags: {team: own}\n---\nDo it.")
    settings = Settings(tags={"team": "all", "product": "p"})

    assert intent(path, settings=settings).tags == {"team": "own", "product": "p"}


@pytest.mark.parametrize("end", ["---", "...", "---  "])
def test_front_matter_ends_with_hyphens_or_dots(put: Put, end: str) -> None:
    assert intent(put("a.md", f"---\nid: 1.10\n{end}\nDo it.")).id == "1.10"


def test_front_matter_may_be_empty_and_may_have_windows_line_ends(put: Put) -> None:
    assert intent(put("a.md", "---\n---\nDo it.")).text == "Do it."
    read = intent(put("b.md", b"\xef\xbb\xbf---\r\nid: x\r\n---\r\nDo\r\nit.\r\n"))
    assert (read.id, read.text, read.source.line) == ("x", "Do\nit.", 4)


def test_a_list_of_keywords_under_tags_is_another_tools(put: Put) -> None:
    assert intent(put("a.md", "---\ntags: [draft, idea]\n---\nDo it.")).tags == {}


@pytest.mark.parametrize("key", ["ire-gate: false", "ire_gate: no", "intent: false"])
def test_front_matter_takes_a_file_out(put: Put, key: str) -> None:
    path = put("a.md", f"---\n{key}\n---\nNotes.\n```intent\nDo it.\n```\n")

    assert list(read_sources([path], Settings())) == []


@pytest.mark.parametrize("key", ["ire-gate: true", "intent: what it is for", "intent: 'false'"])
def test_front_matter_that_says_otherwise_does_not(put: Put, key: str) -> None:
    assert intent(put("a.md", f"---\n{key}\n---\nDo it.")).text == "Do it."


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("---\nid: x\nDo it.\n", 1, "front matter is not closed"),
        ("---\nid: x\ntitle: [a\n---\nDo it.", 4, "not YAML"),
        ("---\nid: x\n\tb: y\n---\nDo it.", 3, "not YAML"),
        ("---\nid: x\nb: \x01\n---\nDo it.", 3, "not YAML"),
        ("---\nJust words.\n---\nDo it.", 2, "no mapping"),
        ("---\n- a\n---\nDo it.", 2, "no mapping"),
        ("---\nid: x\nid: y\n---\nDo it.", 3, "'id' is written twice"),
        ("---\nid: x\n---\n\n", 4, "only white space"),
        ("---\nid: x\n---", 3, "empty"),
        ("---\nid: [x]\n---\nDo it.", 1, "the id is of type list"),
        ('---\nid: "a\\nb"\n---\nDo it.', 1, "control characters"),
        ("---\nprofile: {token_in: 5}\n---\nDo it.", 2, "there is no key 'token_in'"),
        ("---\nprofile: {tokens_in: many}\n---\nDo it.", 2, "profile.tokens_in: 'many'"),
        ("---\nprofile: fast\n---\nDo it.", 2, "profile: 'fast' is not a table"),
        ("---\ntags: {author: x}\n---\nDo it.", 2, "names a person"),
        ("---\ntags: {team: jane@example.org}\n---\nDo it.", 2, "e-mail"),
        ("---\ntags: {team: [a]}\n---\nDo it.", 2, "tags.team: a list"),
        ("---\ntags: {<<: *x}\n---\nDo it.", 2, "undefined alias"),
        ("---\nx: &x {a: b}\ntags: {<<: *x}\n---\nDo it.", 3, "merge keys"),
    ],
)
def test_broken_front_matter_is_told_by_its_line(put: Put, text: str, line: int, said: str) -> None:
    path = put("a.md", text)
    found = problem(path)

    assert said in found.error.message
    assert (found.line, found.error.message.startswith(f"{path}:{line}: ")) == (line, True)
    assert found.error.hint or " is not " in found.error.message


def test_each_fence_is_an_intent_with_the_line_of_its_content(put: Put) -> None:
    text = (
        "# Work\n\n```intent id=a team=payments\nDo\n  one.\n```\n\nWords.\n\n"
        "~~~ intent\n\nDo two.\n~~~\n\n````intent id='c d' kind=\"x\"\nRun:\n```sh\nls\n```\n````\n"
    )
    first, second, third = intents(put("a.md", text))

    assert (first.id, first.text, first.source.line, first.tags) == ("a", "Do\n  one.", 4, {"team": "payments"})
    assert (second.id, second.text, second.source.line, second.tags) == ("", "Do two.", 12, {})
    assert (third.id, third.text, third.source.line) == ("c d", "Run:\n```sh\nls\n```", 16)


def test_fences_in_lists_and_quotes_count_and_examples_and_comments_do_not(put: Put) -> None:
    text = (
        "- item\n  ```intent\n  In a list.\n  ```\n\n> ```intent\n> In a quote.\n> ```\n\n"
        "<!--\n```intent\nIn a comment.\n```\n-->\n\n````md\n```intent\nAn example.\n```\n````\n\n"
        "```intention\nNot this.\n```\n\n    ```intent\n    Indented code.\n    ```\n"
    )
    read = intents(put("a.md", text))

    assert [(found.text, found.source.line) for found in read] == [("In a list.", 3), ("In a quote.", 7)]


def test_the_column_of_an_indented_fence_is_that_of_the_file(put: Put) -> None:
    text = (
        "```intent\nFlat.\n```\n\n- item\n  ```intent\n  In a\n\n    list.\n  ```\n\n"
        "> ```intent\n> In a quote.\n> ```\n\n> ```intent\n> Lazily\n>quoted.\n> ```\n"
    )
    read = intents(put("a.md", text))

    assert [found.source.column for found in read] == [1, 3, 3, None]


def test_front_matter_gives_what_fences_do_not_say(put: Put) -> None:
    head = "---\nid: T\ntags: {team: t, product: p}\nprofile: {model: m}\n---\n"
    only = intent(put("a.md", head + "```intent\nOne.\n```\n"))
    first, second = intents(put("b.md", head + "```intent team=x\nOne.\n```\n```intent id=own\nTwo.\n```\n"))

    assert (only.id, only.tags, only.source.line) == ("T", {"team": "t", "product": "p"}, 7)
    assert (first.id, first.tags, first.profile) == ("T.1", {"team": "x", "product": "p"}, Profile(model="m"))
    assert second.id == "own"


def test_a_bad_fence_does_not_lose_the_others(put: Put) -> None:
    text = (
        "```intent id=a\nOne.\n```\n```intent\n \n```\n```intent urgent\nX.\n```\n```intent author=x\nY.\n```\n"
        "```intent id=a\nTwo.\n```\n```intent\nLast"
    )
    path = put("a.md", text)
    found = problems(path)

    assert [(each.line, each.error.message.partition(": ")[2]) for each in found] == [
        (5, "text is only white space"),
        (7, "'urgent' is not KEY=VALUE"),
        (10, "tags: the tag 'author' names a person"),
        (14, "the id 'a' is taken by line 2"),
        (16, "the fence is not closed"),
    ]


def test_the_limit_holds_for_the_file(put: Put) -> None:
    path = put("a.md", "```intent\nOne.\n```\n" + "x" * 100)

    assert "119 bytes, more than the limit of 100" in problem(path, settings=Settings(max_bytes=100)).error.message


def test_plain_markdown_needs_no_parser(put: Put) -> None:
    path = put("a.md", "# Title\n\nThe intent is to do it.\n\n```sh\nls\n```\n")
    code = (
        "import sys; from ire_gate.config import Settings; from ire_gate.sources import read_sources;"
        "print(len(list(read_sources([sys.argv[1]], Settings()))), 'yaml' in sys.modules, 'markdown_it' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)

    assert ran.stdout.split() == ["1", "False", "False"]


def test_a_problem_in_a_file_of_the_working_folder_is_told_by_the_path_as_given(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("docs/a.md", "---\nid: x\n")
    monkeypatch.chdir(tmp_path)

    assert problem("docs/a.md").error.message.startswith("docs/a.md:1: ")
