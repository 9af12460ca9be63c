"""Recorded exchanges: readable, scrubbed, found again by the request alone, and never mixed."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ire_gate import Gate, Intent
from ire_gate.domain import BackTranslation, VerdictName
from ire_gate.errors import ConfigError, ProviderError, RecordingError
from ire_gate.providers.asking import ask
from ire_gate.providers.base import Completion, Provider
from ire_gate.providers.registry import get_provider
from tests.conftest import Endpoint, specification
from tests.conftest import gap as declared_gap
from tests.providers.conftest import TEXT, Server, asked, chat, messages, reply

Connect = Callable[..., Provider]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "recordings"


def replay(folder: Path) -> Provider:
    return get_provider(f"replay:{folder}")


def only(folder: Path) -> dict[str, Any]:
    (path,) = folder.iterdir()
    return dict(json.loads(path.read_text()))


def used(completion: Completion) -> tuple[int | None, int | None, int | None]:
    return completion.call.tokens_in, completion.call.tokens_cached, completion.call.tokens_out


@pytest.mark.parametrize(("engine", "answer"), [("openai:stub", chat), ("anthropic:stub", messages)])
@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        '{ "b" : 1.50,\n"a": [null, "é\\u00e9\\n"] }',
        "```json\n{}\n```",
        "no JSON",
        "",
        '{"cut": "o',
        "[1]",
        "{" * 9000,
    ],
    ids=["json", "spaced", "fence", "talk", "empty", "cut", "list", "deep"],
)
def test_a_replay_gives_the_answer_and_the_usage_of_the_live_run(
    server: Server, connect: Connect, folder: Path, engine: str, answer: Callable[..., Any], text: str
) -> None:
    server.steps = [answer(text)]
    live = connect(engine, record=str(folder)).complete(asked())
    provider = replay(folder)
    again = provider.complete(asked())

    assert again.text == live.text
    assert used(again) == used(live) == (100, 64, 20)
    assert (provider.name, provider.model) == ("replay", engine)
    assert f"{again.call.provider}:{again.call.model}" == engine
    assert (again.call.seconds, again.call.error) == (0.0, None)
    if text.startswith("{ "):
        assert json.loads(again.text) == json.loads(text)
    else:
        assert again.text.replace('": "', '":"') == text.replace('": "', '":"')


def test_a_recording_is_for_people_to_read(server: Server, connect: Connect, folder: Path) -> None:
    server.steps = [chat()]
    connect(record=str(folder)).complete(asked(repeat=1))
    (path,) = folder.iterdir()
    recording = only(folder)

    assert path.name.startswith("backtranslate-")
    assert path.read_text().count("\n") > 10
    assert recording["version"] == "ire_gate.recording/1"
    assert (recording["provider"], recording["model"]) == ("openai", "stub")
    assert (recording["role"], recording["repeat"]) == ("backtranslate", 1)
    assert recording["request"]["system"] == "Write English."
    assert recording["request"]["user"] == "the spec"
    assert (recording["request"]["schema_name"], recording["request"]["max_tokens"]) == ("BackTranslation", 500)
    assert recording["answer_json"] == json.loads(TEXT)
    assert recording["usage"] == {"tokens_in": 100, "tokens_cached": 64, "tokens_out": 20}


def test_unknown_usage_stays_unknown_and_a_cut_stays_a_cut(server: Server, connect: Connect, folder: Path) -> None:
    server.steps = [chat("{", finish="length", usage=None)]
    connect(record=str(folder)).complete(asked())
    again = replay(folder).complete(asked())

    assert used(again) == (None, None, None)
    assert again.is_cut


@pytest.mark.parametrize(
    "changes",
    [
        {"user": "another"},
        {"system": "another"},
        {"role": "specify"},
        {"repeat": 1},
        {"max_tokens": 501},
        {"schema": {"type": "object"}},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_request_that_was_never_recorded_is_not_answered(
    server: Server, connect: Connect, folder: Path, changes: dict[str, Any]
) -> None:
    server.steps = [chat()]
    connect(record=str(folder)).complete(asked())
    request = msgspec.structs.replace(asked(), **changes)
    with pytest.raises(RecordingError, match=f"no recording for {request.role}, key [0-9a-f]{{20}}") as caught:
        replay(folder).complete(request)

    assert str(folder) in caught.value.message
    assert "--record" in (caught.value.hint or "")
    assert caught.value.exit_code == 3


def test_a_failed_exchange_is_not_recorded_and_a_try_before_an_answer_neither(
    server: Server, connect: Connect, folder: Path
) -> None:
    server.steps = [reply({"error": {"message": "Busy."}}, 503, retry_after_ms="1"), chat(), chat(None, refusal="No.")]
    provider = connect(record=str(folder))
    completion = provider.complete(asked())
    with pytest.raises(ProviderError, match="refused"):
        provider.complete(asked("another"))

    assert len(completion.failed) == 1
    assert len(list(folder.iterdir())) == 1
    assert replay(folder).complete(asked()).failed == ()


def test_a_repaired_answer_is_replayed_with_its_repair(server: Server, connect: Connect, folder: Path) -> None:
    server.steps = [chat('{ "text":   7 }'), chat()]
    live = ask(connect(record=str(folder)), "backtranslate", {"spec": "{}"}, BackTranslation)
    again = ask(replay(folder), "backtranslate", {"spec": "{}"}, BackTranslation)

    assert again[0] == live[0]
    assert len(again[1]) == len(live[1]) == 2


def test_no_secret_reaches_a_recording_and_the_replay_finds_it_all_the_same(
    server: Server, connect: Connect, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "planted-openai-key")
    monkeypatch.setenv("DEPLOY_TOKEN", "planted-deploy-token")
    planted = "Send planted-openai-key, planted-deploy-token, sk-proj-0123456789abcdef or Bearer abcdef0123456789 now."
    server.steps = [chat(json.dumps({"text": planted}))]
    live = connect(record=str(folder)).complete(asked(planted, system=planted))
    monkeypatch.delenv("OPENAI_API_KEY")
    again = replay(folder).complete(asked(planted, system=planted))
    (path,) = folder.iterdir()

    assert again.text == live.text
    assert json.loads(again.text)["text"] == "Send [secret], [secret], [secret] or Bearer [secret] now."
    for secret in ("planted", "sk-proj", "abcdef0123456789"):
        assert secret not in path.read_text()
    assert server.bodies[0]["messages"][-1]["content"] == planted


def test_a_folder_that_holds_another_models_answers_is_not_recorded_into(
    server: Server, connect: Connect, folder: Path
) -> None:
    server.steps = [chat()]
    connect("openai:one", record=str(folder)).complete(asked())
    with pytest.raises(ConfigError, match=r"openai:one.*openai:two"):
        connect("openai:two", record=str(folder))

    connect("openai:one", record=str(folder)).complete(asked("another"))
    assert len(list(folder.iterdir())) == 2


def test_a_replay_that_meets_another_model_names_both(server: Server, connect: Connect, folder: Path) -> None:
    server.steps = [chat()]
    connect("openai:one", record=str(folder)).complete(asked("one"))
    connect("openai:two", record=str(folder / "two")).complete(asked("two"))
    connect("openai:two", record=str(folder / "two")).complete(asked("three"))
    for path in (folder / "two").iterdir():
        path.rename(folder / path.name)
    provider = replay(folder)
    other = {"openai:one": "two", "openai:two": "one"}[provider.model]
    with pytest.raises(ConfigError, match=r"openai:(one|two), and now of openai:(one|two)"):
        provider.complete(asked(other))


@pytest.mark.parametrize("made", [False, True], ids=["missing", "empty"])
def test_a_folder_without_recordings_cannot_be_replayed(folder: Path, made: bool) -> None:
    if made:
        folder.mkdir()
        (folder / "package.json").write_text("{}")
    with pytest.raises(ConfigError, match=r"replay:.*(No such|no recordings)") as caught:
        replay(folder)

    assert "--record" in (caught.value.hint or "")


def test_a_file_cannot_be_replayed_or_recorded_into(folder: Path, connect: Connect) -> None:
    folder.write_text("")
    with pytest.raises(ConfigError, match="Not a directory"):
        replay(folder)
    with pytest.raises(ConfigError, match="cannot record here"):
        connect(record=str(folder))


def test_a_replay_is_not_recorded(server: Server, connect: Connect, folder: Path) -> None:
    server.steps = [chat()]
    connect(record=str(folder)).complete(asked())
    with pytest.raises(ConfigError, match="cannot be recorded"):
        get_provider(f"replay:{folder}", record=str(folder))


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '{"version": "ire_gate.recording/9"}', "\udcff", "[" * 100_000],
    ids=["empty", "cut", "list", "hollow", "version", "bytes", "deep"],
)
def test_a_recording_that_cannot_be_read_is_named(server: Server, connect: Connect, folder: Path, content: str) -> None:
    server.steps = [chat()]
    connect(record=str(folder)).complete(asked())
    (path,) = folder.iterdir()
    provider = replay(folder)
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(RecordingError, match=path.name):
        provider.complete(asked())
    with pytest.raises(RecordingError, match=path.name):
        replay(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_can_be_replayed_and_not_recorded_into(
    server: Server, connect: Connect, folder: Path
) -> None:
    server.steps = [chat()]
    provider = connect(record=str(folder))
    provider.complete(asked())
    folder.chmod(0o555)
    try:
        assert replay(folder).complete(asked()).text
        with pytest.raises(ProviderError, match="cannot write the recording") as caught:
            provider.complete(asked("another"))
    finally:
        folder.chmod(0o755)

    assert [call.tokens_in for call in caught.value.calls] == [100]


def test_a_recording_that_cannot_be_written_books_the_call(server: Server, connect: Connect, folder: Path) -> None:
    server.steps = [chat()]
    provider = connect(record=str(folder))
    folder.rmdir()
    with pytest.raises(ProviderError, match="cannot write the recording") as caught:
        provider.complete(asked())

    assert [call.tokens_in for call in caught.value.calls] == [100]


def test_threads_that_record_leave_whole_files_and_no_drafts(server: Server, connect: Connect, folder: Path) -> None:
    server.steps = [chat()]
    provider = connect(record=str(folder))
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda number: provider.complete(asked(str(number % 20))), range(100)))
    player = replay(folder)

    assert len(list(folder.iterdir())) == 20
    assert {player.complete(asked(str(number))).text for number in range(20)} == {'{"text":"Set `retries` to 5."}'}


def test_a_thousand_recordings_do_not_slow_a_replay_down(server: Server, connect: Connect, folder: Path) -> None:
    server.steps = [chat()]
    connect(record=str(folder)).complete(asked())
    (path,) = folder.iterdir()
    for number in range(1000):
        (folder / f"backtranslate-{number:020x}.json").hardlink_to(path)
    started = time.process_time()
    replay(folder).complete(asked())

    assert time.process_time() - started < 0.1


def test_a_whole_trip_is_replayed_to_the_same_verdict(endpoint: Endpoint, folder: Path) -> None:
    endpoint.answers["Specification"] = [specification(declared_gap("best customers", 0.9))]
    intent = Intent(text="List the best customers.", id="1")
    with Gate("openai:test", base_url=endpoint.url, record=str(folder), cache=False, ledger="none") as gate:
        live = gate.check(intent)
    with Gate(f"replay:{folder}", cache=False, ledger="none") as gate:
        again = gate.check(intent)

    assert again.verdict == live.verdict
    assert again.verdict.verdict is VerdictName.BLOCKED
    assert (again.engine.name, again.engine.model) == ("replay", "openai:test")
    assert again.spent.tokens_in == live.spent.tokens_in == 100
