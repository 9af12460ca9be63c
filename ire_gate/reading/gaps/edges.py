"""Loopholes: conditions left to judgement, open ends, work without an end, and success that nobody can check."""

from __future__ import annotations

from ire_gate.reading.smell import Phrases

RULES = (
    Phrases(
        "edge.if_needed",
        "missing_condition_or_edge",
        "In which cases exactly does “{w}” hold?",
        ("only in cases that the text names", "whenever the executor finds it {w}"),
        "if/when/where/whenever/wherever/as/unless needed/necessary/required/appropriate/applicable/possible/reasonable/useful/"
        "sensible/feasible/practical/desired/suitable/relevant/available/wanted/helpful, "
        "if/when/unless/where/until it/this/that/they is/are needed/necessary/required/appropriate/applicable/possible/reasonable/"
        "useful/sensible/feasible/practical/desired/important/relevant/helpful/too, "
        "if/when/unless it makes sense, where it makes sense, if it seems, if it looks, if it helps, if it fits, "
        "if at all possible, if possible, as far as possible, where possible, whenever possible, wherever possible, "
        "as appropriate, as necessary, as needed, as required, as applicable, as far as, as much as possible, as long as it, "
        "in case of doubt, if in doubt, when in doubt, in doubt, in case, just in case, in special cases, in some cases, "
        "in certain cases, in exceptional cases, in exceptional circumstances, in rare cases, in most cases, in general, "
        "in principle, in theory, generally, normally, usually, typically, under normal circumstances, in normal use, "
        "under certain circumstances, under certain conditions, depending on the situation, depending on, case by case, "
        "on a case-by-case basis, at your discretion, at its discretion, at your own, use your judgement, use your judgment, "
        "unless there is a good reason, unless there are good reasons, unless there, with good reason, for good reason, "
        "without good reason, unless it is, unless it was, unless it has, unless they are, unless they have, unless someone, "
        "unless somebody, unless otherwise, if someone, if somebody, if something, if anything, if things, "
        "if there is time, time permitting, if time allows, budget permitting, if you can, if you like, if you want, "
        "if you think, if you feel, optionally, feel free, should be possible, or similar, or equivalent, or comparable, "
        "or something, or the like, or other, or whatever, whatever, whichever is cheaper/easier/simpler/faster/better/suitable, "
        "as the case may be, where available, when there is something, if there are problems, in case of problems, "
        "if there is a problem, in the event of problems, if it fails, if that fails, if this fails, if something fails, "
        "if something goes wrong, if anything goes wrong, if necessary, if it is obsolete, when it has become, if it does not",
        "m",
    ),
    Phrases(
        "edge.handle",
        "missing_condition_or_edge",
        "What exactly is to happen in this case?",
        ("reject it with an error that the caller sees", "carry on with a default and log it"),
        "handle it, handle them, handle this, handle errors, handle all errors, handle exceptions, handle edge cases, "
        "handle missing, handle invalid, handle failures, handle duplicates, error handling, edge cases, corner cases, special cases, "
        "exceptions are handled, errors are handled, is handled, are handled, be handled, be treated differently, "
        "treated differently, treat them, treat it, treated accordingly, treated separately, dealt with, deal with, "
        "take appropriate action, appropriate action, appropriate measures, take action, take measures, react accordingly, "
        "respond accordingly, proceed accordingly, fall back, falls back, fallback, something sensible, something reasonable, "
        "sensible default, sensible defaults, reasonable default, reasonable defaults, fill in whatever, whatever is missing, "
        "whatever is, whatever you, an error, shows an error, show an error, return an error, returns an error, raise an error, "
        "fail gracefully, degrade gracefully, recover from, still be reflected, it is discussed, be discussed, is discussed, "
        "reflected somewhere, keep an eye on, take into account, consider, be aware of, bear in mind, keep in mind, "
        "the nearest one, the closest one, the next best",
    ),
    Phrases(
        "scope.open_end",
        "scope",
        "What else belongs to “{q}”?",
        ("only what the text names", "everything else of the same kind as well"),
        "etc, etc., et cetera, and so on, and so forth, and the like, and such, and similar, and related, and more, and others, "
        "and other, or other, among other things, among others, such as, including but not limited to, for example, for instance, "
        "e.g, like for example, and the rest, the rest, the rest of, and everything, everything else, anything else, "
        "everything related, everything that, everything, anything that, all related, all relevant, all necessary, all required, "
        "all affected, all the necessary, all the usual, all kinds of, all sorts of, any other, and all, all that, and anything, "
        "the affected, affected, the related, related, relevant parts, the relevant parts, the necessary changes, necessary changes, "
        "similar, comparable, associated, corresponding, surrounding, other environments, the other environments, the others, "
        "things like, stuff, things, some things, a few things, and stuff, or so, and company, "
        "in various places, in several places, here and there, wherever it occurs, throughout, across the board, as a whole",
    ),
    Phrases(
        "scope.vague_work",
        "scope",
        "Which steps belong to “{w}”, and which do not?",
        ("the least that makes it work", "everything that goes with it, including follow-up work"),
        "take care of, takes care of, taking care of, deal with, deals with, look after, look into, see to, work on, clean up, "
        "cleanup, clean-up, tidy up, tidy, sort out, straighten out, fix up, polish, improve, enhance, optimise, optimize, "
        "modernise, modernize, streamline, simplify, rework, overhaul, revamp, refresh, refactor, restructure, harden, "
        "tune, tweak, adjust, adapt, update accordingly, bring up to date, brush up, beef up, speed up, support, "
        "integrate, make sure, ensure, address, revise, review, think about, investigate, explore, prepare, finish, complete, "
        "do something about, do the rest, get rid of, set up, build up, work through, go through, figure out, "
        "find a way, come up with, get it working, get it to work, make it work, make it better, make it faster, make it nicer, "
        "make it robust, make it more, make them more, make the _ more, make the _ better, make the _ faster",
        "m",
    ),
    Phrases(
        "scope.freeze",
        "scope",
        "How far does “{w}” reach?",
        ("only to the thing named last", "to everything that belongs to it"),
        "change the schema, change anything, changing anything, change nothing, the schema, the interface, the api, the behaviour, "
        "the behavior, existing behaviour, existing behavior, existing functionality, current behaviour, current behavior, "
        "backwards compatible, backward compatible, backwards compatibility, backward compatibility, stay compatible, "
        "keep it compatible, remain compatible, compatible, without breaking, not break, without side effects, names, any names",
        "p",
    ),
    Phrases(
        "success.works",
        "missing_success_criterion",
        "What is checked to tell that the work is done?",
        ("a test or figure that anyone can check", "the judgement of whoever reviews it"),
        "make sure it works, make sure that it works, ensure it works, works well, work well, works properly, work properly, "
        "works correctly, work correctly, works fine, works as expected, work as expected, works again, works reliably, "
        "runs smoothly, run smoothly, looks good, look good, looks right, look right, looks nice, look nice, looks clean, "
        "looks fine, looks ok, looks better, look better, looks professional, feels right, feels fast, feels natural, "
        "is good, are good, is good enough, are good enough, good enough, fast enough, quick enough, quickly enough, "
        "stable enough, satisfied, satisfactory, to our satisfaction, happy with, until we are happy, until it works, "
        "performs well, perform well, has proven itself, have proven themselves, proven themselves, proven itself, "
        "proves itself, prove themselves, nobody complains, no one complains, without problems, without issues, no problems, "
        "no issues, no major issues, no regressions, no errors, bug-free, error-free, everything is fine, everything works, "
        "all good, in good shape, good quality, high quality, good coverage, good agreement, good performance, "
        "good results, better results, best results, best possible, acceptable quality, sufficient quality, good state, "
        "production ready, ready for production, well tested, well-tested, well documented, well-documented, tested thoroughly, "
        "the usual tests, usual tests, some tests, enough tests, appropriate tests, add tests, write tests, tests for it, "
        "test it, tested, test it properly, check it, verify it, verify that it works, check that everything, check that the, "
        "is plausible, are plausible, plausible compared, clearly better, clearly more often, wins clearly, noticeably better, "
        "noticeably faster, successful, a success, successfully, meets expectations, as well as possible, sufficiently tested, "
        "passes review, customer satisfaction, happy customers, enough contrast, the right messages, right result, right results, "
        "correct result, correct results, looks the same, stay roughly, stays roughly, mostly the same, go out today",
    ),
)
