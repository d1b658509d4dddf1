"""The register of a workshop: attendances, scores, feedback and evidence."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from typing import cast
from uuid import UUID

from flask import Response

from api.access.rules import LOG_WORK, requires
from api.endpoints.workshops import NO_WORKSHOP
from api.errors import Problem
from api.people.newcomers import Newcomers
from api.people.typed_line import Someone, attendance, scores
from api.private.tables import FileRow
from api.schemas.common import Because
from api.schemas.workshops import (
    AddAttendance,
    AttachEvidence,
    MoveAttendance,
    RecordFeedback,
    RecordScores,
)
from api.transactions.idempotency import Answer
from api.transactions.read import Read
from api.transactions.write import Body, Write
from api.web.routing import Blueprint
from domain import workshop
from domain.events import EvidenceAttached, FeedbackRecorded
from domain.rules import NotFound, months_later
from domain.service import Commands
from domain.values import PersonId, Reason, WorkshopId
from projections.records import workshops as views

registers = Blueprint("registers", __name__)


@registers.changes("/workshops/<uuid:id>/attendances", AddAttendance)
@requires(LOG_WORK, workshop="id")
def add_attendance(write: Write, body: Body, id: UUID) -> Answer:
    """Add somebody to a register; who is new is registered too."""
    it = WorkshopId(str(id))
    newcomers = Newcomers(write, write.home.service.read().cascade_of(it))
    reason = write.reason(workshop.stream(it), body["reason"])
    someone = cast(Someone, body)

    def act(c: Commands) -> None:
        (person,) = newcomers.ids(c, [someone])
        c.add_attendance(it, attendance(person, body), reason, bool(newcomers.unseen))

    recorded = write.append(act)
    return write.finish(recorded, {"id": newcomers.recorded_id(someone)})


@registers.changes("/workshops/<uuid:id>/attendances/<uuid:person>/voiding", Because)
@requires(LOG_WORK, workshop="id")
def void_attendance(write: Write, body: Body, id: UUID, person: UUID) -> Answer:
    """Void one line of a register."""
    return _of_line(write, body, id, person, Commands.void_attendance)


@registers.changes("/workshops/<uuid:id>/attendances/<uuid:person>/move", MoveAttendance)
@requires(LOG_WORK, {"to": "workshop"}, workshop="id")
def move_attendance(write: Write, body: Body, id: UUID, person: UUID) -> Answer:
    """Move somebody, with their scores, from one register to that of another workshop."""
    it, to, who = WorkshopId(str(id)), WorkshopId(body["to"]), PersonId(str(person))
    write.require_own("workshop", to)
    look = write.home.service.read()
    reason = write.reason(workshop.stream(it), body["reason"])
    why_there = write.reason(workshop.stream(to), body["reason"])
    if look.cascade_of(it) != look.cascade_of(to):
        raise NotFound(NO_WORKSHOP, field="to")

    def act(c: Commands) -> None:
        c.move_attendance(it, to, who, reason, why_there, bool(write.unseen([who])))

    return write.commit(act, {"id": who})


@registers.changes("/workshops/<uuid:id>/attendances/<uuid:person>/restoration", Because)
@requires(LOG_WORK, workshop="id")
def restore_attendance(write: Write, body: Body, id: UUID, person: UUID) -> Answer:
    """Restore a voided line of a register."""
    return _of_line(write, body, id, person, Commands.restore_attendance)


@registers.changes("/workshops/<uuid:id>/attendances/<uuid:person>/scores", RecordScores)
@requires(LOG_WORK, workshop="id")
def record_scores(write: Write, body: Body, id: UUID, person: UUID) -> Answer:
    """Record somebody's scores, in place of those before."""
    found = scores(body)
    return _of_line(
        write, body, id, person, lambda c, it, who, why: c.record_scores(it, who, found, why)
    )


@registers.changes("/workshops/<uuid:id>/feedback", RecordFeedback)
@requires(LOG_WORK, workshop="id")
def record_feedback(write: Write, body: Body, id: UUID) -> Answer:
    """Record what a participant thought of the workshop (Kirkpatrick level 1)."""
    it = WorkshopId(str(id))
    write.require_known([("person", body.get("person"))])
    words = {"words": body["words"]} if body.get("words") else None
    fact = FeedbackRecorded(
        feedback=write.id(body.get("id")),
        rating=body["rating"],
        person=body.get("person"),
        words=write.seal(workshop.stream(it), "words", words),
    )
    return write.commit(lambda c: c.record_feedback(it, fact), {"id": fact.feedback})


@registers.creates("/workshops/<uuid:id>/evidence", AttachEvidence)
@requires(LOG_WORK, workshop="id")
def attach_evidence(write: Write, body: Body, id: UUID) -> Answer:
    """Attach a sign-in sheet or photograph. The file stays in the private drawer."""
    it = WorkshopId(str(id))
    content = _file(body["content"])
    file = write.id(body.get("id"))
    digest = {"sha256": hashlib.sha256(content).hexdigest()}
    sealed = write.sealer.seal(workshop.stream(it), "file", digest)

    def act(c: Commands) -> None:
        months = c.cascade(c.cascade_of(it)).evidence_months
        until = months_later(c.today, months) if months else None
        last = until.isoformat() if until else None
        row = FileRow(evidence=file, media_type=body["media_type"], bytes=content, keep_until=last)
        write.sealer.file(sealed, row)
        c.attach_evidence(it, EvidenceAttached(file, body["kind"], sealed, until))

    return write.commit(act, {"id": file}, f"/api/v1/workshops/{it}/evidence/{file}")


@registers.files("/workshops/<uuid:id>/evidence/<uuid:evidence>")
@requires(LOG_WORK, workshop="id")
def get_evidence(read: Read, id: UUID, evidence: UUID) -> Response:
    """Get a file of evidence, while it is kept."""
    found = views.workshop(read.db, str(id))
    if found is None:
        raise NotFound(NO_WORKSHOP)
    attached = {one["id"] for one in views.evidence(read.db, found["number"])}
    file = read.private.file(str(evidence)) if str(evidence) in attached else None
    if file is None:
        raise NotFound("There is no such file, or it is no longer kept. Check the id.")
    media_type, content = file
    headers = {"Content-Disposition": "attachment"}
    return Response(content, mimetype=media_type, headers=headers)


def _of_line(
    write: Write,
    body: Body,
    id: UUID,
    person: UUID,
    act: Callable[[Commands, WorkshopId, PersonId, Reason], None],
) -> Answer:
    """Records a change of one line, with its reason."""
    it, who = WorkshopId(str(id)), PersonId(str(person))
    reason = write.reason(workshop.stream(it), body["reason"])
    return write.commit(lambda c: act(c, it, who, reason), {"id": who})


def _file(text: str) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        content = b""
    if not content:
        raise Problem(422, "“content” is to be the file in base64.")
    return content
