"""Loopholes: conditions left to judgement, open ends, work without an end, and success that nobody can check."""

from __future__ import annotations

from ire_gate.reading.smell import Phrases

_FIT = (
    "needed/necessary/required/appropriate/applicable/possible/reasonable/useful/sensible/feasible/practical/desired/"
    "suitable/relevant/wanted/helpful/warranted/justified"
)

RULES = (
    Phrases(
        "edge.if_needed",
        "missing_condition_or_edge",
        "In which cases exactly does “{w}” hold?",
        ("only in cases that the text names", "whenever the executor finds it fit"),
        f"if/when/where/whenever/wherever/as/unless/until {_FIT}, if/when/unless/where/until it/this/that/they/there "
        f"is/are {_FIT}/important/too, if/when/unless it makes sense, where it makes sense, if it seems, if it "
        f"looks, if it helps, if it fits, to the extent "
        f"possible/practical/practicable/necessary/feasible/reasonable, so far as possible, as far as practicable, "
        f"if practicable, where practicable, as little as possible, as a rule, if it should prove necessary, as the "
        f"situation requires, if at all possible, as far as possible, as much as possible, in case of doubt, if in "
        f"doubt, when in doubt, in doubt, just in case, in special cases, in some cases, in certain cases, in "
        f"exceptional cases, in exceptional circumstances, in rare cases, in most cases, in principle, normally, "
        f"usually, typically, generally, in general, as you see fit, as they see fit, as you like, whatever works, "
        f"your call, up to you, use common sense, whatever makes sense, however you like, as seems best, best "
        f"effort, on a best-effort basis, if issues arise, if problems arise, if problems occur, if anything is "
        f"unclear, in an emergency, in emergencies, in urgent cases, in difficult cases, where sensible, when "
        f"sensible, if sensible, when it gets too, if it gets too,  under normal circumstances, in normal use, under "
        f"certain circumstances, under certain conditions, depending on the situation, case by case, on a "
        f"case-by-case basis, at your discretion, at its discretion, use your judgement, use your judgment, unless "
        f"there is a good reason, unless there are good reasons, with good reason, for good reason, without good "
        f"reason, unless someone, unless somebody, unless otherwise, if there is time, time permitting, if time "
        f"allows, budget permitting, if you can, if you like, if you want, if you think, if you feel, optionally, "
        f"feel free, should be possible, or similar, or equivalent, or comparable, or something, or the like, or "
        f"whatever, whichever is cheaper/easier/simpler/faster/better/suitable/best, as the case may be, when there "
        f"is something, if there are problems, in case of problems, if there is a problem, in the event of problems, "
        f"if something fails, if something goes wrong, if anything goes wrong, if it is worth, if they are worth, if "
        f"worthwhile, if it does not, in case the, in case it, in case they",
        "m",
    ),
    Phrases(
        "edge.condition_judged",
        "missing_condition_or_edge",
        "When exactly does this case occur?",
        ("when a field or figure says so", "when whoever does the work thinks so"),
        "unless it is, unless it was, unless it has, unless they are, unless they have, unless this, unless that, "
        "when it has become, if they are, if things, if something, if somebody, if someone, when something, once "
        "they have, once it has, if it was, if it has, when this has, when that has, after this has, if this is, if "
        "that is",
    ),
    Phrases(
        "edge.only_for",
        "missing_condition_or_edge",
        "What happens in the cases that “{w}” leaves out?",
        ("nothing, without a word", "it is refused with a message"),
        "only works for/with/if/when/on/in, works only for/with/if/when/on/in, only applies to/for/if/when, only valid "
        "for/if, only supported for/on/in, only makes sense for/if, only possible for/with/if",
    ),
    Phrases(
        "edge.handle",
        "missing_condition_or_edge",
        "What exactly is to happen in this case?",
        ("reject it with an error that the caller sees", "carry on with a default and log it"),
        "unexpected input/inputs/values/cases/data, bad input/inputs/values/data, weird input/inputs/values/data, "
        "odd cases, unusual cases, exceptional cases, error cases, failure cases, the unhappy path, anything "
        "unexpected, anything odd, anything weird, looks off, seems off, looks odd, looks wrong, seems wrong, "
        "cope/copes with, has to cope, have to cope, mind that, mind the, cater for, caters for, make allowance for, "
        "watch out for, be careful with, be aware of, special case, special treatment, a sensible way, as a special "
        "case, handle it, handle them, handle this, handle errors, handle all errors, handle exceptions, handle edge "
        "cases, handle missing, handle invalid, handle failures, handle duplicates, edge cases, corner cases, "
        "special cases, exceptions are handled, errors are handled, be handled, be treated differently, treated "
        "differently, treat them, treated accordingly, treated separately, dealt with, deal with, take appropriate "
        "action, appropriate action, appropriate measures, take action, take measures, react accordingly, respond "
        "accordingly, proceed accordingly, something sensible, something reasonable, something suitable, sensible "
        "default, sensible defaults, reasonable default, reasonable defaults, fill in whatever, whatever is missing, "
        "fail gracefully, degrade gracefully, recover from, still be reflected, is discussed, be discussed, keep an "
        "eye on, take into account, bear in mind, keep in mind, the nearest one, the closest one, the next best, be "
        "reflected",
    ),
    Phrases(
        "scope.open_end",
        "scope",
        "What else belongs to “{q}”?",
        ("only what the text names", "everything else of the same kind as well"),
        "while you are at it, while you're at it, along the way, and friends, and whatever, the whole thing, related "
        "code/files/places/tests/docs/parts/pages/tables/systems/documents, other places, similar places, the usual "
        "places, affected parts/places/code/files, all the places, surrounding code, as a minimum, at a minimum, "
        "etc, et cetera, and so on, and so forth, and the like, and such, and similar, and related, and others, "
        "among other things, among others, including but not limited to, and the rest, everything related, all "
        "related, all relevant, all necessary, all required, all the necessary, all the usual, all kinds of, all "
        "sorts of, and all that, and anything, relevant parts, the relevant parts, the necessary changes, necessary "
        "changes, things like, stuff, some things, a few things, and stuff, in various places, in several places, "
        "here and there, wherever it occurs, across the board, anything related, or other",
    ),
    Phrases(
        "scope.everything",
        "scope",
        "What exactly belongs to “{q}”?",
        ("only what the text names elsewhere", "everything to which it could apply"),
        "everything that, everything they, everything we, everything you, anything that",
        "",
        "else",
    ),
    Phrases(
        "scope.vague_work",
        "scope",
        "Which steps belong to “{w}”, and which do not?",
        ("the least that makes it work", "everything that goes with it, including follow-up work"),
        "take care of, takes care of, taking care of, deal with, deals with, look after, look into, see to, clean "
        "up, cleanup, clean-up, tidy up, tidy, sort out, straighten out, fix up, polish, improve, enhance, optimise, "
        "optimize, modernise, modernize, streamline, simplify, overhaul, revamp, beautify, harden, tune, tweak, "
        "brush up, beef up, update accordingly, bring up to date, speed up, think about, do something about, do the "
        "rest, get rid of, retire, retires, phase out, sunset, decommission, set/sets everything back, put "
        "everything back, figure out, find a way, come up with, get it working, get it to work, make it work, make "
        "it better, make it faster, make it nicer, make it robust, make it more, make them more, make the _ more, "
        "make the _ better, make the _ faster, work on it, give it a, rework",
        "m",
    ),
    Phrases(
        "scope.freeze",
        "scope",
        "How far does “{w}” reach?",
        ("only to the thing named last", "to everything that belongs to it"),
        "change the schema, change the interface, change the api, the schema, existing behaviour, existing behavior, "
        "existing functionality, current behaviour, current behavior, present behaviour, backwards compatible, "
        "backward compatible, backwards compatibility, backward compatibility, stay compatible, it compatible, them "
        "compatible, remain compatible, without breaking, not break, without side effects, any names",
        "p",
    ),
    Phrases(
        "success.works",
        "missing_success_criterion",
        "What is checked to tell that the work is done?",
        ("a test or figure that anyone can check", "the judgement of whoever reviews it"),
        "make sure it works, make sure that it works, ensure it works, "
        "work/works/run/runs/perform/performs/behave/behaves well/properly/correctly/fine/again/reliably/smoothly/"
        "nicely, works/work as expected, looks/look/feels/feel good/right/nice/clean/fine/ok/okay/better/"
        "professional/natural/fast/modern/plausible/normal, good enough, fast enough, quick enough, quickly enough, "
        "stable enough, clear enough, to our satisfaction, happy with, until we are happy, until it works, "
        "satisfied, has/have proven itself/themselves, proven themselves, proven itself, proves itself, prove "
        "themselves, nobody complains, no one complains, without problems, without issues, no problems, no major "
        "issues, bug-free, error-free, everything is fine, everything works, all good, in good shape, good quality, "
        "high quality, good coverage, good agreement, good performance, good results, better results, best results, "
        "best possible, acceptable quality, sufficient quality, good state, production ready, ready for production, "
        "well tested, well-tested, well documented, well-documented, tested thoroughly, the usual tests, usual "
        "tests, some tests, enough tests, appropriate tests, test it properly, check that everything, verify that "
        "everything, enough contrast, the right messages, right result, right results, correct result, correct "
        "results, is/are plausible, plausible compared, clearly better, clearly more often, wins clearly, noticeably "
        "better, noticeably faster, meets expectations, sufficiently tested, customer satisfaction, stay roughly, "
        "stays roughly, look the same, looks the same, mostly the same, roughly the same",
    ),
    Phrases(
        "success.wins",
        "missing_success_criterion",
        "By which figure is it decided that it “{w}”?",
        ("by one figure, with a least difference", "by the judgement of whoever compares"),
        "as it should, as they should, as intended, as desired, as designed, the way it should, does/do its/their "
        "job, no/without regressions, no/without hiccups, no/without surprises, no complaints, up to scratch, up to "
        "standard, feels/feel smooth/snappy/fast/natural, checks out, check out fine, is/are "
        "fine/ok/okay/good/settled/stable/sound/sane/alright/healthy, has/have been settled, is/are all right, "
        "looks/look fine/ok/okay/sane/sound/stable/alright, hurting/harming/degrading/sacrificing "
        "quality/performance/accuracy/readability, comes/come/came out ahead/best/better, comes/come out on top, "
        "do/does/did/doing best/better, does/do as well, does/do at least as well, perform/performs best/better, "
        "outperforms, outperform, is/are superior, is/are a real/clear/genuine/significant/marked/noticeable "
        "improvement, an improvement, improves on, beats, is/are on par, wins over, is/are the better, is/are "
        "better, is/are no worse, pays off, is/are successful, pass/passes review, is/are good to go, is/are in "
        "order, is/are satisfactory, is/are convincing, makes/make a good impression, is/are up to standard, is/are "
        "up to scratch",
        "m",
    ),
    Phrases(
        "success.quality",
        "missing_success_criterion",
        "Which figure or check tells that the {w} is good enough?",
        ("a limit that a tool measures", "the judgement of whoever reviews it"),
        "user experience, usability, readability, maintainability, look and feel, code quality, data quality, "
        "robustness, scalability, responsiveness, customer experience, user friendliness, reliability, test quality, "
        "image quality",
        "m",
    ),
)
