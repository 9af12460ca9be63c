"""The words of the project as types. This module imports nothing of ours.

Data flows one way through them: `Intent` → `Spec` → `BackTranslation` → `Comparison` → `Verdict` → `RoundTrip`.
A value that was not measured is ``None``, never 0. The types are trees of immutable values and form no cycles, so the
garbage collector does not look at them (``gc=False``): a thousand cached trips are read three times as fast.
"""

from __future__ import annotations

import enum
import hashlib
from typing import Literal, get_args

from msgspec import Struct, field

SPEC_VERSION = "ire_gate.spec/1"
VERDICT_VERSION = "ire_gate.verdict/1"

GapKind = Literal[
    "vague_term",
    "missing_value",
    "missing_actor_or_target",
    "unclear_reference",
    "scope",
    "coordination_attachment",
    "quantifier",
    "temporal",
    "conflict",
    "undefined_term",
    "missing_condition_or_edge",
    "missing_success_criterion",
]
Comparator = Literal["=", "!=", "<", "<=", ">", ">=", "~", "in"]
ConditionKind = Literal["if", "only_if", "unless", "until", "when", "while", "before", "after"]
GAP_KINDS: tuple[str, ...] = get_args(GapKind)


class VerdictName(enum.StrEnum):
    """What the gate says of an intent."""

    PASSED = "passed"
    BLOCKED = "blocked"
    UNDECIDED = "undecided"


class Severity(enum.StrEnum):
    """How much a finding weighs: an error blocks, a warning is shown, a note explains."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Modality(enum.StrEnum):
    """How binding a requirement is (RFC 2119 words); ``FACT`` is background that nobody executes."""

    MUST = "must"
    MUST_NOT = "must_not"
    SHOULD = "should"
    SHOULD_NOT = "should_not"
    MAY = "may"
    FACT = "fact"


class Span(Struct, frozen=True, gc=False, order=True):
    """A half-open range of characters (code points, not bytes): ``text[start:end]``."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two ranges share at least one character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]


class Source(Struct, frozen=True, gc=False):
    """Where an intent came from; ``line`` is 1-based and counts in the file, not in the intent."""

    path: str | None = None
    line: int | None = None
    column: int | None = 1
    """Where each line of the intent begins in the file; None if that differs from line to line."""


class Profile(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """What one execution of an intent would use: tokens and seconds per attempt, attempts at most."""

    provider: str | None = None
    model: str | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    seconds: float | None = None
    max_attempts: int = 3


class Waiver(Struct, frozen=True, gc=False, kw_only=True):
    """Somebody's word that findings of some codes need not block this intent, with the reason, until a day."""

    codes: tuple[str, ...]
    reason: str
    """Why; empty if none was given, and then it waives nothing."""
    until: str
    """The last day on which it holds (ISO 8601); empty if none was given, and then it waives nothing."""
    line: int
    """1-based, in the file; 0 if it is in none."""
    problem: str = ""
    """What is wrong with how it is written; it then waives nothing."""


class Limits(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """What one task may use at most before it is stopped; None where there is no limit."""

    attempts: int | None = None
    tokens: int | None = None
    usd: float | None = None
    grams: float | None = None
    seconds: float | None = None


class Intent(Struct, frozen=True, gc=False, kw_only=True):
    """English text that asks for work, where it came from, its tags and its execution profile."""

    text: str
    id: str = ""
    source: Source = Source()
    tags: dict[str, str] = field(default_factory=dict)
    profile: Profile | None = None
    task: str = ""
    """Work that several attempts belong to: budgets and stop conditions are kept by it."""
    waivers: tuple[Waiver, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the text (UTF-8), in hex: what the ledger keeps in place of the text."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


# --- the spec: what a translator writes and the back-translator sees. No defaults and no maps, so that the JSON Schema
# --- made from these types is one that both vendors' strict structured output accepts.


class Value(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """A number, date, name or literal that the work needs, with the thing it belongs to."""

    name: str
    """What the value is of, e.g. ``read timeout``."""
    comparator: Comparator
    """``~`` is about, ``in`` is one of, or within a range."""
    value: str
    """Digits, an ISO date or time, an identifier or a literal, exactly as it must be used."""
    unit: str | None
    """``s``, ``ms``, ``MiB``, ``%``, ``EUR``, ``items`` …; null for a literal."""


class Condition(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """When a requirement holds."""

    kind: ConditionKind
    text: str


class Requirement(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """One thing that must, should, may or must not be done or hold."""

    id: str
    """``R1``, ``R2``, … in the order of execution or, where there is none, of the intent."""
    modality: Modality
    actor: str | None
    """Who or what does it; null for whoever executes the spec."""
    action: str
    """A verb in the infinitive (``set``, ``return``, ``be``)."""
    target: str | None
    """What it is done to."""
    quantifier: str | None
    """``all``, ``each``, ``none``, ``any one``, ``at most 3`` … of the target; null if it is one definite thing."""
    origin: str | None
    """Where from, or what is replaced: the *from* side of a direction."""
    destination: str | None
    """Where to, to whom, or what replaces it: the *to* side of a direction."""
    values: tuple[Value, ...]
    conditions: tuple[Condition, ...]
    exceptions: tuple[str, ...]
    """What is left out (except, other than, without)."""
    timing: str | None
    """Date, time, zone, frequency or duration of the action itself."""
    after: tuple[str, ...]
    """Ids of the requirements that must be finished first."""
    details: tuple[str, ...]
    """Manner, format, reason and all else that the work needs; verbatim only for names, code and quoted literals."""


class Spec(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """The typed intermediate representation of an intent. It holds no `Intent`: the back-translator sees only this."""

    version: str
    goal: str
    """The outcome in one sentence of the translator's own words."""
    requirements: tuple[Requirement, ...]
    definitions: tuple[str, ...]
    """What the words mean that the intent itself defines."""
    context: tuple[str, ...]
    """Background that the work needs to know and nobody executes."""


class Gap(Struct, frozen=True, gc=False, kw_only=True):
    """A point that the text and common practice leave open, with what competent executors would do about it."""

    kind: str
    """One of `GAP_KINDS`."""
    quote: str
    """The words of the intent that leave it open, verbatim."""
    span: Span | None
    """Where `quote` stands; None if it is not in the text (the gap is then thrown away by the decision)."""
    question: str
    readings: tuple[str, ...]
    """Two or more concrete ways to take it."""
    chosen: int
    """Index into `readings`: the one that the spec adopts."""
    probability: float
    """0…1: that two competent executors, working apart, would split on it."""


class Reading(Struct, frozen=True, gc=False, kw_only=True):
    """One reader's whole answer about an intent: the spec, and the gaps it had to close to write it."""

    spec: Spec
    gaps: tuple[Gap, ...]
    ambiguity: float
    """0…1: probability that two competent executors would build materially different things, as this reader sees it."""
    reader: str
    """``rules`` or ``openai:MODEL`` …"""


class BackTranslation(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """English written from the spec alone."""

    text: str


# --- facts and comparison


class Fact(Struct, frozen=True, gc=False, kw_only=True):
    """A typed, normalised, located claim of a text."""

    family: str
    """A name from `ire_gate.facts.FAMILIES`: number, time, negation, modality, quantifier, name, condition, …"""
    value: str
    """The normal form: two facts of a family say the same exactly if their values are equal."""
    span: Span
    quote: str
    about: str = ""
    """Lower-case content words near the fact that say what it is about; empty when nothing does."""


class FactDifference(Struct, frozen=True, gc=False, kw_only=True):
    """A fact that one text has and the other lacks or contradicts."""

    family: str
    ours: Fact | None
    """The intent's side; None when the fact was added."""
    theirs: Fact | None
    """The back-translation's side; None when the fact was lost."""
    certainty: float
    """0…1: how sure it is that the difference changes the meaning; at or above the veto level it is a veto."""


class Clause(Struct, frozen=True, gc=False, kw_only=True):
    """A stretch of text that says one thing."""

    text: str
    span: Span


class ClauseMatch(Struct, frozen=True, gc=False, kw_only=True):
    """What became of a clause on the way: ``kept``, ``changed``, ``lost`` (no partner) or ``added`` (no original)."""

    status: str
    ours: Clause | None
    theirs: Clause | None
    semantic: float | None
    lexical: float | None


class Scores(Struct, frozen=True, gc=False, kw_only=True):
    """The scores of one comparison, each 0…1 or None when it was not measured (`lift` may be negative)."""

    semantic: float | None = None
    """Mean embedding cosine of the aligned clauses."""
    lexical: float | None = None
    """Mean fuzzy similarity of the aligned clauses."""
    facts: float | None = None
    """Share of facts that agree, of all facts on either side."""
    coverage: float | None = None
    """Share of the intent's clauses that found a partner, weighted by length."""
    echo: float | None = None
    """Share of the intent's word 5-grams that the spec repeats outside names, code and literals."""
    lift: float | None = None
    """Fidelity over what a null spec scores, as a share of the way to what a verbatim copy scores."""


class Difference(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """A difference in meaning that an adjudicator named, with exact quotations; a side that does not apply is empty."""

    kind: Literal["lost", "added", "changed"]
    family: str
    """What changed: a fact family's name, or ``other``."""
    quote_intent: str
    quote_back: str
    explanation: str


class Adjudication(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """A model's answer to whether two texts ask for the same. The differences come first: the judgement follows."""

    differences: tuple[Difference, ...]
    same: bool


class Comparison(Struct, frozen=True, gc=False, kw_only=True):
    """What the intent says against what came back."""

    clauses: tuple[ClauseMatch, ...]
    differences: tuple[FactDifference, ...]
    scores: Scores
    fidelity: float
    """0…1: how much of the intent survives with nothing added, from local evidence alone."""
    certain: bool
    """Whether the local evidence settles it; if not, an adjudication may be worth a call."""
    embedder: str | None
    """The embedder that made `Scores.semantic`; scores of one are never held against another's threshold."""


# --- verdict, currencies, and the whole trip


class Finding(Struct, frozen=True, gc=False, kw_only=True):
    """One thing the gate has to say, at a place in the intent."""

    code: str
    """``IRE1xx`` ambiguity, ``IRE2xx`` fidelity, ``IRE3xx`` the gate itself; see `ire_gate.codes`."""
    kind: str
    severity: Severity
    span: Span | None
    quote: str | None
    message: str
    question: str | None = None
    readings: tuple[str, ...] = ()
    """Ways to take the words; the first is the one that the spec adopts, and the recommended one."""
    back_span: Span | None = None
    probability: float | None = None
    excuse: str | None = None
    """Why it does not count: ``waived until DATE: REASON``, or ``in the baseline``; such a finding is a note."""


class Range(Struct, frozen=True, gc=False):
    """An estimate with its bounds; None where nothing is known."""

    low: float | None = None
    mid: float | None = None
    high: float | None = None


class Call(Struct, frozen=True, gc=False, kw_only=True):
    """One exchange with a model and what it used. Failed calls are booked too."""

    role: str
    """``specify``, ``backtranslate`` or ``adjudicate``."""
    provider: str
    model: str
    tokens_in: int | None
    """Everything sent, cached tokens included."""
    tokens_cached: int | None
    tokens_out: int | None
    seconds: float
    error: str | None = None


class Spent(Struct, frozen=True, gc=False, kw_only=True):
    """What the gate itself used for one intent."""

    calls: int = 0
    tokens_in: int | None = 0
    tokens_out: int | None = 0
    clock_s: float = 0.0
    coin_usd: float | None = 0.0
    carbon_g: Range = Range(0.0, 0.0, 0.0)


class AtRisk(Struct, frozen=True, gc=False, kw_only=True):
    """What executing the intent as it stands would probably waste (see `ire_gate.currencies.waste`)."""

    tokens: Range = Range()
    clock_s: Range = Range()
    coin_usd: Range = Range()
    carbon_g: Range = Range()


class Ire(Struct, frozen=True, gc=False, kw_only=True):
    """IRE fidelity = fidelity × (1 − ambiguity), alone and per unit of everything spent on the intent."""

    value: float | None = None
    per_second: float | None = None
    per_usd: float | None = None
    per_gram: float | None = None


class EngineInfo(Struct, frozen=True, gc=False, kw_only=True):
    """What translated: its name, the model, how many independent readings, and the embedder that compared."""

    name: str
    model: str | None
    readings: int
    embedder: str | None = None


class Verdict(Struct, frozen=True, gc=False, kw_only=True):
    """The decision and its reasons."""

    verdict: VerdictName
    ambiguity: float | None
    fidelity: float | None
    threshold: float
    findings: tuple[Finding, ...]


class RoundTrip(Struct, frozen=True, gc=False, kw_only=True):
    """Everything about one intent's trip through the gate; the only place where all the stages meet."""

    intent: Intent
    verdict: Verdict
    engine: EngineInfo
    reading: Reading | None = None
    back_translation: BackTranslation | None = None
    comparison: Comparison | None = None
    calls: tuple[Call, ...] = ()
    spent: Spent = Spent()
    at_risk: AtRisk = AtRisk()
    ire: Ire = Ire()
    cached: bool = False
    waived: tuple[Waiver, ...] = ()
    """The waivers that kept findings from blocking."""
    decision_id: str = ""
    """The ledger's key of this decision; outcomes are booked against it."""

    @property
    def passed(self) -> bool:
        """Whether the intent may be executed."""
        return self.verdict.verdict is VerdictName.PASSED
