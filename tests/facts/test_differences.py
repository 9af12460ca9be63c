import time

import pytest

from ire_gate.domain import Fact, Span
from ire_gate.facts import FAMILIES, differences, extract, is_light_edit
from tests.facts.forms import between

VETO = 0.9

INTENT = (
    "Configure autoscaling for `checkout-web` in `k8s/prod/hpa.yaml`. Scale between 4 and 20 replicas on 65% average "
    "CPU utilisation. Add at most 4 pods per minute; remove at most 1 pod every 5 minutes, and only after CPU has been "
    "below the target for 10 minutes. Staging keeps its fixed 2 replicas."
)
REWORDED = (
    "In production, `checkout-web` shall grow and shrink by itself (`k8s/prod/hpa.yaml`), aiming at a mean CPU "
    "utilisation of 65% and never going under four or over twenty replicas. Growth is limited to four pods a minute. "
    "Shrinking starts when the target has been undershot for ten minutes and takes away a single pod per five minutes "
    "at the fastest. The two replicas in staging are not affected."
)


def test_a_text_does_not_differ_from_itself() -> None:
    assert between(INTENT, INTENT) == ()


def test_free_rewording_is_no_veto() -> None:
    assert [found for found in between(INTENT, REWORDED) if found.certainty >= VETO] == []


def test_one_changed_number_is_a_veto_in_free_rewording() -> None:
    changed = REWORDED.replace("ten minutes", "eight minutes")
    vetoes = [found for found in between(INTENT, changed) if found.certainty >= VETO]
    assert [(found.ours and found.ours.quote, found.theirs and found.theirs.quote) for found in vetoes] == [
        ("10 minutes", "eight minutes")
    ]


def test_another_identifier_is_a_veto_in_free_rewording() -> None:
    changed = REWORDED.replace("k8s/prod/hpa.yaml", "k8s/stage/web.yaml")
    vetoes = {found.family for found in between(INTENT, changed) if found.certainty >= VETO}
    assert vetoes == {"name"}


def test_a_value_that_stands_in_both_texts_is_no_veto_in_free_rewording() -> None:
    ours = (
        "SEV1: publish a first notice on the status page within 15 minutes of the declaration. SEV2: within 60 minutes."
    )
    theirs = """Set rules for what customers hear.

    1. For SEV1, the agent must publish a first notice on the status page within 15 minutes of the declaration.
    2. For SEV2, the agent must publish a first notice on the status page within 60 minutes of the declaration."""
    assert [found for found in between(ours, theirs) if found.certainty >= VETO] == []


def test_a_light_edit_is_told_from_a_text_written_anew() -> None:
    assert is_light_edit(extract(INTENT), extract(INTENT.replace("65%", "75%")))
    assert not is_light_edit(extract(INTENT), extract(REWORDED))
    assert not is_light_edit(tuple(extract(INTENT)), tuple(extract(INTENT)))


def test_what_is_lost_has_only_our_side() -> None:
    lost = between("Wait 5 s, then call `a` and `b`.", "Wait 5 s, then call `a`.")
    assert [(found.ours.quote if found.ours else "", found.theirs) for found in lost] == [("`b`", None)]


def test_what_is_added_has_only_their_side() -> None:
    added = between("Restart the pods now.", "You may restart the pods now.")
    assert [(found.ours, found.theirs.quote if found.theirs else "") for found in added] == [(None, "may")]


def test_differences_come_in_text_order() -> None:
    changed = INTENT.replace("65%", "75%").replace("10 minutes", "8 minutes").replace("`checkout-web`", "`cart-web`")
    starts = [found.ours.span.start for found in between(INTENT, changed) if found.ours]
    assert starts == sorted(starts)
    assert len(starts) == 3


def test_spans_point_to_the_quotes() -> None:
    changed = INTENT.replace("20 replicas", "40 replicas")
    (found,) = [found for found in between(INTENT, changed) if found.certainty >= VETO]
    assert found.ours is not None
    assert found.theirs is not None
    assert found.ours.span.of(INTENT) == found.ours.quote == "20"
    assert found.theirs.span.of(changed) == found.theirs.quote == "40"


def test_facts_without_their_text_are_compared_by_subject() -> None:
    def number(value: str, about: str) -> Fact:
        return Fact(family="number", value=value, span=Span(0, 1), quote=value, about=about)

    ours = (number("5 s", "read timeout"), number("3", "retri"))
    assert differences(ours, ours) == ()
    (found,) = differences(ours, (number("3", "retri"), number("9 s", "read timeout")))
    assert (found.ours, found.theirs) == (ours[0], number("9 s", "read timeout"))


def test_a_word_more_or_less_changes_the_bound_in_place() -> None:
    found = between("Keep 3 items of each kind.", "Keep at least 3 items of each kind.")
    assert [(one.ours and one.ours.value, one.theirs and one.theirs.value) for one in found] == [("3", ">= 3")]


def test_names_that_only_change_places_in_a_list_are_no_veto() -> None:
    reordered = "Copy the columns `b`, `c` and `a` of it."
    assert [x for x in between("Copy the columns `a`, `b` and `c` of it.", reordered) if x.certainty >= VETO] == []


def test_names_that_change_places_in_an_ordered_list_are_a_veto() -> None:
    ours = "Pin Germany, Austria and Switzerland on top in that order, please."
    theirs = "Pin Austria, Germany and Switzerland on top in that order, please."
    assert max(found.certainty for found in between(ours, theirs)) >= VETO


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("asked by Halvorsen Timber", "asked by Halvorsen"),
        ("in the European Union", "in the EU"),
        ("call Medecins Sans Frontieres", "call Médecins Sans Frontières"),
        ("the Babylonians came", "the Babylonian came"),
    ],
)
def test_a_name_may_be_shorter_or_spelt_otherwise(ours: str, theirs: str) -> None:
    assert [found for found in between(ours, theirs) if found.family == "name" and found.certainty >= 0.5] == []


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("Ask Team A about it.", "Ask Team B about it."), ("ship it to Austria now", "ship it to Australia now")],
)
def test_names_that_look_alike_are_not_the_same(ours: str, theirs: str) -> None:
    assert [found.family for found in between(ours, theirs)] == ["name"]


def test_certainties_are_shares() -> None:
    for found in between(INTENT, "Do not scale at all if 9 of `x` may fail, except on Monday."):
        assert 0 < found.certainty < 1
        assert (found.ours or found.theirs) is not None
        assert found.family in FAMILIES


def test_comparing_takes_linear_time() -> None:
    def seconds(sentences: int) -> float:
        ours = "".join(f"Set `name_{i}` to {i} seconds if it is not {i % 7}.\n" for i in range(sentences))
        theirs = "".join(f"`other_{i}` is {i + 1} minutes unless {i % 5} is given.\n" for i in range(sentences))
        mine, yours = extract(ours), extract(theirs)
        start = time.process_time()
        differences(mine, yours)
        return time.process_time() - start

    seconds(250)
    assert seconds(2000) < 8 * 3 * max(seconds(250), 0.01)


def test_a_latex_quotation_is_the_same_name_in_other_quotation_marks() -> None:
    ours, theirs = extract("Rename ``Open'' to ``Shut''."), extract('Rename "Open" to "Shut".')

    assert [fact.value for fact in ours if fact.family == "name"] == ["Open", "Shut"]
    assert differences(ours, theirs) == ()
