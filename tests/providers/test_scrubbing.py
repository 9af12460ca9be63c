"""Secrets go, ordinary words stay."""

from __future__ import annotations

import pytest

from ire_gate.providers.scrubbing import scrubbed


@pytest.mark.parametrize(
    "secret",
    [
        "sk-0123456789abcdef",
        "sk-ant-api03-abc_DEF-123",
        "AKIAABCDEFGHIJKLMNOP",
        "ghp_0123456789abcdefghijklmnopqrstuvwxyz",
        "xoxb-1234567890-abc",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
        "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_a_secret_is_known_by_its_shape(secret: str) -> None:
    assert scrubbed(f"use {secret} here") == "use [secret] here"


def test_only_the_token_after_bearer_goes() -> None:
    assert scrubbed("authorization: bearer abc.def-0123456789") == "authorization: bearer [secret]"


@pytest.mark.parametrize(
    "text",
    [
        "Put the task-management-board into the risk-assessment-report.",
        "The bearer of the token must sign.",
        "Use sklearn and sk-learn.",
        "Set `OPENAI_API_KEY` in the environment.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert scrubbed(text) == text


def test_what_the_environment_calls_a_secret_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "short-one\n")
    monkeypatch.setenv("DB_PASSWORD", "correct-horse-battery")
    monkeypatch.setenv("CI_TOKEN", "none")
    monkeypatch.setenv("GREETING", "good-morning-everybody")

    assert scrubbed("short-one, correct-horse-battery, none, good-morning-everybody") == (
        "[secret], [secret], none, good-morning-everybody"
    )


def test_a_secret_inside_a_longer_one_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_TOKEN", "abcdefghijklm")
    monkeypatch.setenv("B_TOKEN", "abcdefghijklmnopqrst")

    assert scrubbed("abcdefghijklmnopqrst") == "[secret]"
