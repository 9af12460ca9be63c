"""The closed words of English: what they say, which say the same or the opposite, and phrases that stand for one."""

from __future__ import annotations

from ire_gate.language.numbers import ONES, ORDINALS, SCALES, TENS

CLASSES: dict[str, frozenset[str]] = {
    "negator": frozenset("not no never none nobody nothing neither nor without nowhere cannot hardly barely".split()),
    "quantifier": frozenset(
        "all each every any some both either only most least more less many few several much half except almost "
        "entire whole just other at-most at-least first last always often one once".split()
    ),
    "modal": frozenset(
        "must shall should may might can could will would ought preferably ideally optionally possibly "
        "perhaps maybe try need".split()
    ),
    "preposition": frozenset(
        "about above across after against along among around as at before behind below beside between beyond by during "
        "except for from in inside into near of off on onto outside over past per since through throughout to toward "
        "towards instead near far under until up upon via with within out down away back then".split()
    ),
    "conjunction": frozenset("and or but if unless when while where because although though whether than so".split()),
    "pronoun": frozenset(
        "he she him her his hers they them their it its i you we me my your our us who whom himself herself".split()
    ),
    "tense": frozenset("is are was were be been being has have had do does did am".split()),
}
"""Function words whose exchange can change the meaning, by what they say."""

CLASS_OF = {word: name for name, words in CLASSES.items() for word in words}

SAME = {
    word: words[0]
    for words in (
        "that which who".split(),
        "every each all".split(),
        "till until".split(),
        "must shall".split(),
        "has have having".split(),
        "is are be being am".split(),
        "was were".split(),
        "do does".split(),
        "upon on onto".split(),
        "into in within inside".split(),
        "towards toward to".split(),
        "via through".split(),
        "can could".split(),
        "nobody none nothing no".split(),
        "not never".split(),
        "also too".split(),
        "though although".split(),
        "as like".split(),
    )
    for word in words
}
"""Function words that say the same in most places, under the first of them."""

CONTRACTIONS = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "don't": ("not",),
    "doesn't": ("not",),
    "didn't": ("not",),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
}
TAILS = {"'re": "is", "'ve": "has", "'ll": "will", "'m": "is", "'d": "would"}

NUMBERS = (
    {word: str(value) for word, value in (ONES | TENS).items()}
    | {word: str(SCALES[word]) for word in ("hundred", "thousand", "million", "dozen")}
    | {word: f"{value}th" for word, value in ORDINALS.items() if word not in {"first", "second"}}
    | {"twice": "2"}
)
"""Numbers as words; *one*, *once*, *first* and *second* say other things as often."""

_PHRASES = {
    "must": "has to; have to; had to; needs to; need to; is required to; are required to; is obliged to",
    "may": "is allowed to; are allowed to; is free to; are free to",
    "can": "is able to; are able to; be able to",
    "will": "is going to; are going to",
    "instead": "instead of; rather than; in place of",
    "at-most": "no more than; not more than; at most; up to; no longer than; not longer than; a maximum of; "
    "no later than",
    "at-least": "no less than; no fewer than; not less than; at least; a minimum of; no earlier than",
    "more": "greater than; more than; larger than; higher than; longer than; in excess of",
    "less": "less than; fewer than; smaller than; lower than; shorter than",
    "when": "as soon as; every time; each time; at the time",
    "if": "in case; in the event that; provided that; as long as; so long as; on condition that",
    "and": "as well as; along with; together with",
    "per": "for each; for every; in each; in every",
    "except": "apart from; except for; other than; with the exception of; but not",
    "because": "due to; because of; owing to; on account of",
    "before": "prior to; ahead of; in advance of",
    "to": "in order to; so as to",
    "so": "so that; in order that",
    "without": "with no; without any; without a; without an",
    "not": "do not; does not; did not; do not ever; never ever",
    "please": "can you please; could you please; would you please; can you; could you; would you; will you; "
    "can someone; could someone; can somebody; could somebody; can we; could we; would you mind",
    "via": "by means of; with the help of; by way of",
    "example": "for example; for instance; such as",
    "those": "the ones",
    "all": "all of; each of; all the; every one of; each one of; whichever",
    "no": "none of; no one; not a; not any; not one of",
    "any": "any of; any one of",
    "many": "a lot of; lots of; plenty of; a number of",
    "again": "once more; one more time",
    "everywhere": "in all places",
    "near": "close to; next to",
}

PHRASES: dict[str, list[tuple[tuple[str, ...], str]]] = {}
"""Phrases by their first word, longest first, and the word that they stand for."""
for _word, _phrases in _PHRASES.items():
    for _phrase in _phrases.split("; "):
        _parts = tuple(_phrase.split())
        PHRASES.setdefault(_parts[0], []).append((_parts, _word))
for _options in PHRASES.values():
    _options.sort(key=lambda option: -len(option[0]))

OPPOSITES = frozenset(
    frozenset(SAME.get(word, word) for word in pair.split("/"))
    for pair in (
        "before/after with/without from/to over/under above/below more/less more/few many/few most/least first/last "
        "and/or must/may must/can must/should should/may up/down in/out on/off all/some all/no all/most "
        "some/no any/no if/unless at-most/at-least at-least/less both/either either/neither he/she "
        "his/her "
        "his/hers him/her himself/herself will/was is/was is/will has/had only/also until/after until/before "
        "during/after during/before always/never often/never before/since near/far inside/outside except/and "
        "except/all half/all all/first all/last many/no into/from between/outside"
    ).split()
)
"""Closed words (norms) that turn the meaning round when one stands in the other's place."""

HARMLESS = frozenset("the a an that please here there".split())
"""Closed words (norms) that come and go without changing what is asked for."""
