import pytest

from tests.facts.forms import values

SAME = [
    ("due 2025-07-14", "due 14 July 2025", "due July 14, 2025", "due 14th July 2025", "due the 14th of July 2025"),
    (
        "due 2025-07-14",
        "due Jul 14, 2025",
        "due 14 Jul 2025",
        "due July 14th, 2025",
        "due 14/07/2025",
        "due 2025/07/14",
    ),
    ("by 14 July 2025", "no later than 14 July 2025", "14 July 2025 at the latest", "before 15 July 2025"),
    (
        "from 1 July 2025",
        "after 30 June 2025",
        "no earlier than 1 July 2025",
        "as of 2025-07-01",
        "not before 1 July 2025",
    ),
    (
        "runs at 15:00",
        "runs at 3 pm",
        "runs at 3 p.m.",
        "runs at 3pm",
        "runs at three in the afternoon",
        "runs at 3:00 pm",
    ),
    ("runs at 18:00", "runs at 6 p.m.", "runs at six in the evening", "runs at 18:00:00"),
    ("runs at 01:00", "runs at 1 a.m.", "runs at one in the morning", "runs at 1 am"),
    ("runs at 12:00", "runs at noon", "runs at 12 pm", "runs at midday"),
    ("runs at 00:00", "runs at midnight", "runs at 12 am", "runs at 24:00"),
    ("runs at 02:30", "runs at half past two", "runs at 2.30 a.m."),
    ("runs at 02:45", "runs at quarter to three"),
    ("runs at 10:00", "runs at ten o'clock"),
    (
        "every 15 minutes",
        "every quarter of an hour",
        "every fifteen minutes",
        "every 900 seconds",
        "at intervals of 15 minutes",
    ),
    ("every 15 minutes", "four times an hour", "4 times per hour"),
    ("runs daily", "runs every day", "runs each day", "runs once a day", "runs once per day", "runs every 24 hours"),
    ("runs nightly", "runs every night", "runs each night"),
    ("runs weekly", "runs every week", "runs every 7 days", "runs once a week"),
    ("runs monthly", "runs every month", "runs each month", "runs once per month"),
    ("4 pods per minute", "four pods a minute", "four pods every minute", "4 pods each minute"),
    ("each Monday", "every Monday", "on Mondays", "on Monday"),
    ("22:00 Europe/Lisbon", "22:00 Lisbon time", "10 pm Lisbon time"),
    ("22:00 UTC", "22:00 GMT"),
    ("local time at noon", "12:00 local time"),
    ("within the last week", "within the past week", "within the previous week"),
    ("no earlier than tomorrow", "after today"),
    (
        "opens 10:00 to 18:00",
        "opens from 10:00 to 18:00",
        "opens from 10:00 until 18:00",
        "opens from ten am to six pm",
    ),
]


@pytest.mark.parametrize("texts", SAME, ids=lambda texts: str(texts[0]))
def test_one_time_has_one_form(texts: tuple[str, ...]) -> None:
    forms = {text: sorted(values(text, "time")) for text in texts}
    assert all(form == forms[texts[0]] != [] for form in forms.values()), forms


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("due 14 July 2025", "due 14 June 2025"),
        ("due 03/04/2025", "due 3 April 2025"),
        ("due 03/04/2025", "due 4 March 2025"),
        ("by Friday", "until Friday"),
        ("by Friday", "from Friday"),
        ("at 3 pm", "at 3 am"),
        ("every day", "every night"),
        ("every 5 minutes", "for 5 minutes"),
        ("in UTC", "in local time"),
        ("in CET", "in CEST"),
        ("next week", "last week"),
        ("next Tuesday", "on Tuesday"),
        ("every month", "every 30 days"),
    ],
)
def test_other_times_have_other_forms(ours: str, theirs: str) -> None:
    assert values(ours, "time") != values(theirs, "time")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It may march on in may.", []),
        ("You may do it in May 2025.", ["2025-05"]),
        ("In 2024, 2024 rows were left.", ["2024"]),
        ("The sun sat on the wed page.", []),
        ("2025-01-31T10:00:00Z", ["2025-01-31", "10:00", "zone utc"]),
        ("99/99/2025 and 31/31/31", []),
    ],
)
def test_only_times_are_read_as_times(text: str, expected: list[str]) -> None:
    assert sorted(values(text, "time")) == sorted(expected)
