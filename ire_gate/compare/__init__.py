"""Intent and back-translation → comparison: aligned clauses, word edits, fact vetoes, scores, fidelity."""

from ire_gate.compare.comparing import compare

__all__ = ["compare"]
