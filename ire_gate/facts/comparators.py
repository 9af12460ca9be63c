"""The words that turn an amount into a bound: *at least*, *no more than*, *up to*, *or fewer*, ≥."""

from __future__ import annotations

from ire_gate.facts.scene import Scene

_FLIPPED = {">": "<=", "<": ">=", "<=": ">", ">=": "<"}
_GREATER = frozenset("more greater higher larger longer bigger later older above over wider faster heavier".split())
_LESS = frozenset("less fewer lower smaller shorter earlier younger below under narrower slower lighter".split())
_BETTER = frozenset({"better", "up", "above", "over", "upwards", "upward", "onwards", "onward", "after"})
_NEGATIONS = frozenset(
    "not no never cannot don't doesn't mustn't can't won't shouldn't isn't aren't without nor".split()
)

_BEFORE: dict[tuple[str, ...], str] = {
    ("at", "least"): ">=",
    ("at", "the", "least"): ">=",
    ("at", "a", "minimum"): ">=",
    ("a", "minimum", "of"): ">=",
    ("minimum", "of"): ">=",
    ("upwards", "of"): ">=",
    ("as", "few", "as"): ">=",
    ("at", "most"): "<=",
    ("at", "the", "most"): "<=",
    ("at", "a", "maximum"): "<=",
    ("a", "maximum", "of"): "<=",
    ("maximum", "of"): "<=",
    ("up", "to"): "<=",
    ("up", "to", "and", "including"): "<=",
    ("as", "many", "as"): "<=",
    ("limited", "to"): "<=",
    ("capped", "at"): "<=",
    ("limit", "of"): "<=",
    ("within",): "<=",
    ("inside",): "<=",
    ("over",): ">",
    ("above",): ">",
    ("beyond",): ">",
    ("exceed",): ">",
    ("exceeds",): ">",
    ("exceeding",): ">",
    ("exceeded",): ">",
    ("in", "excess", "of"): ">",
    ("surpass",): ">",
    ("surpasses",): ">",
    ("surpassing",): ">",
    ("under",): "<",
    ("below",): "<",
    ("beneath",): "<",
    ("about",): "~",
    ("around",): "~",
    ("approximately",): "~",
    ("approx",): "~",
    ("roughly",): "~",
    ("circa",): "~",
    ("nearly",): "~",
    ("almost",): "~",
    (">", "="): ">=",
    ("≥",): ">=",
    ("<", "="): "<=",
    ("≤",): "<=",
    (">",): ">",
    ("<",): "<",
    ("~",): "~",
    ("by",): "by",
    ("≈",): "~",
} | {(word, "than"): sign for words, sign in ((_GREATER, ">"), (_LESS, "<")) for word in words}

_AFTER: dict[tuple[str, ...], str] = {
    ("at", "most"): "<=",
    ("at", "the", "most"): "<=",
    ("at", "the", "latest"): "<=",
    ("at", "maximum"): "<=",
    ("at", "least"): ">=",
    ("at", "the", "least"): ">=",
    ("at", "the", "earliest"): ">=",
    ("at", "minimum"): ">=",
    ("or", "so"): "~",
    ("max",): "<=",
    ("maximum",): "<=",
    ("minimum",): ">=",
    ("tops",): "<=",
    ("+",): ">=",
} | {
    (join, word): sign
    for join in ("or", "and")
    for words, sign in ((_GREATER | _BETTER, ">="), (_LESS, "<="))
    for word in words
}
_BEFORE_ENDS = frozenset(phrase[-1] for phrase in _BEFORE)
_AFTER_STARTS = frozenset(phrase[0] for phrase in _AFTER)
_EXTREMES = {"maximum": "<=", "max": "<=", "limit": "<=", "cap": "<=", "ceiling": "<=", "minimum": ">=", "min": ">="}
_PASSED_OVER = frozenset({"the", "a", "an", "is", "be", "of", "to", ".", ":", "=", "at"})
_MOST_WORDS = 4
_FAR = 8
_CHANGES = frozenset(
    "raise raises raised raising lower lowers lowered lowering increase increases increased increasing reduce reduces "
    "reduced reducing change changes changed changing bump bumps bumped bumping cut cuts cutting move moves moved "
    "moving extend extends extended extending shorten shortens shortened shortening drop drops dropped dropping grow "
    "grows grew growing rise rises rose rising fall falls fell falling decrease decreases decreased decreasing convert "
    "converts converted converting go goes went going climb climbs climbed climbing switch switches switched up down "
    "upgrade upgrades upgraded double doubles doubled halve halves halved scale scaled".split()
)


def bound_before(scene: Scene, index: int) -> tuple[str, int]:
    """Return the sign that the words before a numeral give it, and where they start; ``""`` if there is none."""
    first = scene.bounds[index][0]
    end = index
    while end > first and scene.lows[end - 1] in {"the", "a"} and end == index:
        end -= 1
    for stop in (index, end):
        if stop == first or scene.lows[stop - 1] not in _BEFORE_ENDS:
            continue
        for words in range(min(_MOST_WORDS, stop - first), 0, -1):
            sign = _BEFORE.get(tuple(scene.lows[stop - words : stop]))
            if sign == "by" and not is_change(scene, stop):
                break
            if sign:
                return _perhaps_flipped(scene, sign, stop - words)
    return _extreme_before(scene, index)


def _extreme_before(scene: Scene, index: int) -> tuple[str, int]:
    """Find *maximum size 5 MiB*, *limit of the title: 30*: an extreme, at most two more words, then the number."""
    first = scene.bounds[index][0]
    content = 0
    for at in range(index - 1, max(first, index - 5) - 1, -1):
        sign = _EXTREMES.get(scene.lows[at])
        if sign:
            return sign, at
        content += bool(scene.stems[at])
        if content > 1 or not (scene.stems[at] or scene.lows[at] in _PASSED_OVER) or scene.used[at]:
            break
    return "", index


def _perhaps_flipped(scene: Scene, sign: str, start: int) -> tuple[str, int]:
    """*Not more than*, *never goes under*, *must not exceed*: a negation close before turns a strict bound over."""
    if sign not in {"<", ">"}:
        return sign, start
    first = scene.bounds[start][0]
    for at in range(start - 1, max(first, start - 4) - 1, -1):
        low = scene.lows[at]
        if low in _NEGATIONS:
            return _FLIPPED[sign], at
        if low in {",", ";", ":", "and", "but", "if", "when"}:
            break
    return sign, start


def bound_after(scene: Scene, stop: int, index: int) -> tuple[str, int]:
    """Return the sign that the words after a numeral give it (*30 words at most*), and where they stop."""
    last = scene.bounds[index][1]
    at = stop
    while at < min(last, stop + 3):
        if scene.lows[at] in _AFTER_STARTS:
            for words in range(min(_MOST_WORDS, last - at), 0, -1):
                sign = _AFTER.get(tuple(scene.lows[at : at + words]))
                if sign:
                    return sign, at + words
        if not scene.stems[at] or scene.tokens[at].kind == "number":
            break
        at += 1
    return "", stop


def is_change(scene: Scene, index: int) -> bool:
    """Tell whether the words before a token speak of a change, as in *raise it from 7 to 30 days*: no range follows."""
    first = scene.bounds[index][0]
    return not _CHANGES.isdisjoint(scene.lows[max(first, index - _FAR) : index])
