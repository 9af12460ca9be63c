"""Definite descriptions of what only the writer's team knows, and things that need a value the text does not give."""

from __future__ import annotations

from collections.abc import Iterator

from ire_gate.language.lexicon import DETERMINERS
from ire_gate.reading.scene import LITERALS, Scene
from ire_gate.reading.smell import Smell
from ire_gate.reading.words import is_participle

_PRACTICES = frozenset(
    "process procedure workflow flow policy policies guideline guidelines convention conventions rule rules standard "
    "standards practice practices protocol template templates format formats layout style styles styling tone voice "
    "wording terminology glossary naming notation schema structure pattern patterns approach method methodology way "
    "manner approval approvals approver approvers sign-off clearance checklist checklists check checks criteria "
    "criterion requirement requirements regulation regulations specification settings setting configuration defaults "
    "disclaimer disclaimers boilerplate signature footer header headers metadata fields columns attributes "
    "distribution recipients list lists channel channels path paths place location folder scope threshold thresholds "
    "limits tolerance targets target baseline benchmark benchmarks metrics metric kpis kpi level levels tier tiers sla "
    "slas terms conditions precautions measures steps documents documentation paperwork forms tooling tools toolchain "
    "library pipeline environment environments stack setup schedule hours window windows period periods rates rate "
    "fee fees discount discounts markup margin tests suite review reviews gates branding brand palette colours colors "
    "font fonts design guide handbook playbook runbook manual ruleset behaviour behavior logic handling treatment "
    "formula calculation algorithm contact contacts reviewers stakeholders audience group groups segment segments "
    "category categories classification grouping mapping priority priorities severity order ordering sequence "
    "retention".split()
)
"""What teams have of their own; a definite description of it says something only to them."""

_THINGS = frozenset(
    "list lists hours pipeline environment environments library path paths folder channel channels audience form forms "
    "documents documentation header footer fields columns location group groups stack tests".split()
)
"""Of these *our* says no more than whose they are."""

_GRADED = frozenset(
    "usual normal ordinary customary agreed preferred recommended prescribed proper appropriate right correct relevant "
    "responsible typical established official approved standard regular legacy corporate house conventional in-house "
    "necessary accepted common".split()
)
"""Modifiers that make a description hint at something outside the text."""

_AFTER, _LONGEST = 5, 4

_NEEDS_VALUE = frozenset(
    "timeout timeouts delay debounce interval limit limits threshold thresholds maximum minimum cap quota buffer grace "
    "cooldown backoff tolerance margin deadline ttl expiry retention deposit surcharge discount fee penalty".split()
)
_SAYS_VALUE = frozenset({"number", "time", "date"})


def find(scene: Scene) -> Iterator[Smell]:
    """Yield a smell for each description or value that the text leaves to its readers' memory."""
    for index, word in enumerate(scene.low):
        if scene.kinds[index] != "word":
            continue
        if word in _PRACTICES and scene.is_noun(index):
            yield from _practice(scene, index)
        if word in _NEEDS_VALUE:
            yield from _valueless(scene, index)


def _practice(scene: Scene, index: int) -> Iterator[Smell]:
    """*The usual approval*, *our template*, *the agreed format*."""
    first, last = scene.sentence(index)
    if (
        index + 1 < last
        and scene.is_noun(index + 1)
        and scene.kinds[index + 1] == "word"
        and not is_participle(scene.low[index + 1])
    ):
        return
    start = index
    while start > first and index - start < _LONGEST and scene.is_noun(start - 1):
        start -= 1
    determiner = scene.word(start - 1)
    modifiers = scene.low[start:index]
    if "`" in modifiers or _is_explained(scene, index, last):
        return
    hinted = next((word for word in modifiers if word in _GRADED), None)
    if determiner == "our" and scene.low[index] not in _THINGS:
        name = "our_practice"
    elif hinted and (determiner in DETERMINERS or start == index - 1):
        name = "hinted_practice"
    else:
        return
    begin = start - 1 if determiner in DETERMINERS else start
    quote = scene.quote(begin, index + 1)
    yield Smell(
        f"undefined.{name}",
        "undefined_term",
        begin,
        index + 1,
        f"What exactly is “{quote}”?",
        ("what a written rule of the team says", "what the last comparable piece of work did"),
    )


def _is_explained(scene: Scene, index: int, last: int) -> bool:
    """A name, a figure or a colon right behind it says which one it is."""
    for place in range(index + 1, min(last, index + 1 + _AFTER)):
        if scene.kinds[place] in LITERALS or scene.kinds[place] in _SAYS_VALUE or scene.low[place] in {":", "("}:
            return True
        if scene.low[place] in {",", ".", ";"}:
            return False
    return False


def _valueless(scene: Scene, index: int) -> Iterator[Smell]:
    """*Add a timeout*, *after a delay*, *with a limit* with no figure in the sentence."""
    first, last = scene.sentence(index)
    start = index
    while start > first and scene.is_noun(start - 1) and index - start < _LONGEST:
        start -= 1
    if scene.word(start - 1) not in {"a", "an", "some"} or scene.word(start - 2) in {"is", "as", "of", "like"}:
        return
    if any(
        scene.kinds[place] in _SAYS_VALUE or scene.kinds[place] in LITERALS
        for place in range(start, min(last, index + 12))
    ):
        return
    if any(scene.is_figure(place) for place in range(max(first, start - 4), min(last, index + 12))):
        return
    word = scene.low[index]
    yield Smell(
        "value.unsaid",
        "missing_value",
        start - 1,
        index + 1,
        f"How much is the {word}?",
        (f"a fixed {word} that the writer knows", f"a {word} as common practice suggests"),
    )
