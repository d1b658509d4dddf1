"""Workshops with their registers as JSON."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from api.i18n import _
from api.schemas.common import ReasonSaid, Someone
from api.schemas.envelope import InCascade
from api.schemas.fields import (
    MOST_IN_A_FILE,
    MOST_MODULES,
    Choice,
    Day,
    Id,
    Line,
    NewId,
    Part,
    Score,
    Several,
    Shape,
    Whole,
    Words,
)
from api.schemas.people import Known
from domain.values import EvidenceKind, Kind, Mode


class ScoresSaid(Shape):
    pre = Score(allow_none=True)
    post = Score(allow_none=True)
    max_score = Score(allow_none=True)


class LineSaid(Someone):
    """One line of a register."""

    pre = Score(allow_none=True)
    post = Score(allow_none=True)
    max_score = Score(allow_none=True)


class PlanWorkshop(Shape):
    id = NewId()
    cascade = Id(required=True)
    identifier = Line(metadata={"description": "What the programme calls it; not private."})
    kind = Choice(Kind, load_default=Kind.STEP_DOWN)
    starts_on = Day(required=True)
    ends_on = Day(metadata={"description": "By default the first day."})
    lead = Part(Someone, allow_none=True)
    cofacilitators = Several(Part(Someone), 50)
    region = Id(allow_none=True)
    title = Line(metadata={"description": "Private."})
    venue = Line(metadata={"description": "Private."})
    modules = Several(Line(60), MOST_MODULES)
    mode = Choice(Mode, allow_none=True)


class HoldWorkshop(PlanWorkshop):
    """A workshop that was held, with its whole sign-in sheet."""

    register = Several(Part(LineSaid), 2000)
    headcount = Whole(
        most=MOST_IN_A_FILE,
        allow_none=True,
        metadata={"description": "People said to have attended."},
    )


class CorrectWorkshop(Shape):
    """What is left out stays as it is; null takes it away."""

    kind = Choice(Kind)
    starts_on = Day()
    ends_on = Day()
    lead = Part(Someone, allow_none=True)
    cofacilitators = Several(Part(Someone), 50)
    headcount = Whole(most=MOST_IN_A_FILE, allow_none=True)
    region = Id(allow_none=True)
    title = Line(allow_none=True)
    venue = Line(allow_none=True)
    modules = Several(Line(60), MOST_MODULES)
    mode = Choice(Mode, allow_none=True)
    reason = Part(ReasonSaid, required=True)


class Reschedule(Shape):
    starts_on = Day(required=True)
    ends_on = Day()
    reason = Part(ReasonSaid, required=True)


class AddAttendance(LineSaid):
    reason = Part(ReasonSaid, required=True)


class MoveAttendance(Shape):
    """To the register of another workshop of the same cascade."""

    to = Id(required=True)
    reason = Part(ReasonSaid, required=True)


class RecordScores(ScoresSaid):
    """In place of what was there."""

    reason = Part(ReasonSaid, required=True)


class RecordFeedback(Shape):
    id = NewId()
    rating = Whole(1, 5, required=True)
    person = Id(allow_none=True)
    words = Words(metadata={"description": "Private."})


class AttachEvidence(Shape):
    id = NewId()
    kind = Choice(EvidenceKind, required=True)
    media_type = Line(
        60,
        required=True,
        metadata={"enum": ["image/jpeg", "image/png", "image/webp", "application/pdf"]},
    )
    content = fields.String(required=True, metadata={"format": "byte", "description": "Base64."})

    @validates_schema
    def _known_type(self, said: dict[str, Any], **kwargs: Any) -> None:
        known = self.fields["media_type"].metadata["enum"]
        if said.get("media_type") not in known:
            raise ValidationError(
                _("This is one of: {choices}.", choices=", ".join(known)), "media_type"
            )


class ListWorkshops(InCascade):
    status = Line(20, metadata={"enum": ["planned", "cancelled", "held", "voided"]})
    lead = Id()
    as_of = Day(metadata={"description": "Those that had begun by a day."})


class Signed(Schema):
    """A line of a register as it stands."""

    person = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    identifier = fields.String(required=True, allow_none=True)
    pre = fields.Float(required=True, allow_none=True)
    post = fields.Float(required=True, allow_none=True)
    max_score = fields.Float(required=True, allow_none=True)
    in_conflict = fields.Boolean(required=True)
    voided = fields.Boolean(required=True)


class Workshop(Schema):
    """`people`: named on the register, facilitators left out; each of merged people once."""

    id = fields.String(required=True)
    cascade = fields.String(required=True)
    identifier = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True)
    status = fields.String(required=True)
    counts = fields.Boolean(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    lead = fields.Nested(Known, required=True, allow_none=True)
    cofacilitators = fields.List(fields.Nested(Known), required=True)
    region = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    venue = fields.String(required=True, allow_none=True)
    mode = fields.String(required=True, allow_none=True)
    modules = fields.List(fields.String(), required=True)
    headcount = fields.Integer(required=True, allow_none=True)
    people = fields.Integer(required=True)
    gain = fields.Float(required=True, allow_none=True)


class Feedback(Schema):
    id = fields.String(required=True)
    rating = fields.Integer(required=True)
    person = fields.String(required=True, allow_none=True)
    words = fields.String(required=True, allow_none=True)


class Evidence(Schema):
    id = fields.String(required=True)
    kind = fields.String(required=True)
    keep_until = fields.Date(required=True, allow_none=True)


class WholeWorkshop(Workshop):
    """With its sheet and all that came with it."""

    register = fields.List(fields.Nested(Signed), required=True)
    left_off = fields.List(
        fields.Nested(Known),
        required=True,
        metadata={"description": "Of the register: who facilitated too, and counts as that alone."},
    )
    feedback = fields.List(fields.Nested(Feedback), required=True)
    evidence = fields.List(fields.Nested(Evidence), required=True)
