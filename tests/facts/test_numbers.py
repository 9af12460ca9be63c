import pytest

from tests.facts.forms import values

SAME = [
    ("wait sixty seconds", "wait 1 minute", "wait 60 s", "wait 60s", "wait one minute", "wait a sixty-second spell"),
    ("wait 90 minutes", "wait an hour and a half", "wait 1.5 hours", "wait 1 h 30 min", "wait one and a half hours"),
    ("wait half an hour", "wait 30 minutes", "wait 30 min", "wait thirty minutes", "wait a 30-minute spell"),
    ("wait 15 minutes", "wait a quarter of an hour", "wait 900 seconds"),
    ("keep it for 14 days", "keep it for two weeks", "keep it for a fortnight"),
    ("keep it for one year", "keep it for 12 months", "keep it for a year"),
    ("within 5 working days", "within five business days"),
    ("at most 20 items", "no more than 20 items", "up to 20 items", "<= 20 items", "≤ 20 items", "20 items or fewer"),
    ("at most 20 items", "a maximum of 20 items", "20 items at most", "must not exceed 20 items", "maximum 20 items"),
    ("at least 3 items", "no fewer than 3 items", "not less than 3 items", "3 items or more", ">= 3 items", "3+ items"),
    ("at least 3 items", "a minimum of 3 items", "minimum 3 items", "three items or more", "never under three items"),
    ("more than 3 items", "over 3 items", "above 3 items", "> 3 items", "exceeds three items"),
    ("fewer than 3 items", "under 3 items", "below 3 items", "less than three items", "< 3 items"),
    ("about 5 items", "around 5 items", "roughly 5 items", "approximately five items", "~5 items"),
    ("4 to 20 replicas", "between 4 and 20 replicas", "4-20 replicas", "4–20 replicas", "from 4 up to 20 replicas"),
    ("12 tests", "twelve tests", "a dozen tests", "the dozen tests"),
    ("6 labels", "six labels", "half a dozen labels", "half-dozen labels"),
    ("3000 rows", "3,000 rows", "3k rows", "three thousand rows", "3 thousand rows"),
    ("1,500,000 rows", "1.5M rows", "1.5 million rows"),
    ("128 rows", "one hundred and twenty-eight rows"),
    ("EUR 6,000", "6000 EUR", "€6,000", "€ 6000", "6,000 euros", "six thousand euros"),
    ("$5", "5 dollars", "USD 5", "five dollars"),
    ("65% load", "65 % load", "65 percent load", "65 per cent load", "sixty-five percent load"),
    ("half of the rows", "50% of the rows"),
    ("5 MB", "5 megabytes", "5,000,000 bytes"),
    ("5 MiB", "5120 KiB"),
    ("120 kg", "120 kilos", "120 kilograms"),
    ("2 km", "2 kilometres", "2000 m"),
    ("the third try", "the 3rd try"),
    ("the 21st try", "the twenty-first try"),
    ("retry twice", "retry 2 times", "retry two times"),
    ("email once per owner", "email 1 times per owner"),
    ("3e-4 as rate", "0.0003 as rate"),
    ("a fifth of a second", "200 ms", "0.2 seconds"),
    ("from -40 degrees", "from −40 degrees"),
    ("max. 18 characters", "at most 18 characters", "eighteen characters or fewer"),
]

DIFFERENT = [
    ("5 MB", "5 MiB"),
    ("5 Mb", "5 MB"),
    ("5%", "5 percentage points"),
    ("5 working days", "5 days"),
    ("5 nights", "5 weeks"),
    ("30 words", "30 characters"),
    ("5 kg", "5 lb"),
    ("EUR 5", "USD 5"),
    ("at most 5 items", "at least 5 items"),
    ("more than 5 items", "at least 5 items"),
    ("5 s", "5 ms"),
    ("5 items", "6 items"),
    ("the third try", "three tries"),
    ("1 month", "30 days"),
    ("-40 degrees in winter", "40 degrees in winter"),
]


@pytest.mark.parametrize("texts", SAME, ids=lambda texts: str(texts[0]))
def test_one_amount_has_one_form(texts: tuple[str, ...]) -> None:
    forms = {text: values(text, "number") for text in texts}
    assert all(form == forms[texts[0]] != [] for form in forms.values()), forms


@pytest.mark.parametrize(("ours", "theirs"), DIFFERENT)
def test_other_amounts_have_other_forms(ours: str, theirs: str) -> None:
    assert values(ours, "number") != values(theirs, "number")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("waiting 1, 4, 16 and 64 minutes", ["60 s", "240 s", "960 s", "3840 s"]),
        ("raise it from 7 to 30 days", ["604800 s", "2592000 s"]),
        ("split 70/15/15 by patient", ["70", "15", "15"]),
        ("scale to 512x512 pixels", ["512", "512"]),
        ("lower it by 5%", ["by 5 %"]),
        ("`t` is in milliseconds", ["in millisecond"]),
        ("No one knows, and one of them left.", []),
        ("ice dance of the 1920s", ["1920"]),
    ],
)
def test_numbers_keep_their_roles(text: str, expected: list[str]) -> None:
    assert values(text, "number") == expected
