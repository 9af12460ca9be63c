"""Phrases in place of figures, and quantifiers that leave open which ones or how many."""

from __future__ import annotations

from ire_gate.reading.smell import Phrases

RULES = (
    Phrases(
        "value.vague_quantity",
        "missing_value",
        "How many or how much is “{w}”?",
        ("a fixed number", "as many as the executor finds fit"),
        "loads of, tons of, a bunch of, a good deal of, a great deal of, a fair number/amount/bit of, a fair bit, a "
        "dozen or so, countless, umpteen, ample, a decent number/amount of, a good number of, quite a few, quite "
        "some, a small share of, a large share of, a good share of, a good part of, for long, for a bit, some time, "
        "some days, some hours, some minutes, some weeks, some months, some working days, some more, a while, a bit "
        "longer, a bit more, a few, few, several, a number of, a couple of, a handful of, a couple, a lot of, lots "
        "of, plenty of, numerous, various, a variety of, a certain number/amount of, a certain, too many, too much, "
        "too few, too little, too long, too often, not enough, long enough, the next few, the last few, the past "
        "few, the first few, another few, a small/large/certain/reasonable/sensible/suitable/fixed/limited number "
        "of, a small/large/certain/reasonable/sensible amount of, so many, a good many, a fraction of, a portion of, "
        "a percentage of, much longer, much later, much more, many more, a long time, a short time, a maximum number "
        "of, a minimum number of, a certain threshold, a certain limit, a sufficient number of, a certain period, a "
        "certain time, a given time, a certain number of times, more than usual, older than usual, longer than "
        "usual, or so, and more",
        "m",
        "at",
    ),
    Phrases(
        "value.judged",
        "missing_value",
        "Which value makes it {q}?",
        ("a fixed limit that the writer knows", "the value that common practice suggests"),
        "an acceptable, a reasonable, a suitable, a sensible, an appropriate, a sufficient, an adequate, a decent, a "
        "good, a limited, a fair, a realistic, a healthy, a safe, enough _, sufficient _, reasonable _, acceptable _",
        "m",
    ),
    Phrases(
        "value.frequency",
        "missing_value",
        "How often is “{w}”, and how far apart?",
        ("at a fixed interval or a fixed number of times", "whenever and as often as the executor finds it due"),
        "repeatedly, often, frequently, occasionally, regularly, periodically, sometimes, rarely, seldom, from time "
        "to time, now and then, every now and then, every so often, at regular intervals, at intervals, once in a "
        "while, on a regular basis, again and again, multiple times, several times, a few times, many times, "
        "constantly, continuously, continually, at times, more often, less often, in regular intervals, on an "
        "ongoing basis",
        "m",
        "how",
    ),
    Phrases(
        "value.placeholder",
        "missing_value",
        "What stands in place of “{w}”?",
        ("a value that the writer still has to give", "a default that the executor picks"),
        "back off exponentially, backs off exponentially, exponential back-off, exponential backoff, tbd, tba, tbc, "
        "todo, fixme, xxx, to be "
        "determined/defined/decided/confirmed/announced/agreed/clarified/discussed/specified, not yet "
        "decided/known/clear/defined, ? ? ?, lorem ipsum, for now, for the time being, for the moment, not sure yet, "
        "we will see, something like that",
    ),
    Phrases(
        "quantifier.some",
        "quantifier",
        "Which of them does “{w}” pick out?",
        ("a definite group that the writer has in mind", "any of them, as the executor likes"),
        "nearly all, almost all, virtually all, practically all, some, some of, some of the, some of them, most of, "
        "most of the, most of them, many of, many of the, a few of, half of, the majority of, a majority of, "
        "certain, selected, all or some, some or all",
        "",
        "at the in to",
    ),
    Phrases(
        "quantifier.one_of",
        "quantifier",
        "Which one does “{w}” pick out?",
        ("a definite one that the writer has in mind", "any one, as the executor likes"),
        "one of the, one of them, one of these, any of the, an arbitrary, one or two",
        "c",
        "least exactly if when every",
    ),
    Phrases(
        "quantifier.each_total",
        "quantifier",
        "Does it hold between each two of them, or once?",
        ("once, for all of them together", "between each two of them"),
        "between them, among them, each or all, all or each",
    ),
    Phrases(
        "quantifier.rate",
        "quantifier",
        "For each one separately, or for all together?",
        ("counted for each one separately", "counted for all together"),
        "at most once per/a/every _, at most twice per/a/every _, at most one _ per _, no more than once per/a _, "
        "once per/a _ at most, not more than once per/a _",
        "r",
    ),
    Phrases(
        "quantifier.not_all",
        "quantifier",
        "Does “{w}” mean none of them, or only some?",
        ("none of them", "some of them, but not all"),
        "all _ are/is/do/does/can/must/should/may/were/have/has not, every _ is/must/does/can/should/may/has not, "
        "each _ is/must/does/can/should/may/has not, all _ cannot/aren't/don't, every _ cannot/isn't/doesn't",
    ),
)
