"""Words whose opposite is one word: *enable* and *disable*, *public* and *private*, *valid* and *invalid*.

A negation before a word that excludes its opposite makes it the opposite: *do not allow* is *forbid*, *not known* is
*unknown*. Of all other pairs it denies only the one word: *not old* is not yet *young*.
"""

from __future__ import annotations

import functools

from ire_gate.facts.negation import NOT_WORDS
from ire_gate.facts.scene import Scene
from ire_gate.language.tokens import stem

FAMILY = "polarity"

# One pair a line; each side starts with the word that names it. Forms that stemming does not find stand beside it.
_EXCLUSIVE = """
enable activate | disable deactivate
allow permit | forbid forbidden prohibit disallow ban
accept approve | reject decline refuse deny
include | exclude omit
show shown display reveal | hide hidden conceal
keep kept retain preserve | drop discard
lock | unlock
open | close shut
start begin began begun | stop end
encrypt | decrypt
compress | decompress
install | uninstall
connect | disconnect
subscribe | unsubscribe
attach | detach
succeed pass | fail
expand | collapse
publish | unpublish
select | deselect
check tick | uncheck untick
require | waive
mount | unmount
wrap | unwrap
pin | unpin
mute | unmute
known | unknown
valid | invalid
equal | unequal
successful | unsuccessful
safe secure | unsafe insecure
mutable | immutable
readable | unreadable
signed | unsigned
sorted | unsorted
present | absent
true | false
empty | nonempty
"""
_CONTRARY = """
add append insert | remove delete
increase raise rise rose | decrease reduce fall fell
encode | decode
serialise serialize | deserialise deserialize
load | unload
upgrade | downgrade
import | export
upload | download
push | pull
send sent | receive
buy bought | sell sold
maximise maximize | minimise minimize
grant | revoke
archive | unarchive
borrow | lend lent
win won | lose lost
public | private
internal | external
synchronous | asynchronous
inclusive | exclusive
leftmost | rightmost
top | bottom
uppercase | lowercase
horizontal | vertical
minimum min minimal | maximum max maximal
formal | informal
manual | automatic
temporary | permanent
new | old
young | elderly
full | vacant
male | female
hot warm | cold cool
early | late
fast quick | slow
big large | small little tiny
high | low
long | short
wide broad | narrow
wet | dry
strong | weak
cheap | expensive
rich | poor
easy | hard difficult
relative | absolute
sequential | parallel
positive | negative
local | remote
incoming inbound ingress | outgoing outbound egress
read | write written wrote
client | server
sender | recipient
source | destination
buyer | seller
employer | employee
father | mother
brother | sister
husband | wife
man men boy boys | woman women girl girls
north northern | south southern
east eastern | west western
"""
_FARTHEST = 4
_NO_OBJECTS = frozenset({"no", "nothing", "nobody"})
_INSTEADS = frozenset({("instead", "of"), ("rather", "than")})


@functools.cache
def _pairs() -> dict[str, tuple[str, str, bool]]:
    """Return by stem: the side of its pair that a word is on, the other side, and whether they exclude each other."""
    table: dict[str, tuple[str, str, bool]] = {}
    for pairs, is_exclusive in ((_EXCLUSIVE, True), (_CONTRARY, False)):
        for pair in pairs.strip().splitlines():
            left, right = (side.split() for side in pair.split("|"))
            for this, that in ((left, right), (right, left)):
                for word in this:
                    table.setdefault(stem(word), (this[0], that[0], is_exclusive))
    return table


def has_opposite(word: str) -> bool:
    """Tell whether the opposite of a stem is known."""
    return word in _pairs()


def read(scene: Scene, index: int) -> None:
    """Note the side of its pair that a word takes, with the negation before it."""
    this, that, is_exclusive = _pairs()[scene.stems[index]]
    start, stop = (_negation_before(scene, index), index + 1) if is_exclusive else (index, index + 1)
    if start == index and is_exclusive and scene.low(stop, index) in _NO_OBJECTS and not scene.used[stop]:
        stop += 1
    scene.add(FAMILY, that if stop - start > 1 else this, start, stop)


def _negation_before(scene: Scene, index: int) -> int:
    if scene.phrase(index - 2, 2) in _INSTEADS and index - 2 >= scene.bounds[index][0]:
        return index - 2
    first = scene.bounds[index][0]
    for at in range(index - 1, max(first, index - _FARTHEST) - 1, -1):
        if scene.lows[at] in NOT_WORDS and not scene.used[at]:
            return at
        if scene.stems[at] or scene.tokens[at].kind == "punct":
            break
    return index


def opposites(this: str, that: str) -> bool:
    """Tell whether two values of this family are the two sides of one pair."""
    found = _pairs().get(stem(this))
    return found is not None and found[:2] == (this, that)
