"""Word lists that more than one reader needs. Closed classes are complete as far as written English uses them."""

from __future__ import annotations

IMPERATIVES = frozenset(
    "accept activate add adjust aggregate align allow alter analyse analyze announce answer apply approve archive "
    "arrange ask assign attach backfill back benchmark block book build bump calculate call cancel cap capture change "
    "check choose classify clean clear clone close collect combine compare compile compose compress compute configure "
    "confirm connect consider consolidate contact convert copy correct count cover create crop cut deactivate debug "
    "dedupe define delete deliver deny deploy deprecate describe design detect determine develop disable display "
    "distribute document download draft drop dump edit email emit enable encode encrypt end enforce ensure escalate "
    "estimate evaluate exclude execute exit expand explain export expose extend extract fetch fill filter find finish "
    "fit fix flag flatten format forward freeze generate get give grant group guarantee handle hide highlight "
    "identify ignore implement import improve include increase index inform initialize insert inspect install "
    "integrate introduce investigate invite invoke issue join keep label launch leave limit link list load localise "
    "localize lock log look lower maintain make map mark mask measure merge migrate mock modify monitor move name "
    "notify obtain offer omit open optimise optimize order organise organize output overwrite page pass paste patch "
    "pause perform persist pick pin place plan plot post prepare preserve prevent print process produce promote "
    "propose protect provide publish pull purge push put query queue quote raise randomise randomize rank read "
    "rebuild recalculate receive record redeploy redirect reduce refactor refresh refund reject release reload remind "
    "remove rename render renew reorder repeat replace reply report reproduce request require reset resize resolve "
    "respond restart restore restrict restructure retain retrain retry return reuse revert review revoke rewrite roll "
    "rotate round route run sample save scale schedule search select send separate serve set shorten show shuffle "
    "shut sign simplify skip sort speed split standardise standardize start state stop store strip submit summarise "
    "summarize support suppress suspend swap switch sync synchronise synchronize tag take tell test throttle tidy "
    "track train transfer transform translate trigger trim truncate try turn unify uninstall unlock update upgrade "
    "upload use validate verify wait warn wire withdraw work wrap write zip".split()
)
"""Verbs that requests for work start with."""

ASSENTS = frozenset(
    "yes yeah yep no nope ok okay sure right correct exactly agreed great good fine perfect please thanks thank you hi "
    "hello hey go on ahead continue proceed the that this one option first second third last".split()
)
"""Words of bare replies: they name no deed and no thing."""

AUXILIARIES = frozenset(
    "is are was were be been being must shall should may might can could will would do does did has have had ought "
    "cannot can't don't doesn't didn't won't wouldn't isn't aren't wasn't weren't mustn't shouldn't couldn't hasn't "
    "haven't shan't needn't".split()
)

DETERMINERS = frozenset(
    "the a an its their our your his her my this that these those each every all any no some both".split()
)

SUBJECT_PRONOUNS = frozenset(
    "it they we you he she i this these that those nothing nobody everything everybody someone somebody one".split()
)

PREPOSITIONS = frozenset(
    "about above across after against along among around as at before behind below beneath beside between beyond by "
    "despite during except for from in inside into like near of off on onto out outside over past per since through "
    "throughout to toward towards under until up upon via with within without".split()
)

SUBORDINATORS = frozenset(
    "if unless until till when whenever while where wherever once because since although though whether as before "
    "after that which who whose whom what how why provided".split()
)

CONJUNCTIONS = frozenset({"and", "but", "or", "nor", "so", "then", "yet", "otherwise", "plus"})

FUNCTION_WORDS = (
    AUXILIARIES
    | DETERMINERS
    | SUBJECT_PRONOUNS
    | PREPOSITIONS
    | SUBORDINATORS
    | CONJUNCTIONS
    | frozenset(
        "not only also too very just than there here please pls hi hey hello me him them us who whoever itself "
        "themselves own other another such same more most less least many much few several either neither again "
        "already still even ever never always often now today etc".split()
    )
)
"""Words that say how content words hang together, and little of their own."""
