"""Phrases in place of figures, and quantifiers that leave open which ones or how many."""

from __future__ import annotations

from ire_gate.reading.smell import Phrases

RULES = (
    Phrases(
        "value.vague_quantity",
        "missing_value",
        "How many or how much is “{w}”?",
        ("a fixed number", "as many as the executor finds fit"),
        "some time, some days, some hours, some minutes, some weeks, some working days, some more, a while, a bit longer, "
        "a few, few, several, a number of, a couple of, a handful of, a couple, a lot of, lots of, plenty of, numerous, various, "
        "a variety of, a range of, a set of, a series of, a selection of, a certain number/amount of, a certain, "
        "too many, too much, too few, too little, too long, too often, enough, not enough, long enough, sufficient, sufficiently, "
        "many, the next few, the last few, the past few, the first few, another few, a small/large/certain/reasonable/sensible/"
        "suitable/fixed/limited number of, a small/large/certain/reasonable/sensible amount of, so many, a good many, "
        "a fraction of, part of, a part of, a portion of, a sample of, a subset of, a random sample, a percentage of, "
        "an acceptable, a reasonable, a suitable, a sensible, an appropriate, a sufficient, an adequate, a decent, a good, "
        "a maximum number of, a minimum number of, a limited, a threshold, a limit, a certain threshold, a certain limit, "
        "a certain period, a certain time, a given time, a specified number/amount/time/location/directory, "
        "a certain number of times, more than usual, older than usual, longer than usual, or so, and more, or more so",
        "m",
    ),
    Phrases(
        "value.frequency",
        "missing_value",
        "How often is “{w}”?",
        ("at a fixed interval", "whenever the executor finds it due"),
        "repeatedly, often, frequently, occasionally, regularly, periodically, sometimes, rarely, seldom, from time to time, "
        "now and then, every now and then, every so often, at regular intervals, at intervals, once in a while, on a regular basis, "
        "again and again, multiple times, several times, a few times, many times, constantly, continuously, continually, "
        "at times, more often, less often, in regular intervals, on an ongoing basis",
        "m",
    ),
    Phrases(
        "value.placeholder",
        "missing_value",
        "What stands in place of “{w}”?",
        ("a value that the writer still has to give", "a default that the executor picks"),
        "tbd, tba, tbc, todo, fixme, xxx, to be determined/defined/decided/confirmed/announced/agreed/clarified/discussed/specified, "
        "not yet decided/known/clear/defined, still open, ? ? ?, lorem ipsum, xyz, foo bar, n n, for now, for the time being, "
        "for the moment, not sure yet, we will see, something like that",
    ),
    Phrases(
        "quantifier.some",
        "quantifier",
        "Which of them does “{w}” pick out?",
        ("a definite group that the writer has in mind", "any of them, as the executor likes"),
        "some, some of, some of the, most, most of, most of the, most of them, many of, many of the, one of, one of the, "
        "one of them, a few of, any of, any of the, part of the, half of, the majority, the majority of, a majority of, "
        "certain, various, different, selected, a selection, a subset, either of, all or some, any one, at random, "
        "random, randomly, a random, other, others, the others, the other, another, the remaining, remaining, the rest, "
        "the rest of, a sample, multiple, the existing, existing, the various, the different, the individual",
        "a",
    ),
    Phrases(
        "quantifier.each_total",
        "quantifier",
        "Does the limit hold for each of them or for all together?",
        ("for each one separately", "for all of them together"),
        "between them, among them, altogether or, each or all, all or each",
    ),
    Phrases(
        "quantifier.not_all",
        "quantifier",
        "Does “{w}” mean none of them, or only some?",
        ("none of them", "some of them, but not all"),
        "all _ are not, all _ do not, all _ cannot, all _ must not, all _ should not, every _ is not, every _ must not, "
        "all _ were not, all _ have not, every _ does not, each _ is not, all _ aren't, all _ don't",
    ),
)
