"""Typed answers: the JSON Schema that a model must fit, and the reading of what it wrote."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)

_TOLD = 200
"""Characters of a validation message that are passed on; it may quote the answer."""

_MAKING = threading.Lock()
"""msgspec crashes if threads make a decoder of one type at once."""

_PLACE = re.compile(r" - at `(.+)`$", re.DOTALL)


class UnusableAnswerError(Exception):
    """A model's text is not the JSON that was asked for; the message says where it departs from it."""


def decode(answer_type: type[T], text: str) -> T:
    """Read a model's text as a value of `answer_type`.

    What stands around the one JSON object is skipped: a code fence, a thought, a sentence. Servers that do not enforce
    a schema add them. The object itself must fit exactly.

    >>> import msgspec
    >>> Point = msgspec.defstruct("Point", [("x", int)])
    >>> decode(Point, 'Here you are: {"x": 1}')
    Point(x=1)

    Raises:
        UnusableAnswerError: The text is empty, not JSON, cut off, or of another shape.
    """
    if not text.strip():
        raise UnusableAnswerError("the answer is empty")
    decoder: msgspec.json.Decoder[T] = _decoder(answer_type)
    try:
        return decoder.decode(_object_in(text))
    except RecursionError:
        raise UnusableAnswerError("the answer is nested too deeply") from None
    except ValueError as problem:
        raise UnusableAnswerError(_located(str(problem))) from None


@functools.cache
def strict_schema(answer_type: type) -> dict[str, Any]:
    """Return the closed JSON Schema of a msgspec Struct, as both vendors' strict modes accept it.

    Every object is closed and all its properties are required, in the order of the fields; nullable stands as
    ``anyOf``; references are written out; titles, descriptions, defaults and bounds are left out (bounds hold all the
    same: `decode` checks them). The same object is returned each time: do not change it.

    Raises:
        TypeError: The type has a map, a tagged union, a tuple of mixed types or a cycle, which strict modes refuse.
    """
    (root,), known = msgspec.json.schema_components((answer_type,), ref_template="{name}")
    return _closed(root, known, ())


@functools.cache
def _decoder(answer_type: type[T]) -> msgspec.json.Decoder[T]:
    with _MAKING:
        return msgspec.json.Decoder(answer_type)


def _object_in(text: str) -> bytes:
    """Cut from the first opening brace to the last closing one, past the thoughts of a model that shows them."""
    if not text.lstrip().startswith("{"):
        text = text.rpartition("</think>")[2]
    start = text.find("{")
    if start < 0:
        raise UnusableAnswerError("the answer holds no JSON object")
    end = text.rfind("}") + 1
    return text[start : end if end > start else None].encode()


def _located(message: str) -> str:
    """Put the place before the complaint, and cut the complaint: it may quote the answer."""
    place = _PLACE.search(message)
    complaint = message[: place.start()] if place else message
    if len(complaint) > _TOLD:
        complaint = f"{complaint[:_TOLD]}…"
    return f"{place[1] if place else '$'}: {complaint}"


def _closed(node: Mapping[str, Any], known: Mapping[str, Any], above: tuple[str, ...]) -> dict[str, Any]:
    if name := node.get("$ref"):
        if name in above:
            raise TypeError(f"{name} contains itself: strict structured output has no finite form for it")
        return _closed(known[name], known, (*above, name))
    if "anyOf" in node and "discriminator" not in node:
        return {"anyOf": [_closed(option, known, above) for option in node["anyOf"]]}
    if "enum" in node:
        is_text = all(isinstance(value, str) for value in node["enum"])
        return {**({"type": "string"} if is_text else {}), "enum": node["enum"]}
    kind = node.get("type")
    if kind == "object" and "properties" in node:
        properties = {key: _closed(value, known, above) for key, value in node["properties"].items()}
        return {"type": kind, "properties": properties, "required": list(properties), "additionalProperties": False}
    if kind == "array" and "items" in node and "prefixItems" not in node:
        return {"type": kind, "items": _closed(node["items"], known, above)}
    if kind in {"string", "integer", "number", "boolean", "null"}:
        return {"type": kind}
    raise TypeError(f"strict structured output has no form for {dict(node)!r}")
