"""Workshops: planned, held with their register, corrected, voided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from api.access.policy import MISSING
from api.access.rules import LOG_WORK, RECORDS, needs
from api.endpoints.cascades import NO_CASCADE
from api.people.newcomers import Newcomers
from api.people.search import number_of
from api.people.typed_line import attendance
from api.schemas.common import Because, Search
from api.schemas.envelope import many, one
from api.schemas.workshops import (
    CorrectWorkshop,
    HoldWorkshop,
    ListWorkshops,
    PlanWorkshop,
    Reschedule,
    WholeWorkshop,
    Workshop,
)
from api.transactions.idempotency import Answer
from api.transactions.read import Page, Read, numbered
from api.transactions.write import Said, Write
from api.web.routing import Blueprint
from api.workshops.presentation import PRIVATE, WorkshopInFull, present
from domain import naming, workshop
from domain.events import WorkshopCorrected, WorkshopHeld, WorkshopPlanned
from domain.rules import NotFound
from domain.service import Commands
from domain.values import CascadeId, Commitment, Reason, WorkshopId
from projections import tables
from projections.records import workshops as records_workshops

workshops = Blueprint("workshops", __name__)
NO_WORKSHOP = MISSING["workshop"]
AS_SAID = ("identifier", "kind", "region", "mode")
EXAMPLE = {
    "cascade": "3f0e6f0a-5c3f-4a57-9d1c-2f6b7b0f5a10",
    "identifier": "W-2026-014",
    "starts_on": "2026-03-02",
    "ends_on": "2026-03-04",
    "lead": {"identifier": "TRN-0417"},
    "register": [
        {"identifier": "TRN-0502", "pre": 8, "post": 17, "max_score": 20},
        {"identifier": "TRN-0503", "details": {"name": "Amina Yusuf"}},
    ],
    "headcount": 3,
}


@workshops.creates("/workshops/plans", PlanWorkshop)
@needs(LOG_WORK, {"cascade": "cascade"})
def plan_workshop(write: Write, said: Said) -> Answer:
    """Plan a workshop."""
    whole = _Whole(write, said)
    return whole.commit(lambda c: c.plan_workshop(said["cascade"], whole.planned(c)))


@workshops.creates("/workshops", HoldWorkshop, example=EXAMPLE)
@needs(LOG_WORK, {"cascade": "cascade"})
def hold_workshop(write: Write, said: Said) -> Answer:
    """Log a workshop that was held, with its whole register, as one fact.

    Who on the register is new is registered in the same transaction. A planned workshop is held
    under the id that it was planned under.
    """
    whole = _Whole(write, said)
    return whole.commit(lambda c: c.hold_workshop(said["cascade"], whole.held(c)))


@workshops.reads("/workshops", many(Workshop), ListWorkshops)
@needs(RECORDS)
def list_workshops(read: Read) -> Page:
    """List workshops."""
    asked = read.asked
    narrowed = (
        read.number(tables.cascade, asked["cascade"], NO_CASCADE) if "cascade" in asked else None,
        asked.get("status"),
        number_of(read, asked["lead"]) if "lead" in asked else None,
        read.as_of,
        read.scope,
    )
    return numbered(
        read,
        lambda db, after, most: records_workshops.workshops(db, after, most, *narrowed),
        lambda rows: present(read, rows),
    )


@workshops.searches("/workshops/search", Search, many(Workshop))
@needs(RECORDS)
def search_workshops(read: Read) -> Page:
    """Find the workshop that a programme calls so."""
    read.number(tables.cascade, read.asked["cascade"], NO_CASCADE)
    look = read.home.service.read()
    series = look.known_cascade(read.asked["cascade"]).series
    means = look.name(naming.workshops_of(series), read.asked["identifier"]).means
    found = records_workshops.workshop(read.db, means, read.scope) if means else None
    return Page(present(read, [found] if found else []), None)


@workshops.reads("/workshops/<uuid:id>", one(WholeWorkshop))
@needs(RECORDS, workshop="id")
def get_workshop(read: Read, id: UUID) -> WorkshopInFull:
    """Get a workshop with its register, feedback and evidence."""
    found = records_workshops.workshop(read.db, str(id), read.scope)
    if found is None:
        raise NotFound(NO_WORKSHOP)
    feedback = records_workshops.feedback(read.db, found["number"])
    opened = read.private.open(one["words"] for one in feedback)
    for one_ in feedback:
        one_["words"] = opened.get(one_["words"] or "", {}).get("words")
    return {
        **present(read, [found], with_register=True)[0],
        "feedback": feedback,
        "evidence": records_workshops.evidence(read.db, found["number"]),
    }


@workshops.changes("/workshops/<uuid:id>", CorrectWorkshop, method="PATCH")
@needs(LOG_WORK, workshop="id")
def correct_workshop(write: Write, said: Said, id: UUID) -> Answer:
    """Correct a workshop; its identifier and register are corrected elsewhere."""
    it = WorkshopId(str(id))
    within = write.home.service.read().cascade_of(it)
    newcomers = Newcomers(write, within)
    if "region" in said:
        write.require_place(within, said["region"])
    given = ("kind", "starts_on", "ends_on", "headcount", "region", "mode")
    reason = write.reason(workshop.stream(it), said["reason"])

    def act(c: Commands) -> None:
        changes: dict[str, Any] = {name: said[name] for name in given if name in said}
        if "lead" in said:
            changes["lead"] = newcomers.ids(c, [said["lead"]])[0] if said["lead"] else None
        if "cofacilitators" in said:
            changes["cofacilitators"] = tuple(newcomers.ids(c, said["cofacilitators"]))
        if "modules" in said:
            changes["modules"] = tuple(said["modules"])
        if said.keys() & set(PRIVATE):
            changes["details"] = _corrected(write, c, it, said)
        c.correct_workshop(it, WorkshopCorrected(reason, unseen=newcomers.unseen, **changes))

    return write.commit(act, {"id": it}, f"/api/v1/workshops/{it}")


@workshops.changes("/workshops/<uuid:id>/rescheduling", Reschedule)
@needs(LOG_WORK, workshop="id")
def reschedule_workshop(write: Write, said: Said, id: UUID) -> Answer:
    """Move a planned workshop to other days."""
    days = said["starts_on"], said.get("ends_on") or said["starts_on"]
    return _because(write, said, id, lambda c, it, why: c.reschedule_workshop(it, *days, why))


@workshops.changes("/workshops/<uuid:id>/cancellation", Because)
@needs(LOG_WORK, workshop="id")
def cancel_workshop(write: Write, said: Said, id: UUID) -> Answer:
    """Cancel a planned workshop."""
    return _because(write, said, id, Commands.cancel_workshop)


@workshops.changes("/workshops/<uuid:id>/voiding", Because)
@needs(LOG_WORK, workshop="id")
def void_workshop(write: Write, said: Said, id: UUID) -> Answer:
    """Void a workshop as a whole: it was not held, or not as recorded."""
    return _because(write, said, id, Commands.void_workshop)


@workshops.changes("/workshops/<uuid:id>/restoration", Because)
@needs(LOG_WORK, workshop="id")
def restore_workshop(write: Write, said: Said, id: UUID) -> Answer:
    """Restore a voided workshop."""
    return _because(write, said, id, Commands.restore_workshop)


def _because(
    write: Write, said: Said, id: UUID, act: Callable[[Commands, WorkshopId, Reason], None]
) -> Answer:
    it = WorkshopId(str(id))
    reason = write.reason(workshop.stream(it), said["reason"])
    return write.commit(lambda c: act(c, it, reason), {"id": it})


# ---- from JSON -------------------------------------------------------------------------------


class _Whole:
    """A workshop as it was sent, planned or held; who of those named is known, or new, is looked
    up as it is decided."""

    def __init__(self, write: Write, said: Said) -> None:
        self._write, self._said = write, said
        self.id = WorkshopId(write.id(said.get("id")))
        write.require_own("workshop", said.get("id"))
        write.require_place(said["cascade"], said.get("region"))
        self._newcomers = Newcomers(write, CascadeId(said["cascade"]))
        private = {name: said[name] for name in PRIVATE if name in said}
        self._details = write.seal(workshop.stream(self.id), "details", private)

    def planned(self, c: Commands) -> WorkshopPlanned:
        return WorkshopPlanned(**self._fields(c), unseen=self._newcomers.unseen)

    def held(self, c: Commands) -> WorkshopHeld:
        fields, lines = self._fields(c), self._said.get("register", [])
        register = tuple(
            attendance(person, line)
            for person, line in zip(self._newcomers.ids(c, lines), lines, strict=True)
        )
        return WorkshopHeld(
            **fields,
            register=register,
            headcount=self._said.get("headcount"),
            unseen=self._newcomers.unseen,
        )

    def commit(self, act: Callable[[Commands], object]) -> Answer:
        named = len(self._said.get("register", ())) + len(self._said.get("cofacilitators", ())) + 1
        here = f"/api/v1/workshops/{self.id}"
        return self._newcomers.commit(named, act, {"id": self.id}, here)

    def _fields(self, c: Commands) -> dict[str, Any]:
        said, ids = self._said, self._newcomers.ids
        lead = said.get("lead")
        return {
            "workshop": self.id,
            "starts_on": said["starts_on"],
            "ends_on": said.get("ends_on") or said["starts_on"],
            "lead": ids(c, [lead])[0] if lead else None,
            "cofacilitators": tuple(ids(c, said.get("cofacilitators", []))),
            "modules": tuple(said.get("modules", ())),
            "details": self._details,
            **{name: said.get(name) for name in AS_SAID},
        }


def _corrected(write: Write, c: Commands, id: WorkshopId, said: Said) -> Commitment | None:
    """What is said in place of the texts there are; None where none is left."""
    known = workshop.require_held(c.workshop(id)).details
    before = write.home.private.open([known]).get(known or "", {})
    now = before | {name: said[name] for name in PRIVATE if name in said}
    now = {name: text for name, text in now.items() if text is not None}
    return write.replace(workshop.stream(id), "details", known, now)
