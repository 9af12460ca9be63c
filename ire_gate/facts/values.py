"""How two values of a family stand to each other: said in other words, contradictory, or not to be compared at all."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from ire_gate.domain import Fact
from ire_gate.facts.polarity import opposites
from ire_gate.facts.units import dimension_of

_SIGNS = frozenset({"<", "<=", ">", ">=", "~", "by", "until"})
_UPWARD, _DOWNWARD = frozenset({">", ">="}), frozenset({"<", "<=", "until"})
_WORDED = frozenset({"number", "time"})
_DAYS = frozenset("mon tue wed thu fri sat sun weekday weekend".split())
_CODE = re.compile(r"[`_/.#@(){}=<>\d$]|[a-z][A-Z]|^-")
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")
_LEAST_SPELT = 5
_LEAST_SPEECH = 4
_QUOTES = frozenset("\"'“‘«")
_DATE = re.compile(r"(\d{4}|-)-(\d\d)-(\d\d)$")

# Values of a family that one text may put for another without changing what is meant.
_GROUPS = {
    "quantifier": dict.fromkeys(("all", "any", "both", "each", "always", "either"), "all")
    | dict.fromkeys(("some", "most", "one of", "sometimes"), "some"),
    "condition": dict.fromkeys(("if", "once", "while"), "if") | dict.fromkeys(("unless", "until"), "unless"),
    "modality": dict.fromkeys(("may", "can"), "may"),
    "negation": dict.fromkeys(("not", "unchanged"), "not"),
    "order": dict.fromkeys(("first", "then", "last", "sequence"), "step"),
}


_OPPOSITES = frozenset(
    map(
        frozenset,
        (
            ("if", "unless"),
            ("only if", "unless"),
            ("only if", "even if"),
            ("all", "some"),
            ("only", "all"),
            ("each", "together"),
            ("always", "sometimes"),
            ("ascending", "descending"),
            ("most", "least"),
            ("first", "last"),
            ("in order", "in any order"),
            ("except", "include"),
            ("from", "to"),
        ),
    )
)
# Values that say something of their own and stand for no other value of their family.
_ALONE = frozenset({"or", "exactly", "in order", "in any order", "parallel", "reversed"})


class Parts(NamedTuple):
    """A number or a time taken apart."""

    sign: str
    head: str
    unit: str


def parts(value: str) -> Parts:
    """Take a number or a time apart.

    >>> parts("<= 60 s"), parts("zone utc")
    (Parts(sign='<=', head='60', unit='s'), Parts(sign='', head='zone', unit='utc'))
    """
    sign, _, rest = value.partition(" ")
    if sign not in _SIGNS:
        sign, rest = "", value
    head, _, unit = rest.partition(" ")
    return Parts(sign, head, unit)


def kind_of(fact: Fact) -> str:
    """Return what a fact can be compared with: away from its place, only facts of the same kind contradict it."""
    if fact.family == "number":
        return _kind_of_number(parts(fact.value))
    if fact.family == "time":
        return _kind_of_time(parts(fact.value).head)
    if fact.family == "quantifier" and fact.value in _ALONE:
        return fact.value
    if fact.family == "name":
        quote = f'"{fact.quote[2:-2].strip()}"' if fact.quote.endswith("''") else fact.quote  # ``so''
        if quote.count(" ") >= _LEAST_SPEECH and quote[0] in _QUOTES:
            return "speech"
        return "code" if _CODE.search(quote) else "plain"
    return ""


def _kind_of_number(found: Parts) -> str:
    if found.head[0] in "#x":
        return found.head[0]
    if found.head == "1" and found.unit in {"", "times"}:
        return "one"
    if found.sign == "by":
        return "by"
    return "in" if found.head == "in" else dimension_of(found.unit)


def _kind_of_time(head: str) -> str:
    if head in {"zone", "every", "next", "last", "month"}:
        return head
    if head in _DAYS:
        return "day"
    if ":" in head:
        return "clock"
    if head[0] == "-" or head[0].isdigit():
        return "date" if len(head) > len("2025") else "year"
    return "relative"


def way_of(ours: Fact, theirs: Fact) -> str:
    """Return how two facts of a family differ that stand for each other; see `ire_gate.facts.comparison.Mismatch`."""
    if ours.family == "name":
        is_one = kind_of(ours) == kind_of(theirs) == "plain" and _is_one_name(ours.value, theirs.value)
        return "form" if is_one else "changed"
    if ours.family not in {"number", "time"}:
        return _way_of_words(ours, theirs)
    mine, yours = parts(ours.value), parts(theirs.value)
    if mine[1:] == yours[1:]:
        return "turned" if _turns(mine.sign, yours.sign) else "bound"
    if ours.family == "number" and (mine.head == yours.head or digits_of(ours) == digits_of(theirs) != ()):
        return "unit" if mine.unit and yours.unit else "form"
    is_coarser = wordings(ours)[0] in wordings(theirs) or wordings(theirs)[0] in wordings(ours)
    return "form" if is_coarser else "changed"


def digits_of(fact: Fact) -> tuple[str, ...]:
    """Return the digits of a number as it is written; none for a number in words."""
    return tuple(_DIGITS.findall(fact.quote))


def _way_of_words(ours: Fact, theirs: Fact) -> str:
    if ours.family == "direction" and " > " in ours.value:
        return "turned" if theirs.value == " > ".join(reversed(ours.value.split(" > "))) else "changed"
    groups = _GROUPS.get(ours.family, {})
    mine, yours = groups.get(ours.value, ours.value), groups.get(theirs.value, theirs.value)
    if mine == yours:
        return "form"
    is_turned = ours.family == "polarity" or frozenset({ours.value, theirs.value}) in _OPPOSITES
    return "turned" if is_turned or frozenset({mine, yours}) in _OPPOSITES else "changed"


def contradict(ours: Fact, theirs: Fact) -> bool:
    """Tell whether two facts of a family that stand in the same place of both texts stand for each other."""
    if ours.value == theirs.value:
        return False
    if ours.family == "polarity":
        return opposites(ours.value, theirs.value)
    if ours.family in {"quantifier", "order"}:
        return (ours.value in _ALONE) == (theirs.value in _ALONE)
    return ours.family != "time" or kind_of(ours) == kind_of(theirs)


def _turns(ours: str, theirs: str) -> bool:
    return (ours in _UPWARD and theirs in _DOWNWARD) or (ours in _DOWNWARD and theirs in _UPWARD)


def wordings(fact: Fact) -> tuple[str, ...]:
    """Return the exact form of a number or a time without its bound, then less exact ones that it may go by.

    A number without its unit, a percentage as a fraction, the month or year of a date, the hour of a clock time. Facts
    of other families have none.
    """
    return _wordings(fact.family, fact.value) if fact.family in _WORDED else ()


@functools.lru_cache(maxsize=1024)
def _wordings(family: str, value: str) -> tuple[str, ...]:
    return tuple((_number_wordings if family == "number" else _time_wordings)(parts(value)))


def _number_wordings(found: Parts) -> Iterator[str]:
    head = found.head.lstrip("#x")
    yield f"{head} {found.unit}".strip()
    if found.unit and head != "in":
        yield head
    if found.unit == "%":
        yield f"{float(head) / 100:.12g}"


def _time_wordings(found: Parts) -> Iterator[str]:
    head = found.head
    yield f"{head} {found.unit}".strip()
    date = _DATE.match(head)
    if head == "every":
        yield found.unit
    elif date:
        year, month, day = date.groups()
        yield from (f"--{month}-{day}", f"{year}-{month}", f"month {month}", year)
    elif head.endswith(":00"):
        hour = int(head.partition(":")[0])
        yield from (str(hour), str(hour % 12))
    elif len(head) == len("2025-07"):
        yield from (head[:4], f"month {head[5:]}")


def words_of(text: str) -> frozenset[str]:
    """Return the words and numbers of a text in lower case, identifiers taken apart."""
    return frozenset(_WORD.findall(text.lower()))


def _is_one_name(ours: str, theirs: str) -> bool:
    """Tell a name from its initials, a part of it, its misspelling, and its plural or adjective."""
    shorter, longer = sorted((ours, theirs), key=len)
    mine, yours = shorter.replace("-", " ").split(), longer.replace("-", " ").split()
    if shorter.isupper() and len(yours) > 1 and shorter == "".join(word[0] for word in yours):
        return True
    if len(mine) != len(yours):
        return set(mine) <= set(yours)
    return all(map(_is_one_word, mine, yours)) or ("-" in shorter and mine[0] == yours[0])


def _is_one_word(ours: str, theirs: str) -> bool:
    shorter, longer = sorted((ours.lower(), theirs.lower()), key=len)
    if shorter == longer or len(shorter) < _LEAST_SPELT:
        return shorter == longer
    from rapidfuzz.distance import OSA

    slips = 1 if len(shorter) < 2 * _LEAST_SPELT else 2
    return longer.startswith(shorter[:-1]) or OSA.distance(shorter, longer, score_cutoff=slips) <= slips


def is_said(fact: Fact, words: frozenset[str]) -> bool:
    """Tell whether each word of a name, or the digits of a number, stands somewhere among the words of a text."""
    if fact.family == "number":
        return parts(fact.value).head.lstrip("#x") in words
    if fact.family != "name":
        return False
    found = _WORD.findall(fact.value.lower())
    return bool(found) and all(word in words or word.removesuffix("s") in words for word in found)
