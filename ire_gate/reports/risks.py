"""What blocked texts put at risk, however often and with however much knowledge each was looked at."""

from __future__ import annotations

from ire_gate.domain import AtRisk, Range
from ire_gate.reports.figures import Bill, RangeSum


class Risks:
    """Adds up what blocked texts put at risk: each text once, each currency by the first decision that knows it."""

    def __init__(self) -> None:
        self._of: dict[int, AtRisk] = {}

    def add(self, text: int, risk: AtRisk) -> None:
        """Add what one decision says; `text` stands for the text that was blocked."""
        known = self._of.get(text)
        if known is None:
            self._of[text] = risk
        elif None in (known.tokens.mid, known.clock_s, known.coin_usd, known.carbon_g.mid):
            self._of[text] = _filled(known, risk)

    def take(self, other: Risks) -> None:
        """Add what another sum knows of later decisions."""
        for text, risk in other._of.items():
            self.add(text, risk)

    def bill(self) -> Bill:
        """Return the total; what no decision knows is counted as unknown, once a text."""
        total = Bill.new()
        for risk in self._of.values():
            total.add_risk(risk)
        return total

    def coin(self) -> RangeSum:
        """Return the dollars with their bounds: those of the tokens, which are what is paid for."""
        total = RangeSum.new()
        for risk in self._of.values():
            total.add(_like(risk.coin_usd, risk.tokens))
        return total


def _like(value: float | None, tokens: Range) -> Range:
    if value is None or not tokens.mid or tokens.low is None or tokens.high is None:
        return Range(None, value, None)
    return Range(value * tokens.low / tokens.mid, value, value * tokens.high / tokens.mid)


def _filled(risk: AtRisk, later: AtRisk) -> AtRisk:
    return AtRisk(
        tokens=later.tokens if risk.tokens.mid is None else risk.tokens,
        clock_s=later.clock_s if risk.clock_s is None else risk.clock_s,
        coin_usd=later.coin_usd if risk.coin_usd is None else risk.coin_usd,
        carbon_g=later.carbon_g if risk.carbon_g.mid is None else risk.carbon_g,
    )
