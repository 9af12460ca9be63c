"""The order of a comparison: clauses, words, facts, scores, fidelity."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from ire_gate.compare.aligning import align, reordered
from ire_gate.compare.closed import HARMLESS
from ire_gate.compare.echo import echo, lift
from ire_gate.compare.edits import Edits, edit
from ire_gate.compare.fidelity import VETOED, fidelity
from ire_gate.compare.measures import Sizes, measure
from ire_gate.compare.residue import MOST_WORDS, residue, without_ends
from ire_gate.compare.structure import structure
from ire_gate.compare.vetoes import VETO, find_differences
from ire_gate.compare.words import Word, words_in
from ire_gate.domain import Clause, ClauseMatch, Comparison, FactDifference, Scores, Spec
from ire_gate.embedders.base import Embedder
from ire_gate.facts import extract
from ire_gate.language.clauses import clauses


class Evidence(Struct, frozen=True, kw_only=True):
    """What two texts show by themselves, before it is weighed."""

    clauses: tuple[ClauseMatch, ...]
    differences: tuple[FactDifference, ...]
    facts: int
    """Facts on both sides."""
    measured: dict[str, float]
    """See `ire_gate.compare.measures`."""
    is_harmless: bool
    """Whether nothing but harmless edits tells them apart."""


def compare(intent_text: str, back_text: str, *, spec: Spec | None, embedder: Embedder | None) -> Comparison:
    """Compare what an intent says with what came back.

    Identical clauses are matched first and cost next to nothing. Of the others at most `aligning.EMBEDDED` a side are
    embedded and each is held against its neighbours only, and at most `residue.MOST_WORDS` words a side are compared
    word by word, so that the time grows with the length of the texts and not with its square.

    Args:
        intent_text: What was meant.
        back_text: What came back.
        spec: What it came back from; None for two plain texts, which have no echo and no lift.
        embedder: Aligns clauses and tells near words from far ones; None to do without.
    """
    seen = look(intent_text, back_text, embedder)
    name = embedder.name if embedder else None
    is_vetoed = any(difference.certainty >= VETO for difference in seen.differences)
    value = 1.0 if seen.is_harmless else fidelity(seen.measured, name)
    value = min(value, VETOED) if is_vetoed else value
    value = value if _has_common(seen.clauses) else VETOED
    return Comparison(
        clauses=seen.clauses,
        differences=seen.differences,
        scores=_scores(seen, (intent_text, back_text), spec, value),
        fidelity=value,
        certain=is_vetoed or seen.is_harmless,
        embedder=name,
    )


def look(intent_text: str, back_text: str, embedder: Embedder | None) -> Evidence:
    """Gather what two texts show by themselves; see `compare`."""
    words = words_in(intent_text), words_in(back_text)
    parts = clauses(intent_text), clauses(back_text)
    same, rest = align(*parts, words, embedder)
    mine, yours = without_ends(
        residue(intent_text, parts[0], words[0], [match.ours.span for match in same if match.ours]),
        residue(back_text, parts[1], words[1], [match.theirs.span for match in same if match.theirs]),
    )
    sizes = Sizes(
        ours=len(words[0]),
        theirs=len(words[1]),
        kept=len(words[0]) - len(mine),
        moved=reordered(same),
        characters=(len(intent_text), len(back_text)),
    )
    is_whole = max(len(mine), len(yours)) <= MOST_WORDS
    mine, yours = mine[:MOST_WORDS], yours[:MOST_WORDS]
    edits = edit(mine, yours, embedder)
    facts = extract(intent_text), extract(back_text)
    # The same clauses in the same order have the same facts, and rapidfuzz need not load to find that out.
    found = find_differences(*facts, rest, edits) if rest or sizes.moved else ()
    measured = measure(edits, structure(mine, yours, edits, rest), sizes, rest, found)
    measured["questions"] = abs(_questions(intent_text, words[0]) - _questions(back_text, words[1]))
    is_harmless = is_whole and edits.is_harmless and not (sizes.moved or found or measured["questions"])
    matches = tuple(_in_order([*same, *_judged(rest, edits)]))
    return Evidence(
        clauses=matches,
        differences=found,
        facts=len(facts[0]) + len(facts[1]),
        measured=measured,
        is_harmless=is_harmless,
    )


def _questions(text: str, words: Sequence[Word]) -> int:
    """Return how many questions a text asks; *could you …?* asks for work, not for an answer."""
    marks = text.count("?")
    polite = sum(word.norm == "please" and word.end - word.start > len("please") for word in words) if marks else 0
    return max(marks - polite, 0)


def _judged(rest: Sequence[ClauseMatch], edits: Edits) -> Iterator[ClauseMatch]:
    """Call a pair of clauses kept if no edit that may matter lies within it."""
    blocks = [
        block for block in edits.blocks if any(word.norm not in HARMLESS for word in (*block.ours, *block.theirs))
    ]
    ours = sorted(word.start for block in blocks for word in block.ours)
    theirs = sorted(word.start for block in blocks for word in block.theirs)
    for match in rest:
        if match.status == "changed" and not (_lie_in(match.ours, ours) or _lie_in(match.theirs, theirs)):
            yield structs.replace(match, status="kept")
        else:
            yield match


def _lie_in(clause: Clause | None, places: Sequence[int]) -> bool:
    """Tell whether one of the ascending places lies in the clause."""
    if clause is None:
        return False
    first = bisect_left(places, clause.span.start)
    return first < len(places) and places[first] < clause.span.end


def _in_order(matches: list[ClauseMatch]) -> list[ClauseMatch]:
    def place(match: ClauseMatch) -> tuple[int, int]:
        return (match.ours.span.start if match.ours else 1 << 60, match.theirs.span.start if match.theirs else 0)

    return sorted(matches, key=place)


def _scores(seen: Evidence, texts: tuple[str, str], spec: Spec | None, value: float) -> Scores:
    cosines = [match.semantic for match in seen.clauses if match.semantic is not None]
    lexical = [match.lexical for match in seen.clauses if match.lexical is not None]
    echoed = echo(texts[0], spec) if spec else None
    # A spec that says nothing shares no clause with the intent and a copy has no edits: neither need be compared.
    null = VETOED if any(match.ours for match in seen.clauses) else 1.0
    return Scores(
        semantic=sum(cosines) / len(cosines) if cosines else None,
        lexical=sum(lexical) / len(lexical) if lexical else None,
        facts=_agreement(seen),
        coverage=_coverage(seen.clauses),
        echo=echoed,
        lift=lift(value, echoed, null=null, copy=1.0) if spec else None,
    )


def _has_common(matches: Sequence[ClauseMatch]) -> bool:
    return not matches or any(match.ours and match.theirs for match in matches)


def _agreement(seen: Evidence) -> float | None:
    if not seen.facts:
        return None
    differing = sum((found.ours is not None) + (found.theirs is not None) for found in seen.differences)
    return max(0.0, 1 - differing / seen.facts)


def _coverage(matches: Sequence[ClauseMatch]) -> float | None:
    lengths = {match.ours.span: len(match.ours.text) for match in matches if match.ours}
    if not lengths:
        return None
    lost = sum(len(match.ours.text) for match in matches if match.ours and match.status == "lost")
    return 1 - lost / sum(lengths.values())
