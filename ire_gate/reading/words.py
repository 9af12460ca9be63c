"""Word classes that several detectors share; each is meant to be whole, whatever the texts at hand use."""

from __future__ import annotations

ADVERBS = frozenset(
    "not never always again already still yet ever even just only also too very quite rather fairly pretty almost "
    "here there where elsewhere somewhere anywhere everywhere nowhere now then today tomorrow yesterday tonight soon "
    "later earlier afterwards beforehand meanwhile once twice thrice often seldom sometimes usually instead otherwise "
    "therefore thus hence however moreover furthermore nevertheless nonetheless besides perhaps maybe together apart "
    "altogether away back forth forward forwards backward backwards up down in out off on over upwards downwards "
    "inside outside indoors outdoors well far fast hard least else ago please as such so enough indeed anyway likewise "
    "respectively i.e e.g etc more less most".split()
)

MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec".split()
)

WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun".split())

TIME_UNITS = frozenset(
    "millisecond milliseconds ms second seconds sec secs s minute minutes min mins hour hours h hrs day days d week "
    "weeks month months quarter quarters year years night nights fortnight decade decades".split()
)

CURRENCIES = frozenset(
    "eur usd gbp chf sek nok dkk pln czk jpy cny inr aud cad nzd brl zar euro euros dollar dollars pound pounds franc "
    "francs krona kronor yen cent cents pence € $ £ ¥ k million billion".split()
)

UNITS = (
    TIME_UNITS
    | CURRENCIES
    | frozenset(
        "% ‰ percent percentage points pp px pt em rem vh vw dpi mm cm m km ft inch inches mi mile miles g kg mg t lb "
        "lbs oz ton tons tonnes l ml litre litres liter liters b kb mb gb tb kib mib gib tib byte bytes bit bits kbit "
        "mbit gbit hz khz mhz ghz w kw kwh mwh v a °c °f c f k degrees degree celsius fahrenheit rpm qps rps tps req "
        "requests times time x fold items item rows row lines line pages page words word characters character chars "
        "tokens token files file users user people persons attempts attempt retries steps epochs iterations replicas "
        "pods nodes".split()
    )
)

DIMENSIONS = frozenset(
    "timeout timeouts time-out delay interval wait duration retention period ttl lifetime expiry age latency debounce "
    "cooldown backoff width height length distance margin padding radius depth thickness offset gap spacing weight "
    "mass price amount cost fee budget salary revenue total sum value size capacity memory storage bandwidth "
    "throughput speed temperature pressure voltage volume quota deadline limit maximum minimum max min threshold cap "
    "deposit discount balance turnover income surcharge payment refund bonus resolution".split()
)
"""Nouns whose number needs a unit."""

SPANS_OF_TIME = frozenset(
    "timeout timeouts time-out delay interval wait duration retention period ttl lifetime expiry latency debounce "
    "cooldown backoff deadline".split()
)

SUMS_OF_MONEY = frozenset(
    "price amount cost fee budget salary revenue total value deposit discount balance turnover income surcharge "
    "payment refund bonus credit credits loan loans donation fine order orders invoice invoices purchase purchases "
    "expense expenses contract contracts".split()
)

PEOPLE = frozenset(
    "user users customer customers client clients admin admins administrator administrators manager managers lead "
    "leads team teams owner owners member members employee employees editor editors moderator moderators reviewer "
    "reviewers agent agents partner partners supplier suppliers subscriber subscribers author authors developer "
    "developers engineer engineers operator operators student students teacher teachers patient patients doctor "
    "doctors guest guests visitor visitors buyer buyers seller sellers driver drivers caller callers recipient "
    "recipients sender senders colleague colleagues people person someone somebody parent parents applicant "
    "applicants candidate candidates annotator annotators analyst analysts tester testers contractor contractors "
    "tenant tenants he she they".split()
)

GROUPS = frozenset(
    "team board staff committee department group crew management support hr legal finance marketing".split()
)

PARTICIPLES = frozenset(
    "given taken made done sent paid sold bought built found held kept left lost met known seen shown written drawn "
    "driven chosen broken frozen hidden read set put cut run hit let shut split spent brought caught taught thought "
    "told said won worn torn grown thrown begun bound fed led lent meant understood withdrawn overdue due older newer "
    "larger smaller longer shorter higher lower greater fewer available located needed used".split()
)
"""Irregular participles and comparatives that can follow the noun they limit."""

FINITE = frozenset(
    "goes fails wants tries arrives takes says fills continues stays needs becomes inspects publishes verifies "
    "disappears happens occurs works begins ends stops runs makes gives gets does leaves falls rises grows shrinks "
    "exceeds reaches appears disappears belongs depends consists differs loses wins knows thinks sees hears decides "
    "signs pays buys sells owns expires survives succeeds crashes hangs distances attends participates responds "
    "reacts confirms approves rejects accepts asks exists says seems lasts contains includes closes opens".split()
)
"""Third persons of verbs that are hardly ever plural nouns."""

NUMERALS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty fifty "
    "sixty seventy eighty ninety hundred thousand dozen".split()
)

NEGATIONS = frozenset("not no never none neither nor without cannot n't nobody nothing nowhere".split())

CONDITIONALS = frozenset("if when whenever unless until till once while where whether in-case provided as".split())


def verb_of(word: str) -> str:
    """Return the verb whose third person a word can be, or the word itself.

    >>> verb_of("replies"), verb_of("matches"), verb_of("runs")
    ('reply', 'match', 'run')
    """
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes", "oes")):
        return word[:-2]
    return word.removesuffix("s")


def is_participle(word: str) -> bool:
    """Whether a word can be a past participle that follows its noun.

    >>> is_participle("created"), is_participle("paid"), is_participle("bed")
    (True, True, False)
    """
    return word in PARTICIPLES or (len(word) > 4 and word.endswith("ed") and not word.endswith("eed"))  # noqa: PLR2004
