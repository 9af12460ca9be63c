"""Phrases for points in time, periods and deadlines that depend on who reads them when."""

from __future__ import annotations

from ire_gate.reading.smell import Phrases

_DAYS = "monday/tuesday/wednesday/thursday/friday/saturday/sunday"

RULES = (
    Phrases(
        "temporal.deictic",
        "temporal",
        "Which date or period is “{w}”?",
        ("the calendar period that contains or follows today", "the same length of time counted from today"),
        f"tomorrow, end of business, close of business, cob, eob, over the weekend, after lunch, before lunch, "
        f"before going live, before go-live, before the launch/release/deadline/meeting/holidays/season/event, ahead "
        f"of the launch/release/deadline/meeting/holidays, after the holidays/season, in a few days/weeks/hours, "
        f"from now, next/last/this/past/coming "
        f"week/month/quarter/year/weekend/season/fiscal/summer/winter/spring/autumn, next/last/this/coming {_DAYS}, "
        f"the last/past/next/coming week/month/quarter/year/weekend/season, the last few days/weeks/months/years, "
        f"the coming days/weeks/months/years, the next days/weeks/months/years, the past days/weeks/months/years, "
        f"next time, last time, by/before/at/until/after the end of the week/month/quarter/year/day, end of "
        f"next/this/last week/month/quarter/year, end of week/month/quarter/year/day, eod, eow, eom, the end of next "
        f"week/month/quarter/year, the weekend, weekends, the first/second/third/last weekend, the holidays, the "
        f"christmas/easter/holiday/summer/bank days/holidays/season/period, this morning, this afternoon, this "
        f"evening, tonight, yesterday, the other day, over the summer, the third/second/first/fourth/last week of, "
        f"mid _, early next, late next, beginning of next, the turn of the year, overnight, during the day, during "
        f"the night, around noon, out of hours, off-hours, after hours, working hours, business hours, office hours, "
        f"peak hours, off-peak, outside business hours, during the season",
        "m",
        "# one",
    ),
    Phrases(
        "temporal.soon",
        "temporal",
        "By when exactly is “{w}”?",
        ("within a fixed time", "whenever it can be fitted in"),
        "instantly, instantaneously, at the latest possible, recently, soon, soon after, shortly, shortly after, "
        "shortly before, shortly afterwards, lately, asap, as soon as possible, as quickly as possible, as early as "
        "possible, promptly, right away, in time, on time, timely, in a timely manner, in good time, in due course, "
        "in due time, eventually, sooner or later, later on, at a later time/date/point, at some point, at some "
        "time, some day, someday, sometime, in the future, in the near future, in the long run, in the long term, in "
        "the short term, these days, nowadays, after a while, after some time, up to date, in advance, well in "
        "advance, when the time comes, when there is time, when time permits, when it is ready, when ready, once "
        "ready, when everything is, in the meantime, the other week, not long "
        "ago, a while ago, long ago, some time ago, towards the end, near the end, until further notice, for the "
        "foreseeable future, until people, until everyone, until everybody, once people, once everyone, once "
        "everybody, in real time, near real time, early enough, late enough, at the earliest opportunity, in the "
        "next few",
        "m",
        "as point just",
    ),
    Phrases(
        "temporal.vague_past",
        "temporal",
        "Since when, or compared with when?",
        ("compared with the moment just before", "compared with the last recorded run"),
        "as before, previously, formerly, used to, until now, at the "
        "moment, currently, no longer, temporarily, at the beginning",
        "p",
        "not",
    ),
    Phrases(
        "temporal.business_days",
        "temporal",
        "Which days count, and do public holidays?",
        (
            "Monday to Friday, public holidays excluded at the place of the company",
            "Monday to Friday, public holidays included",
        ),
        "business day, business days, business-day, workdays, workday",
    ),
)
