"""Which decision a person means: by its id, the beginning of its id, or the id of its intent."""

from __future__ import annotations

from ire_gate.errors import InputError
from ire_gate.ledger.database import DECISIONS, Database
from ire_gate.ledger.rows import storable

PREFIX = 6
"""Characters of a decision's id that are enough to name it, if no other begins so."""

_SHOWN = 5
_COMPARED = 500


def decision_named(database: Database, name: str) -> str:
    """Return the id of the decision that `name` means; of an intent's decisions the newest.

    Raises:
        InputError: There is none, or more than one; the hint tells which there are.
    """
    wanted = storable(name.strip())
    # SQLite takes the index of the intents that have an id only where the question says that this one has.
    for conditions in (
        [DECISIONS.c.decision_id == wanted],
        [DECISIONS.c.intent_id == wanted, DECISIONS.c.intent_id != ""],
    ):
        if wanted and (found := database.ids(*conditions, limit=1)):
            return found[0][0]
    if len(wanted) < PREFIX:
        raise InputError(
            f"no decision or intent has the id {wanted!r}",
            hint=f"the beginning of an id needs {PREFIX} characters; {_near(database, wanted)}",
        )
    begun = database.ids(DECISIONS.c.decision_id.startswith(wanted.lower(), autoescape=True), limit=_SHOWN + 1)
    if len(begun) == 1:
        return begun[0][0]
    if begun:
        raise InputError(
            f"more than one decision begins with {wanted!r}", hint=f"write more of it: {_listed(begun[:_SHOWN])}"
        )
    raise InputError(f"no decision or intent has the id {wanted!r}", hint=_near(database, wanted))


def _near(database: Database, wanted: str) -> str:
    from difflib import get_close_matches

    recent = database.ids(limit=_COMPARED)
    if not recent:
        return "the ledger holds no decisions yet"
    by_name = {name: pair for pair in reversed(recent) for name in pair if name}
    close = [by_name[name] for name in get_close_matches(wanted, by_name, n=_SHOWN)]
    return f"near it: {_listed(close)}" if close else f"the newest: {_listed(recent[:_SHOWN])}"


def _listed(pairs: list[tuple[str, str]]) -> str:
    return ", ".join(f"{decision} (intent {intent})" if intent else decision for decision, intent in pairs)
