"""Tags: what work is booked under, and the people that it is never booked under."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from ire_gate.config.rules import misfit, shown
from ire_gate.errors import ConfigError

LONGEST_KEY = 64
LONGEST_VALUE = 200

PERSONS = frozenset(
    """
    actor analyst approver assignee assigner author authorid authorname coauthor coder colleague committer contact
    contributor coworker creator designer dev developer editor email emailaddress employee employeeid employeename
    employer engineer firstname fullname gituser human individual initials lastname login maintainer member nick
    nickname owner ownerid ownername people person personid personnel programmer reporter requester requestor
    reviewer samaccountname staff staffer submitter surname tester uid upn user useremail userid userlogin username
    who whoami whom
    """.split()
)
"""Nouns for a person, in the singular."""
ATTRIBUTES = frozenset(
    """
    account address alias display first full handle hash id key last mail name no nr number profile ssn url uuid
    """.split()
)
"""What a person may have: looked past to the noun before it."""
ALONE = frozenset("handle lead manager".split())
"""Words that mean a person alone, but not in ``package_manager``."""
PHRASES = frozenset("team_lead tech_lead assigned_to reported_to".split())
DEEDS = frozenset(
    """
    approved assigned authored changed checked closed committed coded completed created deployed developed done
    edited executed fixed implemented made merged modified off opened owned prompted pushed raised released reported
    requested resolved reviewed run sent signed started submitted tested triggered updated verified written
    """.split()
)
"""What makes a person of ``…_by``; ``blocked_by`` is none."""
_WORD = r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+"
_E_MAIL = r"(?i)(?<![a-z])e[-_. ]?mail"
_ADDRESS = r"[^\s@<>(),;]@(?:[\w-]+\.)+[A-Za-z]{2,}(?!\.?[\w:/-])"

REASON = (
    "ire-gate measures work items and teams' outcomes; it never ranks people. "
    "Tag the work: team=…, product=…, service=…"
)
_LOOKALIKES = str.maketrans("аеорсхуіѕјһԁɡορεαικντυ", "aeopcxyisjhdgopeaikvtu")
"""Letters of other alphabets that stand for Latin ones."""


def refuse_person_tags(tags: Mapping[str, str]) -> None:
    """Refuse tags that say who a person is.

    A key is read as words (``commitAuthor``, ``commit-author`` and ``commit_author`` are the same) and its last noun
    counts: ``story_author`` is a person, ``user_story`` is not. A value that holds an e-mail address is refused too.

    Raises:
        ConfigError: A key or a value names a person; the hint gives the reason.
    """
    for key, value in tags.items():
        if _names_person(key):
            raise ConfigError(f"the tag {shown(key)} names a person", hint=REASON)
        if re.search(_ADDRESS, unicodedata.normalize("NFKC", value)):
            raise ConfigError(f"the tag {shown(key)} holds an e-mail address", hint=REASON)


def tags_from(value: Any, where: str) -> dict[str, str]:
    """Return tags from a table, or from a list of ``KEY=VALUE``.

    Whole numbers become text. Keys and values are trimmed.

    Raises:
        ConfigError: Something else, an empty or overlong key or value, a control character, or a person.
    """
    pairs = _pairs(value, where)
    tags = dict(_tag(key, text, where) for key, text in pairs.items())
    try:
        refuse_person_tags(tags)
    except ConfigError as problem:
        raise ConfigError(f"{where}: {problem.message}", hint=problem.hint) from None
    return tags


def split_pairs(items: list[str] | tuple[str, ...], where: str) -> dict[str, str]:
    """Return the table that a list of ``KEY=VALUE`` spells.

    Raises:
        ConfigError: An item without ``=``.
    """
    table: dict[str, str] = {}
    for item in items:
        key, equals, text = item.partition("=")
        if not equals:
            raise misfit(item, where, "KEY=VALUE, for example team=payments")
        table[key.strip()] = text.strip()
    return table


def _pairs(value: Any, where: str) -> Mapping[Any, Any]:
    if isinstance(value, Mapping):
        return value
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return split_pairs(value, where)
    raise misfit(value, where, "a table of tags, for example team = 'payments'")


def _tag(key: Any, value: Any, where: str) -> tuple[str, str]:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(key, str) or not _is_key(key.strip()):
        raise misfit(
            key, where, f"the name of a tag: up to {LONGEST_KEY} characters, no spaces, commas or equals signs"
        )
    if not isinstance(text, str) or not text.strip() or not text.isprintable() or len(text) > LONGEST_VALUE:
        raise misfit(value, f"{where}.{key.strip()}", f"text of 1 to {LONGEST_VALUE} characters on one line")
    return key.strip(), text.strip()


def _is_key(key: str) -> bool:
    return 0 < len(key) <= LONGEST_KEY and key.isprintable() and not any(mark in key for mark in " ,=")


def _names_person(key: str) -> bool:
    key = unicodedata.normalize("NFKC", key).translate(_LOOKALIKES)
    words = [word.lower() for word in re.findall(_WORD, re.sub(_E_MAIL, "email", key)) if len(word) > 1]
    if _is_in("".join(words), PERSONS):
        return True
    if words[-1:] == ["by"] and words[-2:-1] and words[-2] in DEEDS:
        return True
    if "_".join(words[-2:]) in PHRASES or (len(words) == 1 and words[0] in ALONE):
        return True
    noun = next((word for word in reversed(words) if not _is_in(word, ATTRIBUTES)), None)
    if noun is None:
        return any(word in {"name", "names", "mail"} for word in words)
    return _is_in(noun, PERSONS)


def _is_in(word: str, nouns: frozenset[str]) -> bool:
    return word in nouns or word.removesuffix("s") in nouns
