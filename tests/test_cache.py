"""The cache gives back what was put in, forgets the oldest, and never stops a check whatever happens to its file."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from ire_gate.cache import LIMIT, Cache


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "cache.db"


Opener = Callable[..., Cache]


@pytest.fixture
def opened() -> Iterator[Opener]:
    """Caches that are closed when the test ends."""
    with ExitStack() as stack:

        def opener(where: bool | str | Path, *, limit: int = LIMIT) -> Cache:
            cache = Cache(where, limit=limit) if isinstance(where, Path) else Cache.open(where)
            stack.callback(cache.close)
            return cache

        yield opener


def filled(path: Path, count: int = 10, size: int = 100) -> dict[str, bytes]:
    entries = {f"{number:064x}": bytes([number % 256]) * size for number in range(count)}
    with closing(Cache(path)) as cache:
        cache.put_many(entries)
    return entries


def changed(path: Path, *statements: str) -> list[tuple[object, ...]]:
    """What the last of some statements answers that another program runs on the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        return [other.execute(statement).fetchall() for statement in statements][-1]


def test_what_was_put_is_there_after_reopening(path: Path, opened: Opener) -> None:
    entries = filled(path, 1_200)
    cache = opened(str(path))

    assert cache.get_many([*entries, "unknown"]) == entries
    assert cache.problem is None


def test_the_file_is_where_the_environment_says(path: Path, monkeypatch: pytest.MonkeyPatch, opened: Opener) -> None:
    monkeypatch.setenv("IRE_GATE_CACHE", str(path))
    opened(where=True).put_many({"a": b"1"})

    assert opened(path).get_many(["a"]) == {"a": b"1"}


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions of another kind")
def test_nobody_else_may_read_the_file(path: Path, opened: Opener) -> None:
    before = os.umask(0o022)
    try:
        opened(path).put_many({"a": b"1"})
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    finally:
        os.umask(before)

    assert modes == dict.fromkeys(("cache.db", "cache.db-wal", "cache.db-shm"), 0o600)


def test_no_cache_holds_nothing_and_has_no_problem(opened: Opener) -> None:
    cache = opened(where=False)
    cache.put_many({"a": b"1"})

    assert cache.get_many(["a"]) == {}
    assert cache.problem is None


def test_opening_alone_makes_no_file(path: Path, opened: Opener) -> None:
    opened(str(path)).close()

    assert not path.exists()


def test_a_later_value_takes_the_place_of_an_earlier_one(path: Path, opened: Opener) -> None:
    cache = opened(path)
    cache.put_many({"a": b"1"})
    cache.put_many({"a": b"2"})

    assert cache.get_many(["a"]) == {"a": b"2"}


def test_the_oldest_entries_go_first_and_a_renewed_one_counts_as_new(path: Path, opened: Opener) -> None:
    cache = opened(path, limit=3)
    for key in "abcad":
        cache.put_many({key: key.encode()})

    assert set(cache.get_many("abcd")) == {"c", "a", "d"}


def test_eviction_keeps_the_file_from_growing(path: Path, opened: Opener) -> None:
    cache = opened(path, limit=100)
    for start in range(0, 5_000, 50):
        cache.put_many({str(number): b"x" * 1_000 for number in range(start, start + 50)})
    cache.close()

    assert path.stat().st_size < 400_000


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"SQLite format 3\0", id="a header and no more"),
        pytest.param(b"SQLite format 3\0" + b"\xff" * 5_000, id="a broken header"),
    ],
)
def test_a_damaged_database_is_moved_aside_and_begun_anew(path: Path, content: bytes, opened: Opener) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    cache = opened(path)
    cache.put_many({"a": b"1"})

    assert cache.get_many(["a"]) == {"a": b"1"}
    assert cache.problem is None
    assert path.with_name("cache.db.broken").read_bytes() == content


@pytest.mark.parametrize("content", [b"# My notes\n" * 200, b"SQLite"], ids=["notes", "a word"])
def test_a_file_that_never_was_a_database_is_left_alone(path: Path, content: bytes, opened: Opener) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    cache = opened(path)
    cache.put_many({"a": b"1"})

    assert cache.get_many(["a"]) == {}
    assert "no cache of ours" in (cache.problem or "")
    assert path.read_bytes() == content
    assert [beside.name for beside in path.parent.iterdir()] == [path.name]


def test_damaged_pages_are_found_while_reading_and_the_cache_begins_anew(path: Path, opened: Opener) -> None:
    entries = filled(path, 2_000)
    content = bytearray(path.read_bytes())
    content[4_096:] = b"\xa5" * (len(content) - 4_096)
    path.write_bytes(content)
    cache = opened(path)

    assert cache.get_many(entries) == {}
    cache.put_many({"a": b"1"})
    assert cache.get_many(["a"]) == {"a": b"1"}


def test_a_value_that_changed_on_the_disk_is_not_given_out(path: Path, opened: Opener) -> None:
    opened(path).put_many({"a": b"the right value", "b": b"untouched"})
    changed(
        path,
        "UPDATE entries SET value = CAST('the wrong value' AS BLOB) WHERE key = 'a'",
        "INSERT INTO entries VALUES ('c', 'text', 0)",
    )

    assert opened(path).get_many("abc") == {"b": b"untouched"}


def test_another_programs_database_is_left_alone(path: Path, opened: Opener) -> None:
    path.parent.mkdir()
    changed(path, "CREATE TABLE entries (key TEXT, mine TEXT)", "INSERT INTO entries VALUES ('a', 'precious')")
    cache = opened(path)
    cache.put_many({"a": b"1"})

    assert cache.get_many(["a"]) == {}
    assert "another program" in (cache.problem or "")
    assert changed(path, "SELECT mine FROM entries") == [("precious",)]


def test_a_newer_versions_cache_is_left_alone(path: Path, opened: Opener) -> None:
    entries = filled(path)
    changed(path, "PRAGMA user_version = 99")
    cache = opened(path)

    assert cache.get_many(entries) == {}
    assert "newer version" in (cache.problem or "")
    assert changed(path, "SELECT count(*) FROM entries") == [(10,)]


def test_a_place_where_nothing_can_be_written_acts_as_an_empty_cache(tmp_path: Path, opened: Opener) -> None:
    (tmp_path / "file").write_text("not a folder")
    for where in (tmp_path / "file" / "cache.db", tmp_path, Path("/proc/cache.db")):
        cache = opened(where)
        cache.put_many({"a": b"1"})

        assert cache.get_many(["a"]) == {}
        assert str(where) in (cache.problem or "")


def test_a_full_disk_acts_as_an_empty_cache(path: Path) -> None:
    limited = (
        "import resource, sys; from pathlib import Path; from ire_gate.cache import Cache\n"
        "cache = Cache(Path(sys.argv[1])); cache.put_many({'a': b'1'})\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))\n"
        "cache.put_many({str(n): b'x' * 10_000 for n in range(100)})\n"
        "print(len(cache.get_many(['1'])), bool(cache.problem))"
    )
    done = subprocess.run([sys.executable, "-c", limited, str(path)], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["0", "True"]


def test_a_locked_cache_is_skipped_and_used_again_later(path: Path, opened: Opener) -> None:
    entries = filled(path)
    cache = opened(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    cache.put_many({"new": b"1"})
    other.execute("ROLLBACK")
    other.close()

    assert cache.problem is None
    assert cache.get_many([*entries, "new"]) == entries


def test_many_threads_share_one_cache(path: Path, opened: Opener) -> None:
    cache = opened(path)

    def work(number: int) -> bool:
        cache.put_many({f"{number}": b"%d" % number})
        return cache.get_many([f"{number}"]) == {f"{number}": b"%d" % number}

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(work, range(400)))


def test_many_processes_make_and_fill_one_cache_at_once(path: Path, opened: Opener) -> None:
    work = (
        "import sys; from pathlib import Path; from ire_gate.cache import Cache\n"
        "cache = Cache(Path(sys.argv[1])); me = sys.argv[2]\n"
        "for n in range(25): cache.put_many({f'{me}-{n}': me.encode()})\n"
        "sys.exit(cache.problem)"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", work, str(path), str(number)], stderr=subprocess.PIPE)
        for number in range(8)
    ]
    errors = [process.communicate()[1] for process in running]

    assert [process.returncode for process in running] == [0] * 8, errors
    kept = opened(path).get_many([f"{me}-{n}" for me in range(8) for n in range(25)])
    assert len(kept) == 200


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_does_not_use_its_parents_connection(path: Path) -> None:
    work = (
        "import os, sys; from pathlib import Path; from ire_gate.cache import Cache\n"
        "cache = Cache(Path(sys.argv[1])); cache.put_many({'parent': b'1'})\n"
        "if not os.fork(): cache.put_many({'child': b'2'}); cache.close(); os._exit(0)\n"
        "os.wait(); print(sorted(cache.get_many(['parent', 'child'])), cache.problem)"
    )
    done = subprocess.run([sys.executable, "-c", work, str(path)], capture_output=True, text=True, check=True)

    assert done.stdout == "['child', 'parent'] None\n"
