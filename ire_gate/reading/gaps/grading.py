"""Words that grade, found by what they are: comparatives, superlatives, adverbs of manner, adjectives that judge."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from ire_gate.reading.scene import Scene
from ire_gate.reading.smell import Smell

_BASES = (
    "bright broad bold calm cheap clean clear clever close cold cool crisp dark deep dense dull easy fair fancy fast "
    "fine firm flat friendly fresh grand great happy hard healthy heavy hot keen large lean light lively "
    "long loose loud mild narrow neat nice noisy odd plain pleasant poor pretty quick quiet rare rich rough safe sharp "
    "short simple slim slow small smart smooth soft sparse steep strict strong sunny swift tall tense thick thin tidy "
    "tight tiny tough ugly warm weak wide wild wise young"
)
_SUPERLATIVE_ONLY = frozenset(
    "brightest broadest calmest cheapest cleanest clearest cleverest closest coldest coolest crispest darkest deepest "
    "easiest fairest fastest finest freshest gentlest greatest happiest hardest healthiest heaviest hottest kindest "
    "largest lightest liveliest longest loudest narrowest neatest nearest nicest noisiest oddest plainest prettiest "
    "quickest quietest rarest richest roughest safest sharpest shortest simplest slimmest slowest smallest smartest "
    "smoothest softest steepest strangest strictest strongest swiftest tallest thickest thinnest tidiest tightest "
    "toughest ugliest warmest weakest widest wisest biggest best worst busiest closest dirtiest".split()
)
_MEASURED_NOUNS = frozenset(
    "id ids value values number numbers version date dates timestamp score price amount sum key index path line string "
    "word prefix suffix element integer distance side length rate edge subsequence substring subarray sequence "
    "palindrome possible matching commit growth time duration share latency".split()
)
"""Nouns that have one measure, so that their superlative is plain."""

_PLAIN_ADVERBS = frozenset(
    "accidentally additionally ally alphabetically already annually anomaly anonymously apply assembly "
    "asynchronously atomically automatically belly body bully butterfly chronologically completely comply "
    "concurrently consecutively conversely correspondingly cumulatively daily differently digitally directly doubly "
    "early elderly electronically entirely equally especially exactly exclusively explicitly externally falsely "
    "family finally firstly fly formally fortnightly fully globally half-yearly hereby horizontally hourly "
    "identically immediately implicitly incorrectly independently individually initially internally inversely "
    "jointly july lastly legally lexicographically linearly literally locally manually mistakenly monopoly monthly "
    "multiply mutually namely negatively newly nightly nominally numerically only orally originally partially "
    "permanently personally physically positively possibly precisely privately publicly purely quarterly randomly "
    "recursively rely remotely reply respectively secondly separately sequentially serially silently similarly "
    "simultaneously singly solely specifically statistically strictly subsequently successfully supply synchronously "
    "tally technically temporarily thirdly totally truly unexpectedly uniformly uniquely verbally vertically "
    "visually weekly wholly wrongly yearly lily holy italy costly lonely orderly append-only read-only write-only "
    "text-only imply proportionally inclusively invalidly probably likely unlikely surely certainly really actually "
    "basically simply obviously currently previously formerly recently normally usually typically".split()
)
"""Adverbs that leave nothing open, words in *-ly* that are none, and those that other rules look after."""

_JUDGING = frozenset(
    "happy unhappy satisfied dissatisfied annoyed frustrated abundant accurate adaptable aesthetic agile apt "
    "authentic authoritative awkward believable boring careful careless casual charming cohesive colourful colorful "
    "compact competent complicated comprehensive concise considerate constructive contemporary convoluted courteous "
    "crude cumbersome cutting-edge decisive delightful diligent diplomatic discreet distinctive dramatic economical "
    "effortless elaborate enjoyable enthusiastic erratic ethical exceptional exhaustive expressive extraordinary "
    "faithful far-reaching fashionable feasible festive flashy flawless foolproof formidable fragile fruitful fuzzy "
    "hands-on harmless harmonious hassle-free heartfelt high-level high-performance high-performing humorous "
    "imaginative immense impactful impartial impressive in-depth informative innovative insightful inspiring "
    "intelligent intense inviting judicious knowledgeable legible lenient light-hearted lively low-key "
    "low-maintenance manageable mature mediocre memorable meticulous minimalist mobile-friendly moderate modest "
    "noteworthy obtrusive organised organized outstanding passionate peaceful perfect pertinent playful polite "
    "productive profound proportionate prudent purposeful recognisable recognizable refreshing relaxed remarkable "
    "respectful rigorous sane satisfying scarce seasoned sensational short-lived simplistic sincere skilful skillful "
    "sleek sloppy snappy sophisticated spacious spectacular speedy splendid straightforward striking stunning sturdy "
    "suboptimal succinct superb superior supportive sustainable sympathetic tactful tedious terrible thorough "
    "thoughtful timeless tolerant transparent tremendous trendy truthful unacceptable unattractive uncluttered "
    "unfair unhelpful unnatural unobtrusive unpleasant unprofessional unreasonable unsafe unsuitable untidy unusable "
    "upbeat versatile viable vibrant vivid watertight welcoming well-balanced well-behaved well-maintained "
    "well-organised well-organized well-rounded well-suited well-thought-out wise wonderful workable worthy".split()
)
"""Adjectives that judge, beside those in `ire_gate.reading.gaps.vague`."""

_SETTLED = frozenset({"than", "by"})
_NOT_COMPARED = frozenset({"no", "not", "or", "and", "any", "at", "once", "one", "the", "whichever", "is"})
_WORKING = frozenset({"works", "work", "functions", "behaves"})
_CHECKING = frozenset("check checks ensure verify sure confirm see until once when everything test".split())
_CLOSING = frozenset({",", ".", ";", "before", "and", "again", "there", "too", "now", "everywhere", ")", ""})
_MAKING = frozenset("make makes making keep keeps keeping get gets getting render leave".split())
_MORE = frozenset({"more", "less"})
_MOST = frozenset({"most", "least"})
_REACH, _LOOKED_BACK = 7, 20
_SHORTEST_ADVERB = 5


@functools.cache
def _comparatives() -> frozenset[str]:
    return frozenset(_comparative(base) for base in _BASES.split())


@functools.cache
def _degrees() -> frozenset[str]:
    return frozenset(_BASES.split())


def _is_outcome(scene: Scene, index: int) -> bool:
    """Tell whether a word is what something is to be made: *make the search fast*, *keep it simple*."""
    before = scene.low[max(scene.sentence(index)[0], index - _REACH) : index]
    return scene.word(index + 1) in _CLOSING and not _MAKING.isdisjoint(before)


def _comparative(base: str) -> str:
    """Return the form in *-er*: thinner, tidier, nicer, cleaner."""
    if base.endswith("y"):
        return base[:-1] + "ier"
    if base.endswith("e"):
        return base + "r"
    doubled = base[-1] in "bdgmnt" and base[-2] in "aeiou" and base[-3] not in "aeiou"
    return base + base[-1] * doubled + "er"


def find(scene: Scene) -> Iterator[Smell]:
    """Yield a smell for each word that grades and has no figure or measure beside it."""
    comparatives, degrees = _comparatives(), _degrees()
    for index, word in enumerate(scene.low):
        if scene.kinds[index] != "word" or len(word) < _SHORTEST_ADVERB - 1:
            continue
        if word in _SUPERLATIVE_ONLY:
            yield from _superlative(scene, index, index)
        elif word in _MOST and _is_graded(scene, index + 1):
            yield from _superlative(scene, index, index + 1)
        elif word in comparatives:
            yield from _compared(scene, index, index)
        elif word in _MORE and _is_graded(scene, index + 1):
            yield from _compared(scene, index, index + 1)
        elif word in _WORKING:
            yield from _working(scene, index)
        elif word in _JUDGING or (word in degrees and _is_outcome(scene, index)):
            yield from _graded(scene, index, "grade.adjective", "What exactly makes it “{w}”?")
        elif word.endswith("ly") and len(word) >= _SHORTEST_ADVERB and "-" not in word and word not in _PLAIN_ADVERBS:
            yield from _graded(scene, index, "grade.adverb", "How exactly is “{w}”?")


def _is_graded(scene: Scene, index: int) -> bool:
    """Whether *more* or *most* stands before an adjective or adverb, not before a noun."""
    word, after = scene.word(index), scene.word(index + 1)
    return (
        scene.kind(index) == "word"
        and word.endswith(
            ("ive", "ful", "able", "ible", "al", "ous", "ent", "ant", "ic", "ed", "ly", "ing", "ate", "ure")
        )
        and after not in {"than", "of"}
    )


def _is_excused(scene: Scene, start: int, end: int) -> bool:
    """A measure, a definition, or a proper noun."""
    is_proper = start > scene.sentence(start)[0] and scene.tokens[start].text[0].isupper()
    return is_proper or scene.is_measured(start, end + 1) or scene.is_defined(start, end + 1)


def _superlative(scene: Scene, start: int, end: int) -> Iterator[Smell]:
    last = scene.sentence(start)[1]
    stop = min(scene.noun_phrase_from(end + 1), end + 4)
    ahead = scene.low[end + 1 : min(last, stop + _REACH)]
    if not _MEASURED_NOUNS.isdisjoint(ahead[:3]) or "by" in ahead or "`" in ahead[:3] or _is_excused(scene, start, end):
        return
    is_order = scene.word(end + 1) == "first" and scene.word(start - 1) == ","
    if is_order or scene.word(start - 1) == "at" or scene.is_figure(start - 1):
        return
    quote, words = scene.quote(start, stop), scene.quote(start, end + 1)
    yield Smell(
        "grade.superlative",
        "vague_term",
        start,
        stop,
        f"By which measure is it “{words}”?",
        (f"{quote}, by one figure that all candidates have", f"{quote}, by an overall judgement"),
    )


def _compared(scene: Scene, start: int, end: int) -> Iterator[Smell]:
    ahead = scene.low[end + 1 : min(scene.sentence(start)[1], end + _REACH)]
    if scene.word(start - 1) in _NOT_COMPARED or not _SETTLED.isdisjoint(ahead) or _is_excused(scene, start, end):
        return
    if is_beyond_a_figure(scene, start):
        return
    quote = scene.quote(start, end + 1)
    yield Smell(
        "grade.comparative",
        "vague_term",
        start,
        end + 1,
        f"By how much, or than what, is it “{quote}”?",
        (f"{quote} than now, by any amount", f"{quote}, up to a fixed value"),
    )


def is_beyond_a_figure(scene: Scene, start: int) -> bool:
    """*At most 5 MiB; a larger file*, *up to 20 words; for longer ones*: the figure before says from where on."""
    leads = scene.word(start - 1) in {"a", "an", "for", "anything", "if"} or scene.word(start - 2) == "for"
    return leads and any(scene.is_figure(back) for back in range(max(0, start - _LOOKED_BACK), start))


def _working(scene: Scene, index: int) -> Iterator[Smell]:
    """*Check that the migration works*: how can anyone tell?"""
    first = scene.sentence(index)[0]
    if scene.word(index + 1) in _CLOSING and not _CHECKING.isdisjoint(scene.low[first:index]):
        start = max(first, index - 3)
        yield Smell(
            "success.works_bare",
            "missing_success_criterion",
            start,
            index + 1,
            "What is checked to tell that it works?",
            ("a test or figure that anyone can check", "the judgement of whoever tries it"),
        )


def _graded(scene: Scene, index: int, rule: str, question: str) -> Iterator[Smell]:
    if _is_excused(scene, index, index):
        return
    before = scene.word(index - 1)
    if before in {"not", "how"} or scene.word(index + 1) == "by":
        return
    quote = scene.quote(index, index + 1)
    yield Smell(
        rule,
        "vague_term",
        index,
        index + 1,
        question.format(w=quote),
        (f"“{quote}” by a rule that can be checked", f"“{quote}” as the executor sees it"),
    )
