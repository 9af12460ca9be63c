"""How sure a mismatch of facts is to change the meaning: counted, not felt."""

from __future__ import annotations

from itertools import product

from ire_gate.domain import Fact
from ire_gate.facts.sides import Mismatch
from ire_gate.facts.values import kind_of, parts

SAME_PAIRS, CHANGED_PAIRS = 1706, 2341
"""Pairs of texts that were counted: restatements of one meaning, and texts whose meaning was changed in one point."""

# Family, way and place of a mismatch (see `Mismatch`) and its detail (`*`: any other), then in how many of the same
# and of the changed pairs it turned up, as benchmarks/fit_facts.py counts it: pairs of requests and their
# restatements, 143 real round trips, and DEMETR, PAWS, Breaking NLI, CondaQA and SummEdits. What is not in the table
# turned up about as often in both.
_TABLE = """
number     changed,exchanged,unit,turned here        *                       1  192
number     changed,unit           amid        *                       0   12
number     bound                  here        *                       1    5
number     bound                  alike       unit                   14   27
number     bound                  akin,apart  unit                   17   30
number     replaced,unit          alike,akin  *                       1   36
number     unit                   apart       *                       0    2
number     turned                 alike       *                       2    5
number     lost                   here        *                       2    5
number     lost                   apart       bare                   10   27
number     lost                   apart       unit                   15   33
number     added                  here        *                       1   12
number     added                  near        *                       3   37
time       changed,exchanged      here        *                       0   33
time       changed                amid        *                       1    4
time       replaced               alike,akin  *                       1   10
time       bound                  here,alike  date                    2    8
time       bound                  alike,akin,apart clock                   4    8
time       lost                   here        *                       1    3
negation   added                  here        plain                   0   81
negation   added                  here        lexical                 0    5
negation   added                  here        unchanged               0    1
negation   added                  near        plain                   1   14
negation   lost                   here        plain,unchanged         1   22
negation   lost                   apart       plain                  28   51
negation   lost                   apart       lexical                10   22
negation   turned                 here        *                       2   19
modality   added                  here        may,try                 0   15
modality   added                  here        should                  0    3
modality   added                  here        can                     1    5
modality   added                  near        may,try                 0    3
modality   lost                   here,near   may                     0    2
modality   changed,form           alike       *                       1    6
modality   lost                   apart       may                    16   30
quantifier turned,exchanged       here        *                       0   18
quantifier form                   here        *                       3    7
quantifier added                  here        or                      0    9
quantifier added                  here        all                     5   10
quantifier added                  here        only                    1    5
quantifier added                  here        *                       3   22
quantifier added                  near        *                      12   22
quantifier lost                   here        or,any                  4   10
quantifier lost                   here        *                       1   13
quantifier lost                   near        *                      11   21
quantifier lost                   apart       *                     100  168
name       changed                here        code                    1   23
name       changed                here        plain                   4   92
name       changed                amid        plain                   8   20
name       exchanged              here        code                    1    6
name       exchanged              here        plain                   3   81
name       exchanged              amid        *                       0    3
name       changed,replaced       amid,alike,akin code                    0   16
name       replaced               alike       plain                   3   13
name       replaced               akin,apart  plain                   4   11
name       changed                alike,akin,apart *                       3   13
name       lost                   here,near   plain                   4   37
name       added                  here,near   plain                   4   17
name       lost                   here,apart  code                   14   39
name       lost                   apart       plain                  27   77
condition  turned,exchanged       here        *                       0   10
condition  replaced,changed       alike       *                       5   10
condition  added                  here,near   unless                  0    2
condition  added                  here,near   if                      4   11
condition  lost                   here,near   *                       4    8
condition  added                  apart       unless                  8   13
condition  lost                   apart       *                      65  113
direction  turned                 here        to,from                 1    7
direction  turned,exchanged       here        *                       0    2
direction  changed                here        *                       3    6
direction  turned                 alike,akin,apart *                       3    5
direction  changed,replaced       alike       *                       6   12
order      turned,exchanged       here        *                       0   15
order      added                  here        *                       2   10
order      lost                   here        *                       1    7
order      lost                   near        *                       8   40
order      lost                   apart       ascending,descending    4   10
order      lost                   apart       *                      60  109
exclusion  turned,exchanged       here        *                       0    9
exclusion  turned,changed,replaced alike       *                       0    1
exclusion  lost                   here        except                  0    7
exclusion  added                  here        *                       0    3
exclusion  added                  near        *                       1    7
exclusion  lost                   apart       *                      29   52
polarity   turned,exchanged       here        *                       1   54
polarity   turned                 amid        *                       0    4
polarity   turned                 alike       *                       4   15
"""

_LEAST_SUPPORT, _MOST_FALSE = 8, 0.05
_UNSURE = 0.89
_PLAIN_NEGATIONS = frozenset({"not", "never", "no", "cannot"})


def certainty(mismatch: Mismatch) -> float:
    """Return the share of such mismatches that are there because the meaning was changed.

    Where a mismatch turns up at the rate `s` in pairs of the same meaning and at `c` in changed ones, `s` of `c` would
    have been there anyway: 1 - s / c. Half a pair is added to both counts. What was seen in few changed pairs, or in
    more than a few of the same meaning, stays below the 0.9 that decide alone.

    Returns:
        0…1; 0 for what says nothing.
    """
    row = row_of(mismatch)
    return 0.0 if row is None else _CERTAINTIES[row]


def rows() -> list[tuple[str, str, str, str]]:
    """Return the rows of the table, without their counts, as they are written."""
    return [(family, ways, places, details) for family, ways, places, details, _, _ in _ROWS]


def row_of(mismatch: Mismatch) -> int | None:
    """Return the row of the table that a mismatch belongs to, or None."""
    fact = mismatch.ours or mismatch.theirs
    if fact is None:
        return None
    key = fact.family, mismatch.way, mismatch.place
    return _KEYS.get((*key, _detail(fact)), _KEYS.get((*key, "*")))


def _detail(fact: Fact) -> str:
    if fact.family == "number":
        kind = kind_of(fact)
        return kind if kind in {"one", "#", "x", "in", "by"} else "unit" if parts(fact.value).unit else "bare"
    if fact.family in {"time", "name"}:
        return kind_of(fact)
    if fact.family == "negation" and fact.value == "not":
        words = fact.quote.lower().replace("’", "'")
        return "plain" if "n't" in words or not _PLAIN_NEGATIONS.isdisjoint(words.split()) else "lexical"
    return fact.value


def share_of(same: int, changed: int, *, same_pairs: int = SAME_PAIRS, changed_pairs: int = CHANGED_PAIRS) -> float:
    """Return the certainty of what turned up in so many of the pairs of the same and of a changed meaning."""
    share = 1 - ((same + 0.5) / same_pairs) / ((changed + 0.5) / changed_pairs)
    is_sure = changed >= _LEAST_SUPPORT and same <= _MOST_FALSE * changed
    return round(max(share if is_sure else min(share, _UNSURE), 0.0), 2)


_ROWS = [row.split() for row in _TABLE.strip().splitlines()]
_KEYS = {
    key: index
    for index, (family, ways, places, details, _, _) in enumerate(_ROWS)
    for key in product((family,), ways.split(","), places.split(","), details.split(","))
}
_CERTAINTIES = [share_of(int(same), int(changed)) for *_, same, changed in _ROWS]
