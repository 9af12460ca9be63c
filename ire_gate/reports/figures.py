"""The three currencies in words, and sums that know what they do not know."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from ire_gate.currencies.ranges import exactly
from ire_gate.domain import AtRisk, Range, Spent

UNKNOWN = "unknown"

_MINUTE, _HOUR = 60, 3600
_NOTHING = 5e-10
"""Dollars that are rounding errors."""


def count(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count(1, "call"), count(2400, "token")
    ('1 call', '2,400 tokens')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def tokens(number: float) -> str:
    """Return a number of tokens in words."""
    return count(round(number), "token")


def seconds(value: float) -> str:
    """Return a duration in the unit that reads best.

    >>> seconds(0.0123), seconds(4.25), seconds(600), seconds(9000)
    ('12 ms', '4.2 s', '10.0 min', '2.5 h')
    """
    size = abs(value)
    if size < 1:
        return f"{value * 1000:.0f} ms"
    if size < 2 * _MINUTE:
        return f"{value:.1f} s"
    return f"{value / _MINUTE:.1f} min" if size < 2 * _HOUR else f"{value / _HOUR:.1f} h"


def money(value: float) -> str:
    """Return US dollars; small amounts keep two digits that mean something.

    >>> money(0), money(0.00123), money(-12.5)
    ('$0', '$0.0012', '-$12.50')
    """
    sign, size = ("-" if value < 0 else ""), abs(value)
    if size < _NOTHING:
        return "$0"
    decimals = 2 if size >= 1 else next((digits for digits in range(2, 9) if size * 10**digits >= 10), 9)  # noqa: PLR2004 - two digits
    return f"{sign}${size:,.{decimals}f}"


def grams(value: float) -> str:
    """Return gCO2e in the unit that reads best.

    >>> grams(0.0312), grams(0), grams(131), grams(1234), grams(250_000)
    ('0.031 g', '0 g', '131 g', '1.2 kg', '250 kg')
    """
    size, unit = (value / 1000, "kg") if abs(value) >= 1000 else (value, "g")  # noqa: PLR2004 - grams in a kilogram
    return f"{size:,.0f} {unit}" if abs(size) >= 10 else f"{size:.2g} {unit}"  # noqa: PLR2004 - two digits


def share(value: float) -> str:
    """Return a share or a probability with two decimals."""
    return f"{value:.2f}"


def between(value: Range, say: Callable[[float], str]) -> str:
    """Return a range in words: the middle with its bounds, or unknown.

    >>> between(Range(1000, 2000, 3000), tokens), between(Range(1, 2, 3), money), between(Range(30, 60, 900), seconds)
    ('2,000 (1,000 to 3,000) tokens', '$2.00 ($1.00 to $3.00)', '60.0 s (30.0 s to 15.0 min)')
    """
    if value.mid is None:
        return UNKNOWN
    if value.low is None or value.high is None or value.low == value.high:
        return say(value.mid)
    parts = (say(value.mid), say(value.low), say(value.high))
    units = {part.partition(" ")[2] for part in parts}
    unit = units.pop() if len(units) == 1 else ""
    mid, low, high = (part.removesuffix(f" {unit}") if unit else part for part in parts)
    return f"{mid} ({low} to {high}) {unit}".rstrip()


class Amounts(Struct, frozen=True, kw_only=True):
    """One amount in each currency; None where it is not known."""

    tokens: float | None
    clock_s: float | None
    coin_usd: float | None
    carbon_g: float | None


class Unknowns(Struct, frozen=True, kw_only=True):
    """How many amounts are not known, by currency: their sum is then at least what is told."""

    tokens: int
    clock_s: int
    coin_usd: int
    carbon_g: int


class Sum(Struct):
    """A sum that counts what it could not add: a total with an unknown part is a lower bound and says so."""

    total: float = 0.0
    known: int = 0
    unknown: int = 0

    def add(self, value: float | None) -> None:
        """Add a value, or note that it is not known."""
        if value is None:
            self.unknown += 1
        else:
            self.known += 1
            self.total += value

    def take(self, other: Sum) -> None:
        """Add another sum."""
        self.total += other.total
        self.known += other.known
        self.unknown += other.unknown

    @property
    def value(self) -> float | None:
        """The total of what is known; None if nothing is (and 0 of nothing at all)."""
        return None if self.unknown and not self.known else self.total

    def say(self, words: Callable[[float], str]) -> str:
        """Return the sum in words."""
        if self.value is None:
            return UNKNOWN
        return f"at least {words(self.total)} ({self.unknown:,} unknown)" if self.unknown else words(self.total)


class RangeSum(Struct):
    """The sums of the bounds and the middles of many estimates."""

    low: Sum
    mid: Sum
    high: Sum

    @classmethod
    def new(cls) -> RangeSum:
        """Return a sum of nothing."""
        return cls(Sum(), Sum(), Sum())

    def add(self, value: Range) -> None:
        """Add an estimate."""
        self.low.add(value.low)
        self.mid.add(value.mid)
        self.high.add(value.high)

    def take(self, other: RangeSum) -> None:
        """Add another sum."""
        self.low.take(other.low)
        self.mid.take(other.mid)
        self.high.take(other.high)

    @property
    def value(self) -> Range:
        """The total; a bound that some estimate lacks is unknown."""
        low, high = (bound.value if bound.known == self.mid.known else None for bound in (self.low, self.high))
        return Range(low, self.mid.value, high)

    def say(self, words: Callable[[float], str]) -> str:
        """Return the sum in words."""
        if self.mid.value is None:
            return UNKNOWN
        text = between(self.value, words)
        return f"at least {text} ({self.mid.unknown:,} unknown)" if self.mid.unknown else text


class Bill(Struct):
    """What many intents took or put at risk, in the three currencies."""

    calls: int
    tokens: RangeSum
    clock: RangeSum
    coin: RangeSum
    carbon: RangeSum

    @classmethod
    def new(cls) -> Bill:
        """Return an empty bill."""
        return cls(0, RangeSum.new(), RangeSum.new(), RangeSum.new(), RangeSum.new())

    def add_spent(self, spent: Spent) -> None:
        """Add what the gate used for one intent."""
        self.calls += spent.calls
        self.tokens.add(exactly(tokens_of(spent)))
        self.clock.add(exactly(spent.clock_s))
        self.coin.add(exactly(spent.coin_usd))
        self.carbon.add(spent.carbon_g)

    def add_risk(self, risk: AtRisk) -> None:
        """Add what executing one intent would probably waste."""
        self.tokens.add(risk.tokens)
        self.clock.add(risk.clock_s)
        self.coin.add(risk.coin_usd)
        self.carbon.add(risk.carbon_g)

    def take(self, other: Bill) -> None:
        """Add another bill."""
        self.calls += other.calls
        self.tokens.take(other.tokens)
        self.clock.take(other.clock)
        self.coin.take(other.coin)
        self.carbon.take(other.carbon)

    def say(self) -> str:
        """Return the bill in one line."""
        return in_words(self.tokens.say(tokens), self.clock.say(seconds), self.coin.say(money), self.carbon.say(grams))


def tokens_of(spent: Spent) -> int | None:
    """Return all tokens that went in or out; None if either is unknown."""
    return None if spent.tokens_in is None or spent.tokens_out is None else spent.tokens_in + spent.tokens_out


def say_spent(spent: Spent) -> str:
    """Return what the gate used for one intent, in one line."""
    used = in_words(
        known(tokens_of(spent), tokens),
        seconds(spent.clock_s),
        known(spent.coin_usd, money),
        between(spent.carbon_g, grams),
    )
    return f"{count(spent.calls, 'call')}, {used}"


def say_risk(risk: AtRisk) -> str:
    """Return what executing an intent would probably waste, in one line."""
    return in_words(
        between(risk.tokens, tokens),
        between(risk.clock_s, seconds),
        between(risk.coin_usd, money),
        between(risk.carbon_g, grams),
    )


def known(value: float | None, say: Callable[[float], str]) -> str:
    """Return a value in words, or unknown."""
    return UNKNOWN if value is None else say(value)


def in_words(token: str, clock: str, coin: str, carbon: str) -> str:
    """Join the currencies; one that is unknown is named, and four of them are one word."""
    if token == clock == coin == carbon == UNKNOWN:
        return UNKNOWN
    said = {"tokens": token, "time": clock, "money": coin, "carbon": carbon}
    return ", ".join(f"{name} {UNKNOWN}" if text == UNKNOWN else text for name, text in said.items())
