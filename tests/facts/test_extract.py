import itertools
import random
import time

import pytest

from ire_gate.facts import FAMILIES, differences, extract

TEXT = (
    "When delivery of a webhook fails (timeout after 5 seconds, or any 5xx status), retry it up to 4 more times, "
    "waiting 1, 4, 16 and 64 minutes. Do not retry on 4xx. After the last failed attempt, set the subscription to "
    "`suspended` and email its owner once, by 14 July 2025 at 3 p.m. UTC. You may skip test accounts, except `demo`."
)

ODD = [
    "",
    " \n\n\t ",
    "\x00\x01\x02 5 \x7f items",
    "\ud800 5 seconds \udfff",
    "🙂 5 🙂 seconds 🙂",
    "'\"`“«'\"`“«5 items",
    "``` never closed 5",
    "½ ²³ ٣٤ items and 2½ hours",
    "between 5 and",
    "at least",
    "at",
    "half",
    "a quarter of an",
    "from to from to",
    "not",
    "May",
    "14/99/2025 99/99/9999 0/0/0000 14//2025 /// 1/2/3/4",
    "25:99 99:99 24:00 00:00:61",
    "after 9999-12-31 before 0001-01-01",
    "1e999 9e307 million −5 (-7) --8",
    "$ € EUR 5$ 5 EUR EUR",
    "a a a an an second second",
    "5 or fewer",
    "30 at most",
    "-",
    "'s",
]

WORDS = (
    "if unless the a an 5 10 2025-01-01 14:00 pm at least no more than or fewer half quarter of second minute "
    "month per every each `x` and , . ; : ( ) - — not never only one two hundred thousand dozen Monday May "
    "July 14 2024 UTC Europe / Berlin % $ EUR kg MiB within by until from to after before first last then "
    "12/12/2024 70/15/15 3rd may should can twice once x 's ½ 1e999 leave unchanged alone as is in this order "
    "instead replace long soon maximum up + the latest"
).split()


def test_spans_point_to_the_quotes() -> None:
    facts = extract(TEXT)
    assert all(fact.span.of(TEXT) == fact.quote != "" for fact in facts)


def test_facts_come_in_text_order() -> None:
    starts = [fact.span.start for fact in extract(TEXT)]
    assert starts == sorted(starts)
    assert len(starts) > 15


def test_facts_are_typed_and_normalised() -> None:
    found = {(fact.family, fact.value) for fact in extract(TEXT)}
    assert found >= {
        ("number", "5 s"),
        ("number", "<= 4"),
        ("number", "960 s"),
        ("time", "<= 2025-07-14"),
        ("time", "15:00"),
        ("time", "zone utc"),
        ("negation", "not"),
        ("modality", "may"),
        ("quantifier", "any"),
        ("name", "suspended"),
        ("condition", "if"),
        ("exclusion", "except"),
    }


def test_facts_say_what_they_are_about() -> None:
    about = {fact.quote: fact.about.split() for fact in extract(TEXT)}
    assert "timeout" in about["5 seconds"]
    assert "retri" in about["not"]


def test_every_family_is_found_somewhere() -> None:
    text = TEXT + " Replace `a` by `b`. Sort ascending, then enable it."
    assert {fact.family for fact in extract(text)} == set(FAMILIES)


def test_a_text_is_read_once() -> None:
    assert extract(TEXT) is extract(TEXT)


@pytest.mark.parametrize("text", ODD)
def test_odd_text_is_read_without_error(text: str) -> None:
    assert all(fact.span.of(text) == fact.quote for fact in extract(text))
    assert differences(extract(text), extract(text)) == ()


def test_any_words_in_any_order_are_read_without_error() -> None:
    dice = random.Random(7)
    texts = [" ".join(dice.choices(WORDS, k=dice.randint(1, 30))) for _ in range(1500)]
    for ours, theirs in itertools.pairwise(texts):
        assert all(fact.span.of(ours) == fact.quote != "" for fact in extract(ours))
        assert all(0 < found.certainty < 1 for found in differences(extract(ours), extract(theirs)))


def test_any_characters_are_read_without_error() -> None:
    dice = random.Random(7)
    for _ in range(200):
        text = "".join(chr(dice.choice([dice.randrange(128), dice.randrange(0x3000), 0xD800])) for _ in range(200))
        assert all(fact.span.of(text) == fact.quote for fact in extract(text))


@pytest.mark.parametrize(
    "piece", ["5 items, ", "one hundred ", "1 to ", "not ", "`a` ", "Ab ", "if a then b. ", "1, ", "a/", "twenty "]
)
def test_reading_takes_linear_time(piece: str) -> None:
    def seconds(pieces: int) -> float:
        extract.cache_clear()
        text = piece * pieces
        start = time.process_time()
        extract(text)
        return time.process_time() - start

    # The better of two, as a collection of the whole suite's garbage may fall into one.
    assert min(seconds(4000), seconds(4000)) < 8 * 3 * max(seconds(500), 0.01)


def test_a_megabyte_is_read() -> None:
    facts = extract("word " * 200_000 + "5 items")
    assert [fact.value for fact in facts] == ["5"]
