"""Clauses → a typed spec: controlled English in, requirements out, and nothing lost on the way.

Each clause becomes one requirement. What has a field goes there; the rest stays, in order, in ``details``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from ire_gate.domain import SPEC_VERSION, Clause, Condition, Modality, Requirement, Spec
from ire_gate.language.clauses import clauses
from ire_gate.language.lexicon import AUXILIARIES, DETERMINERS, IMPERATIVES, PREPOSITIONS, SUBJECT_PRONOUNS
from ire_gate.language.tokens import Token, tokenise, tokens_of
from ire_gate.reading.quantities import values_of
from ire_gate.reading.scene import LITERALS

_POLITE = frozenset("please pls kindly just also then now finally first firstly next additionally hi hey hello".split())
_ASKING = re.compile(
    r"(?:(?:hi|hey|hello)\b[, ]*)?(?:(?:please|pls)\b[, ]*)?(?:can|could|would|will) (?:you|someone|somebody|we|anybody|anyone)"
    r"(?: please| pls)? |(?:(?:hi|hey|hello)\b[, ]*)?(?:please|pls|kindly)[, ]+|let'?s |let us ",
    re.IGNORECASE,
)
_MODALS: dict[str, Modality] = {
    "must": Modality.MUST, "shall": Modality.MUST, "should": Modality.SHOULD, "may": Modality.MAY, "can": Modality.MAY,
    "cannot": Modality.MUST_NOT, "can't": Modality.MUST_NOT, "mustn't": Modality.MUST_NOT, "shouldn't": Modality.SHOULD_NOT,
}  # fmt: skip
_NEGATED = {Modality.MUST: Modality.MUST_NOT, Modality.SHOULD: Modality.SHOULD_NOT, Modality.MAY: Modality.MUST_NOT}
_HAVE_TO = frozenset({"has", "have", "need", "needs"})
_CONDITION_STARTS = frozenset({"if", "unless", "when", "whenever", "while", "until", "once", "before", "after", "as"})
_KINDS = {"whenever": "when", "once": "when", "as": "when"}
_EXCEPT = frozenset({"except", "excluding"})
_DIRECTED = frozenset(
    "change rename move set raise lower increase reduce copy migrate convert transfer switch turn translate extend shorten "
    "forward redirect upgrade downgrade bump send scale export import".split()
)
_TIMING = re.compile(
    r"\s(?:daily|weekly|hourly|monthly|nightly|yearly|every (?:\d+ )?(?:second|minute|hour|day|night|week|month|quarter|year|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?|at \d{1,2}:\d\d|by \d{1,2} [A-Z]|within \d+ \w+)\b[^`\"]*$",
    re.IGNORECASE,
)
_QUANTIFIERS = frozenset("all each every any no both some most several many few".split())
_DEFINES = re.compile(r"[\"“][^\"”]+[\"”][^.]{0,60}?(?:\bmeans?\b|\bmeaning\b|\bis one\b|\bis any\b)|\bmeans\b")
_WORD = re.compile(r"[A-Za-z]")


_LONGEST_CLAUSE = 2_000
"""Characters from which on a clause is no English and is kept as it stands."""


class _Part(NamedTuple):
    """A clause, and the words that join it to the one before."""

    clause: Clause
    joined: str
    tokens: tuple[Token, ...]


def specify(text: str, prose: str) -> Spec:
    """Return the spec of a text.

    Args:
        text: The intent.
        prose: The intent with code blanked out (same length); what is blank there becomes context.
    """
    requirements: list[Requirement] = []
    definitions: list[str] = []
    context: list[str] = []
    for part in _parts(prose):
        clause = part.clause
        if _DEFINES.search(clause.text):
            definitions.append(_flat(clause.text))
            continue
        made = _requirement(part, f"R{len(requirements) + 1}", requirements[-1].id if requirements else None)
        if made is None:
            context.append(_flat(clause.text))
        else:
            requirements.append(made)
    if text is not prose:
        context += _code_of(text, prose)
    goal = next((f"{made.action} {made.target or ''}".strip() for made in requirements), "")
    return Spec(
        version=SPEC_VERSION,
        goal=goal,
        requirements=tuple(requirements),
        definitions=tuple(definitions),
        context=tuple(context),
    )


def _parts(prose: str) -> Iterator[_Part]:
    """Yield the clauses; one that *or* joins to the one before is no clause of its own."""
    held: _Part | None = None
    place = first = 0
    tokens = tuple(token for token in tokens_of(prose) if token.kind not in {"line", "blank"})
    starts = [token.start for token in tokens]
    for clause in clauses(prose):
        joined = prose[place : clause.span.start].lower()
        place = clause.span.end
        if held is not None and _hangs_on(joined, clause.text):
            span = type(clause.span)(held.clause.span.start, clause.span.end)
            last = bisect_left(starts, span.end)
            held = _Part(Clause(text=span.of(prose), span=span), held.joined, tokens[first:last])
            continue
        if held is not None:
            yield held
        first, last = bisect_left(starts, clause.span.start), bisect_left(starts, clause.span.end)
        held = _Part(clause, joined, tokens[first:last])
    if held is not None:
        yield held


def _hangs_on(joined: str, text: str) -> bool:
    """An alternative, a purpose or a second predicate says nothing without the clause before it."""
    if any(mark in joined for mark in ".;\n"):
        return False
    first = text.split(maxsplit=1)[0].lower()
    return bool(re.search(r"\bor\b", joined)) or first == "that" or (first in AUXILIARIES and "but" in joined)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _code_of(text: str, prose: str) -> Iterator[str]:
    """Yield the stretches of whole lines that were blanked out as code."""
    held: list[str] = []
    for ours, theirs in zip(text.splitlines(), prose.splitlines(), strict=False):
        if ours.strip() and not theirs.strip():
            held.append(ours)
        elif held and ours.strip():
            yield "\n".join(held)
            held = []
    if held:
        yield "\n".join(held)


def _requirement(part: _Part, name: str, before: str | None) -> Requirement | None:
    """Read one clause; None if it says nothing that could be done or hold (a heading, a greeting)."""
    whole = part.clause.text
    body = _flat(whole)
    conditions: list[Condition] = []
    body = _take_leading_condition(body, conditions)
    body, asked = _ASKING.subn("", body, count=1) if _ASKING.match(body) else (body, 0)
    tokens = _tokens_of(body, whole, part)
    if len(body) > _LONGEST_CLAUSE:
        return _plain(name, body)
    if not tokens:
        return None
    if conditions and tokens[0].kind == "word" and tokens[0].lower in PREPOSITIONS | DETERMINERS | SUBJECT_PRONOUNS:
        body = body[0].lower() + body[1:] if tokens[0].text != "I" else body
    found = _imperative(body, tokens, asked=bool(asked)) or _modal(body, tokens) or _statement(body, tokens)
    if found is None:
        return None
    modality, actor, action, rest = found
    rest, exceptions = _take_exceptions(rest)
    rest = _take_trailing_condition(rest, conditions)
    rest, timing = _take_timing(rest)
    target, origin, destination, details = _arguments(action, rest)
    quantifier, target = _take_quantifier(target)
    if actor and conditions and actor.split(maxsplit=1)[0].lower() in PREPOSITIONS | DETERMINERS:
        actor = actor[0].lower() + actor[1:]
    follows = before is not None and bool(re.search(r"\b(?:then|afterwards|after that|finally)\b", part.joined))
    return Requirement(
        id=name,
        modality=modality,
        actor=actor,
        action=action,
        target=target,
        quantifier=quantifier,
        origin=origin,
        destination=destination,
        values=values_of(tokens),
        conditions=tuple(conditions),
        exceptions=exceptions,
        timing=timing,
        after=(before,) if follows and before else (),
        details=details,
    )


def _plain(name: str, body: str) -> Requirement:
    return Requirement(
        id=name,
        modality=Modality.FACT,
        actor=None,
        action="",
        target=None,
        quantifier=None,
        origin=None,
        destination=None,
        values=(),
        conditions=(),
        exceptions=(),
        timing=None,
        after=(),
        details=(body,),
    )


def _tokens_of(body: str, whole: str, part: _Part) -> tuple[Token, ...]:
    """Return a clause's tokens with places in `body`; the text's own tokens, moved, where nothing but the start was cut."""
    if not body or not whole.endswith(body):
        return tokenise(body)
    shift = part.clause.span.end - len(body)
    return tuple(
        Token(token.kind, token.text, token.lower, token.start - shift, token.end - shift)
        for token in part.tokens
        if token.start >= shift
    )


def _imperative(body: str, tokens: tuple[Token, ...], *, asked: bool) -> tuple[Modality, str | None, str, str] | None:
    """*Set x*, *please set x*, *do not set x*, *never set x*."""
    index = 0
    while index < len(tokens) and (tokens[index].lower in _POLITE or tokens[index].text == ","):
        index += 1
    if index >= len(tokens):
        return None
    word = tokens[index].lower
    following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    if word in {"don't", "never"} or (word == "do" and following == "not"):
        index += 2 if word == "do" else 1
        if index < len(tokens):
            lead = "ever " if word == "never" else ""
            return Modality.MUST_NOT, None, lead + tokens[index].lower, body[tokens[index].end :].strip()
        return None
    if asked or (
        word in IMPERATIVES and following not in AUXILIARIES and tokens[index].kind == "word" and following != ":"
    ):
        lead = body[: tokens[index].start].strip(" ,").lower()
        rest = body[tokens[index].end :].strip()
        if lead and lead not in _POLITE:
            rest = f"{rest} ({lead})" if rest else lead
        return Modality.MUST, None, tokens[index].text if tokens[index].kind != "word" else word, rest
    return None


def _modal(body: str, tokens: tuple[Token, ...]) -> tuple[Modality, str | None, str, str] | None:
    """*X must do y*, *x needs to do y*: split at the first modal outside a relative clause."""
    for index, token in enumerate(tokens[:-1]):
        following = tokens[index + 1].lower
        if token.lower in {"that", "which", "who", "because", "since"} and index > 0 and token.kind == "word":
            return None
        modality = _MODALS.get(token.lower) if token.kind == "word" else None
        verb = index + 1
        if modality is None and token.lower in _HAVE_TO and following == "to" and index > 0:
            modality, verb = Modality.MUST, index + 2
        if modality is None or index == 0:
            continue
        lead = ""
        if verb < len(tokens) and tokens[verb].lower in {"not", "never"} and modality in _NEGATED:
            lead = "ever " if tokens[verb].lower == "never" else ""
            modality, verb = _NEGATED[modality], verb + 1
        if verb >= len(tokens):
            return None
        return modality, body[: token.start].strip(" ,"), lead + tokens[verb].text, body[tokens[verb].end :].strip()
    return None


def _statement(body: str, tokens: tuple[Token, ...]) -> tuple[Modality, str | None, str, str] | None:
    """A declarative: split at its first auxiliary, else at its first word that can be a finite verb."""
    for index, token in enumerate(tokens):
        if index and token.kind == "word" and token.lower in AUXILIARIES:
            return Modality.FACT, body[: token.start].strip(" ,"), token.lower, body[token.end :].strip()
    for index, token in enumerate(tokens):
        if index and token.kind == "word" and _is_finite(token.lower) and index + 1 < len(tokens):
            return Modality.FACT, body[: token.start].strip(" ,"), token.text, body[token.end :].strip()
    if (
        any(token.kind in LITERALS or token.kind == "number" or token.text == ":" for token in tokens)
        and len(tokens) > 2
    ):  # noqa: PLR2004
        return Modality.FACT, None, "", body
    if len([token for token in tokens if token.kind == "word"]) > 4:  # noqa: PLR2004 - a heading is shorter
        return Modality.FACT, None, "", body
    return None


def _is_finite(word: str) -> bool:
    stem = word.removesuffix("s")
    return stem != word and (stem in IMPERATIVES or stem.removesuffix("e") in IMPERATIVES) or word in {
        "want", "need", "fails", "needs", "wants", "works", "crashes", "occurs", "raises", "contains", "stays", "comes", "goes",
    }  # fmt: skip


def _take_leading_condition(body: str, conditions: list[Condition]) -> str:
    """Cut *if it fails,* off the front."""
    head, comma, rest = body.partition(", ")
    first = head.split(" ", 1)[0].lower()
    if not comma or first not in _CONDITION_STARTS or (first == "as" and not head.lower().startswith("as soon as")):
        return body
    if head.count("(") != head.count(")") or head.count("`") % 2 or head.count('"') % 2:
        return body
    conditions.append(Condition(kind=_KINDS.get(first, first), text=head))
    return rest.removeprefix("then ")


def _take_trailing_condition(rest: str, conditions: list[Condition]) -> str:
    """Cut *, if it fails* or *only if it fails* off the end."""
    found = re.search(r"(?:,|\b) ?(only )?\b(if|unless|until|when|whenever|while|once)\b (?!not\b|so\b)[^`\"]*$", rest)
    if not found or found.start() == 0 or rest[: found.start()].count("(") != rest[: found.start()].count(")"):
        return rest
    word = found.group(2)
    kind = "only_if" if found.group(1) and word == "if" else _KINDS.get(word, word)
    conditions.append(Condition(kind=kind, text=found.group().strip(" ,")))
    return rest[: found.start()].rstrip(" ,")


def _take_exceptions(rest: str) -> tuple[str, tuple[str, ...]]:
    found = re.search(r",? ?\b(?:except(?: for| that)?|other than|apart from|excluding)\b [^,;()]*$", rest)
    if not found or found.start() == 0:
        return rest, ()
    return rest[: found.start()].rstrip(" ,"), (found.group().strip(" ,"),)


def _take_timing(rest: str) -> tuple[str, str | None]:
    found = _TIMING.search(rest)
    if not found or found.start() == 0 or rest[: found.start()].count("(") != rest[: found.start()].count(")"):
        return rest, None
    return rest[: found.start()].rstrip(" ,"), found.group().strip(" ,")


def _arguments(action: str, rest: str) -> tuple[str | None, str | None, str | None, tuple[str, ...]]:
    """Split what follows the verb into target, origin, destination and the rest."""
    if action in _DIRECTED:
        found = re.match(
            r"(?P<target>.+?)(?: from (?P<origin>[^,;()]+?))? to (?P<to>[^,;()]+?)(?P<rest>(?:[,;(]| in | and | at | on ).*)?$",
            rest,
        )
        if found and found["target"].count("`") % 2 == 0 and found["target"].count('"') % 2 == 0:
            tail = (found["rest"] or "").strip()
            return found["target"], found["origin"], found["to"], (tail,) if tail else ()
    head = re.match(
        r"[^,;:()]+?(?= (?:in|on|at|with|without|by|for|from|to|into|so|because|that|which|using)\b|[,;:(]|$)", rest
    )
    if not head or not _WORD.search(head.group()) or head.group().count("`") % 2 or head.group().count('"') % 2:
        return (None, None, None, (rest,)) if rest else (None, None, None, ())
    tail = rest[head.end() :].strip()
    return head.group().strip(), None, None, (tail,) if tail else ()


def _take_quantifier(target: str | None) -> tuple[str | None, str | None]:
    if target is None:
        return None, None
    first, _, rest = target.partition(" ")
    if first.lower() in _QUANTIFIERS and rest:
        return first.lower(), rest
    return None, target
