import pytest

from tests.facts.forms import between, values

NOT_WORTH_A_LINE = 0.5

SAME = {
    "negation": [
        ("Do not change the output.", "Leave the output unchanged."),
        ("Do not touch the old rows.", "Leave the old rows alone."),
        ("Keep the format as is.", "Do not alter the format."),
        ("The file stays untouched.", "The file remains as it is."),
        ("Do not retry.", "Never retry."),
        ("Don't retry on 4xx.", "Do not retry on 4xx."),
        ("Don’t retry on 4xx.", "Don't retry on 4xx."),
        ("Prices must not be shown.", "Prices may not be shown."),
        ("without changing the API", "and do not modify the API"),
        ("Avoid restarts.", "Do not restart."),
        ("Neither log it nor store it.", "Do not log it and do not store it."),
    ],
    "modality": [
        ("Restart the pods.", "You must restart the pods."),
        ("The job has to restart.", "The job must restart."),
        ("The job shall restart.", "The job is required to restart."),
        ("You may restart it.", "You are allowed to restart it."),
        ("Can you restart it?", "Restart it."),
        ("It should be short.", "It ought to be short."),
        ("Optionally send a mail.", "You may send a mail."),
        ("Feel free to send a mail.", "Send a mail if you like."),
        ("You do not have to log it.", "You need not log it."),
    ],
    "quantifier": [
        ("Delete all rows.", "Delete every row."),
        ("Check each file.", "Check every file."),
        ("Log the whole request.", "Log the entire request."),
        ("Read it solely from disk.", "Read it only from disk."),
        ("some of the rows", "several rows"),
        ("use one of the two", "use either of the two"),
        ("Only admins can see it.", "Nobody but admins can see it."),
    ],
    "name": [
        ("Set `timeout`.", "Set timeout."),
        ("call `foo()`", "call `foo`"),
        ("call foo() now", "call `foo` now"),
        ('press "Save"', "press “Save”"),
        ("press 'Save' now", 'press "Save" now'),
        ("the URLs", "the URL"),
        ("Ask Halvorsen Timber first.", "First ask Halvorsen Timber."),
        ("See SEC-118.", "see `SEC-118`"),
        ("edit src/a.py", "edit `src/a.py`"),
        ("run it with --dry-run", "run it with `--dry-run`"),
        ("Europe's oldest mill", "the oldest mill of Europe"),
        ("Add `a` and `b` to it.", "Add `b` and `a` to it."),
    ],
    "condition": [
        ("Never deploy on a weekday unless the lead agrees.", "Deploy on a weekday only if the lead agrees."),
        ("If it fails, stop.", "Stop when it fails."),
        ("If it fails, stop.", "Stop in case it fails."),
        ("Should it fail, stop.", "If it fails, stop."),
        ("Stop once it is done.", "Stop as soon as it is done."),
        ("unless it is empty", "except when it is empty"),
        ("provided that it is set", "only if it is set"),
        ("as long as it is set", "while it is set"),
    ],
    "direction": [
        ("Replace 404 by 410.", "Return 410 instead of 404."),
        ("Replace 404 with 410.", "Use 410 rather than 404."),
        ("Rename `a` to `b`.", "Change `a` into `b`."),
        ("Migrate it from `a` to `b`.", "Convert `a` to `b`."),
    ],
    "order": [
        ("Build before you test.", "Test after you build."),
        ("sorted by name ascending", "sorted by name, A to Z"),
        ("newest first", "sorted descending"),
        ("highest count first", "in descending order of count"),
        ("oldest entries last", "newest entries first"),
    ],
    "exclusion": [
        ("Rows without an id are left out.", "Do not include rows without an id."),
        ("all tables except `logs`", "all tables other than `logs`"),
        ("all tables apart from `logs`", "all tables excluding `logs`"),
        ("skip `logs`", "leave out `logs`"),
    ],
    "polarity": [
        ("Set it to pending instead of closing it.", "Set it to pending; do not close it."),
        ("Set it to pending rather than closing it.", "Set it to pending and do not close it."),
        ("Show no notice.", "Do not show a notice."),
        ("It is not allowed to restart the pods.", "It is forbidden to restart the pods."),
        ("Enable the flag.", "Activate the flag."),
        ("Do not allow guests.", "Forbid guests."),
        ("The cause is unknown.", "The cause is not known."),
        ("Do not accept it.", "Reject it."),
    ],
}


@pytest.mark.parametrize(("ours", "theirs"), [pair for pairs in SAME.values() for pair in pairs])
def test_rewording_makes_no_difference(ours: str, theirs: str) -> None:
    assert [found for found in between(ours, theirs) if found.certainty >= NOT_WORTH_A_LINE] == []


CONTRADICTIONS = [
    ("negation", "Retry on 4xx.", "Do not retry on 4xx."),
    ("negation", "Never delete the old row.", "Delete the old row."),
    ("negation", "The subject counts towards it.", "The subject does not count towards it."),
    ("modality", "Restart the pods.", "You may restart the pods."),
    ("modality", "Send the mail at once.", "Try to send the mail at once."),
    ("quantifier", "Log all connections.", "Log some connections."),
    ("quantifier", "Check every file in it.", "Check most files in it."),
    ("quantifier", "Delete rows with `a` and `b`.", "Delete rows with `a` or `b`."),
    ("name", "Set `deleted_at` in `orders`.", "Set `cancelled_at` in `orders`."),
    ("name", "Send it to Alice, then Bob signs.", "Send it to Bob, then Alice signs."),
    ("name", "edit src/a.py now", "edit src/b.py now"),
    ("condition", "Stop if the flag is set.", "Stop unless the flag is set."),
    ("condition", "Run it when lint fails.", "Run it unless lint fails."),
    ("order", "sorted by bin ascending", "sorted by bin descending"),
    ("order", "oldest entries first", "newest entries first"),
    ("order", "keep the row with the highest id", "keep the row with the lowest id"),
    ("order", "Build the image before you run the tests.", "Build the image after you run the tests."),
    ("exclusion", "Copy the rows except the header.", "Copy the rows including the header."),
    ("polarity", "Enable the flag in prod.", "Disable the flag in prod."),
    ("polarity", "Make the bucket public now.", "Make the bucket private now."),
    ("polarity", "Add the row to the list.", "Remove the row from the list."),
    ("polarity", "Prices are shown.", "Prices are not shown."),
    ("number", "Wait 5 seconds.", "Wait 5 minutes."),
    ("number", "Keep it for 30 days.", "Keep it for 90 days."),
    ("number", "max 5 MiB per file", "max 5 MB per file"),
    ("number", "at least 3 items in the cart", "at most 3 items in the cart"),
    ("number", "between 4 and 20 pods", "between 4 and 40 pods"),
    ("number", "no more than 30 words", "no more than 30 characters"),
    ("number", "Keep the first 128 and the last 382 of them.", "Keep the first 382 and the last 128 of them."),
    ("time", "due by 14 July 2025", "due by 14 June 2025"),
    ("time", "at 22:00 UTC daily", "at 22:00 CET daily"),
    ("time", "every Monday at noon", "every Tuesday at noon"),
    ("time", "run it daily at noon", "run it weekly at noon"),
]


@pytest.mark.parametrize(("family", "ours", "theirs"), CONTRADICTIONS)
def test_a_contradiction_in_place_is_a_veto(family: str, ours: str, theirs: str) -> None:
    vetoes = {found.family for found in between(ours, theirs) if found.certainty >= 0.9}
    assert family in vetoes


@pytest.mark.parametrize(
    ("family", "ours", "theirs"),
    [
        ("negation", "Sort by the translated name.", "Sort by the untranslated name."),
        ("negation", "Use an active account.", "Use an inactive account."),
        ("modality", "It must be short.", "It should be short."),
        ("direction", "Replace 404 by 410 for deleted orders.", "Replace 410 by 404 for deleted orders."),
        ("direction", "Copy from `a` to `b` each night.", "Copy from `b` to `a` each night."),
        ("name", "Ask Kaffa Trading first.", "Ask Fazenda Norte first."),
    ],
)
def test_what_is_less_sure_is_worth_a_line(family: str, ours: str, theirs: str) -> None:
    lines = {found.family for found in between(ours, theirs) if found.certainty >= NOT_WORTH_A_LINE}
    assert family in lines


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Not only the rows, no matter what.", "negation"),
        ("Whether or not it runs.", "negation"),
        ("Could you restart it?", "modality"),
        ("In May 2025 it moves.", "modality"),
        ("Should it fail, stop.", "modality"),
        ("at most 5 rows", "quantifier"),
        ("Every other day.", "quantifier"),
        ("The Plan For Next Year", "name"),
        ("DO NOT DO IT", "name"),
        ("The first step.", "number"),
        ("from 4 to 20 pods", "direction"),
    ],
)
def test_look_alikes_are_no_facts(text: str, family: str) -> None:
    assert values(text, family) == []


@pytest.mark.parametrize(
    ("text", "family", "expected"),
    [
        ("See `src/a.py`, https://x.example/a?b and #58213.", "name", ["src/a.py", "https://x.example/a?b", "#58213"]),
        ("Mail ops@example.com about v1.2.3.", "name", ["ops@example.com", "v1.2.3"]),
        ("answers in the 500 range", "name", ["5xx"]),
        ("offer 2025-117 of theirs", "name", ["2025-117"]),
        ("only if it is set", "condition", ["only if"]),
        ("even if it is set", "condition", ["even if"]),
        ("until it is set, otherwise never", "condition", ["until", "otherwise"]),
        ("max 18 characters each", "quantifier", ["each"]),
        ("3 errors in total", "quantifier", ["together"]),
        ("First `a`, then `b`, finally `c`.", "order", ["first", "then", "last"]),
        ("Delete it instead of `a`.", "direction", ["a > delet"]),
    ],
)
def test_facts_have_their_normal_form(text: str, family: str, expected: list[str]) -> None:
    assert values(text, family) == expected
