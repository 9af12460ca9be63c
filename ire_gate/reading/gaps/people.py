"""Actors, recipients and places that are hinted at and not named."""

from __future__ import annotations

from ire_gate.reading.smell import Phrases

RULES = (
    Phrases(
        "actor.anyone",
        "missing_actor_or_target",
        "Who exactly is {q}?",
        ("a named person, role or address", "anyone whom the executor finds fitting"),
        "someone, somebody, some users, some people, certain users, certain people, certain customers, the right people/person/"
        "team/place/channel/folder/owner/department, the people who, the people that, people who, those who, anyone who, "
        "whoever, the responsible, responsible person, the person responsible, the people responsible, the people concerned, "
        "the persons concerned, everyone involved, everybody involved, all involved, interested parties, interested people, "
        "stakeholders, all stakeholders, the stakeholders, relevant people, relevant persons, relevant stakeholders, "
        "relevant parties, relevant team, relevant teams, the team, the management, management, the department, "
        "the business, the business side, the experts, an expert, experts, the appropriate team/person/people/channel, "
        "an experienced, a qualified, a senior, a suitable, a colleague, colleagues, a reviewer, a human, a person, "
        "the users that, users who, the customers who, customers who, the partners that, the clients that, everyone, everybody, "
        "all concerned, the others, other people, other teams, other users, the owner, the owners, the manager, the admin, "
        "the admins, the administrator, their manager, the supervisor, the lead, the client, the customer service, "
        "power users, key users, the public, the press, a third party, third parties, selected users, trusted users, "
        "the affected users/customers/people/teams, affected users/customers/people/teams, the engineer, the on-call",
    ),
    Phrases(
        "actor.somewhere",
        "missing_actor_or_target",
        "Where exactly is “{w}”?",
        ("at a place that already exists for this", "at a new place that the executor chooses"),
        "somewhere, someplace, elsewhere, anywhere, wherever, a suitable/good/better/safe/sensible/central/shared/common place/"
        "location/folder/spot/position, a better place, another place, somewhere else, somewhere better, where it belongs, "
        "where they belong, in the right place, at the right place, in the usual place, a central location, some place, "
        "into the file, in the file, to the file, into the folder, into the system, in the system, to the server, in the database, "
        "in the cloud, on the server, the appropriate place/section/folder/table/file/location, the right section/table/file/page, "
        "a file, a folder, a table, a document, a spreadsheet, a report, a page, a function that, the other exporters, "
        "a place, a specified location, a specified directory, a specific folder, a specific time, a specific location",
    ),
    Phrases(
        "actor.need",
        "missing_actor_or_target",
        "Which ones {w}?",
        ("a list that the writer has", "all for which the executor finds a reason"),
        "that/who/which need it, that/who/which need them, that/who/which needs it, who need this, that/which depend/depends on it, "
        "depending on it, that/which depend/depends on them, that/which are/is affected, that/which use/uses it, "
        "that/who/which want/wants it, that/who/which want/wants this, who care, that/who might need, who should know, "
        "that matter to, that matter, which matter, that might be a problem, that/which might be/cause, that/which could be/cause, "
        "that/which may be/cause, that would be, where that would be, that/which look/looks/seem/seems, that/which are/is important, "
        "that/which are/is relevant, that/which are/is needed, that/which are/is necessary, that/which are/is suitable, "
        "who knows the, that/which no longer make sense, that/which make/makes sense, that we want, we want, that we need, "
        "we need, we care about, that we checked, we checked, we discussed, we talked about, we agreed on, we have in mind",
    ),
    Phrases(
        "actor.send_out",
        "missing_actor_or_target",
        "To whom does it go?",
        ("back to the writer only", "directly to the final recipients"),
        "send it out, send them out, send it, send them, send it off, send this out, forward it, forward them, share it, share them, "
        "publish it, publish them, pass it on, hand it over, hand them over, distribute it, distribute them, circulate it, "
        "circulate them, submit it, let us know, let them know, keep us posted, report it, report them, report back, announce it, "
        "roll it out, deploy it, make it available, make them available, keep it available, made available, post it, post them, "
        "upload it, upload them, escalate it, escalate them, escalate, notify, raise an alarm, raise an alert, send a/an "
        "alert/email/notification/reminder/message/warning, sends a/an alert/email/notification/reminder/message/warning",
        "p",
    ),
)
