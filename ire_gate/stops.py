"""What stops an unattended loop before the gate looks: a spent budget, and a blocked intent sent again unchanged.

A task is the work that several attempts belong to (one ticket, one run of an agent). Its limits stand in the ledger
(``ire-gate ledger budget``) or, for every task, in the setting ``budget``; what it used are the gate's own looks and
the outcomes that were booked. What nobody booked is not known, and the audit log says how much that is.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from ire_gate import __version__
from ire_gate.config import Settings
from ire_gate.domain import Intent, Limits
from ire_gate.gate import Gate
from ire_gate.ledger.rows import Decision
from ire_gate.result import Result, result_of


class Stop(Struct, frozen=True, kw_only=True):
    """Why a task is not gone on with."""

    event: str
    """The entry in the audit log: ``refused_repeat``, ``stopped_attempts``, ``stopped_tokens``, …"""
    result: Result
    digest: str
    detail: dict[str, Any]


def stop_of(gate: Gate, intent: Intent) -> Stop | None:
    """Return what stops this intent's task now, or None; costs no model call and no decision.

    Raises:
        LedgerError: The ledger cannot be read: then nobody knows, and nothing may be executed.
    """
    if not intent.task or gate.ledger.where is None:
        return None
    return spent_budget(gate, intent, is_asking=True) or _repeated(gate, intent)


def spent_budget(gate: Gate, intent: Intent, *, is_asking: bool) -> Stop | None:
    """Return the first limit of the task that is used up.

    Args:
        gate: Its ledger and its settings have the limits.
        intent: Names the task.
        is_asking: Whether one more attempt is asked for; otherwise the attempt is among those that were counted, and of
            many that asked at the same moment none goes beyond the limit.
    """
    limits = _limits(gate, intent.task)
    if limits is None:
        return None
    used = gate.ledger.used(intent.task)
    for name in Limits.__struct_fields__ if is_asking else ("attempts",):
        limit, so_far = getattr(limits, name), getattr(used, name)
        if limit is None or so_far is None or so_far < limit + (not is_asking):
            continue
        said = f"ire-gate: stopped, task {intent.task} has used {so_far:g} of {limit:g} {name}"
        return Stop(
            event=f"stopped_{name}",
            result=_refusal(gate.settings, because="budget", reason=said),
            digest=intent.digest,
            detail={"limit": limit, "used": so_far, "unknown": used.unknown},
        )
    return None


def _limits(gate: Gate, task: str) -> Limits | None:
    """Return the task's own limits over those of every task."""
    own, common = gate.ledger.budget(task), gate.settings.budget
    if own is None:
        return common
    names = Limits.__struct_fields__
    held = {name: getattr(own, name) for name in names}
    return Limits(**{name: getattr(common, name) if held[name] is None and common else held[name] for name in names})


def _repeated(gate: Gate, intent: Intent) -> Stop | None:
    """Refuse what was blocked before and has not changed; with a waiver it has."""
    last = gate.ledger.last_verdict(intent.digest, intent.task)
    if last is None or intent.waivers or not _is_same_gate(last, gate.settings):
        return None
    seen = gate.glance(intent)
    known = result_of(seen, on_undecided="block") if seen else _refusal(gate.settings, because="", reason="")
    codes = ", ".join(dict.fromkeys(found.code for found in last.decoded_findings() if found.severity == "error"))
    first = f": {known.questions[0].question}" if known.questions else f" for {codes}"
    result = msgspec.structs.replace(
        known,
        may_execute=False,
        because="repeated",
        decision_id=last.decision_id,
        ambiguity=last.ambiguity,
        fidelity=last.fidelity,
        reason=f"ire-gate: refused, this is word for word what was blocked before{first}",
    )
    return Stop(event="refused_repeat", result=result, digest=intent.digest, detail={"decision": last.decision_id})


def _is_same_gate(last: Decision, settings: Settings) -> bool:
    engine = f"{last.engine}:{last.model}" if last.model else last.engine
    return (last.verdict, engine, last.threshold, last.version) == (
        "blocked",
        settings.engine,
        settings.threshold,
        __version__,
    )


def _refusal(settings: Settings, *, because: str, reason: str) -> Result:
    return Result(
        status="blocked",
        may_execute=False,
        because=because,
        decision_id="",
        ambiguity=None,
        fidelity=None,
        threshold=settings.threshold,
        reason=reason,
    )
