"""A stored text holds no secret, and otherwise every character where it was."""

from __future__ import annotations

import socket
from base64 import b64encode
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest

from ire_gate.errors import ConfigError
from ire_gate.gate import Gate
from ire_gate.ledger import texts
from ire_gate.ledger.store import Ledger
from ire_gate.ledger.texts import without_secrets
from tests.ledger.trips import a_trip

# Put together here, so that no scanner takes this file for a leak.
SECRETS = {
    "AWS key id": "AKIA" + "IOSFODNN7EXAMPLF",
    "AWS secret key": "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEX",
    "GitHub token": "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
    "GitLab token": "glpat-" + "x1y2z3A4B5c6D7e8F9g0",
    "Slack token": "xoxb-" + "123456789012-1234567890123-abcdEFGHijklMNOPqrstUVWX",
    "Stripe key": "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "SendGrid key": "SG." + "aB3dE6gH9jK2mN5pQ8sT1v." + "wX4yZ7aB0cD3eF6gH9iJ2kL5mN8oP1qR4sT7uV0wX3y",
    "Twilio SID": "SK" + "0123456789abcdef0123456789abcdef",
    "OpenAI key": "sk-" + "proj-Ab3dEf6hIj9kLm2nOp5q",
    "JSON Web Token": "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
    "password": "correct-horse-battery",
    "database password": "S3cr3tPassw0rd",
    "bearer token": "mF9B5f41JqM4tEst0q8",
    "private key": b64encode(bytes(range(48))).decode(),
}
PLANTED = f"""Deploy the service `billing` to `eu-west-1`.
Upload with {SECRETS["AWS key id"]}, aws_secret_access_key = "{SECRETS["AWS secret key"]}".
Tokens: {SECRETS["GitHub token"]}, `{SECRETS["GitLab token"]}`, {SECRETS["Slack token"]}, {SECRETS["OpenAI key"]}.
Pay with {SECRETS["Stripe key"]}, mail with {SECRETS["SendGrid key"]}, ring with {SECRETS["Twilio SID"]}.
Sign in with {SECRETS["JSON Web Token"]}, or password: `{SECRETS["password"]}`, or Bearer {SECRETS["bearer token"]}.
The database is postgresql://ire:{SECRETS["database password"]}@db.example.com/books.
-----BEGIN RSA PRIVATE KEY-----
{SECRETS["private key"]}
-----END RSA PRIVATE KEY-----
Set `retries` to 5 and keep 12 characters of each password."""


def test_no_planted_secret_is_on_the_disk(path: Path) -> None:
    with Ledger.open(str(path), store_text=True) as ledger:
        ledger.record([a_trip(text=PLANTED)])
        on_disk = b"".join(file.read_bytes() for file in path.parent.iterdir())
        (row,) = ledger.decisions()

    assert {name for name, secret in SECRETS.items() if secret.encode() in on_disk} == set()
    assert b"Set `retries` to 5 and keep 12 characters of each password." in on_disk
    assert b"db.example.com/books" in on_disk
    assert row.digest == a_trip(text=PLANTED).intent.digest


def test_spec_and_back_translation_are_kept_with_the_text_and_without_its_secrets(path: Path) -> None:
    secret = SECRETS["AWS secret key"]
    text = f'In `.env`, set `aws_secret_access_key` to "{secret}". Rename `get_usr` to `get_user` in `auth/session.py`.'
    for is_kept in (True, False):
        with Gate(engine="rules", cache=False, ledger=str(path), store_text=is_kept) as gate:
            trip = gate.check(text)
    with Ledger.open(str(path)) as ledger:
        kept, dropped = ledger.decisions()
    spec = kept.decoded_spec()

    assert trip.reading is not None
    assert spec is not None
    assert [one.id for one in spec.requirements] == [one.id for one in trip.reading.spec.requirements]
    assert "get_user" in str(spec)
    assert "get_user" in (kept.back_translation or "")
    assert secret in f"{trip.reading.spec}"
    assert secret not in f"{kept.spec}{kept.back_translation}"
    assert (dropped.text, dropped.spec, dropped.back_translation) == (None, None, None)


def test_a_secret_of_the_text_is_none_where_nothing_gives_it_away(path: Path) -> None:
    word = "correct" + "horse9x"
    text = f'Set `password = "{word}"` in `.env`. Change `db_password` from `"{word}"` to `"b"`.'
    with Gate(engine="rules", cache=False, ledger=str(path), store_text=True) as gate:
        gate.check(text)
    with Ledger.open(str(path)) as ledger:
        (row,) = ledger.decisions()

    assert word not in "".join(map(str, msgspec.structs.astuple(row)))
    assert len(row.text or "") == len(text)
    assert row.spec is not None


def test_a_password_in_a_sentence_is_one() -> None:
    assert without_secrets('Set the password to "correcthorse9x".') == 'Set the password to "**************".'
    assert without_secrets('Set the title to "Forgotten passwords".') == 'Set the title to "Forgotten passwords".'


@pytest.mark.parametrize("name", SECRETS)
def test_no_half_of_a_secret_is_left(name: str) -> None:
    stored = without_secrets(PLANTED)
    secret = SECRETS[name]

    assert secret in PLANTED
    assert secret[: len(secret) // 2] not in stored
    assert secret[len(secret) // 2 :] not in stored


def test_every_other_character_stays_where_it_was() -> None:
    stored = without_secrets(PLANTED)

    assert len(stored) == len(PLANTED)
    assert all(kept in (char, "*") for char, kept in zip(PLANTED, stored, strict=True))
    for words in ("Deploy the service `billing` to `eu-west-1`.", "Set `retries` to 5", "postgresql://ire:"):
        assert stored.index(words) == PLANTED.index(words)


@pytest.mark.parametrize(
    "text",
    [
        "Rename `get_usr` to `get_user` in `auth/session.py`.",
        "The password must have 12 characters; never log the API key.",
        "Allow 192.0.2.44 and 8.8.8.8 through the firewall.",
        "Change 'ThisIsAVeryLongIdentifierName' to \"AnotherLongIdentifierName2\".",
        "",
        "\n\n",
    ],
)
def test_a_text_without_secrets_is_stored_as_it_is(text: str) -> None:
    assert without_secrets(text) == text


def test_a_secret_that_stands_twice_is_masked_twice() -> None:
    secret = SECRETS["Stripe key"]

    assert without_secrets(f"Replace {secret} by {secret}x") == f"Replace {'*' * 32} by {'*' * 32}x"


def test_no_service_is_asked_whether_a_secret_is_a_real_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)

    assert SECRETS["Slack token"] not in without_secrets(PLANTED)


def test_without_the_library_texts_are_not_stored_at_all(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(texts, "find_spec", lambda _: None)
    with pytest.raises(ConfigError) as told:
        Ledger.open(str(path), store_text=True)

    assert "ire-gate[secrets]" in (told.value.hint or "")
    assert Ledger.open(str(path)).where == str(path)
