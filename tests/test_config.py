"""Settings: limits, layers and messages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ire_gate.config import Settings, load_settings, profile_from, refuse_person_tags
from ire_gate.domain import Limits, Profile
from ire_gate.errors import ConfigError


def load(folder: Path, flags: dict[str, Any] | None = None, **environ: str) -> Settings:
    return load_settings(folder, flags or {}, environ)


def mistake(folder: Path, flags: dict[str, Any] | None = None, **environ: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(folder, flags, **environ)
    return f"{caught.value.message} | {caught.value.hint}"


def written(folder: Path, text: str, name: str = ".ire-gate.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the search for configuration does not leave, and the working folder."""
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


# --- limits


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("threshold", 0),
        ("threshold", 1),
        ("readings", 1),
        ("readings", 5),
        ("timeout", 0.001),
        ("max_retries", 0),
        ("max_retries", 10),
        ("concurrency", 1),
        ("concurrency", 256),
        ("max_bytes", 1),
        ("max_bytes", 100_000_000),
        ("engine", "openai:ft:small:2"),
        ("engine", "anthropic:some-model"),
        ("engine", "replay:recordings"),
        ("on_undecided", "allow"),
        ("on_failure", "allow"),
        ("base_url", "http://127.0.0.1:8000/v1"),
        ("base_url", None),
        ("cache", False),
        ("cache", "somewhere/cache.db"),
        ("ledger", "postgresql://host/db"),
        ("zone", "FRA"),
        ("include", ("docs/**/*.md",)),
        ("tags", {"team": "payments", "user_story": "US-12"}),
        ("profile", Profile(model="m", tokens_in=1)),
    ],
)
def test_a_value_within_its_limits_is_kept(field: str, value: Any) -> None:
    assert getattr(Settings(**{field: value}), field) == value


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("threshold", -0.1, "0 to 1"),
        ("threshold", 1.1, "0 to 1"),
        ("threshold", float("nan"), "0 to 1"),
        ("threshold", "high", "0 to 1"),
        ("threshold", None, "0 to 1"),
        ("threshold", True, "0 to 1"),
        ("readings", 0, "1 to 5"),
        ("readings", 6, "1 to 5"),
        ("readings", 2.5, "1 to 5"),
        ("timeout", 0, "above 0"),
        ("timeout", float("inf"), "above 0"),
        ("max_retries", -1, "0 to 10"),
        ("max_retries", 11, "0 to 10"),
        ("concurrency", 0, "1 to 256"),
        ("concurrency", 257, "1 to 256"),
        ("max_bytes", 0, "1 to 100000000"),
        ("max_bytes", 100_000_001, "1 to 100000000"),
        ("on_undecided", "ignore", "'block' or 'allow'"),
        ("on_failure", "ignore", "'block' or 'allow'"),
        ("measure_energy", "rules", "'none', 'models' or 'all'"),
        ("store_text", "yes", "true or false"),
        ("base_url", "localhost:8000", "http://"),
        ("base_url", "http://", "http://"),
        ("base_url", "http://host:port", "http://"),
        ("base_url", 8000, "http://"),
        ("embedder", " ", "'static'"),
        ("record", "", "folder"),
        ("ledger", 1, "'none'"),
        ("cache", "", "path"),
        ("zone", "world", "three letters"),
        ("include", (), "globs"),
        ("include", "**/*.md", "globs"),
        ("include", ("/etc/*",), "globs"),
        ("include", ("../*.md",), "globs"),
        ("tags", "team", "table"),
        ("tags", {"team": ""}, "characters"),
        ("tags", {"team": 1.5}, "characters"),
        ("tags", {"te am": "x"}, "name of a tag"),
        ("tags", {"team": "x\ny"}, "characters"),
        ("profile", "fast", "table"),
        ("profile", {"tokens_in": -1}, "0 or more"),
        ("profile", {"max_attempts": 0}, "1 to 1000"),
        ("profile", {"seconds": "long"}, "0 or more"),
    ],
)
def test_a_value_out_of_its_limits_is_refused_with_the_field_and_what_is_allowed(
    field: str, value: Any, allowed: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        Settings(**{field: value})

    assert caught.value.message.startswith(field)
    assert allowed in caught.value.message
    assert caught.value.hint is None


@pytest.mark.parametrize(
    ("engine", "hint"),
    [
        ("openia:small", "did you mean 'openai:small'?"),
        ("antropic:small", "did you mean 'anthropic:small'?"),
        ("rule", "did you mean 'rules'?"),
        ("gpt-small", "did you mean 'openai:gpt-small'?"),
        ("claude-small", "did you mean 'anthropic:claude-small'?"),
        ("replya", "did you mean 'replay:DIR'?"),
        ("openai", "give openai:MODEL"),
        ("anthropic: ", "give anthropic:MODEL"),
        ("replay:", "give replay:DIR"),
        ("rules:fast", "give rules"),
        ("xyz", "give 'rules', 'openai:MODEL', 'anthropic:MODEL' or 'replay:DIR'"),
        ("", None),
    ],
)
def test_a_wrong_engine_is_refused_with_what_was_probably_meant(engine: str, hint: str | None) -> None:
    with pytest.raises(ConfigError) as caught:
        Settings(engine=engine)

    assert caught.value.hint == hint


def test_replace_changes_checks_and_names_the_nearest_field() -> None:
    settings = Settings(tags={"team": "a"})
    changed = settings.replace(threshold=1, ledger=Path("x") / "ledger.db", include=["*.md"])

    assert (changed.threshold, changed.ledger, changed.include, changed.tags) == (
        1.0,
        str(Path("x") / "ledger.db"),
        ("*.md",),
        {"team": "a"},
    )
    assert settings.threshold == 0.5
    with pytest.raises(ConfigError, match="readings: 9 is not"):
        settings.replace(readings=9)
    with pytest.raises(ConfigError) as caught:
        settings.replace(treshold=0.4)
    assert caught.value.hint == "did you mean 'threshold'?"


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(ConfigError) as caught:
        Settings(base_url="ftp://me:hunter2@host/v1")

    assert "hunter2" not in f"{caught.value.message}{caught.value.hint}"


# --- files


def test_without_any_configuration_the_defaults_hold(project: Path) -> None:
    assert load(project) == Settings()


def test_the_nearest_file_above_is_used_alone(project: Path) -> None:
    written(project, "threshold = 0.3\nreadings = 3\n")
    written(project / "a", "threshold = 0.4\n")
    deep = project / "a" / "b" / "c"
    deep.mkdir(parents=True)

    assert (load(deep).threshold, load(deep).readings) == (0.4, 1)
    assert load(project).threshold == 0.3


def test_a_file_may_be_given_as_the_start(project: Path) -> None:
    written(project, "threshold = 0.3\n")
    ticket = written(project / "tickets", "Do it.", "one.md")

    assert load(ticket).threshold == 0.3


def test_a_relative_start_with_dots_leads_the_same_way(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(project / "a", "threshold = 0.4\n")
    written(project / "a" / "b", "threshold = 0.3\n")
    (project / "a" / "b" / "c").mkdir()
    monkeypatch.chdir(project / "a" / "b" / "c")

    assert load(Path()).threshold == 0.3
    assert load(Path("../..")).threshold == 0.4


def test_the_search_ends_with_the_folder_that_holds_git(project: Path) -> None:
    written(project, "threshold = 0.3\n")
    inner = project / "inner"
    written(inner, "gitdir: elsewhere", ".git")

    assert load(inner).threshold == 0.5
    written(inner, "threshold = 0.2\n")
    assert load(inner).threshold == 0.2


def test_in_one_folder_the_own_file_wins_over_pyproject(project: Path) -> None:
    written(project, "[tool.ire-gate]\nthreshold = 0.1\nreadings = 5\n", "pyproject.toml")
    assert load(project).threshold == 0.1

    written(project, "threshold = 0.2\n")
    assert (load(project).threshold, load(project).readings) == (0.2, 1)


def test_a_pyproject_without_the_table_is_passed_by(project: Path) -> None:
    written(project, "[tool.ire-gate]\nthreshold = 0.1\n", "pyproject.toml")
    written(project / "a", '[project]\ndependencies = ["ire-gate"]\n', "pyproject.toml")
    written(project / "a" / "b", "this is not TOML", "pyproject.toml")

    assert load(project / "a" / "b").threshold == 0.1


def test_keys_are_written_with_hyphens_or_underscores(project: Path) -> None:
    written(project, "max-retries = 4\non_undecided = 'allow'\n[profile]\ntokens-in = 9\nmax_attempts = 2\n")
    settings = load(project)

    assert (settings.max_retries, settings.on_undecided) == (4, "allow")
    assert settings.profile == Profile(tokens_in=9, max_attempts=2)


def test_every_kind_of_value_is_read_from_a_file(project: Path) -> None:
    written(
        project,
        "engine = 'openai:small'\nbase-url = 'http://127.0.0.1:1/v1'\nthreshold = 1\nstore-text = true\ncache = false\n"
        "include = ['a/*.md', 'b/*.md']\n[tags]\nteam = 'x'\nsprint = 42\n",
    )
    settings = load(project)

    assert (settings.engine, settings.base_url, settings.threshold) == ("openai:small", "http://127.0.0.1:1/v1", 1.0)
    assert (settings.store_text, settings.cache, settings.include) == (True, False, ("a/*.md", "b/*.md"))
    assert settings.tags == {"team": "x", "sprint": "42"}


def test_paths_in_a_file_are_relative_to_it_and_elsewhere_to_the_working_folder(project: Path) -> None:
    written(
        project / "a",
        "engine = 'replay:calls'\nrecord = 'calls'\nledger = 'l.db'\ncache = '../c.db'\nembedder = './model'\n",
    )
    here = project / "a"
    settings = load(here)

    assert settings.engine == f"replay:{here / 'calls'}"
    assert (settings.record, settings.ledger) == (str(here / "calls"), str(here / "l.db"))
    assert Path(str(settings.cache)).resolve() == project / "c.db"
    assert settings.embedder == str(here / "model")
    assert load(here, {"record": "r"}, IRE_GATE_LEDGER="l.db").record == "r"
    assert load(here, {}, IRE_GATE_LEDGER="l.db").ledger == "l.db"


def test_words_and_addresses_in_place_of_paths_are_kept(project: Path) -> None:
    written(project, "ledger = 'sqlite:///x.db'\ncache = 'none'\nembedder = 'org/model'\n")
    settings = load(project)
    assert (settings.ledger, settings.cache, settings.embedder) == ("sqlite:///x.db", False, "org/model")

    written(project, "ledger = 'none'\ncache = '/abs/c.db'\nrecord = '~/calls'\n")
    settings = load(project)
    assert (settings.ledger, settings.cache) == ("none", "/abs/c.db")
    assert settings.record == str(Path.home() / "calls")


def test_an_unknown_key_names_the_file_and_the_nearest_known(project: Path) -> None:
    written(project, "treshold = 0.4\n")
    said = mistake(project)

    assert ".ire-gate.toml" in said
    assert "'treshold'" in said
    assert "did you mean 'threshold'?" in said


def test_an_unknown_key_like_no_other_lists_the_known(project: Path) -> None:
    written(project, "[tool.ire-gate]\nq = 1\n", "pyproject.toml")
    said = mistake(project)

    assert "pyproject.toml" in said
    assert "max_retries" in said


def test_a_wrong_value_names_the_file_the_key_and_the_limits(project: Path) -> None:
    written(project / "sub", "max-retries = 99\n")
    said = mistake(project / "sub")

    assert said.startswith(f"{Path('sub') / '.ire-gate.toml'}: max-retries: 99 is not a whole number from 0 to 10")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1\nthreshold =\n", ".ire-gate.toml:2: not TOML"),
        ("tags = {team = 'x'", ".ire-gate.toml:1: not TOML"),
        ("threshold = 1\nthreshold = 2\n", ".ire-gate.toml:2: not TOML"),
        ("max-retries = 1\nmax_retries = 2\n", "also written max-retries"),
        ("[tool.ire-gate]\nthreshold = 0.4\n", "without [tool.ire-gate]"),
        ("tags = ['x']\n", "KEY=VALUE"),
        ("[profile]\ntoken_in = 1\n", "did you mean 'tokens_in'?"),
        ("[tags]\nauthor = 'x'\n", "never ranks people"),
        ("profile = [[[[]]]]\n", "a list is not a table"),
        (f"threshold = {'9' * 5000}\n", "not TOML"),
    ],
)
def test_a_broken_file_is_told_by_its_place(project: Path, text: str, said: str) -> None:
    written(project, text)

    assert said in mistake(project)


def test_a_file_in_another_encoding_is_told_by_its_line_and_a_byte_order_mark_is_dropped(project: Path) -> None:
    path = project / ".ire-gate.toml"
    path.write_bytes(b"readings = 3\n# caf\xe9\n")
    assert ".ire-gate.toml:2: not UTF-8" in mistake(project)

    path.write_bytes(b"\xef\xbb\xbfreadings = 3\n")
    assert load(project).readings == 3


def test_the_table_in_pyproject_must_be_one_table(project: Path) -> None:
    written(project, "[tool]\nire-gate = 3\n", "pyproject.toml")
    assert "not one table" in mistake(project)

    written(project, "[tool.ire-gate]\nreadings = 1\n[tool.ire_gate]\nreadings = 2\n", "pyproject.toml")
    assert "not one table" in mistake(project)


@pytest.mark.parametrize(
    "text",
    [
        "[tool.ire-gate]\nreadings = 3",
        "[tool.ire_gate]\nreadings = 3",
        '[ tool . "ire-gate" ]\nreadings = 3',
        "tool.ire-gate.readings = 3",
        "tool = {ire-gate = {readings = 3}}",
        "[tool]\nire-gate.readings = 3",
        "['tool']\n[tool.'ire-gate']\nreadings = 3",
    ],
)
def test_the_table_in_pyproject_is_found_however_it_is_spelled(project: Path, text: str) -> None:
    written(project, text, "pyproject.toml")

    assert load(project).readings == 3


# --- environment and flags


def test_the_environment_wins_over_the_file_and_flags_over_both(project: Path) -> None:
    written(project, "threshold = 0.1\nreadings = 3\nconcurrency = 3\n")
    settings = load(
        project, {"threshold": 0.3, "readings": None}, IRE_GATE_THRESHOLD="0.2", IRE_GATE_READINGS="4", HOME="/x"
    )

    assert (settings.threshold, settings.readings, settings.concurrency) == (0.3, 4, 3)


def test_every_field_can_be_set_by_a_variable(project: Path) -> None:
    environ = {
        "ENGINE": "anthropic:small",
        "BASE_URL": "https://host/v1",
        "THRESHOLD": "0",
        "EMBEDDER": "none",
        "READINGS": "3",
        "TIMEOUT": "2.5",
        "MAX_RETRIES": "0",
        "RECORD": "calls",
        "CACHE": "c.db",
        "LEDGER": "none",
        "STORE_TEXT": "TRUE",
        "ON_UNDECIDED": "allow",
        "ON_FAILURE": "allow",
        "WAIVERS": "no",
        "CONCURRENCY": "2",
        "ZONE": "DEU",
        "INCLUDE": "a/*.md, b/*.md",
        "MAX_BYTES": "10",
        "MEASURE_ENERGY": "all",
        "TAGS": "team=x, product=y",
        "PROFILE": "model=7, tokens_in=5, seconds=1.5",
        "BUDGET": "attempts=5, usd=1.5",
    }
    settings = load(project, {}, **{f"IRE_GATE_{name}": text for name, text in environ.items()})

    assert settings == Settings(
        engine="anthropic:small",
        base_url="https://host/v1",
        threshold=0.0,
        embedder="none",
        readings=3,
        timeout=2.5,
        max_retries=0,
        record="calls",
        cache="c.db",
        ledger="none",
        store_text=True,
        on_undecided="allow",
        on_failure="allow",
        waivers=False,
        concurrency=2,
        zone="DEU",
        measure_energy="all",
        include=("a/*.md", "b/*.md"),
        max_bytes=10,
        tags={"team": "x", "product": "y"},
        profile=Profile(model="7", tokens_in=5, seconds=1.5),
        budget=Limits(attempts=5, usd=1.5),
    )
    assert {f.lower() for f in environ} == set(Settings.__struct_fields__)


@pytest.mark.parametrize(
    ("text", "cache"),
    [("0", False), ("false", False), ("None", False), ("1", True), ("true", True), ("x/1", "x/1"), ("", True)],
)
def test_the_cache_variable_is_a_path_or_a_word(project: Path, text: str, cache: bool | str) -> None:
    assert load(project, {}, IRE_GATE_CACHE=text).cache == cache


@pytest.mark.parametrize(
    ("variable", "text", "said"),
    [
        ("IRE_GATE_TRESHOLD", "0.1", "did you mean 'IRE_GATE_THRESHOLD'?"),
        ("IRE_GATE_", "0.1", "known: IRE_GATE_BASE_URL"),
        ("IRE_GATE_THRESHOLD", "high", "IRE_GATE_THRESHOLD: 'high' is not a number from 0 to 1"),
        ("IRE_GATE_READINGS", "2.5", "IRE_GATE_READINGS: 2.5 is not a whole number from 1 to 5"),
        ("IRE_GATE_TAGS", "team", "IRE_GATE_TAGS: 'team' is not KEY=VALUE"),
        ("IRE_GATE_TAGS", "user=x", "IRE_GATE_TAGS: the tag 'user' names a person"),
        ("IRE_GATE_STORE_TEXT", "maybe", "IRE_GATE_STORE_TEXT: 'maybe' is not true or false"),
        ("IRE_GATE_ENGINE", "openai", "IRE_GATE_ENGINE: 'openai' lacks a model"),
        ("IRE_GATE_PROFILE", "tokens=5", "IRE_GATE_PROFILE: there is no key 'tokens'"),
        ("IRE_GATE_INCLUDE", ",", "IRE_GATE_INCLUDE: a list is not a list of globs"),
    ],
)
def test_a_wrong_variable_is_told_by_name(project: Path, variable: str, text: str, said: str) -> None:
    assert said in mistake(project, {}, **{variable: text})


def test_flags_are_told_as_they_are_typed(project: Path) -> None:
    assert "--max-retries: 99 is not" in mistake(project, {"max_retries": 99})
    assert "--tag: the tag 'e-mail' names a person" in mistake(project, {"tags": ("e-mail=x",)})
    assert "did you mean 'threshold'?" in mistake(project, {"treshold": 1})


def test_tags_add_up_and_the_later_layer_wins_per_tag(project: Path) -> None:
    written(project, "[tags]\nteam = 'file'\nservice = 'file'\nproduct = 'file'\n")
    settings = load(project, {"tags": ("team=flag", "kind=a=b")}, IRE_GATE_TAGS="team=env,service=env")

    assert settings.tags == {"team": "flag", "service": "env", "product": "file", "kind": "a=b"}
    assert load(project, {"tags": ()}).tags == {"team": "file", "service": "file", "product": "file"}


# --- tags and people


@pytest.mark.parametrize(
    "key",
    [
        *(
            "user",
            "users",
            "User",
            "USER",
            "user_id",
            "userId",
            "userIDs",
            "user-name",
            "username",
            "UserName",
            "user1",
        ),
        *("author", "commit_author", "commitAuthor", "author-email", "authors", "committer", "created_by", "createdBy"),
        *("email", "e_mail", "emails", "mail_address", "employee", "employee-number", "EMPLOYEE_ID", "assignee"),
        *("assigned_to", "developer", "dev", "person", "people", "name", "full_name", "first-name", "owner"),
        *(
            "user_handle",
            "author_alias",
            "AuTHOR",
            "userA",
            "ａｕｔｈｏｒ",
            "аuthor",
            "signed_off_by",
            "closedBy",
            "staffNr",
        ),
        *("code.owner", "login", "user.login", "who", "tech_lead", "reviewer", "maintainers", "git_user", "manager"),
    ],
)
def test_a_tag_that_names_a_person_is_refused_with_the_reason(key: str) -> None:
    with pytest.raises(ConfigError, match="person") as caught:
        refuse_person_tags({"team": "payments", key: "x"})

    assert "never ranks people" in (caught.value.hint or "")


@pytest.mark.parametrize(
    "key",
    [
        *("team", "product", "service", "model", "kind", "sprint", "ticket", "customer", "user_story", "user-facing"),
        *("product_name", "team_id", "package_manager", "blocked_by", "owner_team", "person_days", "authoring"),
        *("service_account", "package_handle", "driven_by"),
        *("devops", "names_service", "id", "env", "repository", "login_page", "team-2"),
    ],
)
def test_a_tag_for_work_is_allowed(key: str) -> None:
    refuse_person_tags({key: "x"})

    assert Settings(tags={key: "x"}).tags == {key: "x"}


@pytest.mark.parametrize(
    "value",
    [
        "jane@example.org",
        "Jane <jane.d+x@mail.example.co>",
        "by jane@example.org today",
        "jane@example.org.",
        "jane＠example.org",
    ],
)
def test_an_e_mail_address_as_a_value_is_refused(value: str) -> None:
    with pytest.raises(ConfigError, match="e-mail"):
        refuse_person_tags({"team": value})


@pytest.mark.parametrize("value", ["left-pad@1.2.3", "git@github.com:org/repo", "@org/team", "50% @ peak", "a@b"])
def test_a_value_with_an_at_sign_that_is_no_address_is_allowed(value: str) -> None:
    refuse_person_tags({"team": value})

    assert Settings(tags={"team": value}).tags == {"team": value}


def test_a_profile_is_read_from_a_table_and_its_unknown_keys_are_told() -> None:
    assert profile_from({"tokens-in": 3, "seconds": 2}, "profile") == Profile(tokens_in=3, seconds=2.0)
    assert profile_from(None, "profile") is None
    with pytest.raises(ConfigError, match=r"p: there is no key 'second'") as caught:
        profile_from({"second": 2}, "p")
    assert caught.value.hint == "did you mean 'seconds'?"


# --- start-up


def test_settings_without_a_file_need_no_parser_and_no_library() -> None:
    code = (
        "import sys, pathlib; from ire_gate.config import load_settings; load_settings(pathlib.Path('/'), {}, {});"
        "print([m for m in ('tomllib', 'rapidfuzz', 'yaml', 'pydantic', 'dataclasses') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"
