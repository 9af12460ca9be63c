"""``ire-gate init``: a configuration to begin with, and the hook that runs the gate at commit time."""

from __future__ import annotations

from pathlib import Path

import click

from ire_gate.cli.console import say, write
from ire_gate.config import Settings
from ire_gate.config.files import OWN_FILE
from ire_gate.errors import InputError
from ire_gate.hooks.hosts import HOSTS

HOOKS_FILE = ".pre-commit-config.yaml"

FILES = (
    r"(^|/)(prompts|intents)/.*\.(md|txt)$|(^|/)(specs|tickets)/.*\.md$"
    r"|\.(intent|prompt)\.(md|txt)$|\.intents\.(jsonl|ya?ml)$"
)
"""What the hooks look at: what the setting ``include`` finds in folders, as pre-commit writes it."""

NOT_FILES = r"(^|/)[Rr][Ee][Aa][Dd][Mm][Ee]\.[^/]*$"

HOOK = f"""\
  - repo: local
    hooks:
      - id: ire-gate
        name: intent gate (local rules)
        entry: ire-gate check --engine rules
        language: system
        files: {FILES}
        exclude: {NOT_FILES}
        require_serial: true
        stages: [pre-commit]
      - id: ire-gate-llm
        name: intent gate (the configured engine)
        entry: ire-gate check
        language: system
        files: {FILES}
        exclude: {NOT_FILES}
        require_serial: true
        stages: [pre-push]
"""

_BOTH_STAGES = "default_install_hook_types: [pre-commit, pre-push]\n"

_TOLD = {
    "engine": "What translates: rules (local, free), openai:MODEL, anthropic:MODEL or replay:DIR.",
    "base_url": "Address of an endpoint in place of the vendor's own, e.g. http://127.0.0.1:8000/v1.",
    "threshold": "Ambiguity above it blocks (0 to 1).",
    "embedder": "static (comes with ire-gate), none, or a sentence-transformers model by name or folder.",
    "readings": "Independent readings of one intent at most, by a model in doubt (1 to 5).",
    "timeout": "Seconds that one try of a call may take.",
    "max_retries": "Retries of one call after a failure that may pass.",
    "record": "Folder to record calls in, for engine = replay:DIR.",
    "cache": "false, true, or the path of the file.",
    "ledger": "none, a path, or an SQLAlchemy URL; unset: a file in your data folder.",
    "store_text": "Whether the ledger keeps the texts besides their digests.",
    "on_undecided": "What run and the guards do where the gate could not look: block or allow.",
    "on_failure": "What becomes of a prompt to a coding agent when its hook fails: block or allow.",
    "waivers": "Whether waivers in the texts hold; false where the texts come from strangers.",
    "concurrency": "Intents under way at the same time.",
    "zone": "Electricity zone for carbon: an ISO 3166 code of three letters, or WOR (world).",
    "measure_energy": "Of this machine, with ire-gate[energy]: none, models (that run here), or all (rules, too).",
    "include": "Files to read in a folder.",
    "max_bytes": "Size of one intent at most.",
}
_UNSET = {"base_url": "http://127.0.0.1:8000/v1", "record": "recordings", "ledger": "ledger.db"}
"""Examples for the settings that have no default."""

_TABLES = """
# What every intent is booked under; never a person.
# [tags]
# team = "payments"

# What one execution would use, for the estimate of what is at risk.
# [profile]
# provider = "openai"
# model = "gpt-5-mini"
# tokens_in = 20000
# tokens_out = 4000
# seconds = 90
# max_attempts = 3

# What one task of an unattended agent may use before it is stopped.
# [budget]
# attempts = 5
# tokens = 500000
# usd = 2.0
# grams = 50
# seconds = 3600
"""


@click.command("init", short_help="Write a configuration.")
@click.option("--force", is_flag=True, help=f"Write {OWN_FILE} anew if there is one.")
@click.option("--agent", type=click.Choice(list(HOSTS)), help="Write the hook of a coding agent, and nothing else.")
def command(force: bool, agent: str | None) -> int:
    """Write .ire-gate.toml with every setting and its default, and the hooks of pre-commit if there are none.

    Nothing that exists is written over without --force. An existing .pre-commit-config.yaml is never touched: the lines
    to add are printed. The hook of a coding agent is added to what its file says; where that cannot be done safely, the
    lines are printed.
    """
    if agent:
        from ire_gate.hooks.setup import install

        say(f"wrote {install(HOSTS[agent], Path())}")
        return 0
    written = _write_settings(force=force)
    hooks = Path(HOOKS_FILE)
    if not hooks.exists():
        _save(hooks, f"{_BOTH_STAGES}repos:\n{HOOK}")
        written = True
    elif "ire-gate" not in _read(hooks):
        say(f"{HOOKS_FILE} exists; add this to its repos:")
        write([HOOK])
    if not written:
        raise InputError(f"{OWN_FILE} exists", hint="--force writes it anew")
    say("next: ire-gate check PATH, ire-gate doctor, pre-commit install")
    return 0


def settings_file() -> str:
    """Return the text of a configuration in which every setting stands with its default, commented out."""
    defaults = Settings()
    lines = [
        "# Settings of ire-gate. Environment variables (IRE_GATE_…) and flags win over this file.",
        "",
    ]
    for name, told in _TOLD.items():
        value = getattr(defaults, name)
        key = name.replace("_", "-")
        setting = (
            f"# {key} = {_toml(_UNSET[name])}  # an example; not set" if value is None else f"# {key} = {_toml(value)}"
        )
        lines += [f"# {told}", setting, ""]
    return "\n".join(lines[:-1]) + "\n" + _TABLES


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + "".join(f"\n#   {_toml(part)}," for part in value) + "\n# ]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _write_settings(*, force: bool) -> bool:
    path = Path(OWN_FILE)
    if path.exists() and not force:
        say(f"{OWN_FILE} exists and stays as it is")
        return False
    _save(path, settings_file())
    return True


def _save(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise InputError(f"{path}: cannot be written: {problem.strerror}", hint="check the folder") from problem
    say(f"wrote {path}")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as problem:
        raise InputError(f"{path}: cannot be read: {problem.strerror}", hint="check its permissions") from problem
