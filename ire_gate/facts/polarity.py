"""Words whose opposite is one word: *enable* and *disable*, *public* and *private*, *above* and *below*.

``not`` in front of a verb of a pair makes it the other one, so that *do not allow* is *forbid*.
"""

from __future__ import annotations

from ire_gate.facts.negation import NOT_WORDS
from ire_gate.facts.scene import Scene

FAMILY = "polarity"

# Verbs exclude each other, so a negation turns one into the other; of the rest the opposite only contradicts.
_VERBS = """
enable activate | disable deactivate
allow permit | forbid prohibit disallow ban
accept approve | reject decline refuse deny
include | exclude omit
show display reveal | hide conceal
keep retain preserve | drop discard
lock | unlock
open | close shut
start begin | stop end
add append insert | remove delete
increase raise | decrease reduce lower
encrypt | decrypt
compress | decompress
install | uninstall
connect | disconnect
subscribe | unsubscribe
attach | detach
upgrade | downgrade
import | export
upload | download
push | pull
send | receive
buy | sell
succeed pass | fail
expand | collapse
maximise maximize | minimise minimize
publish | unpublish
sign | unsign
grant | revoke
check tick | uncheck untick
select | deselect
require | waive
encode | decode
serialise serialize | deserialise deserialize
mount | unmount
load | unload
wrap | unwrap
pin | unpin
mute | unmute
archive | unarchive
borrow | lend
win | lose
rise | fall
"""
_OTHERS = """
public | private
internal | external
synchronous sync synchronously | asynchronous async asynchronously
inclusive | exclusive
above over | below under beneath
inside within | outside
up | down
left leftmost | right rightmost
top | bottom
upper uppercase | lower lowercase
horizontal horizontally | vertical vertically
minimum min minimal | maximum max maximal
more | fewer less
formal | informal
manual manually | automatic automatically
temporary temporarily | permanent permanently
valid | invalid
known | unknown
equal | unequal
successful successfully | unsuccessful unsuccessfully
true | false
on | off
present | absent
new | old
old | young
empty | full
male | female
day | night
hot warm | cold cool
early | late
fast quick | slow
big large | small little tiny
high | low
long | short
wide broad | narrow
wet | dry
strong | weak
light | dark heavy
cheap | expensive
rich | poor
hard difficult | easy
safe secure | unsafe insecure
mutable | immutable
relative | absolute
sequential sequentially | parallel
readable | unreadable
signed | unsigned
sorted ordered | unsorted unordered
positive | negative
local | remote
incoming inbound ingress | outgoing outbound egress
read | write
client | server
sender | recipient receiver
source | target destination
buyer | seller
employer | employee
parent | child
father | mother
brother | sister
husband | wife
man men boy boys | woman women girl girls
north northern | south southern
east eastern | west western
first | last
before | after
with | without
"""


def _forms(verb: str) -> tuple[str, ...]:
    """Return the written forms of a regular verb; a few that nobody writes do no harm."""
    bases = {verb[:-1], verb} if verb.endswith("e") else {verb, verb + verb[-1]}
    endings = ("", "s", "es", "d", "ed", "ing", "ied", "ies")
    stems = bases | {verb[:-1] if verb.endswith("y") else verb}
    return tuple(stem + ending for stem in stems for ending in endings)


def _table(pairs: str) -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for pair in pairs.strip().splitlines():
        sides = [side.split() for side in pair.split("|")]
        for this, that in (sides, sides[::-1]):
            for word in this:
                table.setdefault(word, (this[0], that[0]))
    return table


_VERB_TABLE = {form: sides for verb, sides in _table(_VERBS).items() for form in _forms(verb)}
_TABLE = _table(_OTHERS) | _VERB_TABLE
_FUNCTION = frozenset("above over below under up down with without before after inside within outside on off first last".split())
WORDS = frozenset(_TABLE) - _FUNCTION


def read(scene: Scene, index: int) -> None:
    """Note the side of a pair that a word takes, with the negation before it."""
    low = scene.lows[index]
    this, that = _TABLE[low]
    start = index
    if low in _VERB_TABLE:
        start = _negation_before(scene, index)
        if start < index:
            this = that
    scene.add(FAMILY, this, start, index + 1)


def _negation_before(scene: Scene, index: int) -> int:
    first = scene.bounds[index][0]
    for at in range(index - 1, max(first, index - 4) - 1, -1):
        if scene.lows[at] in NOT_WORDS and not scene.used[at]:
            return at
        if scene.stems[at] or scene.tokens[at].kind == "punct":
            break
    return index


def opposites(this: str, that: str) -> bool:
    """Tell whether two values of this family are the sides of one pair."""
    return _TABLE.get(this, ("", ""))[1] == that or _TABLE.get(that, ("", ""))[1] == this
