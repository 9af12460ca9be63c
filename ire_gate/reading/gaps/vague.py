"""Words that grade or judge, and terms whose meaning only the writer's team knows."""

from __future__ import annotations

from ire_gate.reading.smell import Phrases

COMPOUNDS: dict[str, frozenset[str]] = {
    word: frozenset(following.split())
    for word, following in {
        "main": "branch thread function method menu navigation nav window entry loop process page content module file "
        "class "
        "table body landmark memory axis diagonal effect effects heading title clause course dish office street road "
        "part",
        "small": "intestine caps business print talk arms claims molecule integer",
        "large": "intestine language object integer",
        "big": "endian data bang o",
        "long": "integer poll polling term jump double tail press running division",
        "short": "circuit url name form code story division hash",
        "high": "priority school availability pass dpi frequency resolution contrast court street",
        "low": "priority pass frequency code power",
        "fast": "forward path food fourier track",
        "quick": "sort fix start search action actions reply replies",
        "slow": "query motion start",
        "hard": "drive disk link copy limit delete reset coded disks links cover skill skills",
        "soft": "delete deletes limit link skill skills drink",
        "heavy": "metal metals industry water duty",
        "light": "theme mode year bulb source microscope",
        "open": "source ssl api access interval space file files",
        "active": "step steps "
        "session sessions tab tabs element link connection connections directory record voice transport ingredient "
        "ingredients",
        "normal": "distribution form mode map vector force equation forms",
        "critical": "section path value region mass point points theory thinking severity",
        "natural": "key language number join logarithm gas disaster numbers order keys",
        "right": "join angle side column margin border arrow edge click hand corner pane panel sidebar outer bracket "
        "axis "
        "triangle away of now half foot leg bottom top subtree child shift alignment aligned arm eye ventricle after "
        "before",
        "good": "friday morning afternoon evening day night luck faith",
        "best": "before buy effort man regards wishes",
        "worst": "case",
        "complex": "number numbers plane conjugate",
        "simple": "interest graph moving random",
        "secure": "shell boot socket cookie",
        "robust": "regression linear scaler estimator statistics",
        "clean": "architecture room build install energy",
        "safe": "mode harbour harbor",
        "smart": "contract card phone home watch",
        "modern": "history art",
        "popular": "culture music science",
        "rare": "earth disease diseases",
        "stable": "sort release version branch diffusion",
        "senior": "citizen citizens",
        "strong": "reference typing acid tag element",
        "weak": "reference acid ref",
        "cold": "start storage war call water boot cache",
        "warm": "start up water boot cache",
        "hot": "reload dog spot key keys fix water swap",
        "balanced": "tree accuracy scorecard",
        "suitable": "for",
        "appropriate": "for",
        "necessary": "for to",
        "useful": "for",
        "fair": "use trade",
        "consistent": "hashing read reads",
        "top": "left right level of bar navigation menu",
        "reduced": "motion row form",
        "extended": "attributes",
        "related": "name field fields model manager",
    }.items()
}
"""Words that grade nothing in front of these words: *small intestine*, *main branch*."""

_SIZES = (
    "big, large, huge, small, tiny, long, lengthy, short, brief, wide, narrow, tall, thin, thick, heavy, high, low, "
    "fast, quick, rapid, slow, strong, weak, cold, hot, warm, loud, bright, steep, dense, sparse, expensive, cheap, "
    "affordable, inexpensive, costly, frequent, rare, numerous, nearby, busy, tight, loose, limited, minimal, "
    "maximal, sizeable, sizable, considerable, substantial, ample, excessive, insufficient, reasonable-sized"
)
_STATES = (
    "high, low, long, big, large, small, slow, fast, old, late, busy, heavy, good, bad, fine, better, worse, poor, "
    "strong, weak, noisy, stable, unstable, healthy, unhealthy, plausible, reasonable, acceptable, sufficient, nice, "
    "clean, right, normal, unusual, important, relevant, urgent, critical, confident, uncertain, doubtful, unclear, "
    "suspicious, appropriate, suitable, obsolete, outdated, satisfactory, adequate, tolerable, realistic, realistic, "
    "consistent, comparable, similar, noticeable, obvious, helpful, useful, interesting, popular, easy, simple, "
    "difficult, convenient, excessive, serious, severe, significant, minor, major, trivial, promising, compatible, "
    "responsive, smooth"
).replace(", ", "/")

RULES = (
    Phrases(
        "vague.quality",
        "vague_term",
        "What exactly makes {q} “{w}”?",
        ("“{w}” is decided by a measurable property of {n}", "“{w}” is left to the executor's judgement"),
        "proficient, expandable, easy to, simple to, easy-to-use, easy-to-read, self-explanatory, eye-catching, "
        "on-brand, in-depth, good, better, bad, worse, nice, nicer, decent, great, excellent, proper, appropriate, "
        "suitable, adequate, acceptable, reasonable, sensible, satisfactory, sound, tolerable, fitting, elegant, "
        "clean, cleaner, neat, tidy, pretty, prettier, beautiful, attractive, appealing, engaging, modern, stylish, "
        "professional, polished, catchy, friendly, friendlier, user-friendly, intuitive, handy, convenient, "
        "comfortable, pleasant, smooth, smoother, seamless, robust, reliable, resilient, flexible, scalable, "
        "extensible, maintainable, more readable, efficient, effective, performant, responsive, lightweight, "
        "powerful, optimal, optimum, ideal, high-quality, top-notch, state-of-the-art, best-in-class, "
        "production-ready, future-proof, well-designed, well-written, well-structured, world-class, compelling, "
        "persuasive, creative, interesting, exciting, fun, useful, meaningful, valuable, worthwhile, practical, "
        "pragmatic, sane, smart, clever, fair, balanced, natural, logical, coherent, punchy, crisp, tasteful, "
        "subtle, aggressive, conservative, generous, realistic, plausible, credible, convincing, desirable, "
        "preferable, favourable, favorable, advantageous, neutral, honest",
        "m",
        "or how",
    ),
    Phrases(
        "vague.right",
        "vague_term",
        "Which one is {q}?",
        ("the one that the present behaviour suggests", "another one that the executor finds fitting"),
        "the right, the correct, the desired, the wanted, the intended, the needed, the necessary, the proper, the "
        "appropriate, the suitable, the relevant, the fitting",
        "ma",
    ),
    Phrases(
        "vague.superlative",
        "vague_term",
        "By which measure is {q} chosen?",
        ("by one figure that all candidates have", "by an overall judgement of several properties"),
        "best, worst, most important, most relevant, most urgent, most interesting, most useful, most convenient, "
        "most suitable, most appropriate, most critical, most significant, most efficient, most effective, most "
        "sensible, most popular, most likely, most promising, most valuable, most reliable, least important, least "
        "relevant, most serious, most severe, top, leading, nearest, easiest, simplest, safest, nicest, smartest, "
        "strongest, weakest, biggest, most active, most loyal, most helpful, most readable, most natural, most "
        "complete, most affected, most visible, most experienced",
        "maf",
        "#",
    ),
    Phrases(
        "vague.size",
        "vague_term",
        "From which value on is {q} “{w}”?",
        ("above a fixed limit", "compared with the others at hand"),
        _SIZES,
        "ma",
    ),
    Phrases(
        "vague.comparative",
        "vague_term",
        "By how much, or than what, is {q} “{w}”?",
        ("than it is now, by any amount", "up to a fixed value"),
        "bigger, larger, smaller, longer, shorter, wider, narrower, heavier, lighter, higher, faster, quicker, "
        "slower, stronger, weaker, brighter, darker, cheaper, simpler, easier, clearer, nicer, cleaner, safer, "
        "smarter, stricter, looser, tighter, more/less readable/robust/efficient/prominent/visible/detailed/compact/"
        "intuitive/consistent/flexible/accurate/precise/reliable/secure/aggressive/strict/frequent/user-friendly/"
        "attractive/modern/concise/verbose/helpful/responsive",
        "mct",
        "the no for or and",
    ),
    Phrases(
        "vague.age",
        "vague_term",
        "From which age on is {q} “{w}”?",
        ("from a fixed age", "compared with the others at hand"),
        "all old, any old, very old, older, the older, those old, old unused, stale, outdated, aged, long-standing, "
        "recent, the recent, all recent, any recent, the latest few, up-to-date",
        "ma",
        "most the",
    ),
    Phrases(
        "vague.predicate",
        "vague_term",
        "From which value on does “{w}” hold?",
        ("above a fixed limit", "compared with how it is now"),
        f"is/are/be/been/was/were/gets/get/becomes/become/stays/stay/remains/looks/look/feels/seems {_STATES}, too "
        f"high/low/long/short/big/large/small/slow/fast/old/new/late/early/busy/heavy/many/much/few/little/often/"
        f"complex/complicated/different/close/loud/similar/expensive/wide/narrow, so high/low/long/short/big/large/"
        f"small/slow/fast/old/many/much/few/little that, not confident/sure/certain/good/fast enough, good/fast/"
        f"long/large/big/high/strong/old/close/often/quickly/well/confident/sure/certain/small/short/clear/safe "
        f"enough",
        "mp",
    ),
    Phrases(
        "vague.importance",
        "vague_term",
        "Which ones count as “{w}”?",
        ("a fixed list", "whatever the executor finds {w}"),
        "important, relevant, main, major, minor, significant, insignificant, essential, central, crucial, critical, "
        "vital, principal, serious, urgent, noteworthy, notable, prominent, trivial, negligible, irrelevant, "
        "unimportant, unnecessary, superfluous, redundant, superficial, salient, dominant, influential, "
        "representative, characteristic, necessary, highlights, key points/findings/figures/facts/features",
        "ma",
    ),
    Phrases(
        "vague.oddness",
        "vague_term",
        "What makes {q} “{w}”?",
        ("a test with a fixed limit", "what looks {w} to whoever checks"),
        "suspicious, suspect, strange, odd, weird, unusual, abnormal, anomalous, atypical, irregular, extreme, "
        "dubious, doubtful, questionable, risky, dangerous, problematic, troublesome, harmful, obsolete, unneeded, "
        "buggy, flaky, noisy, messy, ugly, confusing, misleading, unclear, complicated, difficult, tricky, hacky, "
        "inconsistent, inappropriate, offensive, spammy, malicious, fraudulent, volatile, unstable, unreliable, "
        "trustworthy, untrusted, qualified, skilled, knowledgeable, competent, loyal, valued, promising, unlikely, "
        "noticeable, borderline, obvious, evident, sensitive, network-related, security-related, business-critical",
        "ma",
    ),
    Phrases(
        "vague.degree",
        "vague_term",
        "How much is “{w}”?",
        ("a fixed amount or share", "as much as seems right on the day"),
        "slightly, a bit, a little, a little bit, a touch, somewhat, noticeably, significantly, considerably, "
        "substantially, markedly, appreciably, drastically, dramatically, greatly, heavily, massively, vastly, much "
        "longer/shorter/more/less/higher/lower/better/faster/larger/smaller/bigger/slower, far more/less/too, way "
        "too/more, largely, mostly, mainly, predominantly, roughly the same, roughly, approximately the same, more "
        "or less, nearly the same, about the same, almost the same, clearly "
        "more/less/better/worse/higher/lower/faster, visibly, measurably, moderately, marginally, minimally, "
        "reasonably, fairly, comparatively, pretty much, to some extent, to a certain extent, a lot, lots",
        "m",
    ),
    Phrases(
        "vague.manner",
        "vague_term",
        "How is it done “{w}”?",
        ("by a rule that can be checked", "as the executor thinks best"),
        "properly, nicely, cleanly, gracefully, sensibly, appropriately, adequately, suitably, aggressively, "
        "carefully, efficiently, effectively, smoothly, quickly, rapidly, promptly, swiftly, slowly, honestly, "
        "neutrally, fairly, reliably, securely, safely, robustly, seamlessly, intuitively, easily, conveniently, "
        "elegantly, optimally, smartly, intelligently, logically, sufficiently, neatly, tidily, politely, tactfully, "
        "diplomatically, discreetly, briefly, concisely, thoroughly, comprehensively, extensively, generously, "
        "conservatively, cautiously, gently, loosely, tightly, closely, correctly, consistently, accordingly, "
        "professionally, flexibly, responsively, attractively, beautifully, prominently, subtly, sparingly, simply, "
        "transparently, meaningfully, satisfactorily, acceptably, in a "
        "good/nice/sensible/suitable/smart/clean/friendly way/manner/order/tone, in an "
        "appropriate/efficient/elegant/intuitive/acceptable/engaging way/manner/tone, in a way that, in such a way, "
        "in the right/best/usual/proper/correct/most way/manner/order/place/format, as well as possible, as good as "
        "possible, as fast/quickly/short/small/little/few/much/many/simple/close/similar/soon as possible, would be "
        "good/nice/great/helpful, would also be good/nice/great/helpful, ideally, preferably, nice to have, "
        "nice-to-have, as well as you can, at your best",
        "m",
    ),
    Phrases(
        "undefined.custom",
        "undefined_term",
        "What is meant by {q}?",
        ("what the last comparable piece of work did", "what a written rule of the team says"),
        "usual, the normal, customary, habitual, conventional, traditional, the standard way, standard way, the "
        "standard format, our standard, standard procedure, standard process, standard wording, standard tests, "
        "standard checks, the common, as usual, as always, like before, like always, like last time, same as last "
        "time, as we usually/normally/always do, that/which we usually/normally/always use/do, we "
        "normally/usually/always use/do/write, our normal, our usual, our own, our style, our tone, our way, our "
        "conventions, our policy, our rules, our second, our first, our main, our guidelines, our template, our "
        "process, our best, our key, our top, our brand, our format, best practice, best practices, industry "
        "standard, common practice, good practice, house style, corporate design, as agreed, as discussed, as "
        "planned, the agreed, the official, in-house, business as usual, common sense, the way we, the tone that, "
        "the format that we, the style that we, normal use, normal operation, normal load, low load, high load, peak "
        "load, readers/users/people/customers/clients expect, everyone expects, one would expect",
        "m",
    ),
    Phrases(
        "undefined.status",
        "undefined_term",
        "When exactly does “{w}” hold for {q}?",
        ("a field of the record says so", "it follows from activity within some period"),
        "active, inactive, open orders/tickets/invoices/cases/tasks/points/questions/requests, eligible, healthy, "
        "unhealthy, outstanding, abandoned, orphaned, dormant, engaged, legacy, staff-only, high-value, vip, power "
        "users/customers, regular customers/users, returning, third-party, problem, key accounts/customers/partners, "
        "affected users/customers/services/systems/teams/people/parties",
        "ma",
    ),
    Phrases(
        "undefined.same",
        "undefined_term",
        "How is it decided that it is “{w}”?",
        ("one field is equal", "a person judges it to be so"),
        "the same problem/issue/topic/subject/kind/type/case/thing/style/tone/quality/level/way/manner/format, "
        "similar problem/issue/topic/cases/ones/products/items/questions, comparable, the equivalent",
    ),
    Phrases(
        "undefined.used",
        "undefined_term",
        "What counts as “{w}”?",
        ("opened or read", "changed or written"),
        "not been used, not used, no longer used, not been needed, not needed, no longer needed, not been accessed, "
        "not been touched, unused, were used, not been active, have not been needed, already migrated, already used, "
        "already done, already know, already handled, already there, already processed, have switched, has switched, "
        "have migrated, has migrated",
    ),
)
