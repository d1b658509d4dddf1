"""Workshops with their registers as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from api.i18n import _
from api.schemas.answer_fields import (
    Record,
    boolean,
    date,
    integer,
    number,
    part,
    parts,
    string,
    strings,
)
from api.schemas.common import ReasonSaid, Someone
from api.schemas.envelope import InCascade
from api.schemas.fields import (
    MAX_IN_A_FILE,
    MAX_MODULES,
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
from api.schemas.people import Known, Scores
from domain.values import EvidenceKind, Kind, Mode


class ScoresSaid(Shape):
    pre = Score(allow_none=True)
    post = Score(allow_none=True)
    max_score = Score(allow_none=True)


class LineSaid(ScoresSaid, Someone):
    """One line of a register."""


class PlanWorkshop(Shape):
    id = NewId()
    cascade = Id(required=True)
    identifier = Line(description="What the programme calls it; not private.")
    kind = Choice(Kind, load_default=Kind.STEP_DOWN)
    starts_on = Day(required=True)
    ends_on = Day(description="By default the first day.")
    lead = Part(Someone, allow_none=True)
    cofacilitators = Several(Part(Someone), 50)
    region = Id(allow_none=True)
    title = Line(description="Private.")
    venue = Line(description="Private.")
    modules = Several(Line(60), MAX_MODULES)
    mode = Choice(Mode, allow_none=True)


class HoldWorkshop(PlanWorkshop):
    """A workshop that was held, with its whole sign-in sheet."""

    register = Several(Part(LineSaid), 2000)
    headcount = Whole(
        most=MAX_IN_A_FILE,
        allow_none=True,
        description="People said to have attended.",
    )


class CorrectWorkshop(Shape):
    """A field that is left out stays as it is; null removes it."""

    kind = Choice(Kind)
    starts_on = Day()
    ends_on = Day()
    lead = Part(Someone, allow_none=True)
    cofacilitators = Several(Part(Someone), 50)
    headcount = Whole(most=MAX_IN_A_FILE, allow_none=True)
    region = Id(allow_none=True)
    title = Line(allow_none=True)
    venue = Line(allow_none=True)
    modules = Several(Line(60), MAX_MODULES)
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
    """Replaces the scores."""

    reason = Part(ReasonSaid, required=True)


class RecordFeedback(Shape):
    id = NewId()
    rating = Whole(1, 5, required=True)
    person = Id(allow_none=True)
    words = Words(description="Private.")


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
    def _known_type(self, said: Mapping[str, object], **kwargs: Any) -> None:
        known = self.fields["media_type"].metadata["enum"]
        if said.get("media_type") not in known:
            raise ValidationError(
                _("This is one of: {choices}.", choices=", ".join(known)), "media_type"
            )


class ListWorkshops(InCascade):
    status = Line(20, metadata={"enum": ["planned", "cancelled", "held", "voided"]})
    lead = Id()
    as_of = Day(description="Those that had begun by a day.")


class Signed(Scores, Known):
    """A line of a register as it stands."""

    in_conflict = boolean()
    voided = boolean()


class Workshop(Record):
    """`people`: named on the register, facilitators left out; each of merged people once."""

    cascade = string()
    identifier = string(null=True)
    kind = string()
    status = string()
    counts = boolean()
    starts_on = date()
    ends_on = date()
    lead = part(Known, null=True)
    cofacilitators = parts(Known)
    region = string(null=True)
    title = string(null=True)
    venue = string(null=True)
    mode = string(null=True)
    modules = strings()
    headcount = integer(null=True)
    people = integer()
    gain = number(null=True)


class Feedback(Record):
    rating = integer()
    person = string(null=True)
    words = string(null=True)


class Evidence(Record):
    kind = string()
    keep_until = date(null=True)


class WholeWorkshop(Workshop):
    """A workshop with its register, feedback and evidence."""

    register = parts(Signed)
    left_off = parts(Known, "Of the register: who facilitated too, and counts as that alone.")
    feedback = parts(Feedback)
    evidence = parts(Evidence)
