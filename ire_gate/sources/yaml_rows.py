"""Files of many rows in YAML, and front matter. Imported only when one is read: PyYAML takes 10 ms.

Nodes are read in place of ready-made objects: they know their lines, an id such as ``1.10`` keeps its zero, and aliases
that would unfold into gigabytes stay folded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import yaml

from ire_gate.config import Settings
from ire_gate.sources.problems import UnfitError
from ire_gate.sources.rows import Row, claim, clean_id
from ire_gate.sources.texts import sound_text

if TYPE_CHECKING:
    AnyLoader = yaml.SafeLoader | yaml.CSafeLoader

# PyYAML may be built without libyaml; the loader in Python does the same in ten times the time.
Loader: type[AnyLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MERGE = "tag:yaml.org,2002:merge"
RAW = frozenset({"id", "tags"})
"""Keys whose scalars are taken as they are written, not as the number or date that they look like."""
KEYS = frozenset({"id", "tags", "profile", "waivers", "text", "intents", "ire-gate", "ire_gate", "intent"})
"""Keys that are read; what else a file holds is other tools' business."""
MOST = 50
"""Entries of one list of waivers, or of codes, that are read; aliases may unfold into any number."""
HINT = "write a list of texts, or of mappings with id and text"


def yaml_rows(text: str, settings: Settings) -> Iterator[Row | UnfitError]:
    """Read the intents of a YAML file of one or more documents.

    A document is a list of texts and mappings with ``text``, or a mapping with such a list under ``intents`` (its
    ``tags``, ``profile`` and ``waivers`` then hold for each entry without), or a single mapping with ``text``.

    Raises:
        UnfitError: The file is not YAML from some line on (the entries before it are yielded), or has no entries.
    """
    seen: dict[int, int | None] = {}
    is_empty = True
    for loader, root in _documents(text, 1):
        for node, defaults in _entries(loader, root):
            is_empty = False
            try:
                row = _row(loader, node, defaults, settings.max_bytes)
                claim(seen, row.id, row.line)
                yield row
            except UnfitError as unfit:
                yield unfit
    if is_empty:
        raise UnfitError("empty: it has no intents", hint=HINT)


def front_matter(text: str, line: int) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the keys of front matter that concern us (``id``, ``tags``, ``profile``, ``waivers``, what takes it out).

    The second part is `Row.lines`.

    Args:
        text: What stands between the fences.
        line: 1-based line of the file that it begins with.

    Raises:
        UnfitError: Not YAML, or not a mapping.
    """
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for loader, root in _documents(text, line):
        if not isinstance(root, yaml.MappingNode):
            hint = "write keys and values between the lines ---; for a ruled line write ***"
            raise UnfitError("the front matter is no mapping", hint=hint, line=_line(root, line))
        values.update(_mapping(loader, root, line))
        lines.update(_lines(root, line))
    return values, lines


def _documents(text: str, line: int) -> Iterator[tuple[AnyLoader, yaml.Node]]:
    try:
        loader = Loader(text)
        while loader.check_node():
            root = loader.get_node()
            if root is not None and not _is_null(root):
                yield loader, root
    except yaml.YAMLError as problem:
        raise _diagnosis(problem, text, line) from None
    except RecursionError:
        raise UnfitError("not YAML: nested too deep", hint=HINT) from None


def _entries(loader: AnyLoader, root: yaml.Node) -> Iterator[tuple[yaml.Node, Mapping[str, Any]]]:
    defaults: dict[str, Any] = {}
    nodes: Any = root
    if isinstance(root, yaml.MappingNode):
        nodes = next((value for key, value in root.value if key.value == "intents"), None)
        if nodes is None:
            yield root, {}
            return
        values = _mapping(loader, root, 1)
        defaults = {key: values[key] for key in ("tags", "profile", "waivers") if key in values}
    if not isinstance(nodes, yaml.SequenceNode):
        what = "intents is no list" if nodes is not root else "neither a list nor a mapping"
        raise UnfitError(what, hint=HINT, line=_line(nodes, 1))
    for node in nodes.value:
        yield node, defaults


def _row(loader: AnyLoader, node: yaml.Node, defaults: Mapping[str, Any], max_bytes: int) -> Row:
    line = _line(node, 1)
    values: dict[str, Any] = {}
    text_node: Any = node
    if isinstance(node, yaml.MappingNode):
        values = _mapping(loader, node, 1)
        text_node = next((value for key, value in node.value if key.value == "text"), None)
        if text_node is None:
            hint = "a text with a colon and a space in it needs quotes" if len(node.value) == 1 else HINT
            raise UnfitError("the entry has no 'text'", hint=hint, line=line)
    text, first = sound_text(_scalar(loader, text_node, 1), line=_text_line(text_node), max_bytes=max_bytes)
    id_ = clean_id(values.get("id"), line)
    lines = dict(_lines(node, 1))
    return Row(line=first, id=id_, texts=(text,), values={**defaults, **values}, lines=lines)


def _mapping(loader: AnyLoader, node: yaml.MappingNode, line: int) -> dict[str, Any]:
    """Return what a mapping says under the keys that are read, and of the mappings in it their scalars."""
    values: dict[str, Any] = {}
    for key, value in _pairs(node, line):
        if key not in KEYS or key in {"text", "intents"}:
            continue
        if key == "waivers":
            values[key] = _plain(value, 4)
        elif isinstance(value, yaml.MappingNode):
            pairs = _pairs(value, line)
            values[key] = {name: _scalar(loader, item, line, is_raw=key in RAW) for name, item in pairs}
        else:
            values[key] = _scalar(loader, value, line, is_raw=key in RAW)
    return values


def _lines(node: yaml.Node, line: int) -> Iterator[tuple[str, int]]:
    """Yield the names by which errors call the tags, the parts of the profile and waivers, with their lines."""
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value == "waivers":
            items = value.value if isinstance(value, yaml.SequenceNode) else [value]
            yield from ((f"waivers.{place}", _line(item, line)) for place, item in enumerate(items))
        if key.value in ("tags", "profile"):
            yield key.value, _line(key, line)
            for name, _ in value.value if isinstance(value, yaml.MappingNode) else ():
                said = str(name.value) if key.value == "tags" else str(name.value).replace("-", "_")
                yield f"{key.value}.{said}", _line(name, line)


def _pairs(node: yaml.MappingNode, line: int) -> Iterator[tuple[str, yaml.Node]]:
    seen = set()
    for key, value in node.value:
        if key.tag == MERGE:
            hint = "write the keys out"
            raise UnfitError("merge keys (<<) are not read", hint=hint, line=_line(key, line))
        name = key.value if isinstance(key, yaml.ScalarNode) else None
        if name is None:
            continue
        if name in seen and name in KEYS:
            raise UnfitError(f"the key {name!r} is written twice", hint="keep one of the two", line=_line(key, line))
        seen.add(name)
        yield name, value


def _scalar(loader: AnyLoader, node: yaml.Node, line: int, *, is_raw: bool = False) -> Any:
    """Return a scalar's value; for any other node a mapping or a list, since its type is all that is of interest."""
    if isinstance(node, yaml.MappingNode):
        return {}
    if isinstance(node, yaml.SequenceNode):
        return [None]
    if is_raw and not _is_null(node):
        return node.value
    try:
        return loader.construct_object(node)
    except (yaml.YAMLError, ValueError) as problem:
        what = getattr(problem, "problem", None) or str(problem)
        raise UnfitError(f"not a value: {what}", hint="write it in quotes", line=_line(node, line)) from None


def _plain(node: yaml.Node, depth: int) -> Any:
    """Return what a node says, every scalar as it is written; None for null, 0 for what is too much to be meant."""
    if isinstance(node, yaml.ScalarNode):
        return None if _is_null(node) else node.value
    if depth == 0 or len(node.value) > MOST:
        return 0
    if isinstance(node, yaml.MappingNode):
        return {str(key.value)[:MOST]: _plain(value, depth - 1) for key, value in node.value}
    return [_plain(item, depth - 1) for item in node.value]


def _is_null(node: yaml.Node) -> bool:
    return bool(node.tag == "tag:yaml.org,2002:null")


def _line(node: yaml.Node, line: int) -> int:
    return int(node.start_mark.line) + line


def _text_line(node: yaml.Node) -> int:
    """Return the line that a text begins with: under the mark of a block, else where it stands."""
    is_block = isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}
    return _line(node, 2 if is_block else 1)


def _diagnosis(problem: yaml.YAMLError, text: str, line: int) -> UnfitError:
    mark = getattr(problem, "problem_mark", None)
    if mark is not None:
        line += mark.line
        what = getattr(problem, "problem", None) or "broken"
    else:
        # A character that YAML does not allow; libyaml counts in bytes, the slow loader in characters.
        position = getattr(problem, "position", 0)
        line += text[:position].count("\n") if Loader is yaml.SafeLoader else text.encode()[:position].count(b"\n")
        what = str(problem).partition("\n")[0]
    return UnfitError(f"not YAML: {what}", hint="quote what holds a colon, a # or a bracket", line=line)
