"""The local reader: intent → reading (spec, gaps, ambiguity), and spec → English, without any model."""

from ire_gate.reading.reader import read
from ire_gate.reading.realise import realise

__all__ = ["read", "realise"]
