"""What blocked texts put at risk, however often and with however much knowledge each was looked at."""

from __future__ import annotations

from ire_gate.domain import AtRisk
from ire_gate.reports.figures import Bill


class Risks:
    """Adds up what blocked texts put at risk: each text once, each currency by the first decision that knows it."""

    def __init__(self) -> None:
        self._of: dict[int, AtRisk] = {}

    def add(self, text: int, risk: AtRisk) -> None:
        """Add what one decision says; `text` stands for the text that was blocked."""
        known = self._of.get(text)
        if known is None:
            self._of[text] = risk
        elif None in (known.tokens.mid, known.clock_s.mid, known.coin_usd.mid, known.carbon_g.mid):
            self._of[text] = _filled(known, risk)

    def drop(self, text: int) -> None:
        """Forget a text that a later decision let pass: it was executed after all, so that nothing was saved."""
        self._of.pop(text, None)

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


def _filled(risk: AtRisk, later: AtRisk) -> AtRisk:
    return AtRisk(
        tokens=risk.tokens if risk.tokens.mid is not None else later.tokens,
        clock_s=risk.clock_s if risk.clock_s.mid is not None else later.clock_s,
        coin_usd=risk.coin_usd if risk.coin_usd.mid is not None else later.coin_usd,
        carbon_g=risk.carbon_g if risk.carbon_g.mid is not None else later.carbon_g,
    )
