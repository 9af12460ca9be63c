"""Words that grade or judge, and terms whose meaning only the writer's team knows."""

from __future__ import annotations

from ire_gate.reading.smell import Phrases

COMPOUNDS: dict[str, frozenset[str]] = {
    word: frozenset(following.split())
    for word, following in {
        "main": "branch thread function method menu navigation nav window entry loop process page content module file class "
        "table body landmark memory axis diagonal effect effects heading title clause course dish office street road",
        "small": "intestine caps business print talk arms claims molecule integer",
        "large": "intestine language object integer file",
        "big": "endian data bang o",
        "long": "integer poll polling term jump double tail press running division",
        "short": "circuit url name form code story division hash",
        "old": "testament english",
        "high": "school availability pass dpi frequency resolution contrast court street",
        "low": "pass frequency code power",
        "fast": "forward path food fourier track",
        "quick": "sort fix start search action actions actions reply replies",
        "slow": "query motion start",
        "hard": "drive disk link copy limit delete reset coded disks links cover skill skills",
        "soft": "delete deletes limit link skill skills drink",
        "heavy": "metal metals industry water duty",
        "light": "theme mode year bulb source microscope",
        "dark": "theme mode matter",
        "open": "source ssl api access ai interval space file files",
        "active": "directory record voice transport ingredient ingredients",
        "standard": "deviation error input output library form time model format edition scaler i/o paper",
        "normal": "distribution form mode map vector force equation forms",
        "regular": "expression expressions season polygon file files",
        "critical": "section path value region mass point points theory thinking",
        "natural": "key language number join logarithm gas disaster numbers killer sort order keys",
        "right": "join angle side column margin border arrow edge click hand corner pane panel sidebar outer bracket axis "
        "triangle away of now half foot leg bottom top subtree child shift alignment aligned arm eye ventricle after before",
        "good": "friday morning afternoon evening day night luck faith",
        "best": "before buy effort man regards wishes practice practices",
        "worst": "case",
        "complex": "number numbers plane conjugate",
        "simple": "interest graph moving random",
        "secure": "shell boot socket cookie",
        "robust": "regression linear scaler estimator statistics",
        "clean": "architecture room build install energy",
        "rich": "text media",
        "safe": "mode harbour harbor",
        "smart": "contract card phone home watch",
        "relevant": "",
        "modern": "history art",
        "popular": "culture music science",
        "rare": "earth disease diseases",
        "close": "button brace bracket the a all this that it them tag icon each every",
        "clear": "button",
        "serious": "",
        "similar": "",
        "primary": "key",
        "stable": "sort release version branch diffusion marriage",
        "usual": "",
        "senior": "citizen citizens engineer",
        "standing": "order",
        "early": "stopping return exit access bird",
        "late": "binding fee fees payment",
        "weak": "reference acid ref",
        "strong": "reference typing acid tag element",
        "cold": "start storage war call water boot cache",
        "warm": "start up water boot cache",
        "hot": "reload dog spot key keys fix water swap",
    }.items()
}
"""Words that grade nothing in front of these words: *small intestine*, *main branch*."""

_MEASURE = ("a figure that can be checked for {n}", "each executor's own judgement of {n}")

RULES = (
    Phrases(
        "vague.quality",
        "vague_term",
        "What exactly makes {q} “{w}”?",
        ("“{w}” is decided by a measurable property of {n}", "“{w}” is left to the executor's judgement"),
        "good, better, bad, worse, nice, nicer, decent, great, excellent, fine, proper, appropriate, suitable, adequate, "
        "acceptable, reasonable, sensible, satisfactory, sound, tolerable, fitting, elegant, clean, cleaner, neat, tidy, pretty, "
        "prettier, beautiful, attractive, appealing, engaging, modern, stylish, professional, polished, fresh, catchy, friendly, "
        "friendlier, user-friendly, intuitive, usable, handy, convenient, comfortable, pleasant, smooth, smoother, seamless, "
        "robust, reliable, resilient, flexible, scalable, extensible, maintainable, readable, efficient, effective, "
        "performant, responsive, lightweight, powerful, optimal, optimum, ideal, high-quality, quality, top-notch, "
        "state-of-the-art, best-in-class, production-ready, future-proof, well-designed, well-written, well-structured, "
        "world-class, compelling, persuasive, creative, interesting, exciting, fun, helpful, useful, meaningful, valuable, "
        "worthwhile, practical, pragmatic, sane, smart, clever, fair, balanced, natural, logical, consistent, coherent, "
        "concise, punchy, crisp, tasteful, subtle, aggressive, conservative, generous, realistic, plausible, credible, "
        "convincing, desirable, preferable, favourable, favorable, advantageous, optimized, optimised, neutral, honest",
        "m",
    ),
    Phrases(
        "vague.right",
        "vague_term",
        "Which one is {q}?",
        ("the one that the present behaviour suggests", "another one that the executor finds fitting"),
        "right, correct, desired, wanted, intended, expected, needed, required, necessary, matching, respective, corresponding",
        "ma",
    ),
    Phrases(
        "vague.superlative",
        "vague_term",
        "By which measure is {q} chosen?",
        ("by one figure that all candidates have", "by an overall judgement of several properties"),
        "best, worst, most important, most relevant, most urgent, most interesting, most useful, most convenient, most suitable, "
        "most appropriate, most critical, most significant, most efficient, most effective, most sensible, most popular, "
        "most common, most likely, most promising, most valuable, most reliable, least important, least relevant, "
        "top, leading, nearest, closest, easiest, simplest, safest, nicest, smartest, strongest, weakest, biggest",
        "ma",
    ),
    Phrases(
        "vague.size",
        "vague_term",
        "From which value on is {q} “{w}”?",
        ("above a fixed limit", "compared with the others at hand"),
        "big, bigger, large, larger, huge, small, smaller, tiny, long, longer, lengthy, short, shorter, brief, wide, wider, narrow, "
        "tall, deep, thin, thick, heavy, heavier, high, higher, low, lower, old, older, young, new, newer, early, late, fast, "
        "faster, quick, quicker, rapid, slow, slower, strong, stronger, weak, weaker, hot, cold, warm, loud, bright, brighter, "
        "darker, steep, dense, sparse, expensive, cheap, cheaper, affordable, inexpensive, costly, frequent, rare, numerous, "
        "near, nearby, distant, remote, busy, idle, full, intense, moderate, mild, severe, tight, loose, sharp, blurry, "
        "limited, minimal, maximal, sizeable, sizable, considerable, substantial, sufficient, enough, ample, excessive, "
        "insufficient, extra, reduced, increased, extended",
        "ma",
    ),
    Phrases(
        "vague.predicate",
        "vague_term",
        "From which value on does “{w}” hold?",
        ("above a fixed limit", "compared with how it is now"),
        "is/are/be/been/was/were/gets/get/becomes/become/stays/stay/remains/looks/feels/seems/runs/loads "
        "high/low/long/short/big/large/small/slow/fast/old/new/late/early/busy/heavy/good/bad/fine/better/worse/poor/strong/weak"
        "/noisy/stable/unstable/healthy/unhealthy/plausible/reasonable/acceptable/sufficient/nice/clean/right/wrong/correct/"
        "ready/ok/okay/normal/unusual/important/relevant/urgent/critical/confident/certain/uncertain/doubtful/unclear/clear, "
        "too high/low/long/short/big/large/small/slow/fast/old/new/late/early/busy/heavy/many/much/few/little/often/"
        "complex/complicated/different/close/loud/similar/expensive/wide/narrow, "
        "so high/low/long/short/big/large/small/slow/fast/old/many/much/few/little that, "
        "not confident/sure/certain/good/fast enough, "
        "good/fast/long/large/big/high/strong/old/close/often/quickly/well/confident/sure/certain/small/short/clear enough",
        "mp",
    ),
    Phrases(
        "vague.importance",
        "vague_term",
        "Which ones count as “{w}”?",
        ("a fixed list", "whatever the executor finds {w}"),
        "important, relevant, main, major, minor, key, significant, insignificant, essential, central, crucial, critical, "
        "vital, core, principal, serious, severe, urgent, pressing, noteworthy, notable, prominent, primary, secondary, "
        "trivial, negligible, irrelevant, unimportant, unnecessary, superfluous, redundant, superficial, crucial, salient, "
        "high-priority, top-priority, low-priority, dominant, influential, representative, typical, characteristic",
        "m",
    ),
    Phrases(
        "vague.oddness",
        "vague_term",
        "What makes {q} “{w}”?",
        ("a test with a fixed limit", "what looks {w} to whoever checks"),
        "suspicious, suspect, strange, odd, weird, unusual, abnormal, anomalous, atypical, irregular, extreme, dubious, doubtful, "
        "questionable, risky, dangerous, problematic, troublesome, harmful, sensitive, confidential, private, outdated, "
        "obsolete, stale, dead, unused, unneeded, broken, corrupt, damaged, faulty, buggy, flaky, noisy, messy, ugly, confusing, "
        "misleading, unclear, ambiguous, complicated, complex, difficult, tricky, hacky, inconsistent, inappropriate, "
        "offensive, spammy, malicious, fraudulent, volatile, unstable, stable, unreliable, trustworthy, untrusted, trusted, "
        "experienced, qualified, skilled, knowledgeable, competent, senior, junior, loyal, valued, promising, potential, "
        "likely, unlikely, possible, noticeable, visible, heavy-duty, borderline, clear-cut, obvious, evident, apparent",
        "ma",
    ),
    Phrases(
        "vague.degree",
        "vague_term",
        "How much is “{w}”?",
        ("a fixed amount or share", "as much as seems right on the day"),
        "slightly, a bit, a little, a little bit, a touch, somewhat, noticeably, significantly, considerably, substantially, "
        "markedly, appreciably, drastically, dramatically, greatly, heavily, strongly, sharply, massively, vastly, much longer/"
        "shorter/more/less/higher/lower/better/faster/larger/smaller/bigger/slower, far more/less/too, way too/more, largely, "
        "mostly, mainly, predominantly, roughly the same, roughly, approximately the same, more or less, nearly the same, "
        "about the same, almost the same, clearly, visibly, measurably, moderately, marginally, minimally, reasonably, fairly, "
        "rather, quite, relatively, comparatively, pretty much, sort of, kind of, to some extent, to a certain extent, "
        "as much as, a lot, lots",
        "m",
    ),
    Phrases(
        "vague.manner",
        "vague_term",
        "How is it done “{w}”?",
        ("by a rule that can be checked", "as the executor thinks best"),
        "properly, nicely, cleanly, gracefully, sensibly, appropriately, adequately, suitably, aggressively, carefully, "
        "efficiently, effectively, smoothly, quickly, rapidly, promptly, swiftly, slowly, honestly, neutrally, fairly, "
        "reliably, securely, safely, robustly, seamlessly, intuitively, easily, conveniently, elegantly, optimally, smartly, "
        "intelligently, dynamically, logically, sufficiently, neatly, tidily, politely, tactfully, diplomatically, friendly, "
        "discreetly, briefly, shortly, concisely, thoroughly, comprehensively, extensively, generously, conservatively, "
        "cautiously, gently, loosely, tightly, closely, well, better, correctly, consistently, accordingly, reasonably, "
        "professionally, flexibly, responsively, attractively, beautifully, prominently, subtly, sparingly, simply, "
        "independently, transparently, meaningfully, satisfactorily, acceptably, in a good/nice/sensible/suitable/smart/clean "
        "way/manner/order, in an appropriate/efficient/elegant/intuitive/acceptable way/manner, in a way that, in such a way, "
        "in the right/best/usual/proper/correct/most way/manner/order/place/format, as well as possible, as good as possible, "
        "as fast/quickly/short/small/little/few/much/many/simple/close/similar as possible, "
        "it would be good/nice/great, it would also be good/nice/great, would be nice/good/great, ideally, preferably, "
        "the more the better, nice to have, nice-to-have, best effort",
        "m",
    ),
    Phrases(
        "undefined.custom",
        "undefined_term",
        "What is meant by {q}?",
        ("what the last comparable piece of work did", "what a written rule of the team says"),
        "usual, the normal, normal, customary, habitual, typical, conventional, traditional, regular, standard, default, "
        "the common, as usual, as always, as before, as ever, like before, like always, like last time, same as last time, "
        "as we usually/normally/always do, that/which we usually/normally/always use/do, we normally use, we usually use, "
        "our normal, our usual, our standard, our own, our style, our tone, our way, our conventions, our policy, our rules, "
        "our guidelines, our template, our process, best practice, best practices, industry standard, the standard way, "
        "common practice, good practice, house style, corporate design, the known, well-known, the agreed, as agreed, as discussed, "
        "as mentioned, as described, as planned, as intended, as expected, as specified, as defined, as required, "
        "the official, the company's, in-house, state of the art, business as usual, common sense",
        "m",
    ),
    Phrases(
        "undefined.status",
        "undefined_term",
        "When exactly does “{w}” hold for {q}?",
        ("a field of the record says so", "it follows from activity within some period"),
        "active, inactive, open, closed, valid, invalid, current, existing, live, loyal, registered, affected, involved, "
        "eligible, compatible, healthy, unhealthy, complete, incomplete, final, finished, ready, available, "
        "unavailable, successful, failed, pending, outstanding, overdue, expired, empty, duplicate, duplicates, identical, unique, "
        "local, internal, external, public, non-public, premium, important, abandoned, orphaned, dormant, engaged, "
        "suspicious, anonymous, technical, legacy, deprecated, staff-only, network-related",
        "ma",
    ),
)
