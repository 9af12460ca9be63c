"""What blocked texts put at risk, however often and with however much knowledge each was looked at."""

from __future__ import annotations

from copy import deepcopy

from ire_gate.domain import AtRisk
from ire_gate.reports.figures import Bill


class Risks:
    """Adds up what blocked texts put at risk: each text once, each currency by the first decision that knows it."""

    def __init__(self) -> None:
        self._whole = Bill.new()
        self._settled: set[int] = set()
        self._open: dict[int, AtRisk] = {}

    def add(self, text: int, risk: AtRisk) -> None:
        """Add what one decision says; `text` stands for the text that was blocked."""
        if text in self._settled:
            return
        risk = _filled(self._open.pop(text, risk), risk)
        if None in (risk.tokens.mid, risk.clock_s, risk.coin_usd, risk.carbon_g.mid):
            self._open[text] = risk
        else:
            self._settled.add(text)
            self._whole.add_risk(risk)

    def bill(self) -> Bill:
        """Return the total; what no decision knows is counted as unknown, once a text."""
        total = deepcopy(self._whole)
        for risk in self._open.values():
            total.add_risk(risk)
        return total


def _filled(risk: AtRisk, later: AtRisk) -> AtRisk:
    return AtRisk(
        tokens=later.tokens if risk.tokens.mid is None else risk.tokens,
        clock_s=later.clock_s if risk.clock_s is None else risk.clock_s,
        coin_usd=later.coin_usd if risk.coin_usd is None else risk.coin_usd,
        carbon_g=later.carbon_g if risk.carbon_g.mid is None else risk.carbon_g,
    )
