"""Engines by name: which provider, where, with which key, and what is said when that cannot be."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ire_gate.errors import ConfigError
from ire_gate.providers.base import Provider
from ire_gate.providers.registry import get_provider
from tests.providers.conftest import TEXT, Server, asked, chat, messages

Connect = Callable[..., Provider]


def test_rules_asks_no_model() -> None:
    with pytest.raises(ConfigError, match="asks no model"):
        get_provider("rules")


@pytest.mark.parametrize(
    ("engine", "variable"), [("openai:gpt", "OPENAI_API_KEY"), ("anthropic:claude", "ANTHROPIC_API_KEY")]
)
@pytest.mark.parametrize("value", [None, "", " \n"])
def test_without_a_key_the_vendor_is_not_asked_and_the_variable_is_named(
    monkeypatch: pytest.MonkeyPatch, engine: str, variable: str, value: str | None
) -> None:
    monkeypatch.delenv("ANTHROPIC_AUTH_TOKEN", raising=False)
    if value is not None:
        monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigError, match=variable) as caught:
        get_provider(engine)

    assert "--engine rules" in (caught.value.hint or "")


@pytest.mark.parametrize(
    "url", ["https://api.openai.com/v1", "https://eu.api.openai.com", "https://API.openai.com:443/v1"]
)
def test_the_vendor_by_its_own_url_wants_a_key_all_the_same(url: str) -> None:
    with pytest.raises(ConfigError, match="OPENAI_API_KEY"):
        get_provider("openai:gpt", base_url=url)


def test_a_name_that_only_ends_like_the_vendors_is_a_server_of_ones_own(connect: Connect) -> None:
    provider = connect(base_url="https://evilapi.openai.com.example")

    assert (provider.name, provider.model) == ("openai", "stub")


@pytest.mark.parametrize("key", ["sk-tést", "sk-two words", "sk-two\nlines", "“sk-quoted”"])
def test_a_key_that_cannot_be_one_is_refused_without_being_shown(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", key)
    with pytest.raises(ConfigError, match="characters that no key has") as caught:
        get_provider("openai:gpt")

    assert key not in f"{caught.value.message}{caught.value.hint}"


@pytest.mark.parametrize(
    "url",
    [
        "localhost:8000",
        "ftp://host/v1",
        "http://",
        "http:///v1",
        "http://host:port/v1",
        "http://[::1/v1",
        "http://a b/v1",
        "?",
    ],
)
@pytest.mark.parametrize("engine", ["openai:gpt", "anthropic:claude"])
def test_what_is_not_a_base_url_is_refused(engine: str, url: str) -> None:
    with pytest.raises(ConfigError, match=r"base_url: not a"):
        get_provider(engine, base_url=url)


def test_a_bad_url_in_the_environment_is_named_by_its_variable_and_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "ftp://me:planted@host")
    with pytest.raises(ConfigError, match="OPENAI_BASE_URL") as caught:
        get_provider("openai:gpt")

    assert "planted" not in caught.value.message


@pytest.mark.parametrize("end", ["", "/", "/v1", "/v1/", "/v1/chat/completions", "/v1/messages"])
def test_a_base_url_is_taken_in_every_usual_form(server: Server, connect: Connect, end: str) -> None:
    engine = "anthropic:stub" if end.endswith("messages") else "openai:stub"
    server.steps = [messages() if engine.startswith("anthropic") else chat()]
    connect(engine, base_url=f"{server.root}{end}").complete(asked())

    assert server.paths == ["/v1/messages" if engine.startswith("anthropic") else "/v1/chat/completions"]


@pytest.mark.parametrize("end", ["", "/", "/v1", "/v1/"])
def test_anthropic_takes_the_same_forms(server: Server, connect: Connect, end: str) -> None:
    server.steps = [messages()]
    connect("anthropic:stub", base_url=f"{server.root}{end}").complete(asked())

    assert server.paths == ["/v1/messages"]


def test_a_path_of_a_gateway_is_kept(server: Server, connect: Connect) -> None:
    server.steps = [chat()]
    connect(base_url=f"{server.root}/openai/v1?api-version=1").complete(asked())

    assert server.paths == ["/openai/v1/chat/completions"]


@pytest.mark.parametrize(
    ("engine", "variable", "answer"),
    [("openai:stub", "OPENAI_BASE_URL", chat()), ("anthropic:stub", "ANTHROPIC_BASE_URL", messages())],
)
def test_the_vendors_variable_names_the_server(
    server: Server, connect: Connect, monkeypatch: pytest.MonkeyPatch, engine: str, variable: str, answer: object
) -> None:
    monkeypatch.setenv(variable, server.root)
    server.steps = [answer]  # type: ignore[list-item]

    assert connect(engine, base_url=None).complete(asked()).text == TEXT


def test_a_server_of_ones_own_gets_the_key_that_is_set_and_else_a_filler(
    server: Server, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.steps = [chat()]
    connect().complete(asked())
    monkeypatch.setenv("OPENAI_API_KEY", "sk-mine\n")
    connect().complete(asked())

    assert server.keys == ["Bearer none", "Bearer sk-mine"]


def test_anthropics_token_serves_where_there_is_no_key(
    server: Server, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "token-1")
    server.steps = [messages()]
    connect("anthropic:stub").complete(asked())

    assert server.keys == ["Bearer token-1"]


def test_a_model_name_may_hold_colons(server: Server, connect: Connect) -> None:
    server.steps = [chat()]
    provider = connect("openai:llama3.1:8b")
    provider.complete(asked())

    assert provider.model == server.bodies[0]["model"] == "llama3.1:8b"


def test_neither_a_name_nor_a_replay_loads_a_vendors_client(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "import ire_gate.providers.asking, ire_gate.providers.openai, ire_gate.providers.anthropic\n"
        "from ire_gate.errors import ConfigError\n"
        "from ire_gate.providers.registry import get_provider\n"
        "for engine in ('openai:gpt', 'anthropic:claude', sys.argv[1]):\n"
        "    try: get_provider(engine)\n"
        "    except ConfigError: pass\n"
        "print(*sorted({'openai', 'anthropic', 'httpx2', 'pydantic', 'numpy'} & set(sys.modules)))"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI", "ANTHROPIC"))}
    command = [sys.executable, "-c", code, f"replay:{tmp_path}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)

    assert done.stdout.strip() == ""
