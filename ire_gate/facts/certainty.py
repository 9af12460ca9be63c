"""How sure a mismatch of facts is to change the meaning: counted, not felt."""

from __future__ import annotations

from itertools import product

from ire_gate.domain import Fact
from ire_gate.facts.sides import Mismatch
from ire_gate.facts.values import kind_of, parts

SAME_PAIRS, CHANGED_PAIRS = 1563, 2341
"""Pairs of texts that were counted: restatements of one meaning, and texts whose meaning was changed in one point."""

# Family, way and place of a mismatch (see `Mismatch`) and its detail (`*`: any other), then in how many of the same
# and of the changed pairs it turned up: 720 pairs of requests and 3,184 of DEMETR, PAWS, Breaking NLI, CondaQA and
# SummEdits. Code names were counted without PAWS, which quotes with back quotes. What is not in the table turned up
# about as often in both.
_TABLE = """
number     changed,exchanged,unit,turned here        *                       2  210
number     bound                  here        *                       3    8
number     bound                  alike,apart unit                   24   48
number     form                   alike       unit,one                3   13
number     replaced,unit          alike,apart *                       2   38
number     changed                alike,apart *                       0    3
number     turned                 alike       *                       1    5
number     lost                   here        *                       3    8
number     lost                   apart       bare                   10   25
number     lost                   apart       unit                   15   32
number     added                  here        *                       1   14
number     added                  near        *                       4   37
time       changed,exchanged      here        *                       1   37
time       replaced               alike,apart *                       1   11
time       bound                  alike,apart date                    3   10
time       bound                  alike,apart clock                   3    8
time       lost                   here        *                       1    5
time       added                  near,here   *                       5   13
negation   added                  here        plain                   0   89
negation   added                  here        lexical                 0    5
negation   added                  here        unchanged               1    5
negation   added                  near        plain                   2   28
negation   lost                   here        plain,unchanged         1   24
negation   added                  apart       plain,unchanged        40   89
negation   lost                   apart       lexical                 9   21
modality   added                  here        may,try                 0   15
modality   added                  here        should                  0    3
modality   added                  here        can                     1    5
modality   added                  near        may,try                 0    3
modality   lost                   here,near   may                     0    4
modality   changed,form           alike       *                       1    6
modality   lost                   apart       may                    11   28
quantifier turned,exchanged       here        *                       0   18
quantifier replaced,changed,turned alike       *                       5   10
quantifier form                   here        *                       3    7
quantifier added                  here        or                      0   10
quantifier added                  here        all                     5   10
quantifier added                  here        only                    2    8
quantifier added                  here        *                       4   29
quantifier added                  near        *                      16   30
quantifier lost                   here        or,any                  4   10
quantifier lost                   here        *                       1   15
quantifier lost                   near        *                      16   31
quantifier added                  apart       both                    4   17
quantifier lost                   apart       *                      80  156
name       changed                here        code                    0   25
name       changed                here        plain                  11  111
name       exchanged              here        *                       8  175
name       replaced               alike,apart code                    0   14
name       replaced               alike       plain                   3   13
name       replaced               apart       plain                   3    6
name       changed                alike,apart *                       3   12
name       lost                   here,near   plain                  10   56
name       lost                   here        code                    3    6
name       added                  here,near   plain                   6   25
name       lost                   apart       code                   11   32
name       lost                   apart       plain                  22   61
name       added                  apart       code                    5   13
condition  turned,exchanged       here        *                       0   10
condition  replaced,changed       alike       *                       3    9
condition  form                   here        *                       2    4
condition  added                  here,near   unless                  0    5
condition  added                  here,near   if                      5   11
condition  lost                   here,near   *                       5   11
condition  added                  apart       unless                  3   14
condition  added                  apart       if                     25   53
condition  lost                   apart       *                      51  109
direction  turned                 here        to,from                 1    7
direction  turned,exchanged       here        *                       0    4
direction  changed                here        *                       2    7
direction  turned                 alike,apart *                       2    5
direction  changed,replaced       alike       *                       4   12
direction  lost,added             apart       *                     142  255
order      turned,exchanged       here        *                       0   17
order      form                   here,alike  *                       1    5
order      added                  here        *                       2   11
order      lost                   here        *                       1    8
order      lost                   near        *                       8   42
order      added                  apart       least,most              8   17
order      lost                   apart       ascending,descending    4   10
order      lost                   apart       *                      57  106
exclusion  turned,exchanged       here        *                       0    8
exclusion  turned,changed,replaced alike       *                       0    1
exclusion  lost                   here        except                  1   10
exclusion  added                  here        *                       0    3
exclusion  added                  near        *                       3   11
exclusion  lost                   apart       *                      23   47
polarity   turned,exchanged       here        *                       1   61
polarity   turned                 alike       *                       3   16
negation   turned                 here        *                       2   19
"""

_PLAIN_NEGATIONS = frozenset({"not", "never", "no", "cannot"})


def certainty(mismatch: Mismatch) -> float:
    """Return the share of such mismatches that are there because the meaning was changed.

    Where a mismatch turns up at the rate `s` in pairs of the same meaning and at `c` in changed ones, `s` of `c` would
    have been there anyway: 1 - s / c. Half a pair is added to both counts, so that what was seen twice is not certain.

    Returns:
        0…1; 0 for what says nothing.
    """
    fact = mismatch.ours or mismatch.theirs
    if fact is None:
        return 0.0
    key = fact.family, mismatch.way, mismatch.place
    return _CERTAINTIES.get((*key, _detail(fact)), _CERTAINTIES.get((*key, "*"), 0.0))


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


def _certainties() -> dict[tuple[str, str, str, str], float]:
    table = {}
    for row in _TABLE.strip().splitlines():
        family, ways, places, details, same, changed = row.split()
        share = 1 - ((int(same) + 0.5) / SAME_PAIRS) / ((int(changed) + 0.5) / CHANGED_PAIRS)
        for key in product((family,), ways.split(","), places.split(","), details.split(",")):
            table[key] = round(max(share, 0.0), 2)
    return table


_CERTAINTIES = _certainties()
