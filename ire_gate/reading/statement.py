"""One clause of controlled English → who must or may do what to what, when, and under which condition."""

from __future__ import annotations

import re

from msgspec import Struct

from ire_gate.domain import Condition, ConditionKind, Modality
from ire_gate.language.lexicon import AUXILIARIES, DETERMINERS, IMPERATIVES, PREPOSITIONS, SUBJECT_PRONOUNS
from ire_gate.language.tokens import Token, tokenise
from ire_gate.reading.parts import Part
from ire_gate.reading.words import FINITE, verb_of

_POLITE = frozenset({"please", "pls", "kindly", "hi", "hey", "hello", ",", "then"})
_LEADING = frozenset(
    "also just now finally first firstly next additionally always only simply again afterwards".split()
)
_ASKING = re.compile(
    r"(?:(?:hi|hey|hello)\b[, ]*)?(?:(?:please|pls)\b[, ]*)?(?:can|could|would|will) "
    r"(?:you|someone|somebody|we|anybody|anyone)(?: please| pls)? "
    r"|(?:(?:hi|hey|hello)\b[, ]*)?(?:please|pls|kindly)[, ]+|let'?s |let us ",
    re.IGNORECASE,
)
_MODALS: dict[str, Modality] = {
    "must": Modality.MUST,
    "shall": Modality.MUST,
    "should": Modality.SHOULD,
    "may": Modality.MAY,
    "mustn't": Modality.MUST_NOT,
    "shouldn't": Modality.SHOULD_NOT,
}
_NEGATED = {Modality.MUST: Modality.MUST_NOT, Modality.SHOULD: Modality.SHOULD_NOT, Modality.MAY: Modality.MUST_NOT}
_HAVE_TO = frozenset({"has", "have", "need", "needs"})
_SUBORDINATING = frozenset({"that", "which", "who", "because", "since", "if", "when", "unless"})
_OPENINGS: dict[str, ConditionKind] = {
    "if": "if", "unless": "unless", "when": "when", "whenever": "when", "while": "while", "until": "until",
    "once": "when", "before": "before", "after": "after", "as": "when",
}  # fmt: skip
_TRAILING = re.compile(r",? \b(only )?(if|unless|until|when|whenever|while|once)\b (?!not\b|so\b)")
_EXCEPT = re.compile(r",? \b(?:except(?: for| that)?|other than|apart from|excluding)\b ")
_TIMING = re.compile(
    r",? (?:daily|weekly|hourly|monthly|nightly|yearly|every (?:\d+ )?(?:second|minute|hour|day|night|week|month|"
    r"quarter|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?|at \d{1,2}:\d\d|by \d{1,2} [A-Z]|"
    r"within \d+ \w+)\b",
    re.IGNORECASE,
)
_DIRECTED = frozenset(
    "change rename move set raise lower increase reduce copy migrate convert transfer switch turn translate extend "
    "shorten forward redirect upgrade downgrade bump send scale export import".split()
)
_TO = re.compile(
    r"(?P<target>.+?)(?: from (?P<origin>[^,;()]+?))? to (?P<to>[^,;()]+?)(?P<rest>(?:,|;|\(| in | and | at | on ).*)?$"
)
_CUT = re.compile(r" (?=(?:in|on|at|with|without|by|for|from|to|into|so|because|that|which|using|as)\b|\()|(?=[,;:] )")
_QUANTIFIERS = frozenset("all each every any no both some most several many few".split())


class Statement(Struct):
    """The fields of a clause while it is being read."""

    modality: Modality
    actor: str | None
    action: str
    rest: str
    conditions: list[Condition]
    exceptions: tuple[str, ...] = ()
    timing: str | None = None
    target: str | None = None
    quantifier: str | None = None
    origin: str | None = None
    destination: str | None = None
    tokens: tuple[Token, ...] = ()


def read_statement(part: Part, body: str) -> Statement | None:
    """Read one clause; None if it holds no word at all.

    Args:
        part: The clause with its tokens.
        body: Its text with white space made single.
    """
    conditions: list[Condition] = []
    whole, body = body, _without_opening(body, conditions)
    asking = _ASKING.match(body)
    body = body[asking.end() :] if asking else body
    tokens = _tokens_of(body, whole, part)
    if not tokens:
        return None
    if conditions:
        body = _small(body, tokens[0])
    found = _order(body, tokens, asked=bool(asking)) or _obligation(body, tokens) or _declaration(body, tokens)
    found.conditions, found.tokens = conditions, tokens
    _take_end(found)
    _take_arguments(found)
    return found


def _tokens_of(body: str, whole: str, part: Part) -> tuple[Token, ...]:
    """Return the tokens with places in `body`: the text's own, moved, where nothing but the start was cut."""
    if not body or whole != part.text or not whole.endswith(body):
        return tokenise(body)
    shift = part.start + len(whole) - len(body)
    return tuple(
        Token(token.kind, token.text, token.lower, token.start - shift, token.end - shift)
        for token in part.tokens
        if token.start >= shift
    )


def _small(body: str, first: Token) -> str:
    """A sentence that stands behind its condition starts small."""
    closed = first.lower in PREPOSITIONS or first.lower in DETERMINERS or first.lower in SUBJECT_PRONOUNS
    return body[0].lower() + body[1:] if closed and first.text != "I" else body


def _order(body: str, tokens: tuple[Token, ...], *, asked: bool) -> Statement | None:
    """*Set x*, *please set x*, *do not set x*, *never set x*."""
    index = 0
    while index < len(tokens) and tokens[index].lower in _POLITE:
        index += 1
    lead = index
    while index < len(tokens) - 1 and (tokens[index].lower in _LEADING or (index > lead and tokens[index].text == ",")):
        index += 1
    if index >= len(tokens):
        return None
    before = body[tokens[lead].start : tokens[index].start].strip()
    word = tokens[index].lower
    following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    if word in {"don't", "never"} or (word == "do" and following == "not"):
        verb = index + 2 if word == "do" else index + 1
        if verb >= len(tokens):
            return None
        # "Never" is said of all times; a bare prohibition says no more than that.
        return Statement(
            Modality.MUST_NOT, None, f"{before} {tokens[verb].text}".strip(), body[tokens[verb].end :].strip(), []
        )
    if tokens[index].kind == "word" and (asked or _opens_order(word, following)):
        return Statement(Modality.MUST, None, f"{before} {word}".strip().lower(), body[tokens[index].end :].strip(), [])
    return None


def _opens_order(word: str, following: str) -> bool:
    return word in IMPERATIVES and following not in AUXILIARIES and following != ":"


def _obligation(body: str, tokens: tuple[Token, ...]) -> Statement | None:
    """*X must do y*, *x needs to do y*: split at the first modal outside a subordinate clause."""
    for index in range(len(tokens) - 1):
        token, following = tokens[index], tokens[index + 1].lower
        if token.kind != "word":
            continue
        if token.lower in _SUBORDINATING and index:
            return None
        modality, verb = _MODALS.get(token.lower), index + 1
        if modality is None and token.lower in _HAVE_TO and following == "to":
            modality, verb = Modality.MUST, index + 2
        if modality is None or not index:
            continue
        if verb < len(tokens) and tokens[verb].lower in {"not", "never"} and modality in _NEGATED:
            modality, verb = _NEGATED[modality], verb + 1
        if verb >= len(tokens):
            return None
        return Statement(modality, body[: token.start].strip(), tokens[verb].text, body[tokens[verb].end :].strip(), [])
    return None


def _declaration(body: str, tokens: tuple[Token, ...]) -> Statement:
    """A declarative: split at its first finite verb if there is one."""
    for index, token in enumerate(tokens):
        if index and token.kind == "word" and _is_finite(token.lower) and tokens[index - 1].lower not in DETERMINERS:
            return Statement(Modality.FACT, body[: token.start].strip(), token.text, body[token.end :].strip(), [])
        if index and (token.text == ":" or token.lower in _SUBORDINATING):
            break
    return Statement(Modality.FACT, None, "", body, [])


def _is_finite(word: str) -> bool:
    return word in AUXILIARIES or word in FINITE or (word.endswith("s") and verb_of(word) in IMPERATIVES)


def _without_opening(body: str, conditions: list[Condition]) -> str:
    """Cut *If it fails,* off the front."""
    head, comma, rest = body.partition(", ")
    first = head.split(" ", 1)[0].lower()
    if not comma or first not in _OPENINGS or (first == "as" and not head.lower().startswith("as soon as")):
        return body
    if not _is_whole(head):
        return body
    conditions.append(Condition(kind=_OPENINGS[first], text=head[0].upper() + head[1:]))
    return rest.removeprefix("then ")


def _is_whole(text: str) -> bool:
    """Whether no bracket, quotation or code is cut in two."""
    return text.count("(") == text.count(")") and text.count("`") % 2 == 0 and text.count('"') % 2 == 0


def _take_end(found: Statement) -> None:
    """Cut exception, condition and timing off the end, the last one first; each keeps its words."""
    cut = _last(_EXCEPT, found.rest)
    if cut:
        found.exceptions, found.rest = (found.rest[cut.start() :].strip(" ,"),), found.rest[: cut.start()].rstrip(" ,")
    cut = _first(_TRAILING, found.rest)
    if cut and found.modality is not Modality.FACT:
        kind: ConditionKind = "only_if" if cut.group(1) else _OPENINGS[cut.group(2)]
        found.conditions.append(Condition(kind=kind, text=found.rest[cut.start() :].strip(" ,")))
        found.rest = found.rest[: cut.start()].rstrip()
    cut = _first(_TIMING, found.rest)
    if cut and "," not in found.rest[cut.end() :]:
        found.timing, found.rest = found.rest[cut.start() :].strip(" ,"), found.rest[: cut.start()].rstrip()


def _first(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next((cut for cut in pattern.finditer(text) if cut.start() and _is_whole(text[: cut.start()])), None)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    cut = _first(pattern, text)
    return cut if cut and "," not in text[cut.end() :] else None


def _take_arguments(found: Statement) -> None:
    """Split what follows the verb into target, origin and destination; the rest stays."""
    rest = found.rest
    directed = _TO.match(rest) if found.action in _DIRECTED else None
    if directed and _is_whole(directed["target"]) and _is_whole(directed["to"]):
        found.target, found.origin, found.destination = directed["target"], directed["origin"], directed["to"]
        found.rest = (directed["rest"] or "").strip()
    else:
        cut = _first(_CUT, rest)
        target = rest[: cut.start()] if cut else rest
        if target and target[0] not in ",;:(" and found.action:
            found.target, found.rest = target, rest[len(target) :].strip()
    first, _, others = (found.target or "").partition(" ")
    if first.lower() in _QUANTIFIERS and others:
        found.quantifier, found.target = first.lower(), others
