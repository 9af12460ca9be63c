"""Loads and renders the prompt templates; knows each template's digest.

Intents and specs reach a template as values, never as templates: the environment is sandboxed and strict.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ire_gate.errors import TemplateError

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

_PACKAGED = Path(__file__).parent / "_prompts"
_CHECKOUT = Path(__file__).parent.parent / "prompts"


def folder() -> Path:
    """Return the folder with the templates: inside the wheel, or beside the package in a checkout."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


def source(name: str) -> str:
    """Return a template's text.

    Raises:
        TemplateError: There is no such template.
    """
    path = folder() / f"{name}.j2"
    try:
        return path.read_text(encoding="utf-8")
    except OSError as problem:
        raise TemplateError(f"{path}: cannot read the prompt template", hint="reinstall ire-gate") from problem


@functools.cache
def digest() -> str:
    """Return the SHA-256 of all templates together: a changed prompt makes every cached answer stale."""
    total = hashlib.sha256()
    for path in sorted(folder().glob("*.j2")):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


@functools.cache
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )


@functools.cache
def _template(name: str) -> Any:
    from jinja2 import TemplateSyntaxError

    try:
        return _environment().from_string(source(name))
    except TemplateSyntaxError as problem:
        raise TemplateError(f"{name}.j2:{problem.lineno}: {problem.message}", hint="mend the template") from problem


def render(name: str, values: Mapping[str, object]) -> str:
    """Return a template filled with values.

    Raises:
        TemplateError: The template is missing or broken, lacks a value, or reaches for something unsafe.
    """
    from jinja2 import TemplateError as JinjaError

    try:
        return str(_template(name).render(values))
    except JinjaError as problem:
        raise TemplateError(f"{name}.j2: {problem}", hint="mend the template") from problem
