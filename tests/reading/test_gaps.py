"""Each kind of gap is found where it is, with a question and two readings, and is gone once the text is mended."""

from __future__ import annotations

import pytest

from ire_gate.domain import GAP_KINDS, Gap
from ire_gate.reading import read

OPEN_AND_MENDED = [
    pytest.param(
        "vague_term",
        "best customers",
        "List the best customers first.",
        "List the customers with the highest `order_count` first.",
        id="superlative without a measure",
    ),
    pytest.param(
        "vague_term",
        "gracefully",
        "Shut `worker` down gracefully.",
        "Shut `worker` down with SIGTERM.",
        id="manner",
    ),
    pytest.param(
        "vague_term",
        "short email",
        "Write a short email to Halvorsen Timber.",
        "Write an email of at most 120 words to Halvorsen Timber.",
        id="size",
    ),
    pytest.param(
        "missing_value",
        "timeout to 30",
        "In `client.py`, set the read timeout to 30, and keep the rest.",
        "In `client.py`, set the read timeout to 30 seconds, and keep the rest.",
        id="number without a unit",
    ),
    pytest.param(
        "missing_value",
        "orders above 6,000",
        "Send orders above 6,000 to the approver `kim`.",
        "Send orders above EUR 6,000 to the approver `kim`.",
        id="sum without a currency",
    ),
    pytest.param(
        "missing_value",
        "increase the limit",
        "Please increase the limit of `/export`.",
        "Please increase the limit of `/export` to 500 rows.",
        id="change without an amount",
    ),
    pytest.param(
        "missing_value",
        "a few",
        "Keep the last backups of `db1` for a few days.",
        "Keep the last backups of `db1` for 3 days.",
        id="a few",
    ),
    pytest.param(
        "missing_actor_or_target",
        "they are phoned",
        "If the leads do not answer, they are phoned.",
        "If the leads do not answer, the dispatcher phones them.",
        id="passive without an actor",
    ),
    pytest.param(
        "missing_actor_or_target",
        "send it out",
        "Write the release note and send it out.",
        "Write the release note and send it to `list@corp.example`.",
        id="recipient",
    ),
    pytest.param(
        "missing_actor_or_target",
        "somewhere",
        "Log the rejected rows somewhere.",
        "Log the rejected rows to `rejected.csv`.",
        id="place",
    ),
    pytest.param(
        "unclear_reference",
        "it shall delete",
        "When the token service rejects a request of the session service, it shall delete the cache.",
        "When the token service rejects a request of the session service, the session service shall delete the cache.",
        id="two services, one pronoun",
    ),
    pytest.param(
        "unclear_reference",
        "the previous one",
        "Compare the revenue of the quarter with the previous one.",
        "Compare the revenue of Q1 2025 with that of Q1 2024.",
        id="the previous one",
    ),
    pytest.param(
        "scope",
        "take care of",
        "Add `vat_id` to `Customer` and take care of the migration.",
        "Add `vat_id` to `Customer` and generate the migration file without running it.",
        id="take care of",
    ),
    pytest.param(
        "scope",
        "etc",
        "Rename the columns `a`, `b`, etc. in `t.csv`.",
        "Rename the columns `a` and `b` in `t.csv`.",
        id="etc.",
    ),
    pytest.param(
        "coordination_attachment",
        "created after",
        "Return the orders and the invoices created after 1 May 2025.",
        "Return all orders, and those invoices whose `created_at` is after 1 May 2025.",
        id="participle",
    ),
    pytest.param(
        "coordination_attachment",
        "scripts and tests that need the output",
        "Remove prints, but not in scripts and tests that need the output.",
        "Remove prints, but not in `scripts/` or `tests/`.",
        id="relative clause",
    ),
    pytest.param(
        "coordination_attachment",
        "or an annotator agreement below 0.5 and",
        "Drop rows with a confidence below 0.6 or an annotator agreement below 0.5 and a length above 200 tokens.",
        "Drop rows that have a confidence below 0.6 and a length above 200 tokens.",
        id="and with or",
    ),
    pytest.param(
        "quantifier",
        "most of them",
        "Invite the four leads; most of them must be free.",
        "Invite the four leads; at least three of the four must be free.",
        id="most of them",
    ),
    pytest.param(
        "quantifier",
        "at most once per hour",
        "Page the engineer, at most once per hour.",
        "Page the engineer, at most once per broker per hour.",
        id="rate for each or for all",
    ),
    pytest.param(
        "temporal",
        "next Tuesday",
        "Deploy `api` next Tuesday, 22:00 UTC.",
        "Deploy `api` on Tuesday 6 May 2025, 22:00 UTC.",
        id="next Tuesday",
    ),
    pytest.param(
        "temporal",
        "06:15",
        "Run `job` daily at 06:15.",
        "Run `job` daily at 06:15 UTC.",
        id="no zone",
    ),
    pytest.param(
        "temporal",
        "03/04/2025",
        "Run the backup of `db1` on 03/04/2025 at 02:00 UTC.",
        "Run the backup of `db1` on 2025-04-03 at 02:00 UTC.",
        id="day or month first",
    ),
    pytest.param(
        "temporal",
        "within 5 weeks",
        "Ask for an offer with delivery within 5 weeks.",
        "Ask for an offer with delivery within 5 weeks of the order.",
        id="period without a start",
    ),
    pytest.param(
        "conflict",
        "70% training",
        "Split it into 70% training, 20% validation and 15% test data.",
        "Split it into 70% training, 15% validation and 15% test data.",
        id="shares over 100 %",
    ),
    pytest.param(
        "conflict",
        "100 transfers",
        "A batch contains at most 50 transfers. A batch of 100 transfers must take 2 seconds.",
        "A batch contains at most 50 transfers. A batch of 50 transfers must take 2 seconds.",
        id="more than allowed",
    ),
    pytest.param(
        "conflict",
        "above EUR 150",
        "Requests up to EUR 200 are ordered without approval. Requests above EUR 150 require approval.",
        "Requests up to EUR 150 are ordered without approval. Requests above EUR 150 require approval.",
        id="bands that overlap",
    ),
    pytest.param(
        "conflict",
        "unchanged",
        "Keep the 4 tests unchanged, but simplify them.",
        "Keep the 4 tests unchanged.",
        id="keep and change",
    ),
    pytest.param(
        "undefined_term",
        "usual",
        "Answer in the usual tone.",
        "Answer in the informal form `du`.",
        id="the usual",
    ),
    pytest.param(
        "undefined_term",
        "F1",
        "Report F1 on the test split.",
        "Report macro-averaged F1 on the test split.",
        id="F1 without an average",
    ),
    pytest.param(
        "missing_condition_or_edge",
        "if needed",
        "Restart `nginx` if needed.",
        "Restart `nginx` if `nginx -t` exits with code 0.",
        id="if needed",
    ),
    pytest.param(
        "missing_condition_or_edge",
        "handle errors",
        "Read `a.csv` and handle errors.",
        "Read `a.csv`; exit with code 2 if it is missing.",
        id="handle errors",
    ),
    pytest.param(
        "missing_success_criterion",
        "looks right",
        "Change `/welcome` and check that it looks right.",
        "Change `/welcome` and check that it shows the first name.",
        id="looks right",
    ),
    pytest.param(
        "missing_success_criterion",
        "usability",
        "Rework `cart.html` for usability.",
        "Rework `cart.html` until Lighthouse accessibility is at least 95.",
        id="a quality without a figure",
    ),
    pytest.param(
        "vague_term",
        "cheapest carrier",
        "Pick the cheapest carrier and write its name to `a.csv`.",
        "Pick the carrier with the lowest `price` and write its name to `a.csv`.",
        id="superlative by its form",
    ),
    pytest.param(
        "vague_term",
        "tactfully",
        "Answer the complaint tactfully.",
        "Answer the complaint with `T-4`.",
        id="adverb by its form",
    ),
    pytest.param(
        "missing_value",
        "goodwill limit",
        "Refund orders within the goodwill limit.",
        "Refund orders of up to EUR 50.",
        id="a limit nobody has given",
    ),
    pytest.param(
        "missing_value",
        "5 requests per client IP",
        "Allow at most 5 requests per client IP.",
        "Allow at most 5 requests per client IP and minute.",
        id="rate without a window",
    ),
    pytest.param(
        "missing_value",
        "access to the cluster",
        "Give Yusuf access to the cluster.",
        "Give Yusuf the role `viewer` in the cluster.",
        id="access to do what",
    ),
    pytest.param(
        "missing_actor_or_target",
        "have it approved",
        "Open a merge request and have it approved.",
        "Open a merge request and have it approved by Priya.",
        id="approved by whom",
    ),
    pytest.param(
        "missing_actor_or_target",
        "email the team",
        "Revoke `ci-2` and email the team.",
        "Revoke `ci-2` and email `kim@corp.example`.",
        id="a role in place of a name",
    ),
    pytest.param(
        "temporal",
        "30 days old",
        "List invoices that are more than 30 days old.",
        "List invoices whose `due_date` is more than 30 days before `run_date`.",
        id="age without an event",
    ),
    pytest.param(
        "temporal",
        "newest row",
        "Of each set, keep the newest row.",
        "Of each set, keep the row with the highest `id`.",
        id="newest by which date",
    ),
    pytest.param(
        "coordination_attachment",
        "total and date descending",
        "Sort by total and date descending.",
        "Sort by total ascending, then by date descending.",
        id="direction of two keys",
    ),
    pytest.param(
        "scope",
        "only publish",
        "The service shall only publish events to `t1` on changes of `status`.",
        "The service shall publish events to no topic other than `t1`.",
        id="only before a verb",
    ),
    pytest.param(
        "scope",
        "the way we do",
        "Don't show the menu on `/print` the way we do on `/embed`.",
        "Hide the menu on `/print`, as it is hidden on `/embed`.",
        id="not like",
    ),
    pytest.param(
        "quantifier",
        "coverage of the packages",
        "Fail if the coverage of the packages is below 80%.",
        "Fail if the line coverage of any single package is below 80%.",
        id="a measure over several things",
    ),
    pytest.param(
        "quantifier",
        "two companies is EUR 900",
        "The fee agreed with the two companies is EUR 900.",
        "The fee agreed with the two companies is EUR 900 each.",
        id="a sum for a group",
    ),
    pytest.param(
        "conflict",
        "removes audit records",
        "Never delete audit records. The job removes audit records nightly.",
        "Never delete audit records. The job copies audit records nightly.",
        id="never and yet",
    ),
    pytest.param(
        "conflict",
        "the Save button",
        "There is no Save button. On error, enable the Save button again.",
        "There is one Save button. On error, enable the Save button again.",
        id="what does not exist",
    ),
    pytest.param(
        "undefined_term",
        "the agreed format",
        "Deliver the export in the agreed format.",
        "Deliver the export as `text/csv`.",
        id="the agreed format",
    ),
    pytest.param(
        "missing_success_criterion",
        "comes out ahead",
        "Ship model `b` if it comes out ahead.",
        "Ship model `b` if its recall is at least 0.01 higher.",
        id="ahead by which figure",
    ),
    pytest.param(
        "missing_condition_or_edge",
        "only works for",
        "The row only works for users with a phone number.",
        "Users with no phone number do not see the row.",
        id="and for the others",
    ),
    pytest.param(
        "missing_condition_or_edge",
        "score above 70",
        "Weekly score below 70: course `c12`. Weekly score above 70: none.",
        "Weekly score below 70: course `c12`. Weekly score of 70 or more: none.",
        id="hole between two bands",
    ),
    pytest.param(
        "conflict",
        "768 to 1200",
        "Widths from 0 to 768 px have 1 column. Widths from 768 to 1200 px have 2 columns.",
        "Widths from 0 to 767 px have 1 column. Widths from 768 to 1200 px have 2 columns.",
        id="a figure in two bands",
    ),
    pytest.param(
        "missing_value",
        "raised by 10%",
        "The rule fires at 60% usage; its threshold shall be raised by 10%.",
        "The rule fires at 60% usage; its threshold shall be raised to 70%.",
        id="a share of a share",
    ),
    pytest.param(
        "unclear_reference",
        "the agent",
        "When an L1 agent transfers a case to an L2 agent, the agent shall call the customer.",
        "When an L1 agent transfers a case to an L2 agent, the L2 agent shall call the customer.",
        id="two of one name",
    ),
    pytest.param(
        "coordination_attachment",
        "Okafor and Ms Lund's lawyer",
        "Send the lease to Mr Okafor and Ms Lund's lawyer.",
        "Send the lease to Ms Lund's lawyer and to Mr Okafor.",
        id="whose lawyer",
    ),
]


def of_kind(text: str, kind: str, words: str = "") -> list[Gap]:
    return [gap for gap in read(text).gaps if gap.kind == kind and overlaps(text, gap, words)]


def overlaps(text: str, gap: Gap, words: str) -> bool:
    start = text.lower().index(words.lower())
    assert gap.span is not None
    return gap.span.start < start + len(words) and start < gap.span.end if words else True


@pytest.mark.parametrize(("kind", "words", "unclear", "mended"), OPEN_AND_MENDED)
def test_a_gap_is_found_at_its_words_and_gone_when_they_are_mended(
    kind: str, words: str, unclear: str, mended: str
) -> None:
    found = of_kind(unclear, kind, words)

    assert found
    assert found[0].question.endswith("?")
    assert len(set(found[0].readings)) >= 2
    assert not of_kind(mended, kind)
    assert read(unclear).ambiguity > read(mended).ambiguity


def test_every_kind_of_gap_has_an_example() -> None:
    assert {str(case.values[0]) for case in OPEN_AND_MENDED} == set(GAP_KINDS)


@pytest.mark.parametrize("text", [str(case.values[2]) for case in OPEN_AND_MENDED])
def test_a_gap_quotes_the_text_at_its_span(text: str) -> None:
    for gap in read(text).gaps:
        assert gap.span is not None
        assert gap.quote == gap.span.of(text)
        assert gap.kind in GAP_KINDS
        assert 0.0 < gap.probability < 1.0
        assert gap.chosen < len(gap.readings)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('"Fast" means a p95 of at most 120 ms. Make `/orders` fast.', id="defined in quotation marks"),
        pytest.param(
            'Here, a "large" order is one with `total >= 5000`. Count the large orders.', id="defined with is"
        ),
        pytest.param(
            'A "late" parcel has not come 48 hours after `eta`. Report each late parcel.', id="defined with has"
        ),
        pytest.param("Delete the rows whose `label` is 'misc' or 'some stuff'.", id="literal"),
        pytest.param('Replace "Maybe later" by "as soon as possible" in `a.vue`.', id="quotation"),
        pytest.param("Scale `best-effort-worker` to 0 replicas.", id="name"),
        pytest.param("Set `retry_some_errors` to `false` in `small.yaml`.", id="key and file"),
        pytest.param("Fit a robust regression of `y` on `x`.", id="technical term"),
        pytest.param("Merge the main branch into `dev`.", id="main branch"),
        pytest.param("Translate `a.csv` into Polish.", id="proper noun"),
        pytest.param("Make `npm test` faster, to under 60 seconds.", id="target after a comparative"),
        pytest.param("Harden the setup:\n- Pin every action to a SHA.", id="list after a colon"),
        pytest.param("Files of up to 5 MiB are taken; a larger file gets status 413.", id="beyond a figure"),
        pytest.param("Use our template `docs/rfc.md`.", id="practice with its name"),
        pytest.param("Return the number of distinct ids, newest first.", id="order of a list"),
        pytest.param("List the nine most severe incidents.", id="counted superlative"),
    ],
)
def test_words_that_are_defined_or_only_mentioned_are_no_gap(text: str) -> None:
    kinds = {"vague_term", "undefined_term", "missing_value", "temporal", "scope"}

    assert not [gap for gap in read(text).gaps if gap.kind in kinds]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Open the valve and close it after 5 s.", id="one candidate"),
        pytest.param("The readers are full, so empty them.", id="number agrees with one"),
        pytest.param("It is possible to retry.", id="nothing is meant"),
        pytest.param("It must be possible for users to retry.", id="nothing is meant, with a modal"),
    ],
)
def test_a_pronoun_with_one_candidate_is_no_gap(text: str) -> None:
    assert not of_kind(text, "unclear_reference")


def test_the_readings_of_a_pronoun_name_its_candidates() -> None:
    text = "When the token service rejects a request of the session service, it shall delete the cache."
    readings = of_kind(text, "unclear_reference", "it shall")[0].readings

    assert any("token service" in reading for reading in readings)
    assert any("session service" in reading for reading in readings)


def test_a_date_that_reads_two_ways_gives_both_dates() -> None:
    assert of_kind("Start on 03/04/2025.", "temporal")[0].readings == ("3 Apr 2025", "4 Mar 2025")
    assert not of_kind("Start on 13/04/2025.", "temporal")


def test_each_of_two_timeouts_without_a_unit_is_asked_about() -> None:
    text = "Set the connect timeout to 30 and the read timeout to 120 for `tax-gateway`."

    assert len(of_kind(text, "missing_value")) == 2


@pytest.mark.parametrize("text", ["Set the timeout (in seconds) to 30.", "Set the timeout in ms to 30."])
def test_a_unit_before_the_number_counts(text: str) -> None:
    assert not of_kind(text, "missing_value")


def test_code_and_tracebacks_never_make_gaps() -> None:
    code = (
        "Return 3 from `f`.\n\n```python\n# some good and fast way, etc.\nx = best(soon)\n```\n"
        'Traceback (most recent call last):\n  File "a.py", line 3, in f\n    maybe = something(soon)\n'
        "ValueError: it is probably too big\n"
    )

    assert not read(code).gaps


def test_what_a_reporter_thinks_or_saw_is_no_gap() -> None:
    told = "I think it was a bit slow and I found some strange output.\n`f(1)` must return 2."

    assert not [gap for gap in read(told).gaps if gap.kind == "vague_term"]
