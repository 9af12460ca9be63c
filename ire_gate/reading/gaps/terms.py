"""Measures and terms of common practice that are open until a word beside them says which one is meant."""

from __future__ import annotations

from collections.abc import Iterator

from ire_gate.reading.scene import LITERALS, Scene
from ire_gate.reading.smell import Smell

_BEFORE, _AFTER = 6, 8
"""Tokens in front of a term and behind it in which the word that makes it definite must stand."""

_ONLY_WITH: dict[str, frozenset[str]] = {
    "batch size": frozenset({"gpu", "gpus", "devices", "workers", "nodes"}),
    "learning rate": frozenset({"reduced", "lowered", "decreased", "decays", "drops", "decayed"}),
    "coverage": frozenset({"%", "raise", "increase", "improve", "to", "least"}),
    "average": frozenset({"score", "scores", "price", "rating", "value", "over", "across"}),
    "parameters": frozenset({"number", "count"}),
    "revenue": frozenset({"above", "below", "exceeds", "over", "under"}),
}
"""Terms that are open only beside one of these words."""

QUALIFIED: dict[str, tuple[frozenset[str], str, tuple[str, str]]] = {
    term: (frozenset(words.split()), question, readings)
    for term, words, question, readings in (
        (
            "latency",
            "p50 p90 p95 p99 percentile median mean average maximum max mean 95th 99th 90th 50th",
            "Which statistic of the latency counts?",
            ("the 95th percentile", "the mean"),
        ),
        (
            "response time",
            "p50 p90 p95 p99 percentile median mean average maximum max 95th 99th",
            "Which statistic of the response time counts?",
            ("the 95th percentile", "the mean"),
        ),
        (
            "f1",
            "macro micro weighted macro-averaged micro-averaged binary per-class macro-f1 micro-f1 averaged",
            "Which average of F1 over the classes?",
            ("macro-averaged F1", "micro-averaged F1"),
        ),
        (
            "coverage",
            "line branch statement function path condition mutation lines branches test-line",
            "Line coverage or branch coverage?",
            ("line coverage", "branch coverage"),
        ),
        (
            "average",
            "weighted unweighted arithmetic harmonic geometric per mean simple moving macro micro rolling of load cpu",
            "Is it weighted, and over what is it taken?",
            ("the unweighted mean of the parts", "the mean weighted by size"),
        ),
        (
            "rounded",
            "up down half even nearest floor ceiling commercially bankers integer decimals decimal places",
            "By which rule, and at which step, is it rounded?",
            ("half up, at the end only", "half to even, at each step"),
        ),
        (
            "revenue",
            "net gross vat tax recognised booked invoiced excluding including less",
            "Net or gross?",
            ("net of VAT", "including VAT"),
        ),
        (
            "parameters",
            "trainable learnable all total frozen hyper query url function request two three optional",
            "All parameters or only the trainable ones?",
            ("all parameters", "trainable parameters only"),
        ),
        (
            "error rate",
            "5xx 4xx 500 status failed http timeouts",
            "What counts as an error, and per what?",
            ("5xx responses per request", "any failed request per minute"),
        ),
        ("error status", "5xx 4xx 500 server client", "Which statuses are errors?", ("5xx only", "4xx and 5xx")),
        (
            "client errors",
            "4xx 400 status",
            "Which errors are meant?",
            ("responses with a 4xx status", "errors raised by our own client"),
        ),
        (
            "duplicates",
            "when if same key keys by on column columns field fields where identical exact id hash content bytes name",
            "By which fields are two of them the same?",
            ("all fields are equal", "the key is equal"),
        ),
        (
            "outliers",
            "iqr sigma z-score zscore percentile above below beyond outside deviations",
            "From which value on is something an outlier?",
            ("beyond 1.5 times the interquartile range", "beyond 3 standard deviations"),
        ),
        (
            "profit",
            "gross net operating pre-tax ebit ebitda before after",
            "Gross, operating or net?",
            ("gross profit", "net profit after tax"),
        ),
        (
            "salary",
            "gross net annual monthly yearly base per",
            "Gross or net, and for which period?",
            ("gross a year", "net a month"),
        ),
        (
            "growth",
            "absolute percent % relative year-on-year yoy quarter-on-quarter compound annual",
            "In percent or in absolute figures, and over what?",
            ("percent against the period before", "absolute difference"),
        ),
        (
            "performance",
            "latency throughput ms seconds minutes requests memory p95 p99 cpu time percentile regression review",
            "Which figure stands for the performance?",
            ("the time that one request takes", "the work done in a second"),
        ),
        (
            "availability",
            "% 99 99.9 99.95 99.99 uptime per month calendar dates",
            "Which share of which period?",
            ("99.9 % of each month", "99 % of each month"),
        ),
        (
            "batch size",
            "per total global effective gpu overall device",
            "Per device or in total?",
            ("in total over all devices", "on each device"),
        ),
        (
            "learning rate",
            "factor multiplied subtracted times step cosine linear",
            "How does it change?",
            ("it is multiplied by the factor", "the amount is subtracted"),
        ),
        (
            "public interface",
            "exported __init__ underscore listed names",
            "What belongs to the public interface?",
            ("every name without a leading underscore", "only what is exported on purpose"),
        ),
    )
}
"""Terms of common practice that need one of these words near them to be definite."""


def find(scene: Scene) -> Iterator[Smell]:
    """Yield a smell for each term that nothing near it makes definite."""
    for index, word in enumerate(scene.low):
        term = scene.tokens[index].lower if scene.kinds[index] == "ident" else word
        pair = f"{term} {scene.word(index + 1)}"
        if pair in QUALIFIED:
            yield from _unqualified(scene, index, pair, 2)
        elif term in QUALIFIED:
            yield from _unqualified(scene, index, term, 1)


def _unqualified(scene: Scene, index: int, term: str, length: int) -> Iterator[Smell]:
    words, question, readings = QUALIFIED[term]
    first, last = scene.sentence(index)
    if scene.is_defined(index, index + length) or (
        term in _ONLY_WITH and not _ONLY_WITH[term].intersection(scene.low[first:last])
    ):
        return
    around = range(max(first, index - _BEFORE), min(last, index + length + _AFTER))
    for place in around:
        token = scene.tokens[place].lower
        if token in words or (scene.kinds[place] in LITERALS and any(word in token for word in words)):
            return
    yield Smell(f"metric.{term.replace(' ', '_')}", "undefined_term", index, index + length, question, readings)
