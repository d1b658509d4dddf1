"""A report as JSON."""

from __future__ import annotations

from marshmallow import Schema, fields

from api.schemas.envelope import KnownAt
from api.schemas.fields import Count, Day, Id


class AskReport(KnownAt):
    from_ = Day(data_key="from", metadata={"description": "First day of the period."})
    until = Day(metadata={"description": "Last day of the period."})
    region = Id(metadata={"description": "With all below it: where people live."})
    tier = Count(-1, 1000, metadata={"description": "The generation; -1: the unattributed."})
    organisation = Id()


class ReportSums(Schema):
    people = fields.Integer(
        required=True, metadata={"description": "New in the period, each once; adds up."}
    )
    trained = fields.Integer(
        required=True,
        metadata={"description": "On a register in the period, each once; periods overlap."},
    )
    participations = fields.Integer(
        required=True, metadata={"description": "Attendances in the period; adds up."}
    )


class ReportPart(ReportSums):
    value = fields.Raw(
        required=True,
        allow_none=True,
        metadata={"description": "A code, a region's id, a tier; null: not known."},
    )


class ReportBreakdowns(Schema):
    sex = fields.List(fields.Nested(ReportPart), required=True)
    age_band = fields.List(fields.Nested(ReportPart), required=True)
    disability = fields.List(fields.Nested(ReportPart), required=True)
    cadre = fields.List(fields.Nested(ReportPart), required=True)
    region = fields.List(fields.Nested(ReportPart), required=True)
    tier = fields.List(fields.Nested(ReportPart), required=True)


class TargetProgress(Schema):
    """A target and what came of it by its day, or so far."""

    tier = fields.Integer(required=True)
    name = fields.String(required=True)
    region = fields.String(required=True, allow_none=True)
    by = fields.Date(required=True)
    planned = fields.Integer(required=True)
    reached = fields.Integer(required=True)
    counted_until = fields.Date(required=True)
    is_over = fields.Boolean(required=True)


class Report(ReportSums):
    """`trained` = `people` − `came_as_facilitators` + `entered_before`."""

    from_ = fields.Date(required=True, allow_none=True, data_key="from", attribute="from")
    until = fields.Date(required=True, allow_none=True)
    came_as_facilitators = fields.Integer(
        required=True, metadata={"description": "New, and on no register in the period."}
    )
    entered_before = fields.Integer(
        required=True, metadata={"description": "Trained in the period, and not new in it."}
    )
    claimed = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Heads without names; null where people are narrowed."},
    )
    verification_factor = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "Confirmed ÷ checked; null: no spot check is recorded."},
    )
    breakdowns = fields.Nested(ReportBreakdowns, required=True)
    targets = fields.List(fields.Nested(TargetProgress), required=True)
