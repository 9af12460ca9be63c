"""Exchanges on disk: written beside a live provider, and later answered from in its place.

A recording is one readable JSON file, ``ROLE-KEY.json``. The key is taken from the request alone, so that a folder is
all that a replay needs; one folder holds one model's answers.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from ire_gate.domain import Call
from ire_gate.errors import ConfigError, ProviderError, RecordingError
from ire_gate.providers.base import Completion, Provider, Request, Usage
from ire_gate.scrubbing import scrubbed

RECORDING_VERSION: Final = "ire_gate.recording/1"
_KEY_LENGTH = 20
_FILE_NAME = re.compile(rf"\w+-[0-9a-f]{{{_KEY_LENGTH}}}\.json")


class RecordedRequest(Struct, frozen=True, kw_only=True):
    """What was asked, for people to read; a replay finds the file by its name."""

    schema_name: str
    schema_digest: str
    """SHA-256 of the schema's canonical JSON, in hex, its first 16 digits."""
    max_tokens: int
    system: str
    user: str


class Recording(Struct, frozen=True, kw_only=True):
    """One exchange. The answer stands in ``answer_json`` if it is a JSON object, else as text in ``answer``."""

    version: Literal["ire_gate.recording/1"] = RECORDING_VERSION
    provider: str
    model: str
    role: str
    repeat: int
    request: RecordedRequest
    answer: str | None = None
    answer_json: dict[str, Any] | None = None
    is_cut: bool = False
    usage: Usage

    @property
    def engine(self) -> str:
        """Which model answered, as ``PROVIDER:MODEL``."""
        return f"{self.provider}:{self.model}"

    @property
    def text(self) -> str:
        """The answer as text; the same from the live exchange and from each replay of it."""
        return self.answer or "" if self.answer_json is None else msgspec.json.encode(self.answer_json).decode()


class Recorder:
    """Passes requests on, and writes each answered exchange into a folder.

    The caller gets the answer as the replay will give it, scrubbed of secrets, so that both runs end alike. Exchanges
    that failed are not recorded.

    Args:
        provider: Who answers.
        folder: Made if it is missing.

    Raises:
        ConfigError: The folder cannot be written, or holds another model's answers.
        RecordingError: What the folder holds cannot be read.
    """

    def __init__(self, provider: Provider, folder: Path) -> None:
        self.name = provider.name
        self.model = provider.model
        self._provider = provider
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            first = _first(folder)
        except OSError as problem:
            raise ConfigError(
                f"{folder}: cannot record here: {problem.strerror}", hint="name another folder"
            ) from problem
        if first is not None:
            _refuse_mixture(folder, _load(first).engine, f"{self.name}:{self.model}")

    def complete(self, request: Request) -> Completion:
        """Answer, and record.

        Raises:
            ProviderError: No answer came, or it could not be recorded; what was used is in its ``calls`` either way.
        """
        completion = self._provider.complete(request)
        recording = _recording(request, completion)
        path = self._folder / _file_name(request)
        try:
            _write(path, msgspec.json.format(msgspec.json.encode(recording), indent=2) + b"\n")
        except OSError as problem:
            raise ProviderError(
                f"{path}: cannot write the recording: {problem.strerror}",
                hint="make room, or go on without --record",
                calls=(*completion.failed, completion.call),
            ) from problem
        return msgspec.structs.replace(completion, text=recording.text)

    def close(self) -> None:
        """Close the provider."""
        self._provider.close()


class Replay:
    """Answers from a folder of recordings and from nothing else.

    Only the file that a request needs is read, so a folder may hold any number.

    Raises:
        ConfigError: The folder is missing or holds no recordings.
        RecordingError: Its first recording cannot be read.
    """

    name = "replay"

    def __init__(self, folder: Path) -> None:
        try:
            first = _first(folder)
        except OSError as problem:
            raise ConfigError(
                f"replay:{folder}: cannot read the folder: {problem.strerror}",
                hint=f"record one first: --engine openai:MODEL --record {folder}",
            ) from problem
        if first is None:
            raise ConfigError(
                f"replay:{folder}: the folder holds no recordings",
                hint=f"record some first: --engine openai:MODEL --record {folder}",
            )
        self.model = _load(first).engine
        self._folder = folder

    def complete(self, request: Request) -> Completion:
        """Return the recorded answer with the recorded usage; it takes no time.

        Raises:
            RecordingError: This request was never recorded, or the recording cannot be read.
            ConfigError: The recording is another model's.
        """
        path = self._folder / _file_name(request)
        try:
            recording = _load(path)
        except FileNotFoundError:
            raise RecordingError(
                f"{self._folder}: no recording for {request.role}, key {_key(request)}",
                hint="the intent, the prompts or the schema differ from what was recorded; "
                f"record again: --engine {self.model} --record {self._folder}",
            ) from None
        _refuse_mixture(self._folder, self.model, recording.engine)
        call = Call(
            role=request.role,
            provider=recording.provider,
            model=recording.model,
            tokens_in=recording.usage.tokens_in,
            tokens_cached=recording.usage.tokens_cached,
            tokens_out=recording.usage.tokens_out,
            seconds=0.0,
        )
        return Completion(text=recording.text, call=call, is_cut=recording.is_cut)

    def close(self) -> None:
        """Nothing to give back."""


def _recording(request: Request, completion: Completion) -> Recording:
    answer = scrubbed(completion.text)
    try:
        as_json = msgspec.json.decode(answer, type=dict[str, Any])
    except (ValueError, RecursionError):
        as_json = None
    call = completion.call
    return Recording(
        provider=call.provider,
        model=call.model,
        role=request.role,
        repeat=request.repeat,
        request=RecordedRequest(
            schema_name=request.schema_name,
            schema_digest=_digest(request.schema)[:16],
            max_tokens=request.max_tokens,
            system=scrubbed(request.system),
            user=scrubbed(request.user),
        ),
        answer=answer if as_json is None else None,
        answer_json=as_json,
        is_cut=completion.is_cut,
        usage=Usage(tokens_in=call.tokens_in, tokens_cached=call.tokens_cached, tokens_out=call.tokens_out),
    )


def _file_name(request: Request) -> str:
    return f"{request.role}-{_key(request)}.json"


def _key(request: Request) -> str:
    """Return the request's digest: of what a model sees and the repeat's index, not of who is asked."""
    seen = {
        "role": request.role,
        "system": request.system,
        "user": request.user,
        "schema": request.schema,
        "max_tokens": request.max_tokens,
        "repeat": request.repeat,
    }
    return _digest(seen)[:_KEY_LENGTH]


def _digest(value: dict[str, Any]) -> str:
    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()


def _first(folder: Path) -> Path | None:
    """Return the first recording by name, without reading any."""
    name = min(filter(_FILE_NAME.fullmatch, os.listdir(folder)), default=None)  # noqa: PTH208 - names suffice, 1,000 of them
    return folder / name if name else None


def _load(path: Path) -> Recording:
    try:
        return _DECODER.decode(path.read_bytes())
    except FileNotFoundError:
        raise
    except OSError as problem:
        raise RecordingError(f"{path}: cannot read the recording: {problem.strerror}") from problem
    except (ValueError, RecursionError) as problem:
        raise RecordingError(
            f"{path}: not a recording of this version ({RECORDING_VERSION}): {problem}",
            hint="delete the file and record it again",
        ) from problem


def _write(path: Path, content: bytes) -> None:
    """Write all of it or nothing: whoever reads meanwhile finds the file whole."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _refuse_mixture(folder: Path, one: str, other: str) -> None:
    if one != other:
        raise ConfigError(
            f"{folder}: holds answers of {one}, and now of {other}",
            hint="keep each model's recordings in a folder of their own",
        )


_DECODER = msgspec.json.Decoder(Recording)
