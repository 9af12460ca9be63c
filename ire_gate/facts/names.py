"""Names without their quoting: code, paths, URLs, flags, ids, quoted literals, acronyms and capitalised words."""

from __future__ import annotations

from ire_gate.facts.scene import Scene, bare
from ire_gate.language.lexicon import FUNCTION_WORDS, IMPERATIVES

FAMILY = "name"

_SHOUTED = frozenset(
    "not must never always only all no yes and or but if important note todo warning attention please do any every "
    "asap ok fyi nb ps i mandatory optional urgent before after required should may shall can will cannot".split()
)
_OPENERS = frozenset(':([-–—*".!?…')
_STOPS = frozenset(".!?")
_LEAST_CAPITALS = 2
_LEAST_IN_TITLE = 3
_FAR = 12
_LONGEST = 5


def read(scene: Scene, index: int) -> None:
    """Note the name that a token is: code, a path, a quotation, …."""
    value, stop = " ".join(bare(scene.tokens[index]).split()), index + 1
    while scene.low(stop, index).startswith(".") and scene.tokens[stop].kind == "ident" and scene.touches(stop):
        value += scene.tokens[stop].text
        stop += 1
    if value:
        scene.add(FAMILY, value, index, stop)


def read_capitalised(scene: Scene, index: int) -> None:
    """Note an acronym, or the capitalised words that start at a token, unless it only opens a sentence or heading."""
    token = scene.tokens[index]
    acronym = _acronym(token.text)
    if acronym:
        if token.lower not in _SHOUTED and token.lower not in FUNCTION_WORDS:
            scene.add(FAMILY, acronym, index, index + 1)
        return
    stop = index + 1
    while stop < min(scene.bounds[index][1], index + _LONGEST) and _is_capitalised(scene, stop):
        stop += 1
    if _opens(scene, index):
        is_name = stop > index + 1 and not _is_common(token.lower)
        if not is_name or _is_heading(scene, index):
            return
    elif token.lower in FUNCTION_WORDS or token.text == "I" or _is_heading(scene, index):
        return
    words = [scene.tokens[at].text.removesuffix("'s").removesuffix("’s") for at in range(index, stop)]
    if len(words[0]) > 1 or len(words) > 1:
        scene.add(FAMILY, " ".join(words), index, stop)


def _acronym(text: str) -> str:
    """Return ``URL`` for *URL*, *URLs* and *URL's*; ``""`` for a word that is not in capitals."""
    for plural in ("'s", "’s", "s"):
        if text.endswith(plural) and len(text) > len(plural) + 1:
            text = text.removesuffix(plural)
            break
    return text if text.isupper() and len(text) >= _LEAST_CAPITALS else ""


def _is_capitalised(scene: Scene, index: int) -> bool:
    token = scene.tokens[index]
    return token.kind == "word" and token.text[0].isupper() and not scene.used[index] and not _acronym(token.text)


def _opens(scene: Scene, index: int) -> bool:
    """Tell whether a token is where English writes a capital anyway: after a stop, a colon, a bracket or a dash."""
    return index == scene.bounds[index][0] or scene.lows[index - 1] in _OPENERS


def _is_common(low: str) -> bool:
    return low in FUNCTION_WORDS or low in IMPERATIVES


def _is_heading(scene: Scene, index: int) -> bool:
    """Tell a title, which has no stop and all but its small words in capitals; none of them is a name for that."""
    start, stop = scene.bounds[index]
    if scene.lows[stop - 1] in _STOPS:
        return False
    words = [token for token in scene.tokens[start : min(stop, start + _FAR)] if token.kind == "word"]
    if any(word.text[0].islower() and word.lower not in FUNCTION_WORDS for word in words):
        return False
    return sum(word.text[0].isupper() for word in words) >= _LEAST_IN_TITLE
