"""The published JSON Schemas (draft 2020-12) of verdicts and specs, made from the types that write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from ire_gate.domain import SPEC_VERSION, Spec
from ire_gate.reports.json import VerdictRow

FOLDER = Path(__file__).parent

TYPES: dict[str, type] = {"verdict-1": VerdictRow, "spec-1": Spec}
"""Name of each published schema, and the type that it describes."""


def schema(name: str) -> dict[str, Any]:
    """Return the schema as the types have it now; the file beside this one must be equal to it.

    Every key of an object is required: what is not known is null, not left out.
    """
    made = msgspec.json.schema(TYPES[name])
    for definition in made["$defs"].values():
        _close_gaps(definition)
    if name == "spec-1":
        made["$defs"]["Spec"]["properties"]["version"] = {"const": SPEC_VERSION}
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:ire-gate:{name}",
        "title": f"ire_gate.{name.replace('-', '/')}",
    }
    return head | made


def text(name: str) -> str:
    """Return the schema as the file holds it."""
    return msgspec.json.format(msgspec.json.encode(schema(name)), indent=2).decode() + "\n"


def write() -> list[Path]:
    """Write all schemas and return their paths."""
    paths = [FOLDER / f"{name}.json" for name in TYPES]
    for name, path in zip(TYPES, paths, strict=True):
        path.write_text(text(name), encoding="utf-8")
    return paths


def _close_gaps(definition: dict[str, Any]) -> None:
    properties = definition.get("properties")
    if properties is None:
        return
    definition["required"] = list(properties)
    for described in properties.values():
        described.pop("default", None)
