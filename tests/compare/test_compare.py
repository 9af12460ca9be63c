"""What became of an intent on its way: clauses, vetoes, scores, fidelity, and when local evidence settles it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Sequence

import pytest

from ire_gate.compare import compare
from ire_gate.compare.fidelity import VETOED
from ire_gate.decide import VETO
from ire_gate.domain import Comparison, Modality, Requirement, Spec
from ire_gate.embedders.base import Embedder, get_embedder
from tests.conftest import FIXTURES

INTENT = (
    "Move all unassigned tickets older than 21 days from the queue `Billing` to `Billing-Backlog`. "
    "Tickets tagged `legal` stay where they are. "
    "Post the number of moved tickets to the channel of the team."
)


@pytest.fixture(params=["none", "static"])
def embedder(request: pytest.FixtureRequest) -> Embedder | None:
    return get_embedder(request.param)


def plain(ours: str, theirs: str, embedder: Embedder | None = None) -> Comparison:
    return compare(ours, theirs, spec=None, embedder=embedder)


def statuses(comparison: Comparison) -> list[str]:
    return [match.status for match in comparison.clauses]


def spec(*targets: str, goal: str = "Do it.") -> Spec:
    requirements = tuple(
        Requirement(
            id=f"R{number}",
            modality=Modality.MUST,
            actor=None,
            action="do",
            target=target,
            quantifier=None,
            origin=None,
            destination=None,
            values=(),
            conditions=(),
            exceptions=(),
            timing=None,
            after=(),
            details=(),
        )
        for number, target in enumerate(targets, 1)
    )
    return Spec(version="ire_gate.spec/1", goal=goal, requirements=requirements, definitions=(), context=())


def test_the_same_text_is_certainly_the_same(embedder: Embedder | None) -> None:
    comparison = plain(INTENT, INTENT, embedder)

    assert comparison.certain
    assert comparison.fidelity == 1
    assert statuses(comparison) == ["kept", "kept", "kept"]
    assert comparison.differences == ()
    assert (comparison.scores.coverage, comparison.scores.lexical) == (1, 1)


@pytest.mark.parametrize(
    "back",
    [
        pytest.param(INTENT.replace("the queue ", "queue "), id="an article"),
        pytest.param(INTENT.replace("unassigned tickets", "UNASSIGNED tickts"), id="a slip of a finger"),
        pytest.param(INTENT.replace(". ", ".\n\n- "), id="a list"),
        pytest.param(INTENT.replace("Move", "Could you move").replace("`. ", "`? "), id="a polite question"),
    ],
)
def test_an_edit_that_says_nothing_is_certainly_the_same(back: str, embedder: Embedder | None) -> None:
    comparison = plain(INTENT, back, embedder)

    assert comparison.certain
    assert comparison.fidelity > 0.95


def test_a_light_edit_keeps_the_clauses_that_it_did_not_touch(embedder: Embedder | None) -> None:
    comparison = plain(INTENT, INTENT.replace("stay where they are", "remain where they are"), embedder)

    assert statuses(comparison)[::2] == ["kept", "kept"]
    assert comparison.fidelity > 0.5


def test_a_free_paraphrase_is_left_to_an_adjudicator(embedder: Embedder | None) -> None:
    back = "After a failure the job must be tried again."
    comparison = plain("Whenever the job fails, it should be started over.", back, embedder)

    assert not comparison.certain


def test_a_changed_number_is_a_veto_whatever_the_similarity(embedder: Embedder | None) -> None:
    comparison = plain(INTENT, INTENT.replace("21 days", "12 days"), embedder)
    found = max(comparison.differences, key=lambda difference: difference.certainty)

    assert comparison.certain
    assert comparison.fidelity < 0.1
    assert found.certainty >= VETO
    assert found.ours is not None
    assert "21" in INTENT[found.ours.span.start : found.ours.span.end]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Copy the users from the archive to the registry.", "Copy the users from the registry to the archive."),
        ("Elias beat Karl in the final.", "Karl beat Elias in the final."),
        (
            "The primary writes the log; the replica reads the snapshot.",
            "The primary writes the snapshot; the replica reads the log.",
        ),
    ],
    ids=["from and to", "who and whom", "two clauses"],
)
def test_swapped_roles_look_worse_than_another_word_order(ours: str, theirs: str, embedder: Embedder | None) -> None:
    comparison = plain(ours, theirs, embedder)
    first, *rest = ours.rstrip(".").split()
    harmless = plain(ours, " ".join(["Please", first.lower(), *rest]) + ".", embedder)

    assert comparison.fidelity < 0.5
    assert comparison.fidelity < harmless.fidelity
    assert "changed" in statuses(comparison)


def test_a_lost_clause_is_named_and_lowers_coverage(embedder: Embedder | None) -> None:
    back = INTENT.replace("Tickets tagged `legal` stay where they are. ", "")
    comparison = plain(INTENT, back, embedder)
    lost = [match.ours.text for match in comparison.clauses if match.status == "lost" and match.ours]

    assert lost == ["Tickets tagged `legal` stay where they are"]
    assert comparison.scores.coverage is not None
    assert comparison.scores.coverage < 0.9
    assert comparison.fidelity < 0.5


def test_an_added_clause_is_named(embedder: Embedder | None) -> None:
    comparison = plain(INTENT, f"{INTENT} Email every customer about the refund.", embedder)
    added = [match.theirs.text for match in comparison.clauses if match.status == "added" and match.theirs]

    assert added == ["Email every customer about the refund"]
    assert comparison.scores.coverage == 1
    assert comparison.fidelity < 0.6


def test_a_condition_that_moved_to_another_statement_is_not_the_same(embedder: Embedder | None) -> None:
    ours = "If the build fails, page the owner. Archive the logs."
    theirs = "Page the owner. If the build fails, archive the logs."
    comparison = plain(ours, theirs, embedder)

    assert comparison.fidelity < 0.5


def test_steps_in_another_order_are_not_certainly_the_same(embedder: Embedder | None) -> None:
    ours = "Stop the service. Copy the volume. Start the service."
    theirs = "Copy the volume. Stop the service. Start the service."

    comparison = plain(ours, theirs, embedder)

    assert comparison.fidelity < plain(ours, ours, embedder).fidelity
    assert not comparison.certain or comparison.fidelity < 0.1


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("Rename the field and update the docs.", "Rename the field. Update the docs.", True),
        ("1. Rename the field.\n2. Update the docs.", "Rename the field. Update the docs.", True),
        ("If it fails, stop the job and restart the pod.", "If it fails, stop the job. Restart the pod.", False),
        ("Stop the job, and restart the pod if it fails.", "Stop the job. Restart the pod if it fails.", False),
        ("Stop the job, or restart the pod.", "Stop the job. Restart the pod.", False),
        ("Stop the job, then restart the pod.", "Stop the job. Restart the pod.", False),
    ],
    ids=["and", "list marks", "condition before", "condition after", "or", "then"],
)
def test_only_a_joint_that_says_nothing_may_become_a_stop(
    ours: str, theirs: str, expected: bool, embedder: Embedder | None
) -> None:
    comparison = plain(ours, theirs, embedder)

    assert (comparison.certain and comparison.fidelity > 0.95) == expected


def test_one_sentence_may_come_back_as_two(embedder: Embedder | None) -> None:
    ours = "Rename the column `total` to `amount` in the orders table of the billing database before the next release."
    theirs = (
        "In the orders table of the billing database, rename the column `total` to `amount`. "
        "Finish before the next release."
    )

    assert "lost" not in statuses(plain(ours, theirs, embedder))
    assert "added" not in statuses(plain(ours, theirs, embedder))


def test_echo_is_the_share_of_wording_that_the_spec_repeats() -> None:
    words = "write a short summary of the weekly incident review and post it to the channel"
    parrot = compare(words, words, spec=spec(words), embedder=None)
    half = compare(words, words, spec=spec("the weekly incident review and post it to the channel"), embedder=None)
    own = compare(words, words, spec=spec("weekly incident summary"), embedder=None)

    assert parrot.scores.echo == 1
    assert half.scores.echo is not None
    assert 0.3 < half.scores.echo < 0.7
    assert own.scores.echo == 0


def test_names_and_code_are_no_echo() -> None:
    text = "`alpha` `beta` `gamma` `delta` `epsilon` `zeta`"

    assert compare(text, text, spec=spec(text), embedder=None).scores.echo is None


def test_lift_counts_from_what_a_null_spec_scores_to_what_a_copy_does() -> None:
    honest = compare(INTENT, INTENT, spec=spec("x"), embedder=None)
    empty = compare(INTENT, "", spec=spec("x"), embedder=None)
    between = compare(INTENT, INTENT.replace("21", "12"), spec=spec("x"), embedder=None)

    assert (honest.scores.lift, empty.scores.lift) == (1, 0)
    assert between.scores.lift == pytest.approx(
        (between.fidelity - empty.fidelity) / (honest.fidelity - empty.fidelity), abs=1e-9
    )


def test_a_parrot_lifts_nothing_and_never_more_than_a_spec_in_its_own_words() -> None:
    words = "write a summary of the weekly incident review and post it to the channel"
    own, half, parrot = (
        compare(words, words, spec=spec(goal), embedder=None).scores.lift or 0.0
        for goal in ("weekly incident summary", "the weekly incident review and post it to the channel", words)
    )

    assert own == 1
    assert 0.3 < half < 0.7
    assert parrot == 0


@pytest.mark.parametrize("text", ["", "...", "  \n"])
def test_a_text_that_says_nothing_lifts_nothing_known(text: str) -> None:
    assert compare(text, text, spec=spec("x"), embedder=None).scores.lift is None


def test_what_a_null_spec_and_a_copy_score_is_the_same_for_every_text_of_the_corpus() -> None:
    rows = map(json.loads, (FIXTURES / "corpus" / "dev.jsonl").read_text().splitlines())
    texts = [row["clear"] for row in rows if "clear" in row]

    assert {plain(text, "").fidelity for text in texts} == {VETOED}
    assert {plain(text, text).fidelity for text in texts} == {1.0}


def test_two_plain_texts_have_no_echo_and_no_lift() -> None:
    scores = plain(INTENT, INTENT).scores

    assert (scores.echo, scores.lift) == (None, None)


def test_spans_point_at_what_they_quote(embedder: Embedder | None) -> None:
    back = "Tickets from `Billing` that have no assignee for 3 weeks go to `Backlog`. Never touch those tagged `legal`."
    comparison = plain(INTENT, back, embedder)

    for match in comparison.clauses:
        for clause, text in ((match.ours, INTENT), (match.theirs, back)):
            assert clause is None or clause.span.of(text) == clause.text
    for found in comparison.differences:
        for fact, text in ((found.ours, INTENT), (found.theirs, back)):
            assert fact is None or 0 <= fact.span.start < fact.span.end <= len(text)


@pytest.mark.parametrize(
    ("ours", "theirs"), [("", ""), ("", "Stop."), ("Stop.", ""), (" \n", "\t"), ("🙂", "…"), ("\ud800", "a\x00b")]
)
def test_texts_without_words_are_compared_too(ours: str, theirs: str, embedder: Embedder | None) -> None:
    comparison = plain(ours, theirs, embedder)

    assert 0 <= comparison.fidelity <= 1


def test_a_text_that_came_back_empty_has_lost_everything(embedder: Embedder | None) -> None:
    comparison = plain(INTENT, "", embedder)

    assert statuses(comparison) == ["lost", "lost", "lost"]
    assert comparison.scores.coverage == 0
    assert comparison.fidelity < 0.1


def test_a_million_characters_take_seconds_not_hours() -> None:
    sentence = "Set the limit of queue {0} to {0} jobs and write the change to the log of day {0}. "
    ours = "".join(sentence.format(number) for number in range(12_000))
    theirs = ours.replace("jobs", "tasks")
    started = time.perf_counter()
    comparison = plain(ours, theirs, get_embedder("static"))

    assert time.perf_counter() - started < 60
    assert len(comparison.clauses) >= 12_000


def test_the_same_texts_give_the_same_comparison(embedder: Embedder | None) -> None:
    back = INTENT.replace("Post", "Send").replace("all unassigned", "every unassigned")

    assert plain(INTENT, back, embedder) == plain(INTENT, back, embedder)


def test_a_comparison_does_not_hang_on_the_hash_seed() -> None:
    code = (
        "import msgspec; from ire_gate.compare import compare; from ire_gate.embedders.base import get_embedder;"
        "print(msgspec.json.encode(compare('Send all big reports to the chief, then remove the copies.',"
        "'Remove each copy and mail the large reports to the boss.', spec=None, embedder=get_embedder('static'))))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(outputs) == 1


def test_the_embedder_is_named_and_without_one_nothing_semantic_is_measured() -> None:
    back = INTENT.replace("Post", "Send")
    static = get_embedder("static")
    assert static is not None

    assert plain(INTENT, back, static).embedder == static.name
    assert plain(INTENT, back, static).scores.semantic is not None
    assert plain(INTENT, back).embedder is None
    assert plain(INTENT, back).scores.semantic is None


def test_an_unknown_embedder_changes_no_verdict() -> None:
    class Enthusiast:
        name = "enthusiast/1"

        def similarities(self, ours: Sequence[str], theirs: Sequence[str]) -> list[list[float]]:
            return [[1.0] * len(theirs) for _ in ours]

    back = INTENT.replace("Post", "Send")

    assert plain(INTENT, back, Enthusiast()).fidelity == plain(INTENT, back).fidelity


def test_importing_it_loads_no_numpy() -> None:
    code = "import sys, ire_gate.compare; print('numpy' in sys.modules, 'sqlalchemy' in sys.modules)"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout

    assert output.split() == ["False", "False"]


def test_memory_does_not_grow_with_the_number_of_large_texts() -> None:
    line = "Set `retries` of the job `nightly-{}` to {} and write one line to the log when a run fails.\n\n"

    def remembered_after(numbers: range) -> int:
        for number in numbers:
            text = "".join(line.format(1000 * number + part, part) for part in range(100))
            compare(text, text.replace("retries", "attempts", 1), spec=None, embedder=None)
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    few, many = remembered_after(range(4)), remembered_after(range(4, 20))
    tracemalloc.stop()

    assert many < 1.3 * few
