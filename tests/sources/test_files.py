"""Text files, standard input and text from the command line."""

from __future__ import annotations

import io
import os
import socket
import stat
from pathlib import Path

import pytest

from ire_gate.config import Settings
from ire_gate.domain import Intent, Source
from ire_gate.errors import InputError
from ire_gate.sources import SourceProblem, read_sources
from tests.sources.conftest import Put, intent, intents, problem, problems


def test_a_text_file_is_one_intent_with_its_path_and_line(put: Put) -> None:
    path = put("a.txt", "Set `retries` to 5.\nKeep the rest.\n")

    assert intent(path) == Intent(text="Set `retries` to 5.\nKeep the rest.", source=Source(path, 1))


@pytest.mark.parametrize("name", ["a", "a.prompt", "a.rst", "a.json", "a.TXT"])
def test_any_other_extension_is_text(put: Put, name: str) -> None:
    assert intent(put(name, "Do it.")).text == "Do it."


def test_blank_lines_before_and_white_space_after_are_no_part_of_the_text(put: Put) -> None:
    read = intent(put("a.txt", "\n  \n\t\n  Indented first.\n\n  Second.\n \n\n"))

    assert read.text == "  Indented first.\n\n  Second."
    assert read.source.line == 4


def test_line_ends_of_windows_count_as_one_character(put: Put) -> None:
    read = intent(put("a.txt", b"\r\nOne.\r\nTwo.\r\n"))

    assert (read.text, read.source.line) == ("One.\nTwo.", 2)


def test_line_ends_of_old_macs_are_line_ends_in_every_kind_of_file(put: Put) -> None:
    assert intent(put("a.txt", "\rOne.\rTwo.\r")).text == "One.\nTwo."
    marked = intent(put("a.md", "---\rid: x\r---\r```intent\rOne.\rTwo.\r```\r"))
    assert (marked.id, marked.text, marked.source.line) == ("x", "One.\nTwo.", 5)
    assert intent(put("a.yaml", "# x\r- One.\r")).source.line == 2


def test_a_byte_order_mark_is_dropped(put: Put) -> None:
    assert intent(put("a.txt", b"\xef\xbb\xbfDo it.")).text == "Do it."


def test_every_script_is_text(put: Put) -> None:
    text = "Überweise 5 € an „Größe“ — 日本語 👩‍🚀 עברית"

    assert intent(put("a.txt", text)).text == text


def test_terminal_colours_and_form_feeds_are_text(put: Put) -> None:
    assert intent(put("a.txt", "\x1b[1mDo\x1b[0m it.\fAgain.")).text == "\x1b[1mDo\x1b[0m it.\fAgain."


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"", 1, "empty"),
        (b" \n\t\r\n ", 1, "only white space"),
        ("\u200b\u2060 \n".encode(), 1, "only white space"),
        (b"\xef\xbb\xbf", 1, "empty"),
        (b"PK\x03\x04\x00\x00rest", None, "binary: a NUL byte at byte offset 4"),
        (bytes(range(1, 32)) * 3, None, "binary: mostly control characters"),
        ("Do it.".encode("utf-16"), None, "UTF-16"),
        (b"\xfe\xff\x00D\x00o", None, "UTF-16"),
        ("Do it.".encode("utf-32"), None, "UTF-32"),
        ("Do it.".encode("utf-16-le"), None, "binary"),
        (b"One.\nTwo caf\xe9.\n", 2, "not UTF-8: byte 0xe9 at byte offset 12"),
        (b"\xef\xbb\xbfab\xff", 1, "byte 0xff at byte offset 5"),
        (b"cut \xe2\x82", 1, "byte 0xe2 at byte offset 4"),
        (b"half \xed\xa0\x80", 1, "byte 0xed at byte offset 5"),
    ],
)
def test_what_is_no_text_is_a_problem_at_its_place(put: Put, data: bytes, line: int | None, said: str) -> None:
    path = put("a.txt", data)
    found = problem(path)

    assert (found.path, found.line) == (path, line)
    assert said in found.error.message
    assert found.error.message.startswith(f"{path}:{line}: " if line else f"{path}: ")
    assert isinstance(found.error, InputError)
    assert found.error.hint


def test_a_file_beyond_the_limit_is_told_with_both_sizes_and_not_read(put: Put) -> None:
    exactly = put("a.txt", "x" * 100)
    beyond = put("b.txt", "x" * 101)
    huge = put("c.txt", "")
    os.truncate(huge, 10_000_000_000)
    settings = Settings(max_bytes=100)

    assert len(intent(exactly, settings=settings).text) == 100
    assert "101 bytes, more than the limit of 100" in problem(beyond, settings=settings).error.message
    assert "10,000,000,000 bytes, more than the limit of 1,000,000" in problem(huge).error.message
    assert "max_bytes" in (problem(huge).error.hint or "")


def test_a_missing_file_names_the_nearest_beside_it(put: Put, tmp_path: Path) -> None:
    put("ticket-12.txt", "Do it.")
    found = problem(str(tmp_path / "tickte-12.txt"))

    assert "there is no such file" in found.error.message
    assert str(tmp_path / "ticket-12.txt") in (found.error.hint or "")


@pytest.mark.parametrize("name", ["nothing/like/it.txt", "zzz.txt", "a\0b.txt", "ticket.txt/below.txt"])
def test_a_missing_file_like_no_other_is_told_too(put: Put, tmp_path: Path, name: str) -> None:
    put("ticket.txt", "Do it.")
    found = problem(str(tmp_path / name))

    assert "there is no such file" in found.error.message
    assert found.error.hint


def test_an_empty_path_is_not_the_working_folder() -> None:
    assert "the path is empty" in problem("").error.message


def test_a_pipe_and_a_device_are_refused_without_waiting_for_them(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, kind in ((str(tmp_path / "pipe"), "a pipe"), (os.devnull, "a device")):
        found = problem(path)
        assert kind in found.error.message
        assert "-" in (found.error.hint or "")


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")

        assert "a socket" in problem("socket").error.message


def test_a_link_that_leads_in_a_circle_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")

    assert "cannot be read" in problem(str(tmp_path / "a.txt")).error.message


def test_a_file_that_may_not_be_read_is_a_problem(put: Put) -> None:
    path = put("a.txt", "Do it.")
    Path(path).chmod(0)
    if os.access(path, os.R_OK):  # the super-user may read everything
        assert stat.S_IMODE(Path(path).stat().st_mode) == 0
        pytest.skip("runs as the super-user")

    assert "cannot be read: Permission denied" in problem(path).error.message


def test_a_path_that_is_not_utf8_is_read_and_shown_as_text(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt")  # noqa: PTH118 - pathlib has no byte paths
    with open(path, "wb") as file:  # noqa: PTH123 - the same
        file.write(b"Do it.")
    shown = intent(os.fsdecode(path)).source.path or ""

    assert shown.endswith("caf\ufffd.txt")
    assert shown.encode()


def test_a_bad_file_does_not_lose_the_others(put: Put, tmp_path: Path) -> None:
    paths = [put("a.txt", "A."), str(tmp_path / "missing"), put("c.txt", b"\0"), put("d.txt", "D.")]
    read = list(read_sources(paths, Settings()))

    assert [found.text if isinstance(found, Intent) else found.path for found in read] == ["A.", *paths[1:3], "D."]


def test_files_are_read_when_they_are_asked_for(put: Put) -> None:
    paths = [put("a.txt", "A."), put("b.txt", "B.")]
    read = read_sources(paths, Settings())
    next(read)
    Path(paths[1]).write_text("Later.", encoding="utf-8")
    later = next(read)

    assert isinstance(later, Intent)
    assert later.text == "Later."


def test_text_from_the_command_line_has_no_place(put: Put) -> None:
    path = put("a.txt", "A.")
    read = intents(path, text="\n Do it. \n")

    assert read[0] == Intent(text=" Do it.", source=Source(None, None))
    assert read[1].text == "A."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        (" \n", "only white space"),
        ("a\0b", "NUL"),
        ("caf\udce9", "half of a surrogate pair (U+DCE9) at character 3"),
        ("x" * 101, "101 bytes, more than the limit of 100"),
        ("é" * 51, "102 bytes, more than the limit of 100"),
    ],
)
def test_bad_text_from_the_command_line_is_a_problem(text: str, said: str) -> None:
    found = problem(text=text, settings=Settings(max_bytes=100))

    assert (found.path, found.line) == (None, None)
    assert found.error.message.startswith("--text: ")
    assert said in found.error.message


def test_a_hyphen_is_standard_input_as_one_intent() -> None:
    read = intent("-", stdin=io.BytesIO(b"\xef\xbb\xbf\n---\nTitle: x\n```intent\n"))

    assert read == Intent(text="---\nTitle: x\n```intent", source=Source("-", 2))


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "empty"), (b"\0", "binary"), (b"\xff\xfe\x00", "UTF-16"), (b"x" * 101, "limit of 100")]
)
def test_bad_standard_input_is_a_problem(data: bytes, said: str) -> None:
    found = problem("-", stdin=io.BytesIO(data), settings=Settings(max_bytes=100))

    assert found.path == "-"
    assert said in found.error.message


def test_endless_standard_input_is_read_to_the_limit_only() -> None:
    stream = io.BytesIO(b"x" * 1000)
    found = problem("-", stdin=stream, settings=Settings(max_bytes=100))

    assert "more than the limit of 100 bytes" in found.error.message
    assert stream.tell() == 101


def test_the_settings_tags_are_on_every_intent(put: Put) -> None:
    settings = Settings(tags={"team": "x"})

    assert [read.tags for read in intents(put("a.txt", "A."), text="B.", settings=settings)] == [{"team": "x"}] * 2


def test_no_source_gives_nothing() -> None:
    assert problems() == []
    assert list(read_sources([], Settings())) == []


def test_a_problem_names_its_source_line_and_error(put: Put) -> None:
    found = problem(put("a.txt", b"ok\n\xff"))

    assert isinstance(found, SourceProblem)
    assert found.line == 2
