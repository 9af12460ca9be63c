"""What a text says in numbers, times, names, negations, conditions …, and in which of them two texts differ."""

from ire_gate.facts.alignment import is_light_edit
from ire_gate.facts.comparison import differences
from ire_gate.facts.extraction import FAMILIES, extract

__all__ = ["FAMILIES", "differences", "extract", "is_light_edit"]
