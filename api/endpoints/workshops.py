"""Workshops: plan, log with the register, list, correct, void."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from api.access.policy import MISSING
from api.access.rules import LOG_WORK, RECORDS, requires
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
from api.transactions.write import Body, Write
from api.web.routing import Blueprint
from api.workshops.identifiers import alike, called
from api.workshops.presentation import PRIVATE, WorkshopInFull, present
from domain import workshop
from domain.events import WorkshopCorrected, WorkshopHeld, WorkshopPlanned
from domain.rules import NotFound
from domain.service import Commands
from domain.values import CascadeId, Commitment, Reason, WorkshopId
from projections import tables
from projections.records import workshops as records_workshops

workshops = Blueprint("workshops", __name__)
NO_WORKSHOP = MISSING["workshop"]
COPIED_FIELDS = ("identifier", "kind", "region", "mode")
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
@requires(LOG_WORK, {"cascade": "cascade"})
def plan_workshop(write: Write, body: Body) -> Answer:
    """Plan a workshop."""
    whole = _Whole(write, body)
    return whole.commit(lambda c: c.plan_workshop(body["cascade"], whole.planned(c), whole.alike))


@workshops.creates("/workshops", HoldWorkshop, example=EXAMPLE)
@requires(LOG_WORK, {"cascade": "cascade"})
def hold_workshop(write: Write, body: Body) -> Answer:
    """Log a workshop that was held, with its whole register, as one fact.

    Who on the register is new is registered in the same transaction. A planned workshop is held
    under the id that it was planned under.
    """
    whole = _Whole(write, body)
    return whole.commit(
        lambda c: c.hold_workshop(body["cascade"], whole.held(c), alike=whole.alike)
    )


@workshops.reads("/workshops", many(Workshop), ListWorkshops)
@requires(RECORDS)
def list_workshops(read: Read) -> Page:
    """List workshops."""
    asked = read.asked
    narrowed = (
        read.number(tables.cascade, asked["cascade"]) if "cascade" in asked else None,
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
@requires(RECORDS)
def search_workshops(read: Read) -> Page:
    """Find the workshop that a programme calls so."""
    read.number(tables.cascade, read.asked["cascade"])
    means = called(read, read.asked["cascade"], read.asked["identifier"])
    found = records_workshops.workshop(read.db, means, read.scope) if means else None
    return Page(present(read, [found] if found else []), None)


@workshops.reads("/workshops/<uuid:id>", one(WholeWorkshop))
@requires(RECORDS, workshop="id")
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
@requires(LOG_WORK, workshop="id")
def correct_workshop(write: Write, body: Body, id: UUID) -> Answer:
    """Correct a workshop; its identifier and register are corrected elsewhere."""
    it = WorkshopId(str(id))
    within = write.home.service.read().cascade_of(it)
    newcomers = Newcomers(write, within)
    if "region" in body:
        write.require_place(within, body["region"])
    given = ("kind", "starts_on", "ends_on", "headcount", "region", "mode")
    reason = write.reason(workshop.stream(it), body["reason"])

    def act(c: Commands) -> None:
        changes: dict[str, Any] = {name: body[name] for name in given if name in body}
        if "lead" in body:
            changes["lead"] = newcomers.ids(c, [body["lead"]])[0] if body["lead"] else None
        if "cofacilitators" in body:
            changes["cofacilitators"] = tuple(newcomers.ids(c, body["cofacilitators"]))
        if "modules" in body:
            changes["modules"] = tuple(body["modules"])
        if body.keys() & set(PRIVATE):
            changes["details"] = _corrected(write, c, it, body)
        c.correct_workshop(it, WorkshopCorrected(reason, unseen=newcomers.unseen, **changes))

    return write.commit(act, {"id": it}, f"/api/v1/workshops/{it}")


@workshops.changes("/workshops/<uuid:id>/rescheduling", Reschedule)
@requires(LOG_WORK, workshop="id")
def reschedule_workshop(write: Write, body: Body, id: UUID) -> Answer:
    """Move a planned workshop to other days."""
    days = body["starts_on"], body.get("ends_on") or body["starts_on"]
    return _because(write, body, id, lambda c, it, why: c.reschedule_workshop(it, *days, why))


@workshops.changes("/workshops/<uuid:id>/cancellation", Because)
@requires(LOG_WORK, workshop="id")
def cancel_workshop(write: Write, body: Body, id: UUID) -> Answer:
    """Cancel a planned workshop."""
    return _because(write, body, id, Commands.cancel_workshop)


@workshops.changes("/workshops/<uuid:id>/voiding", Because)
@requires(LOG_WORK, workshop="id")
def void_workshop(write: Write, body: Body, id: UUID) -> Answer:
    """Void a workshop as a whole: it was not held, or not as recorded."""
    return _because(write, body, id, Commands.void_workshop)


@workshops.changes("/workshops/<uuid:id>/restoration", Because)
@requires(LOG_WORK, workshop="id")
def restore_workshop(write: Write, body: Body, id: UUID) -> Answer:
    """Restore a voided workshop."""
    return _because(write, body, id, Commands.restore_workshop)


def _because(
    write: Write, body: Body, id: UUID, act: Callable[[Commands, WorkshopId, Reason], None]
) -> Answer:
    it = WorkshopId(str(id))
    reason = write.reason(workshop.stream(it), body["reason"])
    return write.commit(lambda c: act(c, it, reason), {"id": it})


# ---- from JSON -------------------------------------------------------------------------------


class _Whole:
    """A workshop from a request, planned or held. Its people are looked up at each try, since a
    conflict may change who is known."""

    def __init__(self, write: Write, body: Body) -> None:
        self._write, self._body = write, body
        self.id = WorkshopId(write.id(body.get("id")))
        write.require_own("workshop", body.get("id"))
        write.require_place(body["cascade"], body.get("region"))
        self._newcomers = Newcomers(write, CascadeId(body["cascade"]))
        private = {name: body[name] for name in PRIVATE if name in body}
        self._details = write.seal(workshop.stream(self.id), "details", private)
        self.alike = alike(write.db, body.get("identifier"))

    def planned(self, c: Commands) -> WorkshopPlanned:
        return WorkshopPlanned(**self._fields(c), unseen=self._newcomers.unseen)

    def held(self, c: Commands) -> WorkshopHeld:
        fields, lines = self._fields(c), self._body.get("register", [])
        register = tuple(
            attendance(person, line)
            for person, line in zip(self._newcomers.ids(c, lines), lines, strict=True)
        )
        return WorkshopHeld(
            **fields,
            register=register,
            headcount=self._body.get("headcount"),
            unseen=self._newcomers.unseen,
        )

    def commit(self, act: Callable[[Commands], object]) -> Answer:
        named = len(self._body.get("register", ())) + len(self._body.get("cofacilitators", ())) + 1
        here = f"/api/v1/workshops/{self.id}"
        return self._newcomers.commit(named, act, {"id": self.id}, here)

    def _fields(self, c: Commands) -> dict[str, Any]:
        body, ids = self._body, self._newcomers.ids
        lead = body.get("lead")
        return {
            "workshop": self.id,
            "starts_on": body["starts_on"],
            "ends_on": body.get("ends_on") or body["starts_on"],
            "lead": ids(c, [lead])[0] if lead else None,
            "cofacilitators": tuple(ids(c, body.get("cofacilitators", []))),
            "modules": tuple(body.get("modules", ())),
            "details": self._details,
            **{name: body.get(name) for name in COPIED_FIELDS},
        }


def _corrected(write: Write, c: Commands, id: WorkshopId, body: Body) -> Commitment | None:
    """The commitment to the texts after a correction; None if no text is left."""
    known = workshop.require_held(c.workshop(id)).details
    before = write.home.private.open([known]).get(known or "", {})
    now = before | {name: body[name] for name in PRIVATE if name in body}
    now = {name: text for name, text in now.items() if text is not None}
    return write.replace(workshop.stream(id), "details", known, now)
