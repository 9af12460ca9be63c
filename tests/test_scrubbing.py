"""Secrets go, ordinary words stay."""

from __future__ import annotations

import pytest

from ire_gate.scrubbing import masked, scrubbed


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
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\nAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW",
        "AIzaSyA0123456789abcdefghijklmnopqrstuv",
        "glpat-0123456789abcdefghij",
        "hf_abcdefghijABCDEFGHIJ0123456789abcd",
        "npm_0123456789abcdefghijABCDEFGHIJ012345",
        "gho_0123456789abcdefghijklmnopqrstuvwxyz",
        "github_pat_11ABCDEFG0123456789_abcdefghijklmnop",
        "xoxp-1234567890-abc",
    ],
)
def test_a_secret_is_known_by_its_shape(secret: str) -> None:
    assert scrubbed(f"use {secret} here") == "use [secret] here"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic [secret]"),
        ("postgresql://shop:hunter2@db:5432/orders", "postgresql://shop:[secret]@db:5432/orders"),
        ("redis://:p@ss!word@cache/0", "redis://:[secret]@cache/0"),
        ('{"a":"x\\nsk-0123456789abcdef"}', '{"a":"x\\n[secret]"}'),
        (
            '{"a":"-----BEGIN PRIVATE KEY-----\\nAAAA","b":"-----END"}',
            '{"a":"-----BEGIN PRIVATE KEY-----\\nAAAA","b":"-----END"}',
        ),
    ],
)
def test_only_the_secret_part_goes(text: str, left: str) -> None:
    assert scrubbed(text) == left


def test_masked_keeps_every_offset_and_line() -> None:
    block = "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----"
    text = f"use sk-0123456789abcdef\n{block}\nthen go"
    hidden = masked(text)

    assert len(hidden) == len(text)
    assert hidden.splitlines()[0] == "use *******************"
    assert [len(line) for line in hidden.splitlines()] == [len(line) for line in text.splitlines()]
    assert hidden.endswith("\nthen go")
    assert "abc" not in hidden


def test_a_text_without_a_secret_is_the_same_object() -> None:
    text = "Set `retries` to 5. " * 50
    assert scrubbed(text) is text
    assert masked(text) is text


def test_only_the_token_after_bearer_goes() -> None:
    assert scrubbed("authorization: bearer abc.def-0123456789") == "authorization: bearer [secret]"


@pytest.mark.parametrize(
    "text",
    [
        "Put the task-management-board into the risk-assessment-report.",
        "The bearer of the token must sign.",
        "Use sklearn and sk-learn.",
        "Set `OPENAI_API_KEY` in the environment.",
        "Send a Bearer authentication-token with basic authentication and basic settings.",
        "Refuse files that begin with -----BEGIN PRIVATE KEY----- and tell the user why they are refused.",
        "Read https://example.org:8080/a@b and http://localhost:3000, then npm_config_registry_of_the_project.",
        "postgresql://user:${DB_PASSWORD}@db/shop, postgresql://user:<password>@db/shop",
        "Add hf_transfer, sk-SK and ghp_ to the task-list; see eyJ and xox-signs.",
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
