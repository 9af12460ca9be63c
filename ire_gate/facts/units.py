"""Units of measure, each with the base unit it is counted in and how many of that it makes.

Kept as one small table: pint takes 79 ms to import, and knows neither working days nor which words are units in prose.
"""

from __future__ import annotations

_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86400.0

# Base unit → spellings of its multiples. A month is not a number of days, nor a working day one of 24 hours.
_SPELLINGS: dict[str, dict[float, str]] = {
    "s": {
        1e-9: "ns nanosecond nanoseconds",
        1e-6: "µs us microsecond microseconds",
        1e-3: "ms msec msecs millisecond milliseconds",
        1.0: "s sec secs second seconds",
        _MINUTE: "min mins minute minutes",
        _HOUR: "h hr hrs hour hours",
        _DAY: "d day days",
        7 * _DAY: "wk wks week weeks",
        14 * _DAY: "fortnight fortnights",
    },
    "month": {
        1: "month months",
        3: "quarter quarters",
        12: "year years yr yrs",
        120: "decade decades",
        1200: "century centuries",
    },
    "night": {1: "night nights"},
    "%": {1: "% percent pct percents"},
    "°C": {1: "°c celsius centigrade"},
    "°F": {1: "°f fahrenheit"},
    "g": {1e-3: "mg milligram milligrams", 1: "g gram grams gramme grammes", 1e3: "kg kilo kilos kilogram kilograms"},
    "lb": {1: "lb lbs pound pounds"},
    "oz": {1: "oz ounce ounces"},
    "tonne": {1: "tonne tonnes ton tons"},
    "m": {
        1e-3: "mm millimetre millimetres millimeter millimeters",
        1e-2: "cm centimetre centimetres centimeter centimeters",
        1: "m metre metres meter meters",
        1e3: "km kilometre kilometres kilometer kilometers",
    },
    "inch": {1: "inch inches", 12: "ft foot feet", 63360: "mile miles"},
    "l": {1e-3: "ml millilitre millilitres milliliter milliliters", 1: "l litre litres liter liters"},
    "px": {1: "px pixel pixels"},
    "em": {1: "em rem"},
    "dpi": {1: "dpi ppi"},
    "Hz": {1: "hz hertz", 1e3: "khz", 1e6: "mhz", 1e9: "ghz"},
    "W": {1: "w watt watts", 1e3: "kw kilowatt kilowatts", 1e6: "mw megawatt megawatts"},
    "Wh": {1: "wh", 1e3: "kwh", 1e6: "mwh"},
    "V": {1e-3: "mv", 1: "v volt volts"},
    "A": {1e-3: "ma", 1: "amp amps ampere amperes"},
    "dB": {1: "db decibel decibels"},
    "times": {1: "times"},
    "bit": {1: "bit bits"},
    "EUR": {1: "€ eur euro euros"},
    "USD": {1: "$ usd dollar dollars"},
    "GBP": {1: "£ gbp"},
    "JPY": {1: "¥ jpy yen"},
    "CHF": {1: "chf franc francs"},
}

_BYTES = {
    1: "B byte bytes",
    1e3: "kB KB kilobyte kilobytes",
    1e6: "MB megabyte megabytes",
    1e9: "GB gigabyte gigabytes",
    1e12: "TB terabyte terabytes",
    1e15: "PB petabyte petabytes",
    1024: "KiB kib kibibyte kibibytes",
    1024**2: "MiB mib mebibyte mebibytes",
    1024**3: "GiB gib gibibyte gibibytes",
    1024**4: "TiB tib tebibyte tebibytes",
}

_CURRENCY_CODES = frozenset(
    "AUD BRL CAD CNY CZK DKK HKD HUF ILS INR KRW MXN NOK NZD PLN RON SEK SGD THB TRY TWD UAH ZAR".split()
)

UNITS: dict[str, tuple[str, float]] = {
    word: (base, factor)
    for base, multiples in _SPELLINGS.items()
    for factor, words in multiples.items()
    for word in words.split()
}
"""Lower-case spelling → base unit and factor."""

CASED_UNITS: dict[str, tuple[str, float]] = {
    word: ("B", factor) for factor, words in _BYTES.items() for word in words.split()
} | {code: (code, 1.0) for code in _CURRENCY_CODES}
"""Spellings that only count as they are written: ``MB`` is not ``Mb``, ``TRY`` is not *try*."""
CASED_UNITS |= {"Kb": ("bit", 1e3), "kb": ("B", 1e3), "Mb": ("bit", 1e6), "Gb": ("bit", 1e9), "mb": ("B", 1e6)}
CASED_UNITS |= {"kbit": ("bit", 1e3), "Mbit": ("bit", 1e6), "Gbit": ("bit", 1e9), "gb": ("B", 1e9), "tb": ("B", 1e12)}

PAIRED_UNITS: dict[tuple[str, str], tuple[str, float]] = {
    ("percentage", "points"): ("pp", 1.0),
    ("percentage", "point"): ("pp", 1.0),
    ("per", "cent"): ("%", 1.0),
    ("basis", "points"): ("pp", 0.01),
    ("°", "c"): ("°C", 1.0),
    ("°", "f"): ("°F", 1.0),
    ("degrees", "celsius"): ("°C", 1.0),
    ("degrees", "fahrenheit"): ("°F", 1.0),
    ("swiss", "francs"): ("CHF", 1.0),
    ("calendar", "days"): ("s", _DAY),
    ("calendar", "day"): ("s", _DAY),
} | {
    (kind, unit): (f"working {base}", 1.0)
    for kind in ("working", "business", "work")
    for base, units in (("day", "day days"), ("hour", "hour hours"), ("week", "week weeks"))
    for unit in units.split()
}

MEASURES: dict[str, str] = {
    word: measure
    for measure, words in {
        "character": "character characters char chars",
        "token": "token tokens",
        "word": "word words",
        "line": "line lines",
        "sentence": "sentence sentences",
        "paragraph": "paragraph paragraphs",
        "page": "page pages",
        "epoch": "epoch epochs",
        "step": "step steps",
        "iteration": "iteration iterations",
        "batch": "batch batches",
        "decimal": "decimal decimals",
    }.items()
    for word in words.split()
}
"""Nouns that measure the same thing in different sizes: 30 words are not 30 characters."""

_DIMENSIONS = {
    "time": "s month night",
    "share": "% pp",
    "temperature": "°C °F",
    "mass": "g lb oz tonne",
    "length": "m inch",
    "data": "B bit",
    "money": "EUR USD GBP JPY CHF",
} | {"text": " ".join(dict.fromkeys(MEASURES.values()))}
_DIMENSION_OF = {unit: dimension for dimension, units in _DIMENSIONS.items() for unit in units.split()}


def dimension_of(unit: str) -> str:
    """Return what a base unit measures; amounts of different dimensions have nothing to do with each other.

    >>> dimension_of("lb"), dimension_of("working day"), dimension_of("px")
    ('mass', 'time', 'px')
    """
    if unit.startswith("working"):
        return "time"
    return _DIMENSION_OF.get(unit) or ("money" if unit in _CURRENCY_CODES else unit)


_SMALL_LETTERS = frozenset("dghms")


def unit_of(text: str, low: str) -> tuple[str, float] | None:
    """Return the base unit and factor of one written word, or None if it is no unit.

    >>> unit_of("MiB", "mib"), unit_of("Minutes", "minutes"), unit_of("replicas", "replicas")
    (('B', 1048576), ('s', 60.0), None)
    """
    if low in _SMALL_LETTERS and text != low:
        return None
    return CASED_UNITS.get(text) or UNITS.get(low)


_LARGEST_WHOLE = 1e15


def decimal(number: float) -> str:
    """Return a number as it is compared: no trailing zeros, no separators, twelve significant digits at most.

    >>> decimal(6000.0), decimal(3e-4), decimal(49.90)
    ('6000', '0.0003', '49.9')
    """
    if abs(number) < _LARGEST_WHOLE and number == int(number):
        return str(int(number))
    return f"{number:.12g}"
