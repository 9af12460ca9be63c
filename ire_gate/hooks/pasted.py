"""What of a prompt was pasted from a machine: code in fences, logs, tracebacks. Pure."""

from __future__ import annotations

import re

from ire_gate.language.lexicon import IMPERATIVES

_FENCE = re.compile(r"^[ \t]*(```|~~~).*?(?:^[ \t]*\1[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_MACHINE = re.compile(
    r"""\s*(?:
      Traceback\ \(most\ recent | File\ ".*",\ line\ \d | at\ \S+.*[(:] | goroutine\ \d | Caused\ by:
    | [\w.]*(?:Error|Exception|Warning)(?:\[\w+\])?: | (?:error|warning|fatal|panic|note)(?:\[\w+\])?:
    | (?:npm|pnpm|yarn|cargo|pip)\ (?:ERR!|error|WARN|warning) | make(?:\[\d+\])?:\ \*\*\*
    | (?:\S+\ +)?\[?(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL|FAILED|PASSED|PANIC)\b
    | \[?\d{4}-\d\d-\d\d[T\ ]\d\d:\d\d | \d\d:\d\d:\d\d\b | --> | \d*\s*\| | [$>%]\ \S | ===+\ .*=$ | \^~*$
    | [\w./\\-]+:\d+(?::\d+)?:
    )""",
    re.VERBOSE,
)
_ORDER = re.compile(r"(?:[,;–—]|\s-)\s*(?:please\s+)?(\w+)")


def own_words(prompt: str) -> str:
    r"""Return what the user wrote, without what a machine did.

    >>> own_words("Traceback (most recent call last):\n  File \"a.py\", line 1\nKeyError: 'x'")
    ''
    >>> own_words("KeyError: 'x' in a.py, handle that case")
    "KeyError: 'x' in a.py, handle that case"
    """
    lines: list[str] = []
    is_output = False
    for line in _FENCE.sub("\n", prompt).splitlines():
        is_output = _is_output(line, follows_output=is_output)
        if not is_output:
            lines.append(line)
    return "\n".join(lines).strip()


def _is_output(line: str, *, follows_output: bool) -> bool:
    """Whether a machine wrote a line; one that also gives an order (*…, handle that case*) counts as the user's."""
    if follows_output and line[:2].isspace() and line.strip():
        return True
    return bool(_MACHINE.match(line)) and not any(word.lower() in IMPERATIVES for word in _ORDER.findall(line))
