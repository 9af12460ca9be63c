"""Paths, standard input and text in; intents out, or why a place holds none."""

from ire_gate.sources.problems import SourceProblem
from ire_gate.sources.reading import intent_at, read_sources
from ire_gate.sources.rows import Row, iter_rows

__all__ = ["Row", "SourceProblem", "intent_at", "iter_rows", "read_sources"]
