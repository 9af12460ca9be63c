"""Whatever is wrong with a ledger is told as one error that names the place and what to do."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ire_gate.errors import ConfigError, LedgerError
from ire_gate.ledger.store import Ledger
from tests.ledger.trips import ROOT, a_trip

TRYING = (
    "import sys; from ire_gate.errors import LedgerError; from ire_gate.ledger.store import Ledger\n"
    "from tests.ledger.trips import a_trip\n"
    "try:\n"
    "    {}\n"
    "    Ledger.open(sys.argv[1]).record([a_trip(n) for n in range(500)]); print('recorded')\n"
    "except LedgerError as error: print(error.message, error.hint, sep='\\n')\n"
)


AS_ORDINARY_USER = "import os; os.getuid() or os.setuid(65_534)"
"""Root is stopped by no permission, so it becomes nobody when all modules are read."""


def trying(path: Path, *, first: str) -> str:
    """What a process of its own is told when it records."""
    command = [sys.executable, "-c", TRYING.format(first), str(path)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def refused(path: Path) -> LedgerError:
    with Ledger.open(str(path)) as ledger, pytest.raises(LedgerError) as told:
        ledger.record([a_trip()])
    assert str(path) in told.value.message
    assert told.value.hint
    assert told.value.exit_code == 3
    return told.value


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder whose parents every user may enter; those of `tmp_path` are the tester's own."""
    with TemporaryDirectory(prefix="ire-gate-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions of another kind")
def test_a_read_only_folder(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    told = trying(open_folder / "ledger.db", first=AS_ORDINARY_USER)
    open_folder.chmod(0o755)

    assert str(open_folder / "ledger.db") in told
    assert "make the folder and the file writable" in told
    assert "IRE_GATE_LEDGER" in told


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions of another kind")
def test_a_read_only_file(open_folder: Path) -> None:
    path = open_folder / "ledger.db"
    with Ledger.open(str(path)) as ledger:
        ledger.record([a_trip()])
    path.chmod(0o444)
    open_folder.chmod(0o555)
    told = trying(path, first=AS_ORDINARY_USER)
    open_folder.chmod(0o755)

    assert str(path) in told
    assert "make the folder and the file writable" in told


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions of another kind")
def test_a_read_only_file_in_a_writable_folder_is_refused_before_anything_is_spent(open_folder: Path) -> None:
    path = open_folder / "ledger.db"
    with Ledger.open(str(path)) as ledger:
        ledger.record([a_trip()])
    path.chmod(0o444)
    open_folder.chmod(0o777)
    told = trying(path, first=f"{AS_ORDINARY_USER}; Ledger.open(sys.argv[1]).prepare(); print('prepared')")
    read = "rows = list(Ledger.open(sys.argv[1]).decisions()); print(len(rows), 'read')"
    still = trying(path, first=f"import ire_gate.ledger.database; {AS_ORDINARY_USER}; {read}")

    assert "prepared" not in told
    assert "make the folder and the file writable" in told
    assert "1 read" in still


def test_a_full_disk(path: Path) -> None:
    with Ledger.open(str(path)) as ledger:
        ledger.record([a_trip()])
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (70_000, 70_000))"
    told = trying(path, first=limit)

    assert str(path) in told
    assert "free some space" in told
    with Ledger.open(str(path)) as ledger:
        assert len(list(ledger.decisions())) == 1


@pytest.mark.parametrize("content", [b"my notes, not a database" * 100, b"SQLite format 3\0" + b"\xff" * 8_000])
def test_a_file_that_is_no_database_is_kept_as_it_is(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)

    assert "move the file away" in (refused(path).hint or "")
    assert path.read_bytes() == content


def test_a_damaged_ledger(path: Path) -> None:
    with Ledger.open(str(path)) as ledger:
        ledger.record([a_trip(number) for number in range(200)])
    content = bytearray(path.read_bytes())
    content[8_192:] = b"\xa5" * (len(content) - 8_192)
    path.write_bytes(content)

    assert "restore a copy" in (refused(path).hint or "")
    with Ledger.open(str(path)) as ledger, pytest.raises(LedgerError, match="malformed"):
        list(ledger.decisions())


def test_another_programs_database_is_kept_as_it_is(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE orders (id INTEGER)")
        other.commit()
    before = path.read_bytes()

    assert "not a ledger" in refused(path).message
    assert path.read_bytes() == before


def test_a_ledger_of_a_newer_version(path: Path) -> None:
    with Ledger.open(str(path)) as ledger:
        ledger.record([a_trip()])
    with closing(sqlite3.connect(path)) as other:
        other.execute("INSERT INTO migrations VALUES ('0099-from-the-future', '2030-01-01')")
        other.commit()

    told = refused(path)
    assert "newer version" in told.message
    assert "0099-from-the-future" in told.message
    assert "update ire-gate" in (told.hint or "")
    with Ledger.open(str(path)) as ledger, pytest.raises(LedgerError, match="newer version"):
        list(ledger.decisions())
    with Ledger.open(str(path)) as ledger, pytest.raises(LedgerError, match="newer version"):
        ledger.typical({})


def test_a_folder_and_a_path_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    for path in (tmp_path, tmp_path / "file" / "ledger.db"):
        assert "writable" in (refused(path).hint or "")


def test_nothing_goes_wrong_before_the_ledger_is_used(tmp_path: Path) -> None:
    ledger = Ledger.open(str(tmp_path))

    with pytest.raises(LedgerError):
        ledger.prepare()


@pytest.mark.parametrize(
    "url",
    [
        "mysql://host/db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///a.db?mode=ro",
        "nonsense://x",
        "://",
        "postgresql://h:port/db",
    ],
)
def test_a_url_that_no_ledger_can_be_kept_in(url: str) -> None:
    with pytest.raises(ConfigError) as told:
        Ledger.open(url)

    assert told.value.hint
    assert told.value.exit_code == 2


def test_a_database_that_does_not_answer_and_no_password_in_what_is_told() -> None:
    pytest.importorskip("psycopg")
    with Ledger.open("postgresql://ire:hunter2@127.0.0.1:1/books?password=hunter3&connect_timeout=5") as ledger:
        with pytest.raises(LedgerError) as told:
            ledger.record([a_trip()])

        assert "127.0.0.1:1/books" in told.value.message
        assert "the database answers" in (told.value.hint or "")
        assert "hunter" not in f"{told.value.message} {told.value.hint} {ledger.where}"
