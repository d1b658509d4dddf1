"""Decisions on a workshop: planned, held with its register, corrected, voided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import msgspec
from msgspec import UNSET

from domain.events import (
    AttendanceAdded,
    AttendanceRestored,
    AttendanceVoided,
    Event,
    EvidenceAttached,
    FeedbackRecorded,
    Proposed,
    ScoresRecorded,
    WorkshopCancelled,
    WorkshopCorrected,
    WorkshopHeld,
    WorkshopPlanned,
    WorkshopRescheduled,
    WorkshopRestored,
    WorkshopVoided,
)
from domain.rules import (
    NotFound,
    require,
    require_count,
    require_distinct,
    require_name,
    require_past,
    require_scores,
)
from domain.values import Attendance, PersonId, Reason, ReasonCode, WorkshopId

MAX_REGISTER = 2_000
"""Lines in one fact, which must fit into one append. Further lines of a sheet are added one by one.
"""
CORRECTABLE = tuple(f for f in WorkshopCorrected.__struct_fields__ if f not in ("reason", "unseen"))


@dataclass(frozen=True)
class Workshop:
    """`held`: the workshop with all corrections. Its register keeps voided lines, which `voided`
    names.

    It keeps the lines of facilitators too, who count only as facilitators as long as they are.
    """

    planned: WorkshopPlanned | None = None
    held: WorkshopHeld | None = None
    cancelled: bool = False
    voided: dict[PersonId, ReasonCode] = field(default_factory=dict)
    voided_whole: ReasonCode | None = None
    feedback: frozenset[str] = frozenset()
    evidence: frozenset[str] = frozenset()

    @property
    def taken_back(self) -> bool:
        """Whether the undo of an import voided it: then it may be logged again."""
        return self.voided_whole is ReasonCode.IMPORT_UNDONE

    def line(self, person: PersonId) -> Attendance | None:
        lines = self.held.register if self.held else ()
        return next((a for a in lines if a.person == person), None)

    def attends(self, person: PersonId) -> bool:
        return self.line(person) is not None and person not in self.voided


def stream(workshop: WorkshopId) -> str:
    return f"workshop/{workshop}"


def facilitators(fact: WorkshopHeld | WorkshopPlanned) -> tuple[PersonId, ...]:
    """The facilitators, the lead first, each once."""
    named = (*((fact.lead,) if fact.lead else ()), *fact.cofacilitators)
    return tuple(dict.fromkeys(named))


# ---- the day ---------------------------------------------------------------------------------


def hold(workshop: Workshop, fact: WorkshopHeld, today: date) -> Iterator[Event]:
    """Logs a workshop. Co-facilitators who signed the sheet stay on its register, and are
    flagged."""
    require(
        workshop.held is None or workshop.taken_back,
        "This workshop is already in the log. Correct it instead.",
    )
    require(not workshop.cancelled, "This workshop was cancelled. Log it under a new id.")
    beside = tuple(p for p in facilitators(fact) if p != fact.lead)
    fact = msgspec.structs.replace(fact, cofacilitators=beside)
    require_sound(fact, today)
    _require_lead_off_register(Workshop(), fact)
    require_distinct(
        (a.person for a in fact.register),
        "The same person is on this register twice. Leave one line.",
        "register",
    )
    for line in fact.register:
        require_scores(line.scores, "register")
    require(
        len(fact.register) <= MAX_REGISTER,
        "A register is logged with at most {most} lines. Leave the others out and add them after.",
        field="register",
        most=MAX_REGISTER,
    )
    yield fact


def require_sound(fact: WorkshopHeld | Proposed, today: date) -> None:
    """Refuses impossible days, headcounts and modules."""
    require_past(fact.starts_on, today, "starts_on")
    require_days(fact.starts_on, fact.ends_on)
    require(
        fact.ends_on <= today,
        "This workshop ends on {day}, which is still to come. Log it once it has ended.",
        field="ends_on",
        day=fact.ends_on,
    )
    if fact.headcount is not None:
        require_count(
            fact.headcount,
            "A headcount is a number from 0 upwards. At most {most}: check it.",
            "headcount",
        )
    require_modules(fact.modules)


def require_modules(modules: tuple[str, ...]) -> None:
    for module in modules:
        require_name(module, "modules", 60)


def require_days(starts_on: date, ends_on: date) -> None:
    require(
        starts_on <= ends_on,
        "This workshop ends on {ends_on}, before it starts on {starts_on}. Check both dates.",
        field="ends_on",
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _require_lead_off_register(workshop: Workshop, fact: WorkshopHeld) -> None:
    require(
        fact.lead is None
        or all(a.person != fact.lead or a.person in workshop.voided for a in fact.register),
        "The lead is on their own register. Take that line off, or name another lead.",
        field="lead",
    )


# ---- corrections -----------------------------------------------------------------------------


def correct(workshop: Workshop, changes: WorkshopCorrected, today: date) -> Iterator[Event]:
    """Records only fields that change; nothing if none changes."""
    held = require_held(workshop)
    differing = {
        f: getattr(changes, f)
        for f in CORRECTABLE
        if getattr(changes, f) is not UNSET and getattr(changes, f) != getattr(held, f)
    }
    if not differing:
        return
    corrected = msgspec.structs.replace(held, **differing)
    require_sound(corrected, today)
    if "lead" in differing:
        _require_lead_off_register(workshop, corrected)
    yield WorkshopCorrected(changes.reason, unseen=changes.unseen, **differing)


def void(workshop: Workshop, reason: Reason) -> Iterator[Event]:
    require_held(workshop)
    yield WorkshopVoided(reason)


def restore(workshop: Workshop, reason: Reason) -> Iterator[Event]:
    if workshop.held is None:
        raise NotFound("There is no such workshop. Check the id.")
    require(
        workshop.voided_whole is not None,
        "This workshop stands already. Void it if it was not held.",
    )
    yield WorkshopRestored(reason)


# ---- what comes with it ----------------------------------------------------------------------


def attach_evidence(workshop: Workshop, fact: EvidenceAttached) -> Iterator[Event]:
    require_held(workshop)
    require(
        fact.evidence not in workshop.evidence,
        "This evidence is already attached. Choose another id for more.",
    )
    yield fact


def require_held(workshop: Workshop) -> WorkshopHeld:
    """Refuses unless the workshop was held and is not voided."""
    if workshop.held is None:
        raise NotFound("There is no such workshop in the log. Log it first, or check the id.")
    require(
        workshop.voided_whole is None,
        "This workshop was voided. Restore it before anything is changed in it.",
    )
    return workshop.held


# ---- replay ----------------------------------------------------------------------------------


def evolve(workshop: Workshop, event: Event) -> Workshop:
    match event:
        case WorkshopPlanned():
            return replace(workshop, planned=event)
        case WorkshopRescheduled(starts_on=first, ends_on=last) if workshop.planned:
            planned = msgspec.structs.replace(workshop.planned, starts_on=first, ends_on=last)
            return replace(workshop, planned=planned)
        case WorkshopCancelled():
            return replace(workshop, cancelled=True)
        case WorkshopHeld():
            return Workshop(planned=workshop.planned, held=event)
        case WorkshopVoided(reason=reason):
            return replace(workshop, voided_whole=reason.code)
        case WorkshopRestored():
            return replace(workshop, voided_whole=None)
        case FeedbackRecorded(feedback=feedback):
            return replace(workshop, feedback=workshop.feedback | {feedback})
        case EvidenceAttached(evidence=evidence):
            return replace(workshop, evidence=workshop.evidence | {evidence})
        case AttendanceVoided(person=person, reason=reason):
            return replace(workshop, voided={**workshop.voided, person: reason.code})
        case AttendanceRestored(person=person):
            return replace(workshop, voided=_without(workshop.voided, person))
    return workshop if workshop.held is None else _evolve_held(workshop, workshop.held, event)


def _evolve_held(workshop: Workshop, held: WorkshopHeld, event: Event) -> Workshop:
    match event:
        case WorkshopCorrected():
            given = {f: getattr(event, f) for f in CORRECTABLE}
            changed = {f: value for f, value in given.items() if value is not UNSET}
            return replace(workshop, held=msgspec.structs.replace(held, **changed))
        case AttendanceAdded(attendance=line):
            rest = tuple(a for a in held.register if a.person != line.person)
            held = msgspec.structs.replace(held, register=(*rest, line))
            return replace(workshop, held=held, voided=_without(workshop.voided, line.person))
        case ScoresRecorded(person=person, scores=s, in_conflict=in_conflict):
            line = Attendance(person, s.pre, s.post, s.max_score, in_conflict)
            register = tuple(line if a.person == person else a for a in held.register)
            return replace(workshop, held=msgspec.structs.replace(held, register=register))
    return workshop


def _without(voided: dict[PersonId, ReasonCode], person: PersonId) -> dict[PersonId, ReasonCode]:
    return {p: code for p, code in voided.items() if p != person}
