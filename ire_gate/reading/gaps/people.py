"""Actors, recipients and places that are hinted at and not named."""

from __future__ import annotations

from ire_gate.reading.smell import Phrases

_ROLES = (
    "engineer/engineers/manager/managers/reviewer/agent/agents/lead/leads/supervisor/admin/admins/administrator/"
    "owner/owners/department/management/developer/developers/expert/experts/colleague/colleagues/specialist/contact/"
    "support/staff/team/teams"
)

RULES = (
    Phrases(
        "actor.anyone",
        "missing_actor_or_target",
        "Who exactly is {q}?",
        ("a named person, role or address", "anyone whom the executor finds fitting"),
        f"someone, somebody, some users, some people, some customers, certain users, certain people, certain "
        f"customers, the right people/person/team/channel/folder/owner/department, the people who, the people that, "
        f"people who, anyone who, the responsible, responsible person, the person responsible, the people "
        f"responsible, the people concerned, the persons concerned, everyone involved, everybody involved, all "
        f"involved, interested parties, interested people, stakeholders, the stakeholders, relevant "
        f"people/persons/stakeholders/parties/team/teams/department, the appropriate {_ROLES}, an experienced/a "
        f"qualified/a senior/a suitable/a competent {_ROLES}, an experienced, the "
        f"users/customers/clients/partners/suppliers/people that/who need/want/are, users who need, everyone "
        f"concerned, all concerned, other people, other teams, other users, power users, key users, a third party, "
        f"selected users, trusted users, the affected users/customers/people/teams, affected "
        f"users/customers/people/teams, the business side, the experts, those who need/want/are, for people who, to "
        f"people who",
        "",
        "can could if as has",
    ),
    Phrases(
        "actor.role",
        "missing_actor_or_target",
        "Which one is {q}?",
        ("the one who is in charge of this piece of work", "any one with that role"),
        f"a/an {_ROLES}, their/his/her {_ROLES}, to the team, by the team, the management, or the team, the customer "
        f"service, the on-call {_ROLES}, our {_ROLES}",
        "po",
    ),
    Phrases(
        "actor.in_charge",
        "missing_actor_or_target",
        "Which exactly are “{q}”?",
        ("a named person, role, address or thing", "whichever the executor finds fitting"),
        "whoever, those affected, those concerned, the relevant, interested users, relevant teams, the usual "
        "contacts, the powers that be, in charge, concerned, in question, at hand, respective, the corresponding, "
        "responsible for, who handles, who is/are in charge, the competent, whoever is/was/has, the people above, "
        "the usual people, the usual suspects/channels/place/recipients, everyone who needs, all who need, the right "
        "page/link/address/queue/group/inbox/list/person/people/place/team",
        "",
        "as are is far parties",
    ),
    Phrases(
        "actor.somewhere",
        "missing_actor_or_target",
        "Where exactly is “{w}”?",
        ("at a place that already exists for this", "at a new place that the executor chooses"),
        "somewhere, someplace, wherever, a suitable/good/better/safe/sensible/central/shared/common "
        "place/location/folder/spot/position, a better place, another place, somewhere else, somewhere better, where "
        "it belongs, where they belong, in the right place, at the right place, in the usual place, a central "
        "location, some place, into the file, to the file, into the folder, into the system, in the system, to the "
        "server, in the database, in the cloud, the appropriate place/section/folder/table/file/location, the right "
        "section/table/file/page, a function that, a module that, a specified location, a specified directory, a "
        "specific folder, a specified file",
        "",
        "used",
    ),
    Phrases(
        "actor.need",
        "missing_actor_or_target",
        "Which ones {w}?",
        ("a list that the writer has", "all for which the executor finds a reason"),
        "that/who/which need/needs/want/wants it/them/this/that, that/which depend/depends on it/them, that/which "
        "are/is affected, who care, that/who might need, who should know, that/which matter/matters to, that/which "
        "matter/matters, that/which might/could/may/would be/cause, where that would be, where this would be, "
        "that/which look/looks/seem/seems, that/which are/is important/relevant/needed/necessary/suitable/urgent/"
        "missing/affected/available/useful, who know/knows the, that/which no longer make/makes sense, that/which "
        "make/makes sense, that we want/need/like/use, _ we want, _ we need, we care about, that we checked, we "
        "checked, we discussed, we talked about, we agreed on, we have in mind, that/which apply/applies, that/which "
        "apply/applies to, that/which do/does not apply, that/which is/are available, that/which go/goes with it, "
        "which follows, that follows, which changes, that changes",
    ),
    Phrases(
        "actor.send_out",
        "missing_actor_or_target",
        "To whom does it go?",
        ("back to the writer only", "directly to the final recipients"),
        "send it/them/this out/off, pass it/them on, hand it/them over, distribute it/them, circulate it/them, let "
        "us/them/people/everyone know, keep us posted, roll it/them out, make it/them available, keep it available, "
        "made available, raise an alarm, raise an alert, send/sends a/an "
        "alert/email/notification/reminder/message/warning, send/sends notifications/alerts/reminders, spread the "
        "word",
        "ps",
    ),
)
