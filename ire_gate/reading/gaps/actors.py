"""Deeds without a doer, and messages without a receiver."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ire_gate.language.lexicon import DETERMINERS
from ire_gate.reading.scene import Scene
from ire_gate.reading.smell import Smell

_BE = frozenset("is are was were be been being gets get got".split())
_DECIDING = frozenset(
    "discussed confirmed approved agreed decided clarified coordinated negotiated consulted escalated authorised "
    "authorized signed-off".split()
)
_ADDRESSING = frozenset(
    "email mail notify inform tell ask contact page ping alert call message report send forward escalate assign "
    "hand".split()
)
_CONSENT = frozenset({"approval", "permission", "consent", "sign-off", "clearance", "confirmation"})
_CLOSED = frozenset({"restricted", "protected", "secured"})
_CAUSING = frozenset({"have", "get", "getting", "having"})
_PASSING = frozenset(
    "escalate escalated forward forwarded refer submit announce circulate distribute deliver delegate".split()
)
_ASKING = frozenset("get obtain seek after with without needs need require requires request await".split())
_OWING = frozenset("is are needs need has have ought still supposed".split())
_ROLES = frozenset(
    "team owner owners manager managers lead leads admin admins administrator administrators department management "
    "staff group responsible maintainer maintainers stakeholders developers developer engineers expert experts".split()
)
_HUMAN = _DECIDING | frozenset(
    "reviewed checked signed tested verified validated translated proofread assessed released inspected looked cleared "
    "read revised counted audited".split()
)
_TELLING = frozenset(
    "notified informed told phoned called contacted emailed alerted invited reminded warned asked paged".split()
)
"""Their passives name who is told; who tells is open only if even that is a pronoun."""


def find(scene: Scene) -> Iterator[Smell]:
    """Yield a smell for each deed without a doer, and for each message without a receiver."""
    for index, word in enumerate(scene.low):
        rule = _RULES.get(word)
        if rule is not None and scene.kinds[index] == "word":
            yield from rule(scene, index)


def _is_passive(scene: Scene, index: int) -> bool:
    before = scene.word(index - 1)
    return before in _BE or (before == "not" and scene.word(index - 2) in _BE)


def _passive(scene: Scene, index: int) -> Iterator[Smell]:
    first, last = scene.sentence(index)
    if not _is_passive(scene, index):
        return
    if scene.low[index] in _TELLING and scene.word(index - 2) not in {"they", "it", "he", "she"}:
        return
    if "by" in scene.low[index : min(last, index + 8)]:
        return
    start = index
    while start > first and index - start < 5 and scene.low[start - 1] not in {",", ";", "."}:  # noqa: PLR2004 - the subject's reach
        start -= 1
    verb = scene.low[index]
    yield Smell(
        "actor.passive",
        "missing_actor_or_target",
        start,
        index + 1,
        f"By whom is it {verb}?",
        (f"it is {verb} by whoever executes this", f"it is {verb} by somebody else who has to be asked"),
    )


def _caused(scene: Scene, index: int) -> Iterator[Smell]:
    """*Have it approved*, *get the text checked*: by whom?"""
    last = scene.sentence(index)[1]
    if scene.word(index + 1) in {"not", "been", "already", "never"}:
        return
    for place in range(index + 2, min(last, index + 6)):
        if (
            scene.low[place] in _HUMAN
            and scene.kinds[place] == "word"
            and scene.word(place + 1) not in {"by", "with", "from"}
        ):
            yield Smell(
                "actor.caused",
                "missing_actor_or_target",
                index,
                place + 1,
                f"By whom is it {scene.low[place]}?",
                ("by a person or role that the writer has in mind", "by anyone whom the executor asks"),
            )
            return
        if not (scene.is_noun(place) or scene.low[place] in DETERMINERS) or scene.low[place] in {
            ",",
            ".",
            "not",
            "been",
            "a",
            "an",
        }:
            return


def _consent(scene: Scene, index: int) -> Iterator[Smell]:
    """*Get approval*, *after sign-off*: whose?"""
    last = scene.sentence(index)[1]
    before, ahead = scene.word(index - 1), scene.low[index + 1 : min(last, index + 5)]
    if before not in _ASKING or not {"from", "by", "of", "`"}.isdisjoint(ahead) or scene.is_noun(index + 1):
        return
    yield Smell(
        "actor.consent",
        "missing_actor_or_target",
        index - 1,
        index + 1,
        f"Whose {scene.low[index]}?",
        ("that of one person or role the writer has in mind", "that of whoever is in charge"),
    )


def _closed(scene: Scene, index: int) -> Iterator[Smell]:
    """*Access is restricted*: to whom?"""
    first, last = scene.sentence(index)
    if not _is_passive(scene, index):
        return
    if not {"to", "by", "on", "from", "against", "with", "at"}.isdisjoint(scene.low[index + 1 : min(last, index + 4)]):
        return
    yield Smell(
        "actor.closed",
        "missing_actor_or_target",
        max(first, index - 4),
        index + 1,
        f"To whom is it {scene.low[index]}?",
        ("to one role that the writer has in mind", "to everyone outside the team"),
    )


def _unaddressed(scene: Scene, index: int) -> Iterator[Smell]:
    """*Escalate it*, *forward the mail*: to whom?"""
    first, last = scene.sentence(index)
    before, after = scene.word(index - 1), scene.word(index + 1)
    opens = index == first or before in {",", "and", "or", "then", "must", "should", "shall", "be", "otherwise", ":"}
    if not opens or (after not in DETERMINERS and after not in {"it", "them", ".", ""} and before != "be"):
        return
    end = index + 1
    while end < last and scene.low[end] not in {",", ".", ";", "and"}:
        if scene.low[end] in {"to", "via", "with", "in", "on", "by", "`"}:
            return
        end += 1
    yield Smell(
        "actor.unaddressed",
        "missing_actor_or_target",
        index,
        end,
        "To whom, and by which way?",
        ("to one person or team that the writer has in mind", "to whoever is on duty"),
    )


def _to_be_done(scene: Scene, index: int) -> Iterator[Smell]:
    """*The others are to be reviewed*, *it needs to be done by then*: by whom?"""
    first, last = scene.sentence(index)
    if scene.word(index + 1) != "be":
        return
    verb = index + 2 if scene.word(index + 2) not in {"not", "also", "then"} else index + 3
    if scene.word(verb) not in _HUMAN | {"done", "written", "translated", "handled", "informed", "notified"}:
        return
    by = next((place for place in range(verb, min(last, verb + 7)) if scene.low[place] == "by"), None)
    if scene.word(index - 1) not in _OWING or (
        by is not None and scene.word(by + 1) not in {"then", "now", "hand"} and not scene.is_figure(by + 1)
    ):
        return
    yield Smell(
        "actor.to_be_done",
        "missing_actor_or_target",
        max(first, index - 4),
        verb + 1,
        f"By whom is it to be {scene.low[verb]}?",
        ("by whoever executes this", "by somebody else who has to be asked"),
    )


def _role_told(scene: Scene, index: int) -> Iterator[Smell]:
    """*Email the team*, *report it to the owner*: who exactly?"""
    last = scene.sentence(index)[1]
    end = min(last, index + 8)
    for place in range(index + 1, end):
        if scene.low[place] in {",", ".", ";"}:
            return
        if scene.low[place] in _ROLES and scene.word(place - 1) in {"the", "our", "a", "their", "responsible", "other"}:
            behind = scene.low[place + 1 : min(last, place + 3)]
            is_named = (
                "of" in behind
                or "`" in behind
                or "(" in behind
                or (behind[:1] == [","] and place + 2 < last and scene.tokens[place + 2].text[0].isupper())
            )
            if not is_named and not scene.is_noun(place + 1):
                yield Smell(
                    "actor.role_told",
                    "missing_actor_or_target",
                    index,
                    place + 1,
                    f"Who exactly is the {scene.low[place]}?",
                    ("one person or address that the writer has in mind", "everyone with that role"),
                )
            return


def _passed_on(scene: Scene, index: int) -> Iterator[Smell]:
    """Tell whether it goes to nobody, or to a role."""
    yield from _unaddressed(scene, index)
    yield from _role_told(scene, index)


_RULES: dict[str, Callable[[Scene, int], Iterator[Smell]]] = {
    "to": _to_be_done,
    **dict.fromkeys(_ADDRESSING, _role_told),
    **dict.fromkeys(_PASSING, _passed_on),
    **dict.fromkeys(_CONSENT, _consent),
    **dict.fromkeys(_CLOSED, _closed),
    **dict.fromkeys(_CAUSING, _caused),
    **dict.fromkeys(_DECIDING | _TELLING, _passive),
}
"""The rule that looks at each word; where a word has two, the one named last holds."""
