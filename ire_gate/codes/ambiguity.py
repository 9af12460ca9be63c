"""The pages of ambiguity, one for each kind of gap."""

from __future__ import annotations

from ire_gate.codes.page import Code

PAGES = (
    Code(
        "IRE101",
        "vague_term",
        "A word grades or judges (fast, best, properly) and nothing in the text says how it is measured.",
        "Two executors pick two measures; one of them is wrong and nobody finds out before the review.",
        "List the best customers first.",
        "List the customers with the highest order count first.",
    ),
    Code(
        "IRE102",
        "missing_value",
        "A number, unit, name or limit that the work needs is not given.",
        "The executor invents one. Invented values look exactly like decided ones.",
        "Set the read timeout to 30.",
        "Set the read timeout to 30 seconds.",
    ),
    Code(
        "IRE103",
        "missing_actor_or_target",
        "It is open who does something, or to whom or what it is done.",
        "The right thing is done by the wrong service, or to the wrong people.",
        "Failed imports should be notified.",
        "Send failed imports to `#data-ops`.",
    ),
    Code(
        "IRE104",
        "unclear_reference",
        "A pronoun or a short name could point at two or more things in the text.",
        "Executors resolve it to whatever they read last.",
        "When the token service rejects the session service, it deletes its cache.",
        "When the token service rejects the session service, the session service deletes its cache.",
    ),
    Code(
        "IRE105",
        "scope",
        "It is open how far an instruction reaches: which files, rows, steps, or how much of the work.",
        "Too little is done and comes back, or too much is done and must be undone.",
        "Take care of the migration.",
        "Generate the migration file; do not run it.",
    ),
    Code(
        "IRE106",
        "coordination_attachment",
        "A modifier may belong to one or to all of the things joined by *and* or *or*.",
        "The two readings select different things, and both look right in the diff.",
        "Return the orders and the invoices created after 1 May.",
        "Return all orders, and those invoices that were created after 1 May.",
    ),
    Code(
        "IRE107",
        "quantifier",
        "It is open whether something holds for each, for all together, for some, or for how many.",
        "A limit of 60 each and a limit of 60 in total differ by the number of things.",
        "Limit clients to 60 requests on `/a` and `/b`.",
        "Limit each API key to 60 requests, counted over `/a` and `/b` together.",
    ),
    Code(
        "IRE108",
        "temporal",
        "A point in time, a zone, a period or the event that it counts from is open.",
        "Off by a zone or by a month end, and found at the month end.",
        "Report last week's failures every Monday.",
        "Every Monday at 06:00 UTC report the failures of the previous Monday 00:00 to Sunday 24:00 UTC.",
    ),
    Code(
        "IRE109",
        "conflict",
        "Two statements cannot both be followed.",
        "Each executor drops the one that is harder to do.",
        "Keep all rows. Delete the rows older than a year.",
        "Delete the rows older than a year; keep all others.",
    ),
    Code(
        "IRE110",
        "undefined_term",
        "A word has a meaning in your team that the text does not give.",
        "Executors take the everyday meaning.",
        "Skip customers with open orders.",
        "Skip customers who have an order that is not yet delivered.",
    ),
    Code(
        "IRE111",
        "missing_condition_or_edge",
        "What happens in a case that will occur (empty, failed, over the limit, otherwise) is not said.",
        "The case happens on the first day; its handling is then whatever the code fell into.",
        "Handle it properly if somebody asks for more than 200.",
        "Answer 400 with code `LIMIT_TOO_HIGH` if somebody asks for more than 200.",
    ),
    Code(
        "IRE112",
        "missing_success_criterion",
        "Nothing says when the work is done or good enough.",
        "Work stops too early or never.",
        "Add the usual tests.",
        "Add a uniqueness test on (`account_id`, `month`) and not-null tests on both columns.",
    ),
)
