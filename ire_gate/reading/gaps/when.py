"""Phrases for points in time, periods and deadlines that depend on who reads them when."""

from __future__ import annotations

from ire_gate.reading.smell import Phrases

_NOW = ("counted from the moment the work starts", "counted from the moment the text was written")

RULES = (
    Phrases(
        "temporal.deictic",
        "temporal",
        "Which date or period is “{w}”?",
        ("the calendar period that contains or follows today", "the same length of time counted from today"),
        "next/last/this/past/coming/previous/following week/month/quarter/year/weekend/season, "
        "next/last/this/coming monday/tuesday/wednesday/thursday/friday/saturday/sunday, "
        "the last/past/previous/next/coming/following week/month/quarter/year/weekend/season, the last few days/weeks/months/years, "
        "the coming days/weeks/months/years, the next days/weeks/months/years, the past days/weeks/months/years, "
        "next time, last time, by/before/at/until/after the end of the week/month/quarter/year/day, end of next/this/last "
        "week/month/quarter/year, end of week/month/quarter/year/day, eod, eow, eom, the end of next week/month/quarter/year, "
        "first thing, the weekend, weekends, on the first weekend, the holidays, the christmas days, over christmas, "
        "the season, this morning, this afternoon, this evening, tonight, tomorrow, yesterday, the other day, over the summer, "
        "the third/second/first/fourth/last week of, mid _, early next, late next, beginning of next, the turn of the year, "
        "at night, overnight, in the morning, in the evening, in the afternoon, during the day, during the night, at noon, "
        "around noon, out of hours, off-hours, after hours, working hours, business hours, office hours, opening hours, peak hours, "
        "off-peak, outside business hours",
    ),
    Phrases(
        "temporal.soon",
        "temporal",
        "By when exactly is “{w}”?",
        ("within a fixed time", "whenever it can be fitted in"),
        "recently, recent, soon, soon after, shortly, shortly after, shortly before, shortly afterwards, lately, asap, "
        "as soon as possible, as quickly as possible, as early as possible, immediately, promptly, right away, right after, "
        "at once, in time, on time, timely, in a timely manner, in good time, in due course, in due time, eventually, "
        "sooner or later, later, later on, at a later time/date/point, at some point, at some time, some day, someday, one day, "
        "sometime, in the future, in the near future, in the long run, in the long term, in the short term, these days, "
        "nowadays, at the moment, currently, for a while, for some time, for a long time, for a short time, for a bit, for long, "
        "for a certain time, for some days/hours/minutes/weeks, after a while, after some time, after a few, in a few, "
        "within a few, a few days/hours/minutes/weeks, up to date, up-to-date, in advance, well in advance, beforehand, "
        "when the time comes, when there is time, when time permits, when it is ready, when ready, once ready, when done, "
        "once done, when finished, when everything is, in the meantime, meanwhile, the other week, not long ago, a while ago, "
        "long ago, some time ago, previously, formerly, towards the end, near the end, at the beginning, temporarily, permanently, "
        "until further notice, for the foreseeable future, now and then, until then, by then, for now, afterwards, "
        "in real time, real-time, near real time, without delay, as before, any more, no longer, when i come back, "
        "while the user, until people, until everyone, until everybody, until all, once people, once everyone, once everybody",
        "m",
    ),
    Phrases(
        "temporal.business_days",
        "temporal",
        "Which days count, and do public holidays?",
        ("Monday to Friday, public holidays excluded at the place of the company", "Monday to Friday, public holidays included"),
        "business day, business days, business-day, workdays, workday, weekdays, weekday",
    ),
    Phrases(
        "temporal.anchor",
        "temporal",
        "What is the point in time that “{w}” refers to?",
        ("the moment named just before", "the moment the work is finished"),
        "after that, before that, after this, before this, since then, from then on, from now on, starting now, until now, "
        "so far, to date, at that time, at this time, at the time, at that point, at the same time, simultaneously, since last, "
        "since the last, up to now, as of now, going forward, in between, from there on, thereafter, beforehand, before and after",
    ),
)
